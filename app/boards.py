"""Boards of a command: connected for the time of a run, with questions asked on the terminal."""

from __future__ import annotations

import contextlib
import getpass
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.paths import user_paths
from engines.assembly import NetworkOpener, local_opener
from engines.board_values import BoardAddress, CheckResult, HostKey
from engines.boards.board import Board
from engines.boards.families import FIRST, PROFILES
from engines.boards.opening import board_offer, board_opener, board_title
from engines.boards.ssh_login import Access
from engines.catalog import CatalogEntry, require_fit
from engines.errors import BadParameter
from engines.texts import Text
from engines.virtual.launch import VirtualBoardProcess

VIRTUAL, LOCAL = "virtual", "local"


def virtual_family(name: str) -> str | None:
    """The family of a virtual board's name, "virtual" or "virtual:FAMILY"; None for other boards.

    Raises:
        BadParameter: there is no such family.
    """
    kind, _, family = name.partition(":")
    if kind != VIRTUAL:
        return None
    if family and family not in PROFILES:
        hint = Text("Choose one of: {names}.", names=", ".join(PROFILES))
        raise BadParameter(name="board", value=name, reason="there is no such family", hint=hint)
    return family or FIRST.family


@dataclass(frozen=True, slots=True)
class Opener:
    """Opens networks on one board; `title` names it in summaries."""

    title: str
    open_network: NetworkOpener


def ask_host_key(key: HostKey) -> bool:
    """Asks on the terminal whether an unknown key is trusted; without one the answer is no."""
    if not sys.stdin.isatty():
        return False
    sys.stderr.write(f"{key.host} is not known yet. Its key: {key.algorithm} {key.fingerprint}\n")
    sys.stderr.write("Trust it and connect? [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def ask_secret(prompt: str) -> str | None:
    """Asks for a password on the terminal; it is kept nowhere."""
    return getpass.getpass(f"{prompt}: ") if sys.stdin.isatty() else None


@contextlib.contextmanager
def reach_board(name: str, family: str | None = None) -> Iterator[Board]:
    """A board by name: a virtual one is started and stopped again, another one is found by address.

    Without a family it is recognised; a virtual board has it in its name ("virtual:rdk_x5").
    """
    with contextlib.ExitStack() as stack:
        virtual_kind = virtual_family(name)
        if virtual_kind is not None:
            state = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="trackbench-virtual-")))
            virtual = stack.enter_context(VirtualBoardProcess(state, family=family or virtual_kind))
            address, access = virtual.address, Access(virtual.known_hosts, use_ssh_agent=False)
        else:
            address = BoardAddress.parse(name)
            access = Access.of_user(user_paths().known_hosts, ask_host_key, ask_secret)
        board = Board(address, access, None if family is None else PROFILES[family])
        stack.callback(board.close)
        yield board


def _no_news(_result: CheckResult) -> None:
    return


@contextlib.contextmanager
def connect_for_run(
    board: str,
    entry: CatalogEntry,
    threads: int | None,
    on_check: Callable[[CheckResult], None] = _no_news,
) -> Iterator[Opener]:
    """An opener for the time of a run; what was started for it is stopped after it.

    Raises:
        TrackbenchError: the board cannot be used, or the model does not fit it.
    """
    if board == LOCAL:
        yield Opener("this computer", local_opener(threads))
        return
    with reach_board(board) as reached:
        reached.check(on_check)
        if reached.failure is not None:
            raise reached.failure
        require_fit(entry, board_offer(reached))
        if reached.profile.service is not None:
            reached.start_service()
        yield Opener(board_title(reached), board_opener(reached))
