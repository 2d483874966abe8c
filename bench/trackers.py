"""Our pipelines and OpenCV's trackers as benches need them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.places import catalog
from engines.assembly import NetworkRequest, open_pipeline
from engines.catalog import CatalogEntry
from engines.frame import Frame
from engines.geometry import Box
from engines.networks.local import LocalNetwork
from engines.pipeline import Pipeline

# Any lower, and OpenCV's box may grow until memory ends; this is its own default.
_OPENCV_THRESHOLD = 0.20


def local_pipeline(
    entry: CatalogEntry,
    weights: Path,
    threads: int,
    *,
    profile_every: int = 0,
    values: Mapping[str, Any] | None = None,
) -> tuple[Pipeline, LocalNetwork]:
    """A pipeline in this process with the tracker parameters `values`, and its one network."""
    pipeline, (network,) = local_networks(
        entry, [weights], threads, profile_every=profile_every, values=values
    )
    return pipeline, network


def local_networks(
    entry: CatalogEntry,
    weights: Sequence[Path],
    threads: int,
    *,
    profile_every: int = 0,
    values: Mapping[str, Any] | None = None,
) -> tuple[Pipeline, list[LocalNetwork]]:
    """The same for several networks, in the entry's order."""
    opened: list[LocalNetwork] = []

    def open_network(request: NetworkRequest) -> LocalNetwork:
        network = LocalNetwork(request.path, name=request.name, inputs=request.inputs, threads=threads)
        opened.append(network)
        return network

    pipeline = open_pipeline(
        catalog(), entry, open_network, weights=weights, values=values, profile_every=profile_every
    )
    return pipeline, opened


def opencv_vit(weights: Path) -> Any:
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_ERROR)  # it warns of a target nobody chose
    params = cv2.TrackerVit.Params()
    params.net = str(weights)
    params.tracking_score_threshold = _OPENCV_THRESHOLD
    return cv2.TrackerVit.create(params)


def opencv_nano(weights: Sequence[Path]) -> Any:
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_ERROR)
    backbone, head = weights
    params = cv2.TrackerNano.Params()
    params.backbone, params.neckhead = str(backbone), str(head)
    return cv2.TrackerNano.create(params)


def rounded(box: Box) -> tuple[int, int, int, int]:
    return round(box.x), round(box.y), max(1, round(box.w)), max(1, round(box.h))


def follow_mil(frames: tuple[Frame, ...], box: Box) -> list[Box | None]:
    """One box per frame by OpenCV's TrackerMIL; None where it lost the target."""
    tracker = cv2.TrackerMIL.create()
    tracker.init(frames[0].bgr, rounded(box))
    return [box, *(_updated(tracker.update, frame.bgr) for frame in frames[1:])]


def _updated(update: Callable[..., Any], bgr: NDArray[np.uint8]) -> Box | None:
    found, (x, y, w, h) = update(bgr)
    return Box(x, y, w, h) if found and w > 0 and h > 0 else None
