"""Networks of any inputs and outputs, which answer with zeros whatever they are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from engines.catalog import NetworkEntry
from tests.tiny_networks import IR_VERSION

Shapes = Mapping[str, Sequence[int | str]]


def save_network(
    path: Path,
    inputs: Shapes,
    outputs: Shapes,
    *,
    dtype: int = TensorProto.FLOAT,
    weights_as_inputs: bool = False,
) -> Path:
    """Saves a network; sizes that are words are free, and of its answers these have the size 1."""

    def declared(name: str, shape: Sequence[int | str], kind: int) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(name, kind, shape)

    constants, nodes = [], []
    for name, shape in outputs.items():
        zeros = np.zeros([1 if isinstance(size, str) else size for size in shape], np.float32)
        constants.append(numpy_helper.from_array(zeros, f"zeros_{name}"))
        nodes.append(helper.make_node("Identity", [f"zeros_{name}"], [name]))
    given = [declared(name, shape, dtype) for name, shape in inputs.items()]
    if weights_as_inputs:
        given += [declared(c.name, c.dims, TensorProto.FLOAT) for c in constants]
    results = [declared(name, shape, TensorProto.FLOAT) for name, shape in outputs.items()]
    graph = helper.make_graph(nodes, "named", given, results, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])
    model.ir_version = IR_VERSION
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(model, str(path))
    return path


def save_like(network: NetworkEntry, path: Path, names: Mapping[str, str] | None = None) -> Path:
    """A network with the tensors of a catalog entry, some of them under other names."""
    said = names or {}
    inputs = {said.get(t.name, t.name): t.shape for t in network.inputs}
    outputs = {said.get(t.name, t.name): t.shape for t in network.outputs}
    return save_network(path, inputs, outputs)
