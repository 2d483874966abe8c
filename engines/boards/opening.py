"""What a connected board offers to models, and how networks are opened on it."""

from __future__ import annotations

import math
from pathlib import Path

from engines.assembly import NetworkOpener, NetworkRequest
from engines.board_values import PublishedTime
from engines.boards.board import Board
from engines.boards.link import Progress, ShouldCancel, never
from engines.catalog import BoardOffer, NetworkEntry
from engines.networks.network import Network
from engines.networks.picture_wire import Wire, WireFormat
from engines.networks.remote import Traffic
from engines.networks.sparse import FilterGroup
from engines.texts import Text
from engines.weights import companions


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
        files = files_of(request)
        board.push_model(*files, on_progress=on_progress, should_cancel=should_cancel)
        hard_ms = request.entry.simulated_hard_ms
        return board.open_network(
            request.path.name,
            label=request.name,
            pixels={spec.name: spec.pixels for spec in request.inputs if spec.pixels is not None},
            traffic=Traffic(wires_of(request.entry), filters_of(request.entry, request.score_threshold)),
            published=PublishedTime(hard_ms) if hard_ms is not None else None,
        )

    return open_network


def files_of(request: NetworkRequest) -> tuple[Path, ...]:
    """A network's file and those that belong to it; an ONNX file in place of a compiled one is alone."""
    is_of_kind = request.path.suffix.lower() == Path(request.entry.file).suffix.lower()
    return (request.path, *(companions(request.entry, request.path) if is_of_kind else ()))


def wires_of(entry: NetworkEntry) -> dict[str, WireFormat]:
    """How an entry's pictures cross the link, where that is not as they are."""
    return {
        given.name: WireFormat(Wire(given.wire), given.quality)
        for given in entry.inputs
        if given.wire != "uint8"
    }


def filters_of(entry: NetworkEntry, score_threshold: float | None) -> tuple[FilterGroup, ...]:
    """What of an entry's heads may stay on the board; nothing where every score counts."""
    if score_threshold is None or not 0 < score_threshold < 1:
        return ()
    logit = -math.log(1 / score_threshold - 1)
    return tuple(
        FilterGroup(
            group.score,
            group.outputs,
            logit if group.activation == "logit" else score_threshold,
            group.channel_axis,
            group.score_channels,
        )
        for group in entry.filter
    )
