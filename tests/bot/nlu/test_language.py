"""The language of a message, and the messages that do not say."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from bot.nlu.article_words import article_words
from bot.nlu.language import guess, recognised

DATA = Path(__file__).resolve().parents[2] / "data"
MEASURED = ("nlu_dev", "nlu_test", "nlu_blind", "nlu_blind2")


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


SAID = [
    ("bonjour", "fr"),
    ("oui", "fr"),
    ("svp", "fr"),
    ("merci beaucoup", "fr"),
    ("ma box clignote en rouge", "fr"),
    ("jveu parler a kelkun svp", "fr"),
    ("Je n’ai plus d’internet depuis hier", "fr"),
    ("rappelez-moi au 06 39 98 12 40", "fr"),
    ("euh c'est pour ma facture", "fr"),
    ("bon week-end à vous", "fr"),
    ("hello", "en"),
    ("thank you", "en"),
    ("my router keeps flashing red", "en"),
    ("call me back tomorrow please", "en"),
    ("it's about my bill", "en"),
    ("I don't understand French", "en"),
    ("um my e-mail is sarah@example.com", "en"),
    ("merci, can you repeat that please?", "en"),
    ("hello, je voudrais parler à un conseiller", "fr"),
    ("mersi", "fr"),
    ("comen resilier", "fr"),
    ("ma boxe marche plu", "fr"),
    ("allo oui c'est pour un remboursement", "fr"),
    ("zéro six nonante huit", "fr"),
    ("oh seven seven double one", "en"),
    ("hi my conection is slow", "en"),
    ("gimme a call tomorow", "en"),
    ("nah", "en"),
    ("on peut parler en anglais", "fr"),
    ("can we speak french", "en"),
    ("add a comment please", "en"),
    ("comment résilier mon forfait", "fr"),
    ("static ip address", "en"),
    ("voicemail greeting", "en"),
    ("unpaid invoice", "en"),
    ("flashing lights", "en"),
    ("carte sim bloquée", "fr"),
    ("la télévision dit aucun signal", "fr"),
    ("j'abandonne", "fr"),
    ("facture impayée", "fr"),
    ("antenne relais", "fr"),
]
UNSAID = [
    "",
    "   ",
    "ok",
    "OK !",
    "ok merci",
    "merci",
    "thanks",
    "yes",
    "okay",
    "stop",
    "42",
    "06 39 98 71 03",
    "+33 6 39 98 71 03",
    "12/03",
    "15:30",
    "jeanne.martin@exemple.fr",
    "https://www.ormea.example/factures",
    "C-2024-0187",
    "Karim Belkacem",
    "Jeanne Martin",
    "Sarah O’Connor",
    "Ben Carter",
    "chloé martin",
    "José García",
    "g i r a r d",
    "👍",
    "?!",
    "wifi",
    "SMS",
]


@pytest.mark.parametrize(("text", "language"), SAID)
def test_words_say_their_language(text: str, language: str) -> None:
    assert recognised(text) == language


@pytest.mark.parametrize("text", UNSAID)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_names_numbers_and_shared_words_keep_the_conversation_s_language(
    text: str, language: str
) -> None:
    assert guess(text, language) == language


def test_a_message_in_the_other_language_switches_at_once() -> None:
    assert guess("where is my invoice?", "fr") == "en"
    assert guess("où est ma facture ?", "en") == "fr"


def test_a_very_long_message_is_read_quickly() -> None:
    assert recognised("je voudrais savoir où en est mon dossier " * 20_000) == "fr"


def test_enough_of_each_language_is_measured_right() -> None:
    """Sentences of others: a language is missed now and then, and wrong almost never."""
    said = [row for name in MEASURED for row in rows(name) if row["language"] in ("fr", "en")]
    for language in ("fr", "en"):
        found = [recognised(row["text"]) for row in said if row["language"] == language]
        assert found.count(language) / len(found) >= 0.93
        assert len(found) - found.count(language) - found.count(None) <= 0.006 * len(found)


def test_few_articles_tell_nothing(tmp_path: Path) -> None:
    for number in range(20):
        text = f"---\nlanguage: fr\ntitle: La box {number}\n---\nvoyant box\n"
        (tmp_path / f"{number}.md").write_text(text, encoding="utf-8")
    assert article_words(tmp_path) == {"fr": frozenset(), "en": frozenset()}


def test_words_of_both_languages_and_of_the_front_matter_tell_nothing(tmp_path: Path) -> None:
    for number in range(20):
        language, own = ("fr", "dégroupage") if number % 2 else ("en", "unbundling")
        text = f"---\nlanguage: {language}\nowner: equipe\ntitle: Box\n---\n{own} box {number}\n"
        (tmp_path / f"{number}.md").write_text(text, encoding="utf-8")
    assert article_words(tmp_path) == {"fr": frozenset({"degroupage"}), "en": frozenset({"unbundling"})}
