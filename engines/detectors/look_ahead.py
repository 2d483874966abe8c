"""Detection of the next frame while the present one is waited for: a link carries while the board computes.

What is in a frame does not depend on the frames before it, so its picture can be on its way early; who is who
is still settled in the order of the frames. Results are the same as without.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass
from time import perf_counter_ns

from engines.detections import Detections
from engines.detectors.detector import Detector
from engines.frame import Frame
from engines.networks.network import LinkedNetwork, Network
from engines.timing import StageClock


def looking_ahead(make: Callable[[Sequence[Network]], Detector], networks: Sequence[Network]) -> Detector:
    """A detector on these networks; one that can look ahead where all of them are behind a link.

    On this computer two detections at a time would only share its processors.
    """
    linked = [network for network in networks if isinstance(network, LinkedNetwork)]
    if not networks or len(linked) != len(networks):
        return make(networks)
    with ExitStack() as on_failure:
        others = [network.another() for network in linked]
        for network in others:
            on_failure.callback(network.close)
        detector = LookAhead(make(networks), make(others))
        on_failure.pop_all()
    return detector


@dataclass(slots=True, eq=False)
class _Begun:
    """One detection on its way.

    Attributes:
        clock: stamped by the lane's thread until `found` is there.
        found: what is in the frame, and the wall time of finding it, in ms.
        is_wanted: somebody may still ask for it.
    """

    frame: Frame
    clock: StageClock
    found: Future[tuple[Detections, float]]
    is_wanted: bool = True


class _Lane:
    """A detector with a thread of its own."""

    def __init__(self, detector: Detector, name: str) -> None:
        self.detector = detector
        self.begun: _Begun | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=name)

    @property
    def is_free(self) -> bool:
        return self.begun is None or (not self.begun.is_wanted and self.begun.found.done())

    def begin(self, frame: Frame, clock: StageClock) -> None:
        self.begun = _Begun(frame, clock, self._thread.submit(self._detect, frame, clock))

    def close(self) -> None:
        """What is on its way is given up where the detector's networks can do that, else waited for."""
        self.detector.close()
        self._thread.shutdown()

    def _detect(self, frame: Frame, clock: StageClock) -> tuple[Detections, float]:
        began_ns = perf_counter_ns()
        found = self.detector.detect(frame, clock)
        return found, (perf_counter_ns() - began_ns) / 1e6


class LookAhead:
    """Two equal detectors that take turns (`detector.Detector`). Used by one thread.

    The frame that is asked for and one more are under way at most. Threads end with `close`.
    """

    def __init__(self, one: Detector, other: Detector) -> None:
        self._lanes = (_Lane(one, "look ahead 1"), _Lane(other, "look ahead 2"))

    @property
    def labels(self) -> tuple[str, ...]:
        return self._lanes[0].detector.labels

    def begin(self, frame: Frame, clock: StageClock) -> None:
        """Begins to look at a frame: `detect` with this frame and clock then only waits for the rest.

        Nothing is begun while both detectors are at work. The clock belongs to the detection until then.
        """
        lane = next((lane for lane in self._lanes if lane.is_free), None)
        if lane is not None:
            lane.begin(frame, clock)

    def forget(self) -> None:
        """Nobody asks any more for what was begun; its answer, or its failure, goes nowhere."""
        for lane in self._lanes:
            if lane.begun is not None:
                lane.begun.is_wanted = False

    def detect(self, frame: Frame, clock: StageClock) -> Detections:
        """As any detector. Failures of a detection that was begun are raised here, for their own frame."""
        for lane in self._lanes:
            begun = lane.begun
            if begun is not None and begun.is_wanted and begun.frame is frame and begun.clock is clock:
                return self._taken(lane, begun)
        return self._free_lane().detector.detect(frame, clock)

    def close(self) -> None:
        for lane in self._lanes:
            lane.close()

    def _taken(self, lane: _Lane, begun: _Begun) -> Detections:
        began_ns = perf_counter_ns()
        try:
            found, took_ms = begun.found.result()
        finally:
            lane.begun = None
        begun.clock.add_elsewhere(took_ms - (perf_counter_ns() - began_ns) / 1e6)
        return found

    def _free_lane(self) -> _Lane:
        """One with nothing to do; the first to be through, where both are at work for nobody."""
        while True:
            for lane in self._lanes:
                if lane.is_free:
                    return lane
            self.forget()
            wait([lane.begun.found for lane in self._lanes if lane.begun], return_when=FIRST_COMPLETED)
