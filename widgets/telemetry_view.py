"""A board's temperature, memory and load over the last two minutes, one small curve each."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from engines.board_values import BoardTelemetry
from engines.origin import Origin
from widgets.layouts import label, row, tighten
from widgets.origin_style import OriginBadge
from widgets.theme import UNIT, current_theme, figure_font

SPAN_S = 120.0
#: A longer pause between two looks is a gap in the curve: nobody knows what was then.
_GAP_S = 10.0
_LINE = 26
_CURVE_SHARE = 0.34
#: Degrees that a curve spans at least, so that a sensor's noise does not look like a mountain.
_LEAST_DEGREES = 10.0


@dataclass(frozen=True, slots=True)
class _Row:
    """One figure: its name, where it stands in a look, how it reads, and the scale of its curve."""

    name: str
    value: Callable[[BoardTelemetry], float | None]
    text: Callable[[BoardTelemetry], str]
    scale: Callable[[list[float], BoardTelemetry], tuple[float, float]]


class TelemetryView(QWidget):
    """Nothing at all while nothing is known; a figure that the board does not tell has no row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks: deque[BoardTelemetry] = deque()
        self._heading = label(self.tr("LOAD"), "heading")
        self._badge = OriginBadge()
        self._curves = _Curves(self._rows(), self._looks)
        layout = QVBoxLayout(self)
        tighten(layout, spacing=UNIT // 2)
        head = row(self._heading, self._badge)
        head.addStretch(1)
        layout.addLayout(head)
        layout.addWidget(self._curves)
        self.setToolTip(self.tr("The last two minutes, as the board's own tools tell it."))
        self.show_telemetry(None)

    def show_telemetry(self, telemetry: BoardTelemetry | None) -> None:
        """Adds a look at the board; None forgets all, for example because the board was left."""
        if telemetry is None:
            self._looks.clear()
        else:
            self._looks.append(telemetry)
            while telemetry.time_s - self._looks[0].time_s > SPAN_S:
                self._looks.popleft()
            self._badge.show_origin(telemetry.origin)
            self._badge.setVisible(telemetry.origin is not Origin.MEASURED)
        self._curves.bring_up_to_date()
        self.setVisible(bool(self._curves.texts))
        self.setAccessibleName(", ".join(f"{name} {text}" for name, text in self._curves.texts.items()))

    @property
    def texts(self) -> dict[str, str]:
        """What is shown now: figures with their units by name."""
        return dict(self._curves.texts)

    def _rows(self) -> tuple[_Row, ...]:
        return (
            _Row(
                self.tr("temperature"),
                lambda look: look.temperature_c,
                lambda look: f"{look.temperature_c:.0f} °C",
                lambda values, _look: _around(values),
            ),
            _Row(
                self.tr("memory"),
                lambda look: look.memory_used_mb,
                _memory_text,
                lambda values, look: (0.0, look.memory_total_mb or max(values) or 1.0),
            ),
            _Row(
                "CPU",
                lambda look: look.cpu_percent,
                lambda look: f"{look.cpu_percent:.0f} %",
                lambda _values, _look: (0.0, 100.0),
            ),
            _Row(
                self.tr("accelerator"),
                lambda look: look.accelerator_percent,
                lambda look: f"{look.accelerator_percent:.0f} %",
                lambda _values, _look: (0.0, 100.0),
            ),
        )


class _Curves(QWidget):
    """Paints a row per figure that is known: name, curve, newest value."""

    def __init__(self, rows: tuple[_Row, ...], looks: deque[BoardTelemetry]) -> None:
        super().__init__()
        self._rows, self._looks = rows, looks
        self.texts: dict[str, str] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def bring_up_to_date(self) -> None:
        before = len(self.texts)
        self.texts = {
            entry.name: entry.text(known[-1]) for entry in self._rows if (known := self._known(entry))
        }
        if len(self.texts) != before:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, _LINE * len(self.texts))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, _LINE * len(self.texts))

    def _known(self, entry: _Row) -> list[BoardTelemetry]:
        return [look for look in self._looks if entry.value(look) is not None]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(figure_font(self.font()))
        metrics, theme = painter.fontMetrics(), current_theme()
        widest = max((metrics.horizontalAdvance(text) for text in self.texts.values()), default=0)
        names = max((metrics.horizontalAdvance(name) for name in self.texts), default=0) + UNIT
        shown = [entry for entry in self._rows if entry.name in self.texts]
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        for number, entry in enumerate(shown):
            line = QRectF(0, number * _LINE, self.width(), _LINE)
            painter.setPen(theme.color("muted"))
            painter.drawText(line, middle, entry.name)
            painter.setPen(theme.color("text"))
            painter.drawText(line, middle | int(Qt.AlignmentFlag.AlignRight), self.texts[entry.name])
            area = line.adjusted(names, 4, -widest - UNIT, -4)
            if area.width() > 2 * UNIT:
                self._paint_curve(painter, area, entry)
        painter.end()

    def _paint_curve(self, painter: QPainter, area: QRectF, entry: _Row) -> None:
        theme, known = current_theme(), self._known(entry)
        painter.fillRect(QRectF(area.left(), area.bottom(), area.width(), 1), theme.color("line"))
        values = [value for look in known if (value := entry.value(look)) is not None]
        low, high = entry.scale(values, known[-1])
        end_s = self._looks[-1].time_s
        points = [
            QPointF(
                area.right() - (end_s - look.time_s) / SPAN_S * area.width(),
                area.bottom() - min(1.0, max(0.0, (value - low) / (high - low))) * area.height(),
            )
            for look, value in zip(known, values, strict=True)
        ]
        painter.setPen(QPen(theme.color("accent"), 1.5))
        for run in _unbroken(known, points):
            painter.drawPolyline(QPolygonF(run)) if len(run) > 1 else painter.drawPoint(run[0])
        painter.setBrush(theme.color("accent"))
        painter.drawEllipse(points[-1], 1.5, 1.5)
        painter.setBrush(Qt.BrushStyle.NoBrush)


def _unbroken(looks: list[BoardTelemetry], points: list[QPointF]) -> list[list[QPointF]]:
    """Points between which nothing is missing."""
    runs: list[list[QPointF]] = [[points[0]]]
    for before, look, point in zip(looks, looks[1:], points[1:], strict=False):
        if look.time_s - before.time_s > _GAP_S:
            runs.append([])
        runs[-1].append(point)
    return runs


def _around(values: list[float]) -> tuple[float, float]:
    """A scale round all values, not narrower than `_LEAST_DEGREES`."""
    low, high = min(values), max(values)
    spare = max(0.0, _LEAST_DEGREES - (high - low)) / 2
    return low - spare, high + spare


def _memory_text(look: BoardTelemetry) -> str:
    total = "" if look.memory_total_mb is None else f" / {look.memory_total_mb:.0f}"
    return f"{look.memory_used_mb:.0f}{total} MiB"
