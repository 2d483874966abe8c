"""Tiny networks on disk."""

from pathlib import Path

import pytest

from tests.tiny_networks import save_constant_vit


@pytest.fixture(scope="session")
def constant_vit(tmp_path_factory) -> Path:
    """A VitTrack-shaped network that always sees the same."""
    return save_constant_vit(tmp_path_factory.mktemp("networks") / "constant.onnx")
