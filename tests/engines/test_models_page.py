"""docs/models.md and the catalog name the same entries, with the same boards, licences and homes."""

import re
from pathlib import Path

import pytest

from engines.catalog import CatalogEntry, NetworkEntry, load_catalog

PAGE = Path(__file__).resolve().parents[2] / "docs" / "models.md"
TASKS = {"sot": "SOT", "mot": "MOT", "pose": "pose"}
ENTRIES = load_catalog(Path("nowhere")).entries


def rows():
    """Cells of the tables' rows by the entry that each is about."""
    found = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        name = re.fullmatch(r"`([a-z0-9.-]+)`", cells[0])
        if name and len(cells) > 2:
            assert name[1] not in found, f"{name[1]} stands there twice"
            found[name[1]] = cells
    return found


def test_every_entry_has_a_row_and_every_row_an_entry():
    assert sorted(rows()) == sorted(entry.name for entry in ENTRIES)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_a_row_says_what_the_catalog_says(entry):
    cells = rows()[entry.name]
    assert cells[1] == TASKS[entry.task] and cells[2] == ", ".join(entry.boards)
    assert entry.licence in cells
    can_be_fetched = all(network.url for network in entry.network)
    assert any("fetch" in cell for cell in cells) == can_be_fetched


def test_every_key_is_explained():
    text = PAGE.read_text(encoding="utf-8")
    for model in (CatalogEntry, NetworkEntry):
        for key in model.model_fields:
            if key != "bundled":
                assert f"`{key}`" in text, key


def test_every_test_that_is_named_exists():
    root = PAGE.parents[1]
    named = re.findall(r"`(?:tests/parity/)?(test_\w+\.py)`", PAGE.read_text(encoding="utf-8"))
    assert named and all((root / "tests" / "parity" / name).is_file() for name in named)
