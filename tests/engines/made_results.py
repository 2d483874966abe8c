"""Results made by hand."""

from __future__ import annotations

import numpy as np

from engines.frame_result import FrameResult, Stage, StageTime
from engines.geometry import Box
from engines.layer_time import LayerProfile, LayerTime
from engines.origin import Origin
from engines.track import Track, TrackState


def made_track(track_id=1, x=10.0, *, score=0.9, lost=False, **more):
    state = TrackState.LOST if lost else TrackState.TRACKED
    return Track(track_id, Box(x, 20.5, 30.25, 40), score, state, **more)


def made_result(index=0, *tracks, **more):
    values = {
        "time_s": index / 25,
        "tracks": tracks or (made_track(x=10.0 + index),),
        "stages": (
            StageTime(Stage.PREPROCESS, 1.0),
            StageTime(Stage.INFER, 3.0),
            StageTime(Stage.OTHER, 1.0),
        ),
        "step_ms": 5.0,
    }
    return FrameResult(frame_index=index, **{**values, **more})


def made_profile(*names, origin=Origin.MEASURED, **times):
    layers = (
        LayerTime(i, name, "Conv", "cpu", "net", **(times or {"total_ms": 1.0}))
        for i, name in enumerate(names)
    )
    return LayerProfile(tuple(layers), origin)


def made_keypoints():
    return np.arange(51, dtype=np.float64).reshape(17, 3) + 0.125
