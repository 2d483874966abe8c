"""A board in memory and the controller that has it, for what works with both."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from engines.board_values import BoardAddress, BoardSummary
from engines.boards.bitstreams import list_bitstreams
from engines.boards.icraft import ICRAFT
from engines.boards.store import push_models
from tests.engines.boards.fake_link import FakeLink
from tests.engines.boards.test_bitstream_install import FakeBoard as FakeMachine
from widgets.views import BoardState


class FakeBoard:
    """What controllers use of a board. `is_virtual` as the real ones tell it."""

    def __init__(self, machine: FakeMachine | None = None, *, is_virtual: bool = False) -> None:
        self.machine = machine or FakeMachine()
        self.profile = ICRAFT
        self.address = BoardAddress("fake")
        self.link: FakeLink = self.machine.link()
        self.is_virtual = is_virtual
        self.closed = self.opened = 0

    @property
    def bitstreams(self):
        return list_bitstreams(self.link, ICRAFT, self.machine.running)

    @property
    def summary(self):
        loaded = next((one for one in self.bitstreams if one.is_loaded), None)
        facts = {"runtime_version": "3.7.1", "bitstream": loaded, "service_port": None}
        about = {"host_name": "fake", "architecture": "aarch64", "system": "Linux"}
        return BoardSummary(
            address=self.address, family="icraft", is_virtual=self.is_virtual, **about, **facts
        )

    def push_model(self, *files, on_progress=None, should_cancel):
        folder = ICRAFT.model_folder
        return push_models(self.link, folder, files, on_progress=on_progress, should_cancel=should_cancel)

    def close(self):
        self.closed += 1
        self.link.close()

    def open_link(self):
        """The first one while it is up; afterwards it may be on its way down or up."""
        self.opened += 1
        return self.machine.link() if self.opened == 1 else self.machine.reconnect()


class FakeController(QObject):
    """Lends its board and takes it back; `notes` tells in which order."""

    summary_changed = Signal()

    def __init__(self, board: FakeBoard | None = None) -> None:
        super().__init__()
        self.board, self.state = board, BoardState.CONNECTED
        self.notes: list[str] = []

    @property
    def present(self):
        return self.board if self.state in (BoardState.CONNECTED, BoardState.SERVING) else None

    def become(self, state: BoardState, board: FakeBoard | None = None) -> None:
        self.board, self.state = board or self.board, state
        self.summary_changed.emit()

    def lend(self, text):
        if self.present is None:
            return None
        self.notes.append(text)
        self.become(BoardState.CONNECTING)

        def let_go():
            self.notes.append("nobody watches")
            return self.board

        return let_go

    def take_back(self):
        self.notes.append("taken back")
        self.board.link = self.board.machine.link()
        self.become(BoardState.SERVING)

    def choose_bitstream(self, name):
        self.notes.append(f"load {name}")
