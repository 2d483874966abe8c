"""Why it lost the target, and where the time went: what the views say, and where a click in them leads."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from app import demo
from engines.geometry import Box, iou
from engines.palette import BESIDE_COLOR, LOST_COLOR, Rgb, track_color
from tests.e2e.window import Seen, WorkbenchWindow

_HIDDEN = range(24, 74)
_CLIP_FRAMES = 110


@pytest.fixture(scope="session")
def hiding_clip(tmp_path_factory, figures) -> tuple[Path, Box]:
    """The first frame of the demo, moving slowly, whose first figure is behind a wall for a while.

    Returns:
        The clip, and where the figure is in its first frame.
    """
    capture = cv2.VideoCapture(str(demo.demo_clip()))
    _ok, street = capture.read()
    capture.release()
    box = figures(1, 0)
    path = tmp_path_factory.mktemp("clips") / "hiding.avi"
    height, width = street.shape[:2]
    noise = np.random.default_rng(3).normal((60, 120, 60), 20, (height, 320, 3))
    wall = noise.clip(0, 255).astype(np.uint8)
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 25, (width, height))
    for index in range(_CLIP_FRAMES):
        bgr = np.roll(street, index, axis=1)
        if index in _HIDDEN:
            left = round(box.cx) + index - wall.shape[1] // 2
            bgr[:, left : left + wall.shape[1]] = wall
        writer.write(bgr)
    writer.release()
    return path, box


def follow(window: WorkbenchWindow, clip: Path, box: Box) -> Seen:
    """Opens a clip with the demo tracker on this computer and draws a box, which starts it."""
    window.open_by_dialog(clip)
    window.wait_for("its first frame is shown", lambda now: now.frame == 0)
    window.draw_box(box)
    return window.wait_for("it plays and is followed", lambda now: now.is_playing and now.boxes)


def pause(window: WorkbenchWindow) -> Seen:
    window.press("space")
    return window.wait_for("it pauses", lambda now: not now.is_playing)


def colored(picture: Path, now: Seen, box: Box, color: Rgb) -> float:
    """Which part of a box's left or right side, whichever is more, is in this colour on the screen, 0...1."""
    pixels = cv2.imread(str(picture)).astype(int)
    (left, top), (right, bottom) = now.corners(box)
    strips = [pixels[round(top) + 6 : round(bottom) - 6, round(x) - 3 : round(x) + 4] for x in (left, right)]
    near = [np.abs(strip - color[::-1]).sum(axis=2) < 60 for strip in strips]
    return max(float(each.any(axis=1).mean()) for each in near)


def around(picture: Path, now: Seen, box: Box) -> np.ndarray:
    """What is on the screen inside a box and as far around it as it is wide, without its outline."""
    pixels = cv2.imread(str(picture)).astype(int)
    wide = Box(box.x - box.w, box.y, 3 * box.w, box.h)
    (left, top), (right, bottom) = now.corners(wide)
    return pixels[round(top) : round(bottom), round(left) : round(right)]


def test_i_press_w_and_see_what_the_tracker_saw(window, clip, figures):
    follow(window, clip, figures(1, 0))
    window.press("w")
    first = window.wait_for("it is shown", lambda now: now.search and now.search_pictures[1] is not None)
    later = window.wait_for("it goes on", lambda now: now.frame > first.frame + 8)
    assert None not in later.search_pictures[:3]
    assert later.search_pictures[1] != first.search_pictures[1], "another search crop"
    assert later.search_pictures[2] != first.search_pictures[2], "another ranking"
    assert later.search_facts.startswith("#1 peak 0.")

    # While it plays the chart moves on: the frame is one near the place that was clicked.
    window.click_frame("evidence", later.frame - 2)
    stopped = window.wait_for("it stays at a frame", lambda now: not now.is_playing)
    assert stopped.frame > first.frame
    wanted = stopped.frame - 5
    window.click_frame("evidence", wanted)
    there = window.wait_for("that frame is shown", lambda now: now.frame == wanted)
    assert there.search_pictures[1] not in (None, first.search_pictures[1], stopped.search_pictures[1])
    assert there.evidence[0] == f"{there.tracks[0][5]:.2f}"

    without = around(window.picture_of(there, "search"), there, there.boxes[1])
    window.press("h")
    window.wait_for("the score map is on the picture", lambda _now: heat_is_there(window, there, without))
    window.press("h")
    window.wait_for("it is gone again", lambda _now: not heat_is_there(window, there, without))


def heat_is_there(window: WorkbenchWindow, now: Seen, without: np.ndarray) -> bool:
    """Whether the picture is tinted all over, and strongly at some place."""
    difference = np.abs(around(window.picture_of(now, "score_map"), now, now.boxes[1]) - without).max(axis=2)
    return bool((difference > 4).mean() > 0.5 and difference.max() > 60)


def test_i_set_a_rule_and_a_lost_target_is_drawn_as_lost(window, hiding_clip):
    clip, box = hiding_clip
    window.click("LOST TARGET")
    window.click("Likeness below")
    window.press("ctrl+a")
    window.screen.type_text("0.25")
    window.press("Return")
    window.click("When lost")
    window.press("Down", "Return")
    window.photograph("rule")
    follow(window, clip, box)
    window.press("w")

    window.wait_for("it is lost", lambda now: now.tracks and now.tracks[0][6] == "lost")
    lost = pause(window)
    window.press(*["period"] * 6)
    now = window.wait_for("some frames on", lambda now: now.frame == lost.frame + 6)
    assert now.frame in _HIDDEN
    assert now.tracks[0][6] == "lost"
    window.wait_for("the list says so", lambda now: "lost" in now.targets[0])
    assert float(now.evidence[3]) < 0.25, "not like the first look"
    assert now.boxes[1] == lost.boxes[1], "it waits, and does not grow"
    picture = window.picture_of(now, "lost")
    assert 0.3 < colored(picture, now, now.boxes[1], LOST_COLOR) < 0.8, "grey and dashed"
    assert colored(picture, now, now.boxes[1], track_color(1)) < 0.2

    window.run_from_palette("Play or pause")
    back = window.wait_for(
        "it is there again", lambda now: now.frame > _HIDDEN.stop + 5 and now.tracks[0][6] == "tracked"
    )
    true = Box(box.x + back.frame, box.y, box.w, box.h)
    assert abs(back.boxes[1].cx - true.cx) < box.w / 2
    window.photograph("back")


def test_i_run_a_second_model_beside_the_first(window, hiding_clip):
    clip, box = hiding_clip
    window.press("c")
    window.click("Model B")
    window.press("Home", "Down", "Down", "Down", "Return")
    follow(window, clip, box)
    window.wait_for("both are followed", lambda now: now.beside and now.frame > 8)
    now = pause(window)
    picture = window.picture_of(now, "beside")
    first, second = now.boxes[1], Box(*now.beside[0][1:5])
    assert now.beside[0][0] == 1
    assert colored(picture, now, first, track_color(1)) > 0.8
    assert colored(picture, now, second, BESIDE_COLOR) > 0.5

    window.press("space")
    window.wait_for("it has played to its end", lambda now: now.frame == _CLIP_FRAMES - 1)
    ended = window.wait_for("all is counted", lambda now: figures_counted(now) >= _CLIP_FRAMES - 1)
    assert ended.parts_at in _HIDDEN
    window.click(f"Go to where they part ({ended.parts_at + 1})")
    there = window.wait_for("that frame is shown", lambda now: now.frame == ended.parts_at)
    assert iou(there.boxes[1], Box(*there.beside[0][1:5])) < 0.5
    window.photograph("where_they_part")
    window.click_frame("overlap", 5)
    before = window.wait_for("the frame that was clicked", lambda now: now.frame == 5)
    assert iou(before.boxes[1], Box(*before.beside[0][1:5])) > 0.5

    window.press("space")
    window.wait_for("it goes on", lambda now: now.is_playing and now.frame > 8)
    window.click("Teacher-forced")
    switched = window.wait_for("figures begin anew", lambda now: figures_counted(now) < _CLIP_FRAMES - 1)
    later = window.wait_for("they grow", lambda now: figures_counted(now) > figures_counted(switched) + 10)
    assert later.overlap.partition(":")[2] != ended.overlap.partition(":")[2]
    pause(window)
    window.photograph("teacher_forced")


def test_what_cannot_run_beside_says_why_and_leaves_all_as_it_was(window, clip, figures):
    window.press("c")
    follow(window, clip, figures(1, 0))
    window.click("Model B")
    window.press("End", "Return")
    told = window.wait_for("it says why", lambda now: now.overlap.startswith("B does not run"))
    assert "no weights" in told.overlap
    now = window.wait_for("the run goes on", lambda now: now.frame > told.frame + 5)
    assert now.boxes
    assert not now.beside
    assert not now.notice
    window.photograph("no_weights")


def figures_counted(now: Seen) -> int:
    """Over how many frames the means are; 0 where none are there yet."""
    return int(now.overlap.partition("frames ")[2].partition(":")[0] or 0)


def test_i_click_the_slow_frame(window, clip, figures):
    follow(window, clip, figures(1, 0))
    window.wait_for("layers are timed", lambda now: now.layers > 0 and now.frame > 60)
    pause(window)
    times = window.frame_times()
    slowest = max(times, key=lambda index: times[index])
    window.click_frame("strip", slowest)
    window.wait_for("the slowest frame is shown", lambda now: now.frame == slowest)
    window.photograph("slow_frame")
    window.press("Home")
    window.wait_for("the start is shown", lambda now: now.frame == 0)
    window.press("n")
    found = window.wait_for("the next slow one is shown", lambda now: now.frame > 0)
    assert times[found.frame] > np.median(list(times.values()))

    window.click("Group layers")
    window.press("Down", "Return")
    window.wait_for("they are in groups", lambda now: len(now.layer_groups) > 3)
    window.click("p50 ms")
    window.wait_for("they are sorted", lambda now: is_sorted(medians(now)))
    before = window.see()
    layer = next(title for kind, title, _pinned in before.layer_lines if kind == "layer")
    window.click(layer, button=3)
    window.click("Keep at the top")
    window.wait_for("it is on top", lambda now: now.layer_lines[0] == ["layer", layer, True])
    window.click("p50 ms")
    after = window.wait_for("the other way round", lambda now: medians(now) == medians(before)[::-1])
    assert after.layer_lines[0] == ["layer", layer, True]
    window.photograph("layers")


def medians(now: Seen) -> list[float]:
    """Of the groups that have one, in the order of the table."""
    return [median for _title, median in now.layer_groups if median is not None]


def is_sorted(values: list[float]) -> bool:
    return values in (sorted(values), sorted(values, reverse=True))
