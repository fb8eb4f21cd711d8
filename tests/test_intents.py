"""The names of intents are a contract: other programs, and other people's data, rely on them."""

from __future__ import annotations

from pathlib import Path

import yaml

from bot.nlu.commands import _own_examples
from bot.settings import ROOT

LISTED = """
greet goodbye thank affirm deny help bot_challenge ask_question open_case case_status
request_callback reschedule_callback cancel_callback talk_to_human request_offer cancel_contract
data_export data_erasure give_feedback repeat switch_language cancel restart inform out_of_scope
"""
INTENTS = set(LISTED.split())
# What Rasa brings itself, whatever a domain says.
OF_RASA = {"restart", "back", "session_start", "nlu_fallback"} - INTENTS


def names(path: Path) -> set[str]:
    """The intents of one file: a word alone, or a word with its options."""
    listed = (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("intents") or []
    return {one if isinstance(one, str) else next(iter(one)) for one in listed}


def test_the_domain_has_exactly_the_intents_of_the_contract() -> None:
    files = sorted((ROOT / "bot" / "domain").rglob("*.yml"))
    declared = set().union(*map(names, files)) - OF_RASA
    assert declared == INTENTS


def test_rasa_reads_the_same_ones() -> None:
    from rasa.shared.core.domain import Domain

    assert set(Domain.load(str(ROOT / "bot" / "domain")).intents) - OF_RASA == INTENTS


def test_each_of_them_has_examples_and_nothing_else_has() -> None:
    assert {one.intent for one in _own_examples()} == INTENTS
