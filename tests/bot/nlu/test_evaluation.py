"""Figures that mean what they say, and files that say where they are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.nlu.evaluation import Verdict, by_intent, by_language, scores, unseen
from bot.nlu.examples import BadExamples, Example, read_examples


def verdict(intent: str, predicted: str, text: str = "x", language: str = "fr") -> Verdict:
    return Verdict(Example(text, intent, language), predicted, 0.9)


VERDICTS = [
    verdict("greet", "greet", "Bonjour !"),
    verdict("greet", "out_of_scope"),
    verdict("thank", "greet", language="en"),
    verdict("thank", "thank", language="en"),
    verdict("out_of_scope", "out_of_scope"),
    verdict("out_of_scope", "thank"),
]


def test_each_figure_counts_what_its_name_says() -> None:
    found = scores(VERDICTS)
    assert found.accuracy == pytest.approx(3 / 6)
    assert found.in_scope_accuracy == pytest.approx(2 / 4)
    assert found.in_scope_refused == pytest.approx(1 / 4)
    assert found.oos_recall == found.false_accept_rate == pytest.approx(1 / 2)
    assert found.macro_f1 == pytest.approx(1 / 2)
    assert by_intent(VERDICTS)["greet"].support == 2
    assert by_language(VERDICTS)["en"].accuracy == pytest.approx(1 / 2)


def test_what_cannot_be_counted_is_none() -> None:
    assert scores(VERDICTS[:2]).oos_recall is None
    assert scores([]).in_scope_refused is None


def test_rows_that_training_says_in_the_same_words_are_set_apart() -> None:
    assert len(unseen(VERDICTS, [Example("bonjour", "greet")])) == len(VERDICTS) - 1


@pytest.mark.parametrize(
    ("header", "separator"),
    [("text,intent", ","), ("Utterance;Category", ";"), ("label\tsentence", "\t")],
)
def test_columns_are_found_under_other_names(tmp_path: Path, header: str, separator: str) -> None:
    turned = header.startswith("label")
    cells = ["oos", "quel temps fait-il"] if turned else ["quel temps fait-il", "oos"]
    path = tmp_path / "a.csv"
    path.write_text(f"\ufeff{header}\n{separator.join(cells)}\n\n", "utf-8")
    assert read_examples(path) == [Example("quel temps fait-il", "out_of_scope")]


@pytest.mark.parametrize("name", ["NO_NODES_DETECTED", "oos", "out_of_scope", "Out-of-scope"])
def test_every_name_of_out_of_scope_is_known(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"text,intent\nbonjour,{name}\n", "utf-8")
    assert read_examples(path)[0].intent == "out_of_scope"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "line 1: no column"),
        (b"text,colour\na,b\n", "line 1: no column"),
        (b"text,intent\na,b\nalone\n", "line 3: 1 columns, too few"),
        (b"text,intent\na,\n", "line 2: no intent"),
        (b'text,intent\n"a"b,c\n', "line 2"),
        (b"text,intent\n\xff\xfe,c\n", "not UTF-8"),
        (b"text,intent\n", "no examples"),
    ],
)
def test_a_bad_file_is_refused_with_its_line(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    with pytest.raises(BadExamples, match=reason):
        read_examples(path)
