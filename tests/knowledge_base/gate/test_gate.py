"""What would break is told before it is live, and what was so before does not stand in the way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from bot.settings import settings
from knowledge_base.article import Article, Key
from knowledge_base.build import built
from knowledge_base.curation.bulk import NOTHING, Standing
from knowledge_base.curation.collisions import collisions
from knowledge_base.curation.findings import Report
from knowledge_base.curation.gate import Gate
from knowledge_base.curation.past import PastQuestion
from knowledge_base.curation.reading_ahead import ReadingAhead
from knowledge_base.curation.wording import company_contacts, named, wording
from knowledge_base.importers.folder import read_files
from knowledge_base.versions import Published
from tests.knowledge_base.gate.conftest import WordEncoder

SITE = "https://www.ormea.example/aide"


def article(name: str, title: str, *phrasings: str, body: str = "", **more: object) -> Article:
    whole = Article(name, title, "fr", body or f"{title}.", phrasings=phrasings, voice=f"{title}.",
                    source=f"{SITE}/{name}", review=date(2027, 9, 1))  # fmt: skip
    return replace(whole, **more)


PUK = article("puk", "Débloquer la carte SIM", "code PUK perdu", "carte SIM bloquée")
BILL = article("bill", "Comprendre la facture", "montant facture élevé", "facture trop chère")
WIFI = article("wifi", "Wi-Fi lent", "connexion lente chambre", "réseau sans fil faible")
MOVE = article("move", "Déménager avec la box", "changement adresse", "transférer ligne logement")
LIVE = (PUK, BILL, WIFI, MOVE)
PAST = (
    PastQuestion("carte SIM bloquée code PUK", "fr", 7),
    PastQuestion("facture trop chère montant", "fr", 3),
    PastQuestion("recette tarte pommes", "fr", 2),
)


@dataclass(frozen=True)
class Case:
    question: str
    article: str
    language: str = "fr"


@pytest.fixture
def live(words: WordEncoder) -> Published:
    return built(LIVE, words)


def wanted(*changes: Article) -> dict[Key, Article]:
    return {one.key: one for one in (*LIVE, *changes)}


def kinds(report: Report, severity: str) -> set[str]:
    return {one.kind for one in report.findings if one.severity == severity}


def test_a_release_that_changes_nothing_passes(gate: Gate, live: Published) -> None:
    report = gate.examine(live, wanted(), PAST, [Case("code PUK perdu", "puk")])
    assert report.passes and report.collisions == () and report.candidate is live
    assert kinds(report, "warning") == {"translation_missing"}


def test_an_article_that_takes_anothers_questions_is_stopped(gate: Gate, live: Published) -> None:
    thief = article("thief", "Carte SIM bloquée", "carte SIM bloquée code PUK", "code PUK bloquée",
                    "carte SIM code PUK", body="Carte SIM bloquée, code PUK.")  # fmt: skip
    report = gate.examine(live, wanted(thief), PAST, [Case("carte SIM bloquée code PUK", "puk")])
    assert not report.passes
    (stolen,) = report.harmful
    assert (stolen.kind, stolen.before, stolen.after, stolen.people) == ("other", "puk", "thief", 7)
    (case,) = report.of("regression")
    assert case.severity == "blocking" and case.detail["article"] == "thief"
    assert "phrasing" in kinds(report, "blocking")


def test_what_somebody_accepted_no_longer_blocks(gate: Gate, live: Published) -> None:
    gone = {key: one for key, one in wanted().items() if key != BILL.key}
    report = gate.examine(live, gone, PAST)
    (lost,) = report.harmful
    assert lost.before == "bill" and not report.passes
    accepted = [moved.id for moved in lost.questions]
    assert report.accepting(accepted).passes
    again = gate.examine(live, gone, PAST, accepted=accepted)
    assert again.passes and again.harmful == report.harmful


def test_an_article_for_an_unanswered_question_is_a_gain(gate: Gate, live: Published) -> None:
    pie = article("pie", "Recette de tarte aux pommes", "recette tarte pommes", "cuire tarte")
    report = gate.examine(live, wanted(pie), PAST)
    assert report.passes and report.harmful == ()
    assert [(one.before, one.after, one.people) for one in report.gains] == [("", "pie", 2)]


def test_a_case_that_failed_before_only_warns(gate: Gate, live: Published) -> None:
    report = gate.examine(
        live, wanted(), [], [Case("carte SIM bloquée", "bill"), Case("recette tarte pommes", "")]
    )
    (case,) = report.of("regression")
    assert case.severity == "warning" and report.passes


def test_the_first_release_of_all_is_examined_too(gate: Gate) -> None:
    report = gate.examine(None, wanted(), PAST)
    assert report.harmful == () and len(report.candidate.articles) == len(LIVE)


def test_changes_are_grouped_by_what_they_change_with_most_people_first() -> None:
    sure, other = Standing("a", 0.9, "answer"), Standing("b", 0.8, "answer")
    maybe, little = Standing("a", 0.4, "suggest"), Standing("b", 0.3, "suggest")
    pairs = [(sure, other), (sure, NOTHING), (sure, maybe), (NOTHING, sure), (maybe, little),
             (sure, other), (sure, sure), (NOTHING, Standing("z", 0.1, "abstain"))]  # fmt: skip
    past = [PastQuestion(f"question {n}", "fr", n + 1) for n in range(len(pairs))]
    found = collisions(past, *zip(*pairs, strict=True))
    assert [(one.kind, one.people) for one in found] == [
        ("other", 7), ("weaker", 3), ("lost", 2), ("shifted", 5), ("gained", 4)
    ]  # fmt: skip
    assert [moved.question.people for moved in found[0].questions] == [6, 1]


WORDINGS = [
    ("personal_data", "blocking", {"body": "Écrivez à jeanne.martin@courriel.example."}),
    ("personal_data", "blocking", {"voice": "Appelez Paul au 06 39 98 12 34."}),
    ("personal_data", "blocking", {"tags": ("wifi", "06 39 98 12 34")}),
    ("personal_data", "blocking", {"source": "mailto:jeanne.martin@courriel.example"}),
    ("personal_data", "blocking", {"category": "Dossier 06 39 98 12 34"}),
    ("personal_name", "warning", {"body": "Comme pour **Jeanne Martin** en mars, redémarrez-la."}),
    ("personal_name", "warning", {"title": "Le Wi-Fi de Mme Lefebvre"}),
    ("personal_name", "warning", {"phrasings": ("bonjour, je m'appelle Karim Benali",)}),
    ("personal_name", "warning", {"tags": ("wifi", "Paul Durand")}),
    ("personal_name", "warning", {"language": "en", "body": "As Emma Thompson asked, restart it."}),
    ("link", "blocking", {"body": "Voyez [la suite](#suite)."}),
    ("link", "blocking", {"body": "Voyez [l'autre](no-such.md)."}),
    ("link", "blocking", {"body": "Voyez [le site](https://exa mple)."}),
    ("link", "blocking", {"body": "Voyez [le dossier](ftp://www.ormea.example/x)."}),
    ("link", "warning", {"body": f"Voyez [la page]({SITE}/no-such)."}),
    ("unwritten", "blocking", {"body": " "}),
    ("unwritten", "blocking", {"title": "Le Wi-Fi du  salon", "body": "le wi-fi du salon\n"}),
    ("title_twice", "blocking", {"title": "Débloquer la carte sim"}),
    ("phrasing_twice", "warning", {"phrasings": ("Carte SIM bloquée ?",)}),
    ("voice_missing", "warning", {"voice": ""}),
    ("voice_long", "warning", {"voice": "mot " * 80}),
    ("voice_unspeakable", "warning", {"voice": "Voyez **ici** www.ormea.example."}),
    ("source_missing", "warning", {"source": ""}),
    ("review_missing", "warning", {"review": None}),
    ("review_past", "warning", {"review": date(2020, 1, 1)}),
]
WELL = [
    {"body": "Appelez le 01 99 00 32 32 ou écrivez à aide@ormea.example."},
    {"owner": "Jeanne Martin", "tags": ("wifi", "Chèque énergie"), "category": "Box et Wi-Fi"},
    {"body": "Appelez le 0 805 805 817, gratuit."},
    {"body": "Voyez [la suite](#suite), [wifi](wifi.md), [une page](/couverture).\n\n## Suite"},
    {"body": f"Voyez [wifi]({SITE}/wifi) et [nous](mailto:aide@ormea.example)."},
    {"body": "Saisissez `[x](javascript:y)` puis <https://www.ormea.example>."},
]


@pytest.mark.parametrize(("kind", "severity", "changes"), WORDINGS, ids=range(len(WORDINGS)))
def test_a_fault_in_a_text_is_told(
    gate: Gate, live: Published, kind: str, severity: str, changes: dict[str, object]
) -> None:
    report = gate.examine(live, wanted(replace(WIFI, **changes)))
    assert severity in {one.severity for one in report.of(kind)}


@pytest.mark.parametrize("changes", WELL, ids=range(len(WELL)))
def test_a_text_without_fault_passes(
    gate: Gate, live: Published, changes: dict[str, object]
) -> None:
    report = gate.examine(live, wanted(replace(WIFI, **changes)))
    assert report.passes and not report.of("link") and not report.of("personal_data")
    assert not report.of("personal_name")


def test_nobody_is_named_in_the_articles_that_ship() -> None:
    """Nor is anything else in them taken for a person, or for personal data in another field."""
    articles = read_files([settings().knowledge_dir]).articles
    assert len(articles) > 100
    assert [said for one in articles.values() for said in named(one)] == []
    contacts, today = company_contacts(), date(2026, 11, 24)
    found = [said for one in articles.values() for said in wording(one, today, contacts)]
    assert [detail for kind, _, detail in found
            if kind == "personal_data" and detail["field"] in ("tags", "source", "category")] == []  # fmt: skip


def test_a_name_is_told_where_a_release_touches_the_article_alone(
    gate: Gate, words: WordEncoder
) -> None:
    told = replace(WIFI, body="Demandez Jeanne Martin.")
    live = built([*LIVE[:2], told], words)
    report = gate.examine(live, {a.key: a for a in (replace(PUK, body="Neuf."), BILL, told)})
    assert report.of("personal_name") == ()


def test_faults_of_articles_that_the_release_leaves_alone_only_warn(
    gate: Gate, words: WordEncoder
) -> None:
    faulty = replace(WIFI, body="Paul : 06 39 98 12 34, [x](#y).")
    live = built([*LIVE[:2], faulty], words)
    report = gate.examine(live, {a.key: a for a in (replace(PUK, body="Neuf."), BILL, faulty)})
    assert report.passes and {"link", "personal_data"} <= kinds(report, "warning")


def test_almost_the_same_articles_are_told(gate: Gate, live: Published) -> None:
    twin = replace(BILL, id="bill-2", title="Comprendre sa facture")
    report = gate.examine(live, wanted(twin))
    assert [one.articles for one in report.of("duplicate")] == [(BILL.key, twin.key)]


def test_a_stale_translation_is_told(gate: Gate, live: Published) -> None:
    report = gate.examine(live, wanted(), stale=[PUK.key, ("gone", "fr")])
    assert [one.articles for one in report.of("translation_stale")] == [(PUK.key,)]


def test_links_are_tried_when_asked_and_remembered_for_a_day(
    words: WordEncoder, live: Published, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def reach(link: str) -> int:
        tried.append(link.rsplit("/", 1)[1])
        if "silent" in link:
            raise TimeoutError
        return {"gone": 404, "closed": 403}.get(tried[-1], 200)

    def told() -> set[tuple[object, object]]:
        tried.clear()
        report = Gate(words, tmp_path, reach=reach).examine(live, wanted(replace(WIFI, body=body)))
        assert report.passes
        return {(one.detail["why"], one.detail["status"]) for one in report.of("link")}

    names = ("well", "gone", "silent", "closed", *map(str, range(60)))
    body = " ".join(f"[x](https://elsewhere.example/{name})" for name in names)
    broken = {("status", 404), ("unreachable", 0)}
    monkeypatch.setenv("GUICHET_NOW", "2026-11-24T10:00:00+01:00")
    settings.cache_clear()
    assert told() == broken and sorted(tried) == sorted(names[:50])
    assert told() == broken and sorted(tried) == sorted(names[50:])
    assert told() == broken and tried == []
    monkeypatch.setenv("GUICHET_NOW", "2026-11-25T10:00:01+01:00")
    settings.cache_clear()
    assert told() == broken and len(tried) == 50
    settings.cache_clear()


def test_past_questions_are_encoded_ahead_of_an_examination(gate: Gate, tmp_path: Path) -> None:
    assert [gate.learn(None, PAST, 2) for _ in range(3)] == [2, 1, 0]

    class Silent(WordEncoder):
        def encode(self, texts: list[str], kind: str) -> None:  # type: ignore[override]
            raise AssertionError("nothing is left to encode")

    assert Gate(Silent(), tmp_path).learn(None, PAST, 2) == 0


def test_a_version_is_read_ahead_some_articles_at_a_time(live: Published) -> None:
    ahead = ReadingAhead()
    assert ahead.go_on(live, 0.0) == 0
    assert [ahead.go_on(live, 60.0) for _ in range(2)] == [len(LIVE), 0]
    assert ahead.go_on(replace(live, name="next"), 60.0) == len(LIVE)
