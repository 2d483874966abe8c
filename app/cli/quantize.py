"""`trackbench quantize`: makes 8-bit and 16-bit versions of a tracker's networks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli.options import BoxType, FilesType, FramesType, NamesType, SettingType

if TYPE_CHECKING:
    from engines.quantisation.formats import Format
    from engines.quantisation.quantise import Quantised

_EXAMPLES = """
\b
Examples:
  trackbench quantize --model ettrack --clip clip.mp4 --init 120,80,60,90 --out 8bit/
  trackbench quantize --model vittrack --clip img/ --init-from-gt --scales channel --out 8bit/
  trackbench quantize --model ettrack --clip clip.mp4 --init 120,80,60,90 --bits 16,8 \\
      --scales channel --keep-float blocks.1.1/conv_dw --out mixed/
"""


class BitsType(click.ParamType[Any]):
    """`N` for all networks, or `N,N` in the entry's order."""

    name = "BITS[,BITS…]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        parts = [part.strip() for part in str(value).split(",")]
        if any(part not in ("8", "16") for part in parts):
            self.fail(f"{value!r} is neither 8 nor 16, nor several of them with commas", param, ctx)
        return tuple(int(part) for part in parts)


@click.command(name="quantize", epilog=_EXAMPLES)
@click.option("--model", required=True, help="Catalog entry, see `trackbench models`.")
@click.option("--weights", type=FilesType(), default=None, help="Float files in place of the entry's own.")
@click.option("--clip", required=True, help="Video, image folder or sequence to calibrate on.")
@click.option("--init", type=BoxType(), help="First box of the target, in the first frame.")
@click.option("--init-from-gt", is_flag=True, help="Take it from the ground truth; so without --init, too.")
@click.option("--frames", type=FramesType(), default=":", help="Only frames A up to B.")
@click.option("--bits", type=BitsType(), default="8", show_default=True,
              help="8 or 16, of activations and weights; several: one for each network.")  # fmt: skip
@click.option("--weight-bits", type=BitsType(), help="8 or 16, of weights, where they differ.")
@click.option("--scales", type=click.Choice(["tensor", "channel"]), default="tensor", show_default=True,
              help="Scales of weights: one per tensor, or one per output channel.")  # fmt: skip
@click.option("--keep-float", type=NamesType(), default="",
              help="Layers left in float, as `diagnose` names them; role:layer for just one's.")  # fmt: skip
@click.option("--set", "values", type=SettingType(), multiple=True, help="A tracker parameter.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True,
              help="Folder for the files; they keep their names.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def command(
    model: str,
    weights: tuple[Path, ...] | None,
    clip: str,
    init: Any,
    init_from_gt: bool,
    frames: tuple[int, int | None],
    bits: tuple[int, ...],
    weight_bits: tuple[int, ...] | None,
    scales: str,
    keep_float: tuple[str, ...],
    values: tuple[tuple[str, str], ...],
    out: Path,
    as_json: bool,
) -> None:
    """Quantise all networks of a tracker; the crops to calibrate with come from the tracker itself."""
    from app.catalogs import user_catalog
    from app.cli.progress import shown_progress
    from engines.quantisation.crops import Clip
    from engines.quantisation.quantise import quantise_entry

    if init is not None and init_from_gt:
        raise click.UsageError("Give either --init or --init-from-gt.")
    catalog = user_catalog()
    entry = catalog.entry(model)
    formats = _formats(len(entry.network), bits, weight_bits, scales, keep_float)
    with shown_progress() as report:
        made = quantise_entry(
            catalog, entry, Clip(clip, init, *frames), formats, out,
            weights=weights or (), values=dict(values), report=report,
        )  # fmt: skip
    document = {"model": model, "clip": clip, "files": [_file(each) for each in made]}
    click.echo(json.dumps(document, indent=2)) if as_json else _print(made)


def _formats(
    networks: int,
    bits: tuple[int, ...],
    weight_bits: tuple[int, ...] | None,
    scales: Any,
    keep_float: tuple[str, ...],
) -> list[Format]:
    from engines.quantisation.formats import Format

    for name, given in (("--bits", bits), ("--weight-bits", weight_bits or bits)):
        if len(given) not in (1, networks):
            raise click.UsageError(f"{name} has {len(given)} values, but the model has {networks} networks.")
    wide = bits * networks if len(bits) == 1 else bits
    stored = weight_bits or wide
    stored = stored * networks if len(stored) == 1 else stored
    return [Format(b, scales, w, keep_float) for b, w in zip(wide, stored, strict=True)]


def _file(made: Quantised) -> dict[str, Any]:
    return {
        "network": made.role,
        "file": str(made.path),
        "bits": made.format.bits,
        "weight_bits": made.format.weights,
        "scales": made.format.scales,
        "calibration_crops": made.crops,
        "float_bytes": made.float_bytes,
        "bytes": made.bytes,
        "kept_float": list(made.kept_float),
        "layers": [
            {"name": each.layer, "channels_lost": each.channels_lost, "weight_sqnr_db": each.sqnr_db}
            for each in made.weights
        ],
    }


def _print(made: tuple[Quantised, ...]) -> None:
    from app.cli.output import table

    rows = [("network", "file", "format", "crops", "MB before", "after", "most channels lost")]
    for each in made:
        worst = max(each.weights, key=lambda layer: layer.channels_lost or 0.0, default=None)
        lost = "none"
        if worst is not None and worst.channels_lost:
            lost = f"{worst.channels_lost:.0%} in {worst.layer}"
        form = f"{each.format.weights}/{each.format.bits} bit, per {each.format.scales}"
        sizes = f"{each.float_bytes / 1e6:.2f}", f"{each.bytes / 1e6:.2f}"
        rows.append((each.role, str(each.path), form, str(each.crops), *sizes, lost))
    click.echo(table(rows))
