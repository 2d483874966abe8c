"""`trackbench import`: what a vendor's tool wrote, as a table or as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from engines.profiles.imported import ImportedLayer, ImportedProfile

_EXAMPLES = """
\b
Examples:
  trackbench import hb_mapper_makertbin.log --worst 20
  trackbench import PROF_0001/device_0/summary/op_summary_0_1.csv
  trackbench import time_results.xlsx --json
"""
_TIMES = ("total_ms", "memcpy_ms", "hard_ms", "other_ms")


@click.command(name="import", epilog=_EXAMPLES)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--worst", type=click.IntRange(0), default=10, show_default=True, metavar="N",
              help="How many of the worst layers to list: lowest cosine, else slowest.")  # fmt: skip
@click.option("--all", "show_all", is_flag=True, help="List every layer, in the order of the file.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def command(file: Path, worst: int, show_all: bool, as_json: bool) -> None:
    """Read FILE: a log or profile of hb_mapper, hrt_model_exec, msprof, Icraft or onnxruntime.

    What is in the file decides, not its name. Lines that cannot be read are named; the rest is imported.
    """
    from engines.profiles.reading import read_profile

    profile = read_profile(file)
    if as_json:
        click.echo(json.dumps(profile_values(profile, worst), indent=2))
        return
    for problem in profile.problems:
        click.echo(f"warning: {problem}", err=True)
    _print_head(file, profile)
    _print_layers(profile, profile.layers if show_all else profile.worst(worst), is_all=show_all)


def profile_values(profile: ImportedProfile, worst: int) -> dict[str, Any]:
    """Plain values for JSON. Keys carry their units; unknown is null."""
    return {
        "name": profile.name,
        "format": profile.format.value,
        "model": profile.model_name,
        "origin": profile.origin.value,
        "origin_note": str(profile.origin_note),
        "frames_per_second": profile.frames_per_second,
        "latency_ms": profile.latency_ms,
        "ddr_bytes": profile.ddr_bytes,
        "layers": [_layer_values(layer) for layer in profile.layers],
        "worst": [_layer_values(layer) for layer in profile.worst(worst)],
        "sums_ms": {name: {"ms": ms, "layers": count} for name, (ms, count) in profile.sums_ms().items()},
        "outputs": [
            {
                "name": output.name,
                "shape": None if output.shape is None else list(output.shape),
                "data_type": output.data_type,
                "cosine": output.cosine,
                "l1": output.l1,
                "l2": output.l2,
                "chebyshev": output.chebyshev,
            }
            for output in profile.outputs
        ],
        "parts": [
            {"name": part.name, "average_ms": part.average_ms, "min_ms": part.min_ms, "max_ms": part.max_ms}
            for part in profile.parts
        ],
        "problems": [str(problem) for problem in profile.problems],
    }


def _layer_values(layer: ImportedLayer) -> dict[str, Any]:
    time = layer.time
    return {
        "line": layer.line,
        "network": time.network,
        "op_id": time.op_id,
        "name": time.name,
        "type": time.op_type,
        "device": time.device,
        "subgraph": layer.subgraph,
        **{name: getattr(time, name) for name in _TIMES},
        "min_ms": layer.min_ms,
        "max_ms": layer.max_ms,
        "runs": layer.runs,
        "cosine": layer.cosine,
        "threshold": layer.threshold,
        "data_type": layer.data_type,
    }


def _print_head(file: Path, profile: ImportedProfile) -> None:
    from app.cli.output import table

    of_model = f" of {profile.model_name}" if profile.model_name else ""
    click.echo(f"{file}: {profile.format.value}{of_model}, {len(profile.layers)} layers")
    origin = profile.origin.value
    if profile.frames_per_second is not None:
        click.echo(f"{profile.frames_per_second:.2f} frames/s ({origin})")
    if profile.latency_ms is not None:
        click.echo(f"latency {profile.latency_ms:.4f} ms ({origin})")
    if profile.ddr_bytes is not None:
        click.echo(f"{profile.ddr_bytes / 1e6:.2f} MB through the board's memory per frame ({origin})")
    for name, (ms, count) in profile.sums_ms().items():
        click.echo(f"sum of {name.removesuffix('_ms')} over {count} layers: {ms:.4f} ms ({origin})")
    click.echo(str(profile.origin_note))
    rows: list[tuple[str, ...]]
    if profile.parts:
        rows = [("part", "average ms", "min ms", "max ms")]
        rows += [
            (part.name, *map(_shown, (part.average_ms, part.min_ms, part.max_ms))) for part in profile.parts
        ]
        click.echo(f"\n{table(rows)}")
    if profile.outputs:
        rows = [("output", "shape", "cosine", "L1", "L2", "Chebyshev")]
        for output in profile.outputs:
            shape = "x".join(map(str, output.shape)) if output.shape else ""
            figures = (output.cosine, output.l1, output.l2, output.chebyshev)
            rows.append((output.name, shape, *(_shown(value, 6) for value in figures)))
        click.echo(f"\n{table(rows)}")


def _print_layers(profile: ImportedProfile, layers: tuple[ImportedLayer, ...], *, is_all: bool) -> None:
    """The layers with the columns that any of them knows."""
    from app.cli.output import table

    if not layers:
        return
    columns: list[tuple[str, list[str]]] = [
        ("line", [str(layer.line) for layer in layers]),
        ("network", [layer.time.network for layer in layers]),
        ("layer", [layer.time.name or f"(op {layer.time.op_id})" for layer in layers]),
        ("type", [layer.time.op_type for layer in layers]),
        ("device", [layer.time.device for layer in layers]),
        *(
            (name.replace("_", " "), [_shown(getattr(layer.time, name)) for layer in layers])
            for name in _TIMES
        ),
        ("cosine", [_shown(layer.cosine, 6) for layer in layers]),
        ("threshold", [_shown(layer.threshold) for layer in layers]),
        ("data type", [layer.data_type for layer in layers]),
    ]
    known = [(head, cells) for head, cells in columns if any(cells)]
    rows = [tuple(head for head, _cells in known), *zip(*(cells for _head, cells in known), strict=True)]
    by_cosine = any(layer.cosine is not None for layer in profile.layers)
    which = "lowest cosine first" if by_cosine else "slowest first"
    click.echo(
        "\nall layers" if is_all else f"\nworst {len(layers)} of {len(profile.layers)} layers, {which}"
    )
    click.echo(table(rows))


def _shown(value: float | None, digits: int = 4) -> str:
    """A figure; small ones keep their digits instead of becoming zero."""
    if value is None:
        return ""
    small = value != 0 and abs(value) < 0.5 * 10**-digits
    return f"{value:.3g}" if small else f"{value:.{digits}f}"
