"""Getting weights: import a file from disk, or download it, checked before it counts."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from engines.assembly import check_shapes
from engines.catalog import Catalog, CatalogEntry, NetworkEntry, WrongWeightCount
from engines.errors import Cancelled, TrackbenchError
from engines.files import writing
from engines.networks.local import LocalNetwork
from engines.texts import Text
from engines.timing import StageClock

_CHUNK_BYTES = 1 << 18
_TIMEOUT_S = 20.0
# No network of the catalog comes near; a server that sends more than this is not sending weights.
_MAX_BYTES = 2 << 30

Progress = Callable[[int, int | None], None]


class NoDownload(TrackbenchError):
    what = "{entry} names no address to download {file} from."
    remedy = "Get the file from its home ({source}) and use `trackbench models import FILE --as {entry}`."


class DownloadFailed(TrackbenchError):
    what = "{file} could not be downloaded: {reason}."
    remedy = "Check the network and try again; what has arrived is kept and the download resumes there."


class DownloadWrong(TrackbenchError):
    what = "{file} is not the file the catalog names: {reason}."
    remedy = "It was not installed. Try again, or import a copy you trust with `trackbench models import`."


@dataclass(frozen=True, slots=True)
class NetworkCheck:
    """What was found about one network's file.

    Attributes:
        role, file: of the catalog entry.
        sha256: of the file.
        known: True where the catalog's checksum agrees, None where it states none.
        run_ms: time of one run on grey input.
    """

    role: str
    file: Path
    sha256: str
    known: bool | None
    run_ms: float


def sha256_of(path: Path) -> str:
    """Hex digest of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check_file(entry: CatalogEntry, network: NetworkEntry, path: Path) -> NetworkCheck:
    """Loads a file, compares its tensors with the entry, and runs it once.

    Raises:
        TrackbenchError: broken, of other shapes, or not running; with the tensor that differs.
    """
    loaded = LocalNetwork(path, name=path.name, inputs=[given.spec for given in network.inputs])
    try:
        check_shapes(loaded, network, entry.title)
        clock = StageClock()
        feeds = {
            spec.name: np.zeros([d or 1 for d in spec.shape], np.dtype(spec.dtype)) for spec in loaded.inputs
        }
        loaded.run(feeds, clock)
    finally:
        loaded.close()
    digest = sha256_of(path)
    known = None if network.sha256 is None else digest == network.sha256
    return NetworkCheck(network.role, path, digest, known, clock.total_ms)


def import_weights(catalog: Catalog, entry: CatalogEntry, files: Sequence[Path]) -> tuple[NetworkCheck, ...]:
    """Copies files to where the catalog looks for them; all are checked before any is copied.

    Raises:
        WrongWeightCount: not one file per network.
        TrackbenchError: a file is missing, broken or does not fit.
    """
    if len(files) != len(entry.network):
        roles = ", ".join(network.role for network in entry.network)
        raise WrongWeightCount(entry=entry.name, expected=len(entry.network), roles=roles, given=len(files))
    pairs = list(zip(entry.network, files, strict=True))
    checks = tuple(check_file(entry, network, path) for network, path in pairs)
    for network, path in pairs:
        target = catalog.weight_file(entry, network)
        with writing(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            scratch = target.with_name(target.name + ".new")
            shutil.copyfile(path, scratch)
            scratch.replace(target)
    return checks


def fetch_weights(
    catalog: Catalog,
    entry: CatalogEntry,
    *,
    on_progress: Progress = lambda _done, _total: None,
    should_cancel: Callable[[], bool] = lambda: False,
) -> tuple[Path, ...]:
    """Downloads what is missing of an entry; each file is checked before it counts.

    Args:
        catalog: says where files belong.
        entry: whose networks to fetch.
        on_progress: gets bytes so far and in all (None where unknown) of the present file.
        should_cancel: asked between chunks; what has arrived stays for the next try.
    """
    fetched = []
    for network in entry.network:
        target = catalog.weight_file(entry, network)
        if not target.is_file():
            if network.url is None:
                raise NoDownload(entry=entry.name, file=network.file, source=entry.source)
            _fetch(network, target, on_progress, should_cancel)
        fetched.append(target)
    return tuple(fetched)


def _fetch(
    network: NetworkEntry, target: Path, on_progress: Progress, should_cancel: Callable[[], bool]
) -> None:
    part = target.with_name(target.name + ".part")
    with writing(part):
        part.parent.mkdir(parents=True, exist_ok=True)
    try:
        _download(str(network.url), part, network.size_bytes, on_progress, should_cancel)
    except (urllib.error.URLError, http.client.HTTPException, TimeoutError, ConnectionError) as error:
        reason = str(getattr(error, "reason", error))
        raise DownloadFailed(file=network.file, reason=reason) from error
    wrong = _what_is_wrong(network, part)
    if wrong is not None:
        part.unlink()  # resuming a wrong file would never make it right
        raise DownloadWrong(file=network.file, reason=wrong)
    part.replace(target)


def _what_is_wrong(network: NetworkEntry, part: Path) -> str | None:
    size = part.stat().st_size
    if network.size_bytes is not None and size != network.size_bytes:
        return Text("it has {size} bytes instead of {wanted}", size=size, wanted=network.size_bytes)
    if network.sha256 is not None and sha256_of(part) != network.sha256:
        return Text("its SHA-256 differs")
    return None


def _download(
    url: str, part: Path, size: int | None, on_progress: Progress, should_cancel: Callable[[], bool]
) -> None:
    if urlsplit(url).scheme not in ("http", "https"):
        raise urllib.error.URLError("only http and https addresses are fetched")
    have = part.stat().st_size if part.is_file() else 0
    if size is not None and have == size:
        return
    with contextlib.closing(_open(url, have if size is None or have < size else 0)) as answer:
        resumed = answer.status == http.HTTPStatus.PARTIAL_CONTENT
        done = have if resumed else 0
        total = size if size is not None else _stated_size(answer, done)
        with part.open("ab" if resumed else "wb") as file:
            while chunk := answer.read(_CHUNK_BYTES):
                if should_cancel():
                    raise Cancelled
                done += len(chunk)
                if done > (size or _MAX_BYTES):
                    raise urllib.error.URLError(f"the server sends more than {size or _MAX_BYTES} bytes")
                with writing(part):
                    file.write(chunk)
                on_progress(done, total)
    if total is not None and done < total:
        raise urllib.error.URLError(f"it ended after {done} of {total} bytes")


def _open(url: str, have: int) -> Any:
    """The server's answer, from byte `have` on where it can do that."""
    request = urllib.request.Request(url, headers={"Range": f"bytes={have}-"} if have else {})
    try:
        return urllib.request.urlopen(request, timeout=_TIMEOUT_S)
    except urllib.error.HTTPError as error:
        if not have or error.code != http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            raise
        error.close()
    # There is no more than what is here. Whether that is the right file shows with all of it.
    return _open(url, 0)


def _stated_size(answer: Any, done: int) -> int | None:
    text = answer.headers.get("Content-Length", "")
    return done + int(text) if text.isdigit() else None
