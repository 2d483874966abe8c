"""One recording or profile: facts, figures, the step of every frame, frames and layers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QTabWidget, QVBoxLayout, QWidget

from engines.frame_result import FrameResult
from engines.layer_stats import LayerRow
from widgets.elided_label import ElidedLabel
from widgets.layouts import label, row, tighten
from widgets.recordings.chart import FramesStrip
from widgets.recordings.content import Content, ProfileContent, RecordingContent
from widgets.recordings.export import Export, ExportButton
from widgets.recordings.facts import FactsGrid, facts_of, speed_text
from widgets.recordings.table import RecordingsTable
from widgets.recordings.tables import (
    frame_column,
    frames_of,
    layers_of_profile,
    layers_of_recording,
    outputs_of,
    parts_of,
    problems_of,
    stages_of,
)
from widgets.theme import UNIT, figure_font

Problem = tuple[int | None, str]
_OF_RECORDING = (Export.LAYERS, Export.FRAMES, Export.TRACE, Export.REPORT, Export.PNG, Export.SVG)
_OF_PROFILE = (Export.LAYERS, Export.PNG, Export.SVG)


class EntryPage(QWidget):
    """Shows one entry.

    Signals:
        frame_wanted(int): row of the recording whose layer times are to be shown; wants `show_frame`.
        export_requested(Export)
    """

    frame_wanted = Signal(int)
    export_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._content: Content | None = None
        self._row: int | None = None
        self._title, self._speed = label(role="title"), ElidedLabel()
        self._speed.setFont(figure_font(self.font()))
        self.export = ExportButton()
        self.export.requested.connect(self.export_requested)
        self.facts = FactsGrid()
        self.strip = FramesStrip()
        self.strip.row_chosen.connect(self._strip_clicked)
        self.figures = RecordingsTable(self.tr("Stages"), "stage")
        self.frames = RecordingsTable(self.tr("Frames"), "")
        self.parts = RecordingsTable(self.tr("Times beside the layers"), "name")
        self.layers = RecordingsTable(self.tr("Layers"), "name", has_filter=True)
        self.outputs = RecordingsTable(self.tr("Outputs"), "name", has_filter=True)
        self.problems = RecordingsTable(self.tr("Problems"), "why", has_filter=True)
        self.frames.row_chosen.connect(self._go_to)
        self.left, self.right = QTabWidget(), QTabWidget()
        self._arrange()

    def _arrange(self) -> None:
        for tabs in (self.left, self.right):
            tabs.setDocumentMode(True)
        for table in (self.figures, self.frames, self.parts, self.layers, self.outputs, self.problems):
            table.setParent(self)  # they come and go as tabs
            table.hide()
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.left)
        splitter.addWidget(self.right)
        splitter.setStretchFactor(0, 2)
        splitter.setStretchFactor(1, 3)
        splitter.setHandleWidth(UNIT)
        splitter.setSizes([410, 590])
        head = row(self._title, self._speed, self.export, spacing=UNIT * 2)
        head.insertStretch(2, 1)
        layout = QVBoxLayout(self)
        tighten(layout, UNIT + 4, UNIT)
        layout.addLayout(head)
        layout.addWidget(self.facts)
        layout.addWidget(self.strip)
        layout.addWidget(splitter, 1)

    # What is shown

    def show_recording(self, title: str, content: RecordingContent) -> None:
        self._begin(title, content)
        self.facts.show_facts(facts_of(content))
        self.strip.show_recording(content.recording)
        self.figures.show_table(stages_of(content.figures))
        if content.figures.stages_are_profiled:
            self.figures.show_note(self.tr("All frames were profiled: these times contain what that costs."))
        self.frames.show_table(frames_of(content.recording))
        self.layers.show_table(layers_of_recording(content))
        nothing = "" if content.figures.layers else self.tr("No frame of it was profiled.")
        self.layers.show_note(nothing or self._count(content.figures.layers))
        _set_tabs(self.left, [(self.tr("Stages"), self.figures), (self.tr("Frames"), self.frames)])
        _set_tabs(self.right, [(self.tr("Layers"), self.layers)])
        self.export.offer(_OF_RECORDING)

    def show_profile(
        self, title: str, content: ProfileContent, note: str, problems: Sequence[Problem]
    ) -> None:
        """A vendor's file.

        Args:
            title: of the entry.
            content: what was read.
            note: what the tool measured, in the user's language.
            problems: lines and why they could not be read, in the user's language.
        """
        profile = content.profile
        self._begin(title, content)
        self.facts.show_facts(facts_of(content, note))
        parts = parts_of(profile)
        self.parts.show_table(parts)
        self.layers.show_table(layers_of_profile(profile))
        if any(layer.cosine is not None for layer in profile.layers):
            self.layers.sort_by("cosine", descending=False)
        self.layers.show_note(self._count(content.figures.layers))
        tabs = [(self.tr("Layers"), self.layers)] if profile.layers else []
        if profile.outputs:
            self.outputs.show_table(outputs_of(profile))
            tabs.append((self.tr("Outputs"), self.outputs))
        if problems:
            self.problems.show_table(problems_of(problems))
            tabs.append((self.tr("Problems ({count})").format(count=len(problems)), self.problems))
        _set_tabs(self.left, [(self.tr("Beside the layers"), self.parts)] if parts.count else [])
        _set_tabs(self.right, tabs)
        self.export.offer(_OF_PROFILE)

    def show_frame(self, at: int, result: FrameResult) -> None:
        """Layer times of the frame that was asked for; of another one that is past they are passed over."""
        if isinstance(self._content, RecordingContent) and at == self._row:
            values = self._content.layer_ms(result)
            self.layers.replace_column(frame_column(values, result.frame_index))

    def _begin(self, title: str, content: Content) -> None:
        is_recording = isinstance(content, RecordingContent)
        self._content, self._row = content, None
        self._title.setText(title)
        self._speed.setText(speed_text(content.figures))
        self.figures.show_note("")
        self.layers.field.clear()
        self.strip.setVisible(is_recording)

    def _count(self, rows: Sequence[LayerRow]) -> str:
        """How many layers; a device that is the same for all has no column and stands here."""
        devices = {row.device for row in rows}
        text = self.tr("layers: {count}").format(count=f"{len(rows):,}")
        return " · ".join(filter(None, (text, *(devices if len(devices) == 1 else ()))))

    @property
    def content(self) -> Content | None:
        return self._content

    @property
    def row(self) -> int | None:
        """The frame that is looked at."""
        return self._row

    @property
    def layers_shown(self) -> tuple[LayerRow, ...]:
        """Layers as the table shows them, to save them."""
        rows = () if self._content is None else self._content.figures.layers
        return tuple(rows[at] for at in self.layers.model.order.tolist())

    # What the user does

    def _strip_clicked(self, at: int) -> None:
        self.left.setCurrentWidget(self.frames)
        self.frames.show_row(at)
        self._go_to(at)

    def _go_to(self, at: int) -> None:
        self._row = at
        self.strip.show_row(at)
        self.frame_wanted.emit(at)


def _set_tabs(tabs: QTabWidget, pages: Sequence[tuple[str, QWidget]]) -> None:
    """Shows these pages; the one on top stays there where it can."""
    before = tabs.currentWidget()
    while tabs.count():
        tabs.removeTab(0)
    for title, page in pages:
        tabs.addTab(page, title)
    if any(page is before for _title, page in pages):
        tabs.setCurrentWidget(before)
    tabs.setVisible(bool(pages))
