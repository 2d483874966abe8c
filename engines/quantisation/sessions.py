"""Sessions over graphs that were made in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import onnx
import onnxruntime as ort

from engines.networks.local import default_threads, use_shared_pool
from engines.networks.network import Tensor
from engines.quantisation.graph import Model

# Values of 4 bytes in a cache line.
_LINE = 16


def open_session(model: Model) -> ort.InferenceSession:
    """A session that shares the process's threads and leaves float layers float."""
    use_shared_pool(default_threads())
    options = ort.SessionOptions()
    options.use_per_session_threads = False
    options.log_severity_level = 3
    return ort.InferenceSession(
        model.SerializeToString(),
        options,
        providers=["CPUExecutionProvider"],
        # It would quantise again what the maker of a quantised file left in float.
        disabled_optimizers=["WeightBiasQuantization"],
    )


def copy_of(model: Model) -> Model:
    copied = onnx.ModelProto()
    copied.CopyFrom(model)
    return copied


def tensor_of(name: str, kind: int = onnx.TensorProto.FLOAT, shape: Sequence[int] | None = None) -> Any:
    """Declares a tensor; without a shape it may have any."""
    return onnx.helper.make_tensor_value_info(name, kind, shape)


def with_outputs(model: Model, names: Sequence[str]) -> Model:
    """The same graph with other outputs."""
    changed = copy_of(model)
    del changed.graph.output[:]
    changed.graph.output.extend(tensor_of(name) for name in names)
    # What a file says of the shapes in between may be wrong; onnxruntime finds them by itself.
    del changed.graph.value_info[:]
    return changed


class Bound:
    """A session that writes the tensors of each run where it wrote those of the run before.

    With hundreds of outputs, taking new memory for each costs as much as a small network's own work. Tensors
    whose shape is not known before a run get new memory all the same.
    """

    def __init__(self, session: ort.InferenceSession) -> None:
        self._session = session
        self._binding = session.io_binding()
        self._inputs = {each.name for each in session.get_inputs()}
        self._given: dict[str, Tensor] = {}
        self._kept = _buffers(session.get_outputs())
        self._names = [each.name for each in session.get_outputs()]
        self._new = [name for name in self._names if name not in self._kept]
        for name, tensor in self._kept.items():
            self._binding.bind_ortvalue_output(name, ort.OrtValue.ortvalue_from_numpy(tensor))

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Of the tensors whose shape is known before a run."""
        return {name: tensor.shape for name, tensor in self._kept.items()}

    def run(self, feeds: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """Tensors by name, in order of the outputs; they hold until the next run.

        Args:
            feeds: inputs by name; those that the network does not take are left out.
        """
        for name in self._inputs & feeds.keys():
            tensor = feeds[name]
            if self._given.get(name) is not tensor:
                whole = np.ascontiguousarray(tensor)
                self._binding.bind_ortvalue_input(name, ort.OrtValue.ortvalue_from_numpy(whole))
                # One that had to be copied would be out of date where its owner writes into it.
                self._given[name] = tensor if whole is tensor else whole
        for name in self._new:
            self._binding.bind_output(name)
        self._session.run_with_iobinding(self._binding)
        if not self._new:
            return dict(self._kept)
        made = dict(zip(self._binding_order(), self._binding.get_outputs(), strict=True))
        return {name: self._kept[name] if name in self._kept else made[name].numpy() for name in self._names}

    def _binding_order(self) -> list[str]:
        """Those with known shapes were bound first."""
        return [*self._kept, *self._new]


def _buffers(outputs: Sequence[Any]) -> dict[str, Tensor]:
    """Memory for the float tensors of known shape, in a row, each at the start of a cache line."""
    known = [
        each
        for each in outputs
        # No sizes at all may mean that not even their number is known.
        if each.type == "tensor(float)"
        and each.shape
        and all(isinstance(n, int) and n > 0 for n in each.shape)
    ]
    sizes = [int(np.prod(each.shape, dtype=np.int64)) for each in known]
    starts = np.cumsum([0, *(-(-size // _LINE) * _LINE for size in sizes)])
    memory = np.empty(int(starts[-1]) + _LINE, np.float32)
    memory = memory[-(memory.ctypes.data // memory.itemsize) % _LINE :]
    return {
        each.name: memory[start : start + size].reshape(each.shape)
        for each, start, size in zip(known, starts, sizes, strict=False)
    }


class Probe:
    """A network that gives the tensors one asks for."""

    def __init__(self, model: Model, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self._bound = Bound(open_session(with_outputs(model, self.names)))

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Of the tensors whose shape is known before a run."""
        return self._bound.shapes

    def run(self, feeds: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """Tensors by name, until the next run; feeds that the network does not take are left out."""
        return self._bound.run(feeds)
