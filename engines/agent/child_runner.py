"""Runs models in a process of their own, and starts that process again when it crashes or hangs."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections import deque
from pathlib import Path
from typing import Any, Iterator

from engines.agent import parcels
from engines.agent.model import Outcome
from engines.agent.refusal import RUNTIME_CRASHED, Refusal
from engines.agent.runner import ModelFacts, Runner
from engines.agent.tensors import GivenInput

logger = logging.getLogger(__name__)
#: The child is this interpreter with these paths; what it serves it learns on its standard input.
_BOOT = "import sys; sys.path[:] = sys.argv[1].split('\\n'); from engines.agent.child import main; main()"
START_S = 60.0
LOAD_S = 120.0
INFER_S = 30.0
_END_S = 3.0
_POLL_S = 0.05
_KEPT_LINES = 20


class Child:
    """One process, from its start to its end."""

    def __init__(self, place: tuple[str, str], options: dict[str, str]) -> None:
        self._lines = deque(maxlen=_KEPT_LINES)  # type: deque[str]
        key = secrets.token_hex(32)
        paths = "\n".join(str(Path(path).resolve()) for path in sys.path)
        self._channel = None  # type: parcels.Channel | None
        with _listening() as listener:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _BOOT, paths],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
            self._reader = threading.Thread(target=self._follow, daemon=True)
            self._reader.start()
            address = listener.getsockname()
            invitation = {"address": address, "key": key, "backend": place, "options": options}
            try:
                self._channel = self._meet(listener, invitation)
                self.hello = self.ask({"do": "hello"}, [], START_S, is_sent=True)[0]
            except ChildGone as gone:
                raise ChildGone(("%s and %s" % (gone, self.end())) if str(gone) else self.end()) from None
            except BaseException:
                self.end()
                raise

    def ask(
        self, header: dict[str, Any], arrays: list[Any], timeout_s: float, *, is_sent: bool = False
    ) -> parcels.Parcel:
        """Its answer. Raises `Refusal` for one of its own, ChildGone where it crashed or hangs."""
        assert self._channel is not None
        try:
            if not is_sent:
                self._channel.send(header, arrays, timeout_s)
            answer, results = self._channel.receive(timeout_s)
        except socket.timeout:  # TimeoutError only since Python 3.10
            raise ChildGone("did not answer within %g s" % timeout_s) from None
        except (EOFError, OSError, ValueError) as error:
            raise ChildGone("") from error
        if "refused" in answer:
            raise Refusal(*answer["refused"])
        return answer, results

    def end(self) -> str:
        """Makes sure that it is gone. How it ended, with its last words."""
        ended_itself = True
        try:
            self._process.wait(0.5)
        except subprocess.TimeoutExpired:
            ended_itself = False
            self._process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_END_S)
        self._reader.join(_END_S)
        self._let_go()
        how = _how_it_ended(self._process.returncode) if ended_itself else "was killed"
        last = next((line for line in reversed(self._lines) if line.strip()), "")
        return "%s; its last words: %.200s" % (how, last) if last else how

    def close(self) -> None:
        """Lets it end by itself: it frees the device then."""
        if self._channel is not None:
            self._channel.close()
        try:
            self._process.wait(_END_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(_END_S)
        self._reader.join(_END_S)
        self._let_go()

    def _let_go(self) -> None:
        if self._channel is not None:
            self._channel.close()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def _meet(self, listener: socket.socket, invitation: dict[str, Any]) -> parcels.Channel:
        """The stream to it, once it has proved who it is. Its end ends the wait."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.write((json.dumps(invitation) + "\n").encode("ascii"))
            self._process.stdin.flush()
        listener.settimeout(_POLL_S)
        for _ in range(int(START_S / _POLL_S)):
            try:
                sock = listener.accept()[0]
            except socket.timeout:
                if self._process.poll() is not None:
                    raise ChildGone("") from None
                continue
            sock.settimeout(_END_S)
            if secrets.compare_digest(
                _read_key(sock, len(invitation["key"])), invitation["key"].encode("ascii")
            ):
                return parcels.Channel(sock)
            sock.close()
        raise ChildGone("did not start within %g s" % START_S)

    def _follow(self) -> None:
        """Vendors' libraries log to standard output; the agent's own is not theirs."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            text = line.decode("utf-8", "replace").rstrip()
            self._lines.append(text)
            print("runtime: %s" % text, file=sys.stderr, flush=True)


class ChildGone(Exception):
    """The child crashed or hangs."""


class ChildRunner(Runner):
    """Asks one child at a time. All models share it, as they share the board's one accelerator."""

    def __init__(self, place: tuple[str, str], options: dict[str, str], *, infer_s: float = INFER_S) -> None:
        """Starts the child. Raises `Refusal` where the runtime is missing or does not come up."""
        self._place, self._options, self._infer_s = place, options, infer_s
        self._lock = threading.RLock()
        self._models = {}  # type: dict[str, tuple[str, dict[str, Any]]]
        self._broken = {}  # type: dict[str, str]
        self._child = None  # type: Child | None
        self._version = ""
        self._is_closed = False
        with self._lock:
            self._start()

    def version(self) -> str:
        return self._version

    def load(self, name: str, path: str, parameters: dict[str, Any]) -> ModelFacts:
        wish = {"do": "load", "name": name, "path": path, "parameters": parameters}
        doing = "loading %s" % Path(path).name
        facts = ModelFacts.from_json(self._ask(wish, [], LOAD_S, doing)[0]["facts"])
        with self._lock:
            self._models[name] = (path, parameters)
            self._broken.pop(name, None)
        return facts

    def infer(self, name: str, given: list[GivenInput], want_layers: bool) -> Outcome:
        rows, arrays = parcels.pack_given(given)
        wish = {"do": "infer", "name": name, "given": rows, "layers": want_layers}
        with self._lock:
            if name in self._broken:
                raise Refusal(503, self._broken[name], code=RUNTIME_CRASHED)
            return parcels.unpack_outcome(*self._ask(wish, arrays, self._infer_s, "running '%s'" % name))

    def unload(self, name: str) -> None:
        with self._lock:
            self._models.pop(name, None)
            if self._broken.pop(name, None) is None:
                self._ask({"do": "unload", "name": name}, [], LOAD_S, "unloading '%s'" % name)

    def close(self) -> None:
        with self._lock:
            self._is_closed = True
            child, self._child = self._child, None
            if child is not None:
                child.close()

    def _ask(self, wish: dict[str, Any], arrays: list[Any], timeout_s: float, doing: str) -> parcels.Parcel:
        with self._lock:
            if self._child is None:
                self._start()
            assert self._child is not None
            try:
                return self._child.ask(wish, arrays, timeout_s)
            except ChildGone as gone:
                how = self._bury(gone)
            # Not now: whoever asks waits for an answer, and loading models again may take long.
            threading.Thread(target=self._revive, daemon=True).start()
        template = "the runtime's process %s while %s; it is started again, with its models"
        raise Refusal(500, template % (how, doing), code=RUNTIME_CRASHED)

    def _bury(self, gone: ChildGone) -> str:
        child, self._child = self._child, None
        how = "" if child is None else child.end()
        how = "%s and %s" % (gone, how) if str(gone) else how
        logger.error("the runtime's process %s", how)
        self.restarts += 1
        return how

    def _revive(self) -> None:
        with self._lock, contextlib.suppress(Refusal):
            if self._child is None and not self._is_closed:
                self._start()

    def _start(self) -> None:
        """Starts a child and gives it the models that its predecessor had."""
        if self._is_closed:
            raise Refusal(503, "the agent is ending")
        self._child = self._fresh()
        for name, (path, parameters) in list(self._models.items()):
            wish = {"do": "load", "name": name, "path": path, "parameters": parameters}
            try:
                self._child.ask(wish, [], LOAD_S)
            except Refusal as refusal:
                self._broken[name] = "'%s' could not be loaded again: %s" % (name, refusal)
            except ChildGone as gone:
                how = self._bury(gone)
                self._broken[name] = "'%s' could not be loaded again: the process %s" % (name, how)
                del self._models[name]  # else it would take the others along again and again
                self._start()
                return
            else:
                self._broken.pop(name, None)

    def _fresh(self) -> Child:
        try:
            child = Child(self._place, self._options)
        except ChildGone as gone:
            raise Refusal(503, "the runtime's process %s" % gone, code=RUNTIME_CRASHED) from None
        except (OSError, ValueError) as error:
            raise Refusal(503, "no process for the runtime: %s" % error) from None
        self.backend_name, self._version = child.hello["name"], child.hello["version"]
        self.endings = tuple(child.hello["endings"])
        return child


@contextlib.contextmanager
def _listening() -> Iterator[socket.socket]:
    """Where a child finds us: a socket file in a folder of our own, or a port of this computer."""
    if os.name != "posix":
        with socket.socket(socket.AF_INET) as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen(1)
            yield listener
        return
    folder = tempfile.mkdtemp(prefix="tb-")
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(Path(folder) / "agent"))
            listener.listen(1)
            yield listener
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _read_key(sock: socket.socket, length: int) -> bytes:
    key = b""
    with contextlib.suppress(OSError):
        while len(key) < length:
            part = sock.recv(length - len(key))
            if not part:
                break
            key += part
    return key


def _how_it_ended(code: int | None) -> str:
    if code is None:
        return "cannot be ended"
    if code < 0 and os.name == "posix":
        with contextlib.suppress(ValueError):
            return "crashed with %s" % signal.Signals(-code).name
    return "crashed with exit code %s" % (hex(code) if code > 255 else code)
