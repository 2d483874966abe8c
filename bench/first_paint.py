"""Opens the window, prints the monotonic time at which it was first painted, and ends. For `startup`."""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from app.gui import running_workbench


class _Watch(QObject):
    """Waits for the first paint of the window; what is queued behind it runs when it is done."""

    painted_s: float | None = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and self.painted_s is None:
            self.painted_s = 0.0
            QTimer.singleShot(0, self._note)
        return False

    @Slot()
    def _note(self) -> None:
        self.painted_s = monotonic()
        QApplication.exit(0)


def main() -> None:
    with running_workbench() as workbench:
        watch = _Watch()
        workbench.window.installEventFilter(watch)
        QTimer.singleShot(60_000, lambda: QApplication.exit(1))
        QApplication.exec()
        print(watch.painted_s)
        workbench.window.close()


if __name__ == "__main__":
    main()
