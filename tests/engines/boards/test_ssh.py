"""The link, against the virtual board and against OpenSSH."""

from __future__ import annotations

import dataclasses
import hashlib
import logging
import socket
import threading
import time
from pathlib import Path

import pytest

from engines.board_values import BoardAddress
from engines.boards.errors import (
    BoardError,
    CommandTimedOut,
    ForwardRefused,
    HostKeyChanged,
    HostKeyUnknown,
    KeyFileUnusable,
    LinkBroken,
    LoginRefused,
    NoRemoteFile,
    NotAnSshServer,
    PortClosed,
    TransferFailed,
)
from engines.boards.host_keys import KnownHosts
from engines.boards.ssh import SessionRefused
from engines.boards.ssh_login import Access, open_ssh
from engines.errors import Cancelled
from engines.virtual.keys import load_or_make

MEGABYTES = bytes(range(256)) * 4096 * 3


def test_runs_commands(link):
    assert link.run(["echo", "hello"]).stdout == "hello\n"
    assert link.run(["true"]).exit_code == 0
    missing = link.run(["surely-no-such-command"])
    assert missing.exit_code == 127
    assert "not found" in missing.stderr


@pytest.mark.parametrize(
    "word",
    [
        "a b",
        "it's",
        'say "x"',
        ";reboot",
        "$(reboot)",
        "`reboot`",
        "a|b",
        "../..",
        "-n x",
        "&& true",
        "#x",
        "ä",
    ],
)
def test_arguments_arrive_as_they_are(link, word):
    assert link.run(["echo", f"<{word}>"]).stdout == f"<{word}>\n"


def test_copies_files_both_ways(link, rig):
    remote, seen = f"{rig.folder}/big.bin", []
    link.put(MEGABYTES, remote, on_progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (len(MEGABYTES), len(MEGABYTES))
    assert link.run(["sha256sum", "--", remote]).stdout.startswith(hashlib.sha256(MEGABYTES).hexdigest())
    assert link.get(remote) == MEGABYTES
    assert "big.bin" in [entry.name for entry in link.list_folder(rig.folder)]


def test_copying_can_be_cancelled_and_the_link_goes_on(link, rig):
    with pytest.raises(Cancelled):
        link.put(MEGABYTES, f"{rig.folder}/cancelled.bin", should_cancel=lambda: True)
    link.put(b"small", f"{rig.folder}/small.bin")
    assert link.get(f"{rig.folder}/small.bin") == b"small"


def test_copying_what_or_where_cannot_be(link, rig):
    with pytest.raises(NoRemoteFile):
        link.get(f"{rig.folder}/none.bin")
    with pytest.raises(NoRemoteFile):
        link.list_folder(f"{rig.folder}/none")
    with pytest.raises((TransferFailed, NoRemoteFile)):
        link.put(b"x", f"{rig.folder}/none/x.bin")
    assert link.is_alive


def test_a_file_of_nothing(link, rig):
    link.put(b"", f"{rig.folder}/empty.bin")
    assert link.get(f"{rig.folder}/empty.bin") == b""


def echo_server():
    """A TCP server that sends back what it gets, once."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(20)

    def serve():
        with listener, listener.accept()[0] as sock:
            while data := sock.recv(65536):
                sock.sendall(data)

    thread = threading.Thread(target=serve)
    thread.start()
    return listener.getsockname()[1], thread


def test_forwards_a_port(link):
    port, thread = echo_server()
    channel = link.open_channel("127.0.0.1", port)
    channel.settimeout(20)
    sender = threading.Thread(target=channel.sendall, args=(MEGABYTES,))
    sender.start()
    back = bytearray()
    while len(back) < len(MEGABYTES):
        back += channel.recv(65536)
    sender.join()
    channel.close()
    thread.join(10)
    assert bytes(back) == MEGABYTES


def test_a_port_where_nothing_listens(link):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with pytest.raises(ForwardRefused):
        link.open_channel("127.0.0.1", port)
    assert link.is_alive


def test_an_unknown_key_is_asked_about_and_then_known(rig, tmp_path: Path):
    asked = []
    access = Access(tmp_path / "known", use_ssh_agent=False)
    with pytest.raises(HostKeyUnknown):
        open_ssh(rig.address, access)
    assert not access.known_hosts.exists()
    accepting = dataclasses.replace(access, ask_host_key=lambda key: asked.append(key) or True)
    open_ssh(rig.address, accepting).close()
    assert asked[0].fingerprint.startswith("SHA256:")
    open_ssh(rig.address, access).close()
    assert len(asked) == 1


def test_a_changed_key_is_refused_with_both_fingerprints(rig, tmp_path: Path):
    known_hosts = tmp_path / "known"
    other = load_or_make(tmp_path / "other_key")
    KnownHosts(known_hosts).add("127.0.0.1", rig.address.port, other)
    before = known_hosts.read_bytes()
    asked = []
    access = Access(known_hosts, ask_host_key=lambda key: asked.append(key) or True, use_ssh_agent=False)
    with pytest.raises(HostKeyChanged) as caught:
        open_ssh(rig.address, access)
    assert str(caught.value).count("SHA256:") == 2
    assert not asked, "a changed key is not a question"
    assert known_hosts.read_bytes() == before


def test_a_wrong_key_is_refused(rig, tmp_path: Path):
    load_or_make(tmp_path / "wrong_key")
    address = dataclasses.replace(rig.address, key_file=tmp_path / "wrong_key")
    with pytest.raises(LoginRefused, match="wrong_key"):
        open_ssh(address, rig.access)


@pytest.mark.parametrize("content", [None, b"", b"no key", b"\xff\xfe"])
def test_a_key_file_that_is_none(rig, tmp_path: Path, content):
    path = tmp_path / "key"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(KeyFileUnusable):
        open_ssh(dataclasses.replace(rig.address, key_file=path), rig.access)


def test_passwords(virtual_board, caplog):
    caplog.set_level(logging.DEBUG)
    address = dataclasses.replace(virtual_board.address, key_file=None)
    prompts = []

    def answer(secret):
        return dataclasses.replace(virtual_board.access, ask_secret=lambda p: prompts.append(p) or secret)

    open_ssh(address, answer("let me in")).close()
    assert prompts == ["password for root@127.0.0.1"]
    with pytest.raises(LoginRefused):
        open_ssh(address, answer("wrong one"))
    with pytest.raises(LoginRefused):
        open_ssh(address, answer(None))
    assert "let me in" not in caplog.text
    assert "wrong one" not in caplog.text
    assert "let me in" not in repr(answer("let me in"))


def test_an_encrypted_key_asks_for_its_passphrase(rig, tmp_path: Path):
    import paramiko
    from cryptography.hazmat.primitives import serialization

    plain = paramiko.Ed25519Key(filename=str(rig.address.key_file))
    raw = serialization.load_ssh_private_key(rig.address.key_file.read_bytes(), None)
    locked = tmp_path / "locked"
    locked.write_bytes(
        raw.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.OpenSSH,
            serialization.BestAvailableEncryption(b"sesame"),
        )
    )
    assert plain.can_sign()
    address = dataclasses.replace(rig.address, key_file=locked)
    right = dataclasses.replace(rig.access, ask_secret=lambda _prompt: "sesame")
    open_ssh(address, right).close()
    for wrong in ("open", None):
        with pytest.raises(KeyFileUnusable):
            open_ssh(address, dataclasses.replace(rig.access, ask_secret=lambda _p, w=wrong: w))


def test_nobody_listens(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with pytest.raises(PortClosed):
        open_ssh(BoardAddress("127.0.0.1", port), Access(tmp_path / "known"))


@pytest.mark.parametrize(
    "greeting", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"SSH-1.5-old\r\n", b"\x00" * 500]
)
def test_something_else_listens(tmp_path: Path, greeting):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(10)

        def serve():
            with listener.accept()[0] as sock:
                sock.sendall(greeting)

        thread = threading.Thread(target=serve)
        thread.start()
        address = BoardAddress("127.0.0.1", listener.getsockname()[1])
        with pytest.raises(NotAnSshServer):
            open_ssh(address, Access(tmp_path / "known", timeout_s=3))
        thread.join(10)


def test_a_silent_server_does_not_hold_us_for_long(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = BoardAddress("127.0.0.1", listener.getsockname()[1])
        start_s = time.monotonic()
        with pytest.raises(NotAnSshServer):
            open_ssh(address, Access(tmp_path / "known", timeout_s=0.5))
        assert time.monotonic() - start_s < 5


def test_a_command_that_takes_too_long(rig, link):
    # `cat` waits for its input on OpenSSH; icraft-serve runs until it is stopped on the virtual board.
    argv = ["icraft-serve"] if "models" in rig.folder else ["sleep", "60"]
    start_s = time.monotonic()
    with pytest.raises(CommandTimedOut):
        link.run(argv, timeout_s=0.4)
    assert time.monotonic() - start_s < 5
    assert link.run(["echo", "still here"]).stdout == "still here\n"


def test_both_output_streams_are_read(rig, link):
    if "models" in rig.folder:
        pytest.skip("needs a real shell")
    script = "head -c 4000000 /dev/zero >&2; echo done"
    result = link.run(["sh", "-c", script])
    assert result.stdout == "done\n"
    assert len(result.stderr) == 4_000_000


def test_a_long_running_command_tells_its_lines(rig, link):
    if "models" in rig.folder:
        pytest.skip("needs a real shell")
    lines = []
    process = link.start(
        ["sh", "-c", "echo one; echo two >&2; read x; echo got $x; exit 7"], on_line=lines.append
    )
    assert process.wait_line(lambda line: line == "two", 10) == "two"
    assert process.exit_code is None
    process.close()
    assert process.exit_code is not None
    assert lines[:2] == ["one", "two"]


def answer_after_a_while(link):
    for _ in range(50):  # the server notices in its own time that sessions have ended
        try:
            return link.run(["echo", "still here"]).stdout
        except SessionRefused:
            time.sleep(0.1)
    return None


def test_a_server_that_opens_no_more_sessions_is_not_lost(rig):
    if "models" in rig.folder:
        pytest.skip("needs OpenSSH, which allows ten")
    link, processes = open_ssh(rig.address, rig.access), []
    try:
        with pytest.raises(SessionRefused):
            for _ in range(20):
                processes.append(link.start(["cat"]))
        assert len(processes) >= 5 and link.is_alive
        for process in processes:
            process.close()
        assert answer_after_a_while(link) == "still here\n"
    finally:
        link.close()


def test_a_link_that_is_gone_says_so(rig):
    link = open_ssh(rig.address, rig.access)
    link.close()
    assert not link.is_alive
    for call in (
        lambda: link.run(["true"]),
        lambda: link.put(b"x", f"{rig.folder}/x"),
        lambda: link.open_channel("127.0.0.1", 22),
        lambda: link.list_folder(rig.folder),
    ):
        with pytest.raises(LinkBroken):
            call()
    link.close()


def test_a_line_that_is_cut_under_a_running_command_ends_in_order(rig, monkeypatch):
    """Threads that are left saying goodbye to nobody must not end as bugs: the window would report them."""
    uncaught = []
    monkeypatch.setattr(threading, "excepthook", lambda args: uncaught.append(args.exc_value))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        for _ in range(5):
            link = open_ssh(rig.address, rig.access)
            process = link.start(["icraft-serve"] if "models" in rig.folder else ["sleep", "60"])
            stream = link.open_channel(*listener.getsockname())
            link._transport.sock.close()
            assert process.wait(10) is not None  # icraft-serve finds its port taken after the first
            process.close()
            stream.close()
            link.close()
    assert uncaught == []


def test_every_board_error_has_a_remedy():
    for kind in BoardError.__subclasses__():
        assert kind.what and kind.remedy, kind
