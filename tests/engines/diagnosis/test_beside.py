"""Two pairs of networks over one clip, and the verdict."""

from dataclasses import replace
from importlib import resources

import pytest

from engines.catalog import load_catalog
from engines.diagnosis.beside import Said, agreement_of, lay_beside
from engines.diagnosis.diagnose import Wish, diagnose
from engines.diagnosis.reasons import reason_of, verdict_of
from engines.diagnosis.values import OneTargetNeeded, SideFrame, Verdict
from engines.errors import Cancelled
from engines.geometry import Box
from engines.quantisation.crops import Clip
from engines.quantisation.errors import NoCrops

DEMO_CLIP = str(resources.files("resources") / "clips" / "demo.mp4")
CLIP = Clip(DEMO_CLIP, None, 0, 6)
HERE, AWAY = Box(0, 0, 10, 10), Box(50, 0, 10, 10)
HALF = Box(5, 0, 10, 10)  # IoU 50 / 150


def frames(count, *, b=HERE, forced=HERE, truth=HERE, a=HERE, is_tracked=True, peaks=((1, 1), (1, 1))):
    return [SideFrame(i + 1, a, b, forced, truth, *peaks, is_tracked) for i in range(count)]


def test_figures_by_hand():
    side = frames(6) + [replace(each, b=HALF, forced_peak=(1, 2)) for each in frames(2)]
    side = [replace(each, index=i + 1) for i, each in enumerate(side)]
    found = agreement_of(side)
    assert (found.frames, found.judged, found.a_is_lost) == (8, 8, False)
    assert (found.parted_at, found.forced_parted_at) == (7, None)
    assert found.mean_iou == pytest.approx((6 + 2 / 3) / 8)
    assert (found.forced_iou, found.forced_share) == (1.0, 1.0)
    assert (found.peaks.kept, found.peaks.near, found.peaks.moved) == (0.75, 1.0, 0.25)
    # IoU 1 exceeds 20 of 21 thresholds, 1/3 exceeds 7: 0, 0.05 ... 0.3.
    assert found.auc_a == pytest.approx(20 / 21)
    assert found.auc_b == pytest.approx((6 * 20 + 2 * 7) / 8 / 21)


def test_where_boxes_part_is_up_to_the_user():
    side = frames(3) + [replace(each, index=9, b=HALF) for each in frames(1)]
    assert agreement_of(side, part_below=0.3).parted_at is None
    assert agreement_of(side, part_below=0.4).parted_at == 9


def test_frames_in_which_a_is_lost_do_not_count_against_b():
    lost = frames(5, a=AWAY, forced=HERE, b=HERE)
    found = agreement_of(frames(12) + lost)
    assert (found.frames, found.judged, found.forced_share, found.a_is_lost) == (17, 12, 1.0, False)


VERDICTS = [
    ("all the same", frames(20), Verdict.HEALTHY),
    ("parted alone, and wrong", frames(20, b=AWAY), Verdict.DRIFTS),
    ("wrong on A's crops", frames(20, b=AWAY, forced=AWAY), Verdict.BROKEN),
    ("apart, but both on the target", frames(20, b=Box(1, 0, 10, 10)), Verdict.HEALTHY),
    ("A never had the target", frames(20, a=AWAY, b=HERE, forced=HERE), Verdict.UNCLEAR),
    ("no truth, together", frames(20, truth=None), Verdict.HEALTHY),
    ("no truth, apart alone", frames(20, truth=None, b=AWAY), Verdict.DRIFTS),
    ("no truth, apart on A's crops", frames(20, truth=None, b=AWAY, forced=AWAY), Verdict.BROKEN),
]


@pytest.mark.parametrize(("_what", "side", "verdict"), VERDICTS, ids=[each[0] for each in VERDICTS])
def test_verdicts(_what, side, verdict):
    found = agreement_of(side)
    assert verdict_of(found) is verdict
    assert reason_of(verdict, found, [], {})


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    catalog = load_catalog(tmp_path_factory.mktemp("weights"))
    entry = catalog.entry("demo-ettrack")
    return catalog, entry, catalog.weights(entry)


def test_a_pair_beside_itself_never_parts(demo):
    catalog, entry, files = demo
    told = []
    found = lay_beside(catalog, entry, CLIP, files, files, report=lambda share, _what: told.append(share))
    assert [each.index for each in found.frames] == [1, 2, 3, 4, 5]
    assert all(each.a == each.b for each in found.frames)
    assert found.agreement.parted_at is None and found.agreement.mean_iou == pytest.approx(1.0)
    assert found.agreement.peaks is not None and found.agreement.peaks.kept == 1.0
    assert len(told) == 6 and told[-1] == 1.0
    # The template network ran once, before the first step.
    assert {role: len(shots) for role, shots in found.shots.items()} == {"template": 1, "search": 5}
    assert found.parted_shots == {} and found.shots["search"][2].frame == 3


def test_a_run_that_is_known_is_not_run_again(demo):
    catalog, entry, files = demo
    first = lay_beside(catalog, entry, CLIP, files, files)
    known = {each.index: Said(each.a, each.a_peak) for each in first.frames}
    again = lay_beside(
        catalog, entry, CLIP, [path.with_name("not there.onnx") for path in files], files, known_a=known
    )
    assert again.agreement == first.agreement and again.shots == {}


def test_a_clip_of_one_frame_is_too_short(demo):
    catalog, entry, files = demo
    with pytest.raises(NoCrops, match="fewer than two frames"):
        lay_beside(catalog, entry, Clip(DEMO_CLIP, None, 3, 4), files, files)


def test_detectors_cannot_be_laid_side_by_side(demo):
    catalog, _entry, _files = demo
    mot = catalog.entry("demo-mot")
    with pytest.raises(OneTargetNeeded):
        diagnose(catalog, mot, Wish(CLIP, catalog.weights(mot)))


def test_a_diagnosis_can_be_cancelled_at_any_time(demo):
    catalog, entry, files = demo
    for patience in (0, 4, 12):
        asked = [0]

        def should_cancel(asked=asked, patience=patience):
            asked[0] += 1
            return asked[0] > patience

        with pytest.raises(Cancelled):
            diagnose(catalog, entry, Wish(CLIP, files), should_cancel=should_cancel)


def test_float_beside_float_is_healthy_and_needs_no_remedy(demo):
    catalog, entry, files = demo
    told = []
    found = diagnose(catalog, entry, Wish(CLIP, files, most_layers=2), report=lambda s, _w: told.append(s))
    assert (found.verdict, found.remedy) == (Verdict.HEALTHY, None)
    assert all(each.single.relative_l2 == pytest.approx(0, abs=1e-4) for each in found.blamed)
    known = [share for share in told if share is not None]
    assert known == sorted(known) and known[-1] == 1.0
