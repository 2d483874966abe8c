"""Double of `icraft.xrt`: devices, tensors, sessions.

Class and text of the vendor's exceptions are unknown: these are RuntimeErrors that begin with
"virtual board" and hold the documented error number.
"""

from __future__ import annotations

import json
import re
import socket
import time
from datetime import timedelta
from typing import Any

import numpy as np
from virtual_board import crash, state  # type: ignore[import-not-found]

from .virtual_graph import is_picture, spoiled
from .xir import Layout, NetworkView, TensorType, Value

__all__ = ["Device", "HostDevice", "Session", "Tensor"]
_URL = re.compile(
    r"(?P<protocol>axi|socket|mock)://(?P<name>[\w-]+)(?:@(?P<host>[\w.:-]+?)(?::(?P<port>\d+))?)?(?:\?[\w=&]*)?"
)
_DEFAULT_PORT = 9981
_CONNECT_S = 5.0
_HELLO = b"TRACKBENCH-VIRTUAL hello\n"
_ICORE = "FMSHBYV1-20200903"
#: Without these a bitstream cannot do what some networks need.
_WITHOUT_MMU_AND_NORM = frozenset({"24030104"})
_NORM = re.compile("softmax|norm", re.IGNORECASE)
_DTYPES = {'"@fp(32)"': "float32", '"@fp(16)"': "float16", '"@uint(8)"': "uint8", '"@sint(8)"': "int8"}


class MemRegion:
    def __init__(self, name: str) -> None:
        self.name = name


class Device:
    """One open device. `version()["device"]` is the loaded bitstream's identity."""

    def __init__(self, url: str, protocol: str, versions: dict[str, str]) -> None:
        self.url = url
        self.protocol = protocol
        self.mmu = True
        self.is_open = True
        self._versions = versions
        self._socket: socket.socket | None = None

    @staticmethod
    def Open(url: str) -> Device:
        match = _URL.fullmatch(url)
        if match is None:
            raise RuntimeError(f"virtual board: [11003] no device url: {url}")
        protocol, sock = match["protocol"], None
        versions = {"icore": _ICORE, "device": str(state()["bitstream"])}
        if protocol == "socket":
            sock = _connect(match["host"] or "", int(match["port"] or _DEFAULT_PORT))
            versions = _ask(sock)
        if not versions["device"]:
            raise RuntimeError("virtual board: [11014] no bitstream is loaded")
        lines = ["Device initialization successful, version information:"]
        lines += [f"{key}: {value}" for key, value in versions.items()]
        lines += [f"Device Protocol: {protocol}", f"Device Name: {match['name']}", "Device Parameters:"]
        print("\n".join(lines), flush=True)
        device = Device(url, protocol, versions)
        device._socket = sock
        return device

    @staticmethod
    def Close(device: Device) -> None:
        device.is_open = False
        if device._socket is not None:
            device._socket.close()
            print("[irpc::port::client::tcp::deinit] socket fd closed", flush=True)

    def version(self) -> dict[str, str]:
        return dict(self._versions)

    def reset(self, level: int) -> None:
        if level not in (0, 1):
            raise RuntimeError("virtual board: [11003] reset level")

    def check(self, level: int) -> bool:
        return True

    def showStatus(self, level: int) -> None:
        print(f"virtual board: status {level}", flush=True)

    def setWaitTime(self, ms: int) -> None:
        self.wait_ms = ms

    def defaultMemRegion(self) -> MemRegion:
        return MemRegion("plddr")

    def getMemRegion(self, name: str) -> MemRegion:
        return MemRegion(name)


class HostDevice:
    @staticmethod
    def Default() -> Device:
        return Device("host://", "host", {})

    @staticmethod
    def MemRegion() -> MemRegion:
        return MemRegion("host")


class Tensor:
    """A copy of what it is made from."""

    def __init__(self, buffer: Any, kind: Any = None) -> None:
        if isinstance(buffer, (TensorType, Value)):
            value_type = buffer.tensorType() if isinstance(buffer, Value) else buffer
            name = _DTYPES.get(str(value_type.getStorageType()), "float32")
            self._data = np.zeros(value_type.shape, name)
            self.layout = value_type.layout
            return
        if not isinstance(kind, (Layout, TensorType)):
            raise TypeError("Tensor(): incompatible constructor arguments.")
        self._data = np.array(buffer)
        self.layout = kind.layout if isinstance(kind, TensorType) else kind

    def to(self, _region: MemRegion) -> Tensor:
        return Tensor(self._data, self.layout)

    def waitForReady(self, _wait: timedelta, _poll: timedelta = timedelta(0)) -> bool:
        return True

    def isReady(self) -> bool:
        return True

    def hasData(self) -> bool:
        return True

    def isOn(self, _region: MemRegion) -> bool:
        return True

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        return self._data if dtype is None else self._data.astype(dtype)


class Session:
    """`apply` once, then `forward` as often as wanted."""

    def __init__(self, backends: list[Any], view: NetworkView, devices: list[Device]) -> None:
        if len(backends) != len(devices):
            raise RuntimeError("virtual board: [11003] one device for each backend")
        network = view.network()
        if network._computed is None:
            raise RuntimeError("virtual board: [11012] the network's parameters are not loaded")
        if view.ops[-1:] != network.ops[-1:] or len(view.ops) < len(network.ops) - 1:
            raise RuntimeError("virtual board: only a whole network, with or without its Input, can run")
        self.backends = backends
        self.network_view = view
        self._network, self._devices = network, devices
        self._is_profiled = self._is_applied = False
        self._profile: dict[int, tuple[float, float, float, float]] = {}
        self._total_ms = 0.0
        for backend, device in zip(backends, devices):
            backend.bind(network, device)

    @staticmethod
    def Create(kinds: list[Any], view: NetworkView, devices: list[Device]) -> Session:
        """From backend types."""
        if not all(isinstance(kind, type) for kind in kinds):
            raise TypeError("Create(): incompatible function arguments.")
        return Session([kind.Init() for kind in kinds], view, devices)

    @staticmethod
    def CreateByOrder(view: NetworkView, backends: list[Any], devices: list[Device]) -> Session:
        """From backend objects."""
        return Session(list(backends), view, devices)

    CreateWithBackends = CreateByOrder

    def enableTimeProfile(self, is_on: bool) -> None:
        if self._is_applied:
            return  # documented only before apply: later it does nothing here
        self._is_profiled = bool(is_on)

    def apply(self) -> None:
        if self._is_applied:
            raise RuntimeError("virtual board: [11012] applied already")
        runs_on_board = any(device.protocol in ("axi", "socket") for device in self._devices)
        if runs_on_board and self._devices[0].version()["device"] in _WITHOUT_MMU_AND_NORM:
            self._check_hardware()
        self._is_applied = True

    def forward(self, inputs: list[Tensor]) -> list[Tensor]:
        if not self._is_applied:
            raise RuntimeError("virtual board: [11012] apply comes first")
        if any(device.protocol == "mock" or not device.is_open for device in self._devices):
            raise RuntimeError("virtual board: [11014] this device cannot compute")
        ports, wanted = self._network._computed.inputs, self._network.inputs()
        if len(inputs) != len(ports):
            raise RuntimeError(f"virtual board: [11010] {len(inputs)} inputs, not {len(ports)}")
        start_s = time.perf_counter()
        feeds = {}
        for tensor, port, value in zip(inputs, ports, wanted):
            feeds[port.name] = _fitted(np.asarray(tensor), port, value.tensorType().shape)
        run_s = time.perf_counter()
        tag = self._network.getTag
        if tag("virtual_crash"):
            crash()
        bits, noise = tag("virtual_bits"), tag("virtual_noise")
        arrays = [spoiled(array, bits, noise) for array in self._network._computed.run(feeds)]
        done_s = time.perf_counter()
        results = [
            Tensor(array.transpose(0, 2, 3, 1) if array.ndim == 4 else array, value.tensorType())
            for array, value in zip(arrays, self._network.outputs())
        ]
        self._keep_times(start_s, run_s, done_s, time.perf_counter())
        return results

    def timeProfileResults(self) -> dict[int, tuple[float, float, float, float]]:
        """By op id: total, memcpy, hard, other, in ms. Empty unless it was switched on before apply."""
        return dict(self._profile)

    def totalTime(self) -> float:
        return self._total_ms

    def _keep_times(self, start_s: float, run_s: float, done_s: float, end_s: float) -> None:
        self._total_ms = (end_s - start_s) * 1e3
        if not self._is_profiled:
            return
        copy_in, run, copy_out = (
            (b - a) * 1e3 for a, b in ((start_s, run_s), (run_s, done_s), (done_s, end_s))
        )
        first, last = self._network.ops[0].op_id, self._network.ops[-1].op_id
        # Merged hard operators come under a number that no operator of the network has, and the hardware may
        # work longer than the host looks on: other, the rest, is then negative.
        merged = max(op.op_id for op in self._network.ops) + 1
        rows = {
            first: (copy_in, copy_in, 0.0),
            merged: (run, 0.0, run + copy_out),
            last: (copy_out, copy_out, 0.0),
        }
        self._profile = {key: (*row, row[0] - row[1] - row[2]) for key, row in rows.items()}

    def _check_hardware(self) -> None:
        network = self._network
        if any(bool(network.getTag(tag)) for tag in ("speedmode", "compressFtmp")):
            raise RuntimeError("MMU is not enabled")
        if any(_NORM.search(op.name) for op in network.ops if op.typeKey() == "icraft::xir::HardOpNode"):
            raise RuntimeError("No Norm and Softmax HardWare")


def _fitted(array: Any, port: Any, shape: list[int]) -> Any:
    """What the first operators make of an input: the network's own type and order of axes."""
    if array.ndim == len(shape) - 1:
        crash()  # documented: an input without its batch axis ends the process
    if list(array.shape) != list(shape):
        raise RuntimeError(f"virtual board: [11010] input {list(array.shape)}, not {list(shape)}")
    if is_picture(port.shape):
        array = array.transpose(0, 3, 1, 2)
    elif array.dtype.name != port.dtype:
        raise RuntimeError(f"virtual board: [11010] input {array.dtype}, not {port.dtype}")
    return np.ascontiguousarray(array, port.dtype)


def _connect(host: str, port: int) -> socket.socket:
    try:
        return socket.create_connection((host, port), _CONNECT_S)
    except OSError as error:
        raise RuntimeError(f"virtual board: [11014] {host}:{port}: {error}") from None


def _ask(sock: socket.socket) -> dict[str, str]:
    """Our own double of the server says which bitstream is loaded."""
    sock.sendall(_HELLO)
    answer = b""
    try:
        while not answer.endswith(b"\n"):
            data = sock.recv(4096)
            if not data:
                break
            answer += data
        return dict(json.loads(answer))
    except (OSError, ValueError):
        sock.close()
        raise RuntimeError("virtual board: [11014] the server does not answer") from None
