"""The process in which a vendor's library runs: it may crash there without taking the agent along."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
import threading
from typing import Any

from engines.agent import parcels
from engines.agent.refusal import Refusal
from engines.agent.runner import LocalRunner, make_backend


def main() -> None:
    """Serves one agent, which says on standard input where it listens; ends with that input."""
    invitation = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_stdin, daemon=True).start()
    with _connected(invitation) as sock:
        connection = parcels.Channel(sock)
        try:
            place = invitation["backend"]
            runner = LocalRunner(make_backend((place[0], place[1]), invitation["options"]))
            hello = {"name": runner.backend_name, "endings": runner.endings, "version": runner.version()}
        except Refusal as refusal:
            connection.send(_refused(refusal), [])
            return
        except Exception as error:  # noqa: BLE001 (a vendor's module may raise anything while it loads)
            connection.send(_refused(Refusal(503, _words(error))), [])
            return
        connection.send(hello, [])
        with contextlib.suppress(EOFError, OSError):
            while True:
                connection.send(*_answer(runner, *connection.receive()))
        with contextlib.suppress(Exception):
            runner.close()


def _connected(invitation: dict[str, Any]) -> socket.socket:
    """A socket to the agent, to which we prove that we are the one it started."""
    address = invitation["address"]
    sock = socket.socket(socket.AF_UNIX if isinstance(address, str) else socket.AF_INET)
    sock.connect(address if isinstance(address, str) else tuple(address))
    sock.sendall(invitation["key"].encode("ascii"))
    return sock


def _answer(runner: LocalRunner, header: dict[str, Any], arrays: list[Any]) -> parcels.Parcel:
    try:
        return _do(runner, header, arrays)
    except Refusal as refusal:
        return _refused(refusal), []
    except Exception as error:  # noqa: BLE001 (vendors raise what they like, SystemError among it)
        return _refused(Refusal(500, "the runtime failed: %s" % _words(error))), []


def _do(runner: LocalRunner, header: dict[str, Any], arrays: list[Any]) -> parcels.Parcel:
    wish, name = header["do"], header.get("name", "")
    if wish == "infer":
        given = parcels.unpack_given(header["given"], arrays)
        return parcels.pack_outcome(runner.infer(name, given, header["layers"]))
    if wish == "load":
        return {"facts": runner.load(name, header["path"], header["parameters"]).to_json()}, []
    runner.unload(name)
    return {}, []


def _refused(refusal: Refusal) -> dict[str, Any]:
    return {"refused": [refusal.status, str(refusal)]}


def _words(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return ("%s: %s" % (type(error).__name__, lines[0]) if lines else type(error).__name__)[:300]


def _end_with_stdin() -> None:
    """The agent holds our standard input. A library that hangs must not outlive it."""
    with contextlib.suppress(OSError):
        while os.read(0, 4096):
            pass
    os._exit(0)
