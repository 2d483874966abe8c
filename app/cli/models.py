"""`trackbench models`: the catalog and its weights."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from engines.catalog import Catalog, CatalogEntry
    from engines.weights import NetworkCheck

_EXAMPLES = """
\b
Examples:
  trackbench models
  trackbench models show vittrack
  trackbench models import object_tracking_vittrack_2023sep.onnx
  trackbench models import net1.onnx net2.onnx --as ettrack
  trackbench models fetch vittrack
"""
_IMPORT_EXAMPLES = """
\b
Examples:
  trackbench models import yolox_nano.onnx
  trackbench models import net1.onnx net2.onnx --as ettrack
  trackbench models import yolox_tiny_640.onnx --new my-yolox --like yolox
  trackbench models import bytetrack_psin_BY.yaml
"""


def _triple(_ctx: click.Context, parameter: click.Parameter, value: str | None) -> tuple[float, ...] | None:
    if value is None:
        return None
    try:
        numbers = tuple(float(part) for part in value.split(","))
    except ValueError:
        numbers = ()
    if (
        len(numbers) != 3
        or not all(map(math.isfinite, numbers))
        or (parameter.name == "std" and 0 in numbers)
    ):
        raise click.BadParameter("three numbers are needed, for example 0.485,0.456,0.406")
    return numbers


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
    """Lists every entry with task, boards, licence and whether its weights are here."""
    from app.catalogs import user_catalog
    from app.cli.output import table

    catalog = user_catalog()
    if as_json:
        click.echo(json.dumps([_values(catalog, entry) for entry in catalog.entries], indent=2))
        return
    rows = [("name", "task", "detector", "tracker", "precision", "boards", "weights", "licence", "")]
    for entry in catalog.entries:
        here = "here" if catalog.has_weights(entry) else "missing"
        parts = (entry.detector or "-", entry.tracker, entry.precision, ", ".join(entry.boards))
        rows.append((entry.name, entry.task, *parts, here, entry.licence, entry.title))
    click.echo(table(rows))


@command.command(epilog="Example: trackbench models show demo-sot")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def show(name: str, as_json: bool) -> None:
    """Shows one entry whole."""
    from app.catalogs import user_catalog
    from app.cli.output import table

    catalog = user_catalog()
    entry = catalog.entry(name)
    if as_json:
        click.echo(json.dumps(_values(catalog, entry), indent=2))
        return
    click.echo(f"{entry.name}: {entry.title}\n{entry.summary}\n")
    click.echo(table(_facts(entry)))
    for network in entry.network:
        paths = catalog.weight_files(entry, network)
        here = "here" if all(path.is_file() for path in paths) else "missing"
        click.echo(f"\nnetwork {network.role}: {', '.join(map(str, paths))} ({here})")
        sides = (("in", network.inputs), ("out", network.outputs))
        tensors = [
            (f"  {kind}", f"{given.name} {list(given.shape)}", _pixels_word(given))
            for kind, side in sides
            for given in side
        ]
        if tensors:
            click.echo(table(tensors))
        for known in network.known:
            click.echo(f"  fits: {known.title} ({known.source})")
    if entry.published:
        click.echo("\npublished: by others, not measured here")
        rows = [(f"  {f.what}", f"{f.value:g}", f.unit, f.source) for f in entry.published]
        click.echo(table(rows))


@command.command(name="import", epilog=_IMPORT_EXAMPLES)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--as", "name", help="Catalog entry the files belong to; without it they tell by themselves.")
@click.option("--new", help="Make an entry of your own of this name, for files of other sizes or names.")
@click.option("--like", help="With --new: the entry that the files are like.")
@click.option("--color", type=click.Choice(["RGB", "BGR"]), help="With --new: order of the colours.")
@click.option("--mean", metavar="R,G,B", callback=_triple, help="With --new: in 0...1 units.")
@click.option("--std", metavar="R,G,B", callback=_triple, help="With --new: in 0...1 units.")
@click.option("--labels", metavar="NAME,...", default="", help="With --new: class names.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def import_(
    files: tuple[Path, ...],
    name: str | None,
    new: str | None,
    like: str | None,
    as_json: bool,
    labels: str,
    **pixels: Any,
) -> None:
    """Imports FILES as the weights of an entry, after loading and running each once.

    A runtime file of Icraft's model zoo (.yaml) becomes an entry of your own.
    """
    from app.cli.zoo import ENDINGS, import_runtime_file

    if files[0].suffix.lower() in ENDINGS:
        if len(files) > 1 or name or labels or any(value is not None for value in pixels.values()):
            raise click.UsageError("A .yaml file is imported alone, with --new and --like at most.")
        import_runtime_file(files[0], new, like, as_json=as_json)
        return
    from app.catalogs import user_catalog
    from engines.recognise import recognise
    from engines.weights import import_weights

    if (new is None) != (like is None) or (new and name):
        raise click.UsageError("--new and --like belong together, and not beside --as.")
    if new is None and (labels or any(value is not None for value in pixels.values())):
        raise click.UsageError("--color, --mean, --std and --labels need --new.")
    catalog = user_catalog()
    reasons: tuple[str, ...] = ()
    if new is not None and like is not None:
        reasons = (f"{new} is written to {_make_entry(catalog, new, like, files, labels, pixels)}",)
        catalog, name = user_catalog(), new
    elif name is None:
        chosen = recognise(catalog, files).decide()
        name, reasons = chosen.entry.name, chosen.reasons
        files = tuple(path for path in chosen.files if path is not None)
    checks = import_weights(catalog, catalog.entry(name), files)
    if as_json:
        facts = {"entry": name, "reasons": list(map(str, reasons))}
        click.echo(json.dumps({**facts, "files": [_check_values(name, c) for c in checks]}, indent=2))
        return
    for reason in reasons:
        click.echo(reason)
    for found in checks:
        click.echo(f"{found.role}: {found.file.name} imported, {_checksum_word(found)}")
    click.echo(f"{name} can be run now: trackbench run SOURCE --model {name}")


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
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def check(name: str | None, as_json: bool) -> None:
    """Checks the weights of an entry, or of all that are here: checksum, tensors, and one run."""
    from app.catalogs import user_catalog
    from engines.weights import check_file

    catalog = user_catalog()
    here = (entry for entry in catalog.entries if catalog.has_weights(entry))
    checks = [
        (entry.name, check_file(entry, network, path))
        for entry in ([catalog.entry(name)] if name else here)
        for network, path in zip(entry.network, catalog.weights(entry), strict=True)
    ]
    if as_json:
        click.echo(json.dumps([_check_values(*found) for found in checks], indent=2))
        return
    for entry_name, found in checks:
        ran = "not run here" if found.run_ms is None else f"fits, runs in {found.run_ms:.1f} ms (measured)"
        which = found.role if name else f"{entry_name} {found.role}"
        click.echo(f"{which}: {ran}, {_checksum_word(found)}")


def _make_entry(
    catalog: Catalog, new: str, like: str, files: tuple[Path, ...], labels: str, pixels: Mapping[str, Any]
) -> Path:
    """Writes an entry for the files into the user's catalog folder; gives its file."""
    from app.paths import user_paths
    from engines.own_entry import Pixels, entry_like, write_entry

    names = [label.strip() for label in labels.split(",") if label.strip()]
    entry = entry_like(catalog, catalog.entry(like), new, files, pixels=Pixels(**pixels), labels=names)
    return write_entry(entry, user_paths().catalogs)


def _facts(entry: CatalogEntry) -> list[tuple[str, str]]:
    """Names and values of what is not empty."""
    values = [
        ("task", entry.task),
        ("detector", entry.detector or ""),
        ("tracker", entry.tracker),
        ("labels", ", ".join(entry.labels)),
        ("parameters", ", ".join(f"{key}={value}" for key, value in entry.parameters.items())),
        ("precision", entry.precision),
        ("boards", ", ".join(entry.boards)),
        ("needs", ", ".join([*entry.needs.hard_operators, *(["MMU"] if entry.needs.mmu else [])])),
        ("licence", entry.licence),
        ("source", entry.source),
    ]
    return [(name, value) for name, value in values if value]


def _pixels_word(tensor: Any) -> str:
    layout, color = getattr(tensor, "layout", ""), getattr(tensor, "color", None)
    if not layout:
        return ""
    words = [layout, tensor.dtype]
    if color is not None:
        words.append(color)
    if color is not None and not tensor.dtype.startswith(("int", "uint")):
        mean, std = (", ".join(f"{v:.3g}" for v in three) for three in (tensor.mean, tensor.std))
        words.append(f"mean {mean} std {std}")
    return " ".join(words)


def _values(catalog: Catalog, entry: CatalogEntry) -> dict[str, Any]:
    return {**entry.model_dump(mode="json"), "weights_here": catalog.has_weights(entry)}


def _check_values(entry: str, found: NetworkCheck) -> dict[str, Any]:
    facts = {"entry": entry, "role": found.role, "file": str(found.file), "sha256": found.sha256}
    return {**facts, "known": found.known, "title": found.title, "run_ms": found.run_ms}


def _checksum_word(found: NetworkCheck) -> str:
    if found.known is None:
        return "checksum unknown to the catalog"
    if not found.known:
        return "checksum differs from the catalog's"
    return f"checksum of {found.title}" if found.title else "checksum as in the catalog"


def _show_progress(done: int, total: int | None) -> None:
    if sys.stderr.isatty():
        share = f" of {total / 1e6:.1f}" if total else ""
        print(f"\r{done / 1e6:.1f}{share} MB", end="", file=sys.stderr, flush=True)
