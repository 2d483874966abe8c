from dataclasses import replace

import numpy as np
import pytest

from engines.catalog import load_catalog
from engines.detections import Detections
from engines.detectors.kinds import DetectorKind
from engines.errors import BadParameter
from engines.frame import Frame
from engines.makeup import TrackerDoesNotFitModel, makeup_of, trackers_for
from engines.networks.network import PixelFormat
from engines.timing import StageClock
from engines.trackers.detect_and_track import DetectAndTrack
from engines.trackers.per_target import PerTarget
from engines.trackers.registry import UnknownTracker
from engines.trackers.untracked import UntrackedParameters
from tests.tiny_networks import ScriptedVit


@pytest.fixture
def catalog(tmp_path):
    return load_catalog(tmp_path)


class Finding:
    """A detector that is made from nothing."""

    labels = ("cat", "dog")

    def detect(self, frame, clock):
        return Detections(np.array([[1.0, 2, 3, 4]]), np.array([0.9]), np.array([1]))

    def close(self):
        pass


@pytest.mark.parametrize(
    ("name", "followers"),
    [
        ("demo-sot", ("vittrack",)),
        ("demo-mot", ("bytetrack", "none")),
        ("yolov8-pose", ("none", "bytetrack")),
    ],
)
def test_who_can_follow(catalog, name, followers):
    assert trackers_for(catalog.entry(name)) == followers


@pytest.mark.parametrize(
    ("name", "tracker", "error"),
    [
        ("demo-sot", "bytetrack", TrackerDoesNotFitModel),
        ("demo-mot", "vittrack", TrackerDoesNotFitModel),
        ("demo-mot", "sort", UnknownTracker),
    ],
)
def test_who_cannot(catalog, name, tracker, error):
    with pytest.raises(error, match=tracker):
        makeup_of(catalog.entry(name), tracker)


def test_parameters_of_detector_and_tracker_are_one_list(catalog):
    makeup = makeup_of(catalog.entry("demo-mot"))
    names = [info.name for info in makeup.infos]
    assert {"score_threshold", "nms_iou", "track_thresh", "track_buffer"} <= set(names)
    assert len(names) == len(set(names))
    chosen = makeup.choose({}, {"score_threshold": "0.3", "track_buffer": 60}).values
    assert (chosen["score_threshold"], chosen["track_buffer"]) == (0.3, 60)


def test_another_tracker_has_other_parameters_and_passes_over_the_entrys_own(catalog):
    entry = catalog.entry("demo-mot").model_copy(update={"parameters": {"track_buffer": 60, "nms_iou": 0.5}})
    makeup = makeup_of(entry, "none")
    assert makeup.choose(entry.parameters, {}).values["nms_iou"] == 0.5
    with pytest.raises(BadParameter, match="track_buffer"):
        makeup.choose(entry.parameters, {"track_buffer": 30})


def test_a_single_object_tracker_is_made_round_its_networks(catalog):
    makeup = makeup_of(catalog.entry("vittrack"))
    chosen = makeup.choose({}, {"mode": "opencv"})
    assert isinstance(makeup.make([ScriptedVit()], chosen), PerTarget)
    assert makeup.pixels(PixelFormat("RGB"), chosen).color == "BGR"


@pytest.mark.parametrize(("tracker", "tracks"), [("bytetrack", 1), ("none", 1)])
def test_any_tracker_follows_any_detector(catalog, tracker, tracks):

    kind = DetectorKind(UntrackedParameters, lambda networks, chosen, labels: Finding())
    makeup = replace(makeup_of(catalog.entry("demo-mot"), tracker), detector=kind)
    tracker = makeup.make([], makeup.choose({}, {}))
    assert isinstance(tracker, DetectAndTrack) and not tracker.needs_targets
    found = tracker.update(Frame(0, 0.0, np.zeros((20, 20, 3), np.uint8)), StageClock())
    assert [(track.id, track.label) for track in found] == [(1, "dog")]
    tracker.close()
