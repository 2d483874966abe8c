import math
from dataclasses import dataclass, fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.errors import BadParameter, TrackbenchError
from engines.trackers.parameters import apply, apply_all, describe, parameter
from engines.trackers.registry import TRACKERS, UnknownTracker, association_kind, single_kind
from engines.trackers.vit_track import VitTrackParameters


@dataclass(frozen=True, slots=True)
class Knobs:
    share: float = parameter(0.5, "Share", "A share", minimum=0.0, maximum=1.0)
    count: int = parameter(3, "Count", "A count", minimum=1)
    mode: str = parameter("a", "Mode", "A mode", choices=("a", "b"))
    on: bool = parameter(True, "On", "A switch")


@pytest.mark.parametrize(
    ("name", "value", "typed"),
    [
        ("share", "0.25", 0.25),
        ("share", 1, 1.0),
        ("share", 0.0, 0.0),
        ("count", "7", 7),
        ("count", 1, 1),
        ("mode", "b", "b"),
        ("on", "no", False),
        ("on", "TRUE", True),
        ("on", "0", False),
        ("on", False, False),
    ],
)
def test_values_of_every_kind(name, value, typed):
    found = getattr(apply(Knobs, {name: value}), name)
    assert found == typed and type(found) is type(typed)


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("share", "much", "must be a number"),
        ("share", 1.01, "between 0.0 and 1.0"),
        ("share", -0.01, "between 0.0 and 1.0"),
        ("share", "nan", "between"),
        ("share", None, "must be a number"),
        ("count", "0", "between"),
        ("count", "2.5", "must be a whole number"),
        ("count", 2.5, "must be a whole number"),
        ("count", math.inf, "must be a whole number"),
        ("count", [1], "must be a whole number"),
        ("mode", "c", "not among the choices"),
        ("on", "maybe", "must be yes or no"),
    ],
)
def test_what_cannot_be_used_says_why(name, value, reason):
    with pytest.raises(BadParameter) as caught:
        apply(Knobs, {name: value})
    assert caught.value.facts["name"] == name and caught.value.facts["value"] == value
    assert reason in str(caught.value)


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(BadParameter, match=r"Known: share, count, mode, on\."):
        apply(Knobs, {"shape": 1})


def test_what_is_not_named_keeps_its_default():
    assert apply(Knobs, {}) == Knobs()
    assert apply(Knobs, {"count": 9}) == Knobs(count=9)


def test_what_a_form_needs():
    share, count, mode, on = describe(Knobs)
    assert (share.name, share.kind, share.default) == ("share", float, 0.5)
    assert (share.label, share.hint, share.unit) == ("Share", "A share", "")
    assert (share.minimum, share.maximum, count.minimum, count.maximum) == (0.0, 1.0, 1, None)
    assert mode.choices == ("a", "b") and on.kind is bool


@given(
    st.dictionaries(st.sampled_from([f.name for f in fields(VitTrackParameters)]), st.text() | st.floats())
)
def test_anything_is_taken_or_refused(values):
    try:
        chosen = apply(VitTrackParameters, values)
    except TrackbenchError:
        return
    for info in describe(VitTrackParameters):
        value = getattr(chosen, info.name)
        assert info.minimum is None or value >= info.minimum
        assert info.maximum is None or value <= info.maximum
        assert not info.choices or value in info.choices


@dataclass(frozen=True, slots=True)
class More:
    other: int = parameter(1, "Other", "Belongs to another part", minimum=0)


def test_one_list_of_names_sets_the_parameters_of_several_parts():
    knobs, more = apply_all((Knobs, More), {"other": "3", "share": 0.25})
    assert (knobs.share, more.other) == (0.25, 3)
    with pytest.raises(BadParameter, match=r"Known: share.*other"):
        apply_all((Knobs, More), {"nobody": 1})


@pytest.mark.parametrize("name", TRACKERS)
def test_every_default_of_every_tracker_is_within_its_own_bounds(name):
    kind = (single_kind(name) or association_kind(name)).parameters
    assert apply(kind, {info.name: info.default for info in describe(kind)}) == kind()


def test_an_unknown_tracker_lists_the_known_ones():
    with pytest.raises(UnknownTracker, match="vittrack"):
        single_kind("siamrpn++")
