"""Expected failures around quantising."""

from __future__ import annotations

from engines.errors import TrackbenchError


class UnknownLayer(TrackbenchError):
    what = "There is no layer {layer!r} in {networks}."
    remedy = "Layers with similar names: {similar}."


class NothingToQuantise(TrackbenchError):
    what = "{file} has no float layer with weights: {reason}."
    remedy = "Name the original float file."


class NoCrops(TrackbenchError):
    what = "{source} gave no input for {network}: {reason}."
    remedy = "Choose a clip with more frames, and a first box on the target."


class FirstBoxNeeded(TrackbenchError):
    what = "{source} has no ground truth in frame {frame}, and no first box was given."
    remedy = "Give the first box with --init x,y,w,h."


class ClipNeeded(TrackbenchError):
    what = "{source} is live and cannot be gone through again."
    remedy = "Record a clip first and name that."


class BrokenCrop(TrackbenchError):
    what = "{tensor} of {network} holds values that are not numbers (NaN or infinite)."
    remedy = "The float network itself fails on this clip; look at its weights before quantising it."


class CannotQuantise(TrackbenchError):
    what = "{file} could not be quantised: {reason}."
    remedy = "Keep the layer that is named in float with --keep-float, or export the network with opset 17."


class SameFolder(TrackbenchError):
    what = "{path} is the float file itself; it is not written over."
    remedy = "Choose another folder with --out."
