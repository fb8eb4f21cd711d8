"""The page behind a callback's link, as one would see it: what it shows, in which language."""

from __future__ import annotations

import re
import secrets
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any

from markupsafe import Markup
from starlette.responses import HTMLResponse

from actions.crm.letters.links import GRACE, token_of
from actions.crm.letters.rendering import rendered
from actions.crm.letters.wording import LANGUAGES, day_heading, said, texts, worded, zone_of
from actions.crm.records import Callback, CallbackStatus
from actions.spoken_date import spoken_time
from bot.clock import now
from bot.settings import settings

OVER = {"wrong": 404, "expired": 410, "busy": 503, "too_many": 429}
WAITS = {503: "5", 429: "60"}  # seconds until the same may be asked again


@cache
def _style() -> tuple[str, str]:
    """The page's style, and its place in the policy of what a browser may load."""
    css = (Path(__file__).parent / "templates" / "page.css").read_text("utf-8")
    digest = b64encode(sha256(css.encode()).digest()).decode()
    return css, f"'sha256-{digest}'"


def _headers() -> dict[str, str]:
    return {
        "Content-Security-Policy": f"default-src 'none'; style-src {_style()[1]}; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex, nofollow",
    }


def state_of(callback: Callback | None) -> str:
    """`wrong`, `expired`, `cancelled`, `over` or `open`."""
    if callback is None:
        return "wrong"
    if now() > callback.end + GRACE:
        return "expired"
    if callback.status is CallbackStatus.CANCELLED:
        return "cancelled"
    done = callback.status is CallbackStatus.DONE or callback.end <= now()
    return "over" if done else "open"


@dataclass(frozen=True)
class CallbackPage:
    """A page in a language; `callback` is None where the link leads nowhere."""

    callback: Callback | None
    language: str

    def shown(self, note: str = "") -> HTMLResponse:
        """How the callback stands."""
        state = state_of(self.callback)
        if state != "open" or self.callback is None:
            return self.told(state)
        t, values = texts(self.language), said(self.callback, self.language)
        facts = [
            (t["page_day"], values["day"]),
            (t["page_time"], values["time"]),
            (t["page_about"], values["about"]),
            (t["page_phone"], t["page_number"].format(**values)),
            (t["page_ref"], values["ref"]),
        ]
        filled = [one for one in facts if one[1]]
        lines = [t["page_intro"].format(**values)]
        return self._page("title", show="open", lines=lines, facts=filled, note=note)

    def told(self, state: str) -> HTMLResponse:
        """Why there is nothing to do here, and a way on."""
        text = texts(self.language)[f"page_{state}"]
        return self._page(f"{state}_title", OVER.get(state, 200), lines=[text])

    def asks_to_cancel(self) -> HTMLResponse:
        return self._page("cancel_title", show="cancel", lines=[self._said("page_cancel_text")])

    def times(self, starts: Sequence[datetime], note: str = "", status: int = 200) -> HTMLResponse:
        """Free times by day; each form that is shown is another one."""
        lines = [self._said("page_move_text" if starts else "page_no_times")]
        alarm = texts(self.language)[note] if note else ""
        days = self._days(starts)
        form = secrets.token_hex(8)
        return self._page(
            "move_title", status, show="move", lines=lines, note=alarm, days=days, form=form
        )

    def _said(self, name: str) -> str:
        assert self.callback is not None
        return worded(name, self.language, said(self.callback, self.language))

    def _days(self, starts: Sequence[datetime]) -> list[tuple[str, list[tuple[str, str]]]]:
        assert self.callback is not None
        local = [start.astimezone(zone_of(self.callback)) for start in starts]
        return [
            (
                day_heading(day, self.language),
                [(one.isoformat(), spoken_time(one.time(), self.language)) for one in some],
            )
            for day, some in groupby(local, lambda one: one.date())
        ]

    def _page(self, title: str, status: int = 200, show: str = "", **values: Any) -> HTMLResponse:
        t, chosen, other = texts(self.language), settings(), _other(self.language)
        here = f"/callback/{token_of(self.callback.ref)}" if self.callback else ""
        step = f"/{show}" if show in ("cancel", "move") else ""
        given = {
            "t": t, "language": self.language, "title": t[f"page_{title}"], "other": other,
            "company": chosen.company_name, "css": Markup(_style()[0]), "show": show, "here": here,
            "asked": f"?language={self.language}", "switch": f"{here}{step}?language={other}",
            "facts": [], "lines": [], "note": "", "alarming": status >= 400, "days": [], "form": "",
            "dialled": re.sub(r"[^+\d]", "", chosen.company_phone), "chat": chosen.visitors_url,
            "call": t["page_call"].format(phone=chosen.company_phone),
        }  # fmt: skip
        page = rendered("page.html", **{**given, **values})
        waits = {"Retry-After": WAITS[status]} if status in WAITS else {}
        return HTMLResponse(page, status, {**_headers(), **waits})


def _other(language: str) -> str:
    return next(one for one in LANGUAGES if one != language)
