"""Collects every text of the program into the translation files and compiles them.

Run from the project's root: `python -m resources.translations.update`. New texts appear in the .ts file
as unfinished; translate them there (by hand or with Qt Linguist) and run this again.

Texts of the engines stand in templates (`what`, `remedy`, `Text(...)`, labels and hints of parameters) that
Qt's own collector does not know: they are written to a scratch file it can read.
"""

from __future__ import annotations

import ast
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TRANSLATIONS = Path(__file__).resolve().parent / "trackbench_zh_CN.ts"
_TEMPLATES = {"what", "remedy"}
# Calls whose string arguments people read. A path of the vendor in them does no harm.
_CALLS = {"Text", "parameter", "Seen"}


# Tables whose texts are translated where the row is made, through a short name.
_TABLES = {"app/actions.py": "actions", "app/settings_rows.py": "settings"}


def table_texts(path: str) -> list[str]:
    """Arguments of `tr(...)` in one of the tables."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    named = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "tr"]
    return sorted({text for call in named for text in _strings(call.args)})


def engine_texts() -> list[str]:
    """Every text of the engines and the catalog that the window shows, sorted."""
    found: set[str] = set()
    for path in sorted((ROOT / "engines").rglob("*.py")):
        found.update(_texts_of(ast.parse(path.read_text(encoding="utf-8"))))
    catalog = tomllib.loads((ROOT / "resources" / "catalog.toml").read_text(encoding="utf-8"))
    found.update(entry["title"] for entry in catalog["entry"])
    return sorted(text for text in found if any(c.isalpha() for c in text))


def _texts_of(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id in _TEMPLATES for target in node.targets
        ):
            yield from _strings([node.value])
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CALLS:
            yield from _strings(node.args)
            yield from _strings([k.value for k in node.keywords if k.arg in ("unit", "label", "hint")])


def _strings(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def main() -> int:
    tools = Path(sys.executable).parent
    sources = [*sorted((ROOT / "app").rglob("*.py")), *sorted((ROOT / "widgets").rglob("*.py"))]
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder) / "engine_texts.py"
        texts = [("engines", text) for text in engine_texts()]
        texts += [(context, text) for path, context in _TABLES.items() for text in table_texts(path)]
        lines = [f"QCoreApplication.translate({context!r}, {text!r})" for context, text in texts]
        scratch.write_text("\n".join(lines) + "\n", encoding="utf-8")
        collect = ["-locations", "none", "-no-obsolete", *map(str, sources), str(scratch)]
        subprocess.run([tools / "pyside6-lupdate", *collect, "-ts", TRANSLATIONS], check=True)
    compiled = TRANSLATIONS.with_suffix(".qm")
    subprocess.run([tools / "pyside6-lrelease", TRANSLATIONS, "-qm", compiled], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
