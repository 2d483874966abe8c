"""Vendors' libraries crash: the agent does not, says what happened, and starts them again."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from engines.agent.child_runner import ChildRunner
from engines.agent.refusal import RUNTIME_CRASHED, Refusal
from engines.agent.tensors import GivenInput

UNSTEADY = ("tests.engines.agent.own_backends", "UnsteadyBackend")
X = np.arange(8, dtype=np.float32).reshape(2, 4)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "four.model").write_text("4")
    (tmp_path / "two.model").write_text("2")
    return tmp_path


@pytest.fixture
def runner(folder: Path) -> Iterator[ChildRunner]:
    with closing(ChildRunner(UNSTEADY, {}, infer_s=2.0)) as made:
        made.load("four", str(folder / "four.model"), {})
        yield made


def infer(runner, x, name="four", key=None):
    return runner.infer(name, [GivenInput("x", x, key)], False).outputs["y"]


def with_first(value: float) -> np.ndarray:
    x = X.copy()
    x[0, 0] = value
    return x


def test_it_runs_elsewhere_and_says_what_it_is(runner, folder):
    assert (runner.backend_name, runner.version(), runner.endings) == ("unsteady", "1.2", (".model",))
    facts = runner.load("two", str(folder / "two.model"), {})
    assert facts.platform == "doubling"
    assert [(info.name, info.datatype, info.shape) for info in facts.inputs] == [("x", "FP32", [-1, 2])]
    np.testing.assert_array_equal(infer(runner, X), X * 2)
    np.testing.assert_array_equal(infer(runner, X[:, :2], "two"), X[:, :2] * 2)
    large = np.random.default_rng(1).random((3000, 4)).astype("f4")
    np.testing.assert_array_equal(infer(runner, large), large * 2)
    assert infer(runner, X[:0]).shape == (0, 4)


@pytest.mark.parametrize(
    ("value", "words"),
    [(11, "SIGSEGV"), (12, "exit code 3"), (13, "did not answer within 2 s"), (15, "SIGKILL")],
)
@pytest.mark.skipif(os.name != "posix", reason="names of signals")
def test_a_crash_is_told_and_survived(runner, folder, value, words):
    runner.load("two", str(folder / "two.model"), {})
    with pytest.raises(Refusal, match=words) as caught:
        infer(runner, with_first(value))
    assert caught.value.code == RUNTIME_CRASHED
    assert "'four'" in str(caught.value)
    assert runner.restarts == 1
    # Both models are there again without being loaded by anybody.
    np.testing.assert_array_equal(infer(runner, X), X * 2)
    np.testing.assert_array_equal(infer(runner, X[:, :2], "two"), X[:, :2] * 2)


def test_its_last_words_are_told(runner):
    with pytest.raises(Refusal, match="about to touch what is not ours"):
        infer(runner, with_first(11))


def test_what_the_library_raises_is_no_crash(runner):
    with pytest.raises(Refusal, match="SystemError: returned NULL") as caught:
        infer(runner, with_first(14))
    assert (caught.value.code, runner.restarts) == ("", 0)


def test_kept_inputs_are_asked_for_again_after_a_crash(runner):
    infer(runner, X, key="k")
    np.testing.assert_array_equal(infer(runner, None, key="k"), X * 2)
    with pytest.raises(Refusal):
        infer(runner, with_first(12))
    with pytest.raises(Refusal) as caught:
        infer(runner, None, key="k")
    assert caught.value.status == 409


def test_a_model_that_crashes_while_loading_takes_nothing_along(runner, folder):
    (folder / "bad.model").write_text("crash")
    with pytest.raises(Refusal, match=r"SIGABRT.*loading bad\.model") as caught:
        runner.load("bad", str(folder / "bad.model"), {})
    assert caught.value.code == RUNTIME_CRASHED
    np.testing.assert_array_equal(infer(runner, X), X * 2)
    with pytest.raises(Refusal) as missing:
        infer(runner, X, "bad")
    assert missing.value.status == 404


def test_a_model_that_cannot_be_loaded_again_says_so(runner, folder):
    runner.load("two", str(folder / "two.model"), {})
    (folder / "four.model").write_text("crash")
    with pytest.raises(Refusal):
        infer(runner, with_first(12))
    np.testing.assert_array_equal(infer(runner, X[:, :2], "two"), X[:, :2] * 2)
    with pytest.raises(Refusal, match="could not be loaded again"):
        infer(runner, X)
    (folder / "four.model").write_text("4")
    runner.load("four", str(folder / "four.model"), {})
    np.testing.assert_array_equal(infer(runner, X), X * 2)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"start": "crash"}, "no such device node"),
        ({"start": "missing"}, "not installed"),
        ({"start": "raise"}, "libunsteady"),
        ({"speed": "1"}, "no option 'speed'"),
    ],
)
def test_a_runtime_that_does_not_come_up(options, words):
    with pytest.raises(Refusal, match=words):
        ChildRunner(UNSTEADY, options)


def test_the_child_does_not_outlive_its_agent(runner):
    process = runner._child._process
    runner.close()
    assert process.poll() is not None
    with pytest.raises(Refusal, match="ending"):
        infer(runner, X)


def test_a_hung_child_ends_when_the_agent_is_killed(folder):
    import subprocess
    import sys

    script = (
        "import os, sys, threading\n"
        "from engines.agent.child_runner import ChildRunner\n"
        "runner = ChildRunner(('tests.engines.agent.own_backends', 'UnsteadyBackend'), {})\n"
        "print(runner._child._process.pid, flush=True)\n"
        "os._exit(9)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    pid = int(done.stdout)
    deadline_s = time.monotonic() + 10
    while time.monotonic() < deadline_s and _is_alive(pid):
        time.sleep(0.05)
    assert not _is_alive(pid)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    # Nobody may have collected it yet: then it is a zombie, which is no longer alive.
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"
