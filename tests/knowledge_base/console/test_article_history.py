"""What an article said over time, compared word by word, and proposed again."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge_base.console.chat_markdown import chat_html
from knowledge_base.console.word_diff import runs
from tests.knowledge_base.console.test_articles import BILL, PUK, Desk, desk, today

__all__ = ["desk", "today"]


def names(html: str) -> list[str]:
    return re.findall(r'name="old" value="([^"]+)"', html)


def test_versions_tell_who_when_and_why_and_any_one_comes_back_as_a_draft(desk: Desk) -> None:
    for body in ("Composez le **code secret**.", "Appelez le 3900 pour le code."):
        desk.drafts.save(replace(PUK, body=body), "Ève", 0)
        desk.releases.publish("Ève", f"parce que {body[:8]}")
    desk.drafts.save(replace(PUK, title="Un brouillon"), "Léo", 0)
    page = desk.curator.get("/articles/puk/history")
    found = names(page.text)
    assert found[0] == "draft" and [one.split("-")[0] for one in found[1:4]] == ["2", "1", "0"]
    assert "Ève" in page.text and "parce que Appelez" in page.text and "Un brouillon" in page.text
    compared = desk.curator.get(
        "/articles/puk/history", params={"language": "fr", "old": found[3], "new": found[2]}
    )
    text = re.sub(r'<span class="unseen">[^<]*</span>', "", compared.text)
    assert "<del>PUK</del><ins>secret</ins>" in text.replace("\n", "")
    again = desk.curator.post("/articles/puk/fr/again", version=found[2], revision="0")
    draft = desk.drafts.get(PUK.key)
    assert again.status_code == 303 and draft and draft.article.title == "Un brouillon"
    desk.curator.post("/articles/puk/fr/again", version=found[2], revision=str(draft.revision))
    draft = desk.drafts.get(PUK.key)
    assert draft and draft.article.body == "Composez le **code secret**."
    refused = desk.curator.post("/articles/puk/fr/again", version="7-x", revision=str(draft.revision))
    assert refused.status_code == 303 and desk.drafts.get(PUK.key) == draft


def test_an_article_of_one_version_has_a_history_too(desk: Desk) -> None:
    page = desk.curator.get("/articles/bill/history")
    assert page.status_code == 200 and len(names(page.text)) == 1 and BILL.title in page.text
    assert desk.curator.get("/articles/nothing/history").status_code == 404


def test_words_that_changed_are_told_apart() -> None:
    assert runs("a b\nc", "a d\nc") == [("", "a "), ("del", "b"), ("ins", "d"), ("", "\nc")]
    assert runs("", "x") == [("ins", "x")] and runs("x", "x") == [("", "x")] and runs("", "") == []


def test_markdown_is_what_the_chat_knows_and_no_more() -> None:
    def shown(text: str) -> str:
        return str(chat_html(text)).strip().replace("\n", "")

    link = '<a href="https://a.example/x_y_z" rel="noopener noreferrer">'
    assert shown("Voir https://a.example/x_y_z.") == f"<p>Voir {link}https://a.example/x_y_z</a>.</p>"
    assert shown("[là](https://a.example/x_y_z)") == f"<p>{link}là</a></p>"
    assert shown("## Titre\nun\ndeux") == "<p><strong>Titre</strong></p><p>un<br>deux</p>"
    assert shown("3. trois\n4. *quatre*") == '<ol start="3"><li>trois</li><li><em>quatre</em></li></ol>'
    for words in ("[x](javascript:alert(1))", "[x](/relative)", "![x](https://a.example/i.png)"):
        assert "src=" not in shown(words) and 'href="javascript' not in shown(words) and 'href="/' not in shown(words)
    assert shown("<b onclick=x>_y_</b> `z` &lt;") == "<p>&lt;b onclick=x&gt;_y_&lt;/b&gt; `z` &amp;lt;</p>"
