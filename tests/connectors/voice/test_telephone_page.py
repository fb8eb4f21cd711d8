"""docs/telephone.md against the code: its dialplans, addresses, settings, counters and times."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.settings import Settings
from connectors.voice import (
    asterisk_door,
    audiosocket,
    inbox,
    lines,
    peer_line,
    signatures,
    watching,
)
from connectors.voice.announcements import Announcements, Onward
from connectors.voice.counts import STAGES
from connectors.voice.fastagi import RequestReader
from connectors.voice.fastagi_door import FastAgiDoor
from connectors.voice.speech import RATE
from tests.connectors.voice.conftest import Recorder
from tests.connectors.voice.peers.asterisk import agi_request

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "telephone.md").read_text()
PLANS = [plan for plan in re.findall(r"```\n(.*?)```", PAGE, re.S) if "exten =>" in plan]
COUNTED = re.compile(r'\b_?(?:count|note)\("(\w+)"')


def row(event: str) -> str:
    """What the table of counters says of one."""
    (found,) = [line for line in PAGE.splitlines() if line.startswith("|") and f"`{event}`" in line]
    return found


@pytest.mark.parametrize("plan", PLANS, ids=["application", "channel", "websocket"])
def test_a_dialplan_asks_what_fastagi_answers_and_goes_where_it_says(plan: str) -> None:
    door = FastAgiDoor(Announcements(5.0), Onward(), lambda _name: None)
    scripts = re.findall(r"AGI\(agi://127\.0\.0\.1:(\d+)/(\w+)(,\$\{VB_UUID\})?\)", plan)
    assert [script for _, script, _ in scripts] == ["start", "next"]
    assert {int(port) for port, *_ in scripts} == {Settings().fastagi_port}
    for (_, script, argument), variable in zip(scripts, ("VB_UUID", "VB_NEXT"), strict=True):
        request = RequestReader().feed(agi_request(script + argument, "1", "100"))
        assert request and (answer := door._answer(request))
        assert answer.startswith(f"SET VARIABLE {variable} ".encode())
        assert plan.count(f"${{{variable}}}") >= 2
    labels = re.findall(r"\?(\w+)\)", plan)
    assert labels and all(f"n({label})," in plan for label in labels)
    audiosocket_ports = re.findall(r"127\.0\.0\.1:(\d+)[)/](?!start|next)", plan)
    assert audiosocket_ports in ([], [str(Settings().audiosocket_port)])


def test_what_ends_the_conversation_lets_the_dialplan_go_on() -> None:
    """`AudioSocket()` where it returns; a `Dial` with the option `g` everywhere."""
    application, channel, websocket = PLANS
    assert "AudioSocket(${VB_UUID}," in application
    for plan in (channel, websocket):
        assert re.search(r"Dial\((?:AudioSocket|WebSocket)/.*,30,g\)", plan)
    assert "c(slin)" in channel  # not slin16: versions without wideband call it 8 kHz


def test_the_page_gives_each_version_once() -> None:
    """In the table; elsewhere the same."""
    table = dict(re.findall(r"^\| ([^|]*?) \| ((?:[^|]*\|){5})$", PAGE, re.M))
    versions = {
        name: [cell.strip() for cell in cells.split("|")[:5]] for name, cells in table.items()
    }
    assert versions["a caller who is handed on after `AudioSocket()`"][1:4] == [
        "20.14",
        "21.9",
        "22.4",
    ]
    assert "needs Asterisk 20.14, 21.9, 22.4 or later" in PAGE
    assert versions["chan_websocket"][1:4] == ["20.16", "21.11", "22.6"]
    assert "| Asterisk 20.16, 21.11, 22.6, 23 and later |" in PAGE
    assert "(20.16 to 20.17, 22.6 to 22.7)" in PAGE
    assert versions["chan_websocket with `f(json)`"][1::2] == ["20.18", "22.8"]


def test_the_names_in_v_are_those_that_are_read() -> None:
    (said,) = re.findall(r"v\((caller=.*?)\),30,g", PAGE)
    source = Path(asterisk_door.__file__).read_text()
    for name in [*re.findall(r"(?:^|,)(\w+)=", said), "language"]:
        assert f'query.get("{name}"' in source


def test_every_address_is_a_route() -> None:
    routes = lines.Lines(Recorder(), Settings()).routes().routes
    there = {getattr(route, "path", "") for route in routes}
    written = set(re.findall(r"/voice/\w+(?:/(?:answer|next))?", PAGE))
    assert written and written <= there
    assert f"ws://127.0.0.1:{Settings().gateway_port}/voice/asterisk" in PAGE


def test_every_setting_exists() -> None:
    written = set(re.findall(r"GUICHET_(\w+)", PAGE))
    assert written and {name.lower() for name in written} <= set(Settings.model_fields)


def test_every_counter_is_explained_and_none_that_is_not_there() -> None:
    sources = [path.read_text() for path in (ROOT / "connectors" / "voice").glob("*.py")]
    counted = {name for source in sources for name in COUNTED.findall(source)} - set(STAGES)
    _, _, table = PAGE.partition("| counted | what it means |")
    heads = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    assert {name for head in heads for name in re.findall(r"`(\w+)`", head)} == counted


def test_times_are_those_of_the_code() -> None:
    assert watching.PATIENT.quiet == peer_line._QUIET
    stuck, quiet = watching.PATIENT.stuck, watching.PATIENT.quiet
    assert f"took nothing for {stuck:.0f} seconds, or sent nothing for {quiet:.0f} |" in row(
        "line_stalled"
    )
    assert lines._ANNOUNCED == 5.0 and "more than five seconds ago" in row("audiosocket_unknown_id")
    assert "good for five seconds and one connection" in PAGE
    assert lines._ANSWERED == 30.0 and "a token for one use within thirty seconds" in PAGE
    assert signatures._TOLERANCE == 300.0 and "older than five minutes are refused" in PAGE
    assert inbox._MOST_SOUND == 30 * RATE * 2 and "half a minute" in row("line_sound_dropped")
    assert audiosocket._MOST_UNKNOWN == 100 and "hundredth" in row("audiosocket_unknown_kind")
