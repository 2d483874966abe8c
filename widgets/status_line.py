"""The last line of the window: newest log line, and what the link and the board are doing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QStatusBar, QToolButton, QWidget

from widgets.icons import set_icon
from widgets.layouts import label, row, set_role
from widgets.theme import UNIT, figure_font
from widgets.views import Severity

_ROLES = {
    Severity.INFO: "muted", Severity.SUCCESS: "good",
    Severity.WARNING: "warning", Severity.ERROR: "bad",
}  # fmt: skip


class StatusLine(QStatusBar):
    """Signals: log_toggled(bool): the log is to be shown or hidden."""

    log_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._toggle = QToolButton()
        self._toggle.setObjectName("flat")
        self._toggle.setText(self.tr("Log"))
        self._toggle.setCheckable(True)
        self._toggle.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._toggle.toggled.connect(self.log_toggled)
        self._line = label(role="muted")
        self._line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._telemetry = label(role="muted")
        self._telemetry.setFont(figure_font(self.font()))
        content = QWidget()
        line = row(self._toggle, self._line, self._telemetry, spacing=UNIT)
        line.setStretch(1, 1)
        line.setContentsMargins(UNIT // 2, 0, UNIT + 4, 0)
        content.setLayout(line)
        self.addWidget(content, 1)
        self.show_log_open(False)

    def show_log_line(self, line: str, severity: Severity = Severity.INFO) -> None:
        """Shows the newest line of the log."""
        self._line.setText(line)
        self._line.setToolTip(line)
        set_role(self._line, _ROLES[severity])

    def show_telemetry(self, text: str) -> None:
        """For example "link 3.1 MB/s · 512 MB · 58 °C"; empty where nothing is known."""
        self._telemetry.setText(text)

    def show_log_open(self, is_open: bool) -> None:
        """Shows whether the log is open; says nothing back."""
        was_blocked = self._toggle.blockSignals(True)
        self._toggle.setChecked(is_open)
        self._toggle.blockSignals(was_blocked)
        set_icon(self._toggle, "chevron-down" if is_open else "chevron-right")

    @property
    def log_line(self) -> QLabel:
        return self._line
