"""Expected failures of sources and of written videos."""

from __future__ import annotations

from engines.errors import TrackbenchError


class FileMissing(TrackbenchError):
    what = "{path} does not exist."
    remedy = "Check the name, or whether the drive is connected."


class NotAVideo(TrackbenchError):
    what = "{path} cannot be read as a video."
    remedy = "It may be damaged, incomplete, or of another kind: try to play it in a media player."


class NoPictures(TrackbenchError):
    what = "{path} contains no pictures."
    remedy = "Choose a folder with jpg, png, bmp, tif or webp files, or a known data set's sequence."


class BadPicture(TrackbenchError):
    what = "{path} cannot be read as a picture."
    remedy = "Replace the file or take it out of the folder."


class BadGroundTruth(TrackbenchError):
    what = "The ground truth in {path} cannot be read: {reason}."
    remedy = "The video itself can be used; correct the file to see overlaps."


class CannotSeek(TrackbenchError):
    what = "{title} is live: it has no earlier or later frames to go to."
    remedy = "Record it first, then open the recording."


class SourceStalled(TrackbenchError):
    what = "No picture from {title} for {waited_s:.3g} s."
    remedy = "It is tried again in the background. Check its power and the network."


class StreamUnreachable(TrackbenchError):
    what = "{title} gives no pictures."
    remedy = "Check the address, user name and password, and that it can be reached from this computer."


class UnknownAddress(TrackbenchError):
    what = "Addresses that start with {scheme}:// cannot be opened."
    remedy = "Use rtsp, http, https, udp, rtp, tcp, srt or rtmp."


class CameraMissing(TrackbenchError):
    what = "Camera {device} cannot be opened."
    remedy = "Check that it is connected, that no other program uses it, and that access is allowed."


class CameraLost(TrackbenchError):
    what = "{title} has gone."
    remedy = "Plug it in again; it is picked up by itself."
