import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def video_assets() -> Path:
    """The shared annotated videos."""
    default = Path(__file__).parents[3].parent / "shared" / "assets"
    folder = Path(os.environ.get("TRACKBENCH_ASSETS", default)) / "videos"
    if not folder.is_dir():
        pytest.skip(f"no shared videos in {folder}")
    return folder
