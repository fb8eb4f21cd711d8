"""What people thought, as the desk writes it down, and whom it is about to ask."""

from __future__ import annotations

from dataclasses import dataclass

DETRACTS = {"nps": 6, "csat": 2, "ces": 2}  # the highest score of somebody who is let down


@dataclass(frozen=True)
class NewFeedback:
    """A score (`kind`: ces 1-5, csat 1-5, nps 0-10, answer 0-1) or a free comment."""

    kind: str
    external_ref: str
    score: int | None = None
    comment: str = ""
    subject: str = ""
    conversation: str = ""
    channel: str = ""
    language: str = ""

    @property
    def is_opinion(self) -> bool:
        """Whether it answers a survey: a thumb under an answer does not."""
        return self.kind in DETRACTS

    @property
    def detracts(self) -> bool:
        """Whether it is so low that somebody should look after whoever gave it."""
        return self.score is not None and self.score <= DETRACTS.get(self.kind, -1)


@dataclass(frozen=True)
class NewSurvey:
    """A question that is about to be asked. `phone`: the caller's own number (E.164), if any."""

    kind: str
    conversation: str
    phone: str = ""
