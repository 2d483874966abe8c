"""Asks what only the user can decide while connecting: a host's key, a service that runs already. A bar."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from widgets.layouts import label, row, tighten, wrapped
from widgets.theme import UNIT


class HostKeyPanel(QFrame):
    """Shows a question and waits for an answer.

    Signals:
        answered(str, bool): what was asked about (a host, a service) and whether the answer was yes.
    """

    answered = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._host = ""
        self._question = wrapped(role="strong")
        self._key = label()
        self._key.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._advice = wrapped(role="muted")
        self._trust = QPushButton()
        self._trust.setObjectName("primary")
        self._refuse = QPushButton()
        words = QVBoxLayout()
        tighten(words, spacing=UNIT // 2)
        for widget in (self._question, self._key, self._advice):
            words.addWidget(widget)
        buttons = row(self._trust, self._refuse)
        buttons.addStretch(1)
        words.addSpacing(4)
        words.addLayout(buttons)
        words.setContentsMargins(UNIT + 4, UNIT, UNIT + 4, UNIT)
        self.setLayout(words)
        self._trust.clicked.connect(lambda: self._answer(True))
        self._refuse.clicked.connect(lambda: self._answer(False))
        self.hide()

    def ask(self, host: str, key_type: str, fingerprint: str) -> None:
        """Asks about a host seen for the first time."""
        self._host = host
        self._question.setText(self.tr("{host} is not known yet. Is this its key?").format(host=host))
        self._key.setText(f"{key_type}  {fingerprint}")
        self._advice.setText(
            self.tr("Compare it with the one the board shows on its console before you trust it.")
        )
        self._offer(self.tr("Trust and connect"), self.tr("Do not connect"))

    def ask_service(self, service: str, port: int, pid: str) -> None:
        """Asks whether a service that somebody else has started may be used."""
        self._host = service
        question = self.tr("{service} runs on the board already, started by somebody else. Use it?")
        self._question.setText(question.format(service=service))
        self._key.setText(self.tr("port {port}, process {pid}").format(port=port, pid=pid))
        self._advice.setText(self.tr("It is left running when you disconnect."))
        self._offer(self.tr("Use it"), self.tr("Leave it alone"))

    def _offer(self, yes: str, no: str) -> None:
        self._trust.setText(yes)
        self._refuse.setText(no)
        self.show()
        self._refuse.setFocus()

    def withdraw(self) -> None:
        """Takes the question back, for example because the connection is gone."""
        self._host = ""
        self.hide()

    @property
    def host(self) -> str:
        """The host or service that is asked about, or ""."""
        return self._host

    def _answer(self, is_trusted: bool) -> None:
        host, self._host = self._host, ""
        self.hide()
        self.answered.emit(host, is_trusted)
