"""Where a worker leaves things for the GUI thread's timer: one place, or a bounded row."""

from __future__ import annotations

from collections import deque
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Latest(Generic[T]):
    """Room for one value: the worker overwrites it, the GUI takes it.

    One queued signal per frame would show a picture seconds old as soon as painting is slower.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._value: T | None = None

    def put(self, value: T) -> None:
        with self._lock:
            self._value = value

    def take(self) -> T | None:
        with self._lock:
            value, self._value = self._value, None
        return value


class Inbox(Generic[T]):
    """The last values in order; the oldest fall out where nobody takes them in time."""

    def __init__(self, capacity: int = 1000) -> None:
        self._lock = Lock()
        self._values: deque[T] = deque(maxlen=capacity)

    def put(self, value: T) -> None:
        with self._lock:
            self._values.append(value)

    def take_all(self) -> tuple[T, ...]:
        with self._lock:
            values = tuple(self._values)
            self._values.clear()
        return values
