"""`trackbench run --detections` against the recorded tracks of the published program."""

import pytest

from app.cli import main
from engines.mot_rows import parse_mot_rows

CASES = [
    (
        "golden/mot/TUD-Campus/detections_yolox_nano_416.txt",
        "golden/mot/TUD-Campus/bytetrack_on_yolox_nano_416.txt",
    ),
    ("videos/mot/TUD-Campus/det/det_frcnn_sort.txt", "golden/mot/TUD-Campus/bytetrack_on_frcnn_sort.txt"),
]
TOLERANCE_PX = 0.002  # the files have three decimals


@pytest.mark.parametrize(("detections", "golden"), CASES)
@pytest.mark.parametrize("source", [[], ["videos/mot/TUD-Campus"]], ids=["blank", "video"])
def test_the_command_writes_the_recorded_tracks(assets, tmp_path, detections, golden, source):
    out = tmp_path / "tracks.txt"
    arguments = ["--detections", assets / detections, "--tracker", "bytetrack", "--out", out]
    assert main(["run", *map(str, [*(assets / name for name in source), *arguments])]) == 0
    ours, wanted = (parse_mot_rows(path.read_text()) for path in (out, assets / golden))
    assert len(ours) > 200 and ours.shape == wanted.shape
    assert (ours[:, :2] == wanted[:, :2]).all()  # frame and identity
    assert abs(ours[:, 2:] - wanted[:, 2:]).max() <= TOLERANCE_PX
