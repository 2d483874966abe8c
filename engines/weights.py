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
from engines.fitting import arranged, as_named_in
from engines.networks.errors import NetworkFileMissing
from engines.networks.local import LocalNetwork
from engines.networks.onnx_header import with_open_sizes
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


class CannotImport(TrackbenchError):
    what = "{file} cannot be the weights of {entry}: {reason}."
    remedy = "See `trackbench models show {entry}` for what it takes."


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
        known: True where it is a file the catalog knows, None where the catalog states no checksum.
        title: what the catalog calls a file that it knows beside the entry's own; "" otherwise.
        run_ms: time of one run on black pictures; None for a board's own format, which is not run here.
    """

    role: str
    file: Path
    sha256: str
    known: bool | None
    title: str
    run_ms: float | None


def sha256_of(path: Path) -> str:
    """Hex digest of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check_file(entry: CatalogEntry, network: NetworkEntry, path: Path) -> NetworkCheck:
    """Loads a file, compares its tensors with the entry, and runs it once.

    A board's own format cannot be loaded here: such a file only has to be there, with its companions, and
    of the right kind.

    Raises:
        TrackbenchError: broken, of other shapes, or not running; with the tensor that differs.
    """
    run_ms = _run_once(entry, network, path) if network.is_onnx else None
    if not network.is_onnx:
        _require_kind(entry, network, path)
    digest = sha256_of(path)
    title = network.title_of(digest)
    known = True if title is not None else None if network.sha256 is None else False
    shown = "" if title is None or digest == network.sha256 else title
    return NetworkCheck(network.role, path, digest, known, shown, run_ms)


def _run_once(entry: CatalogEntry, network: NetworkEntry, path: Path) -> float:
    """Time of one run in ms; sizes that the file leaves free are the entry's."""
    named = as_named_in(network, path)
    loaded = LocalNetwork(path, name=path.name, inputs=[given.spec for given in named.inputs])
    try:
        check_shapes(loaded, named, entry.title)
        sizes = {given.name: given.shape for given in named.inputs}
        feeds = {
            spec.name: np.zeros(_without_free(spec.shape, sizes.get(spec.name)), np.dtype(spec.dtype))
            for spec in loaded.inputs
        }
        clock = StageClock()
        loaded.run(feeds, clock)
        return clock.total_ms
    finally:
        loaded.close()


def _without_free(shape: tuple[int | None, ...], wanted: tuple[int, ...] | None) -> list[int]:
    usual = wanted if wanted is not None and len(wanted) == len(shape) else (1,) * len(shape)
    return [size if have is None else have for have, size in zip(shape, usual, strict=True)]


def _require_kind(entry: CatalogEntry, network: NetworkEntry, path: Path) -> None:
    wanted = Path(network.file).suffix
    for file in (path, *companions(network, path)):
        if not file.is_file():
            raise NetworkFileMissing(path=file)
        if file.stat().st_size == 0:
            reason = Text("it is empty")
            raise CannotImport(file=file.name, entry=entry.name, reason=reason)
    if path.suffix.lower() != wanted.lower():
        reason = Text("it is no {wanted} file", wanted=wanted)
        raise CannotImport(file=path.name, entry=entry.name, reason=reason)


def companions(network: NetworkEntry, path: Path) -> tuple[Path, ...]:
    """Files beside one that belong to it: of the same name, with the endings that the entry names."""
    return tuple(path.with_suffix(Path(name).suffix) for name in network.beside)


def import_weights(catalog: Catalog, entry: CatalogEntry, files: Sequence[Path]) -> tuple[NetworkCheck, ...]:
    """Copies files to where the catalog looks for them; all are checked before any is copied.

    Args:
        catalog: says where files belong.
        entry: whose networks they are.
        files: one per network; where shapes tell which is which, in any order.

    Raises:
        WrongWeightCount: not one file per network.
        TrackbenchError: a file is missing, broken or does not fit.
    """
    if len(files) != len(entry.network):
        roles = ", ".join(network.role for network in entry.network)
        raise WrongWeightCount(entry=entry.name, expected=len(entry.network), roles=roles, given=len(files))
    bundled = next((network.file for network in entry.network if network.bundled), None)
    if bundled is not None:
        reason = Text("{file} comes with the program and stays as it is", file=bundled)
        raise CannotImport(file=files[0].name, entry=entry.name, reason=reason)
    pairs = list(zip(entry.network, arranged(entry, files), strict=True))
    checks = tuple(check_file(entry, network, path) for network, path in pairs)
    for network, path in pairs:
        targets = catalog.weight_files(entry, network)
        for source, target in zip((path, *companions(network, path)), targets, strict=True):
            _bring(network, source, target)
    return checks


def _bring(network: NetworkEntry, source: Path, target: Path) -> None:
    """Copies a file in one step: who looks meanwhile finds the old file or the new one."""
    with writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        scratch = target.with_name(target.name + ".new")
        if network.open_sizes:
            scratch.write_bytes(with_open_sizes(source))
        else:
            shutil.copyfile(source, scratch)
        scratch.replace(target)


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
    _bring(network, part, target)
    part.unlink()


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
