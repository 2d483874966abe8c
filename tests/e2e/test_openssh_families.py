"""From the log-in to the overlay through a real OpenSSH server, for each family."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.demo import demo_clip
from engines.assembly import NetworkOpener, local_opener, open_pipeline
from engines.boards.board import Board
from engines.boards.opening import board_opener
from engines.boards.ssh_login import Access
from engines.catalog import Catalog, load_catalog
from engines.frame_result import FrameResult, Stage
from engines.geometry import iou
from engines.video.open import open_source
from engines.virtual.launch import VirtualBoardProcess
from engines.virtual.main import FAMILIES
from engines.virtual.openssh import PROGRAM

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="openssh-server is not installed")
FRAMES = 5


def tracked(catalog: Catalog, opener: NetworkOpener) -> list[FrameResult]:
    """The first frames of the demo clip, everybody followed."""
    source = open_source(demo_clip())
    pipeline = open_pipeline(catalog, catalog.entry("demo-mot"), opener)
    try:
        frames = [source.read() for _ in range(FRAMES)]
        return [pipeline.step(frame) for frame in frames if frame is not None]
    finally:
        pipeline.close()
        source.close()


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_the_ladder_the_service_an_upload_and_a_tracked_clip(family, tmp_path: Path):
    catalog = load_catalog(tmp_path / "weights")
    with VirtualBoardProcess(tmp_path / "state", family=family, server="openssh") as process:
        board = Board(process.address, Access(process.known_hosts, use_ssh_agent=False))
        try:
            board.check()
            assert board.failure is None, board.failure
            assert board.profile.family == family
            if board.profile.service is not None:
                board.start_service()
                assert board.service_is_running
            there = tracked(catalog, board_opener(board))
            assert "demo_mot.onnx" in [model.name for model in board.models()]
        finally:
            board.close()
    here = tracked(catalog, local_opener())
    assert all(result.stage_ms(Stage.LINK_OUT) for result in there)
    for remote, local in zip(there, here, strict=True):
        assert [track.id for track in remote.tracks] == [track.id for track in local.tracks]
        assert all(iou(a.box, b.box) > 0.99 for a, b in zip(remote.tracks, local.tracks, strict=True))
    assert len(there[-1].tracks) > 2
