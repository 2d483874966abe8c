"""The window: docks, bars and menus. It arranges widgets and knows nothing of what they are for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from widgets.actions_view import ActionSpec
from widgets.board_panel import BoardPanel
from widgets.command_palette import CommandPalette
from widgets.compare_view import CompareView
from widgets.covered_area import CoveredArea
from widgets.diagnosis.view import DiagnosisPanel
from widgets.dock_title import DockTitle
from widgets.empty_state import EmptyState
from widgets.help_overlay import HelpOverlay
from widgets.host_key_panel import HostKeyPanel
from widgets.icons import icon, set_icon
from widgets.keyboard import focus_by_tab_only, wants_key
from widgets.layer_table import LayerTable
from widgets.layouts import label, tighten
from widgets.log_panel import LogPanel
from widgets.menus import build_menus
from widgets.notice_bar import NoticeBar
from widgets.progress_strip import ProgressStrip
from widgets.search_view import SearchView
from widgets.show_strip import ShowStrip
from widgets.source_panel import SourcePanel
from widgets.status_line import StatusLine
from widgets.timing_view import TimingView
from widgets.top_bar import TopBar
from widgets.tracker_panel import TrackerPanel
from widgets.transport_bar import TransportBar
from widgets.video_view import VideoView
from widgets.views import SummaryView

_TALL = 900
_HINT_LINE = 28
_WIDE = 1600
# Widths of left and right docks in a narrow and in a wide window.
_NARROW_DOCKS = [264, 336]
_WIDE_DOCKS = [304, 396]
# Docks under the picture, hidden at first.
_BELOW = ("search", "compare", "diagnosis", "log")


class MainWindow(QMainWindow):
    """Everything the user sees, as attributes; controllers connect to those.

    Signals:
        triggered(str): name of the action that was used; its state is `action(name).isChecked()`.
        files_dropped(list[str]): on the picture or on the empty state.
        closing(): the window is about to go; layout and work can be saved.
        show_mode_changed(bool)
    """

    triggered = Signal(str)
    files_dropped = Signal(list)
    closing = Signal()
    show_mode_changed = Signal(bool)

    def __init__(self, actions: Sequence[ActionSpec] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Trackbench")
        self.setWindowIcon(icon("trackbench"))
        self.resize(1600, 960)
        self.setMinimumSize(960, 600)
        self._specs = tuple(actions)
        self._actions: dict[str, QAction] = {}
        self._before_show: QByteArray | None = None
        self.board_panel = BoardPanel()
        self.source_panel = SourcePanel()
        self.tracker_panel = TrackerPanel()
        self.timing_view = TimingView()
        self.layer_table = LayerTable()
        self.log_panel = LogPanel()
        self.search_view = SearchView()
        self.compare_view = CompareView()
        self.diagnosis_view = DiagnosisPanel()
        self.video_view = VideoView()
        self.empty_state = EmptyState()
        self.notice_bar = NoticeBar()
        self.host_key_panel = HostKeyPanel()
        self.progress_strip = ProgressStrip()
        self.transport_bar = TransportBar()
        self.show_strip = ShowStrip()
        self.top_bar = TopBar()
        self.status_line = StatusLine()
        self._hint = label(role="hintLine")
        self._stack = QStackedWidget()
        self._make_centre()
        self._docks = self._make_docks()
        self.addToolBar(self.top_bar)
        self.setStatusBar(self.status_line)
        self._make_actions()
        self.help_overlay = HelpOverlay(self)
        self.command_palette = CommandPalette(self)
        self._connect_signals()
        focus_by_tab_only(self)
        self.show_hint("")
        self.show_picture(False)
        self.reset_layout()

    # Showing

    def show_picture(self, has_source: bool) -> None:
        """Shows the picture, or the choices of what to open."""
        self._stack.setCurrentWidget(self.video_view if has_source else self.empty_state)
        self._show_what_is_below()

    def show_summary(self, summary: SummaryView) -> None:
        self.top_bar.show_summary(summary)

    def show_hint(self, text: str) -> None:
        """One line under the picture; its room stays while a source is open, so that nothing moves."""
        self._hint.setText(text)
        self._show_what_is_below()

    def show_keys(self, more: Sequence[tuple[str, str]] = ()) -> None:
        """Shows the help overlay: all actions with keys, then what has no action."""
        native = QKeySequence.SequenceFormat.NativeText
        keys = [
            (spec.plain_text, " / ".join(QKeySequence(key).toString(native) for key in spec.shortcuts))
            for spec in self._specs
        ]
        self.help_overlay.show_keys([*keys, *more])

    def show_palette(self) -> None:
        """Opens the command palette with the actions that can be used now."""
        self.command_palette.show_actions([s for s in self._specs if self._actions[s.name].isEnabled()])

    def show_panel(self, name: str) -> None:
        """Brings a panel forward, by its name in `_make_docks`."""
        dock = self._docks[name]
        dock.show()
        dock.raise_()

    def toggle_panel(self, name: str) -> None:
        """Brings a panel forward, or folds it away where it can be seen."""
        dock = self._docks[name]
        if dock.isVisible() and not dock.visibleRegion().isEmpty():
            dock.hide()
        else:
            self.show_panel(name)

    def front_panel(self) -> tuple[str, QWidget] | None:
        """Name and content of the panel that has the focus, or else of the one seen under the picture."""
        focus = self.focusWidget()
        seen = {name: dock for name, dock in self._docks.items() if not dock.visibleRegion().isEmpty()}
        below = [name for name in _BELOW if name in seen]
        focused = [name for name, dock in seen.items() if focus is not None and dock.isAncestorOf(focus)]
        name = next(iter([*focused, *below]), None)
        content = None if name is None else self._docks[name].widget()
        return None if name is None or content is None else (name, content)

    def action(self, name: str) -> QAction:
        return self._actions[name]

    # Show mode

    @property
    def is_show_mode(self) -> bool:
        return self._before_show is not None

    def set_show_mode(self, is_on: bool) -> None:
        """Only picture and large figures, full screen; and back to what was before."""
        if is_on == self.is_show_mode:
            return
        if is_on:
            self._before_show = self.saveState()
        for widget in (self.menuBar(), self.top_bar, self.status_line, *self._docks.values()):
            widget.setVisible(not is_on)
        self.show_strip.setVisible(is_on)
        if is_on:
            self.setWindowState(self.windowState() | Qt.WindowState.WindowFullScreen)
        else:
            before, self._before_show = self._before_show, None
            self.setWindowState(self.windowState() & ~Qt.WindowState.WindowFullScreen)
            if before is not None:
                self.restoreState(before)
        self._show_what_is_below()
        self.show_mode_changed.emit(is_on)

    def _show_what_is_below(self) -> None:
        has_source = self._stack.currentWidget() is self.video_view
        self.transport_bar.setVisible(has_source and not self.is_show_mode)
        self._hint.setVisible((has_source or bool(self._hint.text())) and not self.is_show_mode)

    # Layout

    def layout_state(self) -> tuple[QByteArray, QByteArray]:
        """Place of the window and of its docks, to be kept between sessions."""
        return self.saveGeometry(), self._before_show or self.saveState()

    def restore_layout(self, geometry: QByteArray, docks: QByteArray) -> bool:
        """Puts window and docks where they were; False where the state cannot be read."""
        is_placed = self.restoreGeometry(geometry)
        is_arranged = self.restoreState(docks)
        self._refresh_dock_titles()
        return is_placed and is_arranged

    def reset_layout(self) -> None:
        """Docks where they are at first."""
        left, right = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
        docks = self._docks
        for dock in docks.values():
            self.removeDockWidget(dock)
            dock.setFloating(False)
        self.addDockWidget(left, docks["board"])
        if self.height() >= _TALL:
            self.splitDockWidget(docks["board"], docks["tracker"], Qt.Orientation.Vertical)
        else:
            self.tabifyDockWidget(docks["board"], docks["tracker"])
        self.tabifyDockWidget(docks["tracker"], docks["source"])
        self.addDockWidget(right, docks["timing"])
        if self.height() >= _TALL:
            self.splitDockWidget(docks["timing"], docks["layers"], Qt.Orientation.Vertical)
        else:
            self.tabifyDockWidget(docks["timing"], docks["layers"])
        for name in _BELOW:
            self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, docks[name])
        for first, second in pairwise(_BELOW):
            self.tabifyDockWidget(docks[first], docks[second])
        for name, dock in docks.items():
            dock.setVisible(name not in _BELOW)
        docks["tracker"].raise_()
        docks["board"].raise_()
        docks["timing"].raise_()
        widths = _WIDE_DOCKS if self.width() >= _WIDE else _NARROW_DOCKS
        self.resizeDocks([docks["board"], docks["timing"]], widths, Qt.Orientation.Horizontal)
        self._refresh_dock_titles()

    def event(self, event: QEvent) -> bool:
        # Reaches the window where the focused widget does not claim the key as text.
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if is_plain and wants_key(self.focusWidget(), event.key()):
                event.accept()
                return True
        return super().event(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.show_strip.setFixedHeight(max(self.height() * 2 // 9, 160))
        super().resizeEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(1600, 960)

    # Making

    def _make_centre(self) -> None:
        self._stack.addWidget(self.empty_state)
        self._stack.addWidget(self.video_view)
        centre = QWidget()
        layout = QVBoxLayout(centre)
        tighten(layout, spacing=0)
        strips = (self.notice_bar, self.host_key_panel, self.progress_strip)
        layout.addWidget(CoveredArea(self._stack, strips), 1)
        for widget in (self._hint, self.transport_bar, self.show_strip):
            layout.addWidget(widget)
        self._hint.setFixedHeight(_HINT_LINE)
        self.show_strip.hide()
        self.setCentralWidget(centre)

    def _make_docks(self) -> dict[str, QDockWidget]:
        docks = {
            "board": self._dock("board", self.tr("Board"), self.board_panel),
            "tracker": self._dock("tracker", self.tr("Tracker"), self.tracker_panel),
            "source": self._dock("source", self.tr("Source"), self.source_panel),
            "timing": self._dock("timing", self.tr("Timing"), self.timing_view),
            "layers": self._dock("layers", self.tr("Layers"), self.layer_table),
            "search": self._dock("search", self.tr("Search"), self.search_view),
            "compare": self._dock("compare", self.tr("A beside B"), self.compare_view),
            "diagnosis": self._dock("diagnosis", self.tr("Diagnosis"), self.diagnosis_view),
            "log": self._dock("log", self.tr("Log"), self.log_panel),
        }
        self.setDockNestingEnabled(True)
        left, right = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
        for area in (left, right):
            self.setTabPosition(area, QTabWidget.TabPosition.North)
        # The log opens below the picture only: the columns beside it keep their height.
        self.setCorner(Qt.Corner.BottomLeftCorner, left)
        self.setCorner(Qt.Corner.BottomRightCorner, right)
        return docks

    def _dock(self, name: str, title: str, content: QWidget) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(f"{name}Dock")
        dock.setWidget(content)
        dock.setTitleBarWidget(DockTitle(title))
        dock.visibilityChanged.connect(self._refresh_dock_titles)
        dock.topLevelChanged.connect(self._refresh_dock_titles)
        return dock

    def _refresh_dock_titles(self) -> None:
        """A dock among tabs needs no title of its own: its tab says it."""
        for dock in getattr(self, "_docks", {}).values():
            is_tab = bool(self.tabifiedDockWidgets(dock)) and not dock.isFloating()
            title = dock.titleBarWidget()
            if isinstance(title, DockTitle):
                title.show_folded(is_tab)

    def _make_actions(self) -> None:
        for spec in self._specs:
            action = QAction(spec.text, self)
            action.setIconText(spec.plain_text)  # what buttons show: no mnemonic of a menu
            action.setCheckable(spec.checkable)
            action.setShortcuts([QKeySequence(key) for key in spec.shortcuts])
            if spec.icon:
                set_icon(action, spec.icon)
            action.setToolTip(spec.hint or spec.plain_text)
            action.triggered.connect(lambda _=False, name=spec.name: self.triggered.emit(name))
            self.addAction(action)
            self._actions[spec.name] = action
        panels = [dock.toggleViewAction() for dock in self._docks.values()]
        build_menus(self.menuBar(), self._specs, self._actions, panels)
        self.top_bar.show_actions([self._actions[s.name] for s in self._specs if s.in_top_bar])

    def _connect_signals(self) -> None:
        self.video_view.files_dropped.connect(self.files_dropped)
        self.empty_state.files_dropped.connect(self.files_dropped)
        self.top_bar.board_clicked.connect(lambda: self.show_panel("board"))
        self.top_bar.model_clicked.connect(lambda: self.show_panel("tracker"))
        self.status_line.log_toggled.connect(self._docks["log"].setVisible)
        self._docks["log"].visibilityChanged.connect(self.status_line.show_log_open)
        self.command_palette.chosen.connect(self._trigger)

    def _trigger(self, name: str) -> None:
        self._actions[name].trigger()
