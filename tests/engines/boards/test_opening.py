"""Which files go to a board when a network is opened there."""

from __future__ import annotations

import pytest

from engines.assembly import NetworkRequest
from engines.boards.opening import board_opener
from engines.catalog import load_catalog


class FakeBoard:
    def __init__(self) -> None:
        self.pushed: list[str] = []
        self.opened: list[str] = []

    def push_model(self, *files, on_progress=None, should_cancel=None):
        self.pushed += [file.name for file in files]

    def open_network(self, file, **_options):
        self.opened.append(file)
        return file


@pytest.mark.parametrize(
    ("file", "pushed"),
    [("mine_BY.json", ["mine_BY.json", "mine_BY.raw"]), ("stands_for_it.onnx", ["stands_for_it.onnx"])],
)
def test_a_pair_goes_whole(tmp_path, file, pushed):
    entry = load_catalog(tmp_path).entry("bytetrack-icraft")
    network = entry.network[0]
    path = tmp_path / file
    board = FakeBoard()
    request = NetworkRequest(
        "detect", network, path, tuple(given.spec for given in network.inputs), entry.name
    )
    board_opener(board)(request)
    assert board.pushed == pushed
    assert len(board.opened) == 1
