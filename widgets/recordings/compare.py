"""Two recordings or profiles side by side: layers, stages and boxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QPushButton, QTabWidget, QVBoxLayout, QWidget

from engines.comparison import ComparedLayer, Comparison
from engines.layer_stats import LayerRow
from engines.palette import stage_color
from engines.run_figures import RunFigures, StageFigures
from engines.timing import Percentiles
from widgets.elided_label import ElidedLabel
from widgets.layer_arrangement import short_type, title_of
from widgets.layouts import label, row, tighten, wrapped
from widgets.recordings.chart import IouChart
from widgets.recordings.columns import Column, Style, Table
from widgets.recordings.export import Export, ExportButton
from widgets.recordings.facts import speed_text
from widgets.recordings.table import RecordingsTable
from widgets.recordings.tables import numbers
from widgets.texts import origin_name, stage_name
from widgets.theme import UNIT, figure_font

_EXPORTS = (Export.LAYERS, Export.REPORT, Export.PNG, Export.SVG)


class ComparisonPage(QWidget):
    """Shows what lies between A and B.

    Signals:
        swap_requested(): A is to be B.
        export_requested(Export)
    """

    swap_requested = Signal()
    export_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._comparison: Comparison | None = None
        self._ranked: tuple[ComparedLayer, ...] = ()
        self._sides = tuple((label(role="strong"), ElidedLabel("muted")) for _side in range(2))
        self._notes = wrapped(role="warning")
        self._swap = QPushButton(self.tr("Swap A and B"))
        self._swap.clicked.connect(self.swap_requested)
        self.export = ExportButton()
        self.export.offer(_EXPORTS)
        self.export.requested.connect(self.export_requested)
        self.layers = RecordingsTable(self.tr("Layers of both"), "name", has_filter=True)
        self.stages = RecordingsTable(self.tr("Stages of both"), "stage")
        self.tracks = RecordingsTable(self.tr("Tracks of both"), "track")
        self.chart = IouChart()
        self.tracks.row_chosen.connect(self._show_track)
        self._boxes = QWidget()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self._arrange()

    def _arrange(self) -> None:
        for _title, facts in self._sides:
            facts.setFont(figure_font(self.font(), 0.92))
        sides = QVBoxLayout()
        tighten(sides, spacing=UNIT // 2)
        for title, facts in self._sides:
            line = row(title, facts, spacing=UNIT * 2)
            line.addStretch(1)
            sides.addLayout(line)
        head = row(spacing=UNIT)
        head.addLayout(sides, 1)
        head.addWidget(self._swap)
        head.addWidget(self.export)
        boxes = QVBoxLayout(self._boxes)
        tighten(boxes)
        boxes.addWidget(self.tracks, 1)
        boxes.addWidget(self.chart, 2)
        layout = QVBoxLayout(self)
        tighten(layout, UNIT + 4, UNIT)
        layout.addLayout(head)
        layout.addWidget(self._notes)
        layout.addWidget(self.tabs, 1)
        self.tabs.addTab(self.layers, self.tr("Layers"))
        self.tabs.addTab(self.stages, self.tr("Stages"))
        self.tabs.addTab(self._boxes, self.tr("Boxes"))

    def show_comparison(self, comparison: Comparison, notes: Sequence[str]) -> None:
        """Shows two sides.

        Args:
            comparison: of them.
            notes: what has to be known before the figures are believed, in the user's language.
        """
        self._comparison = comparison
        for name, side, (title, facts) in zip("AB", (comparison.a, comparison.b), self._sides, strict=True):
            title.setText(f"{name}  {side.title}")
            facts.setText(speed_text(side))
        self._notes.setText("\n".join(notes))
        self._notes.setVisible(bool(notes))
        self._ranked = (*comparison.by_difference(), *comparison.only_a, *comparison.only_b)
        self.layers.show_table(self._layer_table(self._ranked))
        counts = self.tr("in both: {both} · only in A: {a} · only in B: {b}")
        self.layers.show_note(
            counts.format(both=len(comparison.layers), a=len(comparison.only_a), b=len(comparison.only_b))
        )
        self.stages.show_table(self._stage_table(comparison))
        self.tracks.show_table(self._track_table(comparison))
        self.tabs.setTabVisible(self.tabs.indexOf(self._boxes), bool(comparison.tracks))
        self._show_track(0)

    @property
    def comparison(self) -> Comparison | None:
        return self._comparison

    @property
    def notes_text(self) -> str:
        return self._notes.text() if not self._notes.isHidden() else ""

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(title.text() for title, _facts in self._sides)

    def found(self) -> Comparison | None:
        """The comparison with the layers that pass the filter, in the order of the table, to save them."""
        if self._comparison is None:
            return None
        shown = [self._ranked[at] for at in self.layers.model.order.tolist()]
        return replace(
            self._comparison,
            layers=tuple(layer for layer in shown if layer.a and layer.b),
            only_a=tuple(layer for layer in shown if layer.b is None),
            only_b=tuple(layer for layer in shown if layer.a is None),
        )

    def _show_track(self, at: int) -> None:
        tracks = self._comparison.tracks if self._comparison else ()
        self.chart.show_track(tracks[at] if at < len(tracks) else None)

    # Tables

    def _layer_table(self, layers: Sequence[ComparedLayer]) -> Table:
        rows = [layer.row for layer in layers]
        where = [self.tr("both") if layer.a and layer.b else self._only(layer) for layer in layers]
        texts = {"total": self.tr("total"), "hard": self.tr("hard")}
        networks = [r.network for r in rows]
        columns = (
            Column("name", self.tr("Layer"), [title_of(r) for r in rows]),
            Column("type", self.tr("Type"), [short_type(r.op_type) for r in rows], is_muted=True),
            Column(
                "network",
                self.tr("Network"),
                networks if len(set(networks)) > 1 else [""] * len(rows),
                is_muted=True,
            ),
            Column("in", self.tr("In"), where, is_muted=True),
            Column(
                "figure",
                self.tr("Time"),
                [texts.get(x.figure or "", "") for x in layers],
                is_muted=True,
                hint=self.tr("Which time is compared: a total is never compared with a hard time"),
            ),
            Column("a_ms", "A ms", numbers(x.a_ms for x in layers), Style.MS),
            Column("b_ms", "B ms", numbers(x.b_ms for x in layers), Style.MS),
            Column(
                "difference_ms",
                self.tr("B − A ms"),
                numbers(x.difference_ms for x in layers),
                Style.SIGNED_MS,
            ),
            Column("ratio", "B / A", numbers(x.ratio for x in layers), Style.RATIO),
            Column("a_cosine", self.tr("A cosine"), numbers(x.a_cosine for x in layers), Style.COSINE),
            Column("b_cosine", self.tr("B cosine"), numbers(x.b_cosine for x in layers), Style.COSINE),
            Column(
                "cosine_difference",
                self.tr("B − A cosine"),
                numbers(x.cosine_difference for x in layers),
                Style.SIGNED_COSINE,
            ),
            Column("a_origin", self.tr("A is"), [_origin(x.a, x) for x in layers], is_muted=True),
            Column("b_origin", self.tr("B is"), [_origin(x.b, x) for x in layers], is_muted=True),
        )
        words = tuple(
            f"{title_of(r)} {r.op_type} {r.device} {r.network} {place}".lower()
            for r, place in zip(rows, where, strict=True)
        )
        return Table(columns, words)

    def _only(self, layer: ComparedLayer) -> str:
        return self.tr("only A") if layer.b is None else self.tr("only B")

    def _stage_table(self, comparison: Comparison) -> Table:
        a, b = comparison.a, comparison.b
        steps = [
            (self.tr("step, ordinary frames"), _step(a, a.step_plain), _step(b, b.step_plain), None),
            (self.tr("step, profiled frames"), _step(a, a.step_profiled), _step(b, b.step_profiled), None),
        ]
        told = [line for line in steps if line[1] or line[2]] + [
            (stage_name(entry.stage), entry.a, entry.b, QColor(*stage_color(entry.stage)))
            for entry in comparison.stages
        ]
        p50 = [numbers(None if s is None else s.percentiles.p50 for s in side) for side in _sides(told)]
        p95 = [numbers(None if s is None else s.percentiles.p95 for s in side) for side in _sides(told)]
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.where(p50[0] > 0, p50[1] / p50[0], np.nan)
        origins = [["" if s is None else origin_name(s.origin) for s in side] for side in _sides(told)]
        columns = (
            Column(
                "stage", self.tr("Stage"), [line[0] for line in told], colors=tuple(line[3] for line in told)
            ),
            Column("a_p50_ms", self.tr("A p50 ms"), p50[0], Style.MS),
            Column("b_p50_ms", self.tr("B p50 ms"), p50[1], Style.MS),
            Column("difference_ms", self.tr("B − A ms"), p50[1] - p50[0], Style.SIGNED_MS),
            Column("ratio", "B / A", ratio, Style.RATIO),
            Column("a_p95_ms", self.tr("A p95 ms"), p95[0], Style.MS, is_muted=True),
            Column("b_p95_ms", self.tr("B p95 ms"), p95[1], Style.MS, is_muted=True),
            Column("a_origin", self.tr("A is"), origins[0], is_muted=True),
            Column("b_origin", self.tr("B is"), origins[1], is_muted=True),
        )
        return Table(columns)

    def _track_table(self, comparison: Comparison) -> Table:
        tracks = comparison.tracks
        columns = (
            Column("track", self.tr("Track"), [str(t.id) for t in tracks]),
            Column(
                "mean_iou",
                self.tr("Mean IoU"),
                numbers(t.mean_iou for t in tracks),
                Style.RATIO,
                self.tr("Over frames in which both follow it"),
            ),
            Column(
                "parted_at",
                self.tr("They part at frame"),
                numbers(t.parted_at for t in tracks),
                Style.INDEX,
                self.tr("First frame in which the boxes share less than half, or one side alone follows it"),
            ),
            Column("frames", self.tr("Frames"), numbers(len(t.frame_index) for t in tracks), Style.COUNT),
            Column(
                "only_a", self.tr("Only in A"), numbers(t.only_a for t in tracks), Style.COUNT, is_muted=True
            ),
            Column(
                "only_b", self.tr("Only in B"), numbers(t.only_b for t in tracks), Style.COUNT, is_muted=True
            ),
            Column(
                "score_difference",
                self.tr("Score, B − A"),
                numbers(t.mean_score_difference for t in tracks),
                Style.SIGNED_COSINE,
                is_muted=True,
            ),
        )
        return Table(columns)


_Told = tuple[str, StageFigures | None, StageFigures | None, QColor | None]


def _sides(told: Sequence[_Told]) -> tuple[list[StageFigures | None], list[StageFigures | None]]:
    return [line[1] for line in told], [line[2] for line in told]


def _step(side: RunFigures, step: Percentiles | None) -> StageFigures | None:
    """A whole step as if it were a stage."""
    return None if step is None or side.speed_origin is None else StageFigures(step, side.speed_origin)


def _origin(side: LayerRow | None, layer: ComparedLayer) -> str:
    return origin_name(side.origin) if side is not None and layer.figure else ""
