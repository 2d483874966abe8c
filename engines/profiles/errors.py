"""Expected failures of reading vendors' profiles."""

from __future__ import annotations

from engines.errors import TrackbenchError


class ProfileMissing(TrackbenchError):
    what = "{path} cannot be opened: {reason}."
    remedy = "Check the name, or whether the drive is connected."


class NotAProfile(TrackbenchError):
    what = "{path} cannot be read as a profile: {reason}."
    remedy = "Known are: {known}."


class ProfileEmpty(TrackbenchError):
    what = "{path} looks like the format {format}, but nothing in it could be used. {reason}"
    remedy = "The file may be cut off; let the tool write it again."


class ProfileTooLarge(TrackbenchError):
    what = "{path} has {megabytes:.0f} MB, too much for a profile."
    remedy = "Files of up to {limit:.0f} MB can be read; profile fewer runs."
