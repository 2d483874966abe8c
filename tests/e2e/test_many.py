"""Everybody in the picture: found, followed, one picked out, one followed alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from engines.geometry import Box, iou
from tests.e2e.conftest import Figures
from tests.e2e.window import Seen, WorkbenchWindow

PEOPLE, POSE = "Demo detector of people", "Demo detector of poses"


def open_with(window: WorkbenchWindow, clip: Path, model: str) -> Seen:
    """Opens the clip with a bundled detector on this computer: it needs no box."""
    window.click(model)
    window.open_by_dialog(clip)
    return window.wait_for("people are found in the first frame", lambda now: now.frame == 0 and now.boxes)


def who_is_at(now: Seen, box: Box) -> int | None:
    """Id of the track on a figure."""
    best = max(now.boxes, key=lambda track_id: iou(now.boxes[track_id], box), default=None)
    return best if best is not None and iou(now.boxes[best], box) > 0.5 else None


def stands_free(now: Seen) -> int:
    """A track whose middle nobody else covers."""

    def covers(box: Box, x: float, y: float) -> bool:
        return box.x <= x <= box.right and box.y <= y <= box.bottom

    return next(
        track_id
        for track_id, box in now.boxes.items()
        if sum(covers(other, box.cx, box.cy) for other in now.boxes.values()) == 1
    )


@pytest.mark.parametrize("model", [PEOPLE, POSE])
def test_i_open_a_video_and_everybody_is_followed_without_a_box(window, clip, figures: Figures, model):
    open_with(window, clip, model)
    window.press("space")
    window.wait_for("it has played a while", lambda now: now.frame is not None and now.frame > 40)
    window.press("space")
    window.wait_for("it pauses", lambda now: not now.is_playing)
    now = window.wait_for("the list is there", lambda now: len(now.targets) == len(now.boxes) > 2)
    assert who_is_at(now, figures(1, now.frame)) is not None
    assert any(stage.startswith("associate ") for stage in now.stages)
    window.photograph("everybody")


def test_i_pick_one_out_of_many_and_follow_it_alone(window, clip):
    open_with(window, clip, PEOPLE)
    window.press("period", "period", "period")
    now = window.wait_for("three frames on", lambda now: now.frame == 3 and now.boxes)
    chosen = stands_free(now)
    window.screen.click(*now.on_screen(now.boxes[chosen].cx, now.boxes[chosen].cy))
    window.wait_for("one stands out", lambda now: now.selected == chosen)
    window.photograph("one_stands_out")
    window.press("a")
    alone = window.wait_for("one is left", lambda now: list(now.boxes) == [1] and now.targets)
    assert alone.frame is not None and (alone.frame > 3 or iou(alone.boxes[1], now.boxes[chosen]) > 0.9)
    assert "follows the box now" in alone.notice_text
    window.wait_for("it goes on", lambda now: now.frame is not None and now.frame > 10 and 1 in now.boxes)
    window.press("space")
    window.wait_for("it pauses", lambda now: not now.is_playing)
    window.click(PEOPLE)
    window.wait_for("everybody is back", lambda now: len(now.boxes) > 2)


def test_on_the_virtual_board_everybody_is_followed_too(window, clip, figures: Figures):
    window.press("ctrl+b")
    window.wait_for("the board serves", lambda now: now.board == "serving", timeout_s=90)
    open_with(window, clip, PEOPLE)
    window.press("space")
    window.wait_for(
        "it plays on the board", lambda now: now.frame is not None and now.frame > 5 and now.boxes
    )
    window.press("space")
    now = window.wait_for("it pauses", lambda now: not now.is_playing and now.boxes)
    window.wait_for("the link's time is there", lambda now: any(s.startswith("link ") for s in now.stages))
    assert who_is_at(now, figures(1, now.frame)) is not None


def test_i_lay_somebody_elses_result_over_the_picture(window, clip, figures: Figures, tmp_path):
    rows = [",".join(str(v) for v in (n + 1, 9, *_numbers(figures(2, n)), 1, -1, -1, -1)) for n in range(30)]
    result = tmp_path / "theirs.txt"
    result.write_text("\n".join(rows) + "\n", encoding="utf-8")
    open_with(window, clip, PEOPLE)
    window.open_by_dialog(result, "ctrl+e")
    window.wait_for("it says what it draws", lambda now: "theirs is drawn dashed" in now.notice_text)
    assert window.see().others == [9]
    window.photograph("theirs_and_ours")


def _numbers(box: Box) -> tuple[float, float, float, float]:
    return box.x, box.y, box.w, box.h
