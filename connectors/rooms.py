"""The other rooms, as the gateway opens their doors: the knowledge base and the CRM."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from inspect import isawaitable
from typing import Any

import structlog
from fastapi import Depends, FastAPI, Request
from prometheus_client import CollectorRegistry
from sqlalchemy.engine import Engine

from bot.forgetting import Rule, days
from bot.person import Store
from bot.settings import Settings, settings
from connectors.desk import Guess
from connectors.queue import Queue

log = structlog.get_logger()
# What the console takes, in bytes: documents to import, and articles.
BODIES = {
    "/console/import": 32 * 1024**2,
    "/api/curation/import": 32 * 1024**2,
    "/console/": 1024**2,
    "/api/curation/": 1024**2,
}


def mount(
    app: FastAPI,
    knowledge: Any,
    crm: Any,
    queue: Queue,
    console: Any,
    admitted: Callable[[Request], bool],
) -> None:
    """The doors that these rooms make themselves; anybody may search, each in their turn.

    `admitted`: whether an address may ask for a callback's page again already.
    """
    if knowledge is not None:
        from knowledge_base.api import router as knowledge_router

        app.include_router(knowledge_router(knowledge), dependencies=[Depends(queue.turn)])
    if crm is not None:
        from actions.crm.api import router as crm_router
        from actions.crm.letters.door import router as callback_pages

        app.include_router(crm_router(crm))
        app.include_router(callback_pages(crm, admitted))
    app.include_router(console.api())
    app.mount("/console", console.site())


def console(knowledge: Any, queue: Queue) -> Any:
    """The support team's console, which needs neither knowledge nor its tables to be there."""
    from actions.crm.console import PARTS
    from bot.database import engine
    from connectors.said import said
    from connectors.voice.saying import wav_of
    from connectors.voice.speakable import speakable
    from knowledge_base.console.opening import open_console

    seams = {"speak": wav_of, "spoken": speakable, "said": partial(said, engine())}
    return open_console(knowledge, queue.address, PARTS, **seams)


def background(console: Any, registry: CollectorRegistry) -> Any:
    """What is done for the support team beside serving; `start` it, and `close` it."""
    from knowledge_base.console.background import Background

    return Background(console, registry)


def knowledge() -> Any:
    """The knowledge base of the settings; None, and a gateway that is not ready, without one."""
    from knowledge_base.live import open_knowledge

    try:
        return open_knowledge()
    except Exception:
        log.error("knowledge base not opened", exc_info=True)
        return None


def article_voices() -> list[tuple[str, str]]:
    """What is said aloud of each article, where it says so, and its language."""
    from bot.database import migrate
    from knowledge_base.sources import Sources

    try:
        migrate()
        articles = Sources().read().articles.values()
    except Exception:
        log.error("articles not read", exc_info=True)
        return []
    return [(one.voice, one.language) for one in articles if one.voice]


def forgetting(database: Engine, chosen: Settings) -> list[Rule]:
    """What each room forgets with time, a little at each call; 0 when it is done."""
    from actions.crm.embedded import forgetting as crm_room
    from actions.crm.letters import personal as letters
    from actions.crm.outbox import keeping as outbox
    from bot import old_files
    from knowledge_base.curation import forgetting as questions_room

    said, webhooks = days(chosen.retention_days), days(chosen.retention_webhooks_days)
    records, comments = chosen.retention_records_days, chosen.retention_comments_days
    logs, audio = days(chosen.retention_logs_days), days(chosen.retention_audio_days)
    return [
        *questions_room.rules(database, said, webhooks),
        *crm_room.rules(database, days(records), days(comments)),
        *letters.rules(database, chosen.data_dir, said),
        *outbox.rules(database, said, days(records)),
        *old_files.rules(chosen.data_dir, logs, audio),
    ]


def beside(registry: CollectorRegistry) -> list[Any]:
    """What is done for callbacks beside serving: letters taken away, what nobody made closed."""
    from actions.crm.customers.expiry import expiry_thread
    from actions.crm.letters.postman import postman_thread

    return [postman_thread(registry), expiry_thread(registry)]


def records(database: Engine, company: Any) -> Any:
    """The embedded CRM as one person's records: it also tells who somebody is."""
    from actions.crm.embedded.personal import PersonalRecords

    return PersonalRecords(database, company)


def company(database: Engine, chosen: Settings) -> Any:
    """The company's CRM as a store of one person's data; None where the desk has no other."""
    if chosen.crm == "embedded":
        return None
    from actions.crm.outbox.company import CompanyRecords
    from actions.crm.outbox.opening import company_crm

    return CompanyRecords(database, chosen.crm, company_crm)


def personal(database: Engine) -> list[Store]:
    """Where else these rooms may hold something of a person; a new store is added here."""
    from actions.crm.letters.personal import Letters
    from actions.crm.outbox.personal import TheirLetters, erasures_of
    from knowledge_base.curation.personal import stores

    letters = Letters(database, settings().data_dir)
    return [*stores(database), TheirLetters(database), erasures_of(database), letters]


def requests_due(database: Engine, within: timedelta) -> list[Any]:
    """Requests for a copy or an erasure whose legal date is near."""
    from actions.crm.embedded.personal import requests_due as due

    return due(database, within)


def crm() -> Any:
    """The CRM that the settings name."""
    from actions.crm import crm

    return crm()


def courier(registry: CollectorRegistry) -> Any:
    """Who takes what was noted to the company's CRM; None where it is noted there already."""
    if settings().crm == "embedded":
        return None
    from actions.crm.outbox.opening import courier_thread

    return courier_thread(registry)


async def close(*rooms: Any) -> None:
    """End what each room does in the background, where it does anything."""
    for room in rooms:
        ended = room.close() if hasattr(room, "close") else None
        if isawaitable(ended):
            await ended


def guess() -> Guess:
    """Tells the language of a text when its channel does not."""
    from bot.nlu.language import guess

    guessed: Guess = guess
    return guessed
