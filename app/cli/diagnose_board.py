"""`trackbench diagnose --stages` and `--log`: where a board's compiler loses the target."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli.output import table

if TYPE_CHECKING:
    from engines.boards.board import Board
    from engines.diagnosis.compiler_log import LogDiagnosis, LogLayer
    from engines.diagnosis.stage_runs import Openers
    from engines.diagnosis.stages import StageLadder, StageResult

_SHOWN = 8
_FAMILY = "icraft"


# -- Icraft, stage by stage --------------------------------------------------------------------


def show_stages(source: str, model: str, options: dict[str, Any], *, as_json: bool) -> None:
    """Runs every stage and prints what came of it."""
    from app.catalogs import user_catalog
    from app.cli.progress import shown_progress
    from engines.diagnosis.by_stage import StageWish, diagnose_stages, find_all_stages
    from engines.diagnosis.stages import stages_document
    from engines.quantisation.crops import Clip

    catalog = user_catalog()
    entry = catalog.entry(model)
    wish = StageWish(
        clip=Clip(source, options["init"], *options["frames"]),
        places=options["stages"],
        weights=options["weights"] or (),
        values=dict(options["values"]),
        crops=options["crops"],
        wants_raw_pixels=options["raw_pixels"],
        cosine_below=options["cosine_below"],
    )
    find_all_stages(catalog, entry, wish)  # before anything that takes time
    with _openers(options["board"]) as openers, shown_progress() as report:
        ladders = diagnose_stages(catalog, entry, wish, openers, report=report)
    if as_json:
        document = stages_document(source, model, ladders, wish.cosine_below)
        click.echo(json.dumps(document, indent=2))
        return
    click.echo("\n\n".join(_ladder_text(ladder) for ladder in ladders))


@contextlib.contextmanager
def _openers(board: str | None) -> Iterator[Openers]:
    """Who runs the stages: a named board, and for simulation perhaps this computer.

    Raises:
        TrackbenchError: the board cannot be used, or there is nothing at all to run a stage.
    """
    from app.boards import host_side
    from app.paths import user_paths
    from engines.diagnosis.stage_places import stage_openers

    host = host_side(user_paths())
    if board is None:
        with stage_openers(None, host) as openers:
            yield openers
        return
    with _connected(board) as reached, stage_openers(reached, host) as openers:
        yield openers


@contextlib.contextmanager
def _connected(name: str) -> Iterator[Board]:
    from app.boards import VIRTUAL, reach_board, virtual_family
    from engines.errors import BadParameter
    from engines.texts import Text

    family = virtual_family(name)
    if family not in (None, _FAMILY):
        hint = Text("Use --board {board}.", board=VIRTUAL)
        raise BadParameter(name="board", value=name, reason=Text("only Icraft has stages"), hint=hint)
    with reach_board(name) as board:
        board.check()
        if board.failure is not None:
            raise board.failure
        yield board


def _ladder_text(ladder: StageLadder) -> str:
    heads = ("stage", "on", "output", "cosine", "rel. L2", "SNR dB", "max abs", "saturated", "to float")
    rows: list[tuple[str, ...]] = [(*heads, "peak kept", "near", "call ms", "hard ms")]
    notes = []
    for result in ladder.stages:
        rows += _stage_rows(result)
        run = result.run
        if run.problem is not None:
            notes.append(f"{run.stage} did not run: {run.problem}.")
        notes += [f"{run.stage}: {note}." for note in run.notes]
    compared = "" if ladder.reference is None else f", compared with {ladder.reference}"
    title = f"{ladder.network}: {ladder.crops} crops{compared}"
    return "\n".join([title, table(rows), *notes, f"{ladder.reason}."])


def _stage_rows(result: StageResult) -> list[tuple[str, ...]]:
    run, peaks = result.run, result.peaks or result.float_peaks
    mark = " *" if result.below is not None else ""
    ends = (
        _share(peaks.kept if peaks else None),
        _share(peaks.near if peaks else None),
        _number(run.call_ms, 2),
        _hard(result),
    )
    first = (f"{run.stage}{mark}", str(run.place or ""))
    if not result.outputs:
        return [(*first, "did not run", *([""] * 6), *ends)]
    rows: list[tuple[str, ...]] = []
    for place, output in enumerate(result.outputs):
        error, from_float = output.error, output.float_error
        known = error or from_float
        figures = (
            _number(error.cosine if error else None, 5),
            _number(error.relative_l2 if error else None, 4),
            _number(error.snr_db if error else None, 1),
            _number(error.max_abs if error else None, 4),
            _share(known.saturated if known else None),
            _number(from_float.cosine if from_float else None, 5),
        )
        lead, tail = (("", ""), ("",) * len(ends)) if place else (first, ends)
        rows.append((*lead, output.name, *figures, *tail))
    return rows


def _hard(result: StageResult) -> str:
    run = result.run
    return "" if run.hard_ms is None else f"{run.hard_ms:.2f} ({run.origin})"


# -- RDK, from the compiler's log --------------------------------------------------------------


def show_log(path: Path, cosine_below: float, *, as_json: bool) -> None:
    """Reads a log and prints what is in it."""
    from engines.diagnosis.compiler_log import diagnose_log, log_document

    found = diagnose_log(path, cosine_below=cosine_below)
    if as_json:
        click.echo(json.dumps(log_document(found), indent=2))
    else:
        click.echo(_log_text(found))
    for problem in found.problems:
        print(f"warning: {problem}", file=sys.stderr)


def _log_text(found: LogDiagnosis) -> str:
    parts = [f"{found.model or found.path.name}: {found.reason}."]
    if found.worst:
        parts.append(f"worst layers\n{table(_layer_rows(found.worst[:_SHOWN]))}")
    if found.falls:
        note = "(the log gives their order, not the graph: a fall may be one to another branch)"
        title = f"largest falls from one layer to the next {note}"
        parts.append(f"{title}\n{table(_layer_rows(found.falls[:_SHOWN]))}")
    if found.outputs:
        rows = [("output", "cosine", "")]
        below = set(found.outputs_below)
        rows += [(e.name, _number(e.cosine, 6), "below" if e in below else "") for e in found.outputs]
        parts.append(table(rows))
    for stretch in found.cpu:
        way = "a round trip between BPU and CPU" if stretch.is_round_trip else "one way between BPU and CPU"
        parts.append(f"on the CPU, {way}: {', '.join(stretch.names)}")
    parts += [f"→ {each}." for each in found.advice]
    return "\n\n".join(parts)


def _layer_rows(layers: tuple[LogLayer, ...]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [("order", "layer", "type", "device", "bits", "cosine", "fall", "after")]
    for each in layers:
        figures = (f"{each.cosine:.6f}", _number(each.fall, 6))
        rows.append(
            (str(each.place), each.name, each.op_type, each.device, each.data_type, *figures, each.after)
        )
    return rows


def _number(value: float | None, digits: int) -> str:
    return "" if value is None else f"{value:.{digits}f}"


def _share(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.1f} %"
