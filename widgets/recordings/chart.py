"""Charts over frames: the step of every frame with its spikes, and how far two recordings' boxes agree."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPaintEngine, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from engines.box_match import ComparedTrack
from engines.geometry import PARTED_BELOW
from engines.recording_reader import OpenRecording
from widgets.qt_arrays import draw_rects
from widgets.recordings.columns import Style, written
from widgets.texts import UNKNOWN
from widgets.theme import current_theme, figure_font, is_restyled

_HEAD, _TICKS = 18, 5
# Higher columns are cut off: one slow first frame must not flatten all others.
_ROOM_OVER_P95 = 3.0


class FrameChart(QWidget):
    """What charts over frames have in common: places, a mark, what is under the pointer.

    Signals:
        row_chosen(int): row that was clicked.
    """

    row_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._count = 0
        self._marked: int | None = None
        self._hovered: int | None = None
        self._pixmap: QPixmap | None = None
        self.setMouseTracking(True)
        self.setFont(figure_font(self.font(), 0.88))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(200)

    def _begin(self, count: int) -> None:
        """Other rows."""
        self._count, self._marked, self._hovered, self._pixmap = count, None, None, None
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_restyled(self, event):
            self._pixmap = None  # it holds colours of the theme
            self.update()

    def show_row(self, row: int | None) -> None:
        """Marks a row."""
        self._marked = row
        self.update()

    @property
    def marked(self) -> int | None:
        return self._marked

    def sizeHint(self) -> QSize:
        return QSize(600, 96)

    def row_at(self, x: float) -> int | None:
        """The row at x, of several the one that stands out; None where there are none."""
        if not self._count:
            return None
        per_pixel = self._count / max(self.width(), 1)
        first = min(max(int(x * per_pixel), 0), self._count - 1)
        last = min(max(int(np.ceil((x + 1) * per_pixel)), first + 1), self._count)
        return first + self._standing_out(first, last) if per_pixel > 1 else first

    def x_of(self, row: int) -> float:
        return (row + 0.5) * self.width() / max(self._count, 1)

    def head_text(self) -> str:
        """What stands above: the row under the pointer, else the marked one."""
        row = self._hovered if self._hovered is not None else self._marked
        return self._text_of(row) if row is not None and row < self._count else self._text_of(None)

    def _standing_out(self, first: int, last: int) -> int:
        raise NotImplementedError

    def _text_of(self, row: int | None) -> str:
        raise NotImplementedError

    def _bounds(self) -> NDArray[np.int64]:
        """First row of every column of pixels, or of every row where there are fewer of them."""
        columns = min(max(self.width(), 1), self._count)
        return np.arange(columns, dtype=np.int64) * self._count // columns

    def _body(self) -> QRectF:
        return QRectF(0, _HEAD, self.width(), self.height() - _HEAD - _TICKS)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hovered = self.row_at(event.position().x())
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self.row_at(event.position().x())
        if event.button() is Qt.MouseButton.LeftButton and row is not None:
            self.show_row(row)
            self.row_chosen.emit(row)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The body is drawn once; the mark and the pointer move over it."""
        painter, body = QPainter(self), self._body()
        painter.setFont(self.font())
        engine = painter.paintEngine()
        is_screen = engine.type() is QPaintEngine.Type.Raster
        if is_screen and engine.paintDevice().devicePixelRatioF() == self.devicePixelRatioF():
            painter.drawPixmap(0, 0, self._drawn(body))
        else:  # for documents: shapes stay shapes, and pictures get all their points
            painter.fillRect(body, current_theme().color("window"))
            self._paint_body(painter, body)
        self._paint_marks(painter, body)
        self._paint_head(painter)
        painter.end()

    def _drawn(self, body: QRectF) -> QPixmap:
        ratio = self.devicePixelRatioF()
        size = QSize(round(self.width() * ratio), round(self.height() * ratio))
        if self._pixmap is None or self._pixmap.size() != size:
            self._pixmap = QPixmap(size)
            self._pixmap.setDevicePixelRatio(ratio)
            self._pixmap.fill(current_theme().color("panel"))
            painter = QPainter(self._pixmap)
            painter.fillRect(body, current_theme().color("window"))
            self._paint_body(painter, body)
            painter.end()
        return self._pixmap

    def _paint_body(self, painter: QPainter, body: QRectF) -> None:
        raise NotImplementedError

    def _paint_head(self, painter: QPainter) -> None:
        painter.setPen(current_theme().color("text"))
        area = QRectF(2, 0, self.width() - 4, _HEAD)
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), self.head_text())

    def _paint_marks(self, painter: QPainter, body: QRectF) -> None:
        """A line through a row: faint, because what it marks stands behind it, with a foot below."""
        ink = current_theme().color("text")
        for row, alpha in ((self._marked, 150), (self._hovered, 90)):
            if row is not None and row < self._count:
                x = self.x_of(row)
                ink.setAlpha(alpha)
                painter.fillRect(QRectF(x - 0.5, body.top(), 1, body.height()), ink)
                ink.setAlpha(255)
                painter.fillRect(QRectF(x - 3, body.bottom() + 1, 6, _TICKS), ink)


class FramesStrip(FrameChart):
    """Step of every frame; ticks below are profiled frames, which take longer."""

    def __init__(self) -> None:
        super().__init__()
        self._frames: NDArray[np.int64] = np.empty(0, np.int64)
        self._ms: NDArray[np.float64] = np.empty(0)
        self._profiled: NDArray[np.bool_] = np.empty(0, np.bool_)
        self._p95 = self._top = 1.0
        self.setAccessibleName(self.tr("Step of every frame"))
        self.setToolTip(self.tr("A click goes to the frame. Paler, with a tick below: profiled frames."))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_recording(self, recording: OpenRecording) -> None:
        frames = recording.frames
        self._frames, self._ms, self._profiled = frames.frame_index, frames.step_ms, frames.table >= 0
        known = self._ms[np.isfinite(self._ms)]
        self._p95 = float(np.percentile(known, 95)) if len(known) else 0.0
        highest = float(known.max()) if len(known) else 0.0
        self._top = max(min(highest, self._p95 * _ROOM_OVER_P95), 1e-6) * 1.05
        self._begin(len(recording))

    def _standing_out(self, first: int, last: int) -> int:
        ms = self._ms[first:last]
        return int(np.nanargmax(ms)) if np.isfinite(ms).any() else 0

    def _text_of(self, row: int | None) -> str:
        if not self._count:
            return self.tr("No frame was recorded.")
        if row is None:
            text = self.tr("step of {count} frames · dashed: p95 {p95} ms")
            return text.format(count=f"{self._count:,}", p95=written(self._p95, Style.MS))
        ms = written(float(self._ms[row]), Style.MS) or UNKNOWN
        text = self.tr("frame {index} · {ms} ms").format(index=int(self._frames[row]), ms=ms)
        return f"{text} · {self.tr('profiled')}" if self._profiled[row] else text

    def _paint_body(self, painter: QPainter, body: QRectF) -> None:
        if self._count:
            self._paint_columns(painter, body)
            y = body.bottom() - self._p95 / self._top * body.height()
            painter.setPen(QPen(current_theme().color("muted"), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(0, y), QPointF(body.right(), y))

    def _paint_columns(self, painter: QPainter, body: QRectF) -> None:
        theme, bounds = current_theme(), self._bounds()
        width = max(body.width() / len(bounds), 1.0)
        lefts = np.arange(len(bounds)) * (body.width() / len(bounds))
        pale = QColor(theme.color("accent"))
        pale.setAlpha(110)
        plain = np.where(self._profiled, np.nan, self._ms)
        every: NDArray[np.float64] = np.fmax.reduceat(self._ms, bounds)
        ordinary: NDArray[np.float64] = np.fmax.reduceat(plain, bounds)
        gap = 0.15 * width if width > 3 else 0.0
        painter.setPen(Qt.PenStyle.NoPen)
        for heights_ms, ink in ((every, pale), (ordinary, theme.color("accent"))):
            known = np.isfinite(heights_ms)
            heights = np.minimum(heights_ms[known] / self._top, 1.0) * body.height()
            rects = np.stack(
                [lefts[known], body.bottom() - heights, np.full(len(heights), width - gap), heights], axis=1
            )
            painter.setBrush(ink)
            draw_rects(painter, rects)
        self._paint_cut(painter, body, lefts[every > self._top], width - gap)
        ticks = lefts[np.logical_or.reduceat(self._profiled, bounds)]
        painter.setBrush(theme.color("muted"))
        ones = np.ones(len(ticks))
        rects = np.stack(
            [ticks, ones * (body.bottom() + 2), ones * max(width - gap, 1.0), ones * (_TICKS - 2)], 1
        )
        draw_rects(painter, rects)

    def _paint_cut(self, painter: QPainter, body: QRectF, lefts: NDArray[Any], width: float) -> None:
        """A cap on columns that are higher than there is room."""
        painter.setBrush(current_theme().color("warning"))
        ones = np.ones(len(lefts))
        draw_rects(painter, np.stack([lefts, ones * body.top(), ones * max(width, 2.0), ones * 3], axis=1))


class IouChart(FrameChart):
    """IoU of one track in two recordings, and where the two part."""

    def __init__(self) -> None:
        super().__init__()
        self._track: ComparedTrack | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(120)
        self.setAccessibleName(self.tr("Overlap of the boxes over the frames"))

    def show_track(self, track: ComparedTrack | None) -> None:
        self._track = track
        self._begin(0 if track is None else len(track.frame_index))

    @property
    def track(self) -> ComparedTrack | None:
        return self._track

    def _standing_out(self, first: int, last: int) -> int:
        return 0 if self._track is None else int(np.argmin(self._track.iou[first:last]))

    def _text_of(self, row: int | None) -> str:
        track = self._track
        if track is None or not self._count:
            return self.tr("No frame has a box on both sides.")
        if row is None:
            text = self.tr("track {id}: IoU of A and B over {count} frames · dashed: {limit}")
            return text.format(id=track.id, count=f"{self._count:,}", limit=f"{PARTED_BELOW:g}")
        text = self.tr("frame {index} · IoU {iou}")
        text = text.format(index=int(track.frame_index[row]), iou=f"{track.iou[row]:.3f}")
        return text if track.both_tracked[row] else f"{text} · {self.tr('lost')}"

    def _paint_body(self, painter: QPainter, body: QRectF) -> None:
        y = body.bottom() - PARTED_BELOW * body.height()
        painter.setPen(QPen(current_theme().color("line"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(0, y), QPointF(body.right(), y))
        if self._track is not None and self._count:
            self._paint_line(painter, body, self._track)

    def _paint_line(self, painter: QPainter, body: QRectF, track: ComparedTrack) -> None:
        theme, bounds = current_theme(), self._bounds()
        # Of several frames in a column of pixels the worst is what one looks for.
        ys = body.bottom() - np.minimum.reduceat(track.iou, bounds) * body.height()
        xs = (np.arange(len(bounds)) + 0.5) * body.width() / len(bounds)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("accent"), 1.5))
        painter.drawPolyline(
            QPolygonF([QPointF(x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)])
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if track.parted_at is not None:
            row = min(int(np.searchsorted(track.frame_index, track.parted_at)), self._count - 1)
            painter.fillRect(QRectF(self.x_of(row) - 1, body.top(), 2, body.height()), theme.color("bad"))
