"""The targets of a run: colour, id, state, score, and a button to let each go."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QSizePolicy, QWidget

from engines.palette import LOST_COLOR, track_color
from widgets.elided_label import ElidedLabel
from widgets.layouts import flat_button, label, tighten
from widgets.texts import UNKNOWN, target_state_name
from widgets.theme import UNIT, figure_font
from widgets.views import TargetState, TargetView

_LINE = 34


class TargetList(QListWidget):
    """One line per target; a line is made once and then only written again.

    Signals:
        target_selected(int), target_removed(int): ids.
    """

    target_selected = Signal(int)
    target_removed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: dict[int, _TargetLine] = {}
        self.setAccessibleName(self.tr("Targets"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(self._select)
        self.itemActivated.connect(self._select)

    def show_targets(
        self, targets: Sequence[TargetView], selected: int | None, *, removable: bool = True
    ) -> None:
        """Shows the targets of a run; says nothing back."""
        if tuple(self._lines) != tuple(target.id for target in targets):
            self._remake(targets)
        for line in self._lines.values():
            line.remove.setVisible(removable)
        for i, target in enumerate(targets):
            self._lines[target.id].show_target(target)
            self.item(i).setSelected(target.id == selected)

    def texts(self) -> tuple[str, ...]:
        """What the lines say."""
        return tuple(line.text() for line in self._lines.values())

    def sizeHint(self) -> QSize:
        return QSize(200, _LINE * min(max(self.count(), 1), 6) + 4)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _remake(self, targets: Sequence[TargetView]) -> None:
        self.clear()
        self._lines.clear()
        for target in targets:
            item = QListWidgetItem(self)
            item.setData(Qt.ItemDataRole.UserRole, target.id)
            item.setSizeHint(QSize(100, _LINE))
            line = _TargetLine(target.id, self)
            line.remove.clicked.connect(lambda _=False, id_=target.id: self.target_removed.emit(id_))
            self.setItemWidget(item, line)
            self._lines[target.id] = line
        self.updateGeometry()

    def _select(self, item: QListWidgetItem) -> None:
        self.target_selected.emit(int(item.data(Qt.ItemDataRole.UserRole)))


class _TargetLine(QWidget):
    def __init__(self, target_id: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._id = target_id
        self._state: TargetState | None = None
        self._swatch = QLabel()
        self._swatch.setFixedSize(12, 12)
        self._name = label(f"#{target_id}", "strong")
        self._word = ElidedLabel("muted")
        self._word.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._score = label()
        self._score.setFont(figure_font(self.font()))
        self._score.setMinimumWidth(self._score.fontMetrics().horizontalAdvance("0.00"))
        self.remove = flat_button("remove", self.tr("Remove target"))
        self.remove.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        layout = QHBoxLayout(self)
        tighten(layout)
        layout.setContentsMargins(UNIT, 0, 2, 0)
        for widget in (self._swatch, self._name, self._word, self._score, self.remove):
            layout.addWidget(widget)
        layout.setStretchFactor(self._word, 1)

    def show_target(self, target: TargetView) -> None:
        name = f"#{target.id} {target.label}".rstrip()
        self._name.setText(name)
        self._score.setText(UNKNOWN if target.score is None else f"{target.score:.2f}")
        if target.state is not self._state:
            self._state = target.state
            self._word.setText(target_state_name(target.state))
            self._paint_swatch()

    def text(self) -> str:
        return f"{self._name.text()} {self._word.text()} {self._score.text()}"

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.ignore()

    def _paint_swatch(self) -> None:
        color = LOST_COLOR if self._state is TargetState.LOST else track_color(self._id)
        pixmap = QPixmap(12, 12)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(*color))
        painter.drawRoundedRect(0, 0, 12, 12, 3, 3)
        painter.end()
        self._swatch.setPixmap(pixmap)
