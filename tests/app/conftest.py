"""A tiny scene with its truth, a network that follows it, and views that note what they are shown."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.paths import user_paths
from app.run_feed import RunViews
from engines.geometry import Box
from tests.tiny_networks import save_spot_vit

WIDTH, HEIGHT, SIDE, FRAMES = 160, 120, 24, 16
NETWORK_FILE = "object_tracking_vittrack_2023sep.onnx"


def true_box(index: int) -> Box:
    """Where the white square of the scene is."""
    return Box(30 + 4 * index, 40 + 2 * index, SIDE, SIDE)


@pytest.fixture(scope="session")
def scene(tmp_path_factory) -> Path:
    """A folder of pictures: a white square that moves over black, with ground truth."""
    folder = tmp_path_factory.mktemp("scenes") / "square"
    (folder / "img").mkdir(parents=True)
    rows = ["x,y,w,h"]
    for index in range(FRAMES):
        box = true_box(index)
        bgr = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
        bgr[int(box.y) : int(box.bottom), int(box.x) : int(box.right)] = 255
        cv2.imwrite(str(folder / "img" / f"{index:04d}.png"), bgr)
        rows.append(f"{box.x},{box.y},{box.w},{box.h}")
    (folder / "groundtruth.csv").write_text("\n".join(rows) + "\n")
    (folder / "sequence.json").write_text(json.dumps({"name": "square", "media": "img/%04d.png"}))
    return folder


@pytest.fixture(scope="session")
def spot_file(tmp_path_factory) -> Path:
    return save_spot_vit(tmp_path_factory.mktemp("networks") / NETWORK_FILE)


@pytest.fixture
def installed(private_home, spot_file) -> Path:
    """The network that follows the square, as the weights of `vittrack`."""
    path = user_paths().weights / "vittrack" / NETWORK_FILE
    path.parent.mkdir(parents=True)
    path.write_bytes(spot_file.read_bytes())
    return path


class Noting:
    """A view: every call of a `show...`, `append...` or `clear` is noted as (name, arguments)."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, tuple]] = []

    def __getattr__(self, name):
        if not name.startswith(("show", "append", "clear")):
            raise AttributeError(name)
        return lambda *arguments: self.calls.append((name, arguments))

    def of(self, name):
        """Arguments of every call of this name."""
        return [arguments for called, arguments in self.calls if called == name]

    def last(self, name):
        return self.of(name)[-1]


@pytest.fixture
def views() -> RunViews:
    return RunViews(Noting(), Noting(), Noting(), Noting(), Noting())
