import threading

import pytest

from app.tasks import Tasks
from engines.errors import Cancelled, DiskFull

WAIT_S = 5.0


class Closable:
    def __init__(self):
        self.closed = 0

    def close(self):
        self.closed += 1


class Gate:
    """A job that says when it began and ends when it is let go."""

    def __init__(self, result=None, error=None):
        self.result, self.error = result, error
        self.began, self.go = threading.Event(), threading.Event()
        self.handle = None

    def __call__(self, handle):
        self.handle = handle
        self.began.set()
        assert self.go.wait(WAIT_S)
        if self.error is not None:
            raise self.error
        return self.result


@pytest.fixture
def tasks(qtbot):
    tasks = Tasks()
    tasks.notes = []
    tasks.shown.connect(lambda label, share: tasks.notes.append((label, share)))
    tasks.hidden.connect(lambda: tasks.notes.append("hidden"))
    tasks.failed.connect(lambda error: tasks.notes.append(type(error)))
    yield tasks
    tasks.finish()


def start(tasks, gate, kind="load", label="Loading"):
    done = []
    tasks.start(kind, label, gate, done.append)
    assert gate.began.wait(WAIT_S)
    return done


def test_a_job_is_shown_and_its_result_handed_on(tasks, qtbot):
    gate = Gate(result=42)
    done = start(tasks, gate)
    assert tasks.is_running("load") and tasks.notes == [("Loading", None)]
    gate.go.set()
    qtbot.waitUntil(lambda: bool(done))
    assert done == [42] and not tasks.is_running("load") and tasks.notes[-1] == "hidden"


def test_progress_is_shown(tasks, qtbot):
    gate = Gate()
    done = start(tasks, gate)
    gate.handle.report(0.25)
    gate.handle.report(None)
    gate.go.set()
    qtbot.waitUntil(lambda: bool(done))
    assert tasks.notes == [("Loading", None), ("Loading", 0.25), ("Loading", None), "hidden"]


def test_a_failure_is_told(tasks, qtbot):
    gate = Gate(error=DiskFull(path="x"))
    done = start(tasks, gate)
    gate.go.set()
    qtbot.waitUntil(lambda: DiskFull in tasks.notes)
    assert done == [] and not tasks.is_running("load") and "hidden" in tasks.notes


def test_a_job_of_the_same_kind_takes_its_place(tasks, qtbot):
    old, new = Gate(result=Closable()), Gate(result="new")
    old_done = start(tasks, old)
    new_done = start(tasks, new, label="Again")
    assert old.handle.should_cancel() and not new.handle.should_cancel()
    old.go.set()
    new.go.set()
    qtbot.waitUntil(lambda: bool(new_done) and old.result.closed)
    assert new_done == ["new"] and old_done == [] and old.result.closed == 1


def test_a_late_answer_does_not_end_the_newer_job(tasks, qtbot):
    old, new = Gate(result=Closable()), Gate(result="new")
    start(tasks, old)
    new_done = start(tasks, new)
    old.go.set()
    qtbot.waitUntil(lambda: old.result.closed == 1)
    assert tasks.is_running("load") and "hidden" not in tasks.notes
    new.go.set()
    qtbot.waitUntil(lambda: bool(new_done))


@pytest.mark.parametrize("error", [DiskFull(path="x"), Cancelled()])
def test_the_failure_of_a_replaced_job_is_nobodys_business(tasks, qtbot, error):
    old, new = Gate(error=error), Gate(result="new")
    start(tasks, old)
    new_done = start(tasks, new)
    old.go.set()
    new.go.set()
    qtbot.waitUntil(lambda: bool(new_done))
    assert type(error) not in tasks.notes


def test_jobs_of_two_kinds_run_side_by_side(tasks, qtbot):
    one, two = Gate(result=1), Gate(result=2)
    first, second = start(tasks, one, "load"), start(tasks, two, "open")
    two.go.set()
    qtbot.waitUntil(lambda: bool(second))
    assert tasks.is_running("load") and "hidden" not in tasks.notes
    one.go.set()
    qtbot.waitUntil(lambda: bool(first))
    assert tasks.notes[-1] == "hidden"


def test_cancelled_by_the_user_nothing_is_told_and_the_result_is_closed(tasks, qtbot):
    gate = Gate(result=Closable())
    done = start(tasks, gate)
    tasks.cancel_all()
    assert gate.handle.should_cancel() and tasks.notes[-1] == "hidden" and not tasks.is_running("load")
    gate.handle.report(0.9)
    gate.go.set()
    qtbot.waitUntil(lambda: gate.result.closed == 1)
    assert done == [] and ("Loading", 0.9) not in tasks.notes


def test_a_job_that_heeds_it_says_nothing_either(tasks, qtbot):
    gate = Gate(error=Cancelled())
    start(tasks, gate)
    gate.go.set()
    qtbot.waitUntil(lambda: not tasks.is_running("load"))
    assert Cancelled not in tasks.notes


def test_finish_waits_for_every_thread(tasks):
    gates = [Gate(), Gate()]
    for gate, kind in zip(gates, ("a", "b"), strict=True):
        start(tasks, gate, kind)
        gate.go.set()
    tasks.finish()
    assert all(gate.handle.should_cancel() for gate in gates)
