"""The board: where it is, how far the connection is, what it can run, what its service says."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from widgets.bitstream_install import BitstreamInstall
from widgets.layouts import Section, label, row, scrolled, set_role, tighten, wrapped
from widgets.model_store import ModelStore
from widgets.object_views import StoreView
from widgets.step_list import StepList
from widgets.telemetry_view import TelemetryView
from widgets.texts import board_state_name
from widgets.theme import UNIT
from widgets.verdict_list import VerdictList, bitstream_entry
from widgets.views import BitstreamView, BoardState, CapabilityView, ModelView, StepState, StepView

VIRTUAL_BOARD = "virtual"
# Families of virtual boards in the order of the list; the first one needs no name.
_VIRTUAL = (VIRTUAL_BOARD, f"{VIRTUAL_BOARD}:rdk_x5", f"{VIRTUAL_BOARD}:ascend")
THIS_COMPUTER = "local"
_LOG_LINES = 500
_OFF = (BoardState.DISCONNECTED, BoardState.LINK_LOST, BoardState.FAILED)
_ON = (BoardState.CONNECTED, BoardState.SERVING)
_WELL = (StepState.PASSED, StepState.SKIPPED)
_ROLES = {
    BoardState.CONNECTED: "good", BoardState.SERVING: "good", BoardState.CONNECTING: "muted",
    BoardState.DISCONNECTED: "muted", BoardState.LINK_LOST: "bad", BoardState.FAILED: "bad",
}  # fmt: skip


class BoardPanel(QWidget):
    """Says what the user wants of the board; knows nothing about boards.

    What lies on the board has widgets of its own: `model_store` and `bitstream_install`.

    Signals:
        connect_requested(str): `VIRTUAL_BOARD` with or without a family behind a colon, `THIS_COMPUTER` or an
            address "user@host:port".
        disconnect_requested(): also gives up a connection that is being made.
        bitstream_chosen(str), model_chosen(str): keys.
        start_requested(), stop_requested(): the board's service.
        remedy_requested(str): key of the step whose remedy is wanted.
    """

    connect_requested = Signal(str)
    disconnect_requested = Signal()
    bitstream_chosen = Signal(str)
    model_chosen = Signal(str)
    start_requested = Signal()
    stop_requested = Signal()
    remedy_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._address = self._make_address()
        self._connect = QPushButton(self.tr("Connect"))
        self._disconnect = QPushButton(self.tr("Disconnect"))
        self._is_on = False
        self._is_lent = False
        self._has_service = True
        self._may_fold = True
        self._state = wrapped(role="muted")
        self._steps = StepList()
        self._bitstreams = VerdictList(self.tr("Bitstreams"))
        self._models = VerdictList(self.tr("Models on the board"))
        self.bitstream_install = BitstreamInstall()
        self.model_store = ModelStore()
        self.telemetry = TelemetryView()
        self._start = QPushButton(self.tr("Start service"))
        self._stop = QPushButton(self.tr("Stop service"))
        self._log = self._make_log()
        self._capabilities = wrapped(role="muted")
        self._steps_section = Section(self.tr("STEPS"), self._steps)
        self._bitstream_section = Section(
            self.tr("BITSTREAMS"), _stacked(self._bitstreams, self.bitstream_install)
        )
        self._model_section = Section(self.tr("MODELS"), self._models)
        self._store_section = Section(self.tr("MODEL FILES"), self.model_store)
        self._log_section = Section(self.tr("SERVICE LOG"), self._log, is_open=False)
        self._capability_section = Section(self.tr("WHAT IT REPORTS"), self._capabilities, is_open=False)
        self._arrange()
        self._connect_signals()
        self.clear_steps()
        self.show_bitstreams(())
        self.show_capabilities(())
        self.show_models(())
        self.show_store(None)
        self.show_state(BoardState.DISCONNECTED)

    # Showing

    def show_recent_hosts(self, hosts: Sequence[str]) -> None:
        """Offers addresses below the virtual board and this computer; keeps what is typed."""
        typed = self.address
        while self._address.count() > len(_VIRTUAL) + 1:
            self._address.removeItem(len(_VIRTUAL) + 1)
        for host in hosts:
            self._address.addItem(host, host)
        self.show_address(typed)

    def show_address(self, address: str) -> None:
        index = self._address.findData(address)
        if index >= 0:
            self._address.setCurrentIndex(index)
        else:
            self._address.setEditText(address)

    def show_state(self, state: BoardState, text: str = "", *, has_service: bool = True) -> None:
        """Shows how it stands with the board.

        Args:
            state: decides what can be done.
            text: stands in for the state's own words.
            has_service: whether there is a service that could be started.
        """
        self._has_service = has_service
        is_off = state in _OFF
        self._is_on = state in _ON
        self._state.setText(text or board_state_name(state))
        set_role(self._state, _ROLES[state])
        self._address.setEnabled(is_off)
        self._connect.setVisible(is_off)
        self._disconnect.setVisible(not is_off and not self._is_lent)
        is_connecting = state is BoardState.CONNECTING
        self._disconnect.setText(self.tr("Cancel") if is_connecting else self.tr("Disconnect"))
        self._start.setVisible(state is BoardState.CONNECTED and self._has_service)
        self._stop.setVisible(state is BoardState.SERVING)
        self._sum_up_steps()

    def show_step(self, step: StepView) -> None:
        """Adds a step or brings the one with the same key up to date."""
        self._steps.show_step(step)
        self._steps_section.show()
        self._sum_up_steps()

    def show_capabilities(self, capabilities: Sequence[CapabilityView]) -> None:
        """Shows what can be known about runs on this board, and why what cannot."""
        marks = {True: "✓", False: "–", None: "?"}
        lines = (f"{marks[c.value]}  {c.title}: {c.reason}" for c in capabilities)
        self._capabilities.setText("\n".join(lines))
        self._capability_section.setVisible(bool(capabilities))

    def clear_steps(self) -> None:
        """A new connection: steps unfold, and may fold by themselves once more."""
        self._steps.clear()
        self._steps_section.hide()
        self._steps_section.set_open(True)
        self._may_fold = True
        self._sum_up_steps()

    def show_bitstreams(self, bitstreams: Sequence[BitstreamView]) -> None:
        loaded = next((b.key for b in bitstreams if b.is_loaded), "")
        self._bitstreams.show_entries([bitstream_entry(b) for b in bitstreams], loaded)
        self._bitstream_section.setVisible(bool(bitstreams))

    def show_models(self, models: Sequence[ModelView], chosen: str = "") -> None:
        self._models.show_entries(models, chosen)
        self._model_section.setVisible(bool(models))

    def show_store(self, store: StoreView | None) -> None:
        """Shows the files on the board; without a board there is nothing to show."""
        self.model_store.show_store(store)
        self._store_section.setVisible(store is not None)

    def show_lent(self, is_lent: bool) -> None:
        """While a bitstream is installed the board cannot be left; that is called off in its own place."""
        self._is_lent = is_lent
        self._bitstreams.setEnabled(not is_lent)
        if is_lent:
            self._state.setText(self.tr("Installing a bitstream"))
        self._disconnect.setVisible(self._connect.isHidden() and not is_lent)
        self._sum_up_steps()

    def append_log(self, line: str) -> None:
        """Adds a line of the service's log; the oldest go."""
        self._log.appendPlainText(line)

    def clear_log(self) -> None:
        self._log.clear()

    @property
    def address(self) -> str:
        """What `connect_requested` would say now."""
        text = self._address.currentText().strip()
        index = self._address.findText(text, Qt.MatchFlag.MatchFixedString)
        return str(self._address.itemData(index)) if index >= 0 else text

    @property
    def steps(self) -> tuple[StepView, ...]:
        return self._steps.shown()

    def sizeHint(self) -> QSize:
        return QSize(272, 480)

    def _sum_up_steps(self) -> None:
        """Folds the steps once all is well, so that they leave the room to what can be run."""
        states = [step.state for step in self._steps.shown()]
        is_well = (self._is_on or self._is_lent) and bool(states) and all(state in _WELL for state in states)
        passed = states.count(StepState.PASSED)
        title = self.tr("STEPS")
        self._steps_section.set_title(f"{title} · {passed} ✓" if is_well else title)
        if self._may_fold:
            self._steps_section.set_open(not is_well)

    def _leave_steps(self) -> None:
        self._may_fold = False

    # Making

    def _make_address(self) -> QComboBox:
        address = QComboBox()
        address.setEditable(True)
        address.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        titles = (self.tr("Virtual board"), self.tr("Virtual RDK X5"), self.tr("Virtual Ascend 310"))
        for title, name in zip(titles, _VIRTUAL, strict=True):
            address.addItem(title, name)
        address.addItem(self.tr("This computer"), THIS_COMPUTER)
        address.setMinimumContentsLength(10)
        address.setToolTip(
            self.tr("Virtual board, this computer, root@192.168.1.10, or a server: http://192.168.1.10:8000")
        )
        address.setAccessibleName(self.tr("Address of the board"))
        return address

    def _make_log(self) -> QPlainTextEdit:
        log = QPlainTextEdit()
        log.setReadOnly(True)
        log.setMaximumBlockCount(_LOG_LINES)
        log.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        log.setFixedHeight(140)
        log.setTabChangesFocus(True)
        log.setAccessibleName(self.tr("Service log"))
        return log

    def _arrange(self) -> None:
        self._connect.setObjectName("primary")
        body = QWidget()
        layout = QVBoxLayout(body)
        tighten(layout, UNIT + 4, UNIT)
        address = row(self._address, self._connect, self._disconnect)
        address.setStretch(0, 1)
        layout.addWidget(label(self.tr("ADDRESS"), "heading"))
        layout.addLayout(address)
        layout.addWidget(self._state)
        layout.addWidget(self.telemetry)
        layout.addWidget(self._steps_section)
        layout.addWidget(self._bitstream_section)
        layout.addWidget(self._model_section)
        layout.addWidget(self._store_section)
        layout.addLayout(row(self._start, self._stop))
        layout.addWidget(self._capability_section)
        layout.addWidget(self._log_section)
        layout.addStretch(1)
        outer = QVBoxLayout(self)
        tighten(outer)
        outer.addWidget(scrolled(body))
        self.setMinimumWidth(288)

    def _connect_signals(self) -> None:
        self._connect.clicked.connect(self._ask_connect)
        line = self._address.lineEdit()
        if line is not None:
            line.returnPressed.connect(self._ask_connect)
        self._disconnect.clicked.connect(self.disconnect_requested)
        self._bitstreams.chosen.connect(self.bitstream_chosen)
        self._models.chosen.connect(self.model_chosen)
        self._start.clicked.connect(self.start_requested)
        self._stop.clicked.connect(self.stop_requested)
        self._steps_section.folded_by_user.connect(self._leave_steps)
        self._steps.remedy_requested.connect(self.remedy_requested)

    def _ask_connect(self) -> None:
        if self.address and self._connect.isVisibleTo(self):
            self.connect_requested.emit(self.address)


def _stacked(*widgets: QWidget) -> QWidget:
    """Widgets of one section, below each other."""
    body = QWidget()
    layout = QVBoxLayout(body)
    tighten(layout, spacing=UNIT // 2)
    for widget in widgets:
        layout.addWidget(widget)
    return body
