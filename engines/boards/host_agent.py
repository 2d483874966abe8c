"""The agent on this computer, for runtimes that reach their board themselves: over the vendor's service."""

from __future__ import annotations

import logging
import secrets
import socket
from collections.abc import Mapping
from pathlib import Path

from engines.agent.main import TOKEN_VARIABLE
from engines.agent.pack import pack_agent
from engines.boards.agent_process import wait_until_ready
from engines.boards.errors import AgentNotStarted, BoardError
from engines.boards.host_python import clean_environment
from engines.boards.link import ShouldCancel, never
from engines.boards.local_process import LocalProcess
from engines.errors import Cancelled
from engines.texts import Text

logger = logging.getLogger(__name__)
_CONNECT_S = 5.0
#: The end of a process is told a little after its port is closed.
_END_S = 1.0


class HostAgentEnded(BoardError):
    what = "The agent on this computer has ended ({exit_code}): {last_line}."
    remedy = "Start the run again; if it ends again, the model may not suit the runtime."


class HostAgent:
    """A running agent beside us. It listens on loopback, wants a token, and ends when we do."""

    def __init__(
        self,
        python: str,
        folder: Path,
        backend: str,
        options: Mapping[str, str],
        *,
        is_virtual: bool = False,
        should_cancel: ShouldCancel = never,
    ) -> None:
        """Starts it and waits until it listens.

        Args:
            python: the interpreter that has the vendor's package.
            folder: of models; the agent itself is put there too.
            backend: of the agent.
            options: of the backend.
            is_virtual: whether none of its times may be called measured.
            should_cancel: asked while it starts.

        Raises:
            AgentNotStarted, Cancelled.
        """
        packed = pack_agent()
        archive = folder / packed.file_name
        archive.write_bytes(packed.content)
        self.token = secrets.token_urlsafe(32)
        argv = [python, str(archive), "--backend", backend, "--model-dir", str(folder)]
        for name, value in options.items():
            argv += ["--option", f"{name}={value}"]
        argv += ["--virtual"] if is_virtual else []
        environment = {**clean_environment(), TOKEN_VARIABLE: self.token}  # a command line can be read by all
        try:
            self._process = LocalProcess(argv, environment=environment, on_line=_log_line)
        except OSError as error:
            raise AgentNotStarted(host=Text("this computer"), reason=error.strerror or error) from error
        try:
            self.port = wait_until_ready(self._process, Text("this computer"), should_cancel)
        except (AgentNotStarted, Cancelled):
            self._process.close()
            raise

    @property
    def is_running(self) -> bool:
        return self._process.exit_code is None

    def connect(self) -> socket.socket:
        """A fresh stream to it. Raises HostAgentEnded."""
        try:
            sock = socket.create_connection(("127.0.0.1", self.port), _CONNECT_S)
        except OSError as error:
            exit_code = self._process.wait(_END_S)
            lines = self._process.recent_lines
            last = lines[-1] if exit_code is not None and lines else (error.strerror or str(error))
            facts = {"exit_code": Text("not yet") if exit_code is None else exit_code, "last_line": last}
            raise HostAgentEnded(**facts, details="\n".join(lines)) from error
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return sock

    def close(self) -> None:
        """Ends its standard input, upon which it ends itself."""
        self._process.close()


def _log_line(line: str) -> None:
    logger.info("agent here: %s", line)
