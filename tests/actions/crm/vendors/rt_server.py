"""The real Request Tracker 5 of Debian: an instance of its own, in a folder that goes with it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from actions.crm.vendors.account import Account
from tests.conftest import free_port, missing_service

SETUP = Path("/usr/sbin/rt-setup-database-5")
SERVER = Path("/usr/share/request-tracker5/libexec/rt-server")
LONGEST_START = 90.0
WORKERS = 6

# What docs/crm.md tells an administrator to grant, and no more.
RIGHTS = """SeeQueue ShowTicket ShowTicketComments CreateTicket ModifyTicket DeleteTicket
CommentOnTicket SeeCustomField ModifyCustomField AdminUsers"""

CONFIGURATION = """
Set($rtname, 'guichet');
Set($Organization, 'tests');
Set($Timezone, 'Europe/Paris');
Set($DatabaseType, 'SQLite');
Set($DatabaseName, '{folder}/rt.db');
Set($WebPath, '');
Set($WebPort, {port});
Set($WebDomain, '127.0.0.1');
Set($WebBaseURL, 'http://127.0.0.1:{port}');
Set($LogToSyslog, undef);
Set($LogToSTDERR, 'error');
Set($MailCommand, 'testfile');
Set($BcryptCost, 10);
$RT::VarPath = '{folder}/var';
$RT::MasonDataDir = '{folder}/mason';
$RT::MasonSessionDir = '{folder}/session';
1;
"""
CONTENTS = """
our @Queues = map {{ +{{ Name => $_ }} }} qw(Support Callbacks Leads Bare);
our @CustomFields = ({{
    Name => 'ExternalRef', Type => 'FreeformSingle', LookupType => 'RT::Queue-RT::Ticket',
    Queue => [qw(Support Callbacks Leads)],
}});
our @Users = ({{ Name => 'guichet', Password => 'a-password-of-tests', Privileged => 1 }});
our @Final = (sub {{
    require RT::AuthToken;
    my $us = RT::User->new(RT->SystemUser);
    $us->Load('guichet');
    $us->PrincipalObj->GrantRight(Right => $_, Object => RT->System) for qw({rights});
    my ($id, $message, $token) = RT::AuthToken->new(RT->SystemUser)->Create(
        Owner => $us->Id, Description => 'Guichet');
    open my $file, '>', '{folder}/token' or die;
    print $file $token;
    close $file;
}});
1;
"""


@contextmanager
def served() -> Iterator[Account]:
    if not (SETUP.exists() and SERVER.exists()):
        missing_service("Request Tracker 5 (request-tracker5, rt5-db-sqlite, rt5-standalone)")
    folder = Path(tempfile.mkdtemp(prefix="guichet-rt-"))
    port = free_port()
    try:
        environment = _prepared(folder, port)
        with _running(folder, port, environment):
            yield Account(f"http://127.0.0.1:{port}", secret=(folder / "token").read_text())
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _prepared(folder: Path, port: int) -> dict[str, str]:
    """A database with our queues, field, user and token; the environment that RT reads it by."""
    for name in ("var", "mason", "session", "no-more-settings"):
        (folder / name).mkdir()
    (folder / "RT_SiteConfig.pm").write_text(CONFIGURATION.format(folder=folder, port=port))
    (folder / "contents").write_text(CONTENTS.format(folder=folder, rights=RIGHTS))
    environment = {
        **os.environ,
        "RT_SITE_CONFIG": str(folder / "RT_SiteConfig.pm"),
        "RT_SITE_CONFIG_DIR": str(folder / "no-more-settings"),
    }
    for step in (
        ["--action", "init", "--skip-create"],
        ["--action", "insert", "--datafile", str(folder / "contents")],
    ):
        done = subprocess.run([SETUP, *step], env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    return environment


@contextmanager
def _running(folder: Path, port: int, environment: dict[str, str]) -> Iterator[None]:
    """Ended by SIGTERM to its own group: at SIGINT it would tidy the machine's RT."""
    command = [SERVER, "--host", "127.0.0.1", "--port", str(port), "--max-workers", str(WORKERS)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command, env=environment, stdout=log, stderr=log, start_new_session=True
        )
    try:
        _wait(process, f"http://127.0.0.1:{port}/REST/2.0/rt", folder / "log")
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    last = time.monotonic() + LONGEST_START
    while time.monotonic() < last and process.poll() is None:
        try:
            if httpx.get(url, trust_env=False, timeout=30).status_code == 401:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise AssertionError(f"Request Tracker did not start: {log.read_text()}")
