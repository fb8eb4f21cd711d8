"""Many calls at once: a benchmark that found errors does not end well."""

from __future__ import annotations

import json

import pytest
import typer

from benchmarks import voice_load


def test_answers_that_were_not_heard_fail_the_benchmark(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(voice_load, "PATIENCE", 0.0)
    with pytest.raises(typer.Exit) as ended:
        voice_load.main(calls=1, seconds=0.5, as_json=True)
    assert ended.value.exit_code == 1
    printed = capsys.readouterr().out
    assert json.loads(printed[printed.index("{\n") :])["errors"] > 0


def test_answers_that_were_heard_do_not(capsys: pytest.CaptureFixture[str]) -> None:
    voice_load.main(calls=1, seconds=0.5, as_json=False)
    assert " 0 errors" in capsys.readouterr().out
