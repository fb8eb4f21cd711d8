"""The README keeps up with the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings

README = (Path(__file__).resolve().parent.parent / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_the_readme_names_every_setting(name: str) -> None:
    assert f"`GUICHET_{name.upper()}`" in README


@pytest.mark.parametrize("command", ["make run", "make test", "guichet chat", "guichet doctor"])
def test_the_readme_names_the_commands(command: str) -> None:
    assert command in README
