"""What the tracker looked at: template, search crop with its score map, ranking, penalty, and evidence."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from engines.search_look import SearchLook
from widgets.elided_label import ElidedLabel
from widgets.evidence_chart import EvidenceChart
from widgets.evidence_history import EvidenceHistory, EvidenceLimits
from widgets.layouts import row, tighten, wrapped
from widgets.map_picture import CAPTION, MapPicture, MapView
from widgets.theme import UNIT, figure_font

# What the chart gets at least before the pictures grow.
_CHART_WIDTH = 216
_LEAST_SIDE = 48


class SearchView(QWidget):
    """One target in the frame on screen, and its figures over time.

    Signals:
        frame_chosen(int): the user wants to see this frame.
        shown_changed(bool): whether the view is on screen: only then anything needs to be kept for it.
    """

    frame_chosen = Signal(int)
    shown_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._template = MapPicture(
            self.tr("Template"), self.tr("What is looked for, as the network gets it")
        )
        self._search = MapPicture(
            self.tr("Search"),
            self.tr("Where it is looked for, with the score of each cell. Ring: chosen; dotted: runner-up"),
        )
        self._ranking = MapPicture(
            self.tr("Ranking"),
            self.tr("Scores after penalty and window: the greatest is chosen. Dotted: runner-up"),
        )
        self._penalty = MapPicture(
            self.tr("Penalty"), self.tr("What a change of size or shape leaves of a score, 1 = all")
        )
        self._facts, self._health = ElidedLabel("muted"), ElidedLabel("muted")
        for line in (self._facts, self._health):
            line.setFont(figure_font(self.font(), 0.92))
        self._chart = EvidenceChart()
        self._chart.frame_chosen.connect(self.frame_chosen)
        self._empty = wrapped(role="muted")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._make_body())
        layout = QVBoxLayout(self)
        tighten(layout)
        layout.addWidget(self._stack)
        self.show_nothing()

    def _make_body(self) -> QWidget:
        body = QWidget()
        self._left = QWidget()
        left = QVBoxLayout(self._left)
        tighten(left, spacing=UNIT // 2)
        left.addLayout(row(*self.pictures), 1)
        left.addWidget(self._facts)
        left.addWidget(self._health)
        layout = QHBoxLayout(body)
        tighten(layout, spacing=UNIT * 2)
        layout.setContentsMargins(UNIT + 4, UNIT // 2, UNIT + 4, UNIT // 2)
        layout.addWidget(self._left)
        layout.addWidget(self._chart, 1)
        return body

    def _divide(self) -> None:
        """Pictures as large as the height allows, while enough is left for the chart."""
        count = sum(not picture.isHidden() for picture in self.pictures)
        gaps = UNIT * (count - 1)
        lines = 2 * (self._facts.sizeHint().height() + UNIT // 2)
        high = self.height() - UNIT - CAPTION - lines
        wide = (self.width() - 2 * (UNIT + 4) - 2 * UNIT - _CHART_WIDTH - gaps) // max(count, 1)
        self._left.setFixedWidth(count * max(_LEAST_SIDE, min(high, wide)) + gaps)

    def show_nothing(self, reason: str = "") -> None:
        """There is nothing to show; says what to do."""
        usual = self.tr("Draw a box round what to follow and play: what the tracker looks at is shown here.")
        self._empty.setText(reason or usual)
        self._stack.setCurrentIndex(0)

    def show_no_look(self, reason: str = "") -> None:
        """The target is known, but not what was looked at in the frame on screen."""
        self._stack.setCurrentIndex(1)
        for picture in self.pictures:
            picture.show_map(None)
        self._facts.setText(reason or self.tr("Not kept for this frame. Draw the box again here to see it."))
        self._health.setText("")

    def show_look(self, look: SearchLook) -> None:
        """Shows what was looked at in the frame on screen."""
        self._stack.setCurrentIndex(1)
        maps, peak, second = look.maps, look.peak, look.runner_up
        self._template.show_map(MapView(look.template, text=_size_text(look.template.shape[0])))
        self._search.show_map(
            MapView(look.search, maps.scores, look.cells, peak, second, text=_size_text(look.search.shape[0]))
        )
        greatest = f"{float(maps.ranking[peak]):.2f}"
        self._ranking.show_map(MapView(None, maps.ranking, None, peak, second, text=greatest))
        penalty = maps.penalty
        worst = (
            None
            if penalty is None
            else MapView(None, penalty, None, peak, text=f"{float(penalty[peak]):.2f}")
        )
        self._penalty.show_map(worst)
        if self._penalty.isHidden() != (penalty is None):
            self._penalty.setVisible(penalty is not None)
            self._divide()
        self._facts.setText(self._facts_text(look))

    def show_health(self, text: str) -> None:
        """What the network's outputs look like, in words; empty for nothing to say."""
        self._health.setText(text)

    def show_history(self, history: EvidenceHistory) -> None:
        """Shows the figures of a target, now and as they come."""
        self._chart.show_history(history)

    def clear(self) -> None:
        """Another run: what was known is gone."""
        self._chart.show_history(EvidenceHistory())
        self.show_no_look()
        self.show_nothing()

    def show_position(self, index: int | None) -> None:
        self._chart.show_position(index)

    def show_limits(self, limits: EvidenceLimits) -> None:
        self._chart.show_limits(limits)

    @property
    def is_empty(self) -> bool:
        return self._stack.currentIndex() == 0

    @property
    def facts_text(self) -> str:
        return self._facts.text()

    @property
    def chart(self) -> EvidenceChart:
        return self._chart

    @property
    def pictures(self) -> tuple[MapPicture, ...]:
        return self._template, self._search, self._ranking, self._penalty

    def sizeHint(self) -> QSize:
        return QSize(900, 224)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._divide()

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self.shown_changed.emit(True)

    def hideEvent(self, event: object) -> None:
        super().hideEvent(event)  # type: ignore[arg-type]
        self.shown_changed.emit(False)

    def _facts_text(self, look: SearchLook) -> str:
        scores, peak, second = look.maps.scores, look.peak, look.runner_up
        head = self.tr("#{id} peak {score}")
        parts = [head.format(id=look.target_id, score=f"{float(scores[peak]):.2f}")]
        if second is not None:
            cells = max(abs(second[0] - peak[0]), abs(second[1] - peak[1]))
            text = self.tr("runner-up {score}, {cells} cells away")
            parts.append(text.format(score=f"{float(scores[second]):.2f}", cells=cells))
        ratio = look.sidelobe_ratio
        if ratio is not None:
            parts.append(self.tr("stands out {ratio} σ").format(ratio=f"{ratio:.1f}"))
        return " · ".join(parts)


def _size_text(side: int) -> str:
    return f"{side} px"
