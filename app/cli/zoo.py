"""`trackbench models import FILE.yaml`: a runtime file of Icraft's model zoo as an entry of one's own."""

from __future__ import annotations

import json
from pathlib import Path

import click

ENDINGS = (".yaml", ".yml")


def import_runtime_file(path: Path, name: str | None, like: str | None, *, as_json: bool) -> None:
    """Writes the entry, brings the compiled files where they were found, and says what was left out."""
    from app.catalogs import user_catalog
    from app.paths import user_paths
    from engines.boards.zoo_yaml import import_zoo, read_zoo_yaml
    from engines.own_entry import write_entry
    from engines.weights import import_weights

    made = import_zoo(user_catalog(), read_zoo_yaml(path), name=name, like=like)
    written = write_entry(made.entry, user_paths().catalogs)
    catalog = user_catalog()
    if made.files:
        try:
            import_weights(catalog, catalog.entry(made.entry.name), made.files)
        except Exception:  # an entry without the files it was made for helps nobody
            written.unlink()
            raise
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
