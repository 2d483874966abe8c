"""What was found in a compiler's log or stages, in the user's language, as plain values for its window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.speech import said
from widgets.compiler_report import CompilerReportView, ReportTable
from widgets.diagnosis.tables import Cell

if TYPE_CHECKING:
    from engines.diagnosis.compiler_log import LogDiagnosis, LogLayer
    from engines.diagnosis.stages import StageLadder, StageResult

translate = QCoreApplication.translate


# -- RDK ---------------------------------------------------------------------------------------


def log_view(found: LogDiagnosis) -> CompilerReportView:
    """Tables of a compiler's log."""
    is_low = found.first_below is not None or bool(found.outputs_below)
    order = translate(
        "CompilerReport",
        "The log gives the order of layers, not the graph: a fall may be one from a branch to another.",
    )
    words = (
        translate("CompilerReport", "Layer"),
        translate("CompilerReport", "Type"),
        translate("CompilerReport", "Device"),
        translate("CompilerReport", "Bits"),
        translate("CompilerReport", "After"),
    )
    figures = (
        translate("CompilerReport", "Order"),
        translate("CompilerReport", "Cosine"),
        translate("CompilerReport", "Fall"),
    )
    worst, falls = (_layer_rows(each, found.cosine_below) for each in (found.worst, found.falls))
    tables = (
        ReportTable(translate("CompilerReport", "Worst layers"), words, figures, worst),
        ReportTable(translate("CompilerReport", "Largest falls"), words, figures, falls, order),
        _outputs(found),
        _cpu(found),
    )
    title = f"{found.model or found.path.stem} · {found.path.name}"
    notes = (*(said(each) for each in found.advice), *(said(each) for each in found.problems))
    return CompilerReportView(title, said(found.reason), "warning" if is_low else "good", tables, notes)


def _layer_rows(layers: Sequence[LogLayer], limit: float) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            Cell(each.name),
            Cell(each.op_type),
            Cell(each.device),
            Cell(each.data_type),
            Cell(each.after, "muted"),
            Cell(str(each.place)),
            Cell(f"{each.cosine:.6f}", "warning" if each.cosine < limit else "text"),
            Cell(_number(each.fall, 6)),
        )
        for each in layers
    )


def _outputs(found: LogDiagnosis) -> ReportTable:
    rows = tuple(
        (
            Cell(each.name),
            Cell(" × ".join(map(str, each.shape or ()))),
            Cell(_number(each.cosine, 6), "warning" if each in found.outputs_below else "text"),
        )
        for each in found.outputs
    )
    words = translate("CompilerReport", "Output"), translate("CompilerReport", "Shape")
    figures = (translate("CompilerReport", "Cosine"),)
    return ReportTable(translate("CompilerReport", "Outputs"), words, figures, rows)


def _cpu(found: LogDiagnosis) -> ReportTable:
    both = translate("CompilerReport", "there and back")
    once = translate("CompilerReport", "one way")
    rows = tuple(
        (Cell(name), Cell(op_type), Cell(both if stretch.is_round_trip else once))
        for stretch in found.cpu
        for name, op_type in zip(stretch.names, stretch.op_types, strict=True)
    )
    words = (
        translate("CompilerReport", "Layer"),
        translate("CompilerReport", "Type"),
        translate("CompilerReport", "Between BPU and CPU"),
    )
    return ReportTable(translate("CompilerReport", "On the CPU"), words, (), rows)


# -- Icraft ------------------------------------------------------------------------------------


def stages_view(model: str, clip: str, ladders: Sequence[StageLadder]) -> CompilerReportView:
    """A table of stages for each network."""
    is_low = any(each.first_below is not None or each.reference is None for each in ladders)
    reason = "\n".join(f"{each.network}: {said(each.reason)}." for each in ladders)
    notes = []
    for ladder in ladders:
        for result in ladder.stages:
            where = f"{ladder.network}, {result.run.stage}"
            if result.run.problem is not None:
                text = translate("CompilerReport", "{where} did not run: {problem}")
                notes.append(text.format(where=where, problem=said(result.run.problem)))
            notes += [f"{where}: {said(note)}" for note in result.run.notes]
    title = translate("CompilerReport", "{model} on {clip}").format(model=model, clip=clip)
    tables = tuple(_stages(ladder) for ladder in ladders)
    return CompilerReportView(title, reason, "warning" if is_low else "good", tables, tuple(notes))


def _stages(ladder: StageLadder) -> ReportTable:
    words = (
        translate("CompilerReport", "Stage"),
        translate("CompilerReport", "Run by"),
        translate("CompilerReport", "Output"),
    )
    figures = (
        translate("CompilerReport", "Cosine"),
        translate("CompilerReport", "To float"),
        translate("CompilerReport", "Relative L2"),
        translate("CompilerReport", "SNR dB"),
        translate("CompilerReport", "Greatest"),
        translate("CompilerReport", "Saturated"),
        translate("CompilerReport", "Peak kept"),
        translate("CompilerReport", "Call ms"),
        translate("CompilerReport", "Hard ms"),
    )
    note = translate("CompilerReport", "{count} crops, each stage compared with {stage}")
    told = note.format(count=ladder.crops, stage=ladder.reference) if ladder.reference is not None else ""
    rows = tuple(row for result in ladder.stages for row in _stage_rows(result, len(figures)))
    return ReportTable(ladder.network, words, figures, rows, told)


def _stage_rows(result: StageResult, figures: int) -> list[tuple[Cell, ...]]:
    run, peaks = result.run, result.peaks or result.float_peaks
    stage = Cell(run.stage, "warning" if result.below else "text", tip=said(result.below or ""))
    place = Cell(said(run.place or ""))
    if not result.outputs:
        away = Cell(translate("CompilerReport", "did not run"), "muted", tip=said(run.problem or ""))
        return [(stage, place, away, *([Cell("")] * figures))]
    hard = "" if run.hard_ms is None else f"{run.hard_ms:.2f} ({said(run.origin or '')})"
    ends = (_share(peaks.kept if peaks else None), _number(run.call_ms, 2), hard)
    rows = []
    for number, output in enumerate(result.outputs):
        error, from_float = output.error, output.float_error
        known = error or from_float
        cells = (
            _number(error.cosine if error else None, 5),
            _number(from_float.cosine if from_float else None, 5),
            _number(error.relative_l2 if error else None, 4),
            _number(error.snr_db if error else None, 1),
            _number(error.max_abs if error else None, 4),
            _share(known.saturated if known else None),
            *(ends if not number else ("", "", "")),
        )
        lead = (stage, place) if not number else (Cell(""), Cell(""))
        rows.append((*lead, Cell(output.name), *(Cell(text) for text in cells)))
    return rows


def _number(value: float | None, digits: int) -> str:
    return "" if value is None else f"{value:.{digits}f}"


def _share(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.0f} %"
