"""Where a figure comes from. Shown beside every number."""

from __future__ import annotations

from enum import StrEnum


class Origin(StrEnum):
    """Measured here, published by somebody, or simulated by the virtual board."""

    MEASURED = "measured"
    PUBLISHED = "published"
    SIMULATED = "simulated"
