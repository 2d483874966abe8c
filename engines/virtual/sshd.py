"""The virtual board's own SSH server."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from typing import cast

import paramiko

from engines.boards.ssh import WINDOW_BYTES
from engines.virtual.machine import Machine
from engines.virtual.session import ServerTransport, Session, serve_connection
from engines.virtual.shaped import ShapedSocket

_LOG = "engines.virtual.paramiko"


class Sshd:
    """Serves a connection with paramiko. Needs no programs of the system."""

    def __init__(
        self,
        machine: Machine,
        host_key: Callable[[], paramiko.PKey],
        user_key: str,
        password: str | None,
    ) -> None:
        """`host_key` is asked for each connection, because a fault may change it."""
        logging.getLogger(_LOG).setLevel(logging.CRITICAL)
        self._machine, self._host_key = machine, host_key
        self._user_key, self._password = user_key, password

    def serve(self, shaped: ShapedSocket) -> None:
        transport = ServerTransport(
            cast("socket.socket", shaped),  # all that paramiko calls
            default_window_size=WINDOW_BYTES,
        )
        transport.set_log_channel(_LOG)
        transport.daemon = True
        transport.add_server_key(self._host_key())
        serve_connection(transport, Session(self._machine, self._user_key, self._password))

    def close(self) -> None:
        """Nothing outlives a connection."""
