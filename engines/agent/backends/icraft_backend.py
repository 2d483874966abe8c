"""Icraft: JSON and RAW pairs on 100TAI and 30TAI boards, over axi, through icraft-serve, or simulated.

Source: the vendor's Python API as described in docs/boards/icraft.md, with what is not verified there.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np

from engines.agent.backends.vendor import (
    Missing,
    choice,
    first_line,
    import_module,
    model_options,
    package_version,
)
from engines.agent.model import Backend, Layer, Model, Outcome, TensorInfo
from engines.agent.refusal import Refusal

DEFAULT_URL = "axi://ql100aiu?npu=0x40000000&dma=0x80000000"
SIMULATION = "sim"
#: What the vendor calls a HardOp's type; a merged one is in no list of operators and has no other name.
HARD_OP = "icraft::xir::HardOp"
_DATATYPES = {
    "fp(32)": "FP32",
    "fp(16)": "FP16",
    "uint(8)": "UINT8",
    "sint(8)": "INT8",
    "uint(16)": "UINT16",
    "sint(16)": "INT16",
    "uint(32)": "UINT32",
    "sint(32)": "INT32",
    "sint(64)": "INT64",
}
_PICTURE_CHANNELS = (1, 3, 4)
_ONLY_COUNTERS = 1  # level of Device.reset: quick, registers stay


class Runtime:
    """The vendor's modules, and what is opened with them."""

    def __init__(self, url: str, mmu: str) -> None:
        self.url = url
        try:
            self.xir = import_module("icraft.xir")
            self.xrt = import_module("icraft.xrt")
            self.host = import_module("icraft.host_backend")
            self.accelerator = self._accelerator_backend()
        except Missing as missing:
            raise Refusal(503, str(missing)) from None
        self.device = None if url == SIMULATION else self._open(mmu)

    def _accelerator_backend(self) -> Any:
        if self.url == SIMULATION:
            return None
        if "ql100" in self.url:
            return import_module("icraft.buyibackend").BuyiBackend
        if "zg330" in self.url:
            return import_module("icraft.zg330backend").ZG330Backend
        raise Refusal(400, "'%.200s' names neither ql100aiu nor zg330aiu" % self.url)

    def _open(self, mmu: str) -> Any:
        try:
            device = self.xrt.Device.Open(self.url)
            if mmu != "default":
                self._buyi_device(device).mmuModeSwitch(mmu == "on")
        except Refusal:
            raise
        except Exception as error:  # noqa: BLE001 (the vendor's class is not known)
            raise Refusal(503, "the device %s cannot be opened: %s" % (self.url, first_line(error))) from None
        return device

    def _buyi_device(self, device: Any) -> Any:
        if "ql100" not in self.url:
            raise Refusal(400, "option mmu is for 100TAI boards only: elsewhere the MMU is always on")
        for module in (self.xrt, import_module("icraft.buyibackend")):
            if hasattr(module, "BuyiDevice"):
                return module.BuyiDevice(device)
        raise Refusal(501, "this runtime has no BuyiDevice: its MMU cannot be switched")

    def session(self, view: Any) -> Any:
        host_device = self.xrt.HostDevice.Default()
        if self.device is None:
            return self.xrt.Session.Create([self.host.HostBackend], view, [host_device])
        backends = [self.accelerator, self.host.HostBackend]
        return self.xrt.Session.Create(backends, view, [self.device, host_device])


class IcraftBackend(Backend):
    """One device for all models, as the vendor's samples do it."""

    name = "icraft"
    endings = (".json", ".onnx")
    known_options = ("url", "mmu", "profile")

    def __init__(self, url: str, mmu: str, profile: bool) -> None:
        self._url, self._mmu, self._profile = url, mmu, profile
        self._runtime = None  # type: Runtime | None

    @classmethod
    def from_options(cls, options: dict[str, str]) -> IcraftBackend:
        """`url` as the vendor writes them, or "sim"; `mmu`; `profile=off` for no times of operators."""
        mmu = choice(options, "mmu", ("default", "on", "off"))
        return cls(options.get("url", DEFAULT_URL), mmu, choice(options, "profile", ("on", "off")) == "on")

    def version(self) -> str:
        self._opened()
        return package_version("icraft")

    def load(self, path: str, parameters: dict[str, Any]) -> Model:
        return IcraftModel(self._opened(), Path(path), parameters, self._profile)

    def close(self) -> None:
        runtime, self._runtime = self._runtime, None
        if runtime is not None and runtime.device is not None:
            runtime.xrt.Device.Close(runtime.device)

    def _opened(self) -> Runtime:
        if self._runtime is None:
            self._runtime = Runtime(self._url, self._mmu)
        return self._runtime


class IcraftModel(Model):
    """One network with its session."""

    platform = "icraft"

    def __init__(self, runtime: Runtime, path: Path, parameters: dict[str, Any], profile: bool) -> None:
        super().__init__()
        self._runtime, self._has_profile = runtime, profile
        options = model_options(parameters, ("speedmode", "compressFtmp"))
        try:
            self._network = self._read(path)
            self._check_operators(path)
            self._session = runtime.session(self._network.view(0))
            self._configure(options)
            if profile:
                self._session.enableTimeProfile(True)
            self._session.apply()
            inputs, outputs = list(self._network.inputs()), list(self._network.outputs())
        except Refusal:
            raise
        except Exception as error:  # noqa: BLE001 (the vendor's class is not known)
            raise Refusal(400, "%s cannot be loaded: %s" % (path.name, first_line(error))) from None
        self.inputs = [_info(value, "input%d" % i) for i, value in enumerate(inputs)]
        self.outputs = [_info(value, "output%d" % i) for i, value in enumerate(outputs)]
        for info, value in zip(self.outputs, outputs):  # noqa: B905 (strict= is Python 3.10)
            scale = _scale(value) if "INT" in info.datatype else None
            if scale is not None:
                self.scales[info.name] = (scale, len(info.shape) - 1)
        self._layouts = [runtime.xir.Layout(_layout(info.shape)) for info in self.inputs]
        self._ops = {op.op_id: op for op in self._network.ops}

    def run(self, feeds: dict[str, np.ndarray[Any, Any]], want_layers: bool) -> Outcome:
        xrt, device = self._runtime.xrt, self._runtime.device
        start_s = time.perf_counter()
        try:
            # An input that lacks an axis would end this process: they were compared with `inputs` before.
            tensors = [
                xrt.Tensor(np.ascontiguousarray(feeds[info.name]), layout)
                for info, layout in zip(self.inputs, self._layouts)  # noqa: B905
            ]
            made = self._session.forward(tensors)
            region = xrt.HostDevice.MemRegion()
            arrays = [np.ascontiguousarray(np.array(tensor.to(region))) for tensor in made]
            rows = self._session.timeProfileResults() if self._has_profile else {}
            total_ms = float(self._session.totalTime())
            if device is not None:
                device.reset(_ONLY_COUNTERS)
        except Exception as error:  # noqa: BLE001 (the vendor's class is not known)
            raise Refusal(500, "the model failed: %s" % first_line(error)) from None
        if not total_ms > 0:
            total_ms = (time.perf_counter() - start_s) * 1e3
        return self._outcome(arrays, self._layers(rows), total_ms, want_layers)

    def close(self) -> None:
        self._session = None

    def _outcome(self, arrays: list[Any], layers: list[Layer], total_ms: float, want_layers: bool) -> Outcome:
        """The network's time is what the vendor quotes: the sum of the HardOps' hard times."""
        outputs = {}
        for info, array in zip(self.outputs, arrays):  # noqa: B905 (strict= is Python 3.10)
            if array.ndim != len(info.shape):
                raise Refusal(500, "output '%s' came as %s" % (info.name, list(array.shape)))
            outputs[info.name] = array
        hard = [layer.hard_ms or 0.0 for layer in layers if layer.op_type == HARD_OP]
        outcome = Outcome(outputs, sum(hard) if hard else total_ms)
        if hard:
            outcome.copy_ms = sum(layer.memcpy_ms or 0.0 for layer in layers)
        if want_layers and layers:
            self._name_sources(layers)
            outcome.layers = layers
        return outcome

    def _read(self, path: Path) -> Any:
        network = self._runtime.xir.Network.CreateFromJsonFile(str(path))
        raw = path.with_suffix(".raw")
        if raw.is_file():
            network.lazyLoadParamsFromFile(str(raw))
        elif _is_json(path):
            raise Refusal(404, "%s is missing: graph and weights are a pair" % raw.name)
        return network

    def _check_operators(self, path: Path) -> None:
        """ImageMake's registers have to be written before each forward, and nobody documents them."""
        if self._runtime.device is None:
            return
        if any("ImageMake" in op.typeKey() for op in self._network.ops):
            message = "%s begins with ImageMake, which only the vendor's own helper (dmaInit) can feed"
            raise Refusal(501, (message + ": compile it without ImageMakePass") % path.name)

    def _configure(self, options: dict[str, Any]) -> None:
        """Between Create and apply; both throw while the MMU is on."""
        wanted = [name for name in ("compressFtmp", "speedmode") if options.get(name)]
        if not wanted:
            return
        if self._runtime.accelerator is None or "ql100" not in self._runtime.url:
            raise Refusal(400, "%s is for 100TAI boards only" % wanted[0])
        backend = self._runtime.accelerator(self._session.backends[0])
        for name in wanted:
            getattr(backend, "speedMode" if name == "speedmode" else name)()

    def _layers(self, rows: dict[int, Any]) -> list[Layer]:
        """Times in ms by operator; `other` may be negative and stays so."""
        layers = []
        for op_id, times in rows.items():
            op = self._ops.get(op_id)
            if op is None:  # merged: in no list
                layer = Layer(int(op_id), "", HARD_OP, "accelerator", None)
            else:
                op_type = op.typeKey()
                op_type = op_type[:-4] if op_type.endswith("Node") else op_type
                layer = Layer(int(op_id), str(op.name), op_type, _device(op), None)
            layer.total_ms, layer.memcpy_ms, layer.hard_ms, layer.other_ms = (float(t) for t in times)
            layers.append(layer)
        return layers

    def _name_sources(self, layers: list[Layer]) -> None:
        """Which operators each merged one stands for, where that can be told.

        Merging joins HardOps that follow each other, and what was joined has no row of its own any more: so
        each unbroken chain of HardOps without a row is one merged operator, in the order of their ids.
        Where there are more or fewer chains than merged operators nothing is said.
        """
        timed = {layer.op_id for layer in layers}
        merged = [layer for layer in layers if layer.op_id not in self._ops]
        merged.sort(key=lambda layer: layer.op_id)
        chains = [[]]  # type: list[list[str]]
        for op_id, op in self._ops.items():
            if op_id not in timed and op.typeKey().startswith(HARD_OP):
                chains[-1].append(_hard_name(op_id, op))
            elif op_id in timed and chains[-1]:
                chains.append([])
        chains = [chain for chain in chains if chain]
        if len(chains) == len(merged):
            for layer, chain in zip(merged, chains):  # noqa: B905 (strict= is Python 3.10)
                layer.sources = chain


def _hard_name(op_id: int, op: Any) -> str:
    """A HardOp is called by its original type; what it makes has a name of its own, mostly."""
    made = [str(value.name) for value in op.outputs if getattr(value, "name", "")]
    kind = str(op.name).split("::")[-1]
    kind = kind[:-4] if kind.endswith("Node") else kind
    return made[0] if made else "%s %d" % (kind or "HardOp", op_id)


def _is_json(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(64).lstrip()[:1] == b"{"


def _info(value: Any, usual_name: str) -> TensorInfo:
    tensor_type = value.tensorType()
    storage = str(tensor_type.getStorageType()).strip('"').lstrip("@")
    name = str(getattr(value, "name", "") or usual_name)
    if storage not in _DATATYPES:
        raise Refusal(400, "tensor '%s' has the type %s, which is not supported" % (name, storage))
    return TensorInfo(name, _DATATYPES[storage], [int(size) for size in tensor_type.shape])


def _scale(value: Any) -> np.ndarray[Any, Any] | None:
    """What whole numbers are multiplied by: normratio on 100TAI, a scale on 30TAI; None for neither."""
    element = value.tensorType().element_dtype
    found = None  # type: Any
    if hasattr(element, "getNormratio"):
        ratio = element.getNormratio()
        found = ratio.data if ratio else None
    if found is None and hasattr(element, "getScale"):
        scale = element.getScale()
        found = scale.front().origin_scale if scale else None
    if found is None:
        return None
    factors = np.ravel(np.asarray(found, dtype=np.float32))
    channels = int(value.tensorType().shape[-1])
    if factors.size not in (1, channels):
        raise Refusal(400, "%d factors for %d channels" % (factors.size, channels))
    return factors


def _layout(shape: list[int]) -> str:
    """Pictures have letters, anything else a star for each axis but the last."""
    if len(shape) == 4 and shape[3] in _PICTURE_CHANNELS:
        return "NHWC"
    return "*" * (len(shape) - 1) + "C"


def _device(op: Any) -> str:
    target = str(op.compile_target)
    for word, device in (("hostt", "host"), ("buyit", "buyi"), ("fpgat", "fpga"), ("zhuget", "zhuge")):
        if word in target:
            return device
    return target.strip("@\"'")[:40]
