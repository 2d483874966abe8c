"""The connection ladder: each step with its state, what was seen, and what to try."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from widgets.elided_label import ElidedLabel
from widgets.icons import icon_pixmap
from widgets.layouts import clear_layout, label, tighten, wrapped
from widgets.theme import UNIT, current_theme, is_restyled
from widgets.views import StepState, StepView

_ICONS = {
    StepState.WAITING: ("waiting", "muted"),
    StepState.RUNNING: ("running", "accent"),
    StepState.PASSED: ("check", "good"),
    StepState.WARNING: ("warning", "warning"),
    StepState.FAILED: ("error", "bad"),
    StepState.SKIPPED: ("waiting", "muted"),
}


class StepList(QWidget):
    """Steps in the order in which they were first shown.

    Signals:
        remedy_requested(str): key of the step whose button was pressed.
    """

    remedy_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: dict[str, _StepItem] = {}
        self._layout = QVBoxLayout(self)
        tighten(self._layout, spacing=UNIT // 2)

    def show_step(self, step: StepView) -> None:
        item = self._items.get(step.key)
        if item is None:
            item = self._items[step.key] = _StepItem(self)
            item.button.clicked.connect(lambda: self.remedy_requested.emit(step.key))
            self._layout.addWidget(item)
        item.show_step(step)

    def clear(self) -> None:
        self._items.clear()
        clear_layout(self._layout)

    def shown(self) -> tuple[StepView, ...]:
        return tuple(item.step for item in self._items.values() if item.step is not None)


class _StepItem(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.step: StepView | None = None
        self._mark = QLabel()
        self._mark.setFixedSize(18, 18)
        self._name = label()
        self._brief = ElidedLabel("muted")
        self._evidence = wrapped(role="muted")
        self._remedy = wrapped()
        self.button = QPushButton(self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(UNIT)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(2, 1)
        grid.addWidget(self._mark, 0, 0)
        grid.addWidget(self._name, 0, 1)
        grid.addWidget(self._brief, 0, 2)
        grid.addWidget(self._evidence, 1, 1, 1, 2)
        grid.addWidget(self._remedy, 2, 1, 1, 2)
        grid.addWidget(self.button, 3, 1, 1, 2, Qt.AlignmentFlag.AlignLeft)

    def show_step(self, step: StepView) -> None:
        self.step = step
        self._name.setText(step.name)
        # What is well takes one line; what is not is told in full.
        is_trouble = step.state in (StepState.WARNING, StepState.FAILED)
        self._brief.setText("" if is_trouble else step.evidence)
        self._evidence.setText(step.evidence)
        self._evidence.setVisible(is_trouble and bool(step.evidence))
        self._remedy.setText(f"→ {step.remedy}")
        self._remedy.setVisible(bool(step.remedy))
        self.button.setText(step.action)
        self.button.setVisible(bool(step.action))
        self.setAccessibleName(f"{step.name}: {step.state.value} {step.evidence}")
        self._paint_mark()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_restyled(self, event):
            self._paint_mark()

    def _paint_mark(self) -> None:
        if self.step is not None:
            name, role = _ICONS[self.step.state]
            color = current_theme().color(role).name()
            self._mark.setPixmap(icon_pixmap(name, color, 18, self.devicePixelRatioF()))
