"""HTTP around `Api`: limits, half messages, and answers in one piece."""

from __future__ import annotations

import hmac
import http.server
import logging
import socket
import time
from http import HTTPStatus
from typing import Any

from engines.agent.api import Answer, Api
from engines.agent.refusal import Refusal

logger = logging.getLogger(__name__)
MAX_BODY_BYTES = 256 * 2**20
#: A connection may rest this long between requests; within one it must keep moving.
IDLE_S = 600.0
STALLED_S = 20.0
_NO_BODY = memoryview(b"")


class Handler(http.server.BaseHTTPRequestHandler):
    """One connection, kept open over many requests."""

    protocol_version = "HTTP/1.1"
    # Both are needed, and one write per answer: else every answer waits 44 ms for an acknowledgement.
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = IDLE_S
    server: AgentServer

    def setup(self) -> None:
        super().setup()
        self._buffer = bytearray(0)
        self._first_ns = self._whole_ns = 0

    def parse_request(self) -> bool:
        # Called when the first bytes were read, headers at most.
        self._first_ns = self._whole_ns = time.perf_counter_ns()
        return super().parse_request()

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def _serve(self) -> None:
        try:
            self._check_token()
            body = self._read_body()
            self._whole_ns = time.perf_counter_ns()
            answer = self.server.api.handle(self.command, self.path, self._header_length(), body)
        except Refusal as refusal:
            self.close_connection = self.close_connection or refusal.close
            error = {"error": str(refusal)}
            if refusal.code:
                error["trackbench_code"] = refusal.code
            answer = Answer(refusal.status, error)
        except ConnectionError:
            self.close_connection = True
            return
        except Exception:  # a bug here must not end the other connections
            logger.exception("request failed: %s %s", self.command, self.path)
            answer = Answer(500, {"error": "the agent failed; its log says why"})
        self._send(answer)

    def _check_token(self) -> None:
        """Before anything of the message is read: who may not ask, may not fill memory either."""
        token = self.server.token
        if token is None:
            return
        given = self.headers.get("Authorization", "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, b"Bearer " + token.encode("utf-8")):
            raise Refusal(401, "this agent wants a token, which is missing or wrong", close=True)

    def _read_body(self) -> memoryview:
        """The whole message body; a view of a buffer that the next request uses again."""
        if self.headers.get("Transfer-Encoding") is not None:
            raise Refusal(411, "a message needs a Content-Length", close=True)
        length = self._number("Content-Length") or 0
        if length > MAX_BODY_BYTES:
            raise Refusal(413, "a message may have %d bytes" % MAX_BODY_BYTES, close=True)
        if not length:
            return _NO_BODY
        if len(self._buffer) < length:
            self._buffer = bytearray(length)
        view = memoryview(self._buffer)[:length]
        self.connection.settimeout(STALLED_S)
        try:
            got = self.rfile.readinto(view)
        except socket.timeout:  # TimeoutError only since Python 3.10
            raise ConnectionError("stalled within a message") from None
        if got != length:
            raise ConnectionError("closed within a message")
        self.connection.settimeout(IDLE_S)
        return view

    def _header_length(self) -> int | None:
        return self._number("Inference-Header-Content-Length")

    def _number(self, header: str) -> int | None:
        values = self.headers.get_all(header) or []
        if not values:
            return None
        if len(values) > 1 or not values[0].isdigit() or len(values[0]) > 18:
            raise Refusal(400, "%s is not a number" % header, close=True)
        return int(values[0])

    def _send(self, answer: Answer) -> None:
        # Spaces after the JSON let the tensors begin aligned, so that clients can read them in place.
        text = answer.json + b" " * (-len(answer.json) % 8) if answer.tail else answer.json
        length = len(text) + sum(len(part) for part in answer.tail)
        lines = ["HTTP/1.1 %d %s" % (answer.status, HTTPStatus(answer.status).phrase)]
        if answer.tail:
            lines.append("Content-Type: application/octet-stream")
            lines.append("Inference-Header-Content-Length: %d" % len(text))
        else:
            lines.append("Content-Type: application/json")
        lines.append("Content-Length: %d" % length)
        if self.close_connection:
            lines.append("Connection: close")
        if self._first_ns:
            # On a clock of our own; clients learn from it how long the link took each way.
            moments = self._first_ns, self._whole_ns, time.perf_counter_ns()
            lines.append("Trackbench-Clock: %d %d %d" % moments)
            self._first_ns = 0
        head = "\r\n".join([*lines, "", ""]).encode("ascii")
        try:
            self.connection.sendall(b"".join([head, text, *answer.tail]))
        except OSError:
            self.close_connection = True

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What the base class answers to a request it cannot read: here in JSON, then closed."""
        self.close_connection = True
        self._send(Answer(int(code), {"error": message or HTTPStatus(code).phrase}))

    def log_message(self, format: str, *args: Any) -> None:
        logger.debug(format, *args)


class AgentServer(http.server.ThreadingHTTPServer):
    """Listens until `shutdown`."""

    daemon_threads = True
    request_queue_size = 32

    def __init__(self, address: tuple[str, int], api: Api, token: str | None = None) -> None:
        """Listens at once. With a token, every request has to bring it (`Authorization: Bearer ...`)."""
        self.api = api
        self.token = token
        super().__init__(address, Handler)

    def server_bind(self) -> None:
        # The base class asks the name service for the host's name, which may take seconds on a board.
        http.server.HTTPServer.__mro__[1].server_bind(self)  # type: ignore[attr-defined]
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        logger.debug("connection from %s ended", client_address, exc_info=True)
