"""Files on a board: whole or not there, continued where they were cut off, refused before they harm."""

from __future__ import annotations

from pathlib import Path

import pytest

from engines.boards.errors import LinkBroken, NoSpace, NoSuchModel, TransferFailed
from engines.boards.ssh_login import open_ssh
from engines.boards.store import (
    check_name,
    file_sha256,
    free_bytes,
    list_models,
    list_unfinished,
    push_models,
    remote_sha256,
    remove_model,
    remove_unfinished,
    upload,
)
from engines.errors import BadParameter, Cancelled
from tests.engines.boards.fake_link import FakeLink

CONTENT = bytes(range(256)) * 1200  # 307,200 bytes: ten pieces of the link
CUT = 5 * 32768


class Cancel:
    """Says yes once so many bytes have been sent; remembers where the progress began and ended."""

    def __init__(self, after_bytes: int | None = None) -> None:
        self.after_bytes = after_bytes
        self.seen: list[int] = []

    def tell(self, done: int, _total: int) -> None:
        self.seen.append(done)

    def __call__(self) -> bool:
        return self.after_bytes is not None and bool(self.seen) and self.seen[-1] >= self.after_bytes


@pytest.fixture(scope="module")
def link(rig):
    link = open_ssh(rig.address, rig.access)
    yield link
    link.close()


@pytest.fixture
def folder(rig, link):
    """An empty folder on either server."""
    path = f"{rig.folder}/store"
    link.run(["mkdir", "-p", "--", path])
    for entry in link.list_folder(path):
        link.run(["rm", "-f", "--", f"{path}/{entry.name}"])
    return path


def names(link, folder):
    return [entry.name for entry in link.list_folder(folder)]


def cut_off(link, remote, after=CUT):
    cancel = Cancel(after)
    with pytest.raises(Cancelled):
        upload(link, CONTENT, remote, on_progress=cancel.tell, should_cancel=cancel)


def test_an_upload_goes_on_where_it_was_cancelled(link, folder):
    remote = f"{folder}/model.raw"
    cut_off(link, remote)
    (part,) = names(link, folder)
    assert part.startswith(".part-") and part.endswith(file_sha256(CONTENT)[:16])
    assert list_models(link, folder) == (), "a truncated file is never shown"
    assert [found.size_bytes for found in list_unfinished(link, folder)] == [CUT]
    seen = Cancel()
    assert upload(link, CONTENT, remote, on_progress=seen.tell) == file_sha256(CONTENT)
    assert seen.seen[0] > CUT and seen.seen[-1] == len(CONTENT)
    assert names(link, folder) == ["model.raw"]
    assert remote_sha256(link, remote) == file_sha256(CONTENT)


@pytest.mark.parametrize("left", [b"x" * CUT, CONTENT + b"more"], ids=["other bytes", "too long"])
def test_a_part_that_is_not_ours_is_sent_anew(link, folder, left):
    remote = f"{folder}/model.raw"
    link.put(left, f"{folder}/.part-{file_sha256(CONTENT)[:16]}")
    seen = Cancel()
    upload(link, CONTENT, remote, on_progress=seen.tell)
    assert seen.seen[0] == 32768
    assert remote_sha256(link, remote) == file_sha256(CONTENT)
    assert names(link, folder) == ["model.raw"]


def test_a_part_that_is_whole_is_only_renamed(link, folder):
    link.put(CONTENT, f"{folder}/.part-{file_sha256(CONTENT)[:16]}")
    seen = Cancel()
    upload(link, CONTENT, f"{folder}/model.raw", on_progress=seen.tell)
    assert seen.seen == []
    assert names(link, folder) == ["model.raw"]


def test_an_earlier_file_stays_until_the_new_one_is_whole(link, folder):
    remote = f"{folder}/model.raw"
    upload(link, b"old", remote)
    cut_off(link, remote)
    assert remote_sha256(link, remote) == file_sha256(b"old")
    assert remove_unfinished(link, folder) == CUT
    assert names(link, folder) == ["model.raw"]


def test_what_is_cancelled_at_once_leaves_nothing(link, folder):
    with pytest.raises(Cancelled):
        upload(link, CONTENT, f"{folder}/model.raw", should_cancel=lambda: True)
    assert names(link, folder) == []


def test_an_empty_file(link, folder):
    upload(link, b"", f"{folder}/empty")
    assert [(m.name, m.size_bytes) for m in list_models(link, folder)] == [("empty", 0)]


GOOD_NAMES = ['a b;reboot it\'s "quoted".raw', "$(reboot)`x`|&<>*.raw", "模型..raw"]


def test_names_that_a_shell_would_stumble_over(link, folder, tmp_path: Path):
    paths = [tmp_path / name for name in GOOD_NAMES]
    for path in paths:
        path.write_bytes(b"content of " + path.name.encode())
    models = push_models(link, folder, tuple(paths))
    assert names(link, folder) == sorted(GOOD_NAMES)
    for path, model in zip(paths, models, strict=True):
        assert link.get(f"{folder}/{path.name}") == path.read_bytes()
        assert model.sha256 == file_sha256(path)
        remove_model(link, folder, path.name)
        assert path.name not in names(link, folder)
    assert names(link, folder) == []


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("", "not the name"),
        (".", "not the name"),
        ("..", "not the name"),
        ("../models/x", "not the name"),
        ("/etc/passwd", "not the name"),
        (".part-0", "hidden"),
        ("-rf", "option"),
        ("a\nb", "cannot be shown"),
        ("a\x00b", "cannot be shown"),
        ("a\u202eb", "cannot be shown"),
        ("é" * 128, "255 bytes"),
    ],
)
def test_names_that_are_refused_before_anything_happens(name, word):
    link = FakeLink()
    with pytest.raises(BadParameter, match=word):
        check_name(name)
    with pytest.raises(BadParameter, match=word):
        remove_model(link, "/root/models", name)
    assert link.commands == []


def test_two_files_of_one_name_are_refused(tmp_path: Path):
    paths = [tmp_path / folder / "m.raw" for folder in "ab"]
    for path in paths:
        path.parent.mkdir()
        path.write_bytes(b"x")
    link = FakeLink()
    with pytest.raises(BadParameter, match="two of the files"):
        push_models(link, "/root/models", tuple(paths))
    assert link.commands == []


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: None], ids=["folder", "nothing"])
def test_what_is_no_file_is_refused(tmp_path: Path, make):
    path = tmp_path / "m.raw"
    make(path)
    link = FakeLink()
    with pytest.raises(BadParameter, match=r"m\.raw"):
        push_models(link, "/root/models", (path,))
    assert link.commands == []


def test_no_space_is_said_before_anything_is_sent():
    link = FakeLink(free_kb=100)
    with pytest.raises(NoSpace, match=r"0\.3 MB.*0\.1 MB free"):
        upload(link, CONTENT, "/root/models/m.raw")
    assert link.sent_bytes == 0 and "/root/models/m.raw" not in link.files


def test_space_is_needed_for_the_rest_only():
    link = FakeLink(free_kb=(len(CONTENT) - CUT) // 1024 + 1)
    link.files[f"/root/models/.part-{file_sha256(CONTENT)[:16]}"] = CONTENT[:CUT]
    upload(link, CONTENT, "/root/models/m.raw")
    assert link.files == {"/root/models/m.raw": CONTENT} and link.sent_bytes == len(CONTENT) - CUT


def test_space_that_cannot_be_read_is_no_reason_to_refuse():
    link = FakeLink(free_kb=None)
    assert free_bytes(link, "/root") is None
    upload(link, CONTENT, "/root/models/m.raw")
    assert link.files["/root/models/m.raw"] == CONTENT


def test_a_link_that_breaks_leaves_the_part_for_later():
    link = FakeLink(breaks_after=CUT)
    with pytest.raises(LinkBroken):
        upload(link, CONTENT, "/root/models/m.raw")
    assert list(link.files.values()) == [CONTENT[:CUT]]
    link.breaks_after = None
    upload(link, CONTENT, "/root/models/m.raw")
    assert link.files == {"/root/models/m.raw": CONTENT}


def test_bytes_that_change_on_the_way_are_noticed():
    link = FakeLink(spoils=True)
    link.files["/root/models/m.raw"] = b"old"
    with pytest.raises(TransferFailed, match="differs"):
        upload(link, CONTENT, "/root/models/m.raw")
    assert link.files == {"/root/models/m.raw": b"old"}


def test_a_folder_of_that_name_is_not_filled():
    link = FakeLink()
    link.files["/root/models/m.raw/inner"] = b""
    with pytest.raises(TransferFailed, match="folder of that name"):
        upload(link, CONTENT, "/root/models/m.raw")
    assert link.sent_bytes == 0


def test_a_model_that_is_not_there():
    with pytest.raises(NoSuchModel, match=r"m\.raw"):
        remove_model(FakeLink(), "/root/models", "m.raw")
