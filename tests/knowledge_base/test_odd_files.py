"""Files as other people's programs leave them: one article a question, or a reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge_base.importers.folder import read_files
from knowledge_base.store import ArticleStore

PAY, PARK = ("Comment payer ?", "Par carte."), ("Où se garer ?", "Devant la mairie.")
TABLE = "question{0}réponse\nComment payer ?{0}Par carte.\nOù se garer ?{0}Devant la mairie.\n"
OBJECTS = [{"question": PAY[0], "answer": PAY[1]}, {"question": PARK[0], "answer": PARK[1]}]


def pairs(path: Path) -> list[tuple[str, str]]:
    content = read_files([path])
    assert content.refusals == []
    return [(article.title, article.body) for article in content.articles.values()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_table_is_read_however_it_was_saved(
    tmp_path: Path, encoding: str, mark: str, end: str
) -> None:
    path = tmp_path / "faq.csv"
    path.write_bytes(TABLE.format(mark).replace("\n", end).encode(encoding))
    assert pairs(path) == [PAY, PARK]


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\n" + TABLE.format(";"),
        TABLE.format(";").split("\n", 1)[1],
        "Q;A\n" + TABLE.format(";").split("\n", 1)[1],
        "Questions fréquentes;Réponses\n" + TABLE.format(";").split("\n", 1)[1],
    ],
    ids=["announced", "nameless", "letters", "plurals"],
)
def test_a_table_is_read_whatever_its_first_row(tmp_path: Path, text: str) -> None:
    (tmp_path / "faq.csv").write_text(text, encoding="utf-8")
    assert pairs(tmp_path / "faq.csv") == [PAY, PARK]


def test_several_columns_of_questions_are_one_article(tmp_path: Path) -> None:
    (tmp_path / "faq.csv").write_text(
        "question_1,question_2,question_3,réponse\nComment payer ?,payer comment,,Par carte.\n"
    )
    [article] = read_files([tmp_path / "faq.csv"]).articles.values()
    assert (article.title, article.phrasings) == ("Comment payer ?", ("payer comment",))


@pytest.mark.parametrize(
    "content",
    [
        OBJECTS,
        {"faq": [{"q": q, "a": a} for q, a in (PAY, PARK)]},
        {"themes": [{"name": "Tout", "questions": OBJECTS}]},
        [{"name": "Un", "items": OBJECTS[:1]}, {"name": "Deux", "items": OBJECTS[1:]}],
        {"pay": OBJECTS[0], "park": OBJECTS[1]},
        [list(PAY), list(PARK)],
        [{"question": q, "answers": [{"text": a}]} for q, a in (PAY, PARK)],
        dict((PAY, PARK)),
    ],
    ids=["list", "letters", "themes", "groups", "by id", "couples", "nested answers", "map"],
)
def test_json_is_read_whatever_its_shape(tmp_path: Path, content: object) -> None:
    (tmp_path / "faq.json").write_text(json.dumps(content))
    assert pairs(tmp_path / "faq.json") == [PAY, PARK]


@pytest.mark.parametrize(
    "html",
    [
        "<p><strong>{0}</strong></p><p>{1}</p><p><strong>{2}</strong></p><p>{3}</p>",
        "<button>{0}</button><div>{1}</div><button>{2}</button><div>{3}</div>",
        "<div><h3>{0}</h3><div>{1}</div></div><div><h3>{2}</h3><div>{3}</div></div>",
        '<script type="application/ld+json">{{"@graph": [{{"@type": ["FAQPage"], "mainEntity": ['
        '{{"@type": ["Question"], "name": "{0}", "acceptedAnswer": {{"text": "{1}"}}}},'
        '{{"@type": ["Question"], "name": "{2}", "acceptedAnswer": {{"text": "{3}"}}}}]}}]}}</script>',
    ],
    ids=["bold", "accordion", "boxes", "linked data"],
)
def test_a_page_is_read_whatever_marks_its_questions(tmp_path: Path, html: str) -> None:
    (tmp_path / "faq.html").write_text(f"<html lang=fr><body>{html.format(*PAY, *PARK)}</body>")
    assert pairs(tmp_path / "faq.html") == [PAY, PARK]


def test_terms_that_share_a_definition_are_both_kept(tmp_path: Path) -> None:
    (tmp_path / "words.html").write_text(
        "<dl><dt>RIO</dt><dt>Relevé</dt><dd>Un code.</dd><dt>PUK</dt><dd>Un autre.</dd></dl>"
    )
    found = pairs(tmp_path / "words.html")
    assert found == [("RIO", "Un code."), ("Relevé", "Un code."), ("PUK", "Un autre.")]


@pytest.mark.parametrize(
    "text",
    [
        "# Aide\n\n**Comment payer ?**\n\nPar carte.\n\n**Où se garer ?**\n\nDevant la mairie.\n",
        "# Aide\n\n## Comment payer ?\nPar carte.\n\n## Où se garer ?\nDevant la mairie.\n",
    ],
)
def test_a_page_of_questions_in_markdown_is_cut(tmp_path: Path, text: str) -> None:
    (tmp_path / "faq.md").write_text(text)
    assert pairs(tmp_path / "faq.md") == [PAY, PARK]


def test_bold_terms_of_a_glossary_are_cut(tmp_path: Path) -> None:
    (tmp_path / "lexique.md").write_text(
        "# Lexique\n\n**Box** : un appareil.\n\n**RIO :** un code\nà douze caractères.\n"
    )
    assert pairs(tmp_path / "lexique.md") == [
        ("Box", "un appareil."),
        ("RIO", "un code\nà douze caractères."),
    ]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.csv", b"", "nothing was found"),
        ("a.csv", b"question,answer\n", "nothing was found"),
        ("a.csv", bytes(range(256)) * 9, "not text"),
        ("a.txt", b"\x00\x01\x02" * 99, "binary"),
        ("a.json", b"[]", "nothing was found"),
        ("a.xml", b"<a/>", "not known"),
        ("a.csv", b"question,answer\nWhy?," + b"x " * 20_000, "longer than"),
    ],
)
def test_a_file_that_holds_no_article_says_why(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(data)
    content = read_files([tmp_path / name])
    assert content.articles == {}
    assert [reason in refusal.reason for refusal in content.refusals] == [True]


def test_reading_again_changes_nothing(tmp_path: Path, store: ArticleStore) -> None:
    path = tmp_path / "faq.csv"
    path.write_text(f"{TABLE.format(';')}Comment payer ?;Par chèque.\nÀ qui ?;À la régie.\n")
    first = read_files([path]).articles
    assert store.save(first.values()) == 4
    assert store.save(read_files([path]).articles.values()) == 0
    assert store.articles() == first


def test_an_id_that_looks_like_a_path_is_only_a_name(tmp_path: Path, store: ArticleStore) -> None:
    names = ["../../etc/passwd", "a/b", "C:\\x", ".."]
    rows = "".join(f"{name};Titre {n};Texte {n}\n" for n, name in enumerate(names))
    (tmp_path / "faq.csv").write_text(f"id;titre;texte\n{rows}")
    before = set(tmp_path.rglob("*"))
    content = read_files([tmp_path / "faq.csv"])
    store.save(content.articles.values())
    kept = [article.id for article in content.articles.values()]
    assert kept == names[:3] and "id is empty" in content.refusals[0].reason
    assert set(tmp_path.rglob("*")) == before
