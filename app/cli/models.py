"""`trackbench models`: the catalog and its weights."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from engines.catalog import Catalog, CatalogEntry

_EXAMPLES = """
\b
Examples:
  trackbench models
  trackbench models show vittrack
  trackbench models import object_tracking_vittrack_2023sep.onnx --as vittrack
  trackbench models fetch vittrack
"""


@click.group(name="models", invoke_without_command=True, epilog=_EXAMPLES)
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """The model catalog: what runs where, with which weights."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_models, as_json=as_json)


@command.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def list_models(as_json: bool) -> None:
    """Lists every entry with task, boards and whether its weights are here."""
    from app.catalogs import user_catalog
    from app.cli.output import table

    catalog = user_catalog()
    if as_json:
        click.echo(json.dumps([_values(catalog, entry) for entry in catalog.entries], indent=2))
        return
    rows = [("name", "task", "precision", "boards", "weights", "")]
    for entry in catalog.entries:
        here = "here" if catalog.has_weights(entry) else "missing"
        rows.append((entry.name, entry.task, entry.precision, ", ".join(entry.boards), here, entry.title))
    click.echo(table(rows))


@command.command(epilog="Example: trackbench models show demo-sot")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def show(name: str, as_json: bool) -> None:
    """Shows one entry whole."""
    from app.catalogs import user_catalog

    catalog = user_catalog()
    entry = catalog.entry(name)
    if as_json:
        click.echo(json.dumps(_values(catalog, entry), indent=2))
        return
    click.echo(f"{entry.name}: {entry.title}\n{entry.summary}")
    click.echo(f"task {entry.task}, tracker {entry.tracker}, precision {entry.precision}")
    click.echo(f"licence {entry.licence}")
    click.echo(f"source {entry.source}\nboards {', '.join(entry.boards)}")
    if entry.needs.hard_operators:
        click.echo(f"needs hard operators {', '.join(entry.needs.hard_operators)}")
    for network in entry.network:
        path = catalog.weight_file(entry, network)
        click.echo(f"network {network.role}: {path} ({'here' if path.is_file() else 'missing'})")
        for kind, tensors in (("in ", network.inputs), ("out", network.outputs)):
            for tensor in tensors:
                click.echo(f"  {kind} {tensor.name} {list(tensor.shape)}")
    for figure in entry.published:
        click.echo(f"published: {figure.what}: {figure.value:g} {figure.unit} ({figure.source})")


@command.command(name="import", epilog="Example: trackbench models import vit.onnx --as vittrack")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--as", "name", required=True, help="Catalog entry the files belong to.")
def import_(files: tuple[Path, ...], name: str) -> None:
    """Imports FILES as the weights of an entry, after loading and running each once."""
    from app.catalogs import user_catalog
    from engines.weights import import_weights

    catalog = user_catalog()
    for check in import_weights(catalog, catalog.entry(name), files):
        click.echo(f"{check.role}: {check.file.name} imported, {_checksum_word(check.known)}")


@command.command(epilog="Example: trackbench models fetch vittrack")
@click.argument("name")
def fetch(name: str) -> None:
    """Downloads the weights of an entry; resumes where an earlier download stopped."""
    from app.catalogs import user_catalog
    from engines.weights import fetch_weights

    catalog = user_catalog()
    for path in fetch_weights(catalog, catalog.entry(name), on_progress=_show_progress):
        click.echo(f"{path}")


@command.command(epilog="Example: trackbench models check demo-sot")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def check(name: str, as_json: bool) -> None:
    """Checks the weights of an entry: checksum, tensors, and one run."""
    from app.catalogs import user_catalog
    from engines.weights import check_file

    catalog = user_catalog()
    entry = catalog.entry(name)
    files = catalog.weights(entry)
    checks = [check_file(entry, network, path) for network, path in zip(entry.network, files, strict=True)]
    if as_json:
        rows = [
            {"role": c.role, "file": str(c.file), "sha256": c.sha256, "known": c.known, "run_ms": c.run_ms}
            for c in checks
        ]
        click.echo(json.dumps(rows, indent=2))
        return
    for found in checks:
        ran = f"fits, runs in {found.run_ms:.1f} ms (measured)"
        click.echo(f"{found.role}: {ran}, {_checksum_word(found.known)}")


def _values(catalog: Catalog, entry: CatalogEntry) -> dict[str, Any]:
    return {**entry.model_dump(mode="json"), "weights_here": catalog.has_weights(entry)}


def _checksum_word(known: bool | None) -> str:
    if known is None:
        return "checksum unknown to the catalog"
    return "checksum as in the catalog" if known else "checksum differs from the catalog's"


def _show_progress(done: int, total: int | None) -> None:
    if sys.stderr.isatty():
        share = f" of {total / 1e6:.1f}" if total else ""
        print(f"\r{done / 1e6:.1f}{share} MB", end="", file=sys.stderr, flush=True)
