"""A connection that goes silent is noticed in time; a loaded, slow or lossy one is not mistaken for it."""

from __future__ import annotations

import queue
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from engines.boards import heartbeat
from engines.boards.board import Board
from engines.boards.errors import LinkBroken, TransferFailed
from engines.boards.heartbeat import BULK_BYTES, NOTICED_WITHIN_S, CountedStream, Heartbeat, _Judge
from engines.boards.host_keys import KnownHosts
from engines.boards.ssh import SshLink
from engines.boards.ssh_login import Access, open_ssh
from engines.boards.store import list_models, upload
from engines.boards.watch import LOOK_S, BoardNews, BoardWatch, WatchPolicy
from engines.errors import TrackbenchError
from engines.timing import StageClock
from engines.virtual.faults import Fault
from engines.virtual.keys import load_or_make
from engines.virtual.launch import VirtualBoardProcess
from engines.virtual.shaped import HALF_OPEN_AFTER_S
from tests.engines.agent.tiny_models import save_tiny
from tests.engines.boards.rigs import openssh_rig, short_temporary_folder

#: What is promised to the user, and what a busy test machine may add to it.
PROMISED_S, ALLOWANCE_S = 3.0, 3.0
LIMIT_S = HALF_OPEN_AFTER_S + PROMISED_S + ALLOWANCE_S


@pytest.fixture(scope="module")
def board() -> Iterator[VirtualBoardProcess]:
    with short_temporary_folder() as folder, VirtualBoardProcess(folder) as board:
        yield board


def logged_in(board: VirtualBoardProcess) -> SshLink:
    return open_ssh(board.address, Access(board.known_hosts, use_ssh_agent=False))


@contextmanager
def fault(board: VirtualBoardProcess, name: Fault) -> Iterator[float]:
    """Switched on for a while; gives when it was."""
    board.set_fault(name)
    try:
        yield time.monotonic()
    finally:
        board.set_fault(name, on=False)


class Work:
    """A call in a thread: when it ended, with which error."""

    def __init__(self, call: Callable[[], object]) -> None:
        self.error: TrackbenchError | None = None
        self.ended_s = 0.0
        self._call = call
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._call()
        except TrackbenchError as error:
            self.error = error
        self.ended_s = time.monotonic()

    def wait(self) -> None:
        self._thread.join(30)
        assert not self._thread.is_alive()


def test_the_design_keeps_the_promise():
    assert NOTICED_WITHIN_S + LOOK_S <= PROMISED_S


# -- against the virtual board ---------------------------------------------------------------------


def test_at_rest_the_watch_tells_in_time(board):
    news: queue.Queue = queue.Queue()
    reached = Board.connect(board.address, Access(board.known_hosts, use_ssh_agent=False))
    watch = BoardWatch(reached, news.put, WatchPolicy(reconnect_for_s=0))
    try:
        with fault(board, Fault.HALF_OPEN) as since_s:
            event = news.get(timeout=LIMIT_S)
            took_s = time.monotonic() - since_s
            assert event.news is BoardNews.LINK_LOST and took_s < LIMIT_S
            assert str(event.error) == (
                "The connection to 127.0.0.1 is lost. Check cable and power, then connect again."
            )
            with pytest.raises(LinkBroken):
                reached.models()
    finally:
        watch.close()
        reached.close()


def test_an_inference_that_waits_is_woken_in_time(board, tmp_path: Path):
    reached = Board.connect(board.address, Access(board.known_hosts, use_ssh_agent=False))
    model = save_tiny(tmp_path / "tiny.onnx")
    reached.push_model(model)
    network = reached.open_network(model.name)
    feeds = {"search": np.ones((1, 3, 8, 8), np.float32), "template": np.ones((1, 3, 4, 4), np.float32)}

    def run_on() -> None:
        while True:
            network.run(feeds, StageClock())

    work = Work(run_on)
    try:
        with fault(board, Fault.HALF_OPEN) as since_s:
            work.wait()
            assert isinstance(work.error, LinkBroken) and work.ended_s - since_s < LIMIT_S
    finally:
        network.close()
        reached.close()
    link = logged_in(board)
    assert [one.name for one in list_models(link, "/root/models")] == [model.name]
    link.close()


def test_an_upload_ends_in_time_and_goes_on_afterwards(board):
    """What the board has of it is not sent again, and the whole is right."""
    content = np.random.default_rng(1).bytes(3_000_000)
    link, begun = logged_in(board), threading.Event()
    upload(link, b"the model before", "/root/models/big.raw")

    def tell(done: int, _total: int) -> None:
        if done > 1_500_000 and not begun.is_set():
            board.set_fault(Fault.SLOW_LINK)
            begun.set()

    work = Work(lambda: upload(link, content, "/root/models/big.raw", on_progress=tell))
    assert begun.wait(20)
    with fault(board, Fault.HALF_OPEN) as since_s:
        work.wait()
        assert isinstance(work.error, LinkBroken) and work.ended_s - since_s < LIMIT_S
    board.set_fault(Fault.SLOW_LINK, on=False)
    link.close()
    again, seen = logged_in(board), []
    assert again.get("/root/models/big.raw") == b"the model before"
    upload(again, content, "/root/models/big.raw", on_progress=lambda done, _total: seen.append(done))
    assert again.get("/root/models/big.raw") == content
    assert seen[0] > 1_000_000, "it went on where it was"
    again.close()


@pytest.mark.parametrize("name", [Fault.SLOW_LINK, Fault.LOSSY_LINK])
def test_a_long_request_over_a_bad_line_is_no_silence(board, name):
    """Behind it our question waits for seconds, and nothing arrives meanwhile."""
    received, sent = bytearray(), np.random.default_rng(2).bytes(900_000)
    link = logged_in(board)
    link.put(bytes(20_000_000), "/root/models/before.bin")  # the system learns to take more at once
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(20)

        def take() -> None:
            with listener.accept()[0] as sock:
                while data := sock.recv(65536):
                    received.extend(data)

        work = Work(take)
        channel = link.open_channel("127.0.0.1", listener.getsockname()[1])
        with fault(board, name):
            channel.sendall(sent)
            channel.close()
            work.wait()
            assert link.run(["echo", "alive"]).stdout == "alive\n"
    assert bytes(received) == sent
    link.close()


def test_a_board_behind_a_jump_host_is_listened_to_as_well(board, tmp_path: Path):
    with short_temporary_folder() as folder, openssh_rig(folder) as jump:
        known = tmp_path / "known"
        for rig, key in ((jump, folder / "host_key"), (board, board.state / "host_key")):
            KnownHosts(known).add("127.0.0.1", rig.address.port, load_or_make(key))
        config = tmp_path / "config"
        config.write_text(
            f"Host gate\n HostName 127.0.0.1\n Port {jump.address.port}\n User {jump.address.user}\n"
            f" IdentityFile {jump.address.key_file}\nHost 127.0.0.1\n ProxyJump gate\n"
        )
        link = open_ssh(board.address, Access(known, use_ssh_agent=False, ssh_config=config))
        with fault(board, Fault.HALF_OPEN) as since_s:
            with pytest.raises(LinkBroken):
                link.run(["icraft-serve"], timeout_s=30)  # runs until it is stopped
            assert time.monotonic() - since_s < LIMIT_S
        link.close()


# -- against servers that are made up --------------------------------------------------------------


class Transport:
    """Answers questions while `answers` is set."""

    def __init__(self, *, answers: bool = True) -> None:
        self.answers, self.ended = threading.Event(), threading.Event()
        self.asked = 0
        self.stream = Stream()
        if answers:
            self.answers.set()

    def is_active(self) -> bool:
        return not self.ended.is_set()

    def global_request(self, kind: str) -> None:
        assert kind == "keepalive@openssh.com"
        self.asked += 1
        while not self.answers.wait(0.005) and not self.ended.is_set():
            pass
        if not self.ended.is_set():
            self.stream.received += 40


class Stream:
    received = 0
    delivered = 0


@pytest.fixture
def quick(monkeypatch):
    """The same in a tenth of the time."""
    for name in ("ASK_AFTER_S", "ANSWER_WITHIN_S", "TICK_S"):
        monkeypatch.setattr(heartbeat, name, getattr(heartbeat, name) / 10)


@pytest.fixture
def listening(quick):
    made = []

    def listen(transport: Transport) -> threading.Event:
        given_up = threading.Event()

        def give_up() -> None:
            given_up.set()
            transport.ended.set()

        made.append((transport, Heartbeat(transport, transport.stream, give_up)))
        return given_up

    yield listen
    for transport, beat in made:
        beat.close()
        transport.ended.set()
        beat.join(5)


def test_who_answers_is_never_given_up(listening):
    transport = Transport()
    given_up = listening(transport)
    assert not given_up.wait(0.8)
    assert 3 < transport.asked < 20, "only silence is a reason to ask"


def test_who_stops_answering_is_given_up_once(listening):
    transport = Transport()
    given_up = listening(transport)
    assert not given_up.wait(0.1)
    transport.answers.clear()
    assert given_up.wait(5)


def test_who_never_answered_is_not_judged_by_it(listening):
    assert not listening(Transport(answers=False)).wait(0.8)


@pytest.mark.parametrize(("name", "step"), [("received", 1), ("delivered", BULK_BYTES)])
def test_bytes_of_any_kind_are_life(listening, name, step):
    transport = Transport()
    given_up = listening(transport)
    transport.answers.clear()
    for _ in range(40):
        setattr(transport.stream, name, getattr(transport.stream, name) + step)
        assert not given_up.wait(0.02)
    assert given_up.wait(5), "but only as long as they come"


@pytest.mark.parametrize(
    ("looks", "silent_s"),
    [
        ([(0, 0, 0.1)], 0.1),
        ([(0, 0, 0.1), (5, 0, 0.1)], 0.0),
        ([(0, 0, 0.1), (0, BULK_BYTES - 1, 0.1)], 0.2),
        ([(0, BULK_BYTES // 2, 0.1), (0, BULK_BYTES, 0.1)], 0.0),
        ([(0, 60, 0.1), (0, 120, 0.1), (0, 180, 0.1)], 0.3),
        ([(1, 0, 0.1), (1, 0, 0.1)], 0.1),
    ],
    ids=["nothing", "arrived", "a question", "bulk in parts", "questions", "old news"],
)
def test_what_counts(looks, silent_s):
    judge = _Judge(0, 0)
    for look in looks:
        judge.look(*look)
    assert judge.silent_s == pytest.approx(silent_s)


def test_bytes_are_delivered_when_the_other_system_has_them():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        sock = socket.create_connection(listener.getsockname())
        with listener.accept()[0] as other:
            sock.setblocking(False)
            stream, sent = CountedStream(sock), 0
            try:
                while True:
                    sent += stream.send(bytes(65536))
            except BlockingIOError:
                pass
            assert 0 <= stream.delivered < sent
            before = stream.delivered
            other.settimeout(5)
            taken = 0
            while taken < sent:
                taken += len(other.recv(1 << 20))
            other.sendall(b"x")
            sock.settimeout(5)
            assert stream.recv(10) == b"x" and stream.received == 1
            assert before < stream.delivered == sent
            stream.close()
            assert stream.delivered == sent, "closed, it still answers"


# -- what a transfer must not swallow ---------------------------------------------------------------


def test_a_write_that_is_refused_is_told(board):
    """The last answers of a pipelined file come when it is closed."""
    link = logged_in(board)
    with fault(board, Fault.FULL_DISK):
        for size in (1, 32768, 100_000):
            with pytest.raises(TransferFailed, match="could not be copied"):
                link.put(bytes(size), "/root/models/blind.bin")
    link.put(b"whole", "/root/models/blind.bin")
    assert link.get("/root/models/blind.bin") == b"whole"
    link.close()


def test_a_real_server_that_has_no_space_is_told():
    with short_temporary_folder() as folder, openssh_rig(folder) as rig:
        link = open_ssh(rig.address, rig.access)
        with pytest.raises(TransferFailed, match="/dev/full could not be copied"):
            link.put(bytes(100_000), "/dev/full")
        assert link.is_alive
        link.close()


def test_a_disk_that_fills_up_during_an_upload_leaves_the_model_before(board):
    link = logged_in(board)
    upload(link, b"the model before", "/root/models/full.raw")

    def tell(done: int, total: int) -> None:
        if done > total // 2:
            board.set_fault(Fault.FULL_DISK)

    try:
        with pytest.raises(TransferFailed, match=r"no space is left there.*on the board before is unchanged"):
            upload(link, bytes(400_000), "/root/models/full.raw", on_progress=tell)
    finally:
        board.set_fault(Fault.FULL_DISK, on=False)
    assert link.get("/root/models/full.raw") == b"the model before"
    assert not [one for one in link.list_folder("/root/models") if one.name.startswith(".part-")]
    link.close()


def test_a_board_that_goes_during_the_last_part_is_told():
    with short_temporary_folder() as folder, VirtualBoardProcess(folder) as board:
        link = logged_in(board)

        def stop(done: int, total: int) -> None:
            if done < total:
                board.stop()

        with pytest.raises(LinkBroken):
            link.put(bytes(50_000), "/root/models/x.bin", on_progress=stop)
        link.close()
