"""What the voice benchmark finds: turns by the clock, pauses, interruptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Note:
    """A stage that is over: the seconds that it took, and when it was."""

    name: str
    value: float
    at: float


@dataclass(frozen=True)
class Turn:
    """When a caller began and ended, and when the desk was first heard; in seconds, by one clock.

    `silence` is what ends such a turn; `notes` tell of the stages, where only one caller speaks.
    """

    began: float
    said: float
    first: float
    silence: float
    notes: Mapping[str, Note] = field(default_factory=dict)
    with_crm: bool = False

    @property
    def beyond(self) -> float:
        """The wait after the silence that ended the turn."""
        return self.first - self.said - self.silence

    def stages(self) -> dict[str, tuple[float, float]]:
        """From when to when each stage took; empty where they were not told apart."""
        if not {"recognised", "answered"} <= self.notes.keys():
            return {}
        heard, answer = self.notes["recognised"], self.notes["answered"]
        return {
            "silence": (self.said, heard.at - heard.value),
            "recogniser": (heard.at - heard.value, heard.at),
            "desk": (answer.at - answer.value, answer.at),
            "mouth and line": (answer.at, self.first),
        }


@dataclass(frozen=True)
class Pause:
    """A pause in a sentence: of what kind, how long, and whether it was taken for the end."""

    kind: str
    seconds: float
    was_cut: bool


@dataclass
class Found:
    """All that was measured. `pairs` are our wait and the sequential one, of the same question;
    `barge_ins` are in seconds; `call` is one real call's turns, each until its answer was over;
    `losses` are the seconds until a lost recogniser was replaced, by how it was lost.
    """

    recognisers: Mapping[str, str]
    rounds: int
    turns: list[Turn] = field(default_factory=list)
    unheard: int = 0
    pairs: list[tuple[float, float]] = field(default_factory=list)
    barge_ins: list[float] = field(default_factory=list)
    not_interrupted: int = 0
    pauses: list[Pause] = field(default_factory=list)
    loads: dict[int, list[float | None]] = field(default_factory=dict)
    call: list[tuple[Turn, float]] = field(default_factory=list)
    ears_cpu: float = 0.0
    losses: Mapping[str, list[float]] = field(default_factory=dict)
