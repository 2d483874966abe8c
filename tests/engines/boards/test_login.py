"""The user's own SSH configuration, keys, jump hosts, adapters, and the keyring."""

from __future__ import annotations

import dataclasses
import ipaddress
import logging
import time
from pathlib import Path

import pytest

from engines.board_values import BoardAddress, Secret
from engines.boards.adapters import Adapter, Way, adapters, described, is_private, way_to
from engines.boards.errors import (
    BoardUnreachable,
    ForwardRefused,
    HostKeyChanged,
    HostKeyUnknown,
    LoginRefused,
    PortClosed,
)
from engines.boards.host_keys import KnownHosts
from engines.boards.secret_store import LIST, SERVICE, SecretStore
from engines.boards.ssh_config import SshConfigUnusable, default_identity_files, find_route
from engines.boards.ssh_login import Access, JumpRefused, SshDoor, WrongNetwork, open_ssh
from engines.virtual.keys import load_or_make
from tests.engines.boards.rigs import openssh_rig, short_temporary_folder

CONFIG = """\
Host board
  HostName 192.168.125.171
  Port 2200
  User pilot
  IdentityFile /keys/board
  IdentityFile /keys/other
Host inner
  HostName 10.0.0.9
  ProxyJump me@outer:2022,middle
Host middle
  HostName 10.0.0.1
  User root
Host chain
  ProxyJump inner
Host loop
  ProxyJump back
Host back
  ProxyJump loop
Host program
  ProxyCommand nc %h %p
Host strange
  HostName -oProxyCommand=x
Host badjump
  ProxyJump a b;c
Host badport
  Port ssh
Host only
  IdentitiesOnly yes
  ProxyJump none
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config"
    path.write_text(CONFIG)
    return path


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("board", "pilot@192.168.125.171:2200"),
        ("root@board", "root@192.168.125.171:2200"),
        ("board:22", "pilot@192.168.125.171"),
        ("elsewhere", "root@elsewhere"),
    ],
)
def test_what_is_given_wins_over_the_file(config, text, shown):
    route = find_route(BoardAddress.parse(text), config)
    assert str(route.address) == shown
    assert route.key_files == ((Path("/keys/board"), Path("/keys/other")) if "board" in text else ())
    assert find_route(BoardAddress.parse(text), config.with_name("none")).address == BoardAddress.parse(text)
    assert find_route(BoardAddress.parse(text), None).address == BoardAddress.parse(text)


@pytest.mark.parametrize(
    ("host", "jumps"),
    [
        ("inner", ["me@outer:2022", "root@10.0.0.1"]),
        ("chain", ["me@outer:2022", "root@10.0.0.1", "@10.0.0.9"]),
        ("only", []),
        ("board", []),
    ],
)
def test_jump_hosts_are_looked_up_too(config, host, jumps):
    route = find_route(BoardAddress.parse(host), config)
    assert all(str(hop.address).endswith(jump) for hop, jump in zip(route.jumps, jumps, strict=True))
    assert not any(hop.jumps for hop in route.jumps)
    assert route.only_named_keys == (host == "only")


@pytest.mark.parametrize(
    ("host", "word"),
    [
        ("loop", "circle"),
        ("program", "ProxyCommand"),
        ("strange", "no host name"),
        ("badjump", "ProxyJump"),
        ("badport", "no port"),
    ],
)
def test_entries_that_cannot_be_used(config, host, word):
    with pytest.raises(SshConfigUnusable, match=word):
        find_route(BoardAddress.parse(host), config)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"Match\n", b'Host "open\n'])
def test_a_file_that_cannot_be_read(tmp_path: Path, content):
    path = tmp_path / "config"
    path.write_bytes(content)
    with pytest.raises(SshConfigUnusable):
        find_route(BoardAddress("x"), path)


def test_usual_keys_are_those_that_exist(tmp_path: Path):
    for name in ("id_rsa", "id_ed25519", "id_ed25519.pub", "other"):
        (tmp_path / name).write_text("x")
    assert [path.name for path in default_identity_files(tmp_path)] == ["id_ed25519", "id_rsa"]


def test_an_alias_leads_to_a_board_with_its_key(rig, tmp_path: Path):
    address = rig.address
    config = tmp_path / "config"
    config.write_text(
        f"Host my-board\n HostName 127.0.0.1\n Port {address.port}\n User {address.user}\n"
        f" IdentityFile {tmp_path}/missing\n IdentityFile {address.key_file}\n"
    )
    link = open_ssh(BoardAddress.parse("my-board"), dataclasses.replace(rig.access, ssh_config=config))
    assert link.run(["echo", "hello"]).stdout == "hello\n"
    assert str(link.address) == str(dataclasses.replace(address, key_file=None))
    link.close()


def test_usual_keys_are_tried_and_locked_ones_left_alone(rig, tmp_path: Path):
    locked, wrong = tmp_path / "locked", tmp_path / "wrong"
    locked.write_text("-----BEGIN OPENSSH PRIVATE KEY-----\nnonsense\n-----END OPENSSH PRIVATE KEY-----\n")
    load_or_make(wrong)
    asked = []
    access = dataclasses.replace(
        rig.access, identity_files=(locked, wrong, rig.address.key_file), ask_secret=asked.append
    )
    bare = dataclasses.replace(rig.address, key_file=None)
    open_ssh(bare, access).close()
    assert not asked
    config = tmp_path / "config"
    config.write_text("Host *\n IdentitiesOnly yes\n")
    with pytest.raises(LoginRefused, match="no key"):
        open_ssh(bare, dataclasses.replace(access, ssh_config=config))


@pytest.fixture(scope="module")
def jump_host():
    with short_temporary_folder() as folder, openssh_rig(folder) as rig:
        yield rig


def through(jump, board, tmp_path: Path, known: Path) -> tuple[BoardAddress, Access]:
    config = tmp_path / "config"
    config.write_text(
        f"Host gate\n HostName 127.0.0.1\n Port {jump.address.port}\n User {jump.address.user}\n"
        f" IdentityFile {jump.address.key_file}\n"
        f"Host far\n HostName 127.0.0.1\n Port {board.address.port}\n User root\n"
        f" IdentityFile {board.address.key_file}\n ProxyJump gate\n"
    )
    return BoardAddress.parse("far"), Access(known, use_ssh_agent=False, ssh_config=config, timeout_s=5)


def known_to(path: Path, *rigs) -> Path:
    path.write_text("".join(rig.access.known_hosts.read_text() for rig in rigs))
    return path


def test_a_board_behind_a_jump_host(jump_host, virtual_board, tmp_path: Path):
    known = known_to(tmp_path / "known", jump_host, virtual_board)
    address, access = through(jump_host, virtual_board, tmp_path, known)
    door = SshDoor(address, access)
    assert f"through {jump_host.address}" in door.reach()
    door.greet()
    door.verify_host()
    link = door.log_in()
    assert link.run(["uname", "-n"]).stdout == "virtual-icraft\n"
    data = bytes(300_000)
    link.put(data, "/root/models/far.bin")
    assert link.get("/root/models/far.bin") == data
    with pytest.raises(ForwardRefused):
        link.open_channel("127.0.0.1", 1)
    jumps = link._jumps
    assert all(jump.is_active() for jump in jumps) and len(jumps) == 1
    link.close()
    assert not any(jump.is_active() for jump in jumps), "nothing is left open"


def test_both_keys_on_the_way_are_checked(jump_host, virtual_board, tmp_path: Path):
    for known in (jump_host, virtual_board):
        path = known_to(tmp_path / "known", known)
        address, access = through(jump_host, virtual_board, tmp_path, path)
        with pytest.raises(HostKeyUnknown):
            open_ssh(address, access)
    changed = tmp_path / "changed"
    KnownHosts(changed).add("127.0.0.1", jump_host.address.port, load_or_make(tmp_path / "other"))
    address, access = through(jump_host, virtual_board, tmp_path, changed)
    with pytest.raises(HostKeyChanged) as caught:
        open_ssh(address, access)
    assert str(caught.value).count("SHA256:") == 2


def test_a_jump_host_that_leads_nowhere(jump_host, virtual_board, tmp_path: Path):
    gone = dataclasses.replace(virtual_board, address=dataclasses.replace(virtual_board.address, port=1))
    known = known_to(tmp_path / "known", jump_host)
    address, access = through(jump_host, gone, tmp_path, known)
    with pytest.raises(JumpRefused, match=r"127\.0\.0\.1:1"):
        open_ssh(address, access)


class Ring(dict):
    """A keyring in memory."""

    def get_password(self, service, name):
        assert service == SERVICE
        return self.get(name)

    def set_password(self, service, name, password):
        self[name] = password

    def delete_password(self, service, name):
        del self[name]


class Broken:
    def __getattr__(self, _name):
        raise RuntimeError("let me in: locked")


def test_a_password_is_remembered_only_if_that_was_wanted(virtual_board, caplog):
    caplog.set_level(logging.DEBUG)
    address = dataclasses.replace(virtual_board.address, key_file=None)
    ring, asked = Ring(), []

    def access(secret):
        def ask(prompt):
            asked.append(prompt)
            return secret

        return dataclasses.replace(virtual_board.access, ask_secret=ask, secrets=SecretStore(ring))

    open_ssh(address, access("let me in")).close()
    with pytest.raises(LoginRefused):
        open_ssh(address, access(Secret("wrong", may_keep=True)))
    assert not ring, "neither unasked nor wrong ones are kept"
    open_ssh(address, access(Secret("let me in", may_keep=True))).close()
    assert set(ring) - {LIST} == {f"root@127.0.0.1:{address.port}"}
    asked.clear()
    open_ssh(address, access(None)).close()
    assert not asked
    ring[f"root@127.0.0.1:{address.port}"] = "old"
    open_ssh(address, access(Secret("let me in", may_keep=True))).close()
    assert len(asked) == 1 and "old" not in ring.values()
    assert "let me in" not in caplog.text
    assert "let me in" not in repr(Secret("let me in"))


def test_a_keyring_that_fails_is_an_empty_one(virtual_board, caplog):
    caplog.set_level(logging.DEBUG)
    store, address = SecretStore(Broken()), virtual_board.address
    assert (store.find(address), store.remember(address, "let me in"), store.forget(address)) == (
        None,
        False,
        False,
    )
    assert "let me in" not in caplog.text

    class Slow(Ring):
        def get_password(self, service, name):
            time.sleep(1)

    start_s = time.monotonic()
    assert SecretStore(Slow(), patience_s=0.05).find(address) is None
    assert time.monotonic() - start_s < 0.8


OWN = (
    Adapter("lo", ipaddress.IPv4Interface("127.0.0.1/8")),
    Adapter("eth0", ipaddress.IPv4Interface("192.168.1.20/24")),
    Adapter("usb0", ipaddress.IPv4Interface("192.168.128.100/24")),
)


@pytest.mark.parametrize(
    ("local", "target", "way"),
    [
        ("192.168.128.100", "192.168.128.10", Way("192.168.128.100", "usb0", True)),
        ("192.168.1.20", "192.168.125.171", Way("192.168.1.20", "eth0", False)),
        ("192.168.1.20", "fe80::1%eth0", Way("192.168.1.20", "eth0", None)),
        ("10.9.9.9", "10.9.9.1", Way("10.9.9.9")),
    ],
)
def test_which_adapter_leads_there(local, target, way):
    assert described(local, target, OWN) == way


def test_adapters_of_this_computer():
    if not adapters():
        pytest.skip("this system does not tell its adapters")
    assert way_to("127.0.0.1") == Way("127.0.0.1", "lo", True)
    assert way_to("surely.no.such.host.invalid") == Way()


@pytest.mark.parametrize(
    ("host", "private"),
    [("192.168.1.1", True), ("8.8.8.8", False), ("127.0.0.1", False), ("board.local", False)],
)
def test_private_addresses(host, private):
    assert is_private(host) is private


@pytest.mark.parametrize(
    ("way", "kind"),
    [(Way("192.168.1.20", "eth0", False), WrongNetwork), (Way("10.0.0.2", "eth1", True), BoardUnreachable)],
)
def test_no_answer_names_the_adapter(monkeypatch, tmp_path: Path, way, kind):
    def no_answer(*_args):
        raise TimeoutError("timed out")

    monkeypatch.setattr("engines.boards.ssh_login.socket.create_connection", no_answer)
    monkeypatch.setattr("engines.boards.ssh_login.way_to", lambda _host: way)
    with pytest.raises(BoardUnreachable) as caught:
        open_ssh(BoardAddress("192.168.125.171"), Access(tmp_path / "known"))
    assert type(caught.value) is kind
    assert way.adapter in str(caught.value) + caught.value.details
    assert ("192.168.125.100" in str(caught.value)) == (kind is WrongNetwork)


def test_a_closed_port_is_no_wrong_network(tmp_path: Path):
    with pytest.raises(PortClosed):
        open_ssh(BoardAddress("127.0.0.1", 1), Access(tmp_path / "known"))
