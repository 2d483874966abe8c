"""How far another computer's clock is from ours, learned from the requests that it answers anyway.

Both clocks count ns from a moment of their own. Sources of the arithmetic and of the ageing of samples:
RFC 5905, "Network Time Protocol Version 4", sections 8 and 10.
"""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

#: Older samples count no more.
EXPIRY_NS = 30_000_000_000
#: The clocks part by 1 ns in so many at most: 100 ppm, two quartz crystals of 50 ppm that nobody disciplines.
DRIFT_NS = 10_000
#: Of each way. They get worse from the oldest to the newest: usually there is a handful.
_MOST_SAMPLES = 64


class FarTimes(NamedTuple):
    """Moments of one request on the clock of who answered it, in ns.

    Attributes:
        first_ns: its first bytes were there.
        whole_ns: all of it was there.
        sending_ns: the answer began to go out.
    """

    first_ns: int
    whole_ns: int
    sending_ns: int


class Exchange(NamedTuple):
    """A request and its answer as both sides saw them.

    Attributes:
        began_ns: it began to go out, on our clock.
        heard_ns: the first bytes of the answer were here, on our clock.
    """

    began_ns: int
    far: FarTimes
    heard_ns: int


class ClockOffset:
    """The far clock less ours, assumed to be such that first bytes need the same least time both ways.

    Of an exchange only first bytes count: how long the rest of a message takes says nothing about the
    clocks, and pictures go out that are many times larger than what comes back. With the delays d of first
    bytes and the offset o, an exchange tells `out = d_out + o` and `back = d_back - o`, both without an
    error. The least of each over the last 30 s are kept, so that o lies within [-back, out] whatever the
    link does. The middle, `(out - back) / 2`, is taken; it is wrong by half the difference of the two least
    delays, and never by more than `bound_ns`: half the least time that first bytes needed there and back,
    and what the clocks may have drifted since.

    Clocks that jump (a board that restarted, a computer that slept) contradict that interval: then
    everything is learned anew. Used by one thread at a time.
    """

    def __init__(self) -> None:
        self._out, self._back = _Least(), _Least()

    def copy(self) -> ClockOffset:
        """For another connection between the same two computers; both go on learning on their own."""
        other = ClockOffset()
        other._out, other._back = self._out.copy(), self._back.copy()
        return other

    def add(self, exchange: Exchange) -> None:
        """Learns from an exchange; one that contradicts itself is left out."""
        began_ns, heard_ns = exchange.began_ns, exchange.heard_ns
        out_ns = exchange.far.first_ns - began_ns
        back_ns = heard_ns - exchange.far.sending_ns
        # Sums of delays there and back are never negative, whatever the offset, but for the drift between.
        if out_ns + back_ns < 0 and out_ns + back_ns + _drift_ns(heard_ns - began_ns) < 0:
            return  # it says that answering took longer than the whole exchange
        if self._out.samples and (
            self._out.contradicts(back_ns, heard_ns) or self._back.contradicts(out_ns, began_ns)
        ):
            self._out.samples.clear()
            self._back.samples.clear()
        self._out.add(out_ns, began_ns)
        self._back.add(back_ns, heard_ns)

    @property
    def offset_ns(self) -> int | None:
        """None where there was no exchange yet."""
        if not self._out.samples:
            return None
        return (self._out.least_ns - self._back.least_ns) // 2

    def bound_ns(self, now_ns: int) -> int | None:
        """By how much `offset_ns` may be wrong at a moment of our clock; None as there."""
        if not self._out.samples:
            return None
        drifted_ns = max(_drift_ns(now_ns - least.at_ns) for least in (self._out, self._back))
        return max(0, self._out.least_ns + self._back.least_ns) // 2 + drifted_ns


class _Least:
    """The least of the latest values, each of which loses weight as the clocks drift.

    Values that a later one outdoes are dropped at once, so that the oldest kept is the least.
    """

    def __init__(self, samples: deque[tuple[int, int, int]] | None = None) -> None:
        #: What it is compared by, value, when.
        self.samples: deque[tuple[int, int, int]] = deque() if samples is None else samples

    def copy(self) -> _Least:
        return _Least(self.samples.copy())

    @property
    def least_ns(self) -> int:
        return self.samples[0][1]

    @property
    def at_ns(self) -> int:
        return self.samples[0][2]

    def contradicts(self, other_ns: int, now_ns: int) -> bool:
        """Whether there and back make less than nothing, even with what clocks may have drifted by now."""
        sum_ns = self.samples[0][1] + other_ns
        return sum_ns < 0 and sum_ns + _drift_ns(now_ns - self.at_ns) < 0

    def add(self, value_ns: int, at_ns: int) -> None:
        samples = self.samples
        while samples and at_ns - samples[0][2] > EXPIRY_NS:
            samples.popleft()
        # All of them drift alike, so that the order of any two is the same at any moment.
        key = value_ns - at_ns // DRIFT_NS
        while samples and samples[-1][0] >= key:
            samples.pop()
        if len(samples) >= _MOST_SAMPLES:
            samples.pop()
        samples.append((key, value_ns, at_ns))


def _drift_ns(span_ns: int) -> int:
    return max(0, span_ns) // DRIFT_NS + 1
