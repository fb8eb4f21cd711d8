"""Two workers that collect at different times must find the same tests by the same names."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_long_values_do_not_name_tests(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text("from tests.conftest import pytest_make_parametrize_id\n", "utf-8")
    (tmp_path / "test_it.py").write_text(
        "import gzip, os, time, pytest\n"
        "packed = gzip.compress(os.urandom(500), mtime=time.time_ns() % 2**31)\n"
        "@pytest.mark.parametrize('body', [packed, 'x' * 200, 'short'])\n"
        "def test_it(body): pass\n",
        "utf-8",
    )
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", "--rootdir", tmp_path]
    runs = [
        subprocess.run([*command, tmp_path], env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
        for _ in range(2)
    ]
    names = [[line for line in run.stdout.splitlines() if "::" in line] for run in runs]
    assert names[0] == names[1]
    assert [name.split("[")[1] for name in names[0]] == ["body523]", "body200]", "short]"]
