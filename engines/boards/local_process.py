"""A program on this computer that ends when its standard input does, so it cannot outlive us."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence

from engines.boards.heard_process import LONGEST_LINE, HeardProcess

#: What does not end by itself within this time is ended.
_END_S = 5.0
if sys.platform == "win32":
    _FLAGS = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
else:
    _FLAGS = 0


class LocalProcess(HeardProcess):
    """See `link.RemoteProcess`; its output is read by a thread of its own, so that it never blocks."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        environment: Mapping[str, str],
        on_line: Callable[[str], None] | None = None,
    ) -> None:
        """Starts it. Raises OSError where there is no such program.

        It stands apart from the terminal's Ctrl-C, which is for us: we end it in order.
        """
        super().__init__(on_line)
        self._process = subprocess.Popen(
            argv,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=dict(environment),
            start_new_session=sys.platform != "win32",
            creationflags=_FLAGS,
        )
        self._thread = threading.Thread(target=self._read, name="local process", daemon=True)
        self._thread.start()

    @property
    def exit_code(self) -> int | None:
        return self._process.poll()

    def wait(self, timeout_s: float) -> int | None:
        """Its exit code, or None if it still runs."""
        try:
            return self._process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            return None

    def close(self) -> None:
        """Ends its standard input and waits for its end, which comes by force if it must."""
        if self._process.stdin is not None and not self._process.stdin.closed:
            self._process.stdin.close()
        for end in (None, self._process.terminate, self._process.kill):
            if end is not None:
                end()
            if self.wait(_END_S) is not None:
                break
        self._thread.join(_END_S)

    def _read(self) -> None:
        stream = self._process.stdout
        if stream is None:
            return
        with stream:
            while raw := stream.readline(LONGEST_LINE):
                self._add_line(raw)
        self._end_lines()
