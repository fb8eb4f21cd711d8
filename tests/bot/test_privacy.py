"""What is personal is found and masked; what only looks like it is left alone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.privacy import find, mask, mask_sensitive
from tests.patience import patience

IBANS = [
    "FR1420041010050500013M02606",
    "FR14 2004 1010 0505 0001 3M02 606",
    "fr14 2004 1010 0505 0001 3m02 606",
    "FR14-2004-1010-0505-0001-3M02-606",
    "DE89 3704 0044 0532 0130 00",
    "GB82 WEST 1234 5698 7654 32",
    "FR14 2004 1010 0505\n0001 3M02 606",
    "FR14/2004/1010/0505/0001/3M02/606",
    "FR14, 2004, 1010, 0505, 0001, 3M02, 606",
]
CARDS = [
    "4970101234567893",
    "4970 1012 3456 7893",
    "4970-1012-3456-7893",
    "4970.1012.3456.7893",
    "49 70 10 12 34 56 78 93",
    "378282246310005",
    "3782 822463 10005",
    "5555 5555 5555 4444",
    "4970 1012\n3456 7893",
    "4970/1012/3456/7893",
    "4970, 1012, 3456, 7893",
    "3782 822463\n10005",
]
NIRS = [
    "185057800608491",
    "1 85 05 78 006 084 91",
    "1 85 05 78 006 084",
    "285042A12345664",
    "2 85 04 2A 123 456 64",
    "285042b12345691",
    "1 85 05 78\n006 084 91",
    "1/85/05/78/006/084/91",
    "1, 85, 05, 78, 006, 084, 91",
    "1.85.05.78.006.084.91",
]
HARMLESS = [
    "4970101234567891",
    "185057800608400",
    "FR1520041010050500013M02606",
    "D-7K4M2P",
    "facture 123456789012",
    "demain à 11 h",
    "2026-11-24 15:30:00",
    "j'ai 3 cours de yoga",
    "RIO 01P123456ABC",
    "8 sur 10",
    "02/12/2026 11h15",
    "04-12-2026 10h",
    "05.01.2027 14:30",
    "02 12 2026 11h15",
    "facture du 05/11/2026 12 euros",
    "le 03/12/2026 1234 fois",
    "payé par carte, commande 4970101234567891",
    "carte sim 8933012345678901234",
    "my SIM card number is 3933012345678901",
    "commande 4970 1012 3456 7891",
    "carte cadeau 4970101234567891",
    "12,50 / 13,90 / 2026",
    "lignes :\n4970\n1012\n3456",
]
PHONES = [
    "06 12 34 56 78",
    "0612345678",
    "06.12.34.56.78",
    "+33 6 12 34 56 78",
    "+33 (0)6 12 34 56 78",
    "0033612345678",
    "33612345678",
    "0692 12 34 56",
    "+44 7700 900123",
    "02.12.20.26.11",
    "02-12-20-26-11",
    "02 12 20 26 11",
    "02 12 2026 11",
]


@pytest.mark.parametrize(
    ("written", "kind"),
    [(w, "iban") for w in IBANS] + [(w, "card") for w in CARDS] + [(w, "nir") for w in NIRS],
)
def test_what_must_never_be_kept_is_masked(written: str, kind: str) -> None:
    assert mask_sensitive(f"voici {written}, merci") == (f"voici [{kind}], merci", (kind,))


@pytest.mark.parametrize(
    ("said", "written", "kind"),
    [
        ("mon IBAN est", "FR14 2004 1010 0505 0001 3M02 607", "iban"),
        ("IBAN :", "FR7630006000011234567890188", "iban"),
        ("my iban is", "GB82 WEST 1234 5698 7654 33", "iban"),
        ("le RIB :", "30006 00001 12345678901 88", "iban"),
        ("ma carte bleue est la", "4970 1012 3456 7891", "card"),
        ("numéro de carte :", "4970101234567891", "card"),
        ("my card number is", "4111 1111 1111 1112", "card"),
        ("my Visa card:", "4111-1111-1111-1112", "card"),
        ("mon numéro de sécu :", "185057800608400", "nir"),
        ("numéro de sécurité sociale", "1 85 05 78 006 084 92", "nir"),
        ("my social security number is", "285042A12345665", "nir"),
    ],
)
def test_a_slip_in_a_number_that_was_named_does_not_keep_it(
    said: str, written: str, kind: str
) -> None:
    assert mask_sensitive(f"{said} {written}, merci") == (f"{said} [{kind}], merci", (kind,))


@pytest.mark.parametrize(
    "text",
    [
        "rappelez-moi vendredi à 17 h 30 au 06 39 98 95 02 pour ma facture",
        "call me Friday at 5.30 pm on 06 39 98 95 02 about my bill",
    ],
)
def test_a_number_between_words_is_no_bank_account(text: str) -> None:
    assert mask_sensitive(text) == (text, ())


@pytest.mark.parametrize("written", HARMLESS)
def test_what_only_looks_like_it_is_left_alone(written: str) -> None:
    assert mask(written) == written


@pytest.mark.parametrize("written", PHONES)
def test_a_telephone_is_not_a_card(written: str) -> None:
    said = f"mon numéro : {written}."
    assert mask(said) == "mon numéro : [phone]."
    assert mask_sensitive(said) == (said, ())


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("marie.dupont@exemple.fr, merci", "[email], merci"),
        ("écrivez à m@exemple.fr.", "écrivez à [email]."),
        ("j'habite 12 rue de la Paix 75002 Paris", "j'habite [address]"),
        ("au 3 bis avenue Victor Hugo, 69003 Lyon", "au [address]"),
        ("at 12 Baker Street please", "at [address] please"),
        ("06 12 34 56 78 ou 01 99 00 32 32", "[phone] ou [phone]"),
        ("06 12 34 56 78 4970 1012 3456 7893", "[phone] [card]"),
        ("4970 1012 3456 7893 exp 12/27", "[card] exp 12/27"),
        ("4970 1012 3456 7893 123", "[card] 123"),
        ("FR14 2004 1010 0505 0001 3M02 606 06 12 34 56 78", "[iban] [phone]"),
    ],
)
def test_several_things_are_masked_each_by_its_kind(text: str, masked: str) -> None:
    assert mask(text) == masked


def test_the_kinds_are_told_once_each() -> None:
    text = f"{CARDS[0]} et {CARDS[1]} et {IBANS[0]} et 06 12 34 56 78"
    assert mask_sensitive(text)[1] == ("iban", "card")
    assert "06 12 34 56 78" in mask_sensitive(text)[0]


@given(st.text(max_size=300))
def test_masking_is_finished_after_one_time(text: str) -> None:
    masked = mask(text)
    assert all(found.start < found.end for found in find(text))
    assert mask_sensitive(mask_sensitive(text)[0])[0] == mask_sensitive(text)[0]
    assert mask(text) == masked


@given(st.text(alphabet="0123456789 .-+AF", max_size=200))
def test_found_things_do_not_overlap(text: str) -> None:
    found = find(text)
    assert all(one.end <= two.start for one, two in pairwise(found))


@pytest.mark.parametrize(
    "text",
    ["1 " * 1000, "a@" * 1000, "FR76 " * 400, "1" * 2000, "12 rue " * 280, "a." * 1000,
     "+1 " * 666, "iban " * 400, "carte : " * 250 + "4970 " * 3, "iban fr" + "1a " * 600, "12 a a a " * 220, "4970 " * 400, "_" * 2000, "1._-" * 500, "AA11A1 " * 285],
    ids=range(15),
)  # fmt: skip
def test_the_longest_message_does_not_hold_the_masks(text: str) -> None:
    with patience():
        mask(text[:2000])
