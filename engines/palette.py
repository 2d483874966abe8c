"""Colours with a meaning, the same in the window, in annotated videos and in reports. RGB, 0...255."""

from __future__ import annotations

from engines.frame_result import Stage

Rgb = tuple[int, int, int]

# Okabe and Ito's qualitative set without black: told apart with every common colour-vision deficiency.
# Source: M. Okabe and K. Ito, "Color Universal Design", 2008.
TRACK_COLORS: tuple[Rgb, ...] = (
    (86, 180, 233),
    (230, 159, 0),
    (0, 158, 115),
    (240, 228, 66),
    (204, 121, 167),
    (213, 94, 0),
    (0, 114, 178),
)
LOST_COLOR: Rgb = (160, 160, 160)
TRUTH_COLOR: Rgb = (255, 255, 255)
OTHER_COLOR: Rgb = (255, 120, 200)
BESIDE_COLOR: Rgb = (255, 110, 60)
SEARCH_COLOR: Rgb = (255, 255, 255)

STAGE_COLORS: dict[Stage, Rgb] = {
    Stage.DECODE: (148, 163, 184),
    Stage.QUEUE: (203, 213, 225),
    Stage.PREPROCESS: (86, 180, 233),
    Stage.ENCODE: (120, 200, 160),
    Stage.LINK: (230, 159, 0),
    Stage.LINK_OUT: (230, 159, 0),
    Stage.INFER: (0, 158, 115),
    Stage.BOARD_QUEUE: (170, 180, 215),
    Stage.BOARD_COPY: (204, 121, 167),
    Stage.BOARD_HARD: (0, 158, 115),
    Stage.BOARD_OTHER: (213, 94, 0),
    Stage.LINK_BACK: (250, 196, 125),
    Stage.POSTPROCESS: (240, 228, 66),
    Stage.ASSOCIATE: (0, 114, 178),
    Stage.BESIDE: (190, 140, 90),
    Stage.OTHER: (120, 113, 108),
    Stage.DRAW: (167, 139, 250),
}


def stage_color(stage: Stage) -> Rgb:
    """Colour of a stage; one that has none of its own looks like what no stage claims."""
    return STAGE_COLORS.get(stage, STAGE_COLORS[Stage.OTHER])


def track_color(track_id: int) -> Rgb:
    """Colour of an identity; the same id has the same colour everywhere."""
    return TRACK_COLORS[(track_id - 1) % len(TRACK_COLORS)]
