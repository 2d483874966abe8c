import logging
import sys
import threading

import pytest
from PySide6.QtCore import qWarning

from app import logs


@pytest.fixture
def started(qapp, tmp_path):
    before = logging.getLogger().handlers[:], logging.getLogger().level, sys.excepthook, threading.excepthook
    running = logs.start(tmp_path / "state" / "trackbench.log")
    running.lines, running.bugs = [], []
    running.relay.line.connect(running.lines.append)
    running.relay.bug.connect(running.bugs.append)
    yield running
    running.stop()
    logging.getLogger().setLevel(before[1])
    # Everything is as it was.
    assert (logging.getLogger().handlers[:], sys.excepthook, threading.excepthook) == (before[0], *before[2:])


def text_of(tmp_path):
    return (tmp_path / "state" / "trackbench.log").read_text(encoding="utf-8")


def test_lines_go_to_file_and_panel(started, tmp_path, qtbot):
    logging.getLogger("engines.x").info("opened %s", "目标.mp4")
    assert "INFO engines.x: opened 目标.mp4" in text_of(tmp_path)
    assert started.lines[0].endswith("opened 目标.mp4")
    logging.getLogger("engines.x").debug("every frame")
    assert "every frame" not in text_of(tmp_path)


def test_qt_speaks_to_the_same_log(started, tmp_path):
    qWarning("Qt has something to say")
    assert "WARNING qt: Qt has something to say" in text_of(tmp_path)


def test_a_bug_is_logged_with_its_traceback_and_told_once(started, tmp_path):
    try:
        raise ZeroDivisionError("a bug")
    except ZeroDivisionError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    assert started.bugs == ["ZeroDivisionError: a bug"]
    assert "Traceback" in text_of(tmp_path) and "test_logs.py" in text_of(tmp_path)


def test_a_bug_in_another_thread_too(started, tmp_path, qtbot):
    def fail():
        raise KeyError("in a thread")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: started.bugs == ["KeyError: 'in a thread'"])
    assert "in a thread" in text_of(tmp_path)


def test_a_file_that_cannot_be_opened_does_not_stop_the_program(qapp, tmp_path, caplog):
    (tmp_path / "file").write_text("")
    running = logs.start(tmp_path / "file" / "x.log")
    logging.getLogger("engines.x").warning("it goes on")
    running.stop()
    assert "no log file" in caplog.text and "it goes on" in caplog.text
