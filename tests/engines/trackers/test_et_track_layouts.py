"""E.T.Track on small networks as files: whichever way their tensors lie, a red square is followed alike."""

import pytest

from engines.networks.local import LocalNetwork
from engines.timing import StageClock
from engines.track import TrackState
from engines.trackers.et_track import EtTrack, EtTrackParameters
from engines.trackers.per_target import PerTarget
from tests.engines.trackers.test_et_track import CELL, START, black, red_square, step
from tests.tiny_siamese import EtForm, image_spec, save_et_search, save_et_template, save_et_whole


def opened(folder, form, is_whole=False):
    """The networks of one form as files, as the catalog would have them opened."""
    if is_whole:
        specs = [image_spec("template", 127, form), image_spec("search", form.search_side, form)]
        return [LocalNetwork(save_et_whole(folder / "whole.onnx", form), inputs=specs)]
    template = save_et_template(folder / "net1.onnx", form)
    search = save_et_search(folder / "net2.onnx", form)
    return [
        LocalNetwork(template, inputs=[image_spec("z", 127, form)]),
        LocalNetwork(search, inputs=[image_spec("x", form.search_side, form)]),
    ]


PATH = [(140, 100), (146, 104), (154, 108), (162, 104), (168, 100), (176, 98)]


def followed(networks, **values):
    """Tracks of a red square on its way."""
    tracker = PerTarget(EtTrack(networks, EtTrackParameters(lost_below=0.5, **values)), networks)
    tracker.start(red_square(*PATH[0]), {1: START}, StageClock())
    tracks = [
        tracker.update(red_square(*place, index=index), StageClock())[0]
        for index, place in enumerate(PATH[1:], 1)
    ]
    tracker.close()
    return tracks


# -- how tensors may lie -----------------------------------------------------------------------


def test_a_red_square_is_followed(tmp_path):
    for (x, y), track in zip(PATH[1:], followed(opened(tmp_path, EtForm())), strict=True):
        assert track.state is TrackState.TRACKED and track.score > 0.9
        # Cells stand 10 pixels apart, and the window holds on to the middle one.
        assert abs(track.box.x - x) <= CELL and abs(track.box.y - y) <= CELL
        assert abs(track.box.w - 40) < 2


@pytest.mark.parametrize(
    "form",
    [
        EtForm(image_layout="NHWC"),
        EtForm(image_dtype="uint8"),
        EtForm(image_layout="NHWC", image_dtype="uint8"),
        EtForm(made_last=True),
        EtForm(wanted_last=True),
        EtForm(made_last=True, wanted_last=True),
        EtForm(scores_last=True),
        EtForm(distances_last=True),
        EtForm(scores_first=False),
        EtForm(search_side=None),
        EtForm("NHWC", "uint8", made_last=True, scores_last=True, distances_last=True, scores_first=False),
    ],
    ids=str,
)
def test_whichever_way_tensors_lie_the_boxes_are_the_same(tmp_path, form):
    expected = followed(opened(tmp_path, EtForm()))
    found = followed(opened(tmp_path, form))
    for ours, theirs in zip(found, expected, strict=True):
        assert (ours.box.x, ours.box.y, ours.box.w, ours.box.h) == pytest.approx(
            (theirs.box.x, theirs.box.y, theirs.box.w, theirs.box.h), abs=1e-3
        )
        assert ours.score == pytest.approx(theirs.score, abs=1e-4) and ours.search == theirs.search


@pytest.mark.parametrize("form", [EtForm(), EtForm("NHWC", "uint8", scores_last=True)], ids=str)
def test_one_file_with_both_images_does_as_well(tmp_path, form):
    expected = followed(opened(tmp_path, EtForm()))
    found = followed(opened(tmp_path, form, is_whole=True))
    assert [t.box.x for t in found] == pytest.approx([t.box.x for t in expected], abs=1e-3)
    assert [t.score for t in found] == pytest.approx([t.score for t in expected], abs=1e-4)


def test_another_size_of_search_crop(tmp_path):
    tracks = followed(opened(tmp_path, EtForm(search_side=256)))
    assert {track.search.w for track in tracks} <= {160.0, 161.0, 162.0}  # 80 * 256 / 127
    assert [track.box.x for track in tracks] == pytest.approx([x for x, _y in PATH[1:]], abs=CELL)


def test_a_template_of_another_look_is_not_found(tmp_path):
    networks = opened(tmp_path, EtForm())
    tracker = EtTrack(networks, EtTrackParameters())
    state = tracker.begin(black(), START, StageClock())  # a black template
    _state, track = step(tracker, state, red_square(140, 100, index=1))
    assert track.state is TrackState.LOST and track.score < 0.1


def test_adaptive_on_a_real_network_of_free_size(tmp_path):
    tracks = followed(opened(tmp_path, EtForm(search_side=None)), search_size="adaptive")
    fixed = followed(opened(tmp_path, EtForm(search_side=256)))
    assert [t.box for t in tracks] == [t.box for t in fixed]
