"""Where a virtual board is reached: one port on loopback, which a reboot closes for a while."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable

from engines.listening import connections_of, stop_listening
from engines.virtual.machine import Machine
from engines.virtual.shaped import ShapedSocket

logger = logging.getLogger(__name__)

#: The system acknowledges what it has room for. A line that is made slow here must be slow there too: with
#: the usual megabytes, a long request would be gone at once and unanswered for seconds. With half of this,
#: ordinary requests stall for 200 ms now and then.
_RECEIVE_BUFFER_BYTES = 128 * 1024
#: Serves one connection until it ends; runs in a thread of its own.
Serve = Callable[[ShapedSocket], None]


class Door:
    """Accepts connections, passes each to a server, and shuts all of them when the board goes down."""

    def __init__(self, machine: Machine, port: int, serve: Serve, *, down_s: float = 3.0) -> None:
        """`down_s` is how long a reboot takes."""
        self._machine, self._serve_one, self._down_s = machine, serve, down_s
        self._listener = _listen(port)
        self._port = int(self._listener.getsockname()[1])
        self._connections: set[ShapedSocket] = set()
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._is_down = False
        self._thread = threading.Thread(target=self._run, name="door", daemon=True)
        machine.on_reboot = self.reboot

    @property
    def port(self) -> int:
        return self._port

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Ends every connection and process."""
        self._closing.set()
        self.reboot()
        self._thread.join(5)

    def reboot(self) -> None:
        """Drops every connection; nothing listens for a while, then a fresh board does."""
        with self._lock:
            self._is_down = True
            listener, connections = self._listener, list(self._connections)
        stop_listening(listener)
        self._machine.stop_all()
        for connection in connections:
            connection.close()

    def _run(self) -> None:
        while not self._closing.is_set():
            self._accept()
            if self._closing.wait(self._down_s):
                return
            self._machine.boot()
            self._listen_again()

    def _listen_again(self) -> None:
        while not self._closing.is_set():
            try:
                listener = _listen(self._port)
            except OSError:  # somebody used the moment
                self._closing.wait(0.1)
                continue
            with self._lock:
                self._listener, self._is_down = listener, False
            if self._closing.is_set():
                listener.close()
            return

    def _accept(self) -> None:
        """Until the listener is closed."""
        for sock in connections_of(self._listener):
            threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, sock: socket.socket) -> None:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        shaped = ShapedSocket(sock, self._machine.faults)
        with self._lock:
            is_late = self._is_down
            self._connections.add(shaped)
        try:
            if not is_late:
                self._serve_one(shaped)
        except OSError:
            logger.debug("connection ended", exc_info=True)
        finally:
            with self._lock:
                self._connections.discard(shaped)
            shaped.close()


def _listen(port: int) -> socket.socket:
    listener = socket.create_server(("127.0.0.1", port), backlog=16)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER_BYTES)
    return listener
