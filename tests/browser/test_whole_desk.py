"""A visitor in front of the whole desk: widget, gateway, dialogue, knowledge base and CRM."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.visitor import Visitor
from tests.conftest import Desk

pytestmark = pytest.mark.desk
Visit = Callable[..., BrowserContext]
PHONE = "06 39 98 47 11"


def test_a_question_is_answered_from_an_article_and_rated(
    desk: Desk, visit: Visit, size: str, photograph: Callable[[Page, str], None]
) -> None:
    visitor = Visitor(visit(size).new_page(), desk.url).open()
    visitor.say("ma box clignote rouge", "Un voyant rouge signale un défaut")
    visitor.reads("Source")
    visitor.reads("Cela répond-il à votre question")
    photograph(visitor.page, f"desk-answer-{size}")
    visitor.button("Oui, cela répond à ma question").click()
    visitor.reads("Merci, c’est noté")


def test_the_callback_form_books_a_callback(
    desk: Desk, visit: Visit, size: str, photograph: Callable[[Page, str], None]
) -> None:
    visitor = Visitor(visit(size).new_page(), desk.url).open()
    visitor.button("Être rappelé").click()
    visitor.page.locator("[name=start]").nth(2 if size == "phone" else 4).check()
    visitor.panel.get_by_label("Votre numéro de téléphone").fill(PHONE)
    visitor.panel.get_by_label("Motif (facultatif)").fill("une question sur ma facture")
    visitor.button("Demander le rappel").click()
    visitor.reads("Est-ce bien cela")
    visitor.button("Oui").last.click()
    visitor.reads(re.compile(r"C’est noté.*référence", re.DOTALL))
    photograph(visitor.page, f"desk-booked-{size}")
    with desk.client() as client:
        booked = client.get("/api/crm/callbacks").json()["items"]
    assert "+33639984711" in {callback["phone"] for callback in booked}


def test_an_english_visitor_is_answered_in_english(desk: Desk, visit: Visit) -> None:
    visitor = Visitor(visit().new_page(), f"{desk.url}/static/demo/en.html").open()
    visitor.say("my box has a red light", re.compile("red light", re.IGNORECASE))
    visitor.reads("Source")
