"""Draw a box and follow it: with the mouse, while the video plays."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from app.paths import user_paths
from engines.geometry import Box, iou
from engines.palette import track_color
from engines.recorder import Recording, read_recording
from tests.e2e.window import Seen, WorkbenchWindow

# A pixel of the screen is more than one of the frame, and a drag begins and ends on whole pixels.
_DRAWN_WITHIN_PX = 3.0


def recordings() -> list[Recording]:
    folders = sorted((user_paths().data / "recordings").iterdir())
    return [read_recording(folder) for folder in folders]


def open_clip(window: WorkbenchWindow, clip: Path) -> Seen:
    """Opens the clip in the window, at its first frame, with VitTrack on this computer."""
    window.click("VitTrack")
    window.open_by_dialog(clip)
    return window.wait_for("its first frame is shown", lambda now: now.frame == 0)


def follow(window: WorkbenchWindow, clip: Path, box: Box) -> int:
    """Opens the clip, draws a box on its first frame, which starts it, and pauses; returns the frame."""
    open_clip(window, clip)
    window.draw_box(box)
    window.wait_for("it plays and is followed", lambda now: now.is_playing and now.boxes)
    window.press("space")
    return window.wait_for("it pauses", lambda now: not now.is_playing and now.boxes).frame


def are_close(one: Box, other: Box) -> bool:
    sides = zip((one.x, one.y, one.w, one.h), (other.x, other.y, other.w, other.h), strict=True)
    return all(abs(a - b) <= _DRAWN_WITHIN_PX for a, b in sides)


def is_measured(stage: str) -> bool:
    """Whether a line of the timing view is the network's time, with where it comes from."""
    return stage.startswith("infer ") and stage.endswith("measured")


def is_drawn_on_screen(picture: Path, now: Seen, box: Box) -> bool:
    """Whether the left side of a box is on the screen in the first target's colour."""
    pixels = cv2.imread(str(picture)).astype(int)
    (left, top), (_, bottom) = now.corners(box)
    strip = pixels[round(top) + 4 : round(bottom) - 4, round(left) - 3 : round(left) + 4]
    red, green, blue = track_color(1)
    is_near = np.abs(strip - (blue, green, red)).sum(axis=2) < 60
    return bool(is_near.any(axis=1).mean() > 0.8)


def test_i_draw_a_box_while_it_plays_and_it_is_followed_from_that_very_frame(vittrack, window, clip, figures):
    open_clip(window, clip)
    window.press("ctrl+r", "space")
    window.wait_for("it plays and records", lambda now: now.is_recording and now.is_playing and now.frame > 5)
    box = figures(1, window.see().frame)
    during = window.draw_box(box)

    followed = window.wait_for("its layers are timed", lambda now: now.boxes and now.layers > 0)
    window.press("space")
    window.wait_for("it pauses", lambda now: not now.is_playing)
    stopped = window.wait_for("its times stand there", lambda now: any(is_measured(s) for s in now.stages))
    assert iou(stopped.boxes[1], figures(1, stopped.frame)) > 0.5
    assert followed.targets and followed.targets[0].startswith("#1 ")
    assert is_drawn_on_screen(window.picture_of(stopped, "followed"), stopped, stopped.boxes[1])

    window.press("ctrl+r")
    window.wait_for("it says where the recording is", lambda now: "The recording is in" in now.notice_text)
    (recording,) = recordings()
    first = recording.results[0]
    assert first.frame_index == during.frame
    assert are_close(first.tracks[0].box, box)
    indexes = [result.frame_index for result in recording.results]
    assert indexes == list(range(first.frame_index, indexes[-1] + 1))


def test_i_draw_it_anew_and_the_same_target_goes_on_from_there(vittrack, window, clip, figures):
    at = follow(window, clip, figures(1, 0))
    window.draw_box(figures(2, at))
    now = window.wait_for("it is there", lambda now: iou(now.boxes[1], figures(2, at)) > 0.8)
    assert list(now.boxes) == [1]
    window.press("ctrl+z")
    window.wait_for("it is where it was", lambda now: iou(now.boxes[1], figures(1, at)) > 0.6)


def test_i_pull_a_handle_and_the_target_goes_on_with_the_corrected_box(vittrack, window, clip, figures):
    follow(window, clip, figures(1, 0))
    before = window.see()
    box = before.boxes[1]
    window.drag(before.corners(box)[1], before.on_screen(box.x + box.w + 30, box.y + box.h + 20))
    wanted = Box(box.x, box.y, box.w + 30, box.h + 20)
    window.wait_for("it is larger", lambda now: are_close(now.boxes[1], wanted))
    window.press("period")
    window.wait_for("it goes on", lambda now: now.frame == before.frame + 1 and list(now.boxes) == [1])


def test_i_hold_shift_for_a_second_target_remove_it_and_bring_it_back(vittrack, window, clip, figures):
    at = follow(window, clip, figures(1, 0))
    window.draw_box(figures(2, at), add=True)
    window.wait_for("two are followed", lambda now: list(now.boxes) == [1, 2] and len(now.targets) == 2)
    window.press("space")
    window.wait_for("both move on", lambda now: now.frame > at + 15 and list(now.boxes) == [1, 2])
    window.photograph("two_targets")
    window.press("space", "Delete")
    window.wait_for("one is left", lambda now: list(now.boxes) == [1] and not now.is_playing)
    assert len(window.wait_for("the list too", lambda now: len(now.targets) == 1).targets) == 1
    window.press("ctrl+z")
    # In the frame in which it was last seen, which need not be the one the run had come to.
    back = window.wait_for("both are back", lambda now: list(now.boxes) == [1, 2])
    window.press("period")
    window.wait_for(
        "both are followed", lambda now: now.frame == back.frame + 1 and list(now.boxes) == [1, 2]
    )


def test_i_play_step_and_change_speed_with_keys_and_esc_gives_up_a_box(vittrack, window, clip, figures):
    follow(window, clip, figures(1, 0))
    steps = (["Home"], 0), (["period"] * 3, 3), (["comma"], 2), (["Right"], 2 + 25), (["Left"], 2)
    for keys, frame in steps:
        window.press(*keys)
        window.wait_for(f"frame {frame} after {keys}", lambda now, frame=frame: now.frame == frame)
    window.press("bracketleft")
    window.wait_for("half as fast", lambda now: now.speed == "0.5×")
    window.press("bracketright", "bracketright")
    window.wait_for("twice as fast", lambda now: now.speed == "2×")
    before = window.see()
    window.screen.begin_drag([before.on_screen(x, y) for x, y in ((500, 300), (560, 380), (600, 420))])
    window.wait_for("a box is being drawn", lambda now: now.is_drawing)
    window.press("Escape")
    window.screen.end_drag()
    after = window.wait_for("the box is given up", lambda now: not now.is_drawing)
    assert after.boxes == before.boxes
    window.press("space")
    window.wait_for("it plays", lambda now: now.is_playing and now.frame > 10)
