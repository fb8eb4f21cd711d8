"""Takes letters away: one process of a desk at a time, again when the mail server did not."""

from __future__ import annotations

import random
from collections.abc import Callable
from threading import Event

import structlog
from prometheus_client import CollectorRegistry, Counter
from sqlalchemy.exc import SQLAlchemyError

from actions.crm.embedded.notices import Notice
from actions.crm.letters.carriers import Carrier, Never, NotNow, carrier, file_name
from actions.crm.letters.letter import NoAddress, letter
from actions.crm.letters.post import Due, Post
from actions.crm.outbox.asking import Ask, asking, nobody_asked
from actions.crm.outbox.round import Round, round_of
from actions.crm.thread import WorkThread
from bot.clock import machine_time, now
from bot.database import engine
from bot.settings import settings

LOOK_AGAIN = 0.5  # seconds between two looks
FIRST_PAUSE, LONGEST_PAUSE = 15.0, 3600.0  # seconds
PATIENCE = 12  # times that a letter is tried, over some nine hours
SECOND = {Notice.REMINDER, Notice.MISSED}  # letters that follow another of the same sequence
log = structlog.get_logger()


class Postman:
    """Sends what is due while he has the round; `chance` draws the jitter, from 0 to 1."""

    def __init__(
        self,
        post: Post,
        carrier: Carrier,
        round: Round,
        count: Callable[[str, str], None] = lambda kind, outcome: None,
        chance: Callable[[], float] = random.random,
        ask: Ask = nobody_asked,
    ) -> None:
        """`ask` notes what the company's CRM says of callbacks, before one is reminded of."""
        self._ask = ask
        self._post, self._carrier, self._round = post, carrier, round
        self._count, self._chance = count, chance

    def work(self, stopped: Event) -> None:
        """Until `stopped`; a database that is away for a while is waited for."""
        while not stopped.wait(LOOK_AGAIN):
            try:
                self.round(stopped)
            except (SQLAlchemyError, OSError) as error:
                log.warning("letters not readable", error=type(error).__name__)
                stopped.wait(2.0)
        self._round.leave()

    def round(self, stopped: Event | None = None) -> int:
        """Everything that is due now; how many letters that were."""
        done = 0
        while self._round.held() and (some := self._post.due()):
            for one in some:
                if stopped is not None and stopped.is_set():
                    return done
                self._take(one)
                done += 1
        return done

    def _take(self, one: Due) -> None:
        if one.kind is Notice.REMINDER and one.is_true:
            self._ask([one.callback.ref])
            one = self._post.as_it_stands(one)
        if not one.is_true:
            return self._post.withdrawn(one)
        suffix = one.kind.value if one.kind in SECOND else ""
        name = file_name(now(), one.callback.ref, one.sequence, suffix)
        try:
            self._carrier.carry(letter(one.callback, one.kind, one.to, machine_time()), name)
        except (Never, NoAddress) as refused:
            self._give_up(one, str(refused))
        except NotNow as busy:
            self._again(one, str(busy))
        except (SQLAlchemyError, MemoryError):
            raise
        except Exception as error:
            log.exception("letter broke", letter=one.position, kind=one.kind.value)
            self._again(one, f"broke: {type(error).__name__}")
        else:
            self._post.sent(one)
            self._count(one.kind.value, "sent")

    def _give_up(self, one: Due, why: str) -> None:
        log.error("letter given up", letter=one.position, kind=one.kind.value, reason=why)
        self._post.given_up(one, why)
        self._count(one.kind.value, "given_up")

    def _again(self, one: Due, why: str) -> None:
        if one.tries + 1 >= PATIENCE:
            return self._give_up(one, f"given up: {why}")
        log.warning("letter not sent", letter=one.position, tries=one.tries + 1, reason=why)
        grown = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0**one.tries)
        self._post.later(one, why, grown * (0.5 + 0.5 * self._chance()))
        self._count(one.kind.value, "later")


def postman_thread(registry: CollectorRegistry) -> WorkThread:
    """What a gateway runs beside serving."""
    counted = Counter(
        "guichet_callback_letters", "Letters about callbacks.", ("kind", "outcome"),
        registry=registry,
    )  # fmt: skip

    def postman() -> Postman:
        database = engine()
        count = lambda kind, outcome: counted.labels(kind, outcome).inc()  # noqa: E731
        round, taken = round_of(database, "postman"), carrier(settings())
        return Postman(Post(database), taken, round, count, ask=asking(database))

    return WorkThread("postman", lambda stopped: postman().work(stopped))
