"""What every test stands on: no screen, no user's settings, nothing left behind."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

ROOT = Path(__file__).resolve().parents[1]
ASSETS_VARIABLE = "TRACKBENCH_ASSETS"
THREAD_GRACE_S = 2.0
# Qt keeps its tool tip window for later.
KEPT_BY_QT = {"QTipLabel"}

# Before anything imports Qt. Tests of the real window start a process with a platform of their own.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

_failed = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "assets" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.assets)
        if item.get_closest_marker("display") and not os.environ.get("DISPLAY"):
            item.add_marker(pytest.mark.skip(reason="no X server; `python3 dev.py test` starts one"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        item.stash[_failed] = True
    return report


@pytest.fixture(autouse=True)
def private_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home: settings, caches, known hosts and keyring of the user are out of reach."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    for name in ("CONFIG", "CACHE", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    for name in ("APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home / name.lower()))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    for name in [name for name in os.environ if name.startswith("TRACKBENCH_") and name != ASSETS_VARIABLE]:
        monkeypatch.delenv(name)
    return home


@pytest.fixture(scope="session")
def assets() -> Path:
    """Folder of the shared models and annotated videos; tests that need it are skipped without it."""
    named = os.environ.get(ASSETS_VARIABLE)
    folder = Path(named) if named else ROOT.parent / "shared" / "assets"
    if folder.is_dir():
        return folder.resolve()
    if named and os.environ.get("CI") == "true":
        pytest.fail(f"{ASSETS_VARIABLE} names {folder}, which is not a folder", pytrace=False)
    pytest.skip(f"shared assets not found at {folder}")


@pytest.fixture
def language_c_locale(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """English texts and decimal points, whatever the machine speaks."""
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("LANG", "C")
    monkeypatch.setenv("LANGUAGE", "en")
    from PySide6.QtCore import QLocale

    before = QLocale()
    QLocale.setDefault(QLocale.c())
    yield
    QLocale.setDefault(before)


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test that leaves a top-level widget or a running thread behind."""
    threads = set(threading.enumerate())
    widgets = set(_open_widgets())
    yield
    left = [f"thread {thread.name}" for thread in _running_threads(threads)]
    left += [f"widget {type(widget).__name__}" for widget in _left_widgets(widgets)]
    # A failed test has said what matters; its traceback also keeps objects alive.
    if left and not request.node.stash.get(_failed, False):
        pytest.fail(f"left behind: {', '.join(left)}", pytrace=False)


def _running_threads(before: set[threading.Thread]) -> list[threading.Thread]:
    """Non-daemon threads that a test started and that do not end by themselves now."""
    started = [t for t in threading.enumerate() if t not in before and not t.daemon]
    for thread in started:
        thread.join(THREAD_GRACE_S)
    return [thread for thread in started if thread.is_alive()]


def _left_widgets(before: set[QWidget]) -> list[QWidget]:
    """Top-level widgets that survive the test; they are closed, so that the next test is not blamed."""
    if not _new_widgets(before):
        return []
    # Only now the slow part: parts of reference cycles are gone after it.
    gc.collect()
    left = _new_widgets(before)
    for widget in left:
        widget.close()
        widget.deleteLater()
    return left


def _new_widgets(before: set[QWidget]) -> list[QWidget]:
    return [widget for widget in _open_widgets() if widget not in before]


def _open_widgets() -> list[QWidget]:
    """Top-level widgets without a parent, after what was to be deleted is. Imports no Qt by itself."""
    module = sys.modules.get("PySide6.QtWidgets")
    if module is None or module.QApplication.instance() is None:
        return []
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    tops = module.QApplication.topLevelWidgets()
    return [w for w in tops if w.parent() is None and type(w).__name__ not in KEPT_BY_QT]
