"""Where a bench finds networks and videos, and a home that is not the user's."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from engines.catalog import Catalog, CatalogEntry, load_catalog

ASSETS_VARIABLE = "TRACKBENCH_ASSETS"
NO_ASSETS = f"the shared models and videos are not here; name their folder in {ASSETS_VARIABLE}"
NO_NETWORK = "neither the bundled network nor the shared models are here"
_ROOT = Path(__file__).resolve().parents[1]
_VITTRACK_FILE = "object_tracking_vittrack_2023sep.onnx"
_NANOTRACK_FILES = ("nanotrackv2_backbone_dynamic.onnx", "nanotrackv2_head_sim.onnx")


def assets() -> Path | None:
    """The folder of shared models and annotated videos."""
    named = os.environ.get(ASSETS_VARIABLE)
    folder = Path(named) if named else _ROOT.parent / "shared" / "assets"
    return folder.resolve() if folder.is_dir() else None


def vittrack_weights() -> Path | None:
    folder = assets()
    path = folder / "models" / _VITTRACK_FILE if folder else None
    return path if path is not None and path.is_file() else None


def nanotrack_weights() -> tuple[Path, ...]:
    """Backbone and head; empty where one of them is missing."""
    folder = assets()
    paths = tuple(folder / "models" / name for name in _NANOTRACK_FILES) if folder else ()
    return paths if all(path.is_file() for path in paths) else ()


def sequences() -> tuple[Path, ...]:
    """Folders of the annotated single-object sequences, by name."""
    folder = assets()
    return tuple(sorted((folder / "videos" / "sot").iterdir())) if folder else ()


def catalog() -> Catalog:
    """The built-in catalog; weights in a folder that does not exist."""
    return load_catalog(_ROOT / "out" / "bench-without-weights")


def demo_weights() -> Path | None:
    """The bundled network, where it was made already."""
    known = catalog()
    entry = known.entry("demo-sot")
    path = known.weight_file(entry, entry.network[0])
    return path if path.is_file() else None


def any_sot() -> tuple[CatalogEntry, Path] | None:
    """A single-object entry whose weights are here: the bundled one, else VitTrack of the assets."""
    for name, path in (("demo-sot", demo_weights()), ("vittrack", vittrack_weights())):
        if path is not None:
            return catalog().entry(name), path
    return None


@contextlib.contextmanager
def private_home() -> Iterator[Path]:
    """An empty home for this process and its children, and Qt without a screen where there is none."""
    with tempfile.TemporaryDirectory(prefix="trackbench-bench-") as name:
        home = Path(name)
        os.environ.update({"HOME": name, "USERPROFILE": name, "APPDATA": name, "LOCALAPPDATA": name})
        for kind in ("CONFIG", "CACHE", "DATA", "STATE"):
            os.environ[f"XDG_{kind}_HOME"] = str(home / kind.lower())
        os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
        if sys.platform == "linux" and not {"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys():
            os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        yield home
