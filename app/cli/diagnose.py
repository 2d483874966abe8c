"""`trackbench diagnose`: why a quantised pair loses the target."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli.options import BoxType, FilesType, FramesType, SettingType

if TYPE_CHECKING:
    from engines.diagnosis.values import Agreement, Diagnosis

_EXAMPLES = """
\b
Examples:
  trackbench diagnose clip.mp4 --model ettrack --against 8bit/net1.onnx,8bit/net2.onnx --init 120,80,60,90
  trackbench diagnose img/ --model vittrack --against 8bit/vit.onnx --init-from-gt --html why.html
"""
_SHOWN = 12


@click.command(name="diagnose", epilog=_EXAMPLES)
@click.argument("source")
@click.option("--model", required=True, help="Catalog entry, see `trackbench models`.")
@click.option("--weights", type=FilesType(), default=None, help="Float files in place of the entry's own.")
@click.option("--against", type=FilesType(), required=True, help="Quantised files, in the entry's order.")
@click.option("--init", type=BoxType(), help="First box of the target, in the first frame.")
@click.option("--init-from-gt", is_flag=True, help="Take it from the ground truth; so without --init, too.")
@click.option("--frames", type=FramesType(), default=":", help="Only frames A up to B.")
@click.option("--part-below", type=click.FloatRange(0, 1, min_open=True), default=0.5, show_default=True,
              help="Boxes that overlap (IoU) less have parted.")  # fmt: skip
@click.option("--cosine-below", type=click.FloatRange(-1, 1), default=0.99, show_default=True,
              help="The first layer with less accumulated cosine is named.")  # fmt: skip
@click.option("--layers", type=click.IntRange(1), default=24, show_default=True,
              help="How many layers of each network are tried one at a time.")  # fmt: skip
@click.option("--no-remedy", is_flag=True, help="Only find out; quantise nothing.")
@click.option("--set", "values", type=SettingType(), multiple=True, help="A tracker parameter.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False),
              help="Folder for the files of the proposed remedy.")  # fmt: skip
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Report as one HTML page.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def command(
    source: str,
    model: str,
    weights: tuple[Path, ...] | None,
    against: tuple[Path, ...],
    init: Any,
    init_from_gt: bool,
    frames: tuple[int, int | None],
    part_below: float,
    cosine_below: float,
    layers: int,
    no_remedy: bool,
    values: tuple[tuple[str, str], ...],
    out: Path | None,
    html: Path | None,
    as_json: bool,
) -> None:
    """Track on SOURCE with float and quantised networks side by side; say which layers are to blame."""
    from app.catalogs import user_catalog
    from app.cli.progress import shown_progress
    from engines.diagnosis.diagnose import Wish, diagnose
    from engines.diagnosis.document import as_document
    from engines.diagnosis.page import as_page
    from engines.files import writing
    from engines.quantisation.crops import Clip

    if init is not None and init_from_gt:
        raise click.UsageError("Give either --init or --init-from-gt.")
    catalog = user_catalog()
    wish = Wish(
        Clip(source, init, *frames), against, weights or (), dict(values), part_below, cosine_below, layers,
        not no_remedy, out,
    )  # fmt: skip
    with shown_progress() as report:
        found = diagnose(catalog, catalog.entry(model), wish, report=report)
    if html is not None:
        with writing(html):
            html.parent.mkdir(parents=True, exist_ok=True)
            html.write_text(as_page(found), encoding="utf-8", newline="\n")
    click.echo(json.dumps(as_document(found), indent=2)) if as_json else _print(found)


def _print(found: Diagnosis) -> None:
    from app.cli.output import table
    from engines.diagnosis.remedies import shown_command

    click.echo(f"{found.verdict.value}: {found.reason}.")
    rows: list[tuple[str, ...]] = [("", "parted at", "IoU", "on A's crops", "peak kept", "AUC A", "AUC B")]
    rows.append(("now", *_cells(found.agreement)))
    if found.remedy is not None:
        rows += [(str(each.title), *_cells(each.agreement)) for each in found.remedy.tried]
    click.echo(table(rows))
    heads = ("layer", "network", "alone", "channels lost", "weights dB", "single", "accumulated")
    listed: list[tuple[str, ...]] = [heads]
    for layer in found.blamed[:_SHOWN]:
        alone = layer.effect.relative_l2 if layer.effect is not None else None
        figures = (_share(alone), _share(layer.channels_lost), _number(layer.weight_sqnr_db, 1))
        cosines = (_number(layer.single.cosine, 4), _number(layer.accumulated.cosine, 4))
        listed.append((layer.name, layer.network, *figures, *cosines))
    click.echo(f"\n{table(listed)}")
    if found.remedy is not None:
        click.echo(f"\nRemedy: {found.remedy.chosen.title}\n  {shown_command(found.remedy.command)}")


def _cells(found: Agreement) -> tuple[str, ...]:
    return (
        "never" if found.parted_at is None else str(found.parted_at),
        f"{found.mean_iou:.3f}",
        f"{found.forced_iou:.3f}",
        _share(found.peaks.kept if found.peaks else None),
        _number(found.auc_a, 3),
        _number(found.auc_b, 3),
    )


def _number(value: float | None, digits: int) -> str:
    return "" if value is None else f"{value:.{digits}f}"


def _share(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.1f} %"
