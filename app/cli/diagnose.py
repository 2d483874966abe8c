"""`trackbench diagnose`: why a quantised pair loses the target, or where a board's compiler does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from app.cli.options import BoxType, FilesType, FramesType, SettingType, keep_password

if TYPE_CHECKING:
    from engines.diagnosis.values import Agreement, Diagnosis

_EXAMPLES = """
\b
Examples:
  trackbench diagnose clip.mp4 --model ettrack --against 8bit/net1.onnx,8bit/net2.onnx --init 120,80,60,90
  trackbench diagnose img/ --model vittrack --against 8bit/vit.onnx --init-from-gt --html why.html
  trackbench diagnose clip.mp4 --model ettrack --stages net1/jr,net2/jr --board root@192.168.125.171
  trackbench diagnose --log hb_mapper_makertbin.log
"""
_SHOWN = 12
# What each way of asking has no use for.
_ONLY_PAIR = ("against", "part_below", "layers", "no_remedy", "out", "html")
_ONLY_STAGES = ("stages", "board", "raw_pixels", "crops")
_ONLY_CLIP = ("source", "model", "weights", "init", "init_from_gt", "frames", "values")


@click.command(name="diagnose", epilog=_EXAMPLES)
@click.argument("source", required=False)
@click.option("--model", help="Catalog entry, see `trackbench models`.")
@click.option("--weights", type=FilesType(), default=None, help="Float files in place of the entry's own.")
@click.option("--against", type=FilesType(), help="Quantised files, in the entry's order.")
@click.option("--stages", type=FilesType(),
              help="Icraft: folders with NAME_parsed.json … NAME_BY.json, one for each network.")  # fmt: skip
@click.option("--board", help="With --stages: runs them; [user@]host[:port] or virtual.")
@click.option("--raw-pixels", is_flag=True, help="With --stages: mean and scale were compiled in.")
@click.option("--crops", type=click.IntRange(1, 100), default=8, show_default=True,
              help="With --stages: inputs of each network to compare.")  # fmt: skip
@click.option("--log", type=click.Path(path_type=Path, dir_okay=False),
              help="RDK: the log of hb_mapper, in place of SOURCE and everything else.")  # fmt: skip
@keep_password
@click.option("--init", type=BoxType(), help="First box of the target, in the first frame.")
@click.option("--init-from-gt", is_flag=True, help="Take it from the ground truth; so without --init, too.")
@click.option("--frames", type=FramesType(), default=":", help="Only frames A up to B.")
@click.option("--part-below", type=click.FloatRange(0, 1, min_open=True), default=0.5, show_default=True,
              help="Boxes that overlap (IoU) less have parted.")  # fmt: skip
@click.option("--cosine-below", type=click.FloatRange(-1, 1), default=0.99, show_default=True,
              help="The first layer or stage with less accumulated cosine is named.")  # fmt: skip
@click.option("--layers", type=click.IntRange(1), default=24, show_default=True,
              help="How many layers of each network are tried one at a time.")  # fmt: skip
@click.option("--no-remedy", is_flag=True, help="Only find out; quantise nothing.")
@click.option("--set", "values", type=SettingType(), multiple=True, help="A tracker parameter.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False),
              help="Folder for the files of the proposed remedy.")  # fmt: skip
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Report as one HTML page.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def command(source: str | None, model: str | None, as_json: bool, **options: Any) -> None:
    """Say where a quantised network loses the target.

    With --against: track on SOURCE with float and quantised networks side by side, and name the layers.
    With --stages: feed what a tracker sees on SOURCE to each stage of Icraft's compiler. With --log: read it
    from the log of RDK's compiler.
    """
    if [options["against"], options["stages"], options["log"]].count(None) != 2:
        raise click.UsageError("Give one of --against, --stages and --log.")
    if options["log"] is not None:
        from app.cli.diagnose_board import show_log

        _refuse((*_ONLY_CLIP, *_ONLY_PAIR, *_ONLY_STAGES), "--log")
        show_log(options["log"], options["cosine_below"], as_json=as_json)
        return
    if source is None or model is None:
        raise click.UsageError(f"Missing {'argument SOURCE' if source is None else 'option --model'}.")
    if options["init"] is not None and options["init_from_gt"]:
        raise click.UsageError("Give either --init or --init-from-gt.")
    if options["stages"] is not None:
        from app.cli.diagnose_board import show_stages

        _refuse(_ONLY_PAIR, "--stages")
        show_stages(source, model, options, as_json=as_json)
        return
    _refuse(_ONLY_STAGES, "--against")
    _diagnose_pair(source, model, options, as_json=as_json)


def _refuse(names: tuple[str, ...], way: str) -> None:
    """A usage error where one of these parameters was given, which means nothing that way."""
    context = click.get_current_context()
    for name in names:
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            shown = {"source": "SOURCE", "values": "--set"}.get(name, f"--{name.replace('_', '-')}")
            raise click.UsageError(f"{shown} means nothing with {way}.")


def _diagnose_pair(source: str, model: str, options: dict[str, Any], *, as_json: bool) -> None:
    from app.catalogs import user_catalog
    from app.cli.progress import shown_progress
    from engines.diagnosis.diagnose import Wish, diagnose
    from engines.diagnosis.document import as_document
    from engines.diagnosis.page import as_page
    from engines.files import writing
    from engines.quantisation.crops import Clip

    catalog, html = user_catalog(), options["html"]
    wish = Wish(
        clip=Clip(source, options["init"], *options["frames"]),
        against=options["against"],
        weights=options["weights"] or (),
        values=dict(options["values"]),
        part_below=options["part_below"],
        cosine_below=options["cosine_below"],
        most_layers=options["layers"],
        try_remedies=not options["no_remedy"],
        keep_in=options["out"],
    )
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
