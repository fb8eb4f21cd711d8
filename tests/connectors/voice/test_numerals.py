"""Telephone numbers that a recogniser wrote in pieces are whole again; other figures stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.voice.numerals import put_together

WHOLE = "06 12 34 56 78"


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        ("06 12, 30, 4, 50, 6, 60, 10, 8", WHOLE),
        ("0612, 30, 4, 50, 6, 60, 10, 8 pour ma facture", f"{WHOLE} pour ma facture"),
        ("c'est le 0, 6, 12, 34, 50, 6, 70, 8.", f"c'est le {WHOLE}."),
        ("demain 11h00612, 30, 4, 50, 6, 60, 10, 8 merci", f"demain 11h {WHOLE} merci"),
        ("06 4 20 12 34 56 78", "06 92 34 56 78"),
        ("01 4 20 10 30 4 50 6 60 10 8", "01 90 34 56 78"),
    ],
)
def test_pieces_become_a_number(heard: str, said: str) -> None:
    assert put_together(heard) == said


@pytest.mark.parametrize(
    "heard",
    [
        WHOLE, "0612345678", "06, 12, 34, 56, 78", "06 12 30 04 50", "le 30, 4 personnes, 50 euros",
        "0, 1, 2, 3, 4, 5, 6, 7, 8, 9", "06 12 34 56 78 90 12", "0033 6 12 34 56 78",
        "04 20 30 40 50", "facture 30, 4, 50, 6 et 60", "+33 6 12 30 4 50 6 70 8", "",
    ],
)  # fmt: skip
def test_what_is_whole_or_no_number_stays(heard: str) -> None:
    assert put_together(heard) == heard


@given(st.from_regex(r"0[1-9]\d{8}", fullmatch=True))
def test_a_number_in_pairs_is_never_changed(number: str) -> None:
    pairs = " ".join(number[at : at + 2] for at in range(0, 10, 2))
    assert put_together(pairs) == pairs


@given(st.text(alphabet="0123456789 ,.-h", max_size=60))
def test_putting_together_is_finished_after_one_time(text: str) -> None:
    once = put_together(text)
    assert put_together(once) == once
