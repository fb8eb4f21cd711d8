"""The whole circle on the whole desk: asked three times, answered by the team, and taken back."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.visitor import Visitor
from tests.conftest import ROOT, Desk, new_desk

pytestmark = pytest.mark.desk
Visit = Callable[..., BrowserContext]
PASSWORD = "la pince à linge verte"
UNKNOWN = (
    "où recharger ma voiture électrique dans vos boutiques ?",
    "y a-t-il une borne de recharge pour voiture électrique dans vos boutiques ?",
    "peut-on recharger une voiture électrique à la boutique ?",
)
ANOTHER = "est-ce que je peux recharger ma voiture électrique en boutique ?"
KNOWN = "ma box clignote rouge"
ANSWER = "Deux bornes sont à votre disposition"


@pytest.fixture
def own_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = new_desk(tmp_path_factory.mktemp("circle"))
    made.start("dialogue", "gateway")
    try:
        made.wait_ready()
        command = [sys.executable, "-m", "bot", "console", "add-person", "camille"]
        subprocess.run(
            command, input=f"{PASSWORD}\n{PASSWORD}\n", text=True, check=True,
            cwd=ROOT, env=made.environment, capture_output=True,
        )  # fmt: skip
        yield made
    finally:
        made.stop()


def asks(desk: Desk, visit: Visit, question: str) -> Visitor:
    """Somebody else, in a browser of their own."""
    return Visitor(visit().new_page(), desk.url).open().say(question)


def signed_in(desk: Desk, visit: Visit) -> Page:
    page = visit().new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{desk.url}/console/")
    page.get_by_label("Nom").fill("camille")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bonjour")
    return page


def check(page: Page, why: str) -> None:
    """From the drafts to the report of the gate."""
    page.get_by_role("link", name="Publier", exact=True).first.click()
    page.get_by_label("Pourquoi cette publication").fill(why)
    page.get_by_role("button", name="Vérifier").click()


def test_what_nobody_could_answer_is_answered_by_the_team(own_desk: Desk, visit: Visit) -> None:
    for question in UNKNOWN:
        asks(own_desk, visit, question)
    asks(own_desk, visit, KNOWN).reads("Un voyant rouge signale un défaut")

    page = signed_in(own_desk, visit)
    page.goto(f"{own_desk.url}/console/inbox")
    for _ in range(20):
        if page.get_by_text("Questions : 3").count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    expect(page.get_by_text("Groupes à décider : 1. Personnes concernées : 3.")).to_be_visible()
    page.keyboard.press("j")
    for question in UNKNOWN:
        expect(page.get_by_text(question).first).to_be_visible()
    page.get_by_label("Titre du nouvel article").fill("Recharger sa voiture en boutique")
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("n")
    expect(page.get_by_role("status").first).to_contain_text("recharger-sa-voiture-en-boutique")

    page.goto(f"{own_desk.url}/console/articles/recharger-sa-voiture-en-boutique")
    page.locator("#fr_body").fill(f"{ANSWER} sur le parking de chaque boutique.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".notice")).to_be_visible()
    check(page, "Demandé par trois personnes")
    expect(page.get_by_role("heading", name="Prêt à publier")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Publier", exact=True).click()
    expect(page.get_by_text("en ligne", exact=True)).to_be_visible()
    asks(own_desk, visit, ANOTHER).reads(ANSWER)

    # A harmful edit is stopped: a real question would lose its answer.
    page.goto(f"{own_desk.url}/console/articles/box-red-light")
    page.locator("form[action$='/fr/withdraw'] button, button[formaction$='/fr/withdraw']").first.click()
    expect(page.locator(".notice")).to_be_visible()
    check(page, "On retire cette page")
    expect(page.get_by_text("Des visiteurs perdraient leur réponse")).to_be_visible(timeout=60_000)
    expect(page.get_by_text(KNOWN).first).to_be_visible()
    expect(page.get_by_role("button", name="Publier", exact=True)).to_have_count(0)

    # One click takes the release back, for every process.
    page.goto(f"{own_desk.url}/console/releases/1")
    page.get_by_label("Pourquoi l’annuler").fill("Les bornes sont en panne")
    page.get_by_role("button", name="Annuler").first.click()
    expect(page.get_by_text("La publication 1 est annulée.")).to_be_visible()
    expect(page.get_by_text("en ligne", exact=True)).to_be_visible()
    last = asks(own_desk, visit, ANOTHER)
    expect(last.replies.last).to_be_visible()
    last.page.wait_for_timeout(1500)
    assert last.replies.filter(has_text=ANSWER).count() == 0
