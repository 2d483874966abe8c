"""Expected failures of reading result files."""

from __future__ import annotations

from engines.errors import TrackbenchError
from engines.texts import Text


class ResultMissing(TrackbenchError):
    what = "{path} cannot be opened: {reason}."
    remedy = "Check the name, or whether the drive is connected."


class NotAResult(TrackbenchError):
    what = "{path} cannot be read as a result: {reason}."
    remedy = "Results are CSV or text files of boxes, JSON lists of poses, or folders of recordings."


class BrokenLine(TrackbenchError):
    what = "{path}, line {line}: {reason}."
    remedy = "Expected: {expected}."


class BrokenEntry(TrackbenchError):
    what = "{path}, entry {entry} of the list: {reason}."
    remedy = "Expected: {expected}."


def reason_of(error: Exception) -> object:
    """What an error of a row says, as a text that can be translated where it is one."""
    if isinstance(error, KeyError):
        return Text("{name} is missing", name=error)
    return error.args[0] if error.args else error


class ResultTooLarge(TrackbenchError):
    what = "{path} has {megabytes:.0f} MB, too much for a result."
    remedy = "Files of up to {limit:.0f} MB can be read."


class TooManyFrames(TrackbenchError):
    what = "{path} has a row for frame {frame}: too many frames to be read."
    remedy = "Results of up to {limit} frames can be read; choose a shorter part, or check the first column."
