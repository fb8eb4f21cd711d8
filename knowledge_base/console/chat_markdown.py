"""An article's text as the chat shows it: what the visitors' page knows of Markdown, no more."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import nh3
from markupsafe import Markup

TAGS = {"p", "strong", "em", "ul", "ol", "li", "a", "br"}
SCHEMES = {"http", "https", "tel", "mailto"}
UNKNOWN = (
    "image", "backticks", "autolink", "html_inline", "entity",
    "code", "fence", "blockquote", "hr", "html_block", "lheading", "reference",
)  # fmt: skip
LINK = re.compile(r"(?:https?|tel|mailto):", re.I)
BARE = re.compile(r"(?<![\w<(\[\"'/])https?://[^\s<>()\[\]]*[^\s<>()\[\].,;:!?»\"']")


def chat_html(markdown: str) -> Markup:
    """Safe HTML of paragraphs, bold, italic, lists and links; anything else stays words."""
    html = _parser().render(BARE.sub(r"[\g<0>](<\g<0>>)", markdown))
    return Markup(
        nh3.clean(
            html,
            tags=TAGS,
            attributes={"a": {"href"}, "ol": {"start"}},
            url_schemes=SCHEMES,
            link_rel="noopener noreferrer",
        )
    )


@cache
def _parser() -> Any:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import emphasis

    class Chat(MarkdownIt):
        def validateLink(self, url: str) -> bool:
            return LINK.match(url) is not None

    made = Chat("commonmark", {"html": False, "breaks": True}).disable(UNKNOWN)
    made.inline.ruler.at("emphasis", _only_stars(emphasis.tokenize))
    made.add_render_rule("heading_open", _opened)
    made.add_render_rule("heading_close", _closed)
    return made


def _only_stars(tokenize: Any) -> Any:
    """Names like `eth_0_1` keep their strokes."""

    def starred(state: Any, silent: bool) -> bool:
        return state.src[state.pos] != "_" and bool(tokenize(state, silent))

    return starred


def _opened(*_: Any) -> str:
    return "<p><strong>"


def _closed(*_: Any) -> str:
    return "</strong></p>\n"
