"""The virtual board's SSH server."""

from __future__ import annotations

import logging
import socket
import threading

import paramiko

from engines.boards.ssh import WINDOW_BYTES
from engines.virtual.machine import Machine
from engines.virtual.session import ServerTransport, Session, serve_connection

logger = logging.getLogger(__name__)
_LOG = "engines.virtual.paramiko"


class Sshd:
    """Listens on loopback; a thread per connection."""

    def __init__(
        self, machine: Machine, port: int, host_key: paramiko.PKey, user_key: str, password: str | None
    ) -> None:
        logging.getLogger(_LOG).setLevel(logging.CRITICAL)
        self._machine = machine
        self._host_key = host_key
        self._user_key, self._password = user_key, password
        self._listener = socket.create_server(("127.0.0.1", port), backlog=16)
        self._transports: set[paramiko.Transport] = set()
        self._lock = threading.Lock()
        self._is_closing = False
        self._thread = threading.Thread(target=self._accept, name="sshd", daemon=True)

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Ends every connection and process."""
        self._is_closing = True
        # Closing alone would not wake a thread that waits in accept.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)
        self._machine.stop_all()
        with self._lock:
            transports = list(self._transports)
        for transport in transports:
            transport.close()

    def _accept(self) -> None:
        while not self._is_closing:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, sock: socket.socket) -> None:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        transport = ServerTransport(sock, default_window_size=WINDOW_BYTES)
        transport.set_log_channel(_LOG)
        transport.daemon = True
        transport.add_server_key(self._host_key)
        with self._lock:
            self._transports.add(transport)
        try:
            serve_connection(transport, Session(self._machine, self._user_key, self._password))
        finally:
            with self._lock:
                self._transports.discard(transport)
            sock.close()
