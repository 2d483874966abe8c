"""Files on a board: uploaded under another name, verified there, then renamed."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path, PurePosixPath

from engines.board_values import BoardModel
from engines.boards.errors import BoardError, NoRemoteFile, TransferFailed
from engines.boards.link import Link, Progress, ShouldCancel, never
from engines.boards.ssh import checked
from engines.errors import BadParameter, CannotWrite

logger = logging.getLogger(__name__)
_HASH_TIMEOUT_S = 120.0
_HIDDEN_PREFIX = ".part-"


def file_sha256(content: Path | bytes) -> str:
    """SHA-256 in hex of a local file or of bytes."""
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    with content.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def remote_sha256(link: Link, path: str) -> str | None:
    """SHA-256 in hex of a file on the board, computed there; None where there is no such file."""
    result = link.run(["sha256sum", "--", path], timeout_s=_HASH_TIMEOUT_S)
    # A name with a backslash or line break makes coreutils put a backslash before the sum.
    digest = result.stdout.lstrip("\\")[:64]
    return digest if result.exit_code == 0 and len(digest) == 64 else None


def upload(
    link: Link,
    content: Path | bytes,
    remote: str,
    *,
    on_progress: Progress | None = None,
    should_cancel: ShouldCancel = never,
) -> str:
    """Makes the board's file equal to ours; gives its SHA-256. What equals already is not sent.

    The file appears at once and whole: until its sum agrees it has a hidden name of its own, and an
    earlier file of that name stays as it was.
    """
    digest = file_sha256(content)
    if remote_sha256(link, remote) == digest:
        return digest
    target = PurePosixPath(remote)
    part = str(target.with_name(f"{_HIDDEN_PREFIX}{digest[:16]}"))
    make_folder = ["mkdir", "-p", "--", str(target.parent)]
    checked(link.run(make_folder), make_folder, "the board", "Check the folder in the board's profile.")
    try:
        link.put(content, part, on_progress=on_progress, should_cancel=should_cancel)
        arrived = remote_sha256(link, part)
        if arrived != digest:
            raise TransferFailed(path=remote, reason="what arrived differs from what was sent")
        rename = ["mv", "-f", "--", part, remote]
        checked(link.run(rename), rename, "the board")
    except Exception:  # whatever it was, no broken copy is left behind
        _remove_quietly(link, part)
        raise
    logger.info("uploaded %s (%s)", remote, digest[:16])
    return digest


def list_models(link: Link, folder: str) -> tuple[BoardModel, ...]:
    """Files of the board's model folder, sorted by name; none where there is no such folder."""
    try:
        entries = link.list_folder(folder)
    except NoRemoteFile:
        return ()
    files = [entry for entry in entries if not entry.is_folder and not entry.name.startswith(".")]
    return tuple(BoardModel(entry.name, entry.size_bytes) for entry in files)


def push_models(
    link: Link,
    folder: str,
    files: tuple[Path, ...],
    *,
    on_progress: Progress | None = None,
    should_cancel: ShouldCancel = never,
) -> tuple[BoardModel, ...]:
    """Uploads files under their own names; progress counts the bytes of all of them."""
    try:
        sizes = [file.stat().st_size for file in files]
    except OSError as error:
        hint = "Choose another file."
        raise BadParameter(
            name="file", value=str(error.filename), reason=error.strerror, hint=hint
        ) from error
    total, done, models = sum(sizes), 0, []
    for file, size in zip(files, sizes, strict=True):
        before = done

        def tell(bytes_done: int, _size: int, before: int = before) -> None:
            if on_progress is not None:
                on_progress(before + bytes_done, total)

        digest = _push(link, file, f"{folder}/{_store_name(file)}", tell, should_cancel)
        done += size
        if on_progress is not None:
            on_progress(done, total)
        models.append(BoardModel(_store_name(file), size, digest))
    return tuple(models)


def _push(link: Link, file: Path, remote: str, on_progress: Progress, should_cancel: ShouldCancel) -> str:
    try:
        return upload(link, file, remote, on_progress=on_progress, should_cancel=should_cancel)
    except OSError as error:
        raise CannotWrite(path=remote, reason=error.strerror or error) from error


def _store_name(file: Path) -> str:
    name = file.name
    if name.startswith(("-", ".")) or any(ord(character) < 32 for character in name):
        hint = "Rename the file."
        raise BadParameter(name="file", value=name, reason="such a name is not safe on a board", hint=hint)
    return name


def _remove_quietly(link: Link, path: str) -> None:
    try:
        link.run(["rm", "-f", "--", path])
    except BoardError:
        logger.warning("left behind on the board: %s", path)
