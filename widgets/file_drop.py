"""Files dropped on a widget, as a list of paths."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget


class FileDrop(QObject):
    """Watches a widget for dropped files.

    Signals:
        dropped(list[str]): paths of local files and folders, or addresses of streams.
        hovering(bool): something that could be dropped is above the widget, or no more.
    """

    dropped = Signal(list)
    hovering = Signal(bool)

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.DragEnter and isinstance(event, QDragEnterEvent):
            return self._enter(event)
        if event.type() is QEvent.Type.DragLeave:
            self.hovering.emit(False)
        if event.type() is QEvent.Type.Drop and isinstance(event, QDropEvent):
            return self._drop(event)
        return super().eventFilter(watched, event)

    def _enter(self, event: QDragEnterEvent) -> bool:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self.hovering.emit(True)
        return True

    def _drop(self, event: QDropEvent) -> bool:
        urls = event.mimeData().urls()
        paths = [url.toLocalFile() if url.isLocalFile() else url.toString() for url in urls]
        self.hovering.emit(False)
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)
        return True
