"""Sessions over graphs that were made in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import onnx
import onnxruntime as ort

from engines.networks.local import default_threads, use_shared_pool
from engines.networks.network import Tensor
from engines.quantisation.graph import Model


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
    return changed


class Probe:
    """A network that gives the tensors one asks for."""

    def __init__(self, model: Model, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self._session = open_session(with_outputs(model, self.names))
        self._inputs = {each.name for each in self._session.get_inputs()}

    def run(self, feeds: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """Tensors by name; feeds that the network does not take are left out."""
        taken = {name: tensor for name, tensor in feeds.items() if name in self._inputs}
        return dict(zip(self.names, self._session.run(None, taken), strict=True))
