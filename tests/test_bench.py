"""The benches can be run: each is there and described, and the quickest one measures something."""

import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.registry import BENCHES, summary_of
from bench.rows import Row, missing, table

ROOT = Path(__file__).resolve().parents[1]


def bench(*words):
    command = [sys.executable, "-m", "bench", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("name", BENCHES)
def test_each_bench_is_there(name):
    module = importlib.import_module(f"bench.{name}")
    assert callable(module.run)
    assert summary_of(name).endswith(".")


def test_the_readme_names_each():
    text = (ROOT / "bench" / "README.md").read_text(encoding="utf-8")
    assert [name for name in BENCHES if f"`{name}`" not in text] == []


def test_the_list():
    result = bench("--list")
    assert result.returncode == 0, result.stderr
    assert [line.split()[0] for line in result.stdout.splitlines()] == list(BENCHES)


def test_unknown_names_are_wrong_usage():
    result = bench("nothing-of-the-kind")
    assert result.returncode == 2 and "nothing-of-the-kind" in result.stderr


def test_the_quickest_one_runs(tmp_path):
    file = tmp_path / "rows.json"
    result = bench("display", "--quick", "--json", str(file))
    assert result.returncode == 0, result.stderr
    assert "1080p 1:1, no overlay / bare" in result.stdout and "bars met" in result.stdout
    rows = json.loads(file.read_text())["rows"]
    assert len(rows) == 4 and all(row["value"] > 0.1 for row in rows)


def test_a_row_says_whether_its_bar_is_met():
    assert Row("b", "w", 1.2, bar=1.3).is_met is True
    assert Row("b", "w", 1.4, bar=1.3).is_met is False
    assert Row("b", "w", 0.6, "", bar=0.56, at_least=True).is_met is True
    assert Row("b", "w", 0.5).is_met is None
    assert missing("b", "w", "no assets").is_met is None


def test_the_table_is_aligned():
    rows = [Row("a", "short", 1.234, bar=1.3, samples="5 rounds"), Row("bench", "what", 2000.0, "ms")]
    head, first, second = table([*rows]).splitlines()
    assert head.startswith("bench  what ") and "1.23x" in first and "<= 1.30x  yes   5 rounds" in first
    assert "2,000 ms" in second and missing("a", "b", "c").cells[2] == "-"
