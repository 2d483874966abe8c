"""Weights from a file and from a server of our own that does what servers do."""

from __future__ import annotations

import hashlib
import http.server
import threading
from collections.abc import Callable

import pytest

from engines.catalog import (
    Catalog,
    CatalogEntry,
    KnownFile,
    NetworkEntry,
    WrongWeightCount,
    load_catalog,
)
from engines.errors import Cancelled, CannotWrite
from engines.networks.errors import NetworkBroken, NetworkDoesNotFit, NetworkFileMissing
from engines.networks.onnx_header import read_header
from engines.weights import (
    CannotImport,
    DownloadFailed,
    DownloadWrong,
    NoDownload,
    check_file,
    fetch_weights,
    import_weights,
    sha256_of,
)
from tests.named_networks import save_like
from tests.tiny_networks import save_constant_vit

BODY = bytes(range(256)) * 4096  # 1 MiB: several chunks
SIZE, DIGEST = len(BODY), hashlib.sha256(BODY).hexdigest()


@pytest.fixture
def catalog(tmp_path):
    return load_catalog(tmp_path / "weights")


@pytest.fixture
def vittrack(catalog):
    return catalog.entry("vittrack")


@pytest.fixture
def good(constant_vit_path):
    return constant_vit_path


@pytest.fixture(scope="module")
def constant_vit_path(tmp_path_factory):
    return save_constant_vit(tmp_path_factory.mktemp("networks") / "good.onnx")


# -- check and import --------------------------------------------------------------------------


def test_a_file_is_loaded_compared_and_run(vittrack, good):
    found = check_file(vittrack, vittrack.network[0], good)
    assert (found.role, found.file, found.known, found.title) == ("track", good, False, "")
    assert found.sha256 == hashlib.sha256(good.read_bytes()).hexdigest() and found.run_ms > 0


@pytest.mark.parametrize(("stated", "known"), [(None, None), ("right", True), ("wrong", False)])
def test_a_checksum_is_known_right_or_wrong(vittrack, good, stated, known):
    digest = {"right": sha256_of(good), "wrong": "0" * 64, None: None}[stated]
    network = vittrack.network[0].model_copy(update={"sha256": digest})
    assert check_file(vittrack, network, good).known is known


def test_imported_weights_are_found(catalog, vittrack, good):
    (check,) = import_weights(catalog, vittrack, [good])
    (path,) = catalog.weights(vittrack)
    assert path.read_bytes() == good.read_bytes() and check.file == good
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_importing_again_replaces(catalog, vittrack, good, tmp_path):
    import_weights(catalog, vittrack, [good])
    other = save_constant_vit(tmp_path / "other.onnx", row=1)
    import_weights(catalog, vittrack, [other])
    assert catalog.weights(vittrack)[0].read_bytes() == other.read_bytes()


def bad_files(tmp_path):
    (tmp_path / "empty.onnx").write_bytes(b"")
    (tmp_path / "text.onnx").write_text("no network")
    save_constant_vit(tmp_path / "wide.onnx", search_side=288)
    return [
        ("gone.onnx", NetworkFileMissing),
        ("empty.onnx", NetworkBroken),
        ("text.onnx", NetworkBroken),
        ("wide.onnx", NetworkDoesNotFit),
    ]


def test_what_is_of_no_use_is_not_imported_and_what_is_there_stays(catalog, vittrack, good, tmp_path):
    import_weights(catalog, vittrack, [good])
    for name, error in bad_files(tmp_path):
        with pytest.raises(error):
            import_weights(catalog, vittrack, [tmp_path / name])
        assert catalog.weights(vittrack)[0].read_bytes() == good.read_bytes()


def test_all_files_are_checked_before_any_is_copied(tmp_path, good):
    entry = two_networks()
    catalog = Catalog([entry], tmp_path / "weights")
    (tmp_path / "bad.onnx").write_bytes(b"")
    with pytest.raises(NetworkBroken):
        import_weights(catalog, entry, [good, tmp_path / "bad.onnx"])
    assert not (tmp_path / "weights").exists()
    with pytest.raises(WrongWeightCount, match="first, second"):
        import_weights(catalog, entry, [good])
    import_weights(catalog, entry, [good, good])
    assert catalog.has_weights(entry)


def two_networks():
    def network(role):
        return NetworkEntry(role=role, file=f"{role}.onnx", inputs=(), outputs=())

    return CatalogEntry(
        name="two", title="Two", task="sot", tracker="vittrack", network=(network("first"), network("second"))
    )


def test_a_place_that_cannot_be_written(vittrack, good, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite):
        import_weights(Catalog([vittrack], tmp_path / "file"), vittrack, [good])


def test_other_weights_that_fit_are_known_by_their_name(catalog, vittrack, good):
    known = KnownFile(title="a twin", sha256=sha256_of(good))
    network = vittrack.network[0].model_copy(update={"known": (known,)})
    found = check_file(vittrack, network, good)
    assert (found.known, found.title) == (True, "a twin")


def test_networks_in_any_order(catalog, tmp_path):
    entry = catalog.entry("ettrack")
    files = [save_like(network, tmp_path / f"{network.role}.onnx") for network in entry.network]
    checks = import_weights(catalog, entry, files[::-1])
    assert [check.file for check in checks] == files
    assert [p.read_bytes() for p in catalog.weights(entry)] == [f.read_bytes() for f in files]


def test_a_network_with_other_names_for_its_tensors(catalog, vittrack, tmp_path):
    path = save_constant_vit(tmp_path / "x.onnx", search_name="x")
    assert check_file(vittrack, vittrack.network[0], path).run_ms > 0


def test_networks_that_come_with_the_program_stay(catalog, good):
    entry = catalog.entry("demo-sot")
    before = catalog.weights(entry)[0].read_bytes()
    with pytest.raises(CannotImport, match="comes with the program"):
        import_weights(catalog, entry, [good])
    assert catalog.weights(entry)[0].read_bytes() == before


def test_sizes_are_opened_where_the_catalog_says_so(catalog, tmp_path):
    entry = catalog.entry("nanotrack")
    files = [save_like(network, tmp_path / f"{network.role}.onnx") for network in entry.network]
    import_weights(catalog, entry, files)
    backbone, head = catalog.weights(entry)
    assert read_header(backbone).inputs[0].shape == (1, 3, None, None)
    assert head.read_bytes() == files[1].read_bytes()
    assert check_file(entry, entry.network[0], backbone).run_ms > 0


# -- a board's own formats ---------------------------------------------------------------------


@pytest.fixture
def bytetrack(catalog):
    return catalog.entry("bytetrack-icraft")


@pytest.fixture
def pair(tmp_path):
    """Graph and weights, as Icraft writes them."""
    for ending, text in ((".json", "{}"), (".raw", "weights")):
        (tmp_path / f"mine_BY{ending}").write_text(text)
    return tmp_path / "mine_BY.json"


def test_files_that_lie_beside_come_along(catalog, bytetrack, pair):
    (check,) = import_weights(catalog, bytetrack, [pair])
    assert (check.known, check.run_ms, check.sha256) == (None, None, sha256_of(pair))
    graph, weights = catalog.weight_files(bytetrack, bytetrack.network[0])
    assert (graph.read_text(), weights.read_text()) == ("{}", "weights")


@pytest.mark.parametrize(
    ("spoil", "error", "named"),
    [
        (lambda pair: pair.with_suffix(".raw").unlink(), NetworkFileMissing, r"mine_BY\.raw"),
        (lambda pair: pair.unlink(), NetworkFileMissing, r"mine_BY\.json"),
        (lambda pair: pair.with_suffix(".raw").write_text(""), CannotImport, "it is empty"),
    ],
)
def test_half_a_network_is_not_imported(catalog, bytetrack, pair, spoil, error, named):
    spoil(pair)
    with pytest.raises(error, match=named):
        import_weights(catalog, bytetrack, [pair])
    assert not catalog.has_weights(bytetrack)


def test_a_file_of_another_kind_is_no_network_of_a_board(catalog, good):
    with pytest.raises(CannotImport, match=r"it is no \.om file"):
        import_weights(catalog, catalog.entry("siamrpn-ascend"), [good])


# -- fetch -------------------------------------------------------------------------------------


class Server:
    """Serves BODY; `answers` takes the requests that come, one after the other, then `answer` the rest."""

    def __init__(self):
        self.ranges: list[str | None] = []
        self.answers: list[Callable[[http.server.BaseHTTPRequestHandler], None]] = []
        self.body = BODY
        owner = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                owner.ranges.append(self.headers.get("Range"))
                answer = owner.answers.pop(0) if owner.answers else owner.with_ranges
                answer(self)

            def log_message(self, *_args):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/net.onnx"

    def with_ranges(self, request, cut=None):
        asked = request.headers.get("Range")
        start = int(asked.removeprefix("bytes=").removesuffix("-")) if asked else 0
        if start >= len(self.body):
            request.send_error(416)
            return
        request.send_response(206 if asked else 200)
        if asked:
            request.send_header("Content-Range", f"bytes {start}-{len(self.body) - 1}/{len(self.body)}")
        self._send(request, self.body[start:], cut)

    def without_ranges(self, request):
        request.send_response(200)
        self._send(request, self.body, None)

    def truncated(self, request):
        self.with_ranges(request, cut=400_000)

    @staticmethod
    def fails(request):
        request.send_error(503, "Busy")

    @staticmethod
    def _send(request, body, cut):
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body[:cut])
        request.close_connection = True

    def close(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def server():
    running = Server()
    yield running
    running.close()


@pytest.fixture
def fetch(server, tmp_path):
    """Fetches the one network of an entry that names this server; gives its file."""

    def run(size=SIZE, digest=DIGEST, url=None, **options):
        network = NetworkEntry(
            role="track", file="net.onnx", url=url or server.url, size_bytes=size, sha256=digest,
            inputs=(), outputs=(),
        )  # fmt: skip
        entry = CatalogEntry(name="net", title="Net", task="sot", tracker="vittrack", network=(network,))
        (path,) = fetch_weights(Catalog([entry], tmp_path / "weights"), entry, **options)
        return path

    return run


@pytest.fixture
def part(tmp_path):
    return tmp_path / "weights" / "net" / "net.onnx.part"


def test_a_download_with_progress(fetch, server, part):
    told = []
    path = fetch(on_progress=lambda done, total: told.append((done, total)))
    assert path.read_bytes() == BODY and not part.exists()
    assert told[-1] == (len(BODY), len(BODY)) and len(told) >= 4
    assert [done for done, _total in told] == sorted(done for done, _total in told)
    assert server.ranges == [None]


def test_what_is_here_is_not_fetched_again(fetch, server):
    fetch()
    fetch()
    assert len(server.ranges) == 1


def test_a_truncated_download_is_told_and_resumed(fetch, server, part):
    server.answers = [server.truncated]
    with pytest.raises(DownloadFailed, match=r"net\.onnx could not be downloaded"):
        fetch()
    assert part.stat().st_size == 400_000
    assert fetch().read_bytes() == BODY
    assert server.ranges == [None, "bytes=400000-"]


def test_a_truncated_download_of_unknown_size_is_told_too(fetch, server, part):
    server.answers = [server.truncated]
    with pytest.raises(DownloadFailed):
        fetch(size=None, digest=None)
    assert fetch(size=None, digest=None).read_bytes() == BODY


def test_a_server_that_cannot_resume_sends_all_again(fetch, server):
    server.answers = [server.truncated, server.without_ranges]
    with pytest.raises(DownloadFailed):
        fetch()
    assert fetch().read_bytes() == BODY
    assert server.ranges[1] == "bytes=400000-"


def test_cancelled_it_keeps_what_has_arrived(fetch, server, part):
    asked = []
    with pytest.raises(Cancelled):
        fetch(should_cancel=lambda: asked.append(1) or len(asked) > 2)
    kept = part.stat().st_size
    assert 0 < kept < len(BODY)
    assert fetch().read_bytes() == BODY
    assert server.ranges[1] == f"bytes={kept}-"


def test_a_whole_part_needs_no_server(fetch, server, part):
    part.parent.mkdir(parents=True)
    part.write_bytes(BODY)
    assert fetch().read_bytes() == BODY
    assert server.ranges == []


@pytest.mark.parametrize("digest", [None, DIGEST])
def test_a_whole_part_of_unknown_size_is_no_dead_end(fetch, part, digest):
    part.parent.mkdir(parents=True)
    part.write_bytes(BODY)
    assert fetch(size=None, digest=digest).read_bytes() == BODY


def test_a_part_that_is_too_long_is_no_dead_end(fetch, part):
    part.parent.mkdir(parents=True)
    part.write_bytes(BODY + b"of another file")
    assert fetch().read_bytes() == BODY


def test_a_part_of_another_file_is_found_out_and_thrown_away(fetch, part):
    part.parent.mkdir(parents=True)
    part.write_bytes(b"x" * 1000)
    with pytest.raises(DownloadWrong, match="SHA-256"):
        fetch()
    assert not part.exists()
    assert fetch().read_bytes() == BODY


@pytest.mark.parametrize(
    ("size", "digest", "error", "reason"),
    [
        (len(BODY), "0" * 64, DownloadWrong, "SHA-256"),
        (len(BODY) - 10, None, DownloadFailed, f"more than {len(BODY) - 10} bytes"),
        (len(BODY) + 10, None, DownloadFailed, f"{len(BODY)} of {len(BODY) + 10} bytes"),
    ],
)
def test_the_wrong_file_is_not_installed(fetch, part, size, digest, error, reason):
    with pytest.raises(error, match=reason):
        fetch(size=size, digest=digest)
    assert not part.with_suffix("").exists()


def test_a_server_that_fails_is_named_by_its_answer(fetch, server, part):
    server.answers = [server.fails]
    with pytest.raises(DownloadFailed, match="Busy"):
        fetch()
    assert fetch().read_bytes() == BODY


def test_nobody_there(fetch, server):
    server.close()
    try:
        with pytest.raises(DownloadFailed, match=r"net\.onnx"):
            fetch()
    finally:
        server.close = lambda: None


@pytest.mark.parametrize("url", ["file:///etc/hostname", "ftp://example.invalid/net.onnx", "nonsense"])
def test_only_the_web_is_fetched_from(fetch, url):
    with pytest.raises(DownloadFailed, match="http"):
        fetch(url=url)


def test_without_an_address_it_says_where_to_get_it(tmp_path):
    entry = two_networks().model_copy(update={"source": "their home page"})
    with pytest.raises(NoDownload, match="their home page"):
        fetch_weights(Catalog([entry], tmp_path), entry)


def test_a_folder_that_cannot_be_made(fetch, tmp_path):
    (tmp_path / "weights").write_text("a file")
    with pytest.raises(CannotWrite):
        fetch()
