"""A small window, as a file manager has it: what is named on the command line can be dragged out of it."""

from __future__ import annotations

import sys

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel


class DragSource(QLabel):
    def __init__(self, paths: list[str]) -> None:
        super().__init__("drag me")
        self._urls = [QUrl.fromLocalFile(path) for path in paths]
        self.setWindowFlags(Qt.WindowType.X11BypassWindowManagerHint)
        self.setGeometry(0, 0, 100, 40)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        data = QMimeData()
        data.setUrls(self._urls)
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction)


def main(paths: list[str]) -> None:
    app = QApplication([])
    source = DragSource(paths)
    source.show()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    app.exec()


if __name__ == "__main__":
    main(sys.argv[1:])
