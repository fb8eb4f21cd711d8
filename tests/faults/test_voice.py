"""A caller is on the line, with real ears and a real mouth, and something breaks."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import httpx
import pytest

from connectors.voice.telephone import Address, NoAnswer, Telephone
from tests.conftest import Desk
from tests.connectors.voice.callers import Caller, by_heart, calling, words
from tests.connectors.voice.peers.asterisk import AudioSocketLeg, SimulatedAsterisk
from tests.connectors.voice.recorded import until
from tests.faults.house import Person, frozen, kill, lives, rows, wait_for_the_end_of, worker
from tests.faults.test_discretion import forms, written

pytestmark = pytest.mark.desk
QUESTION, ANSWER = "je voudrais être rappelé", "utter_ask_phone"
CARD = "4539 1488 0343 6467"  # a number that does not repeat itself: a recogniser may hear a loop
CAPACITY = 2
FRAME, ON_THEIR_WAY = 640, 10  # bytes of 20 ms; frames that the network holds of each call
SENTENCES = ("opening_question", "not_heard", "filler", "filler_long", "unavailable", "busy",
             "too_long", ANSWER)
Known = Mapping[str, bytes]


@pytest.fixture()
async def known(desk: Desk) -> Known:
    """The call's own sentences, as they sound."""
    await until_fixed_sentences_are_made(desk)
    return await by_heart(*SENTENCES, folder=desk.data / "audio")


@pytest.fixture()
def desk(desk: Desk) -> Desk:
    """With a telephone that takes two calls and has one recogniser, and one in reserve."""
    process = desk.processes.get("voice")
    if process is None or process.poll() is not None:
        desk.extra |= {"GUICHET_VOICE_CAPACITY": str(CAPACITY), "GUICHET_VOICE_WORKERS": "1"}
        desk.start("voice")
    desk.wait_for_voice()
    return desk


@asynccontextmanager
async def opened(desk: Desk, known: Known) -> AsyncIterator[Caller]:
    """A call whose opening was heard out."""
    async with calling(desk, known) as caller:
        await caller.until("opening_question")
        yield caller


async def answered(caller: Caller) -> None:
    """The call goes on: a question is heard, and has the answer that the dialogue gives to it."""
    await caller.says(QUESTION)
    await caller.until(ANSWER)
    for trouble in ("not_heard", "unavailable"):
        assert not caller.said_before(trouble), trouble


async def test_a_call_is_answered(desk: Desk, known: Known) -> None:
    async with opened(desk, known) as caller:
        await answered(caller)
        ((state,),) = rows(
            desk, "SELECT state FROM conversations WHERE sender = ?", f"call-{caller.id}"
        )
        assert "request_callback" in state
        assert parts(desk)["voice"] == "ok"
        assert 'guichet_open_calls{line="audiosocket"} 1.0' in httpx.get(f"{desk.url}/metrics").text
    await nobody_is_on_the_line(desk)


async def test_a_recogniser_that_dies_in_the_middle_of_a_sentence_costs_that_sentence_only(
    desk: Desk, known: Known
) -> None:
    async with opened(desk, known) as caller:
        saying = asyncio.create_task(caller.says(f"{QUESTION}, {QUESTION}, {QUESTION}"))
        await asyncio.sleep(1.0)
        kill(min(parts_of(desk, "connectors.voice.worker")))
        await saying
        await caller.until("not_heard")
        await answered(caller)
    assert counted(desk, 'guichet_recognisers_lost{reason="crashed"}') >= 1


async def test_a_mouth_that_dies_is_replaced_before_the_answer(desk: Desk, known: Known) -> None:
    async with opened(desk, known) as caller:
        for pid in parts_of(desk, "connectors.voice.mouth_worker"):
            kill(pid)
        await answered(caller)


async def test_a_dialogue_that_is_gone_is_admitted_and_the_line_stays_open(
    desk: Desk, known: Known
) -> None:
    async with opened(desk, known) as caller:
        desk.stop("dialogue", kill=True)
        await caller.says(QUESTION)
        await caller.until("unavailable")
        assert not caller.telephone.is_over.is_set()
    desk.start("dialogue")
    await asyncio.to_thread(desk.wait_ready)
    async with opened(desk, known) as caller:
        await answered(caller)


async def test_a_dialogue_that_hangs_is_bridged_by_words_and_answers_in_the_end(
    desk: Desk, known: Known
) -> None:
    async with opened(desk, known) as caller:
        with frozen(worker(desk)):
            await caller.says(QUESTION)
            await caller.until("filler")
            await caller.until("filler_long")
        await caller.until_speech()
        assert not caller.said_before("unavailable")
        await answered(caller)


async def test_without_a_gateway_the_call_says_so_and_goes_on_when_it_is_back(
    desk: Desk, known: Known
) -> None:
    async with opened(desk, known) as caller:
        desk.stop("gateway", kill=True)
        await caller.says(QUESTION)
        await caller.until("unavailable")
        desk.start("gateway")
        await asyncio.to_thread(desk.wait_ready)
        await answered(caller)


async def test_one_call_too_many_hears_that_and_is_let_go_while_the_others_go_on(
    desk: Desk, known: Known
) -> None:
    """One of them hears its opening meanwhile, whole, and both each frame on its clock.

    All frames of the voice process come by one clock: whoever was there before the third has as
    many of them as it, but for those on their way.
    """
    async with opened(desk, known) as first, calling(desk, known) as second:
        await second.until_sound()
        before = {caller.id: len(caller.telephone.heard) for caller in (first, second)}
        async with calling(desk, known) as third:
            await third.until("busy")
            await third.until_over()
            refused = len(third.telephone.heard)
            meanwhile = [bytes(one.telephone.heard[before[one.id] :]) for one in (first, second)]
        for heard in meanwhile:
            assert known["busy"] not in heard and len(heard) % FRAME == 0
            assert len(heard) >= refused - ON_THEIR_WAY * FRAME
        await second.until("opening_question")
        await asyncio.gather(answered(first), answered(second))
    await nobody_is_on_the_line(desk)
    assert counted(desk, 'guichet_calls_total{line="audiosocket",outcome="refused"}') >= 1


@pytest.mark.parametrize("moment", ["while speaking", "while listening"])
async def test_a_caller_who_leaves_leaves_nothing_behind(
    desk: Desk, known: Known, moment: str
) -> None:
    async with opened(desk, known) as caller:
        saying = asyncio.create_task(caller.says(QUESTION))
        await asyncio.sleep(0.8)
        if moment == "while listening":
            await saying
            await caller.until_sound()
    await nobody_is_on_the_line(desk)
    async with opened(desk, known) as next_one:
        await answered(next_one)


async def test_a_telephone_that_is_stopped_ends_its_calls_and_all_its_processes(
    desk: Desk, known: Known
) -> None:
    async with opened(desk, known) as caller:
        family = parts_of(desk, "connectors.voice")
        assert len(family) >= 2  # a recogniser and one in reserve
        await asyncio.to_thread(desk.stop, "voice")
        await caller.until_over(30)
    wait_for_the_end_of(*family, patience=30)
    with pytest.raises(NoAnswer):
        await Telephone(Address("127.0.0.1", desk.audiosocket_port, desk.fastagi_port)).dial()
    await until_the_gateway_says(desk, "down")
    assert httpx.get(f"{desk.url}/readyz").status_code == 200


async def test_a_telephone_that_is_killed_comes_back_by_itself(desk: Desk, known: Known) -> None:
    (worker_of_voice,) = [pid for pid in children(desk.processes["voice"].pid) if is_spawned(pid)]
    kill(worker_of_voice)
    wait_for_the_end_of(worker_of_voice)
    await asyncio.to_thread(desk.wait_for_voice)
    async with opened(desk, known) as caller:
        await answered(caller)


async def test_a_call_has_a_longest_length(desk: Desk, known: Known) -> None:
    desk.stop("voice")
    desk.extra["GUICHET_VOICE_MAX_MINUTES"] = "0.4"
    desk.start("voice")
    try:
        await asyncio.to_thread(desk.wait_for_voice)
        async with calling(desk, known) as caller:
            await caller.until("too_long")
            await caller.until_over()
    finally:
        desk.stop("voice")
        del desk.extra["GUICHET_VOICE_MAX_MINUTES"]


async def test_nothing_of_a_calls_sound_is_kept_and_its_words_are_in_no_log(
    desk: Desk, known: Known, person: Person
) -> None:
    before = set(kept_files(desk))
    asterisk = SimulatedAsterisk(desk.audiosocket_port, desk.fastagi_port)
    async with asterisk.call(person.phone.replace(" ", ""), language="fr", rate=16_000) as leg:
        await until(lambda: known["opening_question"] in bytes(leg.heard), 60)
        for text in (f"mon numéro est le {person.phone}", f"ma carte est le {CARD}"):
            await say_until_answered(desk, leg, text)
    assert set(kept_files(desk)) == before
    for path, content in written(desk.data).items():
        secrets = [one for one in forms(CARD) if one in content]
        if path.suffix == ".log":
            secrets += [one for one in forms(person.phone) if one in content]
            secrets += [one for one in ("carte", "numéro est") if one.encode() in content]
        assert not secrets, f"{path}: {secrets}"


async def say_until_answered(desk: Desk, leg: AudioSocketLeg, text: str) -> None:
    """As a person does: a sentence that was not heard is said again."""
    turns = counted(desk, 'guichet_voice_seconds_count{stage="answered"}')
    for _ in range(3):
        await leg.play(words(text, "fr"))
        with contextlib.suppress(asyncio.TimeoutError):
            return await until(partial(has_answered_more, desk, turns), 20)
    raise AssertionError(f"never answered: {text}")


def has_answered_more(desk: Desk, turns: float) -> bool:
    return counted(desk, 'guichet_voice_seconds_count{stage="answered"}') > turns


def kept_files(desk: Desk) -> Iterator[Path]:
    """Every file of the data folder, the sounds too, but what a database or a log is made of."""
    for place in (desk.data, desk.data / "audio"):
        for path in place.rglob("*"):
            is_book = path.name.startswith("guichet.db") or ".log" in path.name
            if path.is_file() and not is_book:
                yield path


async def until_fixed_sentences_are_made(desk: Desk) -> None:
    address = f"http://127.0.0.1:{desk.voice_port}/readyz"
    await until(lambda: httpx.get(address).json()["prompts"], 120)


def parts(desk: Desk) -> dict[str, str]:
    return dict(httpx.get(f"{desk.url}/readyz").json()["parts"])


async def until_the_gateway_says(desk: Desk, state: str) -> None:
    for _ in range(100):
        if parts(desk)["voice"] == state:
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"voice never {state}")


def counted(desk: Desk, name: str) -> float:
    """A figure, as the gateway shows it."""
    found = re.search(rf"^{re.escape(name)} (\S+)$", httpx.get(f"{desk.url}/metrics").text, re.M)
    return float(found[1]) if found else 0.0


async def nobody_is_on_the_line(desk: Desk) -> None:
    for _ in range(100):
        if counted(desk, 'guichet_open_calls{line="audiosocket"}') == 0:
            return
        await asyncio.sleep(0.1)
    raise AssertionError("a call is still open")


def parts_of(desk: Desk, module: str) -> list[int]:
    """The voice process's helpers that run a module."""
    everyone = descendants(desk.processes["voice"].pid)
    return [pid for pid in everyone if module in command(pid) and lives(pid)]


def descendants(pid: int) -> list[int]:
    return [one for child in children(pid) for one in (child, *descendants(child))]


def children(pid: int) -> list[int]:
    """Of every thread: a child belongs to the one that started it."""
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for one in lists for child in one.read_text().split()]


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def is_spawned(pid: int) -> bool:
    return "spawn_main" in command(pid)
