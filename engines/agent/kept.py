"""Inputs that a client asked to keep, so that it need not send them again."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import numpy as np

MAX_ENTRIES = 8
MAX_BYTES = 64 * 2**20


class KeptInputs:
    """The most recently used arrays by (input, key), bounded in number and in bytes."""

    def __init__(self) -> None:
        self._arrays = OrderedDict()  # type: OrderedDict[tuple[str, str], np.ndarray[Any, Any]]

    def put(self, name: str, key: str, array: np.ndarray[Any, Any]) -> None:
        """Keeps the array itself: the caller hands it over."""
        self._arrays[(name, key)] = array
        self._arrays.move_to_end((name, key))
        while len(self._arrays) > 1 and (
            len(self._arrays) > MAX_ENTRIES or sum(a.nbytes for a in self._arrays.values()) > MAX_BYTES
        ):
            self._arrays.popitem(last=False)

    def get(self, name: str, key: str) -> np.ndarray[Any, Any] | None:
        array = self._arrays.get((name, key))
        if array is not None:
            self._arrays.move_to_end((name, key))
        return array
