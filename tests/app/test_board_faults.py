"""Every fault that a board can have, as the user of the window meets it.

Each test shows the message with its remedy, the state afterwards, and that nothing was lost: the run with its
targets and recorded rows, the known keys, the files on the board.

    reboot            test_a_reboot_stops_the_run_and_the_board_comes_back
    service-crash     test_a_service_that_crashes_is_told_and_the_run_goes_on
    service-refuses   test_a_service_that_cannot_start
    port-taken        test_a_service_that_cannot_start
    slow-link         test_a_bad_line_slows_the_run_down_and_loses_nothing
    lossy-link        test_a_bad_line_slows_the_run_down_and_loses_nothing
    half-open         test_a_board_that_goes_silent_is_told_in_time_and_the_window_stays_usable
    changed-host-key  test_a_changed_host_key_is_refused_with_both_fingerprints
    wrong-password    test_a_wrong_password_is_refused_and_the_right_one_works_afterwards
    full-disk         test_a_full_disk_refuses_the_upload_and_keeps_what_is_there
    wrong-bitstream   test_another_bitstream_changes_what_fits
    version-mismatch  test_what_is_not_quite_right_is_a_warning
    clock-skew        test_what_is_not_quite_right_is_a_warning
    corrupted-model   test_a_storage_that_spoils_models_is_noticed_and_the_run_goes_on

The command line meets them in `test_cli_board_faults.py`, an SSH client in
`tests/engines/virtual/test_faults.py`.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from engines.boards.errors import (
    HostKeyChanged,
    LinkBroken,
    LoginRefused,
    NoSpace,
    ServiceFailed,
    TransferFailed,
)
from engines.boards.host_keys import fingerprint_of
from engines.boards.store import remote_sha256
from engines.catalog import ModelDoesNotFit, load_catalog, require_fit
from engines.virtual.faults import Fault
from engines.virtual.keys import load_or_make
from engines.virtual.launch import VirtualBoardProcess
from tests.app.board_desk import PASSWORD, Desk, save_scene, wait_until
from tests.engines.boards.imodels import save_pair

#: What is promised, the virtual board's own delay, and what a busy test machine may add.
TOLD_S = 3.0 + 0.4 + 3.0


@pytest.fixture(scope="module")
def process(tmp_path_factory) -> Iterator[VirtualBoardProcess]:
    folder = tmp_path_factory.mktemp("board")
    with VirtualBoardProcess(folder, password=PASSWORD, reboot_s=0.3) as process:
        yield process


@pytest.fixture(scope="module")
def long_scene(tmp_path_factory) -> Path:
    return save_scene(tmp_path_factory.mktemp("scenes") / "square")


@pytest.fixture(scope="module")
def lasting(process, qapp, tmp_path_factory) -> Iterator[Desk]:
    desk = Desk(process, tmp_path_factory.mktemp("desk"))
    yield desk
    desk.finish()


@pytest.fixture
def desk(lasting, private_home) -> Iterator[Desk]:
    """One that is connected and serves; the connection lasts from test to test."""
    if lasting.state != "serving":
        lasting.use_key(private_home)
        lasting.connect()
        assert lasting.state == "serving", lasting.failures
    lasting.failures.clear()
    lasting.run_failures.clear()
    lasting.told.clear()
    yield lasting
    lasting.end_run()


@pytest.fixture
def running(desk, long_scene, spot_file) -> Desk:
    """With a run on the board that is recorded."""
    desk.follow(long_scene, spot_file)
    return desk


@pytest.fixture
def newcomer(process, qapp, tmp_path, private_home) -> Iterator[Desk]:
    """One that has not connected yet."""
    desk = Desk(process, tmp_path / "newcomer")
    yield desk
    desk.finish()


def test_no_fault_is_left_out():
    rows = re.findall(r"^    ([a-z-]+) +(test_\w+)$", sys.modules[__name__].__doc__ or "", re.MULTILINE)
    assert {name for name, _ in rows} == {str(fault) for fault in Fault}
    assert all(callable(globals().get(test)) for _, test in rows)


# -- who is not let in ------------------------------------------------------------------------------


def test_a_changed_host_key_is_refused_with_both_fingerprints(newcomer, private_home, process):
    newcomer.use_key(private_home)
    known = newcomer.known_hosts
    with newcomer.fault(Fault.CHANGED_HOST_KEY):
        newcomer.connect()
    assert newcomer.state == "failed" and isinstance(newcomer.failures[0], HostKeyChanged)
    told = newcomer.last_failure()
    for name in ("host_key", "changed_host_key"):
        assert fingerprint_of(load_or_make(process.state / name)) in told
    assert "Nothing was sent." in told and str(newcomer.paths.known_hosts) in told, "where to remove the line"
    assert newcomer.step_states["host_key"] == "failed" and newcomer.panel.steps["host_key"].remedy
    assert newcomer.step_states["log_in"] == "skipped"
    assert newcomer.known_hosts == known


def test_a_wrong_password_is_refused_and_the_right_one_works_afterwards(newcomer, caplog):
    asked = []

    def answer(prompt: str, *_more: object) -> None:
        asked.append(prompt)
        newcomer.board.answer_secret(PASSWORD)

    newcomer.board.secret_asked.connect(answer)
    known = newcomer.known_hosts
    with newcomer.fault(Fault.WRONG_PASSWORD):
        newcomer.connect()
    assert asked == ["password for root@127.0.0.1"]
    assert newcomer.state == "failed" and isinstance(newcomer.failures[0], LoginRefused)
    assert newcomer.last_failure() == (
        "127.0.0.1 does not let root in with this password. "
        "Check user, key and password; the vendor's programs need root."
    )
    assert newcomer.step_states["log_in"] == "failed" and newcomer.known_hosts == known
    newcomer.check_again()
    assert newcomer.state == "serving" and len(asked) == 2
    written = b"".join(path.read_bytes() for path in newcomer.folder.rglob("*") if path.is_file())
    assert PASSWORD.encode() not in written and PASSWORD not in caplog.text


# -- while a run goes on -----------------------------------------------------------------------------


@pytest.mark.parametrize("fault", [Fault.SLOW_LINK, Fault.LOSSY_LINK])
def test_a_bad_line_slows_the_run_down_and_loses_nothing(running, fault):
    with running.fault(fault):
        running.wait_frames(4)
        assert not running.failures and running.state == "serving"
    running.assert_goes_on()
    rows = running.recorded
    running.run.record(None)
    wait_until(lambda: not running.run.state.recording)
    running.assert_nothing_lost(rows)


def test_a_full_disk_refuses_the_upload_and_keeps_what_is_there(running, tmp_path):
    board = running.board.present
    path = save_pair(tmp_path, "kept")
    board.push_model(path)
    before = remote_sha256(board.link, f"/root/models/{path.name}")
    path.write_bytes(path.read_bytes() + b" ")
    with running.fault(Fault.FULL_DISK):
        with pytest.raises(NoSpace, match=r"MB free there\. Nothing was sent\. Remove files"):
            board.push_model(path)
        running.check_again()
        assert running.state == "failed" and "Disk space: less than" in running.last_failure()
        assert "Remove files from the board" in running.last_failure()
        assert running.step_states["disk"] == "failed"
        running.assert_goes_on()
    assert remote_sha256(board.link, f"/root/models/{path.name}") == before
    running.check_again()
    assert running.state == "serving"
    board.push_model(path)


def test_a_storage_that_spoils_models_is_noticed_and_the_run_goes_on(running, tmp_path):
    board = running.board.present
    path = save_pair(tmp_path, "spoiled")
    with running.fault(Fault.CORRUPTED_MODEL):
        with pytest.raises(TransferFailed, match=r"what arrived differs.*on the board before is unchanged"):
            board.push_model(path)
        assert path.name not in [model.name for model in board.models()], "no broken model is listed"
        running.assert_goes_on()
    assert board.push_model(path)[0].name in [model.name for model in board.models()]
    assert running.state == "serving"


def test_another_bitstream_changes_what_fits(running):
    entry = load_catalog(running.folder).entry("bytetrack-icraft")
    require_fit(entry, running.offers[-1])
    with running.fault(Fault.WRONG_BITSTREAM):
        running.check_again()
        assert running.state == "serving" and "bitstream v1" in running.board.text
        assert running.panel.steps["bitstream"].evidence.startswith("v1 (24030104)")
        with pytest.raises(ModelDoesNotFit, match=r"v1.*DetPost"):
            require_fit(entry, running.offers[-1])
        running.assert_goes_on()
    running.check_again()
    require_fit(entry, running.offers[-1])


@pytest.mark.parametrize(
    ("fault", "step", "evidence", "remedy"),
    [
        (Fault.VERSION_MISMATCH, "runtime", "customop and the runtime have different versions", "3.7.1"),
        (Fault.CLOCK_SKEW, "clock", r"the board's clock is 259\d{4} s behind", "date -s"),
    ],
)
def test_what_is_not_quite_right_is_a_warning(running, fault, step, evidence, remedy):
    with running.fault(fault):
        running.check_again()
        shown = running.panel.steps[step]
        assert running.state == "serving" and str(shown.state) == "warning"
        assert re.search(evidence, shown.evidence) and remedy in shown.remedy
        running.assert_goes_on()
    running.check_again()
    assert running.step_states[step] == "passed"


# -- the service ------------------------------------------------------------------------------------


def test_a_service_that_crashes_is_told_and_the_run_goes_on(running):
    with running.fault(Fault.SERVICE_CRASH):
        wait_until(lambda: running.told)
    assert running.told == [
        ("The service has ended; its last line: " + running.panel.log[-1], False),
    ]
    assert running.state == "connected"
    running.assert_goes_on()
    running.board.start_service()
    wait_until(lambda: running.state == "serving")


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault.SERVICE_REFUSES, "did not become ready: it ended with 1; its last line:"),
        (Fault.PORT_TAKEN, "port 9981 is taken by somebody-elses-server (process "),
    ],
)
def test_a_service_that_cannot_start(running, fault, words):
    running.board.stop_service()
    wait_until(lambda: running.state == "connected")
    with running.fault(fault):
        running.board.start_service()
        wait_until(lambda: running.failures)
        assert isinstance(running.failures[0], ServiceFailed) and words in running.last_failure()
        assert "Its log says more" in running.last_failure()
        assert running.state == "failed"
        if fault is Fault.PORT_TAKEN:  # what is not ours is left alone
            link = running.board._board.link
            assert link.run(["pidof", "somebody-elses-server"]).exit_code == 0
        running.assert_goes_on()
    running.board.start_service()
    wait_until(lambda: running.state == "serving")


# -- the board is gone ------------------------------------------------------------------------------


def test_a_board_that_goes_silent_is_told_in_time_and_the_window_stays_usable(running, spot_file):
    """Its cable is pulled, and when it is back its disk is full: it is not used before that is mended."""
    with running.fault(Fault.FULL_DISK):
        with running.fault(Fault.HALF_OPEN) as since_s:
            wait_until(lambda: running.failures and not running.run.state.playing)
            assert time.monotonic() - since_s < TOLD_S
            assert running.state == "link lost" and isinstance(running.failures[0], LinkBroken)
            assert running.last_failure() == (
                "The connection to 127.0.0.1 is lost. Check cable and power, then connect again."
            )
            assert [type(error) for error in running.run_failures] == [LinkBroken]
            at, rows = running.frame, running.recorded
            assert rows >= 5 and running.run.has_targets
            running.run.use_pipeline(None)
            running.use_network(spot_file)  # on this computer
            running.run.play()
            running.wait_frames(5)
            assert running.frame > at
        wait_until(lambda: running.state == "failed" or len(running.failures) > 1)
        assert "Disk space" in running.last_failure()
    running.check_again()
    assert running.state == "serving"
    assert running.board._watch.is_watching, "the next loss is told as well"
    running.run.record(None)
    wait_until(lambda: not running.run.state.recording)
    running.assert_nothing_lost(rows + 1)


def test_a_reboot_stops_the_run_and_the_board_comes_back(running, spot_file):
    board = running.board.present
    kept = {model.name: remote_sha256(board.link, f"/root/models/{model.name}") for model in board.models()}
    boot_id = board.boot_id
    running.virtual.set_fault(Fault.REBOOT)
    wait_until(lambda: running.failures and running.run_failures)
    assert "The connection to 127.0.0.1 is lost." in str(running.failures[0])
    assert "lost" in str(running.run_failures[0]) and not running.run.state.playing
    rows = running.recorded
    wait_until(lambda: running.told)
    assert running.told[0] == ("The board has rebooted and is connected again", True)
    wait_until(lambda: running.board._board.service_is_running)
    assert running.board._board.boot_id != boot_id
    link = running.board._board.link
    assert {name: remote_sha256(link, f"/root/models/{name}") for name in kept} == kept
    running.use_network(spot_file)
    running.run.play()
    running.wait_frames(3)
    running.run.record(None)
    wait_until(lambda: not running.run.state.recording)
    running.assert_nothing_lost(rows + 1)
