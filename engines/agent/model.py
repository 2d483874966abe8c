"""What a backend gives: a loaded model, and what one run of it says."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.agent.tensors import DATATYPE_OF

NV12 = "NV12"


class TensorInfo:
    """One input or output.

    Attributes:
        name: as the runtime calls it.
        datatype: of the protocol.
        shape: -1 for a free dimension.
        layout: "NV12" for an input that takes such vectors whatever its shape says, else "".
    """

    __slots__ = ("datatype", "layout", "name", "shape")

    def __init__(self, name: str, datatype: str, shape: list[int], layout: str = "") -> None:
        self.name = name
        self.datatype = datatype
        self.shape = shape
        self.layout = layout

    def to_json(self) -> dict[str, Any]:
        entry = {"name": self.name, "datatype": self.datatype, "shape": self.shape}  # type: dict[str, Any]
        if self.layout:
            entry["parameters"] = {"trackbench_layout": self.layout}
        return entry

    @classmethod
    def from_json(cls, entry: dict[str, Any]) -> TensorInfo:
        layout = entry.get("parameters", {}).get("trackbench_layout", "")
        return cls(entry["name"], entry["datatype"], entry["shape"], layout)

    def accepts(self, array: np.ndarray[Any, Any]) -> bool:
        """Whether the array has this type and shape."""
        return (
            DATATYPE_OF.get(array.dtype) == self.datatype
            and array.ndim == len(self.shape)
            and all(size in (-1, array.shape[axis]) for axis, size in enumerate(self.shape))
        )


class Layer:
    """Time of one operator in ms; None for what is not known, never zero.

    Attributes:
        sources: names of the layers that a merged operator stands for; empty for one layer, or not known.
    """

    __slots__ = (
        "device",
        "hard_ms",
        "memcpy_ms",
        "name",
        "op_id",
        "op_type",
        "other_ms",
        "sources",
        "total_ms",
    )

    def __init__(self, op_id: int, name: str, op_type: str, device: str, total_ms: float | None) -> None:
        self.op_id = op_id
        self.name = name
        self.op_type = op_type
        self.device = device
        self.total_ms = total_ms
        self.memcpy_ms = None  # type: float | None
        self.hard_ms = None  # type: float | None
        self.other_ms = None  # type: float | None
        self.sources = []  # type: list[str]

    def to_json(self) -> list[Any]:
        """In the order in which the host reads them."""
        times = [self.total_ms, self.memcpy_ms, self.hard_ms, self.other_ms]
        merged = [self.sources] if self.sources else []
        return [self.op_id, self.name, self.op_type, self.device, *times, *merged]

    @classmethod
    def from_json(cls, row: list[Any]) -> Layer:
        layer = cls(*row[:5])
        layer.memcpy_ms, layer.hard_ms, layer.other_ms = row[5:8]
        layer.sources = list(row[8]) if len(row) > 8 else []
        return layer


class Outcome:
    """One run.

    Attributes:
        outputs: arrays by name.
        hard_ms: time of the network itself.
        queue_ms: time in line, while the model was at another request.
        copy_ms: time of copies to and from the accelerator, None where it is not known.
        layers: where they were wanted and the runtime can tell, else None.
        origin: "measured" or "simulated".
        sparse: what the client needs to put filtered outputs together again, by output; see
            `output_filter`.
    """

    def __init__(self, outputs: dict[str, np.ndarray[Any, Any]], hard_ms: float) -> None:
        self.outputs = outputs
        self.hard_ms = hard_ms
        self.queue_ms = 0.0
        self.copy_ms = None  # type: float | None
        self.layers = None  # type: list[Layer] | None
        self.origin = "measured"
        self.sparse = {}  # type: dict[str, dict[str, Any]]


class Model:
    """A model on one runtime. Not thread safe: its owner calls it from one thread at a time.

    Attributes:
        scales: for outputs of whole numbers that stand for others: factors, one or one for each channel,
            and the axis of the channels. Outputs are multiplied before they are handed out.
    """

    platform: str
    inputs: list[TensorInfo]
    outputs: list[TensorInfo]

    def __init__(self) -> None:
        self.scales = {}  # type: dict[str, tuple[np.ndarray[Any, Any], int]]

    def run(self, feeds: dict[str, np.ndarray[Any, Any]], want_layers: bool) -> Outcome:
        raise NotImplementedError

    def close(self) -> None:
        """Frees what it holds."""


class Backend:
    """One vendor runtime.

    Attributes:
        name: as `--backend` calls it.
        endings: of its model files, the likeliest first.
        known_options: what `--option` may set.
    """

    name = ""
    endings = ()  # type: tuple[str, ...]
    known_options = ()  # type: tuple[str, ...]

    @classmethod
    def from_options(cls, options: dict[str, str]) -> Backend:
        """From the command line's options, all of them known."""
        raise NotImplementedError

    def version(self) -> str:
        """The runtime's version; raises `Refusal` where it is missing."""
        raise NotImplementedError

    def load(self, path: str, parameters: dict[str, Any]) -> Model:
        """The model in a file. Raises `Refusal` with what is wrong with it."""
        raise NotImplementedError

    def close(self) -> None:
        """Lets go of the device."""
