"""Actions, notices, live rate, inbox: parts of a few lines each."""

from collections import Counter

import pytest
from PySide6.QtGui import QKeySequence

from app import live_rate as live_rate_module
from app.actions import action_specs
from app.latest import Inbox, Latest
from app.live_rate import LiveRate
from app.logs import LogRelay
from app.notices import notice_of
from app.paths import Paths
from app.settings import LoadedSettings, Settings
from app.wiring import Workbench
from engines.errors import BadParameter, DiskFull, TrackbenchError
from engines.texts import Text, TextList
from tests.engines.made_results import made_result
from widgets.views import Severity

# -- actions -----------------------------------------------------------------------------------


def test_names_and_shortcuts_of_actions_are_unique(qapp, language_c_locale):
    specs = action_specs()
    assert not [name for name, count in Counter(spec.name for spec in specs).items() if count > 1]
    keys = Counter(
        QKeySequence(key).toString() for spec in specs for key in spec.shortcut.split("; ") if spec.shortcut
    )
    assert "" not in keys and not [key for key, count in keys.items() if count > 1]


def test_the_keys_that_are_promised(qapp, language_c_locale):
    keys = {spec.name: spec.shortcut for spec in action_specs()}
    promised = {
        "play": "Space",
        "step_back": ",",
        "step_forward": ".",
        "slower": "[",
        "faster": "]",
        "cancel": "Esc",
    }
    assert {name: keys[name] for name in promised} == promised


def test_mnemonics_are_unique_within_their_menu(qapp, language_c_locale):
    marks = Counter(
        (spec.menu, spec.text[spec.text.index("&") + 1].lower())
        for spec in action_specs()
        if "&" in spec.text
    )
    assert not [mark for mark, count in marks.items() if count > 1]


def test_every_action_has_a_handler_and_every_handler_an_action(qtbot, language_c_locale, tmp_path):
    paths = Paths(*(tmp_path / name for name in ("config", "data", "state", "cache")))
    relay = LogRelay()
    workbench = Workbench(paths, LoadedSettings(Settings()), relay)
    qtbot.addWidget(workbench.window)
    try:
        handlers = workbench.commands._handlers
        assert set(handlers) == {spec.name for spec in action_specs()}
        assert all(callable(handler) for handler in handlers.values())
    finally:
        workbench.finish()


# -- notices -----------------------------------------------------------------------------------


class Odd(TrackbenchError):
    what = "{thing} is odd: {reasons}."
    remedy = ""


def test_a_notice_says_what_happened_and_what_to_try(qapp, language_c_locale):
    notice = notice_of(DiskFull(path="a.csv", details="errno 28"))
    assert notice.title == "No space left while writing a.csv."
    assert notice.hint.startswith("Everything written so far is kept.")
    assert (notice.details, notice.severity) == ("errno 28", Severity.ERROR)
    assert notice_of(DiskFull(path="a"), Severity.WARNING).severity is Severity.WARNING


@pytest.mark.parametrize(
    ("error", "title", "hint"),
    [
        (Odd(thing="{x}", reasons="%1"), "{x} is odd: %1.", ""),
        (
            Odd(thing="it", reasons=TextList([Text("{a} is missing", a="one"), "two"])),
            "it is odd: one is missing; two.",
            "",
        ),
        (
            BadParameter(name="blend", value=3, reason="no", hint="Known: a."),
            "blend = 3 cannot be used: no.",
            "Known: a.",
        ),
    ],
)
def test_facts_are_filled_in_whatever_they_hold(qapp, language_c_locale, error, title, hint):
    notice = notice_of(error)
    assert (notice.title, notice.hint) == (title, hint)


# -- rates -------------------------------------------------------------------------------------


@pytest.fixture
def now(monkeypatch):
    time = [10.0]
    monkeypatch.setattr(live_rate_module, "perf_counter", lambda: time[0])
    return time


def arrive(rate, now, *seconds, **more):
    for second in seconds:
        now[0] = 10.0 + second
        rate.add(made_result(0, **more))


def test_a_rate_needs_two_results(now):
    rate = LiveRate()
    assert rate.frames_per_second is None and rate.link_bytes_per_second is None
    arrive(rate, now, 0)
    assert rate.frames_per_second is None


def test_frames_per_second_of_the_last_two_seconds(now):
    rate = LiveRate()
    arrive(rate, now, 0.0, 0.1, 5.0, 5.25, 5.5, 6.0)
    assert rate.frames_per_second == pytest.approx(3)
    now[0] += 10
    assert rate.frames_per_second is None


def test_bytes_of_both_directions(now):
    rate = LiveRate()
    arrive(rate, now, 0.0, 0.5, 1.0, bytes_out=900, bytes_in=100)
    assert rate.link_bytes_per_second == pytest.approx(2000)


def test_without_a_link_no_bytes(now):
    rate = LiveRate()
    arrive(rate, now, 0.0, 0.5)
    assert rate.frames_per_second == 2 and rate.link_bytes_per_second is None
    rate.clear()
    assert rate.frames_per_second is None


# -- from thread to thread ---------------------------------------------------------------------


def test_one_place_keeps_the_newest():
    slot = Latest()
    assert slot.take() is None
    slot.put(1)
    slot.put(2)
    assert slot.take() == 2 and slot.take() is None


def test_an_inbox_keeps_the_last_ones_in_order():
    inbox = Inbox(3)
    for value in range(5):
        inbox.put(value)
    assert inbox.take_all() == (2, 3, 4) and inbox.take_all() == ()
