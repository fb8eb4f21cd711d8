"""Every word of the console exists in both languages, and every text that is named exists."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

from knowledge_base.console.rendering import TEMPLATES
from knowledge_base.console.wording import LANGUAGES, TEXTS, preferred, texts, translator

CONSOLE = Path(TEMPLATES).parent
NAMED = re.compile(r"""\bt\(\s*["']([a-z_]+(?:\.[a-z_0-9]+)+)["']\s*[,)]""")
NOTICES = re.compile(r"""redirect\([^,]+,\s*["']([a-z_.]+)["']""")


def test_both_languages_have_the_same_files_and_texts() -> None:
    files = [{path.name for path in (TEXTS / one).glob("*.yml")} for one in LANGUAGES]
    assert files[0] == files[1]
    assert set(texts("fr")) == set(texts("en"))


def test_both_languages_use_the_same_values() -> None:
    values = [{key: _names(text) for key, text in texts(one).items()} for one in LANGUAGES]
    assert values[0] == values[1]
    assert [key for one in LANGUAGES for key, text in texts(one).items() if not text.strip()] == []


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_text_that_is_named_exists() -> None:
    known = texts("fr")
    sources = [*CONSOLE.glob("*.py"), *TEMPLATES.rglob("*.html")]
    named = {key for path in sources for found in (NAMED, NOTICES) for key in found.findall(path.read_text("utf-8"))}
    missing = {key for key in named if key not in known and f"{key}.one" not in known}
    assert len(named) > 50 and missing == set()


def test_languages_count_each_in_their_way() -> None:
    assert translator("fr")("audit.lines", count=0) == "0 ligne"
    assert translator("en")("audit.lines", count=0) == "0 lines"
    assert [preferred(one) for one in ("en-GB,fr", "de,en;q=0.8", "", "de")] == ["en", "en", "fr", "fr"]
