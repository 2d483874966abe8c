"""A screen for all tests here, and a window for each."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app import demo
from app.paths import user_paths
from engines.catalog import load_catalog
from engines.geometry import Box
from engines.video.open import open_source
from engines.weights import import_weights
from tests.e2e.screen import Screen, missing_programs, private_screen
from tests.e2e.window import WorkbenchWindow

# Read when this module is imported: each test is given an environment without the user's variables.
_SHOTS = os.environ.get("TRACKBENCH_E2E_SHOTS")
OpenWindow = Callable[..., WorkbenchWindow]
Figures = Callable[[int, int], Box]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = missing_programs()
    here = [item for item in items if item.path.parent == Path(__file__).parent]
    for item in here if missing else []:
        reason = f"not installed: {', '.join(missing)}; `python3 dev.py setup` brings them"
        item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def screen() -> Iterator[Screen]:
    with private_screen() as screen:
        yield screen


@pytest.fixture(scope="session")
def shots_folder() -> Path:
    """Where pictures of the tests go: TRACKBENCH_E2E_SHOTS, or a temporary folder."""
    return Path(_SHOTS or Path(tempfile.gettempdir()) / "trackbench-e2e").absolute()


@pytest.fixture
def open_window(screen: Screen, shots_folder: Path, request: pytest.FixtureRequest) -> Iterator[OpenWindow]:
    """Opens workbenches; at the end of the test they must be able to end cleanly, and have no bug to tell."""
    name = re.sub(r"\W+", "_", request.node.name).removeprefix("test_")
    windows: list[WorkbenchWindow] = []

    def open_one(*arguments: str) -> WorkbenchWindow:
        windows.append(WorkbenchWindow(screen, *arguments, shots=shots_folder / name))
        return windows[-1]

    try:
        yield open_one
        for window in windows:
            if window.is_running:
                window.quit()
            assert "Traceback" not in window.errors, window.errors
            assert "unexpected" not in window.errors, window.errors
    finally:
        for window in windows:
            if window.is_running:
                window.photograph("left_open")
            window.kill()


@pytest.fixture
def window(open_window: OpenWindow) -> WorkbenchWindow:
    """A workbench with nothing open."""
    return open_window()


@pytest.fixture
def clip() -> Path:
    """The demo clip as any video file: its annotations are not beside it."""
    return demo.demo_clip()


@pytest.fixture(scope="session")
def figures() -> Figures:
    """Where a figure of the demo clip is in a frame; 1 and 2 can be seen for the whole first minute."""
    with contextlib.closing(open_source(demo.demo_clip())) as source:
        truth = source.ground_truth
    assert truth is not None

    def box_of(figure: int, frame: int) -> Box:
        box = truth.box_of(frame, figure)
        assert box is not None, f"figure {figure} is not in frame {frame}"
        return box

    return box_of


@pytest.fixture
def vittrack(assets: Path, private_home: Path) -> str:
    """VitTrack with its weights in the user's own folder; returns its title."""
    catalog = load_catalog(user_paths().weights)
    entry = catalog.entry("vittrack")
    import_weights(catalog, entry, (assets / "models" / "object_tracking_vittrack_2023sep.onnx",))
    return entry.title
