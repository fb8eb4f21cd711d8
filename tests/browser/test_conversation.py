"""A conversation in the widget, on a telephone and on a desk."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from bot.settings import settings
from tests.browser.house import House
from tests.browser.visitor import Visitor

Visit = Callable[..., BrowserContext]


@pytest.fixture()
def visitor(house: House, visit: Visit, size: str) -> Visitor:
    return Visitor(visit(size).new_page(), house.url)


def test_a_question_is_answered_with_its_source(
    visitor: Visitor, size: str, photograph: Callable[[Page, str], None]
) -> None:
    photograph(visitor.page, f"page-{size}")
    visitor.open()
    expect(visitor.panel).to_contain_text("assistant automatique")
    photograph(visitor.page, f"opened-{size}")
    visitor.say("Ma box clignote en rouge", "Un voyant rouge signale un défaut")
    answer = visitor.replies.first
    expect(answer.locator("ul li")).to_have_count(2)
    expect(answer.locator("ol li")).to_have_count(3)
    expect(answer.locator("strong").first).to_have_text("lequel")
    link = answer.get_by_role("link", name="incident dans votre secteur")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(answer).to_contain_text("Source : Le voyant de ma box est rouge")
    expect(answer).to_contain_text("à jour au 14 septembre 2026")
    photograph(visitor.page, f"answer-{size}")


def test_a_pressed_button_speaks_for_the_visitor_and_its_group_is_done(
    visitor: Visitor, house: House, size: str, photograph: Callable[[Page, str], None]
) -> None:
    visitor.open().say("une question sur ma facture", "l’un de ces sujets")
    photograph(visitor.page, f"choices-{size}")
    visitor.button("Ma facture a augmenté").click()
    visitor.reads("Reçu : /ask_question")
    expect(visitor.said.last).to_contain_text("Ma facture a augmenté")
    assert house.host.heard[-1].metadata["payload"] == '/ask_question{"article": "bill-higher"}'
    for name in ("Ma facture a augmenté", "Comprendre ma facture"):
        expect(visitor.button(name)).to_be_disabled()
    expect(visitor.panel.get_by_role("link", name=re.compile("Espace client"))).to_be_visible()


def test_a_question_that_was_answered_by_typing_can_be_pressed_no_more(
    visitor: Visitor, house: House
) -> None:
    visitor.open().say("une question sur ma facture", "l’un de ces sujets")
    visitor.say("je confirme", "Vous confirmez")
    expect(visitor.button("Oui")).to_be_enabled()
    visitor.say("voyant rouge", "Cela répond-il")
    for name in ("Oui", "Non"):
        expect(visitor.button(name)).to_be_disabled()
        assert visitor.button(name).get_attribute("aria-pressed") is None
    visitor.say("je confirme encore", re.compile("Vous confirmez"))
    expect(visitor.button("Oui")).to_have_count(2)
    expect(visitor.button("Oui").first).to_be_disabled()
    expect(visitor.button("Oui").last).to_be_enabled()
    # A title says itself what it is: it may still be asked.
    visitor.button("Comprendre ma facture").click()
    visitor.reads("Reçu : /ask_question")
    assert house.host.heard[-1].metadata["payload"] == '/ask_question{"article": "bill-understand"}'


def test_older_questions_stay_closed_after_a_reload(visitor: Visitor, size: str) -> None:
    visitor.open().say("je confirme", "Vous confirmez")
    visitor.say("voyant rouge", "Cela répond-il")
    visitor.page.reload()
    if size == "phone":  # there the panel would cover the page
        visitor.open()
    expect(visitor.panel).to_be_visible()
    expect(visitor.button("Oui")).to_be_disabled()


@pytest.mark.parametrize(
    ("name", "way"),
    [("Oui, cela répond à ma question", "up"), ("Non, cela ne répond pas à ma question", "down")],
)
def test_a_thumb_tells_whether_the_answer_helped(
    visitor: Visitor, house: House, name: str, way: str
) -> None:
    visitor.open().say("voyant rouge", "Cela répond-il")
    visitor.button(name).click()
    visitor.reads(f'Reçu : /give_feedback{{"rating": "{way}"}}')
    expect(visitor.button(name)).to_be_disabled()
    expect(visitor.button(name)).to_have_attribute("aria-pressed", "true")


def test_messages_sent_in_one_breath_keep_their_order(visitor: Visitor, house: House) -> None:
    house.host.seconds = 0.1
    visitor.open()
    for number in range(5):
        visitor.say(f"n{number}")
    expect(visitor.replies).to_have_text([f"{n + 1} · n{n}" for n in range(5)])


def test_the_visitor_sees_that_an_answer_is_being_written(visitor: Visitor, house: House) -> None:
    house.host.seconds = 1.0
    visitor.open().say("bonjour")
    expect(visitor.page.locator(".typing")).to_be_visible()
    visitor.reads("1 · bonjour")
    expect(visitor.page.locator(".typing")).to_be_hidden()


def test_the_counter_appears_near_the_limit_and_stops_what_is_too_long(visitor: Visitor) -> None:
    counter, send = visitor.page.locator(".counter"), visitor.page.locator(".send")
    visitor.open().composer.fill("a" * 1500)
    expect(counter).to_be_empty()
    visitor.composer.fill("a" * 1990)
    expect(counter).to_have_text("1990 / 2000")
    visitor.composer.fill("👋" * 2001)
    expect(counter).to_have_text("2001 / 2000")
    expect(send).to_be_disabled()


def test_unread_answers_are_counted_on_the_launcher(visitor: Visitor, house: House) -> None:
    house.host.seconds = 0.6
    visitor.open().say("bonjour")
    visitor.button("Fermer l’assistance").click()
    expect(visitor.page.locator(".badge")).to_have_text("1")
    expect(visitor.launcher).to_have_attribute("aria-label", re.compile("1 non lu"))
    visitor.open()
    visitor.button("Fermer l’assistance").click()
    expect(visitor.page.locator(".badge")).to_have_count(0)


def test_a_shortcut_of_the_page_opens_the_widget_with_its_question(visitor: Visitor) -> None:
    visitor.page.get_by_role("button", name=re.compile("code PUK")).click()
    visitor.reads("1 · J’ai perdu mon code PUK")


def test_a_suggestion_asks_its_question(visitor: Visitor) -> None:
    visitor.open()
    visitor.button("Comprendre ma facture").click()
    visitor.reads("l’un de ces sujets")
    expect(visitor.button("Suivre mon dossier")).to_be_hidden()


def test_the_transcript_can_be_downloaded(visitor: Visitor) -> None:
    visitor.open().say("bonjour", "1 · bonjour")
    with visitor.page.expect_download() as download:
        visitor.menu("Télécharger la conversation")
    text = download.value.path().read_text("utf-8")
    assert download.value.suggested_filename == "conversation.txt"
    assert "Vous: bonjour" in text and "Orméa: 1 · bonjour" in text


def test_a_new_conversation_begins_empty(visitor: Visitor, house: House) -> None:
    visitor.open().say("bonjour", "1 · bonjour")
    visitor.menu("Nouvelle conversation")
    expect(visitor.replies).to_have_count(0)
    expect(visitor.button("Comprendre ma facture")).to_be_visible()
    visitor.say("rebonjour", "2 · rebonjour")
    first, second = house.host.heard
    assert first.sender != second.sender


def test_the_notice_says_what_is_kept_and_leads_to_the_whole_of_it(visitor: Visitor) -> None:
    visitor.open().menu("Données personnelles")
    sheet = visitor.panel
    expect(sheet.get_by_text("Votre navigateur garde un identifiant de conversation")).to_be_visible()
    expect(sheet.get_by_text("assistant automatique").last).to_be_visible()
    whole = sheet.get_by_role("link", name="Lire la notice complète")
    expect(whole).to_have_attribute("href", settings().privacy_link)
    expect(whole).to_have_attribute("rel", "noopener noreferrer")
