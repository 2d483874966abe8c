"""Collects every text of the program into the translation files and compiles them.

Run from the project's root: `python -m resources.translations.update`. New texts appear in the .ts file
as unfinished; translate them there (by hand or with Qt Linguist) and run this again.

Texts of the engines stand in templates (`what`, `remedy`, `Text(...)`, reasons of failures, labels and
hints of parameters) that Qt's own collector does not know: they are written to a scratch file it can read.
A sentence made by an f-string cannot be found: it has to be a `Text`.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tempfile
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TRANSLATIONS = Path(__file__).resolve().parent / "trackbench_zh_CN.ts"
# The folders whose failures and texts the window says through `app.speech`.
_SPOKEN = ("engines", "app")
# Classes say these for all their failures, ...
_TEMPLATES = {"what", "remedy"}
# ... and a failure gets these with its facts.
_FACTS = {"reason", "cause", "remedy", "advice", "hint"}
# Calls with arguments that people read, and how many stand before those.
_CALLS = {"Text": 0, "parameter": 0, "Seen": 0, "BoardOffer": 0, "misfit": 2, "Capability": 1}
_READ_KEYWORDS = {"unit", "label", "section", "at_minimum"}
_FIELD = re.compile(r"\{[^}]*\}")

# Tables whose texts are translated where the row is made, through a short name.
TABLES = {"app/actions.py": "actions", "app/settings_rows.py": "settings"}


def table_texts(path: str) -> list[str]:
    """Arguments of `tr(...)` in one of the tables."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    named = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "tr"]
    return sorted({text for call in named for text in _strings(call.args, {})})


def engine_texts() -> list[str]:
    """Every text of the engines, the failures and the catalog that the window shows, sorted."""
    found: set[str] = set()
    for folder in _SPOKEN:
        for path in sorted((ROOT / folder).rglob("*.py")):
            found.update(texts_of(ast.parse(path.read_text(encoding="utf-8"))))
    for path in sorted((ROOT / "resources" / "catalog").glob("*.toml")):
        catalog = tomllib.loads(path.read_text(encoding="utf-8"))
        found.update(entry["title"] for entry in catalog["entry"])
    return sorted(text for text in found if any(c.isalpha() for c in text) and _FIELD.sub("", text))


def texts_of(tree: ast.AST) -> Iterator[str]:
    """Texts of one module, some of them twice."""
    named = _named_texts(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _strings([k.value for k in node.keywords if k.arg in _FACTS], named)
            if isinstance(node.func, ast.Name) and node.func.id in _CALLS:
                yield from _strings(node.args[_CALLS[node.func.id] :], named)
                yield from _strings([k.value for k in node.keywords if k.arg in _READ_KEYWORDS], named)
    for name in _TEMPLATES:
        yield from named.get(name, ())


def _named_texts(tree: ast.AST) -> Mapping[str, list[str]]:
    """Texts of a module by the names they are assigned to, wherever in it that is."""
    named: dict[str, list[str]] = defaultdict(list)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            pairs = [(target, node.value) for target in node.targets]
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            pairs = [(node.target, node.value)]
        else:
            continue
        for target, value in pairs:
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                pairs += zip(target.elts, value.elts, strict=False)
            elif isinstance(target, ast.Name):
                named[target.id] += _strings([value], {})
    return named


def _strings(nodes: Iterable[ast.expr], named: Mapping[str, list[str]]) -> Iterator[str]:
    """The texts among expressions; a name stands for what it is given in its module."""
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.IfExp):
            yield from _strings([node.body, node.orelse], named)
        elif isinstance(node, ast.BoolOp):
            yield from _strings(node.values, named)
        elif isinstance(node, ast.Name):
            yield from named.get(node.id, ())


def collect(into: Path) -> None:
    """Brings a .ts file up to date: new texts come in unfinished, texts nobody says any more go."""
    tables = {ROOT / path for path in TABLES}
    found = [path for folder in ("app", "widgets") for path in sorted((ROOT / folder).rglob("*.py"))]
    sources = [path for path in found if path not in tables]
    texts = [("engines", text) for text in engine_texts()]
    texts += [(context, text) for path, context in TABLES.items() for text in table_texts(path)]
    lines = [f"QCoreApplication.translate({context!r}, {text!r})" for context, text in texts]
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder) / "engine_texts.py"
        scratch.write_text("\n".join(lines) + "\n", encoding="utf-8")
        options = ["-silent", "-locations", "none", "-no-obsolete"]
        _run_tool("lupdate", *options, *sources, scratch, "-ts", into)


def main() -> int:
    collect(TRANSLATIONS)
    _run_tool("lrelease", TRANSLATIONS, "-qm", TRANSLATIONS.with_suffix(".qm"))
    return 0


def _run_tool(name: str, *arguments: str | Path) -> None:
    subprocess.run([Path(sys.executable).parent / f"pyside6-{name}", *arguments], check=True)


if __name__ == "__main__":
    sys.exit(main())
