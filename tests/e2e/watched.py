"""The real window in a process of its own, which tells a test what it shows.

It is started like `trackbench` starts it. Questions come as lines of JSON on standard input and are
answered in the GUI thread on standard output; nothing here moves the window or presses a button.
"""

from __future__ import annotations

import faulthandler
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from typing import Any
from zlib import crc32

from PySide6.QtCore import QObject, QPoint, QRect, QSocketNotifier, Qt, Slot
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFrame,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QMenuBar,
    QScrollArea,
    QTabBar,
    QTableView,
    QWidget,
)

from app.gui import running_workbench
from app.run_controller import RunController
from app.wiring import Workbench
from engines.track import Track
from widgets.board_panel import BoardPanel
from widgets.file_drop import FileDrop
from widgets.layer_arrangement import LineKind
from widgets.layer_lines import LayerLines
from widgets.map_picture import MapPicture
from widgets.theme import current_theme
from widgets.verdict_list import VerdictList


class Witness(QObject):
    """Answers questions about a workbench."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__()
        self._workbench = workbench
        self._half_line = b""
        self._file_hovers = False
        self._painted: int | None = None
        workbench.window.video_view.painted.connect(self._take_painted)
        for drop in workbench.window.findChildren(FileDrop):
            drop.hovering.connect(self._take_hovering)
        self._questions: dict[str, Callable[..., Any]] = {
            "see": self.see, "find": find, "point": self.point, "times": self.times,
        }  # fmt: skip
        self._notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)

    @Slot(bool)
    def _take_hovering(self, hovers: bool) -> None:
        self._file_hovers = hovers

    @Slot(int, float)
    def _take_painted(self, index: int, _ms: float) -> None:
        self._painted = index

    @Slot()
    def _read(self) -> None:
        data = os.read(sys.stdin.fileno(), 1 << 16)
        if not data:  # the test is gone
            self._notifier.setEnabled(False)
            QApplication.exit(3)
        *lines, self._half_line = (self._half_line + data).split(b"\n")
        for line in lines:
            name, *words = json.loads(line)
            answer = json.dumps(self._questions[name](*words))
            os.write(sys.stdout.fileno(), answer.encode() + b"\n")

    def see(self) -> dict[str, Any]:
        """What is on the window now."""
        return {
            **self._see_window(), **self._see_run(), **self._see_board(), **self._see_figures(),
            **self._see_why(),
        }  # fmt: skip

    def times(self) -> list[list[float]]:
        """Index and time in ms of every frame in the strip."""
        shown = self._workbench.window.timing_view.window_shown
        return [list(pair) for pair in zip(shown.index.tolist(), shown.totals_ms.tolist(), strict=True)]

    def point(self, chart: str, frame: int) -> list[int]:
        """Where a frame is in a chart, on the screen."""
        window = self._workbench.window
        if chart == "strip":
            shown = window.timing_view.strip
            x = shown.x_of(window.timing_view.window_shown.index.tolist().index(frame))
        else:
            shown = {"evidence": window.search_view.chart, "overlap": window.compare_view.chart}[chart]
            x = shown.x_of(frame)
        at = shown.mapToGlobal(QPoint(round(x), shown.height() // 2))
        return [at.x(), at.y()]

    def _see_window(self) -> dict[str, Any]:
        window = self._workbench.window
        frame = window.frameGeometry()
        return {
            "is_active": window.isActiveWindow(),
            "place": [frame.x(), frame.y(), window.width(), window.height()],
            "theme": current_theme().name,
            "notice": _texts(window.notice_bar),
            "progress": _texts(window.progress_strip),
            "question": _texts(window.host_key_panel),
            "empty": window.empty_state.isVisible(),
            "file_hovers": self._file_hovers,
            "help": [list(pair) for pair in window.help_overlay.keys if window.help_overlay.isVisible()],
            "palette": list(window.command_palette.names() if window.command_palette.isVisible() else ()),
            "focus": type(QApplication.focusWidget()).__name__,
            "dialogs": [w.windowTitle() for w in _windows() if w is not window],
            "summary": list(window.top_bar.texts),
            "log_line": window.status_line.log_line.text(),
        }

    def _see_run(self) -> dict[str, Any]:
        window, run = self._workbench.window, self._workbench.run
        view, shown = window.video_view, run.feed.shown
        corner, transform = view.mapToGlobal(QPoint(0, 0)), view.transform
        return {
            "source": window.source_panel.title,
            "frame": view.frame.index if view.frame else None,
            "painted": self._painted,
            "is_playing": run.state.playing,
            "is_recording": window.action("record").isChecked(),
            "is_drawing": view.is_drawing,
            "tracks": [_track(t) for t in shown.result.tracks] if shown and shown.result else [],
            "targets": list(_targets(window)),
            "selected": run.feed.selected,
            "others": [t.id for t in _others(run)],
            "picture": [corner.x() + transform.dx, corner.y() + transform.dy, transform.scale],
            "transport": _texts(window.transport_bar),
            "speed": _combo(window.transport_bar).currentText(),
        }

    def _see_board(self) -> dict[str, Any]:
        panel = self._workbench.window.board_panel
        bitstreams, models = (made.entries for made in panel.findChildren(VerdictList))
        return {
            "board": str(self._workbench.board.state),
            "steps": [[s.name, str(s.state), s.evidence, s.remedy] for s in panel.steps],
            "bitstreams": [[e.title, e.details] for e in bitstreams],
            "models": [[e.title, str(e.verdict), e.reason] for e in models],
            **_see_objects(panel),
        }

    def _see_figures(self) -> dict[str, Any]:
        window = self._workbench.window
        return {
            "layers": window.layer_table.rows_shown,
            "layer_totals": window.layer_table.totals_text,
            "stages": list(window.timing_view.legend_lines),
            "frame_ms": window.timing_view.frame_ms,
            **_see_layers(window.layer_table.view),
        }

    def _see_why(self) -> dict[str, Any]:
        window, shown = self._workbench.window, self._workbench.run.feed.shown
        search, compare = window.search_view, window.compare_view
        beside = shown.result.beside if shown and shown.result else None
        return {
            "search": search.isVisible() and not search.is_empty,
            "search_pictures": [_print_of(picture) for picture in search.pictures],
            "search_facts": search.facts_text,
            "evidence": list(search.chart.figures_text()),
            "beside": [_track(t) for t in beside or ()],
            "overlap": compare.facts_text,
            "parts_at": compare.chart.history.summary().parted_at,
            "overlap_at": list(compare.chart.legend_texts()),
        }


def _print_of(picture: MapPicture) -> int | None:
    """Tells what a picture shows from anything else it could show; None for nothing."""
    view = picture.shown
    if view is None:
        return None
    return crc32(b"".join(part.tobytes() for part in (view.picture, view.values) if part is not None))


def _see_layers(view: LayerLines) -> dict[str, Any]:
    """The first lines and all groups of the layer table."""
    lines = [line for place in range(view.model().rowCount()) if (line := view.line_at(place)) is not None]
    groups = [line for line in lines if line.kind is LineKind.GROUP]
    return {
        "layer_lines": [[str(line.kind), line.title, line.is_pinned] for line in lines[:10]],
        "layer_groups": [[line.title, line.row.total_p50] for line in groups],
    }


def _see_objects(panel: BoardPanel) -> dict[str, Any]:
    """What lies on the board, and what is asked about it."""
    store, install = panel.model_store, panel.bitstream_install
    asked = [text for box in panel.findChildren(QFrame, "card") for text in _texts(box)]
    return {
        "stored": [[file.name, file.size_bytes, file.sha256] for file in store.files],
        "store_left": [text for text in _texts(store) if "unfinished" in text],
        "install_steps": [[step.name, str(step.state)] for step in install.steps],
        "asked": [text.replace("\u200b", "") for text in asked],
    }


def find(text: str) -> dict[str, Any] | None:
    """Where to click for what carries this text; None where it is not there, disabled or covered.

    `at` is a point of the screen. What is scrolled out of sight has `wheel` besides: the mouse wheel's
    button, to be turned at that point.
    """
    for window in reversed(_windows()):
        for widget in (window, *window.findChildren(QWidget)):
            area = _area_with(widget, text) if widget.isVisible() and widget.isEnabled() else None
            if area is None:
                continue
            point = widget.mapToGlobal(area.center())
            if _is_on_top(widget, point):
                return {"at": [point.x(), point.y()]}
            scrolled = _scrolled_out(widget, point)
            if scrolled is not None:
                return scrolled
    return None


def _scrolled_out(widget: QWidget, point: QPoint) -> dict[str, Any] | None:
    """Where to turn the wheel so that a point of a widget comes into sight."""
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget()
    if parent is None:
        return None
    middle = parent.viewport().mapToGlobal(parent.viewport().rect().center())
    return {"at": [middle.x(), middle.y()], "wheel": 5 if point.y() > middle.y() else 4}


def _windows() -> list[QWidget]:
    return [w for w in QApplication.topLevelWidgets() if w.isVisible()]


def _area_with(widget: QWidget, text: str) -> QRect | None:
    """Where in a widget the text is, in the widget's own pixels."""
    if isinstance(widget, QMenu | QMenuBar):
        areas = [widget.actionGeometry(a) for a in widget.actions() if _plain(a.text()) == text]
    elif isinstance(widget, QTabBar):
        areas = [widget.tabRect(i) for i in range(widget.count()) if widget.tabText(i) == text]
    elif isinstance(widget, QListWidget):
        items = (widget.item(i) for i in range(widget.count()))
        rects = [widget.visualItemRect(item) for item in items if item.text() == text]
        areas = [rect.translated(widget.viewport().pos()) for rect in rects]
    elif isinstance(widget, QHeaderView):
        areas = _header_areas(widget, text)
    elif isinstance(widget, QTableView):
        cells = (widget.model().index(row, 0) for row in range(widget.model().rowCount()))
        found = [cell for cell in cells if cell.data() == text]
        areas = [widget.visualRect(cell).translated(widget.viewport().pos()) for cell in found]
    elif isinstance(widget, QAbstractButton | QComboBox | QLineEdit | QAbstractSpinBox):
        words = {widget.accessibleName(), widget.toolTip(), _plain(getattr(widget, "text", str)())}
        areas = [widget.rect()] if text in words else []
    else:
        areas = []
    return areas[0] if areas else None


def _header_areas(header: QHeaderView, text: str) -> list[QRect]:
    """Where the headings that say this are."""
    model, across = header.model(), header.orientation()
    if model is None or across is not Qt.Orientation.Horizontal:
        return []
    places = [i for i in range(header.count()) if str(model.headerData(i, across)) == text]
    areas = [
        QRect(header.sectionViewportPosition(i), 0, header.sectionSize(i), header.height()) for i in places
    ]
    return [area for area in areas if area.width() > 0]


def _is_on_top(widget: QWidget, point: QPoint) -> bool:
    """Whether a click there would reach the widget."""
    hit = QApplication.widgetAt(point)
    return hit is not None and (hit is widget or widget.isAncestorOf(hit))


def _texts(part: QWidget) -> list[str]:
    """Words of the labels that can be seen in a part of the window."""
    if not part.isVisible():
        return []
    return [one.text() for one in part.findChildren(QLabel) if one.isVisible() and one.text()]


def _others(run: RunController) -> tuple[Track, ...]:
    """Tracks of an imported result in the frame on screen."""
    index = run.feed.shown.frame.index if run.feed.shown else 0
    return run.feed.imported[index] if index < len(run.feed.imported) else ()


def _targets(window: Any) -> Iterator[str]:
    for made in window.tracker_panel.findChildren(QListWidget):
        yield from getattr(made, "texts", tuple)()


def _combo(part: QWidget) -> QComboBox:
    combo = part.findChild(QComboBox)
    assert isinstance(combo, QComboBox)
    return combo


def _track(track: Track) -> list[Any]:
    return [track.id, track.box.x, track.box.y, track.box.w, track.box.h, track.score, str(track.state)]


def _plain(text: str) -> str:
    return text.replace("&", "")


def main(arguments: list[str]) -> int:
    """Opens the window; a first argument is opened in it. SIGUSR1 tells where every thread is."""
    faulthandler.register(signal.SIGUSR1)
    with running_workbench() as workbench:
        witness = Witness(workbench)
        if arguments:
            workbench.commands.open_source(arguments[0])
        code = QApplication.exec()
        del witness
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
