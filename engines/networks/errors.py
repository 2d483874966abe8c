"""Expected failures around networks."""

from __future__ import annotations

from engines.errors import TrackbenchError


class NetworkFileMissing(TrackbenchError):
    what = "The network file {path} does not exist."
    remedy = "Import it with `trackbench models import`, fetch it, or name it with --weights."


class NetworkBroken(TrackbenchError):
    what = "{path} could not be loaded as an ONNX network."
    remedy = "It may be truncated or of another format; compare its size with the catalog and fetch it again."


class NetworkDoesNotFit(TrackbenchError):
    what = "{network} does not fit {tracker}: {reason}."
    remedy = "Choose the network that belongs to this catalog entry."


class NetworkRunFailed(TrackbenchError):
    what = "Running {network} failed."
    remedy = "See the details; an input of another size or type is the usual cause."
