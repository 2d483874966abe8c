import numpy as np
import pytest

from engines.geometry import Box
from engines.ground_truth import GroundTruth
from engines.metrics.mot import identity_switches, score_tracks
from engines.metrics.mot_clear import IdentitySwitch
from engines.metrics.mot_data import MotRules, parse_truth, read_truth
from engines.metrics.mot_hota import ALPHAS
from engines.track import Track, TrackState
from engines.video.errors import BadGroundTruth

A, B, FAR = Box(0, 0, 100, 100), Box(300, 0, 100, 100), Box(900, 900, 50, 50)
HALF = Box(0, 0, 60, 100)  # IoU 0.6 with A


def frames(*rows):
    """Frames of {id: box}."""
    return [tuple(Track(number, box, 1.0) for number, box in row.items()) for row in rows]


def truth(*rows):
    return GroundTruth(tuple(frames(*rows)))


def score(true, found):
    return score_tracks(truth(*true), frames(*found))


def test_perfect():
    rows = [{1: A, 2: B}] * 10
    result = score(rows, [{7: A, 3: B}] * 10)
    hota, clear, identity = result.hota, result.clear, result.identity
    assert (hota.hota, hota.det_a, hota.ass_a, hota.loc_a) == pytest.approx((1, 1, 1, 1))
    assert (clear.mota, clear.motp, clear.id_switches, clear.mostly_tracked) == (1, 1, 0, 2)
    assert (identity.idf1, identity.idtp, identity.idfp, identity.idfn) == (1, 20, 0, 0)
    assert (result.truth_boxes, result.track_boxes, result.truth_ids, result.track_ids) == (20, 20, 2, 2)
    assert result.frames == 10


def test_found_half_of_the_time():
    result = score([{1: A}] * 10, [{1: A}] * 5)
    assert result.hota.det_a == pytest.approx(0.5) and result.hota.ass_a == pytest.approx(0.5)
    assert result.hota.hota == pytest.approx(0.5) and result.hota.ass_pr == pytest.approx(1)
    assert (result.clear.mota, result.clear.misses, result.clear.partly_tracked) == (0.5, 5, 1)
    assert result.identity.idf1 == pytest.approx(2 / 3)


def test_two_tracks_share_one_thing():
    result = score([{1: A}] * 10, [{1: A}] * 6 + [{2: A}] * 4)
    # Found throughout; two associations of 6/10 and 4/10, each as often as it is.
    assert result.hota.det_a == pytest.approx(1) and result.hota.ass_a == pytest.approx(0.52)
    assert result.clear.mota == pytest.approx(0.9) and result.clear.id_switches == 1
    assert (result.identity.idtp, result.identity.idf1) == (6, 0.6)


def test_a_loose_box_counts_at_some_thresholds():
    result = score([{1: A}], [{1: HALF}])
    passed = ALPHAS <= 0.6 + 1e-9
    assert result.hota.by_alpha.tolist() == passed.astype(float).tolist()
    assert result.hota.det_a == pytest.approx(12 / 19) and result.clear.motp == pytest.approx(0.6)


def test_a_track_besides():
    result = score([{1: A}] * 4, [{1: A, 2: FAR}] * 4)
    assert (result.clear.mota, result.clear.precision, result.clear.recall) == (0, 0.5, 1)
    assert result.hota.det_a == pytest.approx(0.5) and result.identity.idp == 0.5


@pytest.mark.parametrize(
    ("seen", "breaks", "kind"),
    [
        ("1111111111", 0, "mostly_tracked"),
        ("1111111101", 1, "mostly_tracked"),
        ("1010101010", 4, "partly_tracked"),
        ("1100000000", 0, "partly_tracked"),
        ("1000000000", 0, "mostly_lost"),
        ("0000000000", 0, "mostly_lost"),
    ],
)
def test_breaks_and_coverage(seen, breaks, kind):
    # The other track is always there: a frame without any track would not count as a break.
    rows = [{1: A, 2: B} if there == "1" else {2: B} for there in seen]
    clear = score([{1: A, 2: B}] * 10, rows).clear
    assert clear.fragmentations == breaks and clear.id_switches == 0
    counts = {name: getattr(clear, name) for name in ("mostly_tracked", "partly_tracked", "mostly_lost")}
    counts["mostly_tracked"] -= 1
    assert counts == {name: int(name == kind) for name in counts}


def test_a_pair_is_kept_while_it_overlaps_enough():
    # A better box of another track appears; CLEAR stays with the known one.
    clear = score([{1: A}] * 3, [{1: HALF}, {1: HALF, 2: A}, {1: HALF, 2: A}]).clear
    assert (clear.id_switches, clear.false_positives) == (0, 2)
    assert clear.motp == pytest.approx(0.6)


def test_switches_are_listed():
    true = truth(*[{5: A, 9: B}] * 6)
    found = frames({1: A, 2: B}, {1: A, 2: B}, {1: B, 2: A}, {2: A}, {2: A, 8: B}, {2: A, 8: B})
    assert identity_switches(true, found) == (
        IdentitySwitch(2, 5, 1, 2),
        IdentitySwitch(2, 9, 2, 1),
        IdentitySwitch(4, 9, 1, 8),
    )
    assert score_tracks(true, found).clear.id_switches == 3


def test_a_switch_over_a_gap_counts():
    found = frames({1: A}, {}, {}, {2: A})
    assert identity_switches(truth(*[{5: A}] * 4), found) == (IdentitySwitch(3, 5, 1, 2),)


def test_lost_tracks_do_not_count():
    lost = [(Track(1, A, 1.0, TrackState.LOST),)]
    result = score_tracks(truth({1: A}), lost)
    assert (result.track_boxes, result.clear.misses, result.hota.hota) == (0, 1, 0)


@pytest.mark.parametrize(("true", "found"), [((), ()), (({},), ({1: A},))])
def test_nothing_true_no_score(true, found):
    assert score(true, found) is None
    assert identity_switches(truth(*true), frames(*found)) == ()


def test_no_tracks_at_all():
    result = score([{1: A}] * 3, [])
    assert (result.hota.hota, result.clear.mota, result.clear.mostly_lost, result.identity.idf1) == (
        0,
        0,
        1,
        0,
    )
    assert result.frames == 3


def test_more_frames_than_annotated_are_false_positives():
    assert score([{1: A}], [{1: A}] * 3).clear.false_positives == 2


def test_an_identity_twice_is_refused():
    twice = [(Track(1, A, 1.0), Track(1, B, 1.0))]
    with pytest.raises(ValueError, match="frame 0"):
        score_tracks(truth({1: A}), twice)


MOT17_ROWS = """\
1,1,0,0,100,100,1,1,1.0
1,2,300,0,100,100,0,7,1.0
1,3,600,0,100,100,0,3,1.0
1,4,900,0,100,100,0,1,0.1
"""


@pytest.mark.parametrize(
    ("rules", "counted", "false_positives"),
    [
        (None, 1, 2),  # the one on the static person is forgiven, those on car and hidden person are not
        (MotRules.MOT17, 1, 2),
        (MotRules.MOT15, 1, 3),
    ],
)
def test_rules_of_the_years(rules, counted, false_positives):
    found = frames({n: Box(300.0 * n, 0, 100, 100) for n in range(4)})
    result = score_tracks(parse_truth(MOT17_ROWS, rules), found)
    assert (result.truth_boxes, result.clear.false_positives, result.clear.misses) == (
        counted,
        false_positives,
        0,
    )


def test_a_vehicle_distracts_from_mot20_on():
    text = "1,1,0,0,100,100,1,1,1\n1,2,300,0,100,100,0,6,1\n"
    found = frames({1: A, 2: B})
    counts = {r: score_tracks(parse_truth(text, r), found).clear.false_positives for r in MotRules}
    assert counts == {MotRules.MOT15: 1, MotRules.MOT17: 1, MotRules.MOT20: 0}


def test_rows_of_mot15_may_carry_places_in_the_world():
    text = "2,7,0,0,100,100,1,3.5,-7.1,0\n2,8,0,0,9,9,0,1.0,1.0,0\n"
    first, second = parse_truth(text)
    assert len(first.ids) == 0
    assert second.counts.tolist() == [True, False] and not second.distracts.any()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1,1,0,0,9,9,1\n1,1,5,5,9,9,1\n", "twice"),
        ("1,1,0,0,9,9\n", "line 1"),
        ("1,1,0,nan,9,9,1\n", "missing"),
    ],
)
def test_truth_that_cannot_be_used(tmp_path, text, reason):
    path = tmp_path / "gt.txt"
    path.write_text(text)
    with pytest.raises(BadGroundTruth, match=reason):
        read_truth(path)


def test_numbers_do_not_depend_on_the_names_of_identities():
    rng = np.random.default_rng(3)
    rows = [{n: Box(*rng.uniform(0, 400, 2), 100, 120) for n in range(1, 6)} for _ in range(30)]
    shaken = [{n: Box(b.x + rng.normal(0, 20), b.y, b.w, b.h) for n, b in row.items()} for row in rows]
    renamed = [{1000 - 7 * n: box for n, box in row.items()} for row in shaken]
    one, other = score(rows, shaken), score(rows, renamed)
    assert one.hota.hota == pytest.approx(other.hota.hota) and one.clear == other.clear
    assert one.identity == other.identity and 0 < one.hota.hota < 1
