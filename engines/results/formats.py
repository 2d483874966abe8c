"""Formats of result files by name, and which of them a task can be written in."""

from __future__ import annotations

from engines.errors import TrackbenchError

# The first one of a task is what it is written in where nobody asks for another.
_BY_TASK: dict[str, tuple[str, ...]] = {
    "sot": ("csv", "lasot", "otb", "vot", "mot"),
    "mot": ("mot", "csv"),
    "pose": ("pose", "coco", "csv", "mot"),
}
TASKS = tuple(_BY_TASK)
ALL_FORMATS = ("csv", "lasot", "otb", "vot", "mot", "pose", "coco")

# In the order of the 51 numbers.
KEYPOINT_NAMES = (
    "nose", "left_eye", "right_eye", "left_ear", "right_ear", "left_shoulder", "right_shoulder", "left_elbow",
    "right_elbow", "left_wrist", "right_wrist", "left_hip", "right_hip", "left_knee", "right_knee",
    "left_ankle", "right_ankle",
)  # fmt: skip
KEYPOINT_COLUMNS = tuple(f"{name}_{part}" for name in KEYPOINT_NAMES for part in ("x", "y", "score"))


class FormatDoesNotFitTask(TrackbenchError):
    what = "Results of the task {task!r} cannot be written as {format!r}."
    remedy = "Formats for it: {known}."


def formats_of(task: str) -> tuple[str, ...]:
    """Names of the formats a task can be written in, its usual one first."""
    return _BY_TASK[task]


def format_for(task: str, wanted: str | None = None) -> str:
    """The format to write a task in.

    Raises:
        FormatDoesNotFitTask: it has no room for what the task gives.
    """
    known = formats_of(task)
    if wanted is None:
        return known[0]
    if wanted not in known:
        raise FormatDoesNotFitTask(task=task, format=wanted, known=", ".join(known))
    return wanted
