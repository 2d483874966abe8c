"""Cells of the layer table that are more than text: names with marks, share bars, sparklines."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from engines.origin import Origin
from widgets.headed_model import AnyIndex
from widgets.layer_arrangement import Line, LineKind
from widgets.layer_model import LINE_ROLE
from widgets.origin_style import hatch
from widgets.theme import UNIT, current_theme

#: Width of the arrow that opens a line, and of one step of indentation.
ARROW, INDENT = 16, 12
# Figures that differ by less than this part are drawn as a flat line: a sparkline shows what changes.
_FLAT = 0.10
_LEAST_BAR = 20


def _fill(painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> QRect:
    """Paints what lies behind a cell and returns its place."""
    area, theme = QRect(option.rect), current_theme()
    background = index.data(Qt.ItemDataRole.BackgroundRole)
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(area, theme.color("selection"))
    elif background is not None:
        painter.fillRect(area, QBrush(background))
    return area


class NameCell(QStyledItemDelegate):
    """An arrow where something can be opened, the name, how many layers it stands for, and a pin."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        #: Whether any layer can be opened: all names then stand one below the other.
        self.has_arrows = False
        #: Where the table is too narrow for bars of their own: shares are underlined, as parts of `largest`.
        self.underlines, self.largest = False, 1.0

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        line: Line = index.data(LINE_ROLE)
        area, theme = QRectF(_fill(painter, option, index)), current_theme()
        painter.save()
        font = index.data(Qt.ItemDataRole.FontRole)
        painter.setFont(option.font)
        if font is not None:
            bold = painter.font()
            bold.setWeight(font.weight())
            painter.setFont(bold)
        left = area.left() + 4 + line.depth * INDENT
        if line.is_open is not None:
            _arrow(painter, QRectF(left, area.top(), ARROW - 4, area.height()), is_open=line.is_open)
        text = area.adjusted(
            left - area.left() + (ARROW if self.has_arrows or line.is_open is not None else 0), 0, -4, 0
        )
        painter.setPen(theme.color("muted"))
        if line.is_pinned and line.kind is LineKind.LAYER:
            _pin(painter, QRectF(text.right() - 9, area.center().y() - 5, 9, 10))
            text.adjust(0, 0, -13, 0)
        if line.kind is LineKind.LAYER and line.row.sources:
            mark = f"×{len(line.row.sources)}"
            width = painter.fontMetrics().horizontalAdvance(mark)
            painter.drawText(text, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), mark)
            text.adjust(0, 0, -width - 4, 0)
        if self.underlines and line.kind is LineKind.LAYER and line.row.share is not None:
            length = max(2.0, (area.width() - 8) * line.row.share / self.largest)
            _bar(painter, QRectF(area.left() + 4, area.bottom() - 3, length, 3), line.row.origin)
        painter.setPen(index.data(Qt.ItemDataRole.ForegroundRole))
        # The end of a long name says more than its beginning.
        name = painter.fontMetrics().elidedText(
            index.data(), Qt.TextElideMode.ElideLeft, max(int(text.width()), 0)
        )
        painter.drawText(text, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), name)
        painter.restore()


class ShareBar(QStyledItemDelegate):
    """A bar as long as the layer's share of the largest, with the percentage beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.largest = 1.0

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        theme, line = current_theme(), index.data(LINE_ROLE)
        area = _fill(painter, option, index)
        share = line.row.share
        if share is None or line.kind is LineKind.SOURCE:
            return
        if line.kind is LineKind.LAYER:
            text_width = painter.fontMetrics().horizontalAdvance("00.0 %") + UNIT
            room = area.width() - text_width - UNIT
            length = max(2.0, room * share / self.largest)
            if room >= _LEAST_BAR:
                bar = QRectF(area.left() + 4, area.top() + 7, length, area.height() - 14)
                _bar(painter, bar, line.row.origin)
        painter.setPen(theme.color("text"))
        right = area.adjusted(0, 0, -6, 0)
        painter.drawText(right, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, index.data())


class Sparkline(QStyledItemDelegate):
    """The last profiled frames as a line with its newest point; a frame without a figure parts it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        line: Line = index.data(LINE_ROLE)
        area = QRectF(_fill(painter, option, index)).adjusted(5, 6, -6, -6)
        known = [value for value in line.row.recent if value is not None]
        if line.kind is LineKind.SOURCE or not known or area.width() < 4:
            return
        theme = current_theme()
        low, high = min(known), max(known)
        span = max(high - low, abs(high) * _FLAT, 1e-9)
        floor = (low + high - span) / 2
        step = area.width() / max(len(line.row.recent) - 1, 1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("accent"), 1.2))
        piece: list[QPointF] = []
        for i, value in enumerate((*line.row.recent, None)):
            if value is not None:
                piece.append(
                    QPointF(area.left() + i * step, area.bottom() - (value - floor) / span * area.height())
                )
            elif piece:
                painter.drawPolyline(QPolygonF(piece))
                last, piece = piece[-1], []
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        painter.drawEllipse(last, 1.8, 1.8)
        painter.restore()


def _bar(painter: QPainter, bar: QRectF, origin: Origin) -> None:
    painter.fillRect(bar, current_theme().color("accent"))
    if origin is Origin.SIMULATED:
        painter.save()
        painter.setClipRect(bar)
        hatch(painter, bar, current_theme().color("panel"), alpha=150)
        painter.restore()


def _arrow(painter: QPainter, area: QRectF, *, is_open: bool) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(current_theme().color("muted"), 1.4))
    x, y = area.center().x(), area.center().y()
    points = [(-3, -1.5), (0, 1.5), (3, -1.5)] if is_open else [(-1.5, -3), (1.5, 0), (-1.5, 3)]
    painter.drawPolyline(QPolygonF([QPointF(x + dx, y + dy) for dx, dy in points]))
    painter.restore()


def _pin(painter: QPainter, area: QRectF) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(current_theme().color("accent"), 1.3))
    painter.setBrush(current_theme().color("accent"))
    x = area.center().x()
    painter.drawEllipse(QPointF(x, area.top() + 3), 2.6, 2.6)
    painter.drawLine(QPointF(x, area.top() + 5), QPointF(x, area.bottom()))
    painter.restore()
