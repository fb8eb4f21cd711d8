"""What is promised is shown with its proof, chosen by an administrator alone, and written down."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from threading import Event

from prometheus_client import CollectorRegistry

from knowledge_base.console.background import Background
from knowledge_base.curation.audit import Wanted
from knowledge_base.curation.labelling import Labelling
from knowledge_base.curation.promise import Promises, promises
from knowledge_base.curation.underway import Underway
from knowledge_base.search import SearchResult
from tests.knowledge_base.console.conftest import Colleague, House
from tests.knowledge_base.console.judged import Judged, decide


def fields(who: Colleague, rate: str, **more: str) -> dict[str, str]:
    """What the form of the page would send for a rate."""
    page = unescape(who.get("/confidence").text)
    found = re.search(rf'name="(seen-{rate})" value="([^"]+)"', page)
    assert found
    return {"rate": rate, found[1]: found[2], **more}


def audited(house: House) -> list[str]:
    return [one.what for one in house.console.audit.page(Wanted(subject="promise"))]


def test_a_proven_rate_is_chosen_and_withdrawn(house: House) -> None:
    house.console.knowledge = Judged()
    decide(house.console.database, 1200)
    reader, boss = house.colleague("reader"), house.colleague("administrator")
    page = unescape(reader.get("/confidence").text)
    assert "Rien n’est promis" in page and "prouvé" in page and 'role="img"' in page
    assert re.search(r"le robot aurait répondu à \d+, dont 0 mal \(0,0 %\)", page)
    assert 'type="radio"' not in page and "Un administrateur peut choisir." in page
    sent = fields(boss, "0.01")
    assert reader.post("/confidence", **sent).status_code == 403
    assert boss.post("/confidence", **sent).status_code == 303
    page = unescape(reader.get("/confidence").text)
    assert "Au plus 1 % de réponses fausses. Choisi par administrator" in page
    assert Promises(house.console.database).calibration().answer_from > 0.5
    assert reader.post("/confidence/withdraw").status_code == 403
    assert boss.post("/confidence/withdraw").status_code == 303
    assert Promises(house.console.database).in_force() is None
    assert audited(house) == ["promise.withdraw", "promise.choose"]


def test_too_little_data_warns_and_asks_to_be_sure(house: House) -> None:
    house.console.knowledge = Judged()
    decide(house.console.database, 40)
    boss = house.colleague("administrator")
    assert re.search(r"trop peu de verdicts.*environ \d+ de plus", unescape(boss.get("/confidence").text))
    refused = boss.post("/confidence", **fields(boss, "0.05"))
    assert refused.status_code == 409 and "ne suffisent pas à prouver" in unescape(refused.text)
    assert boss.post("/confidence", **fields(boss, "0.05", sure="yes")).status_code == 303
    assert audited(house) == ["promise.choose"]


def promised(house: House) -> Colleague:
    """A promise of one percent that is proven; who made it."""
    house.console.knowledge = Judged()
    decide(house.console.database, 1200)
    boss = house.colleague("administrator")
    assert boss.post("/confidence", **fields(boss, "0.01")).status_code == 303
    return boss


def force(page: str) -> str:
    return unescape(page).split('id="force"')[1].split("</section>")[0]


def test_a_promise_that_newer_verdicts_contradict_says_so_there_and_at_home(house: House) -> None:
    boss = promised(house)
    box = force(boss.get("/confidence").text)
    assert "Aujourd’hui" in box and "prouvé" in box and "dont 0 mal (0,0 %)" in box
    decide(house.console.database, 300, first=2001, right="bill")
    own = Background(house.console, CollectorRegistry()).own()
    {name: act for name, _, act in own}["labels"]()
    home = unescape(boss.get("/").text)
    assert "La promesse de 1 % de réponses fausses au plus n’est plus tenue" in home
    box = force(boss.get("/confidence").text)
    assert "non tenu" in box and "cette promesse n’est pas tenue" in box
    assert re.search(r"dont 1\d\d mal .* entre [\d,]+ % et [\d,]+ %", box)
    told = boss.client.get("/api/curation/confidence").json()
    assert told["in_force"]["check"]["wrong"] == 0 and told["today"]["wrong"] > 100
    boss.post("/confidence/withdraw")
    assert "n’est plus tenue" not in unescape(boss.get("/").text)


def test_a_promise_made_on_another_calibration_is_said_at_home(house: House) -> None:
    boss = promised(house)
    assert "/console/confidence\"" not in boss.get("/").text.split("<main")[1]
    with house.console.database.begin() as writer:
        writer.execute(promises.update().values(calibration="another"))
    assert "La promesse de 1 % ne vaut plus" in unescape(boss.get("/").text)


def test_what_changed_since_it_was_seen_is_looked_at_again(house: House) -> None:
    house.console.knowledge = Judged()
    decide(house.console.database, 40)
    boss = house.colleague("administrator")
    sent = fields(boss, "0.05", sure="yes") | {"seen-0.05": "1/2/3/0.5"}
    late = boss.post("/confidence", **sent)
    assert late.status_code == 409 and "De nouveaux verdicts" in late.text
    assert boss.post("/confidence", rate="0.5").status_code == 422 and audited(house) == []


def test_without_verdicts_or_knowledge_the_page_says_so(house: House) -> None:
    reader = house.colleague("reader")
    assert "n’est pas ouverte ici" in unescape(reader.get("/confidence").text)
    house.console.knowledge = Judged()
    page = unescape(reader.get("/confidence").text)
    assert "La courbe demande des verdicts" in page and "rien ne prouve ce taux" in page


def test_programs_read_choose_and_withdraw(house: House) -> None:
    house.console.knowledge = Judged()
    decide(house.console.database, 1200)
    boss, api = house.colleague("administrator"), "/api/curation/confidence"
    found = boss.client.get(api).json()
    assert found["in_force"] is None and len(found["curve"]) > 5
    assert [one["rate"] for one in found["proposals"]] == [0.01, 0.02, 0.03, 0.05]
    headers = {"X-CSRF-Token": boss.csrf}
    assert boss.client.put(api, json={"rate": 0.4}, headers=headers).status_code == 409
    made = boss.client.put(api, json={"rate": 0.01}, headers=headers).json()
    assert made["by"] == "administrator" and made["check"]["wrong"] == 0
    assert boss.client.get(api).json()["in_force"]["rate"] == 0.01
    assert boss.client.delete(api, headers=headers).status_code == 204


@dataclass
class Slow(Judged):
    """Answers the first question at once, the others when it is let."""

    may: Event = field(default_factory=Event)

    def as_shipped(self) -> Judged:
        return self

    def search(self, question: str, language: str, limit: int = 3) -> SearchResult:
        if question != "question 1":
            assert self.may.wait(60)
        return super().search(question, language, limit)


def test_a_page_that_is_not_ready_shows_how_far_it_is_and_keeps_nobody_waiting(house: House) -> None:
    slow = house.console.knowledge = Slow()
    house.console.labelling = Labelling(house.console.database, underway=Underway(0.0))
    decide(house.console.database, 60)
    boss = house.colleague("administrator")
    page = unescape(boss.get("/confidence").text)
    assert "Les questions tranchées sont posées à nouveau" in page and "<progress" in page
    assert 'hx-get="/console/confidence"' in page and 'name="rate"' not in page
    refused = boss.post("/confidence", rate="0.05", **{"seen-0.05": "x"})
    assert refused.status_code == 409 and "n’est pas terminé" in unescape(refused.text)
    slow.may.set()
    while "<progress" in boss.get("/confidence").text:
        pass
    ready = boss.client.get("/console/confidence", headers={"HX-Request": "true"})
    assert 'name="rate"' in ready.text and "HX-Trigger" in ready.headers
