"""Questions are kept masked, with what became of their answers, and forgotten when asked."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.engine import Engine

from actions.noticing import not_understood
from actions.turn import Turn
from bot import database
from bot.clock import now
from knowledge_base.curation import asked, asker
from knowledge_base.curation.asked_before import asked_before
from knowledge_base.curation.discretion import discreet, keyed
from knowledge_base.curation.noting import Noting, noting
from knowledge_base.curation.question_tables import groups, questions
from tests.knowledge_base.curation.conftest import Ask, forgotten

GIVEN = {"decision": "answered", "reason": "", "article": "puk", "article_version": "v1"}


def rows(file: Engine) -> list[Any]:
    with file.connect() as connection:
        return list(connection.execute(sa.select(questions).order_by(questions.c.id)))


def test_migration_and_tables_agree(file: Engine) -> None:
    ours = {"questions", "question_groups", "question_vectors", "verdicts", "regressions"}

    def is_ours(thing: Any, name: str | None, kind: str, *_: Any) -> bool:
        table = thing if kind == "table" else getattr(thing, "table", None)
        return table is None or table.name in ours

    with file.connect() as connection:
        options = {"compare_type": True, "include_object": is_ours}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, database.metadata) == []


@pytest.mark.parametrize(
    ("said", "figures", "kept"),
    [
        ("rappelez-moi au 06 39 98 01 01", "", "rappelez-moi au [phone]"),
        ("au zéro six trente-neuf quatre-vingt-dix-huit zéro un zéro un", "au 06 39 98 01 01", "au [phone]"),
        ("j'ai un souci depuis deux jours", "j'ai 1 souci depuis 2 jours", "j'ai un souci depuis deux jours"),
        ("marie point dupont arobase exemple point fr merci", "", "[email] merci"),
        ("mon contrat 123456789 est bloqué", "", "mon contrat [number] est bloqué"),
        ("my number is oh seven seven double oh", "07 7 009 001 2 3", "[phone]"),
        ("la 5G et 100 Go en 2026", "", "la 5G et 100 Go en 2026"),
    ],
)  # fmt: skip
def test_what_is_personal_is_not_kept(said: str, figures: str, kept: str) -> None:
    assert discreet(said, figures) == kept


def test_a_question_is_kept_once_and_without_its_sender(file: Engine, ask: Ask) -> None:
    ask("où est ma box", sender="visitor-abc", reference="m1")
    ask("où est ma box", sender="visitor-abc", reference="m1")
    (kept,) = rows(file)
    assert (kept.text, kept.conversation) == ("où est ma box", keyed("conversation", "visitor-abc"))
    assert b"visitor-abc" not in b"".join(
        path.read_bytes() for path in (database.settings().data_dir).glob("guichet.db*")
    )


def test_a_thumb_down_belongs_to_the_article_version_that_was_shown(file: Engine, ask: Ask) -> None:
    ask("code puk", **GIVEN)
    ask("autre chose", **{**GIVEN, "article": "bill"})
    with file.begin() as connection:
        asked.rate(connection, "anna", "puk", "v1", helped=False)
        asked.rate(connection, "anna", "bill", "v1", helped=True)
        asked.rate(connection, "anna", "puk", "another version", helped=True)
    assert [(one.reason, one.helped) for one in rows(file)] == [("thumbs_down", 0), ("", 1)]


def test_an_answer_did_not_do_when_its_person_asks_for_another_one_within_seven_days(
    file: Engine, ask: Ask
) -> None:
    for sender, ago in (("anna", 0.001), ("bob", 6.9), ("carl", 7.1), ("dora", 0.001)):
        ask("code puk", sender=sender, ago=ago, **GIVEN)
    with file.begin() as connection:
        asked.rate(connection, "dora", "puk", "v1", helped=True)
        for sender in ("anna", "bob", "carl", "dora"):
            asked.want_person(connection, sender, now())
    found = [(one.reason, one.person_after) for one in rows(file)]
    assert found == [("person_after", True), ("", True), ("", False), ("", True)]


def test_a_caller_who_wants_a_person_is_the_same_in_another_call(file: Engine, ask: Ask) -> None:
    number = "+33639980101"
    ask("code puk", sender="call-1", ago=2, caller=number, **GIVEN)
    ask("ma facture", sender="call-2", ago=1, caller="+33639980102", **GIVEN)
    ask("vendez-vous des tondeuses", sender="call-1", ago=2, caller=number)
    with file.begin() as connection:
        asked.want_person(connection, "call-3", now(), number)
    assert [one.person_after for one in rows(file)] == [True, False, False]


def test_who_comes_back_on_a_subject_within_seven_days_was_not_helped(file: Engine, ask: Ask) -> None:
    ask("code puk", sender="anna", ago=3, **GIVEN)
    ask("ma facture", sender="anna", ago=2, **{**GIVEN, "article": "bill"})
    ask("code puk", sender="bob", ago=8, **GIVEN)
    ask("encore le code puk", sender="anna", **GIVEN)
    ask("encore le code puk", sender="bob", **GIVEN)
    assert [one.came_back for one in rows(file)] == [True, False, False, False, False]
    assert rows(file)[0].reason == "came_back"


def test_who_asks_again_in_words_that_nothing_answers_came_back_too(file: Engine, ask: Ask) -> None:
    ask("code puk", sender="anna", ago=3, **GIVEN)
    ask("code puk", sender="bob", ago=3, **GIVEN)
    ask("code puk", sender="carl", ago=3, **GIVEN)
    ask("toujours rien avec ce truc", sender="anna", article="puk")
    ask("vendez-vous des tondeuses", sender="bob", article="bill")
    ask("bzz bzz", sender="carl", article="puk", reason="no_match", channel="voice")
    found = [(one.reason, one.came_back) for one in rows(file)[:3]]
    assert found == [("came_back", True), ("", False), ("", False)]


def test_a_caller_is_the_same_person_in_another_call(file: Engine, ask: Ask) -> None:
    ask("code puk", sender="call-1", ago=1, caller="+33639980101", **GIVEN)
    ask("code puk", sender="call-2", caller="+33639980101", **GIVEN)
    assert [one.came_back for one in rows(file)] == [True, False]


def test_a_title_that_was_taken_answers_the_last_question(file: Engine, ask: Ask) -> None:
    ask("ma carte", decision="suggested", reason="margin", article="bill")
    with file.begin() as connection:
        asked.take_suggestion(connection, "anna", "puk", "v1", now())
        asked.rate(connection, "anna", "puk", "v1", helped=False)
    (kept,) = rows(file)
    assert (kept.decision, kept.article, kept.reason, kept.helped) == ("chosen", "puk", "margin", 0)


def test_a_person_is_forgotten_by_conversation_and_by_number(file: Engine, ask: Ask) -> None:
    ask("une", sender="anna")
    ask("deux", sender="call-1", caller="+33639980101")
    ask("trois", sender="bob")
    with file.begin() as connection:
        assert [one["text"] for one in asker.held(connection, ["anna"], ["+33639980101"])] == ["une", "deux"]
        assert asker.forget(connection, ["anna"], ["+33639980101"]) == 2
    assert [one.text for one in rows(file)] == ["trois"]


def test_questions_are_forgotten_with_time_and_their_groups_with_them(file: Engine, ask: Ask) -> None:
    ask("vieille", ago=91)
    ask("récente", ago=89)
    with file.begin() as connection:
        made = {"language": "fr", "total": b"", "made_at": now(), "changed_at": now()}
        connection.execute(groups.insert(), [{**made, "state": state} for state in ("later", "spam")])
        connection.execute(questions.update().where(questions.c.text == "vieille").values(group_id=1))
    in_order = "question groups", "questions", "questions", "question groups"
    assert [forgotten(file, kind) for kind in in_order] == [0, 1, 0, 1]
    assert [one.text for one in rows(file)] == ["récente"]


def test_past_questions_are_distinct_and_newest_first(file: Engine, ask: Ask) -> None:
    for ago, text in ((3, "une"), (2, "deux"), (1, "une")):
        ask(text, ago=ago)
    with file.connect() as connection:
        found = list(asked_before(connection))
    assert [(one.text, one.asked, one.people) for one in found] == [("une", 2, 1), ("deux", 1, 1)]


def test_a_database_that_fails_loses_the_note_and_nothing_else(file: Engine) -> None:
    written: list[int] = []
    noting = Noting(lambda: file, pause=0)

    def fail(_: Any) -> None:
        raise sqlite3.OperationalError("database is locked")

    noting.put(fail)
    noting.put(lambda connection: written.append(1))
    noting.flush()
    noting.put(lambda connection: written.append(2))
    noting.close()
    assert (noting.lost, written) == (1, [1, 2])


def test_what_no_rule_knows_is_speech_not_understood_by_voice_alone(file: Engine) -> None:
    for channel in ("voice", "chat"):
        said = ("ploc boum", "out_of_scope", 0.0, "fr", channel)
        not_understood(Turn("anna", *said, None, None, pressed=False, message=channel))
    noting().flush()
    assert [one.reason for one in rows(file)] == ["no_match", "abstained"]


def test_an_end_of_the_process_waits_for_what_is_being_noted(file: Engine, ask: Ask) -> None:
    noting = Noting(lambda: file, pause=0)
    question = asked.Asked("tard", "fr", "web", "anna", "abstained", "abstained", at=now() - timedelta(1))
    noting.put(lambda connection: asked.keep(connection, question))
    noting.close()
    assert [one.text for one in rows(file)] == ["tard"]
