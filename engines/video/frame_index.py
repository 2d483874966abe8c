"""Which frames a video file holds, in the order they are shown, and where decoding can begin.

Frame numbers are exact only if they come from the file's own packets: containers' frame counts and
rates are wrong with edit lists, variable rates and transport streams. So the file is read through once
at open, without decoding. Files whose time stamps cannot be trusted are decoded through once instead.
"""

from __future__ import annotations

import logging
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from engines.errors import Cancelled

logger = logging.getLogger(__name__)

ShouldCancel = Callable[[], bool]
OnProgress = Callable[[float], None]

# Reordering in real codecs stays within 16 frames; more means that time stamps start over in the file.
_MAX_REORDER = 64
# Frames decoded at open to see whether the packets' time stamps are those of the decoded frames.
_PROBE_FRAMES = 16
_PROGRESS_EVERY = 256


@dataclass(frozen=True, eq=False, slots=True)
class FrameIndex:
    """Frames of a file in presentation order.

    Attributes:
        count: number of frames.
        marks: (count,) int64 presentation time stamps that tell decoded frames apart, in units of the
            stream's time base; empty where the file has none that are unique: then frames are counted.
        in_order: marks rise with the frame number. Otherwise they only name frames.
        key_numbers: (K,) numbers of frames at which decoding can begin, rising.
        key_marks: (K,) time stamps to seek to for them.
        sizes: (count,) bytes of the packet with that mark; empty where not known.
    """

    count: int
    marks: NDArray[np.int64]
    in_order: bool
    key_numbers: NDArray[np.int64]
    key_marks: NDArray[np.int64]
    sizes: NDArray[np.int32]

    @property
    def is_counted(self) -> bool:
        """Frames carry no usable mark; they can only be reached by counting from the start."""
        return len(self.marks) == 0

    def key_before(self, number: int) -> int:
        """Position in the key lists of the last key at or before a frame, -1 where there is none."""
        return int(np.searchsorted(self.key_numbers, number, side="right")) - 1

    def is_right(self, packet: Any) -> bool:
        """Whether a packet bears the same time stamp as when the file was read from its start.

        After a seek into an MPEG program stream several packets may bear those of their neighbours.
        """
        if not len(self.sizes) or packet.is_discard or not packet.size or packet.pts is None:
            return True
        at = int(np.searchsorted(self.marks, packet.pts))
        return at < self.count and self.marks[at] == packet.pts and self.sizes[at] == packet.size


def all_packets(
    container: Any,
    stream: Any,
    should_cancel: ShouldCancel | None = None,
    on_progress: OnProgress | None = None,
) -> Iterator[Any]:
    """Packets of one stream up to the first unreadable place, which is where a truncated file ends."""
    size = max(int(container.size or 0), 1)
    try:
        for at, packet in enumerate(container.demux(stream)):
            if at % _PROGRESS_EVERY == 0:
                if should_cancel is not None and should_cancel():
                    raise Cancelled()
                if on_progress is not None and packet.pos is not None:
                    on_progress(min(max(packet.pos / size, 0.0), 1.0))
            yield packet
    except av.FFmpegError as error:
        logger.info("reading ends early: %s", error.strerror)


def decode_packet(packet: Any) -> list[Any]:
    """Frames that come out with this packet; a damaged packet gives none and playing goes on."""
    try:
        return list(packet.decode())
    except av.FFmpegError as error:
        logger.debug("a packet at %s could not be decoded: %s", packet.pts, error.strerror)
        return []


def build_index(
    open_file: Callable[[], tuple[Any, Any]],
    path: Path,
    should_cancel: ShouldCancel | None = None,
    on_progress: OnProgress | None = None,
) -> FrameIndex:
    """The index of a file.

    Args:
        open_file: opens the file anew and returns (container, video stream).
        path: for the log.
        should_cancel: asked now and then; a yes raises Cancelled.
        on_progress: told the share read so far, 0...1.
    """
    index = _index_of_packets(open_file, should_cancel, on_progress)
    if index is not None:
        index = _agreeing_with_decoder(index, open_file)
    if index is None:
        logger.info("%s has no reliable time stamps: decoding it once to count its frames", path.name)
        index = _index_of_frames(open_file, should_cancel, on_progress)
    if on_progress is not None:
        on_progress(1.0)
    return index


def _index_of_packets(
    open_file: Callable[[], tuple[Any, Any]],
    should_cancel: ShouldCancel | None,
    on_progress: OnProgress | None,
) -> FrameIndex | None:
    """Sorted time stamps of the packets, or None where they cannot be the frames'."""
    marks, keys, sizes, corrupt_tail = array("q"), array("q"), array("i"), 0
    container, stream = open_file()
    with container:
        for packet in all_packets(container, stream, should_cancel, on_progress):
            if not packet.size:
                continue
            if packet.pts is None:
                return None
            if packet.is_keyframe:
                keys.append(packet.pts)  # discarded ones too: decoding can begin there
            if not packet.is_discard:
                marks.append(packet.pts)
                sizes.append(packet.size)
                corrupt_tail = corrupt_tail + 1 if packet.is_corrupt else 0
    in_file_order = np.frombuffer(marks, np.int64)[: len(marks) - corrupt_tail]
    order = np.argsort(in_file_order, kind="stable")
    if len(order) and np.abs(order - np.arange(len(order))).max() > _MAX_REORDER:
        return None
    shown = in_file_order[order]
    if len(shown) > 1 and np.diff(shown).min() <= 0:
        return None
    return _by_marks(shown, np.frombuffer(sizes, np.int32)[order], np.sort(np.frombuffer(keys, np.int64)))


def _by_marks(shown: NDArray[np.int64], sizes: NDArray[np.int32], keys: NDArray[np.int64]) -> FrameIndex:
    return FrameIndex(len(shown), shown, True, np.searchsorted(shown, keys).astype(np.int64), keys, sizes)


def _agreeing_with_decoder(index: FrameIndex, open_file: Callable[[], tuple[Any, Any]]) -> FrameIndex | None:
    """The index without leading frames that cannot be decoded, or None where the decoder disagrees.

    H.264 in AVI, field pictures and hidden reference frames have packets whose time stamps look right but
    are not those of the frames in display order.
    """
    seen = _first_marks(open_file, min(_PROBE_FRAMES, index.count))
    if not seen or seen[0] is None:
        return None if index.count else index
    start = int(np.searchsorted(index.marks, seen[0]))
    if index.marks[start : start + len(seen)].tolist() != seen:
        return None
    return index if start == 0 else _by_marks(index.marks[start:], index.sizes[start:], index.key_marks)


def _first_marks(open_file: Callable[[], tuple[Any, Any]], wanted: int) -> list[int | None]:
    seen: list[int | None] = []
    container, stream = open_file()
    with container:
        for packet in all_packets(container, stream):
            seen += [frame.pts for frame in decode_packet(packet)]
            if len(seen) >= wanted:
                break
    return seen[:wanted]


def _index_of_frames(
    open_file: Callable[[], tuple[Any, Any]],
    should_cancel: ShouldCancel | None,
    on_progress: OnProgress | None,
) -> FrameIndex:
    marks, key_numbers, has_all = array("q"), array("q"), True
    container, stream = open_file()
    with container:
        for packet in all_packets(container, stream, should_cancel, on_progress):
            for frame in decode_packet(packet):
                if frame.key_frame:
                    key_numbers.append(len(marks))
                has_all = has_all and frame.pts is not None
                marks.append(frame.pts or 0)
    named, keys = np.frombuffer(marks, np.int64), np.frombuffer(key_numbers, np.int64)
    ranked = np.sort(named)
    unknown = np.empty(0, np.int32)
    if not has_all or any(a == b for a, b in pairwise(ranked.tolist())):
        nothing = np.empty(0, np.int64)
        return FrameIndex(len(named), nothing, False, nothing, nothing, unknown)
    return FrameIndex(len(named), named, bool((ranked == named).all()), keys, named[keys], unknown)
