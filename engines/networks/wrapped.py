"""A network around another one, to look at what goes in and out."""

from __future__ import annotations

from collections.abc import Mapping

from engines.networks.network import Network, Tensor, TensorSpec
from engines.timing import StageClock


class WrappedNetwork:
    """Passes everything on; what derives from it looks at `run`. See `network.Network`."""

    def __init__(self, network: Network) -> None:
        self._network = network

    @property
    def name(self) -> str:
        return self._network.name

    @property
    def inputs(self) -> tuple[TensorSpec, ...]:
        return self._network.inputs

    @property
    def outputs(self) -> tuple[TensorSpec, ...]:
        return self._network.outputs

    def run(self, feeds: Mapping[str, Tensor], clock: StageClock) -> Mapping[str, Tensor]:
        return self._network.run(feeds, clock)

    def close(self) -> None:
        self._network.close()
