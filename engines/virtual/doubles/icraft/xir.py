"""Double of `icraft.xir`: the graph of a compiled network."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from virtual_board import NotCompiled, crash, open_compiled  # type: ignore[import-not-found]

from .virtual_graph import VERSION, make_graph

__all__ = ["Bool", "Layout", "Network", "NetworkView", "Operation", "TensorType", "Value"]
_LAYOUT = "@layout("


class Bool:
    """A tag's value, cast."""

    def __init__(self, value: Any) -> None:
        self._value = bool(value)

    def __bool__(self) -> bool:
        return self._value


class Layout:
    """`NHWC`, or a star for each leading dimension and C."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return self.text


class StorageType:
    """Its text has double quotes, as the vendor's."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __str__(self) -> str:
        return f'"{self._text}"'

    def bits(self) -> int:
        return int(self._text.partition("(")[2].rstrip(")"))


class ElementType:
    """Float networks have no normratio."""

    def getNormratio(self) -> None:
        return None


class TensorType:
    def __init__(self, data: dict[str, Any]) -> None:
        self.shape = list(data["shape"])
        self.element_dtype = ElementType()
        self._storage = StorageType(str(data["element_dtype"]))
        self.layout = Layout(str(data["layout"])[len(_LAYOUT) : -1])

    def getStorageType(self) -> StorageType:
        return self._storage

    def setShape(self, shape: list[int]) -> None:
        self.shape = list(shape)


class Value:
    def __init__(self, data: dict[str, Any]) -> None:
        self.v_id = int(data["v_id"])
        self.name = str(data["name"])
        self.dtype = TensorType(data["dtype"])

    def tensorType(self) -> TensorType:
        return self.dtype


class Operation:
    """`inputs` and `outputs` are values; `op_id` has nothing to do with its place in the order."""

    def __init__(self, data: dict[str, Any], values: dict[int, Value]) -> None:
        self.op_id = int(data["op_id"])
        self.name = str(data["name"])
        self.compile_target = str(data["compile_target"])
        self._type_key = str(data["_type_key"]) + "Node"
        self._tags = dict(data.get("tags", {}))
        for value in data["outputs"]:
            values[int(value["v_id"])] = Value(value)
        self.outputs = [values[int(value["v_id"])] for value in data["outputs"]]
        self.inputs = [values[int(value["v_id"])] for value in data["inputs"]]

    def typeKey(self) -> str:
        return self._type_key

    def getTag(self, key: str) -> Any:
        return self._tags.get(key)


class Network:
    """Made from the json file; it needs its raw file before a session can be made of it."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.name = str(data["name"])
        self._values: dict[int, Value] = {}
        self.ops = [Operation(entry, self._values) for entry in data["ops"]]
        self._tags = dict(data["tags"])
        self._params = (int(data["params_bytes"]), str(data["params_md5"]))
        self._icraft_version = str(data["icraft_version"]).lstrip("v")
        self._computed: Any = None

    @staticmethod
    def CreateFromJsonFile(path: str) -> Network:
        """Also takes a file that has both halves in one, which only virtual boards know."""
        content = Path(path).read_bytes()
        if content.lstrip()[:1] == b"{":
            network = Network(json.loads(content))
        else:
            try:
                computed = open_compiled(path, "icraft")
            except NotCompiled as error:
                raise RuntimeError(f"virtual board: [11011] {path}: {error}") from None
            network = Network(make_graph(computed, content, Path(path).stem))
            network._computed = computed
        if _numbers(network._icraft_version) > _numbers(VERSION):
            print(f"[W] network was compiled by {network._icraft_version}, runtime is {VERSION}", flush=True)
        return network

    def loadParamsFromFile(self, path: str) -> None:
        if self._computed is not None:
            return  # one file with both
        raw = Path(path).read_bytes()
        if self._params != (len(raw), hashlib.md5(raw).hexdigest()):
            crash()  # documented: a json that does not match its raw ends the process
        try:
            self._computed = open_compiled(path, "icraft")
        except NotCompiled as error:
            raise RuntimeError(f"virtual board: [11011] {path}: {error}") from None

    lazyLoadParamsFromFile = loadParamsFromFile

    def inputs(self) -> list[Value]:
        return list(self.ops[0].outputs)

    def outputs(self) -> list[Value]:
        return list(self.ops[-1].inputs)

    def getOpById(self, op_id: int) -> Operation:
        return next(op for op in self.ops if op.op_id == op_id)

    def getValueById(self, v_id: int) -> Value:
        return self._values[v_id]

    def getTag(self, key: str) -> Any:
        return self._tags.get(key)

    def view(self, start: Any = 0, end: int | None = None) -> NetworkView:
        """By place in the order, end exclusive, negatives allowed; or a list of op ids."""
        if isinstance(start, list):
            return NetworkView(self, [self.getOpById(op_id) for op_id in start])
        return NetworkView(self, self.ops[start:end])

    def viewExcept(self, op_ids: list[int]) -> NetworkView:
        return NetworkView(self, [op for op in self.ops if op.op_id not in op_ids])

    def viewByOpId(self, start: int, end: int) -> NetworkView:
        """Both inclusive."""
        ids = [op.op_id for op in self.ops]
        return NetworkView(self, self.ops[ids.index(start) : ids.index(end) + 1])


class NetworkView:
    def __init__(self, network: Network, ops: list[Operation]) -> None:
        self.network_name = network.name
        self.ops = ops
        self._network = network

    def network(self) -> Network:
        return self._network


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".") if part.isdigit()]
