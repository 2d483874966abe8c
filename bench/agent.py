"""One inference through the agent, over loopback TCP and over SSH to the virtual board, against a local run.

The same network on one thread everywhere, no simulated times. A call is what a tracker does for a frame:
pack a crop, run, get the outputs. Locally the picture becomes float32 here; over a link it travels as uint8
and becomes float32 there. There is no bar yet: the figures say what the link costs and carries.
"""

from __future__ import annotations

import contextlib
import itertools
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from bench.measure import Effort, interleaved
from bench.places import NO_NETWORK, any_sot
from bench.rows import Row, missing
from engines.boards.board import Board
from engines.boards.ssh_login import Access
from engines.catalog import NetworkEntry
from engines.networks.local import LocalNetwork
from engines.networks.network import Network, PixelFormat, TensorSpec
from engines.networks.packing import ImagePacker
from engines.networks.remote import LoadRequest, RemoteNetwork, RemoteOptions
from engines.timing import StageClock
from engines.virtual.launch import VirtualBoardProcess

_THREADS = 1
_PICTURES = 8


def run(effort: Effort) -> Iterator[Row]:
    found = any_sot()
    if found is None:
        yield missing("agent", "inference through the agent / local", NO_NETWORK)
        return
    (network,), path = found[0].network, found[1]
    with _local(network, path) as local, _over_tcp(network, path) as tcp, _over_ssh(network, path) as ssh:
        calls = {"local": _Caller(local), "tcp": _Caller(tcp), "ssh": _Caller(ssh)}
        times = interleaved(calls, rounds=effort.count(60, 3), calls=10)
    for side, words in (("tcp", "agent over loopback TCP"), ("ssh", "agent over SSH, virtual board")):
        ratio = times.ratio(side, "local")
        out, back = calls[side].bytes_out_in
        note = f"{(out + back) / 1000:.1f} kB per frame ({out:,} out, {back:,} back)"
        yield Row("agent", f"{words} / local", ratio.value, samples=ratio.samples(10), note=note)


class _Caller:
    """Packs and runs, another picture each time, the same template."""

    def __init__(self, network: Network) -> None:
        self._network = network
        template, search = sorted(network.inputs, key=lambda spec: np.prod([d or 1 for d in spec.shape]))
        rng = np.random.default_rng(4)
        self._name, self._packer = search.name, ImagePacker(search)
        side = self._packer.width
        crops = rng.integers(0, 256, (_PICTURES, side, side, 3), dtype=np.uint8)
        self._crops = itertools.cycle(crops)
        self._template = {template.name: _packed_template(template, rng)}
        self.bytes_out_in = (0, 0)

    def __call__(self) -> Mapping[str, object]:
        clock = StageClock()
        feeds = {**self._template, self._name: self._packer.pack(next(self._crops))}
        outputs = self._network.run(feeds, clock)
        self.bytes_out_in = clock.bytes_out_in or (0, 0)
        return outputs


def _packed_template(spec: TensorSpec, rng: np.random.Generator) -> np.ndarray:
    packer = ImagePacker(spec)
    return packer.pack_new(rng.integers(0, 256, (packer.height, packer.width, 3), dtype=np.uint8))


@contextlib.contextmanager
def _local(entry: NetworkEntry, path: Path) -> Iterator[Network]:
    network = LocalNetwork(path, inputs=[given.spec for given in entry.inputs], threads=_THREADS)
    yield network
    network.close()


@contextlib.contextmanager
def _over_tcp(entry: NetworkEntry, path: Path) -> Iterator[Network]:
    """An agent in a process of its own."""
    command = [sys.executable, "-m", "engines.agent", "--model-dir", str(path.parent)]
    command += ["--threads", str(_THREADS)]
    with (
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as process,
        _closed_input(process),
    ):
        assert process.stdout is not None
        url = process.stdout.readline().rpartition(" ")[2].strip()
        options = RemoteOptions(pixels=_pixels(entry), load=LoadRequest(path.name))
        network = RemoteNetwork.at_url(url, "bench", options)
        yield network
        network.close()


@contextlib.contextmanager
def _over_ssh(entry: NetworkEntry, path: Path) -> Iterator[Network]:
    with tempfile.TemporaryDirectory(prefix="tb-") as name, VirtualBoardProcess(Path(name)) as virtual:
        board = Board.connect(virtual.address, Access(virtual.known_hosts, use_ssh_agent=False))
        try:
            board.push_model(path)
            network = board.open_network(path.name, pixels=_pixels(entry))
            yield network
            network.close()
        finally:
            board.close()


@contextlib.contextmanager
def _closed_input(process: subprocess.Popen[str]) -> Iterator[None]:
    """The agent ends with its standard input."""
    try:
        yield
    finally:
        assert process.stdin is not None
        process.stdin.close()


def _pixels(entry: NetworkEntry) -> dict[str, PixelFormat]:
    specs = [given.spec for given in entry.inputs]
    return {spec.name: spec.pixels for spec in specs if spec.pixels is not None}
