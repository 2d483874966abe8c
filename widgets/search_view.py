"""What the tracker looked at: template, search crop with its score map, ranking, penalty, and evidence."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from engines.search_look import SearchLook
from widgets.evidence_chart import EvidenceChart
from widgets.evidence_history import EvidenceLimits, EvidencePoint
from widgets.layouts import label, row, tighten, wrapped
from widgets.map_picture import MapPicture, MapView
from widgets.theme import UNIT, figure_font


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
        tr = self.tr
        self._template = MapPicture(tr("Template"), tr("What is looked for, as the network gets it"))
        self._search = MapPicture(
            tr("Search"),
            tr("Where it is looked for, with the score of each cell. Ring: chosen; dotted: runner-up"),
        )
        self._ranking = MapPicture(
            tr("Ranking"), tr("Scores after penalty and window: the greatest is chosen. Dotted: runner-up")
        )
        self._penalty = MapPicture(
            tr("Penalty"), tr("What a change of size or shape leaves of a score, 1 = all")
        )
        self._facts = label(role="muted")
        self._facts.setFont(figure_font(self.font(), 0.92))
        self._health = label(role="muted")
        self._health.setFont(figure_font(self.font(), 0.92))
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
        layout = QVBoxLayout(body)
        tighten(layout, spacing=UNIT // 2)
        layout.setContentsMargins(UNIT + 4, UNIT // 2, UNIT + 4, UNIT // 2)
        middle = row(self._template, self._search, self._ranking, self._penalty, self._chart)
        for place, stretch in enumerate((2, 2, 2, 2, 5)):
            middle.setStretch(place, stretch)
        layout.addLayout(middle, 1)
        foot = row(self._facts, self._health, spacing=UNIT * 2)
        foot.addStretch(1)
        layout.addLayout(foot)
        return body

    def show_nothing(self, reason: str = "") -> None:
        """There is nothing to show; says what to do."""
        usual = self.tr(
            "Draw a box round what to follow and play: what the tracker looks at is shown here."
        )
        self._empty.setText(reason or usual)
        self._stack.setCurrentIndex(0)

    def show_look(self, look: SearchLook | None) -> None:
        """Shows what was looked at in the frame on screen; None where that is not known any more."""
        self._stack.setCurrentIndex(1)
        if look is None:
            for picture in (self._template, self._search, self._ranking, self._penalty):
                picture.show_map(None)
            self._facts.setText(self.tr("Not kept for this frame: play on, or go back a little less far."))
            self._health.clear()
            return
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
        self._penalty.setVisible(penalty is not None)
        self._facts.setText(self._facts_text(look))

    def show_health(self, text: str) -> None:
        """What the network's outputs look like, in words; empty for nothing to say."""
        self._health.setText(text)

    def append(self, point: EvidencePoint) -> None:
        self._chart.append(point)

    def clear(self) -> None:
        """Another run: what was known is gone."""
        self._chart.clear()
        self._facts.clear()
        self._health.clear()
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
        return QSize(900, 240)

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self.shown_changed.emit(True)

    def hideEvent(self, event: object) -> None:
        super().hideEvent(event)  # type: ignore[arg-type]
        self.shown_changed.emit(False)

    def _facts_text(self, look: SearchLook) -> str:
        scores, peak, second = look.maps.scores, look.peak, look.runner_up
        parts = [self.tr("peak {score}").format(score=f"{float(scores[peak]):.2f}")]
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
