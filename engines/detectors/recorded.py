"""Detections that somebody else made: a MOTChallenge detections file in the place of a network."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engines.detections import Detections, no_detections
from engines.errors import TrackbenchError
from engines.frame import Frame
from engines.frame_result import Stage
from engines.mot_rows import BOX, FRAME, MOST_BYTES, SCORE, parse_mot_rows
from engines.texts import Text, text_of
from engines.timing import StageClock


class BadDetections(TrackbenchError):
    what = "The detections in {path} cannot be read: {reason}."
    remedy = "A line is frame (from 1), id, x, y, w, h, score, with commas or blanks between the numbers."


class RecordedDetector:
    """Answers with the rows of a file by the index of the frame (`detector.Detector`).

    Rows may stand in any order; those of one frame keep theirs. Rows without a finite box of positive size or
    without a score are left out. Scores are cut to 0...1: some public detectors write margins or per cents.
    """

    def __init__(self, path: Path, labels: tuple[str, ...] = ()) -> None:
        """Reads the file.

        Args:
            path: `det.txt`.
            labels: the class of the detections first, if it is known.

        Raises:
            BadDetections: it cannot be opened, or a line is not one of such a file.
        """
        self._labels = labels
        rows = _read(path)
        kept = rows[np.isfinite(rows[:, : SCORE + 1]).all(axis=1) & (rows[:, 4:6] > 0).all(axis=1)]
        ordered = kept[np.argsort(kept[:, FRAME], kind="stable")]
        self._frames = ordered[:, FRAME]
        self._boxes = np.ascontiguousarray(ordered[:, BOX])
        self._scores = np.clip(ordered[:, SCORE], 0.0, 1.0)
        self._frame_count = int(rows[:, FRAME].max()) if len(rows) else 0

    @property
    def labels(self) -> tuple[str, ...]:
        return self._labels

    @property
    def frame_count(self) -> int:
        """The last frame that the file names; there may be more frames, without detections."""
        return self._frame_count

    @property
    def extent(self) -> tuple[float, float]:
        """Right and bottom edge of what holds every box, in pixels; 0, 0 without boxes."""
        edges = (self._boxes[:, :2] + self._boxes[:, 2:]).max(axis=0, initial=0.0)
        return float(edges[0]), float(edges[1])

    def detect(self, frame: Frame, clock: StageClock) -> Detections:
        with clock.stage(Stage.POSTPROCESS):
            begin, end = np.searchsorted(self._frames, (frame.index + 1, frame.index + 2)).tolist()
            if begin == end:
                return no_detections()
            boxes, scores = self._boxes[begin:end].copy(), self._scores[begin:end].copy()
            return Detections(boxes, scores, np.zeros(end - begin, np.int64))

    def close(self) -> None:
        """Nothing is held open."""


def _read(path: Path) -> NDArray[np.float64]:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            limit = Text("it has {size} MB, no such list is larger than {limit} MB", size=size >> 20,
                         limit=MOST_BYTES >> 20)  # fmt: skip
            raise BadDetections(path=path, reason=limit)
        return parse_mot_rows(path.read_text(encoding="utf-8-sig", errors="replace"))
    except OSError as error:
        reason = error.strerror or Text("it cannot be opened")
        raise BadDetections(path=path, reason=reason) from error
    except ValueError as error:
        raise BadDetections(path=path, reason=text_of(error)) from error
