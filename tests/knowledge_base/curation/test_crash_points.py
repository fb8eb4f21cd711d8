"""A kill at any moment of what changes the articles leaves all of the old, or all of the new."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.conftest import ROOT

POINTS = {
    "publish": {
        "BEGIN IMMEDIATE", "SAVEPOINT sa_savepoint_1", "INSERT INTO releases ",
        "INSERT INTO release_changes ", "UPDATE articles", "UPDATE article_drafts",
        "INSERT INTO article_versions ", "before COMMIT", "open articles", "open manifest",
        "os.mkdir draft", "os.rename draft", "open draft", "after all",
        "INSERT INTO audit ", "INSERT INTO webhook_deliveries ",
    },
    "due": {
        "BEGIN IMMEDIATE", "UPDATE releases", "UPDATE articles", "INSERT INTO article_versions ",
        "INSERT INTO audit ", "INSERT INTO webhook_deliveries ", "before COMMIT", "after all",
    },
    "undo": {
        "BEGIN IMMEDIATE", "UPDATE releases", "INSERT INTO releases ", "UPDATE articles",
        "INSERT INTO audit ", "INSERT INTO webhook_deliveries ", "before COMMIT", "after all",
    },
    "import": {"BEGIN IMMEDIATE", "INSERT INTO articles ", "UPDATE articles", "before COMMIT"},
    "take": {
        "BEGIN IMMEDIATE", "INSERT INTO article_drafts ", "INSERT INTO audit ", "before COMMIT",
        "after all",
    },
    "restore": {
        "INSERT INTO questions ", "INSERT INTO verdicts ", "INSERT INTO regressions ",
        "INSERT INTO question_vectors ", "INSERT INTO question_groups ", "INSERT INTO releases ", 
        "UPDATE articles", "before COMMIT", "os.rename draft",
    },
}  # fmt: skip
STORED = ("articles", "drafts", "releases", "inbox", "told")


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    place = tmp_path_factory.mktemp("crashes")
    environment = {**os.environ, "GUICHET_DATA_DIR": str(place / "data")}
    driver = [sys.executable, "-m", "tests.knowledge_base.curation.crash", str(place)]
    done = subprocess.run(driver, cwd=ROOT, env=environment, stdout=-1, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("job", sorted(POINTS))
def test_a_kill_at_any_point_leaves_the_old_or_the_new(
    job: str, outcomes: list[dict[str, Any]]
) -> None:
    first, *points = (one for one in outcomes if one["job"] == job)
    old, new = first["old"], first["new"]
    assert old["served"] == old["articles"] and new["articles"] == new["served"]
    assert part(old, *STORED) != part(new, *STORED)
    assert {point["at"] for point in points} >= POINTS[job]
    for point in points:
        assert point["killed"] == (point["at"] != "after all"), point
        assert part(point["found"], *STORED) in (part(old, *STORED), part(new, *STORED)), point
        assert point["found"]["served"] in (old["served"], new["served"]), point
        assert point["found"]["problem"] == "", point
        assert point["healed"]["served"] == point["healed"]["articles"], point


def part(seen: dict[str, Any], *names: str) -> list[Any]:
    return [seen[name] for name in names]
