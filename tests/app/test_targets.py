import numpy as np
import pytest

from app.targets import Choice, Targets
from engines.frame import Frame
from engines.geometry import Box

A, B, C = Box(1, 1, 5, 5), Box(2, 2, 5, 5), Box(3, 3, 5, 5)


def frame(index=0):
    return Frame(index, 0.0, np.zeros((10, 10, 3), np.uint8))


@pytest.fixture
def targets():
    return Targets()


def values(choice):
    return choice and (choice.target_id, choice.frame.index, choice.box)


def test_the_first_box_is_target_one(targets):
    assert targets.place_of_next(add=False) is None
    assert targets.choose(frame(), A, add=False) == 1
    assert targets.ids == (1,) and targets.selected == 1


def test_another_box_takes_its_place(targets):
    targets.choose(frame(), A, add=False)
    assert targets.place_of_next(add=False) == 1
    assert targets.choose(frame(), B, add=False) == 1 and targets.ids == (1,)


def test_with_shift_it_comes_beside_it(targets):
    targets.choose(frame(), A, add=False)
    assert targets.place_of_next(add=True) is None
    assert targets.choose(frame(), B, add=True) == 2
    assert targets.ids == (1, 2) and targets.selected == 2


@pytest.mark.parametrize(("selected", "replaced"), [(1, 1), (2, 2), (None, 2)])
def test_the_selected_one_is_replaced_or_else_the_newest(targets, selected, replaced):
    targets.choose(frame(), A, add=False)
    targets.choose(frame(), B, add=True)
    targets.selected = selected
    assert targets.place_of_next(add=False) == replaced
    assert targets.choose(frame(), C, add=False) == replaced


def test_an_id_is_not_given_twice(targets):
    targets.choose(frame(), A, add=True)
    targets.remove(1)
    assert targets.choose(frame(), B, add=True) == 2
    targets.clear()
    assert targets.choose(frame(), B, add=True) == 1 and targets.undo() is None


def test_removing_selects_the_newest_left(targets):
    for box in (A, B, C):
        targets.choose(frame(), box, add=True)
    targets.remove(3)
    assert targets.selected == 2
    targets.remove(1)
    assert targets.selected == 2 and targets.ids == (2,)
    targets.remove(2)
    assert targets.selected is None and targets.ids == ()
    targets.remove(9)


def test_undo_brings_back_in_the_order_of_the_last_first(targets):
    targets.choose(frame(0), A, add=True)
    targets.choose(frame(1), B, add=False)  # takes the place of 1
    targets.choose(frame(2), C, add=True)
    targets.remove(2)
    assert values(targets.undo()) == (2, 2, C) and targets.ids == (1, 2) and targets.selected == 2
    assert values(targets.undo()) == (1, 0, A)
    assert targets.undo() is None


def test_undo_brings_back_where_it_was_seen_last(targets):
    targets.choose(frame(0), A, add=True)
    targets.remove(1, Choice(1, frame(8), C))
    assert values(targets.undo()) == (1, 8, C)
    targets.choose(frame(9), B, add=False, seen=Choice(1, frame(9), A))
    assert values(targets.undo()) == (1, 9, A)


def test_undo_goes_back_twenty_steps(targets):
    targets.choose(frame(0), A, add=False)
    for index in range(1, 30):
        targets.choose(frame(index), A, add=False)
    undone = [values(targets.undo()) for _ in range(21)]
    assert [step[1] for step in undone[:20]] == list(range(28, 8, -1)) and undone[20] is None


def test_next_goes_round(targets):
    assert targets.next_after_selected() is None
    for box in (A, B, C):
        targets.choose(frame(), box, add=True)
    assert [targets.next_after_selected() for _ in range(4)] == [1, 2, 3, 1]
    targets.selected = None
    assert targets.next_after_selected() == 1


def test_a_target_that_the_run_starts_counts_from_its_first_picture(targets):
    targets.expect(1)
    assert targets.ids == () and targets.selected == 1
    targets.started(1, frame(0), A)
    targets.started(1, frame(5), B)  # only the first one counts
    targets.remove(1)
    assert values(targets.undo()) == (1, 0, A)
    assert targets.choose(frame(), C, add=True) == 2


def test_late_pictures_of_removed_targets_bring_nothing_back(targets):
    targets.expect(1)
    targets.started(1, frame(0), A)
    targets.remove(1)
    targets.started(1, frame(1), A)
    assert targets.ids == ()
    targets.expect(2)
    targets.remove(2)
    targets.started(2, frame(0), A)
    assert targets.ids == ()
