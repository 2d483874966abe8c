"""What a backend gives: a loaded model, and what one run of it says."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.agent.tensors import DATATYPES


class TensorInfo:
    """One input or output: protocol data type and shape, -1 for a free dimension."""

    __slots__ = ("datatype", "name", "shape")

    def __init__(self, name: str, datatype: str, shape: list[int]) -> None:
        self.name = name
        self.datatype = datatype
        self.shape = shape

    def to_json(self) -> dict[str, Any]:
        return {"name": self.name, "datatype": self.datatype, "shape": self.shape}

    def accepts(self, array: np.ndarray[Any, Any]) -> bool:
        """Whether the array has this type and shape."""
        return (
            DATATYPES.get(array.dtype.name) == self.datatype
            and array.ndim == len(self.shape)
            and all(size in (-1, array.shape[axis]) for axis, size in enumerate(self.shape))
        )


class Layer:
    """Time of one operator in ms; None for what is not known, never zero."""

    __slots__ = ("device", "hard_ms", "memcpy_ms", "name", "op_id", "op_type", "other_ms", "total_ms")

    def __init__(self, op_id: int, name: str, op_type: str, device: str, total_ms: float | None) -> None:
        self.op_id = op_id
        self.name = name
        self.op_type = op_type
        self.device = device
        self.total_ms = total_ms
        self.memcpy_ms = None  # type: float | None
        self.hard_ms = None  # type: float | None
        self.other_ms = None  # type: float | None

    def to_json(self) -> list[Any]:
        """In the order in which the host reads them."""
        times = [self.total_ms, self.memcpy_ms, self.hard_ms, self.other_ms]
        return [self.op_id, self.name, self.op_type, self.device, *times]


class Outcome:
    """One run.

    Attributes:
        outputs: arrays by name.
        hard_ms: time of the network itself.
        copy_ms: time of copies to and from the accelerator, None where it is not known.
        layers: where they were wanted, else None.
        origin: "measured" or "simulated".
    """

    def __init__(self, outputs: dict[str, np.ndarray[Any, Any]], hard_ms: float) -> None:
        self.outputs = outputs
        self.hard_ms = hard_ms
        self.copy_ms = None  # type: float | None
        self.layers = None  # type: list[Layer] | None
        self.origin = "measured"


class Model:
    """A model on one runtime. Not thread safe: its owner calls it from one thread at a time."""

    platform: str
    inputs: list[TensorInfo]
    outputs: list[TensorInfo]

    def run(self, feeds: dict[str, np.ndarray[Any, Any]], want_layers: bool) -> Outcome:
        raise NotImplementedError

    def close(self) -> None:
        """Frees what it holds."""


class Backend:
    """One vendor runtime."""

    name = ""

    def version(self) -> str:
        """The runtime's version; raises `Refusal` where it is missing."""
        raise NotImplementedError

    def load(self, path: str, parameters: dict[str, Any]) -> Model:
        """The model in a file. Raises `Refusal` with what is wrong with it."""
        raise NotImplementedError
