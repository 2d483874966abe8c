"""The summary above everything: which board, which model, do they go together, and the main buttons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolBar, QToolButton, QWidget

from widgets.elided_label import ElidedLabel
from widgets.layouts import label, row, set_role
from widgets.texts import board_state_name, verdict_text
from widgets.theme import UNIT, current_theme
from widgets.views import BoardState, SummaryView, Verdict

_DOTS = {
    BoardState.DISCONNECTED: "muted", BoardState.CONNECTING: "warning", BoardState.CONNECTED: "good",
    BoardState.SERVING: "good", BoardState.LINK_LOST: "bad", BoardState.FAILED: "bad",
}  # fmt: skip
_ROLES = {Verdict.FITS: "good", Verdict.DOES_NOT_FIT: "bad", Verdict.UNKNOWN: "muted"}
_HEIGHT = 40


class TopBar(QToolBar):
    """Signals: board_clicked(), model_clicked(): the user wants to see or change that part."""

    board_clicked = Signal()
    model_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self.setWindowTitle(self.tr("Summary"))
        self.setMovable(False)
        self.setFloatable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._dot = _Dot()
        self._board = ElidedLabel(minimum_width=64)
        self._model = ElidedLabel(minimum_width=64)
        self._verdict = label()
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(UNIT // 2)
        line = row(
            label(self.tr("Board"), "muted"), self._dot, self._board,
            label(self.tr("Model"), "muted"), self._model, self._verdict,
        )  # fmt: skip
        line.insertSpacing(3, UNIT * 2)
        line.addStretch(1)
        line.addLayout(self._buttons)
        line.setContentsMargins(UNIT, 0, UNIT, 0)
        content = QWidget()
        content.setLayout(line)
        content.setFixedHeight(_HEIGHT)
        content.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.addWidget(content)
        for part in (self._board, self._model):
            part.setCursor(Qt.CursorShape.PointingHandCursor)
        self._board.clicked.connect(self.board_clicked)
        self._model.clicked.connect(self.model_clicked)
        self.show_summary(SummaryView())

    def show_summary(self, summary: SummaryView) -> None:
        self._dot.show_role(_DOTS[summary.board_state])
        self._dot.setToolTip(board_state_name(summary.board_state))
        self._board.setText(summary.board or board_state_name(summary.board_state))
        self._model.setText(summary.model or self.tr("none chosen"))
        verdict = summary.verdict
        self._verdict.setText("" if verdict is None else verdict_text(verdict, summary.reason))
        self._verdict.setToolTip(summary.reason)
        set_role(self._verdict, _ROLES[verdict] if verdict else "muted")

    def show_actions(self, actions: Sequence[QAction]) -> None:
        """Puts buttons for the main actions at the right end."""
        for action in actions:
            button = QToolButton()
            button.setDefaultAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setIconSize(QSize(18, 18))
            self._buttons.addWidget(button)

    @property
    def texts(self) -> tuple[str, str, str]:
        """Board, model and verdict as they are shown in full."""
        return self._board.text(), self._model.text(), self._verdict.text()


class _Dot(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._role = "muted"
        self.setFixedSize(10, 10)

    def show_role(self, role: str) -> None:
        self._role = role
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(current_theme().color(self._role))
        painter.drawEllipse(1, 1, 8, 8)
        painter.end()
