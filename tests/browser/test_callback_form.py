"""«Être rappelé» as real inputs."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.house import House
from tests.browser.visitor import Visitor

Visit = Callable[..., BrowserContext]
PHONE = "06 39 98 12 34"


@pytest.fixture()
def visitor(house: House, visit: Visit, size: str) -> Visitor:
    return Visitor(visit(size).new_page(), house.url).open()


def test_a_complete_form_reaches_the_dialogue_as_one_request(
    visitor: Visitor, house: House, size: str, photograph: Callable[[Page, str], None]
) -> None:
    visitor.button("Être rappelé").click()
    days, times = visitor.page.locator("[name=day]"), visitor.page.locator("[name=start]")
    days.nth(1).check()
    times.nth(3).check()
    visitor.panel.get_by_label("Votre numéro de téléphone").fill(PHONE)
    visitor.panel.get_by_label("Motif (facultatif)").fill("ma facture")
    photograph(visitor.page, f"form-{size}")
    chosen = times.nth(3).get_attribute("value")
    visitor.button("Demander le rappel").click()
    visitor.reads("Reçu : /request_callback")
    expect(visitor.page.locator("form.callback")).to_have_count(0)
    payload = house.host.heard[-1].metadata["payload"]
    asked = json.loads(payload.removeprefix("/request_callback"))
    assert asked["phone"] == "0639981234" and asked["callback_reason"] == "ma facture"
    start = datetime.fromisoformat(asked["callback_start"])
    assert start == datetime.fromisoformat(str(chosen)) and (start.hour, start.minute) == (10, 30)


def test_any_free_day_can_be_chosen_and_none_is_cut_off(
    visitor: Visitor, house: House, size: str, photograph: Callable[[Page, str], None]
) -> None:
    visitor.button("Être rappelé").click()
    days = visitor.page.locator("[name=day]")
    expect(days).to_have_count(20)
    days.last.check()
    photograph(visitor.page, f"last-day-{size}")
    visitor.page.locator("[name=start]").first.check()
    visitor.panel.get_by_label("Votre numéro de téléphone").fill(PHONE)
    wanted = days.last.get_attribute("value")
    visitor.button("Demander le rappel").click()
    visitor.reads("Reçu : /request_callback")
    assert f'"callback_start": "{wanted}' in house.host.heard[-1].metadata["payload"]


def test_what_is_missing_is_said_beside_its_field(
    visitor: Visitor, house: House, size: str, photograph: Callable[[Page, str], None]
) -> None:
    visitor.button("Être rappelé").click()
    visitor.button("Demander le rappel").click()
    phone = visitor.panel.get_by_label("Votre numéro de téléphone")
    expect(phone).to_have_attribute("aria-invalid", "true")
    expect(phone).to_have_accessible_description(
        "Par exemple 06 12 34 56 78. Il ne sert qu’à vous rappeler. "
        "Indiquez un numéro de téléphone complet."
    )
    expect(visitor.panel.get_by_role("radiogroup", name="Heure (à Paris)")).to_contain_text(
        "Choisissez une heure."
    )
    photograph(visitor.page, f"errors-{size}")
    assert house.host.heard == []


def test_a_refusal_of_the_gateway_is_said_beside_its_field(visitor: Visitor, house: House) -> None:
    visitor.button("Être rappelé").click()
    visitor.page.locator("[name=start]").first.check()
    phone = visitor.panel.get_by_label("Votre numéro de téléphone")
    phone.fill("12345678")
    visitor.button("Demander le rappel").click()
    expect(visitor.page.locator("#phone-error")).to_contain_text("semble incomplet")
    phone.fill(PHONE)
    visitor.button("Demander le rappel").click()
    visitor.reads("Reçu : /request_callback")


def test_a_form_sent_on_a_breaking_line_arrives_once(house: House, visit: Visit) -> None:
    house.host.seconds = 1.0
    visitor = Visitor(visit().new_page(), house.url).open()
    visitor.button("Être rappelé").click()
    visitor.page.locator("[name=start]").first.check()
    visitor.panel.get_by_label("Votre numéro de téléphone").fill(PHONE)
    visitor.button("Demander le rappel").click()
    expect(visitor.said).to_contain_text("Être rappelé le")
    house.close()
    house.open()
    visitor.reads("Reçu : /request_callback")
    expect(visitor.said).to_have_count(1)
    expect(visitor.replies).to_have_count(1)


def test_an_answer_may_bring_the_form(visitor: Visitor) -> None:
    visitor.say("un rappel, s’il vous plaît")
    expect(visitor.page.locator("form.callback")).to_be_visible()
    visitor.page.keyboard.press("Escape")
    expect(visitor.page.locator("form.callback")).to_have_count(0)
    expect(visitor.panel).to_be_visible()
    visitor.button("Choisir un créneau").click()
    expect(visitor.page.locator("form.callback")).to_be_visible()


def test_without_an_agenda_the_visitor_is_given_the_number_to_call(
    house: House, visit: Visit
) -> None:
    house.close()
    house.open(crm=None)
    visitor = Visitor(visit().new_page(), house.url).open()
    visitor.button("Être rappelé").click()
    sheet = visitor.page.locator(".sheet")
    expect(sheet.get_by_role("link", name="01 99 00 32 32")).to_have_attribute(
        "href", "tel:0199003232"
    )


def test_days_read_in_the_visitors_language(visitor: Visitor) -> None:
    visitor.button("Switch to English").click()
    visitor.button("Call me back").click()
    day = visitor.page.locator("[name=day]").first
    date = datetime.fromisoformat(str(day.get_attribute("value")))
    expect(day).to_have_attribute("aria-label", f"{date:%A} {date.day} {date:%B}")
