"""The benches by name. Each is a module of this package with a `run(effort)` that yields rows."""

from __future__ import annotations

import importlib

from bench.measure import Effort
from bench.rows import Row

# In this order; what disturbs others least comes first.
BENCHES = (
    "display", "vittrack", "siamese", "nanotrack", "targets", "association", "detectors", "recording",
    "recordings_view", "timing", "responsiveness", "startup", "agent", "link", "quality", "quantisation",
)  # fmt: skip


def measure(name: str, effort: Effort) -> list[Row]:
    """The rows of one bench."""
    return list(importlib.import_module(f"bench.{name}").run(effort))


def summary_of(name: str) -> str:
    """First line of the bench's docstring."""
    return (importlib.import_module(f"bench.{name}").__doc__ or "").partition("\n")[0]
