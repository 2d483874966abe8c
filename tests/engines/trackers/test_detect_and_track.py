from dataclasses import replace

import numpy as np
import pytest

from engines.detections import Detections, no_detections
from engines.frame import Frame
from engines.frame_result import Stage
from engines.pipeline import Pipeline
from engines.trackers.detect_and_track import DetectAndTrack
from engines.trackers.untracked import Untracked

KEYPOINTS = np.arange(2 * 17 * 3, dtype=np.float64).reshape(2, 17, 3)
TWO = Detections(
    np.array([[0.0, 0, 10, 10], [50, 50, 20, 20]]), np.array([0.4, 0.8]), np.array([0, 7]), KEYPOINTS
)


class Scripted:
    labels = ("cat",)

    def __init__(self, *answers):
        self._answers, self.closed = list(answers), 0

    def detect(self, frame, clock):
        return self._answers.pop(0)

    def close(self):
        self.closed += 1


class Counting:
    """Gives each frame the next number; counts from 1 again when it is reset."""

    keeps_identities = True

    def __init__(self):
        self._count = 0

    def associate(self, frame, detections):
        self._count += 1
        return tuple(replace(track, id=self._count) for track in Untracked().associate(frame, detections))

    def reset(self):
        self._count = 0


def frame(index=0):
    return Frame(index, 0.0, np.zeros((100, 100, 3), np.uint8))


def test_untracked_are_numbered_best_first_with_class_and_keypoints():
    tracks = Untracked(("cat",)).associate(frame(), TWO)
    assert [(t.id, t.score, t.label) for t in tracks] == [(1, 0.8, "7"), (2, 0.4, "cat")]
    assert (tracks[0].keypoints == KEYPOINTS[1]).all() and tracks[0].box.x == 50
    assert Untracked().associate(frame(), TWO)[0].label is None


def test_a_thousand_frames_without_anything():
    detector = Scripted(*[no_detections()] * 1000)
    pipeline = Pipeline(DetectAndTrack(detector, Untracked()))
    assert all(pipeline.step(frame(index)).tracks == () for index in range(1000))
    pipeline.close()
    assert detector.closed == 1


def test_the_time_of_the_association_is_a_stage_of_its_own():
    pipeline = Pipeline(DetectAndTrack(Scripted(TWO), Untracked()))
    result = pipeline.step(frame())
    assert result.stage_ms(Stage.ASSOCIATE) is not None and result.detections == 2


@pytest.mark.parametrize(("association", "keeps"), [(Untracked(), False), (Counting(), True)])
def test_whether_ids_mean_something_is_the_associations_word(association, keeps):
    assert Pipeline(DetectAndTrack(Scripted(), association)).keeps_identities is keeps


def test_it_needs_no_targets_and_a_reset_starts_the_numbers_anew():
    pipeline = Pipeline(DetectAndTrack(Scripted(TWO, TWO, TWO), Counting()))
    assert not pipeline.needs_targets
    assert [pipeline.step(frame(index)).tracks[0].id for index in range(2)] == [1, 2]
    pipeline.reset()
    assert pipeline.step(frame()).tracks[0].id == 1


@pytest.mark.parametrize("chosen", [np.array([False, True]), np.array([1])])
def test_some_of_the_detections(chosen):
    some = TWO.where(chosen)
    assert len(some) == 1 and some.scores.tolist() == [0.8] and some.keypoints.shape == (1, 17, 3)
