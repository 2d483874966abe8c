"""Files on a board: uploaded under another name, verified there, then renamed.

An upload that was cancelled or cut off leaves its part under a hidden name that begins with the sum of the
whole file; the next upload of the same content goes on where it ends, if what is there proves right.
"""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path, PurePosixPath

from engines.board_values import BoardModel
from engines.boards.errors import (
    BoardError,
    LinkBroken,
    NoRemoteFile,
    NoSpace,
    NoSuchModel,
    TransferFailed,
)
from engines.boards.link import Link, Progress, RemoteFile, ShouldCancel, never
from engines.boards.ssh import checked
from engines.errors import BadParameter, Cancelled
from engines.texts import Text

logger = logging.getLogger(__name__)
_HASH_TIMEOUT_S = 120.0
_HIDDEN_PREFIX = ".part-"
_CHUNK_BYTES = 1 << 20
#: Longest name that common file systems take, in bytes.
_LONGEST_NAME = 255
_MB = 1e6


def file_sha256(content: Path | bytes, first_bytes: int | None = None) -> str:
    """SHA-256 in hex of a local file or of bytes, or of the first bytes of either."""
    if isinstance(content, bytes):
        return hashlib.sha256(content[:first_bytes]).hexdigest()
    with content.open("rb") as file:
        if first_bytes is None:
            return hashlib.file_digest(file, "sha256").hexdigest()
        digest, left = hashlib.sha256(), first_bytes
        while left > 0 and (part := file.read(min(left, _CHUNK_BYTES))):
            digest.update(part)
            left -= len(part)
        return digest.hexdigest()


def remote_sha256(link: Link, path: str) -> str | None:
    """SHA-256 in hex of a file on the board, computed there; None where there is no such file."""
    result = link.run(["sha256sum", "--", path], timeout_s=_HASH_TIMEOUT_S)
    # A name with a backslash or line break makes coreutils put a backslash before the sum.
    digest = result.stdout.lstrip("\\")[:64]
    return digest if result.exit_code == 0 and len(digest) == 64 else None


def free_bytes(link: Link, folder: str) -> int | None:
    """Free space where a folder of the board lies; None where `df` does not say."""
    lines = link.run(["df", "-Pk", "--", folder]).stdout.splitlines()
    columns = lines[-1].split() if lines else []
    return int(columns[3]) * 1024 if len(columns) >= 6 and columns[3].isdigit() else None


def check_name(name: str) -> str:
    """A file name that is safe on a board; spaces, quotes and `;` are. Raises BadParameter."""
    if not name or "/" in name or name in (".", ".."):
        reason = Text("it is not the name of a file")
    elif name.startswith("."):
        reason = Text("files that begin with a dot are hidden there")
    elif name.startswith("-"):
        reason = Text("programs there would take it for an option")
    elif not name.isprintable():
        reason = Text("it has characters that cannot be shown")
    elif len(name.encode()) > _LONGEST_NAME:
        reason = Text("it is longer than {most} bytes", most=_LONGEST_NAME)
    else:
        return name
    raise _bad_name(name, reason)


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
    earlier file of that name stays as it was. What an earlier try left behind is not sent again.

    Raises:
        NoSpace: before anything is sent.
        TransferFailed: what was sent is removed again.
        Cancelled, LinkBroken: what was sent waits for the next try.
    """
    digest = file_sha256(content)
    if remote_sha256(link, remote) == digest:
        return digest
    target = PurePosixPath(remote)
    part = str(target.with_name(f"{_HIDDEN_PREFIX}{digest[:16]}"))
    make_folder = ["mkdir", "-p", "--", str(target.parent)]
    checked(link.run(make_folder), make_folder, "the board", "Check the folder in the board's profile.")
    there = {entry.name: entry for entry in link.list_folder(str(target.parent))}
    if target.name in there and there[target.name].is_folder:
        raise TransferFailed(path=remote, reason=Text("there is a folder of that name"))
    offset = _usable_part(link, content, part, there.get(PurePosixPath(part).name))
    _check_space(link, content, remote, offset)
    if should_cancel():
        raise Cancelled()
    try:
        link.put(content, part, offset=offset, on_progress=on_progress, should_cancel=should_cancel)
        arrived = remote_sha256(link, part)
        if arrived != digest:
            raise TransferFailed(path=remote, reason=Text("what arrived differs from what was sent"))
        rename = ["mv", "-f", "--", part, remote]
        checked(link.run(rename), rename, "the board")
    except (Cancelled, LinkBroken):
        raise
    except TransferFailed as error:
        free = free_bytes(link, str(target.parent))
        _remove_quietly(link, part)
        if free is None or free >= _CHUNK_BYTES:
            raise
        # SFTP has no word for it: servers only say "Failure".
        raise TransferFailed(path=remote, reason=Text("no space is left there")) from error
    except Exception:  # whatever it was, no broken copy is left behind
        _remove_quietly(link, part)
        raise
    logger.info("uploaded %s (%s)", remote, digest[:16])
    return digest


def list_models(link: Link, folder: str) -> tuple[BoardModel, ...]:
    """Files of the board's model folder, sorted by name; none where there is no such folder."""
    return tuple(
        BoardModel(entry.name, entry.size_bytes)
        for entry in _files(link, folder)
        if not entry.name.startswith(".")
    )


def list_unfinished(link: Link, folder: str) -> tuple[BoardModel, ...]:
    """What cancelled uploads have left in a folder, under its hidden names."""
    return tuple(
        BoardModel(entry.name, entry.size_bytes)
        for entry in _files(link, folder)
        if entry.name.startswith(_HIDDEN_PREFIX)
    )


def remove_unfinished(link: Link, folder: str) -> int:
    """Removes what cancelled uploads have left; gives how many bytes that were."""
    parts = list_unfinished(link, folder)
    for part in parts:
        _remove(link, f"{folder}/{part.name}")
    return sum(part.size_bytes for part in parts)


def remove_model(link: Link, folder: str, name: str, host: str = "the board") -> None:
    """Removes a file of the board's model folder. Raises NoSuchModel, BadParameter, CommandFailed."""
    check_name(name)
    if all(model.name != name for model in list_models(link, folder)):
        raise NoSuchModel(name=name, host=host)
    _remove(link, f"{folder}/{name}")
    logger.info("removed %s/%s", folder, name)


def push_models(
    link: Link,
    folder: str,
    files: tuple[Path, ...],
    *,
    on_progress: Progress | None = None,
    should_cancel: ShouldCancel = never,
) -> tuple[BoardModel, ...]:
    """Uploads files under their own names; progress counts the bytes of all of them.

    All names are looked at before anything is sent.
    """
    sizes = [_local_size(file) for file in files]
    names = [check_name(file.name) for file in files]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise _bad_name(twice, Text("two of the files have that name"))
    total, done, models = sum(sizes), 0, []
    for file, size in zip(files, sizes, strict=True):
        before = done

        def tell(bytes_done: int, _size: int, before: int = before) -> None:
            if on_progress is not None:
                on_progress(before + bytes_done, total)

        digest = _push(link, file, f"{folder}/{file.name}", tell, should_cancel)
        done += size
        if on_progress is not None:
            on_progress(done, total)
        models.append(BoardModel(file.name, size, digest))
    return tuple(models)


def _bad_name(name: str, reason: str) -> BadParameter:
    return BadParameter(name="file", value=name, reason=reason, hint=Text("Rename the file."))


def _push(link: Link, file: Path, remote: str, on_progress: Progress, should_cancel: ShouldCancel) -> str:
    try:
        return upload(link, file, remote, on_progress=on_progress, should_cancel=should_cancel)
    except OSError as error:  # the local file: the link's own failures are BoardErrors
        raise _cannot_read(file, error) from error


def _local_size(file: Path) -> int:
    try:
        if not file.is_file() and file.exists():
            hint = Text("Choose another file.")
            raise BadParameter(name="file", value=str(file), reason=Text("it is not a file"), hint=hint)
        return file.stat().st_size
    except (OSError, ValueError) as error:
        raise _cannot_read(file, error) from error


def _cannot_read(file: Path, error: Exception) -> BadParameter:
    reason = getattr(error, "strerror", None) or str(error)
    return BadParameter(name="file", value=str(file), reason=reason, hint=Text("Choose another file."))


def _usable_part(link: Link, content: Path | bytes, part: str, there: RemoteFile | None) -> int:
    """Where an upload may go on: the size of what an earlier one left, if that is how the file begins."""
    size = len(content) if isinstance(content, bytes) else content.stat().st_size
    if there is None or there.is_folder or not 0 < there.size_bytes <= size:
        return 0
    left = there.size_bytes
    return left if remote_sha256(link, part) == file_sha256(content, left) else 0


def _check_space(link: Link, content: Path | bytes, remote: str, offset: int) -> None:
    size = len(content) if isinstance(content, bytes) else content.stat().st_size
    free = free_bytes(link, str(PurePosixPath(remote).parent))
    if free is not None and size - offset > free:
        needed_mb, free_mb = (size - offset) / _MB, free / _MB
        raise NoSpace(path=remote, host="the board", needed_mb=needed_mb, free_mb=free_mb)


def _files(link: Link, folder: str) -> tuple[RemoteFile, ...]:
    try:
        return tuple(entry for entry in link.list_folder(folder) if not entry.is_folder)
    except NoRemoteFile:
        return ()


def _remove(link: Link, path: str) -> None:
    remove = ["rm", "-f", "--", path]
    checked(link.run(remove), remove, "the board", "Check whether the board's storage is writable.")


def _remove_quietly(link: Link, path: str) -> None:
    try:
        link.run(["rm", "-f", "--", path])
    except BoardError:
        logger.warning("left behind on the board: %s", path)
