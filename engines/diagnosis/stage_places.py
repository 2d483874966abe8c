"""Where the stages of Icraft's compiler are run: on a board, and simulated there or beside us."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engines.boards.agent_home import HostSide
from engines.boards.board import Board
from engines.boards.icraft import ICRAFT
from engines.boards.icraft_simulation import BACKEND, IcraftAgent, NowhereToSimulate
from engines.boards.link import ShouldCancel, never
from engines.diagnosis.stage_runs import Openers
from engines.errors import TrackbenchError
from engines.networks.remote import RemoteNetwork
from engines.texts import Text

_ARM = ("aarch64", "arm")


class NotIcraft(TrackbenchError):
    what = "{board} is no Icraft board, but of the family {family}; only Icraft's compiler has stages."
    remedy = "Name an Icraft board, or --board virtual."


@contextmanager
def stage_openers(
    board: Board | None, host: HostSide, should_cancel: ShouldCancel = never
) -> Iterator[Openers]:
    """What opens pairs of files; agents that were started for it end with it.

    Args:
        board: connected; None where only simulating is wanted.
        host: says which Python here has the vendor's package.
        should_cancel: asked during uploads and while an agent starts.

    Raises:
        NotIcraft: the board is of another family.
        NowhereToSimulate: no board, and no such Python.
    """
    if board is not None and board.profile.family != ICRAFT.family:
        raise NotIcraft(board=board.address.host, family=board.profile.family)
    simulation = IcraftAgent(board, host, should_cancel)
    # A virtual board's own agent computes ONNX files; here the double of the vendor's package is asked.
    direct = None
    if board is not None and board.backend != BACKEND:
        direct = IcraftAgent(board, HostSide(), should_cancel, options={})

    def run_on_board(json: Path, label: str) -> RemoteNetwork:
        assert board is not None
        if direct is not None:
            return direct.open(json, label)
        board.push_model(json, json.with_suffix(".raw"), should_cancel=should_cancel)
        return board.open_network(json.name, label=label)

    is_arm = (
        board is not None
        and simulation.is_on_board
        and not board.summary.is_virtual
        and board.summary.architecture.startswith(_ARM)
    )
    try:
        yield Openers(
            simulate=simulation.open,
            on_board=None if board is None else run_on_board,
            no_board=Text("only the accelerator can follow its instructions, and no board was named"),
            knows_arm_only=is_arm,
        )
    finally:
        simulation.close()
        if direct is not None:
            direct.close()


__all__ = ["NotIcraft", "NowhereToSimulate", "stage_openers"]
