from engines.history import ResultHistory
from engines.trails import Trails
from tests.engines.made_results import made_profile, made_result, made_track


def filled(count=5, **more):
    history = ResultHistory(**more)
    for index in range(count):
        history.add(made_result(index))
    return history


def kept(history, count=10):
    return [index for index in range(count) if history.at(index) is not None]


def test_results_by_frame():
    history = filled()
    assert history.at(3).frame_index == 3 and history.at(9) is None


def test_layers_are_left_out_and_nothing_else():
    result = made_result(0, made_track(4), layers=made_profile("a"), bytes_out=7)
    history = ResultHistory()
    history.add(result)
    found = history.at(0)
    assert found.layers is None and found.bytes_out == 7 and found.tracks == result.tracks


def test_the_oldest_go_first():
    history = filled(5, capacity=6)  # each has one track
    assert kept(history) == [2, 3, 4]
    history.add(made_result(2))  # counts as new again
    history.add(made_result(7))
    assert kept(history) == [2, 4, 7]


def test_results_with_many_tracks_count_for_more():
    history = ResultHistory(capacity=8)
    history.add(made_result(0))
    history.add(made_result(1, *(made_track(n) for n in range(1, 7))))
    assert kept(history) == [1]
    history.without(3, 1)
    history.add(made_result(2, made_track(1)))
    assert kept(history) == [1, 2]  # 6 and 2
    history.add(made_result(2, made_track(1), made_track(2)))
    assert kept(history) == [2]


def test_what_came_after_a_frame_is_forgotten():
    history = filled()
    history.forget_after(2)
    assert kept(history) == [0, 1, 2]
    history.forget_after(-1)
    assert kept(history) == []


def test_a_track_is_taken_out_for_good():
    history = ResultHistory()
    history.add(made_result(0, made_track(1), made_track(2)))
    assert [track.id for track in history.without(1, 0).tracks] == [2]
    assert [track.id for track in history.at(0).tracks] == [2]
    assert history.without(1, 5) is None


# -- trails ------------------------------------------------------------------------------------


def xs(trails, index, track_id=1):
    return [x - 15.125 for x, _y in trails.upto(index, [track_id]).get(track_id, ())]


def test_a_trail_holds_centres_up_to_the_frame_that_is_shown():
    trails = Trails()
    for index in range(4):
        trails.add(made_result(index, made_track(1, x=float(index))))
    assert xs(trails, 3) == [0, 1, 2, 3]
    assert xs(trails, 1) == [0, 1]
    assert trails.upto(3, [1])[1].shape == (4, 2) and trails.upto(-1, [1])[1].shape == (0, 2)
    assert trails.upto(0, [1])[1][0, 1] == 40.5


def test_a_lost_frame_adds_nothing():
    trails = Trails()
    for index, lost in enumerate((False, True, False)):
        trails.add(made_result(index, made_track(1, x=float(index), lost=lost)))
    assert xs(trails, 5) == [0, 2]


def test_a_trail_is_as_long_as_it_may_be():
    trails = Trails(length=2)
    for index in range(5):
        trails.add(made_result(index, made_track(1, x=float(index))))
    assert xs(trails, 9) == [3, 4]


def test_going_back_cuts_the_trail():
    trails = Trails()
    for index in (0, 1, 2, 3):
        trails.add(made_result(index, made_track(1, x=float(index))))
    trails.add(made_result(2, made_track(1, x=50.0)))
    assert xs(trails, 9) == [0, 1, 50]


def test_each_track_has_its_own():
    trails = Trails()
    trails.add(made_result(0, made_track(1, x=1.0), made_track(2, x=2.0)))
    trails.add(made_result(1, made_track(2, x=3.0)))
    assert (xs(trails, 1, 1), xs(trails, 1, 2)) == ([1], [2, 3])
    trails.clear()
    assert trails.upto(9, [1]) == {}


def test_trails_of_thousands_of_tracks_are_bounded():
    trails = Trails(most_tracks=10)
    for index in range(500):
        trails.add(made_result(index, made_track(index + 1, x=float(index))))
    assert len(trails._points) <= 21
    assert xs(trails, 499, 500) and not xs(trails, 499, 1)
