"""`trackbench models import FILE.yaml`: a runtime file of Icraft's model zoo as an entry of one's own."""

from __future__ import annotations

import json
from pathlib import Path

import click

from app import runtime_files
from app.runtime_files import ENDINGS

__all__ = ["ENDINGS", "import_runtime_file"]


def import_runtime_file(path: Path, name: str | None, like: str | None, *, as_json: bool) -> None:
    """Writes the entry, brings the compiled files where they were found, and says what was left out."""
    imported = runtime_files.import_runtime_file(path, name=name, like=like)
    made, written = imported.made, imported.written
    if as_json:
        facts = {"entry": made.entry.name, "like": made.like, "file": str(written)}
        texts = {"notes": list(map(str, made.notes)), "warnings": list(map(str, made.warnings))}
        click.echo(json.dumps({**facts, "files": list(map(str, made.files)), **texts}, indent=2))
        return
    for note in made.notes:
        click.echo(note)
    click.echo(f"{made.entry.name} is written to {written}")
    for file in made.files:
        click.echo(f"{file.name} imported")
    for warning in made.warnings:
        click.echo(f"▲ {warning}", err=True)
