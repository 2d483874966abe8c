"""A board without an address: its serial console, step by step. Not modal: a video goes on behind it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engines.board_values import Secret
from widgets.layouts import flat_button, form_label, label, row, scrolled, tighten, wrapped
from widgets.step_list import StepList
from widgets.theme import UNIT
from widgets.views import StepView

_BAUDS = (115200, 921600, 57600, 38400, 9600)
_LEAST_BAUD, _MOST_BAUD = 50, 4_000_000
_USUAL_ADAPTER = "eth0"
_STEPS_HEIGHT = 120


class SerialPanel(QDialog):
    """Says what the user wants of a console; knows nothing about consoles.

    Signals:
        refresh_requested(): the list of ports is to be read again.
        log_in_requested(str, int, str, Secret): port, bits per second, user, password (may be empty).
        wishes_changed(str, str, str), set_requested(str, str, str): adapter, address with its network mask,
            gateway or ""; the former while they are typed.
        sshd_requested(), cancel_requested()
        connect_requested(str): the address to go on with.
        closed()
    """

    refresh_requested = Signal()
    log_in_requested = Signal(str, int, str, object)
    wishes_changed = Signal(str, str, str)
    set_requested = Signal(str, str, str)
    sshd_requested = Signal()
    cancel_requested = Signal()
    connect_requested = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Serial console"))
        self.setModal(False)
        self.resize(480, 740)
        self._port, self._baud = QComboBox(), QComboBox()
        self._refresh = flat_button("refresh", self.tr("Look for ports again"))
        self._user, self._password = QLineEdit("root"), QLineEdit()
        self._missing = wrapped(role="warning")
        self._log_in = QPushButton(self.tr("Log in and look"))
        self._cancel = QPushButton(self.tr("Cancel"))
        self._steps = StepList()
        self._adapter = QComboBox()
        self._address, self._gateway = QLineEdit(), QLineEdit()
        self._problem = wrapped(role="bad")
        self._set = QPushButton(self.tr("Set address"))
        self._sshd = QPushButton(self.tr("Start SSH server"))
        self._connect = QPushButton()
        self._is_busy = self._is_open = self._has_wish = False
        self._target = ""
        self._names: list[QLabel] = []
        self._prepare()
        self._arrange()
        self._connect_signals()
        self.show_missing("")
        self.show_problem("", is_whole=False)
        self.show_state(is_busy=False, is_open=False)

    # Showing

    def show_ports(self, ports: Sequence[tuple[str, str]]) -> None:
        """Offers serial ports, device and description; what is chosen or typed stays."""
        chosen = self._port_text()
        self._port.clear()
        for device, text in ports:
            self._port.addItem(device if text in ("", "n/a") else f"{device} · {text}", device)
        if chosen:
            index = self._port.findData(chosen)
            if index >= 0:
                self._port.setCurrentIndex(index)
            else:
                self._port.setEditText(chosen)
        line = self._port.lineEdit()
        if line is not None:
            line.setCursorPosition(0)  # the device stands first, and is what counts
        self._offer()

    def show_missing(self, text: str) -> None:
        """Says why there is no serial port at all, for example a package; empty takes it back."""
        self._missing.setText(text)
        self._missing.setVisible(bool(text))

    def show_step(self, step: StepView) -> None:
        self._steps.show_step(step)

    def clear_steps(self) -> None:
        self._steps.clear()

    def show_adapters(self, names: Sequence[str]) -> None:
        """Offers the board's network adapters; what is chosen or typed stays."""
        chosen = self._adapter.currentText().strip()
        self._adapter.clear()
        self._adapter.addItems(list(names) or [_USUAL_ADAPTER])
        if chosen in names or not names:
            self._adapter.setCurrentText(chosen or _USUAL_ADAPTER)

    def show_problem(self, text: str, *, is_whole: bool) -> None:
        """Says what is wrong with the address that is typed; `is_whole`: it can be set."""
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
        self._has_wish = is_whole
        self._offer()

    def show_state(self, *, is_busy: bool, is_open: bool, address: str = "") -> None:
        """Shows what can be done now.

        Args:
            is_busy: a step is being taken.
            is_open: somebody is logged in on the console.
            address: where SSH would find the board, or "".
        """
        self._is_busy, self._is_open, self._target = is_busy, is_open, address
        self._connect.setText(
            self.tr("Connect to %s") % address if address else self.tr("Connect over the network")
        )
        self._offer()

    def forget_password(self) -> None:
        self._password.clear()

    @property
    def steps(self) -> tuple[StepView, ...]:
        return self._steps.shown()

    def done(self, result: int) -> None:
        """However the dialog is closed."""
        super().done(result)
        self.forget_password()
        self.closed.emit()

    def _offer(self) -> None:
        is_free = not self._is_busy
        for widget in (self._port, self._baud, self._refresh, self._user, self._password):
            widget.setEnabled(is_free)
        self._log_in.setEnabled(is_free and bool(self._port_text()) and bool(self._user.text().strip()))
        self._cancel.setVisible(self._is_busy)
        for field in (self._adapter, self._address, self._gateway):
            field.setEnabled(is_free and self._is_open)
        self._set.setEnabled(is_free and self._is_open and self._has_wish)
        self._sshd.setEnabled(is_free and self._is_open)
        self._connect.setEnabled(is_free and bool(self._target))

    def _port_text(self) -> str:
        text = self._port.currentText().strip()
        index = self._port.findText(text, Qt.MatchFlag.MatchFixedString)
        return str(self._port.itemData(index)) if index >= 0 else text

    # Making

    def _prepare(self) -> None:
        for combo in (self._port, self._baud, self._adapter):
            combo.setEditable(True)
            combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._port.setMinimumContentsLength(18)
        self._baud.addItems([str(baud) for baud in _BAUDS])
        self._baud.setValidator(QIntValidator(_LEAST_BAUD, _MOST_BAUD, self))
        self._adapter.addItem(_USUAL_ADAPTER)
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._address.setPlaceholderText("192.168.125.171/24")
        self._gateway.setPlaceholderText(self.tr("none"))
        self._log_in.setObjectName("primary")
        self._connect.setObjectName("primary")

    def _arrange(self) -> None:
        port: QHBoxLayout = row(self._port, self._refresh)
        port.setStretch(0, 1)
        console = self._form(
            (self.tr("Port"), self._port, port),
            (self.tr("Speed (baud)"), self._baud, self._baud),
            (self.tr("User"), self._user, self._user),
            (self.tr("Password"), self._password, self._password),
        )
        network = self._form(
            (self.tr("Adapter"), self._adapter, self._adapter),
            (self.tr("Address"), self._address, self._address),
            (self.tr("Gateway"), self._gateway, self._gateway),
        )
        for name in self._names:  # so that the fields of both forms stand below each other
            name.setMinimumWidth(max(other.sizeHint().width() for other in self._names))
        steps = QWidget()
        inner = QVBoxLayout(steps)
        tighten(inner, UNIT)
        inner.addWidget(self._steps)
        inner.addStretch(1)
        area = scrolled(steps)
        area.setMinimumHeight(_STEPS_HEIGHT)
        layout = QVBoxLayout(self)
        tighten(layout, UNIT * 2)
        intro = self.tr("For a board that has no address yet: its console over a USB or serial cable.")
        layout.addWidget(wrapped(intro, "muted"))
        layout.addLayout(console)
        layout.addWidget(self._missing)
        layout.addLayout(_left(self._log_in, self._cancel))
        layout.addWidget(label(self.tr("STEPS"), "heading"))
        layout.addWidget(area, 1)
        layout.addWidget(label(self.tr("ADDRESS ON THE NETWORK"), "heading"))
        layout.addLayout(network)
        layout.addWidget(self._problem)
        layout.addLayout(_left(self._set, self._sshd))
        layout.addSpacing(UNIT)
        layout.addWidget(self._connect)

    def _form(self, *rows: tuple[str, QWidget, QWidget | QHBoxLayout]) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(UNIT * 2)
        form.setVerticalSpacing(UNIT)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, editor, field in rows:
            editor.setAccessibleName(name)
            self._names.append(form_label(name, editor))
            form.addRow(self._names[-1], field)
        return form

    def _connect_signals(self) -> None:
        for button in (self._log_in, self._cancel, self._set, self._sshd, self._connect):
            button.setAutoDefault(False)
        self._refresh.clicked.connect(self.refresh_requested)
        self._log_in.clicked.connect(self._ask_log_in)
        self._password.returnPressed.connect(self._ask_log_in)
        self._cancel.clicked.connect(self.cancel_requested)
        self._set.clicked.connect(self._ask_set)
        self._sshd.clicked.connect(self.sshd_requested)
        self._connect.clicked.connect(lambda: self.connect_requested.emit(self._target))
        self._port.currentTextChanged.connect(self._offer)
        self._user.textChanged.connect(self._offer)
        for changed in (
            self._adapter.currentTextChanged,
            self._address.textChanged,
            self._gateway.textChanged,
        ):
            changed.connect(self._tell_wishes)

    def _wishes(self) -> tuple[str, str, str]:
        fields = (self._adapter.currentText(), self._address.text(), self._gateway.text())
        adapter, address, gateway = (text.strip() for text in fields)
        return adapter, address, gateway

    def _tell_wishes(self) -> None:
        self.wishes_changed.emit(*self._wishes())

    def _ask_log_in(self) -> None:
        line = self._baud.lineEdit()
        if self._log_in.isEnabled() and line is not None and line.hasAcceptableInput():
            secret = Secret(self._password.text())
            baud = int(self._baud.currentText())
            self.log_in_requested.emit(self._port_text(), baud, self._user.text().strip(), secret)

    def _ask_set(self) -> None:
        self.set_requested.emit(*self._wishes())


def _left(*widgets: QWidget) -> QHBoxLayout:
    made = row(*widgets)
    made.addStretch(1)
    return made
