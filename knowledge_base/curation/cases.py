"""Regression cases that a release would break."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Protocol

from knowledge_base.curation.bulk import Standing
from knowledge_base.curation.findings import Finding, Severity


class Expected(Protocol):
    """A regression case: the article that must come first, or "" where the bot must abstain."""

    @property
    def question(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def article(self) -> str: ...


def keeps(expected: Expected, standing: Standing) -> bool:
    """Whether a regression case holds."""
    if not expected.article:
        return standing.decision == "abstain"
    return standing.decision != "abstain" and standing.article == expected.article


def broken_cases(
    cases: Sequence[Expected], before: Sequence[Standing], after: Sequence[Standing]
) -> Iterator[Finding]:
    """Those that fail: they block unless they failed already."""
    for case, old, new in zip(cases, before, after, strict=True):
        if not keeps(case, new):
            severity: Severity = "blocking" if keeps(case, old) else "warning"
            articles = ((case.article, case.language),) if case.article else ()
            detail = {"question": case.question, "language": case.language,
                      "expected": case.article, **asdict(new)}  # fmt: skip
            yield Finding("regression", severity, articles, detail)
