"""Kept passwords: shown by name and forgotten. The keyring may take its time, so it is asked in a task."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from app.tasks import Tasks
from app.workers import TaskHandle
from engines.boards.secret_store import SecretStore
from widgets.secret_dialogs import KeptSecretsDialog

_KIND = "keyring"


class SecretsController(QObject):
    """What `Forget kept passwords…` does."""

    def __init__(
        self, window: QWidget, tasks: Tasks, make_store: Callable[[], SecretStore] = SecretStore
    ) -> None:
        super().__init__(window)
        self._tasks, self._make_store = tasks, make_store
        self.dialog = KeptSecretsDialog(window)
        self.dialog.forget_requested.connect(self._forget)

    @Slot()
    def show(self) -> None:
        """Opens the list of what is kept."""
        self._start(lambda store: store.kept(), self._open)

    @Slot(list)
    def _forget(self, names: list[str]) -> None:
        def forget(store: SecretStore) -> tuple[str, ...]:
            for name in names:
                store.forget(name)
            return store.kept()

        self._start(forget, self.dialog.show_names)

    def _start(
        self,
        work: Callable[[SecretStore], tuple[str, ...]],
        done: Callable[[tuple[str, ...]], None],
    ) -> None:
        def job(_handle: TaskHandle) -> tuple[str, ...]:
            return work(self._make_store())

        self._tasks.start(_KIND, self.tr("Asking the system's keyring"), job, done)

    def _open(self, names: tuple[str, ...]) -> None:
        self.dialog.show_names(names)
        self.dialog.show()
        self.dialog.raise_()
