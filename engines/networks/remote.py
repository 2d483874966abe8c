"""A network behind the Open Inference Protocol: on a board, beside it, or on any server of that protocol."""

from __future__ import annotations

import copy
import json
import logging
import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from time import perf_counter_ns
from typing import Any
from urllib.parse import quote, urlsplit

from engines.agent.refusal import RUNTIME_CRASHED
from engines.board_values import PublishedTime
from engines.errors import BadParameter, TrackbenchError
from engines.frame_result import Stage
from engines.networks import nv12
from engines.networks.clock_offset import ClockOffset
from engines.networks.http_answer import HttpAnswer
from engines.networks.http_connection import Connect, HttpConnection, LinkLost
from engines.networks.json_wire import BINARY_EXTENSION, build_json_infer
from engines.networks.network import PixelFormat, Tensor, TensorSpec
from engines.networks.picture_wire import PicturePacker, Wire, WireFormat, packed_spec
from engines.networks.sent_inputs import SentInputs
from engines.networks.sparse import FilterGroup
from engines.networks.wire import (
    BadAnswer,
    BoardTimes,
    InferAnswer,
    ServerMetadata,
    WireInput,
    build_infer,
    parse_error,
    parse_error_code,
    parse_infer,
    parse_model,
    parse_server,
    wire_input,
)
from engines.timing import StageClock

logger = logging.getLogger(__name__)
_NOTHING_KEPT = 409
_UNAUTHORIZED = 401
_PIXELS_EXTENSION, _KEEP_EXTENSION = "trackbench_pixels", "trackbench_keep"
_FILTER_EXTENSION = "trackbench_filter"


class AgentFailed(TrackbenchError):
    what = "{where} refused: {reason}."
    remedy = "Its log says more; check that the model fits the runtime there."


class RuntimeCrashed(TrackbenchError):
    what = "The runtime on {where} crashed: {reason}."
    remedy = (
        "It is started again by itself: try again. If it crashes again, the model or its inputs do not fit."
    )


class TokenRefused(TrackbenchError):
    what = "{where} wants a token, and this one is missing or wrong."
    remedy = "Give the token with which the agent was started there."


@dataclass(frozen=True, slots=True)
class LoadRequest:
    """How our agent is to load a model from its folder.

    Attributes:
        file: name within the agent's model folder.
        simulated: time of the accelerator that a virtual board imitates; None for none.
    """

    file: str
    simulated: PublishedTime | None = None


@dataclass(frozen=True, slots=True)
class Traffic:
    """What of a network's inputs and outputs crosses the link.

    Attributes:
        wires: how picture inputs are sent, by name; as uint8 where nothing is said. A server that cannot
            decode a format gets uint8.
        filters: heads of which our agent hands out only cells with enough score; `run` gives whole arrays.
    """

    wires: Mapping[str, WireFormat] = field(default_factory=dict)
    filters: tuple[FilterGroup, ...] = ()


EVERYTHING = Traffic()


@dataclass(frozen=True, slots=True)
class RemoteOptions:
    """How a remote network is used.

    Attributes:
        label: the network's name in layer profiles; its model's name by default.
        pixels: what the model expects of its picture inputs, by input name. Where the server is our
            agent, it does this arithmetic and the link carries uint8.
        traffic: what of inputs and outputs crosses the link.
        load: None for a model that the server has loaded already.
        token: of an agent that listens beyond loopback.
        timeout_s: for one inference.
        load_timeout_s: for loading the model.
    """

    label: str = ""
    pixels: Mapping[str, PixelFormat] = field(default_factory=dict)
    traffic: Traffic = EVERYTHING
    load: LoadRequest | None = None
    token: str | None = field(default=None, repr=False)
    timeout_s: float = 10.0
    load_timeout_s: float = 60.0


class RemoteNetwork:
    """One model of one server, over one kept connection. See `network.LinkedNetwork`."""

    def __init__(
        self, connect: Connect, where: str, model: str, options: RemoteOptions | None = None
    ) -> None:
        """Loads the model where `options` ask for it and reads its metadata.

        Args:
            connect: opens a stream to the server.
            where: the server's name for messages and for HTTP's Host header.
            model: its name on the server.
            options: see `RemoteOptions`.

        Raises:
            LinkLost, NoAnswer, AgentFailed, BadAnswer.
        """
        self._options = options or RemoteOptions()
        self._connect, self._where, self._model = connect, where, model
        self._path = f"/v2/models/{quote(model, safe='')}"
        self._http = HttpConnection(connect, where, token=self._options.token)
        self._lock = threading.Lock()
        self._offset = ClockOffset()
        try:
            self.server = self._read_server()
            if self._options.load is not None:
                self._load(self._options.load)
            inputs, self.outputs = parse_model(self._get(self._path).body)
        except TrackbenchError:
            self._http.close()
            raise
        self._packers: dict[str, PicturePacker] = {}
        self.inputs = tuple(self._described(spec) for spec in inputs)
        self._specs = {spec.name: spec for spec in self.inputs}
        self._output_names = [spec.name for spec in self.outputs]
        self._sent = SentInputs() if _KEEP_EXTENSION in self.server.extensions else None
        self._is_binary = BINARY_EXTENSION in self.server.extensions

    @classmethod
    def at_url(cls, url: str, model: str, options: RemoteOptions | None = None) -> RemoteNetwork:
        """A model of any server of the protocol, over plain TCP: "http://host:port"."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port or 80
        except ValueError:
            host = None
        if host is None or parts.scheme != "http":
            hint = "For example http://192.168.125.171:8000."
            raise BadParameter(name="url", value=url, reason="it is not http://host:port", hint=hint)
        timeout_s = (options or RemoteOptions()).timeout_s
        return cls(lambda: _tcp(host, port, timeout_s), f"{host}:{port}", model, options)

    @property
    def name(self) -> str:
        return self._options.label or self._model

    def another(self) -> RemoteNetwork:
        """The same loaded model over a connection of its own, which is made when it is needed."""
        other = copy.copy(self)
        other._http = HttpConnection(self._connect, self._where, token=self._options.token)
        other._lock = threading.Lock()
        with self._lock:
            other._offset = self._offset.copy()
        other._packers = {name: packer.another() for name, packer in self._packers.items()}
        other._sent = None if self._sent is None else SentInputs()
        return other

    def run(self, feeds: Mapping[str, Tensor], clock: StageClock) -> Mapping[str, Tensor]:
        """Outputs by name.

        Stamps encoding (both ways), link (what remains of the round trip besides the board's own
        times) and the board's times with their origin. Of our agent, whose clock tells when the request
        was there, the link is told as its two ways, as far as `ClockOffset` knows that clock. A server
        that tells no times gets its whole round trip as inference: what the link takes of it is not known.
        """
        with self._lock:
            answer = self._infer(feeds, clock)
        missing = [name for name in self._output_names if name not in answer.outputs]
        if missing:
            raise BadAnswer(reason=f"the output {missing[0]!r} is missing")
        if clock.wants_layers and answer.layers and answer.times is not None:
            layers = [replace(layer, network=self.name) for layer in answer.layers]
            clock.add_layers(layers, answer.times.origin)
        return answer.outputs

    def close(self) -> None:
        """Lets go of the connection; a request under way in another thread fails with LinkLost.

        The model stays loaded: other clients may use it.
        """
        self._http.close()

    def unload(self) -> None:
        """Takes the model out of the server's memory, whoever else uses it."""
        path = f"/v2/repository/models/{quote(self._model, safe='')}/unload"
        self._check(self._http.request("POST", path, [b"{}"], timeout_s=self._options.timeout_s))

    def _infer(self, feeds: Mapping[str, Tensor], clock: StageClock) -> InferAnswer:
        start_ns = perf_counter_ns()
        inputs = self._encode(feeds)
        build = build_infer if self._is_binary else build_json_infer
        head, tensors = build(inputs, self._output_names, wants_layers=clock.wants_layers)
        sent_ns = perf_counter_ns()
        http_answer = self._post(head, tensors)
        back_ns = perf_counter_ns()
        clock.add(Stage.ENCODE, (sent_ns - start_ns) / 1e6)
        clock.add_bytes(len(head) + sum(map(len, tensors)), len(http_answer.body))
        if http_answer.status == _NOTHING_KEPT and self._sent is not None and len(self._sent):
            self._sent.forget()  # the agent was restarted, or kept something newer instead
            self._stamp_link(clock, http_answer, sent_ns, (back_ns - sent_ns) / 1e6)
            return self._infer(feeds, clock)
        self._check(http_answer)
        answer = parse_infer(http_answer.body, http_answer.json_length)
        if self._sent is not None:
            self._sent.confirm(inputs)
        round_trip_ms = (back_ns - sent_ns) / 1e6
        if answer.times is None:
            clock.add(Stage.INFER, round_trip_ms)
        else:
            link_ms = max(0.0, round_trip_ms - answer.times.total_ms)
            self._stamp_link(clock, http_answer, sent_ns, link_ms)
            _stamp_board(clock, answer.times)
        clock.add(Stage.ENCODE, (perf_counter_ns() - back_ns) / 1e6)
        return answer

    def _stamp_link(self, clock: StageClock, answer: HttpAnswer, sent_ns: int, link_ms: float) -> None:
        """The ways of a link that took so long altogether: out until the request was there, back the rest."""
        offset_ns = self._offset.offset_ns
        if answer.far is None or offset_ns is None:
            clock.add(Stage.LINK, link_ms)
            return
        out_ms = min(max(0.0, (answer.far.whole_ns - offset_ns - sent_ns) / 1e6), link_ms)
        clock.add(Stage.LINK_OUT, out_ms)
        clock.add(Stage.LINK_BACK, link_ms - out_ms)

    def _encode(self, feeds: Mapping[str, Tensor]) -> list[WireInput]:
        inputs = []
        for name, array in feeds.items():
            spec = self._specs.get(name)
            if spec is None or array.dtype != spec.dtype:
                raise ValueError(f"{self.name}: {name} {array.dtype} fits none of {self.inputs}")
            packer = self._packers.get(name)
            inputs.append(wire_input(name, array) if packer is None else packer.encode(name, array))
        return inputs if self._sent is None else self._sent.shortened(inputs)

    def _post(self, head: bytes, tensors: list[bytes]) -> HttpAnswer:
        headers = {"Content-Type": "application/json"}
        if self._is_binary:
            headers = {
                "Content-Type": "application/octet-stream",
                "Inference-Header-Content-Length": str(len(head)),
            }
        answer = self._http.request(
            "POST",
            f"{self._path}/infer",
            [head, *tensors],
            headers=headers,
            timeout_s=self._options.timeout_s,
        )
        self._learn_clock(answer)
        return answer

    def _get(self, path: str) -> HttpAnswer:
        answer = self._http.request("GET", path, timeout_s=self._options.timeout_s)
        self._learn_clock(answer)
        self._check(answer)
        return answer

    def _learn_clock(self, answer: HttpAnswer) -> None:
        if answer.exchange is not None:
            self._offset.add(answer.exchange)

    def _read_server(self) -> ServerMetadata:
        return parse_server(self._get("/v2").body)

    def _load(self, load: LoadRequest) -> None:
        parameters: dict[str, Any] = {"file": load.file}
        if _PIXELS_EXTENSION in self.server.extensions and self._options.pixels:
            parameters["pixels"] = {
                name: {"mean": pixels.mean, "scale": pixels.scale, "color": pixels.color}
                for name, pixels in self._options.pixels.items()
            }
        if _FILTER_EXTENSION in self.server.extensions and self._options.traffic.filters:
            parameters["filter"] = [group.load_parameter for group in self._options.traffic.filters]
        if load.simulated is not None:
            times = {"hard_ms": load.simulated.hard_ms, "memcpy_ms": load.simulated.memcpy_ms}
            parameters["simulate"] = times
        answer = self._http.request(
            "POST",
            f"/v2/repository/models/{quote(self._model, safe='')}/load",
            [json.dumps({"parameters": parameters}).encode()],
            headers={"Content-Type": "application/json"},
            timeout_s=self._options.load_timeout_s,
        )
        self._check(answer)

    def _check(self, answer: HttpAnswer) -> None:
        if answer.status == _UNAUTHORIZED:
            raise TokenRefused(where=self._where)
        if answer.status != 200:
            reason = parse_error(answer.body) or f"status {answer.status}"
            crashed = parse_error_code(answer.body) == RUNTIME_CRASHED
            raise (RuntimeCrashed if crashed else AgentFailed)(where=self._where, reason=reason)

    def _described(self, spec: TensorSpec) -> TensorSpec:
        """Metadata with what only the catalog knows: how pictures become this input."""
        pixels = self._options.pixels.get(spec.name)
        wanted = self._wire(spec.name)
        if spec.layout == nv12.LAYOUT:
            if wanted.wire is not Wire.JPEG:
                return spec
            height, width = nv12.picture_size(spec.shape)
            return self._packed(spec, wanted, height, width)
        if pixels is None or len(spec.shape) != 4:
            return spec
        is_loaded_here = self._options.load is not None and _PIXELS_EXTENSION in self.server.extensions
        rows, columns = spec.shape[1:3]
        if is_loaded_here and wanted.wire is not Wire.UINT8 and rows is not None and columns is not None:
            return self._packed(spec, wanted, rows, columns)
        layout = "NCHW" if spec.shape[1] == 3 else "NHWC"
        if is_loaded_here:
            pixels = PixelFormat(color=pixels.color)  # the agent does the arithmetic
        return replace(spec, layout=layout, pixels=pixels)

    def _packed(self, spec: TensorSpec, wanted: WireFormat, height: int, width: int) -> TensorSpec:
        self._packers[spec.name] = PicturePacker(wanted, height, width)
        return packed_spec(spec.name, height, width, spec.shape[0])

    def _wire(self, name: str) -> WireFormat:
        """How an input is sent to this server."""
        wanted = self._options.traffic.wires.get(name, WireFormat())
        if wanted.wire is Wire.UINT8 or f"trackbench_{wanted.wire}" in self.server.extensions:
            return wanted
        logger.warning("%s takes no %s: %s is sent as uint8", self._where, wanted.wire, name)
        return WireFormat()


def _stamp_board(clock: StageClock, times: BoardTimes) -> None:
    for stage, ms in (
        (Stage.BOARD_QUEUE, times.queue_ms),
        (Stage.BOARD_COPY, times.copy_ms),
        (Stage.BOARD_HARD, times.hard_ms),
        (Stage.BOARD_OTHER, times.other_ms),
    ):
        if ms is not None:
            clock.add(stage, ms, times.origin)


def _tcp(host: str, port: int, timeout_s: float) -> socket.socket:
    try:
        sock = socket.create_connection((host, port), timeout_s)
    except OSError as error:
        raise LinkLost(where=f"{host}:{port}", reason=error.strerror or error) from error
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock
