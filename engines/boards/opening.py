"""What a connected board offers to models, and how networks are opened on it."""

from __future__ import annotations

from engines.assembly import NetworkOpener, NetworkRequest
from engines.board_values import PublishedTime
from engines.boards.board import Board
from engines.boards.link import Progress, ShouldCancel, never
from engines.catalog import BoardOffer
from engines.networks.network import Network
from engines.texts import Text


def board_title(board: Board) -> str:
    """How a board is named in one line: "virtual board", or its address."""
    return "virtual board" if board.summary.is_virtual else str(board.address)


def board_offer(board: Board) -> BoardOffer:
    """What verdicts are made from."""
    loaded, offered = board.summary.bitstream, board.capabilities
    return BoardOffer(
        family=board.profile.family,
        title=Text("bitstream {name}", name=loaded.name) if loaded else board_title(board),
        hard_operators=offered.hard_operators,
        mmu=offered.has_mmu,
    )


def board_opener(
    board: Board, *, on_progress: Progress | None = None, should_cancel: ShouldCancel = never
) -> NetworkOpener:
    """Opens networks on a board; a file that is not there yet, or another one, is uploaded first."""

    def open_network(request: NetworkRequest) -> Network:
        board.push_model(request.path, on_progress=on_progress, should_cancel=should_cancel)
        hard_ms = request.entry.simulated_hard_ms
        return board.open_network(
            request.path.name,
            label=request.name,
            pixels={spec.name: spec.pixels for spec in request.inputs if spec.pixels is not None},
            published=PublishedTime(hard_ms) if hard_ms is not None else None,
        )

    return open_network
