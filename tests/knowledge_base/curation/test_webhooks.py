"""News reach the addresses that subscribed: signed, once at a time, later again, never inwards."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.engine import Engine

from bot.database import metadata
from bot.settings import settings
from knowledge_base.article import Article
from knowledge_base.curation import deliveries as queue_module
from knowledge_base.curation import destinations, news, outgoing, webhooks
from knowledge_base.curation.deliveries import DELIVERED, GIVEN_UP, WAITING, Deliveries, announce
from knowledge_base.curation.destinations import Forbidden, destination, examined
from knowledge_base.curation.drafts import Drafts
from knowledge_base.curation.outgoing import Outgoing
from knowledge_base.curation.question_tables import groups, questions
from knowledge_base.curation.releases import Releases
from knowledge_base.curation.webhooks import Webhooks
from knowledge_base.sources import Sources
from tests.knowledge_base.curation.conftest import PUK

BEGAN = datetime.fromisoformat("2026-11-24T10:00:00+01:00")
NEWS = {"number": 7, "why": "été"}


@dataclass
class Subscriber:
    """A real HTTP server that answers what a test tells it to, in order, the last for ever."""

    replies: list[tuple[int, dict[str, str]]] = field(default_factory=lambda: [(204, {})])
    heard: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    leave: threading.Event = field(default_factory=threading.Event)
    url: str = ""

    def reply(self) -> tuple[int, dict[str, str]]:
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]


@pytest.fixture
def subscriber() -> Iterator[Subscriber]:
    made = Subscriber()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            made.heard.append((self.path, dict(self.headers), body))
            if self.path == "/silent":
                made.leave.wait(5)
                return
            status, headers = made.reply()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if self.path == "/endless":
                self.send_header("Content-Length", "1000000000")
                self.end_headers()
                made.leave.wait(5)
                return
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    made.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.leave.set()
    server.shutdown()
    thread.join()
    server.server_close()


class Clock:
    moment = BEGAN

    def later(self, **time: float) -> None:
        self.moment += timedelta(**time)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    for module in (queue_module, outgoing, webhooks):
        monkeypatch.setattr(module, "now", lambda: made.moment)
    return made


@dataclass
class House:
    database: Engine
    queue: Deliveries
    work: Outgoing

    def subscribe(self, url: str, *kinds: str) -> str:
        return Webhooks(self.database).add(url, kinds or webhooks.KINDS, "ada")[1]

    def publish(self, kind: str = "release.published") -> int:
        with self.database.begin() as connection:
            return announce(connection, kind, NEWS)

    def states(self) -> list[str]:
        with self.database.connect() as connection:
            rows = connection.execute(webhooks.deliveries.select()).mappings()
            return [row["state"] for row in rows]


@pytest.fixture
def house(file: Engine, clock: Clock) -> House:
    queue = Deliveries(file)
    return House(file, queue, Outgoing(queue, chance=lambda: 1.0))


def test_news_are_signed_with_the_secret_that_was_shown_once(
    house: House, subscriber: Subscriber
) -> None:
    key = house.subscribe(f"{subscriber.url}/hear?team=1")
    assert house.publish() == 1
    assert house.work.run() == 1
    ((path, headers, body),) = subscriber.heard
    moment, proof = (part.split("=")[1] for part in headers["X-Guichet-Signature"].split(","))
    expected = hmac.new(key.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    assert (path, proof) == ("/hear?team=1", expected)
    news = json.loads(body)
    assert (news["kind"], news["data"]) == ("release.published", NEWS)
    assert news["id"] == headers["X-Guichet-Delivery"]
    assert headers["Host"] in subscriber.url
    assert house.states() == [DELIVERED] and house.work.run() == 0
    with house.database.connect() as connection:
        stored = str(connection.execute(webhooks.webhooks.select()).all())
    assert key not in stored


def test_only_what_was_subscribed_to_is_sent_and_only_if_the_release_is(
    house: House, subscriber: Subscriber
) -> None:
    house.subscribe(subscriber.url, "group.opened")
    assert house.publish("release.published") == 0
    with pytest.raises(ZeroDivisionError), house.database.begin() as connection:
        announce(connection, "group.opened", NEWS)
        raise ZeroDivisionError
    assert house.states() == []


def test_failures_are_tried_again_later_and_later_with_the_same_id(
    house: House, subscriber: Subscriber, clock: Clock
) -> None:
    house.subscribe(subscriber.url)
    house.publish()
    subscriber.replies = [(500, {}), (302, {"Location": f"{subscriber.url}/inside"}), (200, {})]
    for pause in (outgoing.FIRST, 2 * outgoing.FIRST):
        assert house.work.run() == 1
        clock.later(seconds=pause - 1)
        assert house.work.run() == 0
        clock.later(seconds=1)
    assert house.work.run() == 1
    assert house.states() == [DELIVERED]
    assert [path for path, _, _ in subscriber.heard] == ["/"] * 3  # the redirect leads nowhere
    assert len({headers["X-Guichet-Delivery"] for _, headers, _ in subscriber.heard}) == 1


@pytest.mark.parametrize("header", ["600", "Tue, 24 Nov 2026 09:10:00 GMT"], ids=["number", "date"])
def test_an_address_that_asks_us_to_wait_is_waited_for(
    house: House, subscriber: Subscriber, clock: Clock, header: str
) -> None:
    house.subscribe(subscriber.url)
    house.publish()
    subscriber.replies = [(429, {"Retry-After": header}), (200, {})]
    house.work.run()
    clock.later(seconds=599)
    assert house.work.run() == 0
    clock.later(seconds=1)
    assert house.work.run() == 1 and house.states() == [DELIVERED]


def test_after_a_day_it_is_given_up_where_people_see_it(
    house: House, subscriber: Subscriber, clock: Clock
) -> None:
    house.subscribe(subscriber.url)
    house.publish()
    subscriber.replies = [(503, {})]
    while house.states() == [WAITING]:
        house.work.run()
        clock.later(minutes=30)
    assert timedelta(hours=12) < clock.moment - BEGAN <= timedelta(hours=25)
    assert house.queue.count() == 1
    (seen,) = house.queue.given_up()
    assert (seen.problem, seen.url) == ("status_503", subscriber.url)
    with house.database.begin() as connection:
        assert house.queue.again(seen.id, connection)
    subscriber.replies = [(200, {})]
    assert house.work.run() == 1 and house.queue.count() == 0


def test_an_address_that_is_gone_is_not_asked_again(house: House, subscriber: Subscriber) -> None:
    house.subscribe(subscriber.url)
    house.publish()
    subscriber.replies = [(410, {})]
    house.work.run()
    assert house.states() == [GIVEN_UP]


def test_a_slow_address_keeps_nobody_waiting(
    house: House, subscriber: Subscriber, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outgoing, "DEADLINE", 0.3)
    house.subscribe(f"{subscriber.url}/silent")
    house.subscribe(f"{subscriber.url}/endless")
    house.subscribe(subscriber.url)
    house.publish()
    house.work.run()
    assert sorted(house.states()) == [DELIVERED, DELIVERED, WAITING]


def test_two_processes_never_send_one_at_once_and_a_dead_one_loses_its_claim(
    house: House, subscriber: Subscriber, clock: Clock
) -> None:
    house.subscribe(subscriber.url)
    house.publish()
    (ours,) = house.queue.claim()
    assert Deliveries(house.database).claim() == []  # and then we are killed
    clock.later(seconds=queue_module.LEASE.total_seconds())
    assert house.work.run() == 1
    house.queue.settle(ours, WAITING, "late", clock.moment)
    assert house.states() == [DELIVERED]


def test_looking_for_work_takes_no_lock(house: House, subscriber: Subscriber) -> None:
    with house.database.begin():  # another writer, in the middle of something
        assert house.work.run() == 0
        assert house.queue.forget() == 0


def test_what_was_delivered_is_forgotten_after_a_month(
    house: House, subscriber: Subscriber, clock: Clock
) -> None:
    house.subscribe(subscriber.url)
    house.publish()
    house.work.run()
    clock.later(days=29)
    assert house.queue.forget() == 0
    clock.later(days=2)
    assert house.queue.forget() == 1


def test_a_subscription_goes_with_what_waits_for_it(house: House, subscriber: Subscriber) -> None:
    house.subscribe(subscriber.url)
    house.publish()
    hooks = Webhooks(house.database)
    assert hooks.drop(hooks.all()[0].id)
    assert (hooks.all(), house.states(), house.work.run()) == ([], [], 0)


def test_a_release_is_announced_in_its_own_transaction_and_undoing_it_too(
    sources: Sources, drafts: Drafts, subscriber: Subscriber, clock: Clock
) -> None:
    database = sources.store.engine
    Webhooks(database).add(subscriber.url, [news.RELEASE], "ada")
    drafts.save(replace(PUK, body="Autrement."), "awa", 0)
    drafts.save(Article("new", "Nouveau", "fr", "Texte."), "awa", 0)
    releases = Releases(sources=sources, told=news.tell_release)
    made = releases.publish("awa", "été")
    releases.undo(made.number, "awa")
    Outgoing(Deliveries(database)).run()
    told = sorted((json.loads(body)["data"] for _, _, body in subscriber.heard), key=lambda one: one["number"])
    assert [(one["number"], len(one["changes"])) for one in told] == [(1, 2), (2, 2)]
    new = {one["article"]: (one["is_new"], one["is_withdrawn"]) for one in told[0]["changes"]}
    assert new == {"new": (True, False), "puk": (False, False)}


def test_new_groups_are_told_together_once_and_those_before_the_subscription_are_not(
    house: House, subscriber: Subscriber, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "now", lambda: BEGAN + timedelta(minutes=1))
    group(house, 1)
    house.subscribe(subscriber.url, news.GROUP)
    told = news.GroupNews(house.database)
    assert told.run() == 0
    group(house, 2, people=3)
    group(house, 3, by_hand=True)
    group(house, 4)
    group(house, 5, state="spam")
    group(house, 6, made_at=BEGAN + timedelta(seconds=55))  # others may still be writing
    assert (told.run(), told.run(), house.work.run()) == (1, 0, 1)
    ((_, _, body),) = subscriber.heard
    heard = json.loads(body)["data"]["groups"]
    assert [(one["group"], one["people"], one["example"]) for one in heard] == [
        (2, 3, "texte 2"), (4, 1, "texte 4"),
    ]  # fmt: skip


def group(house: House, number: int, people: int = 1, **more: Any) -> None:
    row = {"id": number, "language": "fr", "total": b"", "made_at": BEGAN, "changed_at": BEGAN}
    asked = {"text": f"texte {number}", "language": "fr", "conversation": "c", "decision": "abstained"}
    with house.database.begin() as connection:
        connection.execute(groups.insert().values(**{**row, **more}))
        for person in range(people):
            who = {"reference": f"{number}-{person}", "person": str(person), "asked_at": BEGAN}
            connection.execute(questions.insert().values(**asked, **who, group_id=number))


INWARDS = [
    "https://127.0.0.1/", "https://10.0.0.8/", "https://192.168.1.1/", "https://169.254.169.254/",
    "https://2130706433/", "https://0x7f.1/", "https://127.1/", "https://0177.0.0.1/",
    "https://[::1]/", "https://[::ffff:10.0.0.1]/", "https://[64:ff9b::a00:1]/", "https://[::]/",
    "https://[2002:a00:1::]/", "https://[fe80::1]/", "https://0.0.0.0/", "https://100.64.0.1/",
    "https://224.0.0.1/", "https://198.18.0.1/",
]  # fmt: skip


@pytest.fixture
def production(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    for name, value in {"ENVIRONMENT": "production", "API_TOKEN": "t" * 32, "SECRET": "s" * 32}.items():
        monkeypatch.setenv(f"GUICHET_{name}", value)
    settings.cache_clear()
    yield monkeypatch
    monkeypatch.undo()
    settings.cache_clear()


@pytest.mark.parametrize("url", INWARDS)
def test_private_addresses_are_refused(production: pytest.MonkeyPatch, url: str) -> None:
    with pytest.raises(Forbidden, match="private"):
        examined(url)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://example.com/", "not_https"), ("http://localhost:9/", "not_https"),
        ("ftp://example.com/", "not_https"), ("file:///etc/passwd", "malformed"),
        ("https://user:word@example.com/", "malformed"), ("https://a b\n/", "malformed"),
        ("https://example.com:99999/", "malformed"), ("https://" + "a" * 2001, "malformed"),
    ],
)  # fmt: skip
def test_other_schemes_and_odd_urls_are_refused(
    production: pytest.MonkeyPatch, url: str, reason: str
) -> None:
    with pytest.raises(Forbidden, match=reason):
        examined(url)


def test_a_name_that_leads_inwards_is_refused_whatever_it_said_before(
    production: pytest.MonkeyPatch,
) -> None:
    answers = ["93.184.215.14", "10.0.0.1"]

    async def addresses(host: str, port: int) -> list[Any]:
        return [destinations._literal(answers.pop(0))]

    production.setattr(destinations, "_addresses", addresses)
    found = asyncio.run(destination("https://hooks.example.com/x"))
    assert (found.host, found.address) == ("hooks.example.com", "93.184.215.14")
    with pytest.raises(Forbidden, match="private"):
        asyncio.run(destination("https://hooks.example.com/x"))


def test_the_settings_may_allow_a_private_host(production: pytest.MonkeyPatch) -> None:
    production.setenv("GUICHET_WEBHOOK_HOSTS", "10.0.0.8, chat.intra.example")
    settings.cache_clear()
    assert examined("https://10.0.0.8/x") == ("10.0.0.8", 443, True)
    with pytest.raises(Forbidden):
        examined("https://10.0.0.9/x")


def test_migrations_and_tables_agree(file: Engine) -> None:
    def ours(thing: Any, name: str | None, kind: str, *_: Any) -> bool:
        table = thing if kind == "table" else getattr(thing, "table", None)
        return table is None or table.name.startswith(("webhook", "promises"))

    with file.connect() as connection:
        options = {"compare_type": True, "include_object": ours}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []
