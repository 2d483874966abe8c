"""Joins the timing views with the run: going to slow frames, published figures, drawing times, files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from app.parts import Parts
from app.workers import TaskHandle
from engines.catalog import CatalogEntry
from engines.files import writing
from engines.layer_stats import PublishedTotal
from engines.timing_tables import frames_csv, layers_csv
from engines.video.source import SourceInfo
from widgets.view_picture import png_of, svg_of
from widgets.views import NoticeView


class TimingController(QObject):
    """Owns nothing; its views and the run belong to the window."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self._window, self._run, self._catalog, self._tasks = (
            parts.window, parts.run, parts.catalog, parts.tasks
        )  # fmt: skip
        self._timing, self._layers = parts.window.timing_view, parts.window.layer_table
        parts.window.video_view.painted.connect(parts.run.feed.painted)
        self._timing.frame_chosen.connect(parts.run.go_to)
        self._timing.cost_changed.connect(self._layers.show_cost)
        self._timing.export_requested.connect(self.save_frames)
        self._layers.export_requested.connect(self.save_layers)
        parts.run.source_opened.connect(self._source_opened)
        parts.catalog.choice_changed.connect(self._show_model)

    @property
    def handlers(self) -> dict[str, Callable[[], object]]:
        """What actions do, by their name."""
        return {
            "next_slow": self.go_to_slow_frame,
            "save_frames": self.save_frames,
            "save_layers": self.save_layers,
            "save_panel": self.save_panel,
        }

    @Slot()
    def go_to_slow_frame(self) -> None:
        """The next frame over the budget after the one on screen."""
        shown = self._run.feed.shown
        found = self._timing.next_slow_frame(shown.frame.index if shown else -1)
        if found is not None:
            self._run.go_to(found)

    @Slot()
    def save_frames(self) -> None:
        window = self._timing.window_shown
        self._save(self._timing, "frames", self.tr("Save frame times"), lambda: frames_csv(window))

    @Slot()
    def save_layers(self) -> None:
        rows = self._layers.rows_found
        self._save(self._layers, "layers", self.tr("Save layer times"), lambda: layers_csv(rows))

    @Slot()
    def save_panel(self) -> None:
        """The panel that has the focus as a picture, or else the one under the video."""
        front = self._window.front_panel()
        if front is None:
            hint = self.tr("Open the panel that is to be saved (menu View), then try again.")
            notice = NoticeView(self.tr("No panel is open that could be saved."), hint)
            self._window.notice_bar.show_notice(notice)
            return
        name, view = front
        self._save(view, name, self.tr("Save the panel as a picture"), None)

    def _save(self, view: QWidget, stem: str, title: str, table: Callable[[], str] | None) -> None:
        """Asks for a file; its ending decides what is written: the table, or a picture of the view."""
        dialog = QFileDialog(self._window, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        usual = "png" if table is None else "csv"
        dialog.setNameFilters([*([] if table is None else ["CSV (*.csv)"]), "PNG (*.png)", "SVG (*.svg)"])
        dialog.setDefaultSuffix(usual)
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(chosen[-4:-1]))
        dialog.selectFile(f"{stem}.{usual}")
        dialog.fileSelected.connect(lambda path: self.write(Path(path), view, table))
        dialog.open()

    def write(self, path: Path, view: QWidget, table: Callable[[], str] | None) -> None:
        """Writes what a view shows; pictures are made here and now, files are written in a thread."""
        content: bytes | None = None
        if path.suffix.lower() == ".svg":
            content = svg_of(view, path.stem)
        elif table is None or path.suffix.lower() == ".png":
            content = png_of(view)

        def job(_handle: TaskHandle) -> None:
            data = table().encode() if content is None and table is not None else content or b""
            with writing(path):
                path.write_bytes(data)

        self._tasks.start("save view", self.tr("Saving %s") % path.name, job, _nothing_more)

    @Slot(object)
    def _source_opened(self, info: SourceInfo) -> None:
        self._timing.show_source_rate(info.fps)

    @Slot()
    def _show_model(self) -> None:
        entry = self._catalog.entry
        self._layers.show_model(entry.name)
        self._layers.show_published(published_totals(entry))


def published_totals(entry: CatalogEntry) -> tuple[PublishedTotal, ...]:
    """Hardware times that somebody published for the networks of this very entry.

    A virtual board may imitate the time of another network; that says nothing about this one.
    """
    known = {figure.value: figure.source for figure in entry.published if figure.unit == "ms"}
    is_alone = len(entry.network) == 1
    return tuple(
        PublishedTotal(
            # As the layers of this network are labelled.
            network=entry.name if is_alone else f"{entry.name}/{network.role}",
            hard_ms=network.simulated_hard_ms,
            source=known[network.simulated_hard_ms],
        )
        for network in entry.network
        if network.simulated_hard_ms is not None and network.simulated_hard_ms in known
    )


def _nothing_more(_result: None) -> None:
    return
