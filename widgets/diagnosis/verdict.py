"""What a diagnosis comes to: verdict, reason and figures in a column; and the line of work in progress."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from engines.diagnosis.values import Agreement, Verdict
from widgets.diagnosis.values import DiagnosisView
from widgets.elided_label import ElidedLabel
from widgets.layouts import label, row, scrolled, set_role, tighten, wrapped
from widgets.progress_strip import PercentBar
from widgets.texts import frame_number
from widgets.theme import UNIT, current_theme, figure_font

_STRIPE = 4
_LOOKS = {
    Verdict.HEALTHY: ("good", "✓"),
    Verdict.UNCLEAR: ("warning", "?"),
    Verdict.DRIFTS: ("warning", "▲"),
    Verdict.BROKEN: ("bad", "✕"),
}


class VerdictBand(QWidget):
    """Verdict, reason, figures, and the way to the frame where both part, one below the other.

    Signals:
        frame_chosen(int): the user wants to see this frame.
    """

    frame_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role, self._parted_at = "muted", -1
        self._can_go = True
        self._verdict, self._title = label(role="strong"), ElidedLabel("muted")
        self._reason = wrapped()
        self._figures = wrapped(role="muted")
        self._figures.setFont(figure_font(self.font(), 0.92))
        self._go = QPushButton()
        self._go.clicked.connect(lambda: self.frame_chosen.emit(self._parted_at))
        body = QWidget()
        layout = QVBoxLayout(body)
        tighten(layout, spacing=UNIT // 2)
        layout.setContentsMargins(UNIT, UNIT // 2, UNIT, UNIT // 2)
        layout.addLayout(row(self._verdict, self._title))
        for widget in (self._reason, self._go, self._figures):
            layout.addWidget(widget)
        layout.addStretch(1)
        outer = QVBoxLayout(self)
        tighten(outer)
        outer.setContentsMargins(_STRIPE, 0, 0, 0)
        outer.addWidget(scrolled(body))

    def show_result(self, found: DiagnosisView) -> None:
        self._role, mark = _LOOKS[found.verdict]
        names = {
            Verdict.HEALTHY: self.tr("Healthy"),
            Verdict.UNCLEAR: self.tr("Unclear"),
            Verdict.DRIFTS: self.tr("Drifts"),
            Verdict.BROKEN: self.tr("Broken"),
        }
        self._verdict.setText(f"{mark} {names[found.verdict]}")
        set_role(self._verdict, self._role)
        self._title.setText(found.title)
        self._reason.setText(found.reason)
        self._figures.setText("\n".join(self._figure_lines(found.agreement)))
        parted = found.agreement.parted_at
        self._parted_at = -1 if parted is None else parted
        number = None if parted is None else frame_number(parted)
        self._go.setText(self.tr("Go to frame {index}, where they part").format(index=number))
        self._go.setToolTip(self._go.text())
        self._show_go()
        self.update()

    def show_can_go(self, can_go: bool) -> None:
        """Whether the clip that was looked at is the open one."""
        self._can_go = can_go
        self._show_go()

    @property
    def texts(self) -> tuple[str, str, str]:
        """Verdict, reason and figures as they stand."""
        return self._verdict.text(), self._reason.text(), self._figures.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(QRectF(0, 0, _STRIPE, self.height()), current_theme().color(self._role))
        painter.end()

    def _show_go(self) -> None:
        self._go.setVisible(self._parted_at >= 0 and self._can_go)

    def _figure_lines(self, found: Agreement) -> list[str]:
        lines = []
        if found.auc_a is not None and found.auc_b is not None:
            text = self.tr("AUC: A {a}, B {b}")
            lines.append(text.format(a=f"{found.auc_a:.3f}", b=f"{found.auc_b:.3f}"))
        text = self.tr("IoU with A: {iou}; on A's crops {forced}")
        lines.append(text.format(iou=f"{found.mean_iou:.3f}", forced=f"{found.forced_iou:.3f}"))
        if found.peaks is not None:
            text = self.tr("Peak kept: {kept} %, moved {cells} cells")
            kept, cells = f"{100 * found.peaks.kept:.0f}", f"{found.peaks.moved:.1f}"
            lines.append(text.format(kept=kept, cells=cells))
        lines.append(self.tr("{frames} frames compared").format(frames=found.frames))
        return lines


class WorkLine(QWidget):
    """What is being done, how far it is, and a way to cancel it; hidden while nothing is.

    Signals:
        cancel_requested()
    """

    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ElidedLabel("text", minimum_width=120)
        self._bar = PercentBar(self.tr("Progress"))
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.clicked.connect(self.cancel_requested)
        line = row(self._text, self._bar, self._cancel)
        line.setStretch(1, 1)
        self.setLayout(line)
        self.hide()

    def show_work(self, text: str, share: float | None) -> None:
        """Shows the share that is done in 0...1; None where that is not known."""
        self._text.setText(text)
        self._bar.show_share(share)
        self.show()

    @property
    def text(self) -> str:
        return self._text.text()

    @property
    def percent(self) -> str:
        return self._bar.text
