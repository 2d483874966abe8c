"""Which inputs a server has seen before and keeps: a template then crosses the link once."""

from __future__ import annotations

import itertools
import secrets
from collections import deque
from collections.abc import Sequence
from dataclasses import replace

from engines.networks.wire import WireInput

#: Per input: enough for several targets that take turns.
_REMEMBERED = 6


class SentInputs:
    """Finds inputs with equal values by comparing the values themselves.

    Nothing is asked of the caller, who may well write into the same array again. Comparing ends at
    the first difference, so an input that is new every frame costs next to nothing. An input is kept
    by the server from its second time on: most are new every time, and keeping them costs there.
    """

    def __init__(self) -> None:
        self._seen: dict[str, deque[WireInput]] = {}
        # Keys are this client's own: another client of the same agent makes different ones.
        self._prefix = secrets.token_hex(8)
        self._numbers = itertools.count()

    def __len__(self) -> int:
        return sum(len(entries) for entries in self._seen.values())

    def shortened(self, inputs: Sequence[WireInput]) -> list[WireInput]:
        """The inputs as they are to be sent."""
        return [self._shortened(tensor) for tensor in inputs]

    def confirm(self, sent: Sequence[WireInput]) -> None:
        """The server took these: what was given a key is kept there now."""
        for tensor in sent:
            if tensor.payload is None:
                continue
            entries = self._seen.setdefault(tensor.name, deque(maxlen=_REMEMBERED))
            same = _find(entries, tensor)
            if same is not None:
                entries.remove(same)
            entries.append(tensor)

    def forget(self) -> None:
        self._seen.clear()

    def _shortened(self, tensor: WireInput) -> WireInput:
        entries = self._seen.get(tensor.name)
        same = None if entries is None else _find(entries, tensor)
        if entries is None or same is None:
            return tensor
        entries.remove(same)
        entries.append(same)  # used most recently, forgotten last
        if same.key is not None:
            return replace(tensor, payload=None, key=same.key)
        return replace(tensor, key=f"{self._prefix}-{next(self._numbers)}")


def _find(entries: deque[WireInput], tensor: WireInput) -> WireInput | None:
    return next((e for e in entries if e.shape == tensor.shape and e.payload == tensor.payload), None)
