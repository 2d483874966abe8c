"""A board from connect to close, and every way in which that goes wrong."""

from __future__ import annotations

import dataclasses
import signal
import socket
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from engines.board_values import BoardAddress, CheckState, PublishedTime
from engines.boards.board import Board
from engines.boards.errors import (
    BitstreamByHand,
    CommandTimedOut,
    HostKeyChanged,
    LinkBroken,
    NoSuchBitstream,
    NoSuchModel,
    PortClosed,
    ServiceFailed,
    TransferFailed,
)
from engines.boards.icraft import ICRAFT
from engines.boards.ssh_login import Access, open_ssh
from engines.errors import BadParameter, Cancelled
from engines.networks.http_connection import LinkLost
from engines.networks.network import PixelFormat
from engines.origin import Origin
from engines.timing import StageClock
from engines.virtual.launch import VirtualBoardProcess
from tests.engines.boards.rigs import short_temporary_folder, virtual_rig

RUNGS = [
    "reachable",
    "ssh",
    "host_key",
    "log_in",
    "system",
    "runtime",
    "disk",
    "clock",
    "device_nodes",
    "bitstream",
    "service",
    "agent",
    "model",
    "inference",
]


@pytest.fixture
def board(virtual_board):
    board = Board.connect(virtual_board.address, virtual_board.access)
    yield board
    board.close()


def test_the_ladder_tells_each_rung_as_it_happens(virtual_board):
    seen = []
    board = Board.connect(virtual_board.address, virtual_board.access, on_result=seen.append)
    try:
        assert [result.name for result in seen] == RUNGS
        assert {result.state for result in seen} == {CheckState.OK}, seen
        assert all(result.evidence for result in seen)
        summary = board.summary
        assert summary.is_virtual
        assert (summary.runtime_version, summary.architecture) == ("3.7.1", "aarch64")
        assert summary.bitstream is not None and summary.bitstream.name == "v2"
        assert "virtual" in summary.system
        again = board.check()
        assert again[0].evidence == "connected already"
    finally:
        board.close()
    board.close()
    assert not board.is_connected


def test_a_failed_rung_skips_the_rest_and_names_cause_and_remedy(virtual_board):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    board = Board(dataclasses.replace(virtual_board.address, port=port), virtual_board.access)
    results = board.check()
    assert [result.state for result in results[:2]] == [CheckState.OK, CheckState.FAIL]
    assert "127.0.0.1" in results[0].evidence, "who refuses is there"
    assert results[1].cause and results[1].remedy
    assert {result.state for result in results[2:]} == {CheckState.SKIPPED}
    assert isinstance(board.failure, PortClosed)
    board.close()


def test_another_machine_is_no_board(virtual_board):
    profile = dataclasses.replace(ICRAFT, architectures=frozenset({"riscv64"}))
    with pytest.raises(Exception, match="aarch64 is no Icraft board"):
        Board.connect(virtual_board.address, virtual_board.access, profile)


@pytest.mark.parametrize(
    ("change", "rung", "state"),
    [
        ({"version_argv": ("icraft", "-x")}, "runtime", CheckState.FAIL),
        ({"wanted_packages": ("icraft", "missing")}, "runtime", CheckState.WARN),
        ({"wanted_packages": ("icraft", "python3")}, "runtime", CheckState.WARN),
        ({"least_free_mb": 10**9}, "disk", CheckState.FAIL),
        ({"most_clock_skew_s": -1.0}, "clock", CheckState.WARN),
        ({"known_bitstreams": {}}, "bitstream", CheckState.WARN),
        ({"identity_argv": ("true",)}, "bitstream", CheckState.WARN),
        ({"python_argv": ("true",)}, "agent", CheckState.FAIL),
        ({"service": None}, "service", CheckState.SKIPPED),
    ],
)
def test_what_each_rung_finds_wrong(virtual_board, change, rung, state):
    board = Board(virtual_board.address, virtual_board.access, dataclasses.replace(ICRAFT, **change))
    try:
        results = {result.name: result for result in board.check()}
    finally:
        board.close()
    assert results[rung].state is state
    assert results[rung].cause
    assert results[rung].remedy or state is CheckState.SKIPPED


def test_the_ladder_can_be_left(virtual_board):
    seen = []
    with pytest.raises(Cancelled):
        Board.connect(
            virtual_board.address,
            virtual_board.access,
            on_result=seen.append,
            should_cancel=lambda: len(seen) >= 4,
        )
    assert len(seen) == 4


def test_bitstreams_change_what_the_board_can(board):
    assert [entry.name for entry in board.bitstreams] == ["v1", "v2"]
    assert {"Layernorm", "Softmax"} <= board.capabilities.hard_operators
    assert board.select_bitstream("v1").is_loaded
    assert board.capabilities.hard_operators == {"ImageMake"}
    assert board.capabilities.has_mmu is False
    with pytest.raises(NoSuchBitstream, match="v1, v2"):
        board.select_bitstream("v9")
    board.select_bitstream("25060601")
    assert board.summary.bitstream.name == "v2"


def test_a_real_boards_bitstream_is_left_to_hands(board):
    board._found.is_virtual = False
    with pytest.raises(BitstreamByHand):
        board.select_bitstream("v1")
    board._found.is_virtual = True
    assert board.check() and board.summary.bitstream.name == "v2"


def test_models_are_uploaded_once_and_whole(board, model: Path):
    seen = []
    (pushed,) = board.push_model(model, on_progress=lambda done, total: seen.append((done, total)))
    assert pushed.size_bytes == model.stat().st_size == seen[-1][0] == seen[-1][1]
    assert pushed.name in [entry.name for entry in board.models()]
    seen.clear()
    board.push_model(model, on_progress=lambda done, total: seen.append((done, total)))
    assert len(seen) == 1, "what is there already is not sent again"


def test_an_upload_that_breaks_leaves_the_old_file(board, model: Path):
    board.push_model(model)
    before = board.models()
    model.write_bytes(b"x" * 300_000)
    with pytest.raises(Cancelled):
        board.push_model(model, should_cancel=lambda: True)
    link = open_ssh(board.address, board._access)
    link.run(["trackbench-virtual", "fault", "full-disk"])
    try:
        with pytest.raises(TransferFailed):
            board.push_model(model)
    finally:
        link.run(["trackbench-virtual", "mend", "full-disk"])
    assert board.models() == before
    assert not [f for f in link.list_folder("/root/models") if f.name.startswith(".part")]
    link.close()


@pytest.mark.parametrize("name", ["-rf", ".hidden", "a\nb"])
def test_names_that_are_not_for_a_board(board, tmp_path: Path, name):
    path = tmp_path / name
    path.write_bytes(b"x")
    with pytest.raises(BadParameter):
        board.push_model(path)


def test_a_file_that_is_not_there(board, tmp_path: Path):
    with pytest.raises(BadParameter):
        board.push_model(tmp_path / "none.onnx")
    with pytest.raises(NoSuchModel):
        board.open_network("none.onnx")


def test_the_service_starts_once_and_only_ours_is_stopped(board, virtual_board):
    lines = []
    board.service_log(lines.append)
    listener = board.start_service()
    assert (listener.port, listener.name) == (9981, "icraft-serve")
    assert [line.partition("] [I] ")[2] for line in lines] == [
        "Using port : 9981",
        "synchronous mode",
        "[irpc::port::tcp::_waitNewConn] wait for new connection",
    ]
    assert board.start_service() == listener, "never two"
    other = Board.connect(virtual_board.address, virtual_board.access)
    try:
        assert other.summary.service_port == 9981
        assert other.start_service() == listener, "one that runs is adopted"
        assert other.stop_service() is False, "and left running"
    finally:
        other.close()
    assert board.service_is_running
    assert board.stop_service() is True
    assert not board.service_is_running
    assert board.start_service().pid != listener.pid


def test_a_service_that_dies_is_noticed(board):
    board.start_service()
    link = open_ssh(board.address, board._access)
    link.run(["trackbench-virtual", "fault", "service-crash"])
    link.run(["trackbench-virtual", "mend", "service-crash"])
    link.close()
    assert board._service._process.wait(2) is not None
    assert not board.service_is_running
    assert board.start_service().port == 9981


def test_a_service_that_never_gets_ready(virtual_board):
    service = dataclasses.replace(ICRAFT.service, ready_marker="never said", ready_timeout_s=0.5)
    board = Board.connect(
        virtual_board.address, virtual_board.access, dataclasses.replace(ICRAFT, service=service)
    )
    try:
        with pytest.raises(ServiceFailed, match="never said"):
            board.start_service()
        assert not board.service_is_running
    finally:
        board.close()


def test_a_service_that_ends_at_once(virtual_board):
    service = dataclasses.replace(ICRAFT.service, argv=("no-such-program",))
    board = Board.connect(
        virtual_board.address, virtual_board.access, dataclasses.replace(ICRAFT, service=service)
    )
    try:
        with pytest.raises(ServiceFailed, match="127"):
            board.start_service()
    finally:
        board.close()


def test_a_network_on_the_board(board, model: Path):
    board.push_model(model)
    network = board.open_network(
        model.name,
        label="search",
        pixels={"search": PixelFormat("RGB", (1, 2, 3), (0.5, 0.5, 0.5))},
        published=PublishedTime(hard_ms=5.0),
    )
    clock = StageClock(wants_layers=True)
    picture = np.arange(8 * 8 * 3, dtype=np.uint8).reshape(1, 8, 8, 3)
    template = np.full((1, 3, 4, 4), 2, np.float32)
    y = network.run({"search": picture, "template": template}, clock)["y"]
    network.close()
    search = ((picture.astype("f4") - [1, 2, 3]) * 0.5).transpose(0, 3, 1, 2)
    np.testing.assert_allclose(y, np.maximum(search * 2 + 1, 0), rtol=1e-5)
    stages = {entry.stage.value: entry for entry in clock.stages}
    assert stages["board hard"].ms == 5.0
    assert stages["board hard"].origin is Origin.SIMULATED
    assert stages["link out"].origin is stages["link back"].origin is Origin.MEASURED
    assert clock.layers.origin is Origin.SIMULATED
    assert sum(layer.hard_ms for layer in clock.layers.layers) == pytest.approx(5.0)
    assert {layer.network for layer in clock.layers.layers} == {"search"}


def test_without_a_published_time_a_virtual_board_still_measures_nothing(board, model: Path):
    board.push_model(model)
    network = board.open_network(model.name)
    clock = StageClock(wants_layers=True)
    search, template = np.ones((1, 3, 8, 8), np.float32), np.ones((1, 3, 4, 4), np.float32)
    network.run({"search": search, "template": template}, clock)
    network.close()
    origins = {entry.stage.value: entry.origin for entry in clock.stages}
    assert origins["board hard"] is Origin.SIMULATED
    assert clock.layers.origin is Origin.SIMULATED


def test_a_board_that_goes_away(model: Path):
    with short_temporary_folder() as state:
        with virtual_rig(state) as rig:
            board = Board.connect(rig.address, rig.access)
            board.push_model(model)
            network = board.open_network(model.name)
        template, search = np.ones((1, 3, 4, 4), np.float32), np.ones((1, 3, 8, 8), np.float32)
        with pytest.raises((LinkLost, LinkBroken)):
            network.run({"search": search, "template": template}, StageClock())
        with pytest.raises(LinkBroken):
            board.models()
        network.close()
        board.close()


def test_a_board_that_hangs_holds_nobody_for_long(model: Path):
    """Half-open: the machine acknowledges bytes, but nothing answers any more."""
    with short_temporary_folder() as state, VirtualBoardProcess(state) as process:
        board = Board.connect(process.address, Access(process.known_hosts, use_ssh_agent=False))
        board.push_model(model)
        board.start_service()
        network = board.open_network(model.name)
        link = board._found.link
        process._process.send_signal(signal.SIGSTOP)
        try:
            start_s = time.monotonic()
            with pytest.raises((CommandTimedOut, LinkBroken)):
                link.run(["true"], timeout_s=0.5)
            with pytest.raises((CommandTimedOut, LinkBroken)):
                link.start(["true"], timeout_s=0.5)
            with pytest.raises(LinkBroken):
                link.open_channel("127.0.0.1", 9981, timeout_s=0.5)
            assert time.monotonic() - start_s < 6
            board.close()
            network.close()
            assert time.monotonic() - start_s < 20
        finally:
            process._process.send_signal(signal.SIGCONT)


def test_a_user_who_is_not_let_in(virtual_board):
    address = dataclasses.replace(virtual_board.address, user="nobody")
    results = Board(address, virtual_board.access).check()
    assert [r.state for r in results[:4]] == [CheckState.OK] * 3 + [CheckState.FAIL]
    assert "nobody" in results[3].cause


def test_a_wrong_host_key_is_refused():
    with (
        short_temporary_folder() as state,
        virtual_rig(state, faults=["wrong-host-key"]) as rig,
        pytest.raises(HostKeyChanged),
    ):
        Board.connect(rig.address, rig.access)


def test_the_agent_does_not_outlive_the_link(virtual_board):
    board = Board.connect(virtual_board.address, virtual_board.access)
    port = board.start_agent().port
    ended = threading.Event()
    with socket.create_connection(("127.0.0.1", port), 5) as sock:  # the virtual board's loopback is ours
        board._found.link.close()
        sock.settimeout(10)
        assert sock.recv(1) == b""
        ended.set()
    assert ended.is_set()
    board.close()


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("192.168.125.171", BoardAddress("192.168.125.171")),
        ("me@board.local:2222", BoardAddress("board.local", 2222, "me")),
        ("[fe80::1%eth0]:22", BoardAddress("fe80::1%eth0")),
    ],
)
def test_addresses(text, address):
    assert BoardAddress.parse(text) == address
    assert BoardAddress.parse(str(address)) == address


@pytest.mark.parametrize(
    "text", ["", "a b", "x:0", "x:99999", "-oProxyCommand=x", "a@b@c", "x;reboot", "$(x)", "h:22:33"]
)
def test_addresses_that_are_none(text):
    with pytest.raises(BadParameter):
        BoardAddress.parse(text)
