"""Least and greatest value of every tensor over a set of crops: what scales of activations are made from."""

from __future__ import annotations

import math
from collections.abc import Mapping

from engines.errors import Cancelled
from engines.quantisation.crops import Crops
from engines.quantisation.errors import BrokenCrop
from engines.quantisation.formats import Report, ShouldCancel, never, silent
from engines.quantisation.graph import Graph
from engines.quantisation.sessions import Probe
from engines.texts import Text

Ranges = Mapping[str, tuple[float, float]]


def measure_ranges(
    graph: Graph, crops: Crops, *, report: Report = silent, should_cancel: ShouldCancel = never
) -> Ranges:
    """Least and greatest value by tensor, network inputs included.

    Raises:
        BrokenCrop: a tensor holds NaN or infinite values; the first one that does is named.
        Cancelled: between two crops.
    """
    probe = Probe(graph.model, graph.results)
    found: dict[str, tuple[float, float]] = {}
    for done, feeds in enumerate(crops.feeds):
        if should_cancel():
            raise Cancelled
        for name, tensor in {**feeds, **probe.run(feeds)}.items():
            low, high = float(tensor.min()), float(tensor.max())
            if not (math.isfinite(low) and math.isfinite(high)):
                raise BrokenCrop(tensor=name, network=crops.path.name)
            before = found.get(name, (low, high))
            found[name] = (min(low, before[0]), max(high, before[1]))
        report((done + 1) / len(crops.feeds), Text("ranges of {network}", network=crops.role))
    return found
