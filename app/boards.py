"""Boards of a command: connected for the time of a run, with questions asked on the terminal."""

from __future__ import annotations

import contextlib
import getpass
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.cli.options import keeps_password
from app.paths import Paths, user_paths
from app.settings import load_settings
from engines.assembly import NetworkOpener, local_opener
from engines.board_values import AgentPlace, BoardAddress, BoardTelemetry, CheckResult, HostKey, Secret
from engines.boards.agent_home import HostSide
from engines.boards.board import Board
from engines.boards.families import FIRST, PROFILES
from engines.boards.opening import board_offer, board_opener, board_title, server_opener
from engines.boards.protocol_server import TOKEN_VARIABLE, ProtocolServer
from engines.boards.secret_store import SecretStore
from engines.boards.ssh_login import Access
from engines.catalog import CatalogEntry, require_fit
from engines.errors import BadParameter
from engines.networks.server_address import ServerAddress, is_url
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
    """Opens networks on one board; `title` names it in summaries, `read_telemetry` looks at its load."""

    title: str
    open_network: NetworkOpener
    read_telemetry: Callable[[], BoardTelemetry] | None = None


def ask_host_key(key: HostKey) -> bool:
    """Asks on the terminal whether an unknown key is trusted; without one the answer is no."""
    if not sys.stdin.isatty():
        return False
    sys.stderr.write(f"{key.host} is not known yet. Its key: {key.algorithm} {key.fingerprint}\n")
    sys.stderr.write("Trust it and connect? [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def ask_secret(prompt: str, *, keep: bool = False, can_keep: bool = False) -> Secret | None:
    """Asks for a password on the terminal; it is kept only if that is wanted and the system has a keyring."""
    if not sys.stdin.isatty():
        return None
    if keep and not can_keep:
        sys.stderr.write("The system has no keyring that can be used; the password is not kept.\n")
    elif can_keep and not keep:
        sys.stderr.write("(With --keep-password it is kept in the system's keyring.)\n")
    return Secret(getpass.getpass(f"{prompt}: "), may_keep=keep and can_keep)


def _ask_for_board(prompt: str, keep: bool) -> Secret | None:
    return ask_secret(prompt, keep=keep, can_keep=SecretStore().is_usable)


def server_at(url: str, ask: Callable[[str], str | None] | None = None) -> ProtocolServer:
    """A server of the Open Inference Protocol by its URL; its token is asked for where it wants one.

    Raises:
        BadParameter: the URL is of another form.
    """
    address, token = ServerAddress.parse(url), os.environ.get(TOKEN_VARIABLE) or None
    if ask is None:
        keep = keeps_password()
        return server_at(url, lambda prompt: _ask_for_board(prompt, keep))
    return ProtocolServer(address, token=token, ask_secret=ask, secrets=SecretStore())


def host_side(paths: Paths) -> HostSide:
    """What the settings and the environment say about running a vendor's package on this computer."""
    now = load_settings(paths.settings_file).settings
    return HostSide(now.icraft_python, AgentPlace(now.icraft_agent))


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
            host = HostSide()  # no vendor's package knows a virtual board
        else:
            address, host = BoardAddress.parse(name), host_side(user_paths())
            keep = keeps_password()
            access = Access.of_user(user_paths().known_hosts, ask_host_key, lambda p: _ask_for_board(p, keep))
        board = Board(address, access, None if family is None else PROFILES[family], host=host)
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
    remote_models: Sequence[str] = (),
) -> Iterator[Opener]:
    """An opener for the time of a run; what was started for it is stopped after it.

    `remote_models` are names of an entry's networks on a server that has its models itself.

    Raises:
        TrackbenchError: the board cannot be used, or the model does not fit it.
    """
    if board == LOCAL:
        yield Opener("this computer", local_opener(threads))
        return
    if is_url(board):
        with contextlib.closing(server_at(board)) as server:
            server.check(on_check)
            if server.failure is not None:
                raise server.failure
            yield Opener(server.title, server_opener(server, entry, remote_models))
        return
    with reach_board(board) as reached:
        reached.check(on_check)
        if reached.failure is not None:
            raise reached.failure
        require_fit(entry, board_offer(reached))
        if reached.wants_service:
            reached.start_service()
        title = board_title(reached)
        title = Text("{board} (over its service)", board=title) if reached.summary.agent_is_here else title
        yield Opener(title, board_opener(reached), reached.read_telemetry)
