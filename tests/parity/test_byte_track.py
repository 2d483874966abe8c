"""Our ByteTrack beside the published Python program, on its recorded tracks."""

import numpy as np
import pytest

from engines.detectors.recorded import RecordedDetector
from engines.frame import Frame
from engines.mot_rows import BOX, FRAME, ID, SCORE, parse_mot_rows
from engines.timing import StageClock
from engines.trackers.byte_track import ByteTrack, ByteTrackParameters

TOLERANCE_PX = 0.01  # the files have three decimals
PICTURE = np.zeros((2, 2, 3), np.uint8)
PALACE = "golden/mot/palace_bytetrack_cpp"

CASES = {
    "TUD-Campus yolox": (
        "golden/mot/TUD-Campus/detections_yolox_nano_416.txt",
        "golden/mot/TUD-Campus/bytetrack_on_yolox_nano_416.txt",
        True,
    ),
    "TUD-Campus frcnn": (
        "videos/mot/TUD-Campus/det/det_frcnn_sort.txt",
        "golden/mot/TUD-Campus/bytetrack_on_frcnn_sort.txt",
        True,
    ),
    "PETS09 yolox": (
        "golden/mot/PETS09-S2L1/detections_yolox_nano_416.txt",
        "golden/mot/PETS09-S2L1/bytetrack_on_yolox_nano_416.txt",
        True,
    ),
    "PETS09 frcnn": (
        "videos/mot/PETS09-S2L1/det/det_frcnn_sort.txt",
        "golden/mot/PETS09-S2L1/bytetrack_on_frcnn_sort.txt",
        True,
    ),
    "MOT17-02": (
        "golden/mot/MOT17-02-FRCNN/detections_frcnn_mot17.txt",
        "golden/mot/MOT17-02-FRCNN/bytetrack_on_frcnn_mot17.txt",
        True,
    ),
    "palace": (f"{PALACE}/detections_yolox_ncnn.txt", f"{PALACE}/bytetrack_python.txt", True),
    "palace without score fusion": (
        f"{PALACE}/detections_yolox_ncnn.txt",
        f"{PALACE}/bytetrack_python_mot20flag_no_score_fusion.txt",
        False,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_same_tracks_as_the_original(assets, case):
    detections, golden, fuse_score = CASES[case]
    detector = RecordedDetector(assets / detections)
    expected = parse_mot_rows((assets / golden).read_text())
    byte_track = ByteTrack(ByteTrackParameters(fuse_score=fuse_score))
    frames = max(detector.frame_count, int(expected[:, FRAME].max()))
    listed = 0
    for index in range(frames):
        frame = Frame(index, 0.0, PICTURE)
        tracks = byte_track.associate(frame, detector.detect(frame, StageClock()))
        rows = expected[expected[:, FRAME] == index + 1]
        assert [track.id for track in tracks] == rows[:, ID].tolist(), f"frame {index}"
        boxes = [(t.box.x, t.box.y, t.box.w, t.box.h, t.score) for t in tracks]
        wanted = np.c_[rows[:, BOX], rows[:, SCORE]]
        np.testing.assert_allclose(np.reshape(boxes, (-1, 5)), wanted, rtol=0, atol=TOLERANCE_PX)
        listed += len(tracks)
    assert listed == len(expected)
