"""The caller's side: what is fed to the ears, and what is kept back."""

from __future__ import annotations

import pytest

from connectors.voice.activity import CHUNK_BYTES
from connectors.voice.floor import Step
from connectors.voice.listening import Listening
from connectors.voice.speech import Expected, Utterance
from tests.connectors.voice.readable import ReadableActivity, ReadableEars, ReadableUtterance

LOUD, QUIET = b"\x10\x01" * (CHUNK_BYTES // 2), bytes(CHUNK_BYTES)


class NotedUtterance(ReadableUtterance):
    """Writes down how much it was fed, and when it was told of a pause."""

    def __init__(self, partial_after_pause: str = "") -> None:
        super().__init__("fr")
        self.notes: list[str] = []
        self._after, self._so_far = partial_after_pause, ""

    def feed(self, pcm: bytes) -> None:
        self.notes.append("loud" if any(pcm) else "quiet")

    def settle(self) -> None:
        self.notes.append("pause")
        self._so_far = self._after

    @property
    def partial(self) -> str:
        return self._so_far


class NotedEars(ReadableEars):
    def __init__(self, partial: str = "") -> None:
        super().__init__()
        self.made, self._partial = list[NotedUtterance](), partial

    def utterance(self, language: str, expected: Expected = Expected.ANYTHING) -> NotedUtterance:
        self.made.append(NotedUtterance(self._partial))
        return self.made[-1]


def listening(ears: NotedEars) -> tuple[Listening, list[Step]]:
    steps: list[Step] = []

    def step(one: Step, _utterance: Utterance | None) -> None:
        steps.append(one)

    return Listening(ears, ReadableActivity(), step, lambda _pcm: True), steps


def test_the_silence_of_a_pause_is_kept_back_so_that_an_early_decode_stays_true() -> None:
    ears = NotedEars()
    heard, steps = listening(ears)
    heard.hear(LOUD * 5 + QUIET * 30, False)
    notes = ears.made[0].notes
    assert "pause" in notes and notes[-1] == "pause"
    assert steps == [Step.BEGAN, Step.ENDED]


def test_a_pause_that_was_none_is_given_back_with_what_follows() -> None:
    ears = NotedEars()
    heard, steps = listening(ears)
    heard.hear(LOUD * 5 + QUIET * 10 + LOUD * 3, False)
    notes = ears.made[0].notes
    assert notes[notes.index("pause") + 1 :] == ["loud"] * 3
    assert steps == [Step.BEGAN]


def test_a_whole_number_heard_at_a_pause_is_not_waited_on() -> None:
    patient, prompt = NotedEars("06 12 34"), NotedEars("06 12 34 56 78")
    ends = {}
    for name, ears in (("patient", patient), ("prompt", prompt)):
        heard, steps = listening(ears)
        heard.expect(Expected.DIGITS, "fr")
        heard.hear(LOUD * 5 + QUIET * 20, False)
        ends[name] = Step.ENDED in steps
    assert ends == {"patient": False, "prompt": True}


@pytest.mark.parametrize(
    ("partial", "ends"),
    [
        ("Rappelez-moi au 05 36", False),
        ("rappelez-moi au zéro cinq trente-six", False),
        ("Rappelez-moi demain à 11h00536", False),
        ("Rappelez-moi au 05 36 49 12 34", True),
        ("Rappelez-moi demain à 11 h", True),
        ("Ma facture est de 50", True),
    ],
)
def test_a_pause_in_the_middle_of_a_number_ends_nothing(partial: str, ends: bool) -> None:
    heard, steps = listening(NotedEars(partial))
    heard.expect(Expected.ANYTHING, "fr")
    heard.hear(LOUD * 5 + QUIET * 30, False)
    assert (Step.ENDED in steps) is ends


@pytest.mark.parametrize(("house", "ends"), [("en", True), ("fr", False)])
def test_words_so_far_are_read_in_the_houses_language_until_the_callers_is_known(
    house: str, ends: bool
) -> None:
    said = "zero six one two three four five six seven eight"
    steps: list[Step] = []

    def step(one: Step, _utterance: Utterance | None) -> None:
        steps.append(one)

    heard = Listening(
        NotedEars(said), ReadableActivity(), step, lambda _pcm: True, house_language=house
    )
    heard.expect(Expected.DIGITS, "")
    heard.hear(LOUD * 5 + QUIET * 20, False)
    assert (Step.ENDED in steps) is ends


def test_what_came_before_a_beginning_is_heard_too() -> None:
    ears = NotedEars()
    heard, _steps = listening(ears)
    heard.hear(QUIET * 3 + LOUD * 2, False)
    assert ears.made[0].notes[0] == "loud"


def test_a_dropped_turn_is_cancelled() -> None:
    ears = NotedEars()
    heard, steps = listening(ears)
    heard.hear(LOUD * 5, False)
    heard.drop()
    assert ears.made[0].was_cancelled
    heard.hear(QUIET * 40, False)
    assert steps == [Step.BEGAN]


class StreamingUtterance(NotedUtterance):
    """Knows its words while they are spoken, as a streaming recogniser does."""

    @property
    def partial(self) -> str:
        return self._after if self.notes else ""


class StreamingEars(NotedEars):
    def utterance(self, language: str, expected: Expected = Expected.ANYTHING) -> NotedUtterance:
        self.made.append(StreamingUtterance(self._partial))
        return self.made[-1]


@pytest.mark.parametrize(
    ("partial", "expected", "quiet", "ends"),
    [
        ("rappelez-moi au 05 36", Expected.ANYTHING, 30, False),
        ("06 12 34 56 78", Expected.DIGITS, 14, True),
        ("06 12 34 56", Expected.DIGITS, 14, False),
        ("oui", Expected.OFFER, 14, True),
    ],
)
def test_words_that_are_known_before_a_pause_are_judged_at_it(
    partial: str, expected: Expected, quiet: int, ends: bool
) -> None:
    heard, steps = listening(StreamingEars(partial))
    heard.expect(expected, "fr")
    heard.hear(LOUD * 9 + QUIET * quiet, False)
    assert (Step.ENDED in steps) is ends


class FedUtterance(NotedUtterance):
    """Keeps the sound itself."""

    def __init__(self) -> None:
        super().__init__()
        self.fed = b""

    def feed(self, pcm: bytes) -> None:
        self.fed += pcm


class FedEars(NotedEars):
    def utterance(self, language: str, expected: Expected = Expected.ANYTHING) -> FedUtterance:
        self.made.append(FedUtterance())
        return self.made[-1]  # type: ignore[return-value]


def numbered(first: int, count: int) -> bytes:
    """Chunks that are loud, and no two alike."""
    return b"".join((first + at).to_bytes(2, "little") * (CHUNK_BYTES // 2) for at in range(count))


@pytest.mark.parametrize(
    "said",
    [
        numbered(1, 10) + QUIET * 22 + numbered(100, 10),
        numbered(1, 10) + QUIET * 25 + numbered(100, 10),
        numbered(1, 1000),
    ],
    ids=["a false end", "an end", "the longest"],
)
def test_no_sound_is_fed_to_two_utterances(said: bytes) -> None:
    ears = FedEars()
    heard, steps = listening(ears)
    heard.hear(said, False)
    assert steps[:3] == [Step.BEGAN, Step.ENDED, Step.BEGAN]
    fed = b"".join(one.fed for one in ears.made)  # type: ignore[attr-defined]
    chunks = [fed[at : at + CHUNK_BYTES] for at in range(0, len(fed), CHUNK_BYTES)]
    loud = [chunk for chunk in chunks if any(chunk)]
    assert len(loud) == len(set(loud))
    assert b"".join(loud) == said.replace(QUIET, b"")
