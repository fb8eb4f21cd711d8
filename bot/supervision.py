"""All the desk's processes under one supervisor, and a word when they are ready."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import httpx
from honcho.environ import parse_procfile

from bot.keeping import Keeper
from bot.processes import check_ports
from bot.settings import ROOT, settings

PATIENCE = 180.0
EXAMPLES = "« ma box clignote rouge »  or  “I would like a call back tomorrow at 11”"


def run_everything() -> int:
    """Run the Procfile until a signal, or a process that cannot be kept; the exit code."""
    check_ports()
    manager = Keeper()
    bin_folder = Path(sys.executable).parent
    for name, command in parse_procfile((ROOT / "Procfile").read_text()).processes.items():
        manager.add_process(name, f"exec {bin_folder / command}", cwd=str(ROOT))
    threading.Thread(target=_announce, daemon=True).start()
    manager.loop()
    return int(manager.returncode or 0)


def _announce() -> None:
    address = settings().gateway_url
    print(f"Starting the desk: {address} will answer in a moment …", flush=True)
    if not _ready(address):
        print("The desk is not ready yet: see `guichet doctor` and /readyz.", flush=True)
        return
    print(
        f"\n  The desk is open:  {address}\n"
        f"  Try:               {EXAMPLES}\n"
        f"  Support team:      {address}/console (`guichet console invite --name you`)\n"
        f"  API token:         {_token_place()}\n"
        f"  Stop:              Ctrl-C\n",
        flush=True,
    )


def _ready(address: str) -> bool:
    end = time.monotonic() + PATIENCE
    with httpx.Client(trust_env=False, timeout=2.0) as client:
        while time.monotonic() < end:
            try:
                if client.get(f"{address}/readyz").is_success:
                    return True
            except httpx.HTTPError:
                pass
            time.sleep(0.3)
    return False


def _token_place() -> str:
    chosen = settings()
    return "GUICHET_API_TOKEN" if chosen.api_token else f"in {chosen.data_dir / 'api_token'}"
