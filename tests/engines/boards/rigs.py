"""Boards to test against: the virtual one, and a real OpenSSH server on loopback."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from engines.board_values import BoardAddress
from engines.boards.host_keys import KnownHosts
from engines.boards.ssh_login import Access
from engines.virtual.keys import load_or_make
from engines.virtual.launch import VirtualBoardProcess

SSHD = Path("/usr/sbin/sshd")
_SSHD_CONFIG = """\
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host_key
PidFile {folder}/sshd.pid
AuthorizedKeysFile {folder}/authorized_keys
StrictModes no
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
Subsystem sftp internal-sftp
"""


@dataclass(frozen=True)
class Rig:
    """Something to log in to.

    Attributes:
        folder: one that exists there, to write into, as the server names it.
    """

    address: BoardAddress
    access: Access
    folder: str


@contextmanager
def virtual_rig(state: Path, **options) -> Iterator[Rig]:
    with VirtualBoardProcess(state, **options) as board:
        yield Rig(board.address, Access(board.known_hosts, use_ssh_agent=False), "/root/models")


@contextmanager
def openssh_rig(state: Path) -> Iterator[Rig]:
    """An unprivileged OpenSSH server. Skips where it is not installed."""
    if not SSHD.exists():
        pytest.skip("openssh-server is not installed (/usr/sbin/sshd)")
    state.mkdir(parents=True, exist_ok=True)
    Path("/run/sshd").mkdir(exist_ok=True)  # wanted where it runs as root
    host_key, user_key = load_or_make(state / "host_key"), load_or_make(state / "user_key")
    (state / "authorized_keys").write_text(f"{user_key.get_name()} {user_key.get_base64()}\n")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    config = state / "sshd_config"
    config.write_text(_SSHD_CONFIG.format(port=port, folder=state))
    # -D -e: in the foreground, log to standard error, so that it ends with us.
    with (state / "log").open("wb") as log:
        process = subprocess.Popen([SSHD, "-D", "-e", "-f", config], stdin=subprocess.DEVNULL, stderr=log)
        try:
            _wait_until_it_listens(port, process)
            known_hosts = state / "known_hosts"
            KnownHosts(known_hosts).add("127.0.0.1", port, host_key)
            folder = state / "files"
            folder.mkdir(exist_ok=True)
            user = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
            address = BoardAddress("127.0.0.1", port, user, state / "user_key")
            yield Rig(address, Access(known_hosts, use_ssh_agent=False), str(folder))
        finally:
            process.terminate()
            process.wait(10)


def _wait_until_it_listens(port: int, process: subprocess.Popen) -> None:
    for _ in range(100):
        if process.poll() is not None:
            pytest.skip(f"sshd does not start here: exit code {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except ConnectionRefusedError:
            try:
                process.wait(0.05)
            except subprocess.TimeoutExpired:
                continue
    pytest.fail("sshd did not listen in 5 s")


@contextmanager
def short_temporary_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="tb-rig-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
