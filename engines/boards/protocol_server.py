"""Any server of the Open Inference Protocol as a place to run: checked step by step, models found on it."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from engines.assembly import NetworkRequest
from engines.board_values import BoardAddress, CheckResult, CheckState, Secret
from engines.boards.board_rungs import Seen
from engines.boards.checks import attempt
from engines.boards.errors import BoardError
from engines.boards.link import ShouldCancel, never
from engines.boards.proof import warm_inference
from engines.boards.secret_store import SecretStore
from engines.boards.ssh_login import no_secret
from engines.errors import Cancelled, TrackbenchError
from engines.fitting import first_difference
from engines.networks.http_connection import HttpAnswer, HttpConnection, LinkLost, NoAnswer
from engines.networks.json_wire import BINARY_EXTENSION
from engines.networks.network import PixelFormat
from engines.networks.remote import RemoteNetwork, RemoteOptions, TokenRefused
from engines.networks.server_address import ServerAddress
from engines.networks.wire import (
    BadAnswer,
    ServerMetadata,
    parse_error,
    parse_model,
    parse_object,
    parse_server,
)
from engines.texts import Text

#: Gives the token of a server, instead of the keyring or a question.
TOKEN_VARIABLE = "TRACKBENCH_SERVER_TOKEN"
_TIMEOUT_S = 8.0
_OK, _UNAUTHORIZED, _FORBIDDEN = 200, 401, 403
_READY = "READY"
#: More are not looked into, and not listed in messages.
_MOST_MODELS = 64


class ServerUnreachable(BoardError):
    what = "Nothing answers at {where}: {reason}."
    remedy = "Is the server started, and are its address and port right?"


class NotAProtocolServer(BoardError):
    what = "What answers at {where} is no server of the Open Inference Protocol: {reason}."
    remedy = "Check the port; such a server tells its name at /v2."


class NoSuchServerModel(BoardError):
    what = "{where} has no model called {name}, and none that is surely meant."
    remedy = "It has: {known}. Name the right one with --remote-model, or serve it under that name."


class ServerModelNotReady(BoardError):
    what = "{where} has the model {name}, but it is not ready{reason}."
    remedy = "Load it on the server, or wait until it has; the server's log says more."


@dataclass(frozen=True, slots=True)
class ServedModel:
    """One model that a server lists."""

    name: str
    is_ready: bool
    reason: str = ""


class ProtocolServer:
    """A server by its address. `check` speaks with it; until then nothing is known. Calls wait, bounded.

    Its models are its own: nothing is uploaded, loaded or unloaded there.
    """

    def __init__(
        self,
        address: ServerAddress,
        *,
        token: str | None = None,
        ask_secret: Callable[[str], str | None] = no_secret,
        secrets: SecretStore | None = None,
    ) -> None:
        """Connects later.

        Args:
            address: where.
            token: sent with every request; without one it is looked for only if the server wants one.
            ask_secret: gets a prompt, gives the token or None; a `Secret` says whether it may be kept.
            secrets: where tokens are remembered; None for nowhere.
        """
        self.address = address
        self.failure: TrackbenchError | None = None
        self.metadata = ServerMetadata("", "", frozenset())
        self.models: tuple[ServedModel, ...] | None = None
        self._token, self._ask_secret, self._secrets = token, ask_secret, secrets
        self._network: RemoteNetwork | None = None

    @property
    def title(self) -> str:
        return str(self.address)

    def check(
        self,
        on_result: Callable[[CheckResult], None] = lambda _result: None,
        should_cancel: ShouldCancel = never,
        *,
        model: str | None = None,
    ) -> tuple[CheckResult, ...]:
        """Asks step by step; failed checks are results, not exceptions. A `model` has to run.

        Raises Cancelled.
        """
        self.failure = None
        rungs: list[tuple[str, str, Callable[[], Seen]]] = [
            ("reachable", Text("Address reachable"), self._reach),
            ("protocol", Text("Open Inference Protocol"), self._greet),
            ("ready", Text("Server ready"), self._look_ready),
            ("models", Text("Models"), self._list_models),
        ]
        if model is not None:
            rungs += [
                ("model", Text("The model is ready"), lambda: self._open_asked(model)),
                ("inference", Text("One inference"), self._infer),
            ]
        results: list[CheckResult] = []
        try:
            for name, title, rung in rungs:
                if should_cancel():
                    raise Cancelled()
                if self.failure is None:
                    result, self.failure = attempt(name, title, rung)
                else:
                    cause = Text("an earlier check failed")
                    result = CheckResult(name, title, CheckState.SKIPPED, cause=cause)
                results.append(result)
                on_result(result)
        finally:
            self._close_network()
        return tuple(results)

    def close(self) -> None:
        """Nothing is kept open between calls; as for a board."""
        self._close_network()

    def name_for(self, request: NetworkRequest) -> str:
        """What a catalog entry's network is called here: its own name, or the only one whose tensors fit.

        Raises:
            NoSuchServerModel: naming what there is.
        """
        wished = _names_of(request)
        if self.models is None:
            return wished[0]
        known = {model.name for model in self.models}
        for name in wished:
            if name in known:
                return name
        fitting = [m.name for m in self.models[:_MOST_MODELS] if m.is_ready and self._fits(m.name, request)]
        if len(fitting) == 1:
            return fitting[0]
        listed = ", ".join(sorted(known)[:_MOST_MODELS]) or Text("none")
        raise NoSuchServerModel(where=self.address.where, name=wished[0], known=listed)

    def open_model(
        self, name: str, *, label: str = "", pixels: dict[str, PixelFormat] | None = None
    ) -> RemoteNetwork:
        """A model of the server as a network.

        Raises:
            NoSuchServerModel, ServerModelNotReady, TokenRefused, LinkLost, NoAnswer, BadAnswer.
        """
        self._require_ready(name)
        options = RemoteOptions(label=label, pixels=pixels or {}, token=self._token)
        return RemoteNetwork.at_url(str(self.address), name, options)

    # -- the rungs -----------------------------------------------------------------------------

    def _reach(self) -> Seen:
        try:
            with socket.create_connection((self.address.host, self.address.port), _TIMEOUT_S) as sock:
                peer = sock.getpeername()
        except OSError as error:
            raise ServerUnreachable(
                where=self.address.where, reason=error.strerror or str(error) or type(error).__name__
            ) from error
        return Seen(f"{peer[0]}:{peer[1]}")

    def _greet(self) -> Seen:
        answer, how = self._ask_with_token("/v2")
        if answer.status != _OK:
            raise NotAProtocolServer(where=self.address.where, reason=_told(answer))
        try:
            if "name" not in parse_object(answer.body):
                raise BadAnswer(reason="it has no name")
            self.metadata = parse_server(answer.body)
        except BadAnswer as error:
            reason = Text(error.what, **error.facts).rstrip(".")
            raise NotAProtocolServer(where=self.address.where, reason=reason) from error
        named = " ".join(filter(None, (self.metadata.name, self.metadata.version)))
        evidence = ", ".join(filter(None, (named, how)))
        if BINARY_EXTENSION in self.metadata.extensions:
            return Seen(evidence)
        cause = Text("it takes tensors as JSON only")
        return Seen(evidence, CheckState.WARN, cause, "It works, but each frame costs more time.")

    def _look_ready(self) -> Seen:
        answer = self._request("GET", "/v2/health/ready")
        if answer.status == _OK:
            return Seen(Text("it says that it is"))
        cause = Text("it says that it is not ({told})", told=_told(answer))
        return Seen("", CheckState.WARN, cause, "A model may still be loading; the server's log says more.")

    def _list_models(self) -> Seen:
        self.models = self._listed()
        if self.models is None:
            return Seen("", CheckState.SKIPPED, "it does not list its models", "They are asked for by name.")
        shown = [m.name if m.is_ready else f"{m.name} ({_not_ready(m)})" for m in self.models[:_MOST_MODELS]]
        if not shown:
            return Seen(Text("none"), CheckState.WARN, "it has no models", "Give it one to serve.")
        return Seen(", ".join(shown))

    def _open_asked(self, name: str) -> Seen:
        self._network = self.open_model(name)
        given, made = self._network.inputs, self._network.outputs
        tensors = [f"{spec.name} {spec.dtype} {list(spec.shape)}" for spec in (*given, *made)]
        return Seen(", ".join(tensors))

    def _infer(self) -> Seen:
        if self._network is None:
            raise RuntimeError("the model comes first")
        return warm_inference(self._network)

    # -- asking --------------------------------------------------------------------------------

    def _request(self, method: str, path: str, body: bytes | None = None) -> HttpAnswer:
        def connect() -> socket.socket:
            return socket.create_connection((self.address.host, self.address.port), _TIMEOUT_S)

        connection = HttpConnection(connect, self.address.where, token=self._token)
        headers = {} if body is None else {"Content-Type": "application/json"}
        parts = () if body is None else (body,)
        try:
            answer = connection.request(method, path, parts, headers=headers, timeout_s=_TIMEOUT_S)
        finally:
            connection.close()
        if answer.status in (_UNAUTHORIZED, _FORBIDDEN):
            raise TokenRefused(where=self.address.where)
        return answer

    def _ask_with_token(self, path: str) -> tuple[HttpAnswer, str]:
        """The answer, and where the token came from that it took ("" for none).

        Raises:
            TokenRefused: the given, the remembered and the asked one were wrong, or nobody gave one.
            NotAProtocolServer: what came back is not HTTP.
        """
        try:
            return self._request("GET", path), Text("with a token") if self._token else ""
        except TokenRefused:
            if self._token is not None:
                raise
        except (BadAnswer, LinkLost, NoAnswer) as error:
            reason = Text(error.what, **error.facts).rstrip(".")
            raise NotAProtocolServer(where=self.address.where, reason=reason) from error
        owner = BoardAddress(self.address.host, self.address.port, "token")
        remembered = None if self._secrets is None else self._secrets.find(owner)
        if remembered is not None:
            try:
                self._token = remembered
                return self._request("GET", path), Text("with the remembered token")
            except TokenRefused:
                self._token = None
        asked = self._ask_secret(Text("token for {where}", where=self.address.where))
        if asked is None:
            raise TokenRefused(where=self.address.where)
        self._token = str(asked)
        try:
            answer = self._request("GET", path)
        except TrackbenchError:
            self._token = None
            raise
        if self._secrets is not None and isinstance(asked, Secret) and asked.may_keep:
            self._secrets.remember(owner, asked)
        return answer, Text("with a token")

    def _listed(self) -> tuple[ServedModel, ...] | None:
        """By the model repository extension, or as KServe does; None where the server does neither."""
        for method, path, body in (("POST", "/v2/repository/index", b"{}"), ("GET", "/v2/models", None)):
            answer = self._request(method, path, body)
            if answer.status != _OK:
                continue
            try:
                return _read_list(json.loads(bytes(answer.body)))
            except (ValueError, KeyError, TypeError):
                continue
        return None

    def _require_ready(self, name: str) -> None:
        answer = self._request("GET", f"/v2/models/{quote(name, safe='')}/ready")
        if answer.status == _OK:
            return
        listed = self._listed()
        found = next((model for model in listed or () if model.name == name), None)
        if found is None and (listed is not None or answer.status == 404):
            known = ", ".join(model.name for model in (listed or ())[:_MOST_MODELS]) or Text("none")
            raise NoSuchServerModel(where=self.address.where, name=name, known=known)
        told = found.reason if found is not None and found.reason else parse_error(answer.body)
        raise ServerModelNotReady(where=self.address.where, name=name, reason=f": {told}" if told else "")

    def _fits(self, name: str, request: NetworkRequest) -> bool:
        answer = self._request("GET", f"/v2/models/{quote(name, safe='')}")
        if answer.status != _OK:
            return False
        try:
            inputs, outputs = parse_model(answer.body)
        except BadAnswer:
            return False
        return first_difference(request.entry, inputs, outputs) is None

    def _close_network(self) -> None:
        network, self._network = self._network, None
        if network is not None:
            network.close()


def _names_of(request: NetworkRequest) -> tuple[str, ...]:
    """What a network of the catalog may be called on a server, likeliest first."""
    name, stem = request.name.replace("/", "-"), PurePath(request.entry.file).stem
    return tuple(dict.fromkeys((name, name.replace("-", "_"), stem, stem.replace("-", "_"))))


def _read_list(value: Any) -> tuple[ServedModel, ...]:
    """Rows of name and state, or {"models": [names]}. Raises ValueError, KeyError, TypeError."""
    rows = value["models"] if isinstance(value, dict) else value
    if not isinstance(rows, list):
        raise TypeError
    models: dict[str, ServedModel] = {}
    for row in rows:
        name = row if isinstance(row, str) else str(row["name"])
        state = _READY if isinstance(row, str) else str(row.get("state", _READY))
        reason = "" if isinstance(row, str) else str(row.get("reason") or "")[:200]
        if name not in models or state == _READY:  # one version that is ready will do
            models[name] = ServedModel(name, state == _READY, reason)
    return tuple(models[name] for name in sorted(models))


def _not_ready(model: ServedModel) -> str:
    return model.reason or Text("not ready")


def _told(answer: HttpAnswer) -> str:
    told = parse_error(answer.body).strip()[:200]
    return f"{answer.status}: {told}" if told else Text("status {status}", status=answer.status)
