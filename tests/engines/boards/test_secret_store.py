"""What the keyring keeps, names and forgets; and that a secret is nowhere else."""

from __future__ import annotations

import dataclasses
import json
import logging
from pathlib import Path

import keyring
import paramiko
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.board_values import BoardAddress, Secret
from engines.boards.errors import KeyFileUnusable, LoginRefused
from engines.boards.secret_store import LIST, SERVICE, SecretStore, entry_of
from engines.boards.ssh_keys import load_key
from engines.boards.ssh_login import open_ssh
from tests.memory_keyring import MemoryKeyring

ONE, OTHER = BoardAddress("192.168.125.171"), BoardAddress("10.0.0.2", 2222, "pilot")
SECRET = "let me in"


def test_what_is_kept_is_named_and_forgotten():
    ring = MemoryKeyring()
    store = SecretStore(ring)
    assert store.kept() == ()
    assert store.remember(ONE, Secret("a")) and store.remember(OTHER, Secret("b"))
    assert store.remember(Path("/keys/id"), Secret("c"))
    assert store.kept() == ("key /keys/id", "pilot@10.0.0.2:2222", "root@192.168.125.171:22")
    assert (store.find(ONE), store.find(Path("/keys/id"))) == ("a", "c")
    assert store.forget(ONE) and not store.forget(ONE)
    assert store.find(ONE) is None and store.find(OTHER) == "b"
    assert store.forget("key /keys/id") and store.forget(OTHER)
    assert store.kept() == () and ring.entries == {}


def test_a_secret_that_was_deleted_elsewhere_leaves_the_list():
    ring = MemoryKeyring()
    store = SecretStore(ring)
    store.remember(ONE, Secret("a"))
    del ring.entries[SERVICE, entry_of(ONE)]
    assert not store.forget(ONE)
    assert store.kept() == ()


@pytest.mark.parametrize("said", ["", "no json", "7", '{"a": 1}', "[1, null]"])
def test_a_list_that_is_none(said):
    ring = MemoryKeyring()
    ring.entries[SERVICE, LIST] = said
    store = SecretStore(ring)
    assert store.kept() == ()
    assert store.remember(ONE, Secret("a")) and store.kept() == (entry_of(ONE),)


@given(st.lists(st.sampled_from([ONE, OTHER, Path("/a"), Path("/b ü")])), st.data())
def test_the_list_names_exactly_what_is_kept(owners, data):
    ring = MemoryKeyring()
    store = SecretStore(ring)
    left = set()
    for owner in owners:
        if data.draw(st.booleans()):
            store.remember(owner, Secret("x"))
            left.add(entry_of(owner))
        else:
            assert store.forget(owner) is (entry_of(owner) in left)
            left.discard(entry_of(owner))
    assert set(store.kept()) == left == {name for _, name in ring.entries} - {LIST}


@pytest.mark.parametrize(
    ("priority", "usable"), [(5, True), (1, True), (0.5, False), (0, False), (-1, False)]
)
def test_a_backend_that_writes_plain_files_is_no_keyring(monkeypatch, priority, usable):
    ring = MemoryKeyring(priority)
    monkeypatch.setattr(keyring, "get_keyring", lambda: ring)
    store = SecretStore()
    assert store.is_usable is usable
    assert store.remember(ONE, Secret("a")) is usable
    assert bool(ring.entries) is usable


def test_without_any_keyring():
    """The tests' own backend is `null`: nothing can be kept, and nothing fails."""
    store = SecretStore()
    assert (store.is_usable, store.remember(ONE, Secret("a")), store.kept(), store.forget(ONE)) == (
        False,
        False,
        (),
        False,
    )


@pytest.fixture
def locked_key(tmp_path: Path) -> Path:
    path = tmp_path / "locked"
    paramiko.RSAKey.generate(1024).write_private_key_file(str(path), password=SECRET)
    return path


@pytest.mark.parametrize("keep", [False, True])
def test_a_passphrase_is_kept_only_if_that_was_wanted(locked_key, keep, caplog):
    caplog.set_level(logging.DEBUG)
    ring, asked = MemoryKeyring(), []

    def ask(prompt):
        asked.append(prompt)
        return Secret(SECRET, may_keep=keep)

    for _ in range(2):
        assert load_key(locked_key, ask, SecretStore(ring)).get_name() == "ssh-rsa"
    assert asked == [f"passphrase of {locked_key}"] * (1 if keep else 2)
    assert SecretStore(ring).kept() == ((f"key {locked_key}",) if keep else ())
    assert SECRET not in caplog.text


def test_a_wrong_passphrase_is_not_kept(locked_key):
    ring = MemoryKeyring()
    with pytest.raises(KeyFileUnusable) as caught:
        load_key(locked_key, lambda _prompt: Secret("s3same", may_keep=True), SecretStore(ring))
    assert not ring.entries
    assert (
        "s3same" not in f"{caught.value}{caught.value.details}{caught.value.facts}{caught.value.__cause__!r}"
    )


def test_the_secret_is_in_no_log_file_or_message(virtual_board, tmp_path, caplog, private_home):
    """A log-in that fails and one that works, with everything logged that there is to log."""
    caplog.set_level(logging.DEBUG)
    ring = MemoryKeyring()
    address = dataclasses.replace(virtual_board.address, key_file=None)
    known = tmp_path / "known"
    known.write_bytes(virtual_board.access.known_hosts.read_bytes())

    def access(secret):
        ask = lambda _prompt: Secret(secret, may_keep=True)  # noqa: E731
        return dataclasses.replace(
            virtual_board.access, known_hosts=known, ask_secret=ask, secrets=SecretStore(ring)
        )

    with pytest.raises(LoginRefused) as caught:
        open_ssh(address, access("s3same"))
    open_ssh(address, access(SECRET)).close()
    assert ring.entries[SERVICE, entry_of(address)] == SECRET
    error = caught.value
    told = [caplog.text, str(error), error.details, repr(error.facts), repr(access(SECRET))]
    told += [json.dumps({str(k): str(v) for k, v in record.__dict__.items()}) for record in caplog.records]
    files = [path for folder in (tmp_path, private_home) for path in folder.rglob("*") if path.is_file()]
    told += [path.read_bytes().decode("utf-8", "replace") for path in files]
    assert files
    assert not [text[:200] for text in told if SECRET in text or "s3same" in text]
