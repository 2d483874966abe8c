"""Long work: what, how far, and a way to cancel it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QPushButton, QWidget

from widgets.layouts import label, row
from widgets.theme import UNIT, figure_font


class PercentBar(QWidget):
    """How much of some work is done, as a bar and in per cent."""

    def __init__(self, name: str) -> None:
        """`name` is for screen readers."""
        super().__init__()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(name)
        self._percent = label(role="muted")
        self._percent.setFont(figure_font(self.font()))
        self._percent.setMinimumWidth(self._percent.fontMetrics().horizontalAdvance("100 %"))
        self._percent.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line = row(self._bar, self._percent)
        line.setStretch(0, 1)
        self.setLayout(line)
        self.show_share(None)

    def show_share(self, share: float | None) -> None:
        """The share that is done in 0...1; the bar is empty for None."""
        self._bar.setRange(0, 1000)
        self._bar.setValue(round(min(max(share or 0.0, 0.0), 1.0) * 1000))
        self._percent.setText("" if share is None else f"{share * 100:.0f} %")

    @property
    def text(self) -> str:
        return self._percent.text()

    def show_endless(self) -> None:
        """Nobody knows how much it is. It keeps a timer running, even where it is hidden."""
        self._bar.setRange(0, 0)
        self._percent.setText("")


class ProgressStrip(QFrame):
    """Hidden while nothing takes long.

    Signals:
        cancel_requested()
    """

    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._label = label()
        self._bar = PercentBar(self.tr("Progress"))
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.clicked.connect(self._ask_cancel)
        line = row(self._label, self._bar, self._cancel)
        line.setStretch(1, 1)
        line.setContentsMargins(UNIT + 4, UNIT // 2, UNIT + 4, UNIT // 2)
        self.setLayout(line)
        self.hide()

    def show_progress(self, text: str, fraction: float | None, *, can_cancel: bool = True) -> None:
        """Shows work and how much of it is done in 0...1; None where that is not known."""
        self._label.setText(text)
        if fraction is None:
            self._bar.show_endless()
        else:
            self._bar.show_share(fraction)
        self._cancel.setVisible(can_cancel)
        self._cancel.setEnabled(True)
        self.show()

    def finish(self) -> None:
        """The work is over, whichever way."""
        self._bar.show_share(None)
        self.hide()

    @property
    def text(self) -> str:
        return self._label.text()

    def _ask_cancel(self) -> None:
        self._cancel.setEnabled(False)
        self.cancel_requested.emit()
