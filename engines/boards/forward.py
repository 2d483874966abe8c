"""A port of this computer that leads to one of the board's, through the link: like `ssh -L`."""

from __future__ import annotations

import contextlib
import logging
import socket
import threading

from engines.boards.errors import BoardError
from engines.boards.link import Channel, Link
from engines.listening import connections_of, stop_listening

logger = logging.getLogger(__name__)
_PIECE_BYTES = 256 * 1024


class LocalForward:
    """Listens on loopback until it is closed; each connection has a stream of its own."""

    def __init__(self, link: Link, port: int) -> None:
        """To the board's loopback. Connections are accepted from now on."""
        self._link, self._to = link, port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._open: set[socket.socket | Channel] = set()
        self._lock = threading.Lock()
        self._is_closed = False
        self._thread = threading.Thread(target=self._accept, name="forward", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Ends every connection through it."""
        with self._lock:
            self._is_closed = True
            ends = list(self._open)
        stop_listening(self._listener)
        for end in ends:
            _end(end)
        self._thread.join(5)

    def _accept(self) -> None:
        for sock in connections_of(self._listener):
            try:
                channel = self._link.open_channel("127.0.0.1", self._to)
            except BoardError as error:
                logger.warning("nothing to forward to: %s", error)
                sock.close()
                continue
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                if self._is_closed:
                    _end(sock)
                    _end(channel)
                    return
                self._open |= {sock, channel}
            for source, sink in ((sock, channel), (channel, sock)):
                threading.Thread(target=self._pump, args=(source, sink), name="forward", daemon=True).start()

    def _pump(self, source: socket.socket | Channel, sink: socket.socket | Channel) -> None:
        """One direction; its end ends both."""
        try:
            source.settimeout(None)
            while data := source.recv(_PIECE_BYTES):
                sink.sendall(data)
        except OSError:
            logger.debug("a forwarded connection broke", exc_info=True)
        finally:
            with self._lock:
                self._open -= {source, sink}
            _end(source)
            _end(sink)


def _end(stream: socket.socket | Channel) -> None:
    with contextlib.suppress(OSError, EOFError):
        if isinstance(stream, socket.socket):
            stream.shutdown(socket.SHUT_RDWR)  # closing alone does not wake who reads from it
    with contextlib.suppress(OSError, EOFError):
        stream.close()
