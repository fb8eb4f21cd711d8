"""Takes letters to the company's CRM: in order, side by side, again when it did not answer."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from threading import Event
from typing import Protocol

import structlog
from sqlalchemy.exc import SQLAlchemyError

from actions.crm.outbox import late
from actions.crm.outbox.breaker import Breaker
from actions.crm.outbox.dead_letters import arrived_late, bury
from actions.crm.outbox.forgetting import StillThere
from actions.crm.outbox.mail import Letter, Mail
from actions.crm.outbox.round import Round
from actions.crm.port import CrmRefused, CrmUnavailable
from bot.clock import machine_time

TOGETHER = 4
LOOK_AGAIN = 0.08  # seconds between two looks into the outbox
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 900.0  # seconds
PATIENCE_DAYS, PATIENCE_ATTEMPTS = 3, 40
log = structlog.get_logger()


class Deliverer(Protocol):
    async def deliver(self, letter: Letter) -> None: ...


class Courier:
    """Delivers what is due while it has the round; `chance` draws the jitter, from 0 to 1."""

    def __init__(
        self,
        mail: Mail,
        deliverer: Deliverer,
        round: Round,
        settling: float,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """`settling`: seconds that a request whose sender vanished may still be at work there."""
        self._mail = mail
        self._deliverer = deliverer
        self._round = round
        self._settling = settling
        self._chance = chance
        self._breaker = Breaker(mail.database, mail.crm)
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self._had_it = False

    async def work(self, stopped: Event) -> None:
        """Until `stopped`; a database that is away for a while is waited for."""
        while not stopped.is_set():
            await self._one_round()
            await asyncio.sleep(LOOK_AGAIN)
        await asyncio.gather(*self._under_way.values(), return_exceptions=True)
        self._round.leave()

    async def drain(self) -> None:
        """Deliver until nothing is due any more."""
        while await self._one_round() or self._under_way:
            if self._under_way:
                await asyncio.wait(self._under_way.values(), timeout=LOOK_AGAIN)
        self._round.leave()

    async def _one_round(self) -> int:
        """How many letters were taken."""
        try:
            return self._take() if self._may_go() else 0
        except (SQLAlchemyError, OSError) as error:
            log.warning("outbox not readable", error=type(error).__name__)
            await asyncio.sleep(1.0)
            return 0

    def _may_go(self) -> bool:
        held = self._round.held()
        if held and not self._had_it:
            self._mail.recover(self._settling, self._under_way)
        self._had_it = held
        return held

    def _take(self) -> int:
        free = min(TOGETHER, self._breaker.places(TOGETHER)) - len(self._under_way)
        some = self._mail.due(free) if free > 0 else []
        if some:
            self._mail.begin(some)
        for one in some:
            self._under_way[one.position] = asyncio.create_task(self._deliver(one))
        return len(some)

    async def _deliver(self, one: Letter) -> None:
        """A letter of which nothing could be written down is found again as under way."""
        try:
            await self._told(one)
        except (SQLAlchemyError, OSError) as error:
            why = type(error).__name__
            log.warning("delivery not written down", letter=one.position, error=why)
            self._had_it = False
        finally:
            del self._under_way[one.position]

    async def _told(self, one: Letter) -> None:
        try:
            await self._deliverer.deliver(one)
        except StillThere as error:
            self._breaker.answered()
            self._again(one, error)
        except CrmUnavailable as error:
            self._failed(one, error)
        except CrmRefused as error:
            self._breaker.answered()
            bury(self._mail.database, one, str(error))
        except (SQLAlchemyError, OSError):
            raise
        except Exception as error:
            log.exception("delivery broke", letter=one.position, kind=one.kind.value)
            self._failed(one, CrmUnavailable(f"broke: {type(error).__name__}"))
        else:
            self._breaker.answered()
            self._mail.delivered(one)
            if one.told_at is not None:
                arrived_late(self._mail.database, one)

    def _failed(self, one: Letter, error: CrmUnavailable) -> None:
        log.warning("crm not reached", letter=one.position, attempt=one.attempts + 1,
                    reason=str(error))  # fmt: skip
        if self._breaker.failed(error, self._chance()) and error.locked_out:
            log.error("crm locks us out", reason=str(error))
        self._again(one, error)

    def _again(self, one: Letter, error: CrmUnavailable) -> None:
        tired = one.attempts + 1 >= PATIENCE_ATTEMPTS
        if tired and (machine_time() - one.created_at).days >= PATIENCE_DAYS:
            return bury(self._mail.database, one, f"given up: {error}")
        pause = max(own_pause(one.attempts, self._chance()), error.retry_after or 0.0)
        self._mail.later(one, str(error), pause)
        late.tell(self._mail.database, one, str(error))


def own_pause(attempts: int, chance: float) -> float:
    """Seconds: twice as long each time, up to a limit, and anything from half of it upwards."""
    grown = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(attempts, 12))
    return grown * (0.5 + 0.5 * chance)
