"""The service's life on a board, and what the watch notices: deaths, reboots, lost links."""

from __future__ import annotations

import queue
import threading
import time

import pytest

from engines.boards.board import Board
from engines.boards.board_rungs import is_another_boot
from engines.boards.errors import ServiceFailed
from engines.boards.icraft import ICRAFT
from engines.boards.link import CommandResult
from engines.boards.service import Service, ServiceNotAdopted, find_listener
from engines.boards.ssh_login import Access
from engines.boards.watch import BoardNews, BoardWatch, WatchPolicy
from engines.virtual.faults import Fault
from engines.virtual.launch import VirtualBoardProcess
from tests.engines.boards.rigs import short_temporary_folder

PORT_HEX = f"{ICRAFT.service.port:04X}"
TABLE = "  sl  local_address rem_address   st tx_queue\n   0: 00000000:{port} 00000000:0000 {state} 0:0\n"


@pytest.fixture(scope="module")
def process():
    with short_temporary_folder() as state, VirtualBoardProcess(state) as process:
        yield process


@pytest.fixture
def boards(process):
    made = []

    def make(**options):
        board = Board(process.address, Access(process.known_hosts, use_ssh_agent=False), **options)
        made.append(board)
        board.check()
        assert board.failure is None, board.failure
        return board

    yield make
    for board in reversed(made):
        board.close()


class Watched:
    """A watch whose news can be waited for."""

    def __init__(self, board, policy=None):
        self.news = queue.Queue()
        self.watch = BoardWatch(board, self.news.put, policy, look_s=0.1)

    def wait(self, timeout_s=10.0):
        return self.news.get(timeout=timeout_s)

    def is_quiet(self, for_s):
        try:
            return not self.news.get(timeout=for_s)
        except queue.Empty:
            return True


@pytest.fixture
def watches():
    made = []

    def make(board, policy=None):
        made.append(Watched(board, policy))
        return made[-1]

    yield make
    for watched in made:
        watched.watch.close()
        assert not watched.watch.is_watching


class Link:
    """Answers by the first word of a command."""

    is_alive = True

    def __init__(self, **answers):
        self.answers = answers

    def run(self, argv, *, timeout_s=15.0, stdin=b""):
        text = self.answers.get(argv[0])
        return CommandResult(127, "", "not found") if text is None else CommandResult(0, text, "")


@pytest.mark.parametrize(
    ("table", "is_there"),
    [
        (TABLE.format(port=PORT_HEX, state="0A"), True),
        (TABLE.format(port=PORT_HEX, state="01"), False),
        (TABLE.format(port="0016", state="0A"), False),
        ("garbage\n", False),
        ("", False),
    ],
)
def test_without_ss_the_kernels_table_tells(table, is_there):
    found = find_listener(Link(cat=table), ICRAFT.service.port)
    assert (found is not None) == is_there
    assert found is None or (found.name, found.pid) == (None, None)


def test_one_that_runs_is_used_only_if_that_is_wanted(boards):
    owner = boards()
    listener = owner.start_service()
    asked = []
    refusing = boards(ask_adopt=lambda found: asked.append(found))
    with pytest.raises(ServiceNotAdopted, match=str(listener.pid)):
        refusing.start_service()
    assert not refusing.service_in_use
    agreeing = boards(ask_adopt=lambda found: asked.append(found) or True)
    assert agreeing.start_service() == agreeing.start_service() == listener
    assert asked == [listener, listener], "each board asks once"
    assert (agreeing.service_in_use, agreeing.service_is_ours, owner.service_is_ours) == (True, False, True)
    assert agreeing.stop_service() is False and not agreeing.service_in_use
    assert owner.service_is_running, "what somebody else started is left running"
    assert owner.restart_service().pid != listener.pid


def test_it_never_starts_twice(boards):
    board = boards()
    listeners, threads = [], []
    for _ in range(4):
        threads.append(threading.Thread(target=lambda: listeners.append(board.start_service())))
        threads[-1].start()
    for thread in threads:
        thread.join(20)
    assert len(listeners) == 4 and len(set(listeners)) == 1


@pytest.mark.parametrize("fault", [Fault.SERVICE_REFUSES, Fault.PORT_TAKEN])
def test_a_service_that_cannot_start(boards, process, fault):
    board = boards()
    process.set_fault(fault)
    try:
        with pytest.raises(ServiceFailed) as caught:
            board.start_service()
        assert not board.service_in_use or not board.service_is_ours
        if fault is Fault.PORT_TAKEN:
            assert str(ICRAFT.service.port) in str(caught.value)
    finally:
        process.set_fault(fault, on=False)
    assert board.start_service().port == ICRAFT.service.port


def crash(process):
    process.set_fault(Fault.SERVICE_CRASH)
    process.set_fault(Fault.SERVICE_CRASH, on=False)


def test_a_death_is_told_once_within_two_seconds_with_its_last_line(boards, watches, process):
    board = boards()
    board.start_service()
    watched = watches(board)
    assert watched.is_quiet(0.5)
    start_s = time.monotonic()
    crash(process)
    event = watched.wait()
    assert time.monotonic() - start_s < 2
    assert event.news is BoardNews.SERVICE_DIED and "wait for new connection" in event.text
    assert watched.is_quiet(0.5)
    board.start_service()  # on request
    assert watched.is_quiet(0.4)
    board.stop_service()
    assert watched.is_quiet(0.4), "an end that was wanted is no news"


def test_a_death_of_an_adopted_one_is_noticed_and_left_at_that(boards, watches, process):
    owner, other = boards(), boards()
    owner.start_service()
    other.start_service()
    watched = watches(other, WatchPolicy(restart_service=True))
    time.sleep(0.3)
    start_s = time.monotonic()
    crash(process)
    assert watched.wait().news is BoardNews.SERVICE_DIED
    assert time.monotonic() - start_s < 2
    assert watched.is_quiet(0.5)
    assert not other.service_is_running, "it was not ours to start again"


def test_by_policy_it_is_started_again_but_not_for_ever(boards, watches, process):
    board = boards()
    first = board.start_service()
    watched = watches(board, WatchPolicy(restart_service=True, most_restarts=2))
    for _ in range(2):
        crash(process)
        assert watched.wait().news is BoardNews.SERVICE_DIED
        assert watched.wait().news is BoardNews.SERVICE_RESTARTED
    assert board.service_is_running and board.start_service().pid != first.pid
    crash(process)
    assert [watched.wait().news for _ in range(2)] == [
        BoardNews.SERVICE_DIED,
        BoardNews.SERVICE_GIVEN_UP,
    ]
    assert watched.is_quiet(0.4)


def test_a_reboot_is_noticed_and_the_board_comes_back_with_its_service(boards, watches, process):
    board = boards()
    pid = board.start_service().pid
    lines = []
    board.service_log(lines.append)
    agent_port = board.start_agent().port
    watched = watches(board, WatchPolicy(retry_s=0.2, reconnect_for_s=40))
    board.link.run(["reboot"])
    news = [watched.wait(30)]
    while news[-1].news not in (BoardNews.REBOOTED, BoardNews.RECONNECTED, BoardNews.STILL_GONE):
        news.append(watched.wait(30))
    kinds = [event.news for event in news]
    assert BoardNews.LINK_LOST in kinds and kinds[-1] is BoardNews.REBOOTED, news
    deadline_s = time.monotonic() + 10
    while not board.service_is_running and time.monotonic() < deadline_s:
        time.sleep(0.05)
    assert board.service_is_running and board.service_is_ours
    assert sum("wait for new connection" in line for line in lines) == 2, "its log goes on"
    assert board.start_agent().port != agent_port or board.is_connected
    assert pid is not None


def test_a_board_that_does_not_come_back(watches):
    with short_temporary_folder() as state, VirtualBoardProcess(state) as process:
        board = Board.connect(process.address, Access(process.known_hosts, use_ssh_agent=False))
        watched = watches(board, WatchPolicy(retry_s=0.1, reconnect_for_s=1.0))
        start_s = time.monotonic()
        process.stop()
        assert watched.wait().news is BoardNews.LINK_LOST
        assert time.monotonic() - start_s < 3 + 5  # the process is waited for by stop()
        event = watched.wait(20)
        assert event.news is BoardNews.STILL_GONE and event.error is not None
        watched.watch._thread.join(5)
        assert not watched.watch.is_watching
        board.close()


@pytest.mark.parametrize(
    ("before", "after", "other"),
    [
        ("a-b", "c-d", True),
        ("a-b", "a-b", False),
        ("", "a-b", False),
        ("a-b", "", False),
        ("1700000000", "1700000004", False),
        ("1700000000", "1700000120", True),
    ],
)
def test_boot_ids(before, after, other):
    assert is_another_boot(before, after) is other


def test_a_service_says_what_it_is(boards):
    service = Service(boards().link, ICRAFT.service)
    assert (service.is_in_use, service.is_ours, service.last_line, service.stop()) == (
        False,
        False,
        "",
        False,
    )
