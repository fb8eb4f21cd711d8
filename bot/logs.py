"""What the house writes down about its own work: one JSON object a line, nobody's data."""

from __future__ import annotations

import hashlib
import logging
import sys
import traceback
from logging.handlers import RotatingFileHandler

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.settings import settings

_FIVE_MEGABYTES = 5 * 1024 * 1024
# Below a warning, Rasa tells every word of every turn, whatever level is asked for.
_TALKATIVE = (
    *("rasa", "rasa_sdk", "httpx", "httpcore", "socketio", "engineio", "alembic"),
    *("bm25s", "faiss.loader", "jax._src.xla_bridge"),
)


def configure(process: str) -> None:
    """Write to standard error and to `<data folder>/logs/<process>.log`, which rotates."""
    common = _common(process)
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=common,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
    _set_handlers([logging.StreamHandler(sys.stderr), _file(process)], formatter)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *common,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def correlation(message_id: str) -> str:
    """A short name for a message, the same in every process, that tells nothing about it."""
    return hashlib.sha256(message_id.encode("utf-8", "replace")).hexdigest()[:12]


def _common(process: str) -> list[Processor]:
    def named(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        return {"process": process, **event}

    return [
        named,
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        _where_it_failed,
        _mask_personal,
    ]


def _where_it_failed(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Keep an exception's kind and place; its message may quote what a visitor wrote."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    if isinstance(info, BaseException):
        info = (type(info), info, info.__traceback__)
    if isinstance(info, tuple) and info[0] is not None:
        frames = traceback.extract_tb(info[2])[-4:]
        event["error"] = info[0].__name__
        event["where"] = [f"{frame.name}:{frame.lineno}" for frame in frames]
    return event


def _mask_personal(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    for name in event:
        if name.startswith("pii_"):
            event[name] = "•••"
    return event


def _file(process: str) -> logging.Handler:
    folder = settings().data_dir / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    return RotatingFileHandler(
        folder / f"{process}.log", maxBytes=_FIVE_MEGABYTES, backupCount=3, encoding="utf-8"
    )


def _set_handlers(handlers: list[logging.Handler], formatter: logging.Formatter) -> None:
    root = logging.getLogger()
    for old in list(root.handlers):
        root.removeHandler(old)
        old.close()
    for handler in handlers:
        handler.setFormatter(formatter)
        root.addHandler(handler)
    root.setLevel(settings().log_level)
    for talkative in _TALKATIVE:
        logging.getLogger(talkative).setLevel(logging.WARNING)
    for uvicorn in ("uvicorn", "uvicorn.error"):
        logging.getLogger(uvicorn).handlers.clear()
        logging.getLogger(uvicorn).propagate = True
