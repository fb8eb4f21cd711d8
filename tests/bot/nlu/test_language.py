"""The language of a message, and the messages that do not say."""

from __future__ import annotations

import pytest

from bot.nlu.language import guess, recognised

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
