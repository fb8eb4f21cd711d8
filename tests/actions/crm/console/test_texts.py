"""Every word of these pages exists in both languages, and every text that is named exists."""

from __future__ import annotations

from actions.crm.console import FOLDER
from knowledge_base.console.wording import LANGUAGES, texts
from tests.knowledge_base.console.test_texts import NAMED, NOTICES, _names


def test_both_languages_have_the_same_texts_with_the_same_values() -> None:
    files = [{path.name for path in (FOLDER / "texts" / one).glob("*.yml")} for one in LANGUAGES]
    known = [texts(one, (FOLDER,)) for one in LANGUAGES]
    assert files[0] == files[1] and set(known[0]) == set(known[1])
    values = [{key: _names(text) for key, text in one.items()} for one in known]
    assert values[0] == values[1]
    assert [key for one in known for key, text in one.items() if not text.strip()] == []


def test_no_part_takes_a_word_of_the_console_itself() -> None:
    own = {path.name for path in (FOLDER / "texts" / "fr").glob("*.yml")}
    console = {path.name for path in (FOLDER.parents[2] / "knowledge_base/console/texts/fr").glob("*.yml")}
    assert own & console == set()


def test_every_text_that_is_named_exists() -> None:
    known = texts("fr", (FOLDER,))
    sources = [*FOLDER.glob("*.py"), *(FOLDER / "templates").glob("*.html")]
    named = {key for path in sources for found in (NAMED, NOTICES) for key in found.findall(path.read_text("utf-8"))}
    missing = {key for key in named if key not in known and f"{key}.one" not in known}
    assert len(named) > 40 and missing == set()
