"""Waiting for connections in a thread that another one can end."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator


def connections_of(listener: socket.socket) -> Iterator[socket.socket]:
    """Connections as they come, until somebody stops listening."""
    while True:
        try:
            sock, _ = listener.accept()
        except OSError:
            return
        yield sock


def stop_listening(listener: socket.socket) -> None:
    """Closes a listener and wakes the thread that waits for a connection: closing alone would not."""
    with contextlib.suppress(OSError):
        listener.shutdown(socket.SHUT_RDWR)
    listener.close()
