"""The agent on a board: uploaded when its hash differs, started, and gone when the link is."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping

from engines.agent.pack import pack_agent
from engines.boards.errors import AgentEnded, AgentNotStarted, ForwardRefused
from engines.boards.link import Channel, Link, RemoteProcess, ShouldCancel, never
from engines.boards.profile import Profile
from engines.boards.store import upload
from engines.errors import Cancelled

logger = logging.getLogger(__name__)
_READY = re.compile(r"listening on http://127\.0\.0\.1:(\d+)\s*\Z")
START_TIMEOUT_S = 30.0
#: The end of a process is told a little after its port is closed.
_END_S = 1.0


class AgentProcess:
    """A running agent. It listens on the board's loopback and is reached through the link.

    Attributes:
        token: none is needed there.
    """

    token: str | None = None

    def __init__(
        self,
        link: Link,
        profile: Profile,
        backend: str,
        *,
        threads: int | None = None,
        options: Mapping[str, str] | None = None,
        is_virtual: bool = False,
        should_cancel: ShouldCancel = never,
    ) -> None:
        """Uploads it if needed, starts it and waits until it listens; `options` are the backend's.

        Raises AgentNotStarted.
        """
        self._link = link
        packed = pack_agent()
        path = f"{profile.agent_folder}/{packed.file_name}"
        upload(link, packed.content, path, should_cancel=should_cancel)
        argv = [*profile.python_argv, path, "--backend", backend, "--model-dir", profile.model_folder]
        argv += ["--virtual"] if is_virtual else []
        argv += [] if threads is None else ["--threads", str(threads)]
        for name, value in (options or {}).items():
            argv += ["--option", f"{name}={value}"]
        started = profile.program_argv(tuple(argv), is_virtual=is_virtual)
        self._process = link.start(started, on_line=_log_line)
        try:
            self._port = wait_until_ready(self._process, "the board", should_cancel)
        except (AgentNotStarted, Cancelled):
            self._process.close()
            raise

    @property
    def port(self) -> int:
        """On the board's loopback."""
        return self._port

    @property
    def is_running(self) -> bool:
        return self._process.exit_code is None

    def connect(self) -> Channel:
        """A fresh stream to the agent. Raises AgentEnded, LinkBroken, ForwardRefused."""
        try:
            return self._link.open_channel("127.0.0.1", self._port)
        except ForwardRefused:
            exit_code = self._process.wait(_END_S)
            if exit_code is None:
                raise
            lines = self._process.recent_lines
            raise AgentEnded(
                exit_code=exit_code, last_line=lines[-1] if lines else "", details="\n".join(lines)
            ) from None

    def close(self) -> None:
        """Ends its standard input, upon which it ends itself."""
        self._process.close()


def wait_until_ready(process: RemoteProcess, where: str, should_cancel: ShouldCancel = never) -> int:
    """The port on which a started agent listens. Raises AgentNotStarted, Cancelled."""
    line = process.wait_line(lambda line: bool(_READY.search(line)), START_TIMEOUT_S, should_cancel)
    if should_cancel():
        raise Cancelled()
    match = _READY.search(line or "")
    if match is None:
        lines = process.recent_lines
        last = lines[-1] if lines else "it said nothing"
        raise AgentNotStarted(host=where, reason=last, details="\n".join(lines))
    return int(match[1])


def _log_line(line: str) -> None:
    logger.info("agent: %s", line)
