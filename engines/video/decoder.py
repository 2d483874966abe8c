"""Decoding of a file from any of its frames on, with every frame numbered."""

from __future__ import annotations

import itertools
import logging
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import av
import numpy as np

from engines.video.frame_index import FrameIndex, all_packets, decode_packet

logger = logging.getLogger(__name__)

# Decoding this many frames costs about as much as one seek (measured: 20 to 30).
_NEAR_FRAMES = 24
# A frame that does not come out even from this many keys further back is taken as lost.
_MAX_EARLIER_KEYS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Decoded:
    """A decoded picture, still in the codec's own pixel format, with its frame number."""

    number: int
    picture: Any
    is_key: bool


class FrameDecoder:
    """Gives the frames of a file from any number on; exact for open groups of pictures as well.

    Attributes:
        nominal_fps: frames per second as the container states them, None where it does not.
        time_base: seconds per unit of the index's marks.
    """

    def __init__(self, open_file: Callable[[], tuple[Any, Any]], index: FrameIndex) -> None:
        self._open_file = open_file
        self._index = index
        self._by_mark = np.argsort(index.marks) if not index.in_order else None
        self._sorted_marks = index.marks if self._by_mark is None else index.marks[self._by_mark]
        self._container: Any
        self._stream: Any
        self._container, self._stream = open_file()
        self._is_mislabelled = False
        self._frames = self._decode()
        self._position: int | None = -1
        rate = self._stream.average_rate or self._stream.guessed_rate
        self.nominal_fps = float(rate) if rate else None
        self.time_base = float(self._stream.time_base)

    def close(self) -> None:
        # PyAV crashes when a stream outlives its container, so both go together.
        self._frames, self._stream = iter(()), None
        if self._container is not None:
            self._container.close()
            self._container = None

    def decode_to(self, number: int, keep: Callable[[Decoded], None]) -> Decoded | None:
        """Frame `number`, or the next that can be decoded, or None at the end.

        Args:
            number: 0-based number of the wanted frame.
            keep: given every frame that comes out on the way, the wanted one included.
        """
        if self._is_near(number):
            found = self._advance(number, keep)
            if not self._is_mislabelled:
                return found
        index, passed_over = self._index, 0
        nearest = -1 if index.is_counted else index.key_before(number)
        for key in range(nearest, max(nearest - _MAX_EARLIER_KEYS, -1), -1):
            first = self._start_at_key(key)
            # Where the container lands late, or inside a group of pictures, decoding would begin unclean.
            if first is None or first.number > number or not first.is_key:
                continue
            keep(first)
            found = first if first.number == number else self._advance(number, keep)
            if found is not None and found.number == number:
                return found
            passed_over += not self._is_mislabelled
            # Twice begun cleanly and not come out: it cannot be decoded, from the very start neither.
            if passed_over == 2:
                return found
        self._restart()
        return self._advance(number, keep)

    def _is_near(self, number: int) -> bool:
        if self._position is None or self._position >= number:
            return False
        if number - self._position <= _NEAR_FRAMES or self._index.is_counted:
            return True
        key = self._index.key_before(number)
        return key < 0 or int(self._index.key_numbers[key]) <= self._position

    def _advance(self, number: int, keep: Callable[[Decoded], None]) -> Decoded | None:
        while (decoded := self._next()) is not None:
            keep(decoded)
            if decoded.number >= number:
                return decoded
        return None

    def _next(self) -> Decoded | None:
        decoded = next(self._frames, None)
        self._position = None if decoded is None else decoded.number
        return decoded

    def _restart(self) -> None:
        """Begins at the very start; opening anew is the one way that is exact in every container."""
        self.close()
        self._container, self._stream = self._open_file()
        self._is_mislabelled = False
        self._frames = self._decode()
        self._position = -1

    def _start_at_key(self, key: int) -> Decoded | None:
        try:
            self._container.seek(int(self._index.key_marks[key]), stream=self._stream)
        except av.FFmpegError as error:
            logger.debug("seeking to key %d failed: %s", key, error.strerror)
            return None
        self._is_mislabelled = False
        self._frames = self._decode_from_key()
        return self._next()

    def _decode_from_key(self) -> Iterator[Decoded]:
        """Frames from the next key packet on; ends at once where packets bear wrong time stamps."""
        packets = all_packets(self._container, self._stream)
        from_key = itertools.dropwhile(lambda packet: not packet.is_keyframe, packets)
        for packet in from_key:
            if not self._index.is_right(packet):
                self._is_mislabelled = True
                return
            yield from self._numbered(decode_packet(packet))

    def _decode(self) -> Iterator[Decoded]:
        counted = 0
        for packet in all_packets(self._container, self._stream):
            pictures = decode_packet(packet)
            if self._index.is_counted:
                yield from (Decoded(counted + at, picture, True) for at, picture in enumerate(pictures))
                counted += len(pictures)
            else:
                yield from self._numbered(pictures)

    def _numbered(self, pictures: list[Any]) -> Iterator[Decoded]:
        for picture in pictures:
            number = self._number_of(picture.pts)
            if number is not None:
                yield Decoded(number, picture, bool(picture.key_frame))

    def _number_of(self, mark: int | None) -> int | None:
        if mark is None:
            return None
        at = int(np.searchsorted(self._sorted_marks, mark))
        if at == len(self._sorted_marks) or self._sorted_marks[at] != mark:
            return None
        return at if self._by_mark is None else int(self._by_mark[at])


class DecodedRing:
    """The frames decoded last, bounded by bytes and by count, so that stepping back costs no decoding.

    They stay in the codec's pixel format: half the bytes of BGR, and converting one takes under a ms.
    """

    def __init__(self, max_bytes: int, max_count: int) -> None:
        self._max_bytes, self._max_count = max_bytes, max_count
        self._held: OrderedDict[int, Decoded] = OrderedDict()
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._held)

    def put(self, decoded: Decoded) -> None:
        old = self._held.pop(decoded.number, None)
        if old is not None:
            self._bytes -= _bytes_of(old)
        self._held[decoded.number] = decoded
        self._bytes += _bytes_of(decoded)
        while len(self._held) > 1 and (self._bytes > self._max_bytes or len(self._held) > self._max_count):
            _, oldest = self._held.popitem(last=False)
            self._bytes -= _bytes_of(oldest)

    def get(self, number: int) -> Decoded | None:
        return self._held.get(number)

    def clear(self) -> None:
        self._held.clear()
        self._bytes = 0


def _bytes_of(decoded: Decoded) -> int:
    return sum(plane.buffer_size for plane in decoded.picture.planes)
