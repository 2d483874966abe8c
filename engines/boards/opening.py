"""What a connected board offers to models, and how networks are opened on it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from engines.assembly import NetworkOpener, NetworkRequest
from engines.board_values import PublishedTime
from engines.boards.board import Board
from engines.boards.link import Progress, ShouldCancel, never
from engines.boards.protocol_server import ProtocolServer
from engines.catalog import BoardOffer, Catalog, CatalogEntry, NetworkEntry
from engines.errors import TrackbenchError
from engines.networks.network import Network
from engines.networks.picture_wire import Wire, WireFormat
from engines.networks.remote import Traffic
from engines.networks.sparse import FilterGroup
from engines.texts import Text
from engines.weights import companions

#: The family of a server of the protocol, which may be anything.
SERVER = "server"


class WrongModelCount(TrackbenchError):
    what = "{entry} has {expected} network(s) ({roles}), but {given} name(s) were given."
    remedy = "Name one model of the server per network, in this order, separated by commas."


class ServedCatalog(Catalog):
    """A catalog for a place that has its models itself: no file has to be here."""

    @classmethod
    def of(cls, catalog: Catalog) -> ServedCatalog:
        return cls(catalog.entries, catalog.weights_folder)

    def weights(self, entry: CatalogEntry, files: Sequence[Path] = ()) -> tuple[Path, ...]:
        """Where the files would be; files that were named are for somewhere else, and stay."""
        if files:
            return super().weights(entry, files)
        return tuple(self.weight_file(entry, network) for network in entry.network)

    def has_weights(self, entry: CatalogEntry) -> bool:
        return True


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


def server_offer(server: ProtocolServer) -> BoardOffer:
    """What is known of a server: only that its models are its own."""
    return BoardOffer(family=SERVER, title=server.title, has_models=True)


def server_opener(
    server: ProtocolServer, entry: CatalogEntry | None = None, names: Sequence[str] = ()
) -> NetworkOpener:
    """Opens networks that a server serves already; no file is needed for them.

    Args:
        server: that was checked.
        entry: whose networks `names` are about.
        names: what they are called there, in the entry's order; without them they are looked for.

    Raises:
        WrongModelCount: there are as many names as networks, or none.
    """
    given = {}
    if entry is not None and names:
        roles = [network.role for network in entry.network]
        if len(names) != len(roles):
            raise WrongModelCount(
                entry=entry.name, expected=len(roles), roles=", ".join(roles), given=len(names)
            )
        given = {(entry.name, role): name for role, name in zip(roles, names, strict=True)}

    def open_network(request: NetworkRequest) -> Network:
        name = given.get((request.model, request.entry.role)) or server.name_for(request)
        pixels = {spec.name: spec.pixels for spec in request.inputs if spec.pixels is not None}
        return server.open_model(name, label=request.name, pixels=pixels)

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
