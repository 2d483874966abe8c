"""People-like articulated figures: a walk cycle in three dimensions, drawn as a small picture with alpha."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from resources.recipes.textures import fractal_noise, random_colour

Rng = np.random.Generator
Point = NDArray[np.float64]

KEYPOINTS = (
    "nose", "left_eye", "right_eye", "left_ear", "right_ear", "left_shoulder", "right_shoulder", "left_elbow",
    "right_elbow", "left_wrist", "right_wrist", "left_hip", "right_hip", "left_knee", "right_knee",
    "left_ankle", "right_ankle",
)  # fmt: skip
_OVERSAMPLING = 2
_RING = np.stack([np.cos(np.linspace(0, 2 * np.pi, 13)[:-1]), np.sin(np.linspace(0, 2 * np.pi, 13)[:-1])], -1)
_SKINS = ((150, 185, 230), (125, 165, 215), (95, 135, 190), (70, 100, 150), (45, 65, 105), (35, 45, 75))
_HAIRS = ((25, 25, 30), (35, 50, 75), (60, 95, 140), (120, 170, 210), (150, 150, 155), (30, 40, 110))


@dataclass(frozen=True)
class FigureLook:
    """What one figure looks like; lengths in body heights, colours BGR 0..255."""

    skin: NDArray[np.float32]
    hair: NDArray[np.float32]
    top: NDArray[np.float32]
    bottom: NDArray[np.float32]
    shoes: NDArray[np.float32]
    accent: NDArray[np.float32]
    build: float
    sleeve: float
    leg_cover: float
    skirt: bool
    pattern: int
    long_hair: bool
    bag: bool
    stride: float
    lean: float
    cloth: NDArray[np.float32]


@dataclass(frozen=True)
class FigureSprite:
    """A drawn figure: premultiplied colour (h, w, 3) and alpha (h, w), 0..1; keypoints (17, 2) in its pixels.

    `foot` is the (x, y) place in the sprite that stands on the ground.
    """

    colour: NDArray[np.float32]
    alpha: NDArray[np.float32]
    keypoints: NDArray[np.float32]
    foot: NDArray[np.float32]


def random_look(rng: Rng, vivid: bool = False) -> FigureLook:
    """A random person; `vivid` prefers clothes that are easy to tell apart."""
    top, bottom, accent = (random_colour(rng) for _ in range(3))
    if vivid:
        hue = np.uint8([[[rng.integers(0, 180), rng.integers(130, 230), rng.integers(120, 235)]]])
        top = cv2.cvtColor(hue, cv2.COLOR_HSV2BGR)[0, 0].astype(np.float32)
        bottom = np.float32(rng.uniform(25, 90) + rng.normal(0, 12, 3))
    return FigureLook(
        skin=np.float32(_SKINS[rng.integers(len(_SKINS))]),
        hair=np.float32(_HAIRS[rng.integers(len(_HAIRS))]),
        top=top,
        bottom=bottom,
        shoes=np.float32(rng.choice([30, 60, 220]) + rng.normal(0, 10, 3)),
        accent=accent,
        build=float(rng.uniform(0.85, 1.25)),
        sleeve=float(rng.choice([0.45, 1.0, 1.0])),
        leg_cover=float(rng.choice([0.45, 1.0, 1.0, 1.0])),
        skirt=bool(rng.random() < 0.2),
        pattern=int(rng.choice([0, 0, 1, 2, 3])),
        long_hair=bool(rng.random() < 0.4),
        bag=bool(rng.random() < 0.3),
        stride=float(rng.uniform(0.75, 1.1)),
        lean=float(rng.uniform(-0.01, 0.03)),
        cloth=fractal_noise(rng, 64, 0.7),
    )


_Place = tuple[float, float, float]
"""A joint as (forward, up, left) in body heights, before it is turned towards the viewer."""


def _leg_joints(look: FigureLook, phase: float, effort: float, sign: int, bob: float) -> dict[str, _Place]:
    thigh = 0.48 * look.stride * effort * np.sin(phase) + 0.03
    shin = thigh - effort * (0.12 + 0.75 * max(0.0, np.cos(phase + 0.5)) ** 2)
    hip = (0.0, 0.52 - bob, sign * 0.052)
    knee = (0.245 * np.sin(thigh), hip[1] - 0.245 * np.cos(thigh), sign * 0.05)
    ankle = (knee[0] + 0.235 * np.sin(shin), knee[1] - 0.235 * np.cos(shin), sign * 0.048)
    toe = (ankle[0] + 0.1 * np.cos(shin * 0.6), ankle[1] - 0.035 + 0.06 * np.sin(shin), ankle[2])
    return {"hip": hip, "knee": knee, "ankle": ankle, "toe": toe}


def _arm_joints(look: FigureLook, phase: float, effort: float, sign: int, bob: float) -> dict[str, _Place]:
    arm = -0.8 * (0.48 * look.stride * effort) * np.sin(phase)
    bend = arm + effort * 0.3 + 0.12
    lean = look.lean + 0.015 * effort
    shoulder = (lean, 0.805 - bob, sign * 0.105 * look.build)
    elbow = (lean + 0.165 * np.sin(arm), shoulder[1] - 0.165 * np.cos(arm), sign * (0.12 * look.build))
    wrist = (elbow[0] + 0.15 * np.sin(bend), elbow[1] - 0.15 * np.cos(bend), elbow[2] - sign * 0.01)
    return {"shoulder": shoulder, "elbow": elbow, "wrist": wrist}


def body_points(look: FigureLook, phase: float, yaw: float, effort: float = 1.0) -> dict[str, Point]:
    """Joints as (x to the right, y down, depth away from the viewer) in body heights, ground at y = 0.

    Args:
        look: gives stride and lean.
        phase: place in the walk cycle, radians; a cycle is two steps.
        yaw: walking direction; 0 to the right, pi/2 towards the viewer, pi to the left.
        effort: 0 stands still, 1 walks, more runs.
    """
    bob = 0.012 * effort * np.cos(2 * phase)
    lean = look.lean + 0.015 * effort
    places: dict[str, _Place] = {
        "pelvis": (0.0, 0.53 - bob, 0.0),
        "neck": (lean, 0.83 - bob, 0.0),
        "head": (lean + 0.012, 0.925 - bob, 0.0),
        "nose": (lean + 0.062, 0.915 - bob, 0.0),
    }
    for side, sign, lag in (("left_", 1, 0.0), ("right_", -1, np.pi)):
        places[side + "eye"] = (lean + 0.058, 0.933 - bob, sign * 0.024)
        places[side + "ear"] = (lean, 0.93 - bob, sign * 0.058)
        joints = _leg_joints(look, phase + lag, effort, sign, bob)
        joints |= _arm_joints(look, phase + lag, effort, sign, bob)
        places |= {side + name: place for name, place in joints.items()}
    points = {}
    for name, (forward, up, left) in places.items():
        x = forward * np.cos(yaw) + left * np.sin(yaw)
        depth = -forward * np.sin(yaw) + left * np.cos(yaw)
        points[name] = np.array([x, -up + 0.02 * depth, depth])
    return points


class _Brush:
    """Draws limbs on an oversampled canvas; light comes from the upper left."""

    def __init__(self, width: int, height: int, scale: float, foot: Point) -> None:
        self.colour = np.zeros((height, width, 3), np.float32)
        self.mask = np.zeros((height, width), np.uint8)
        self.scale, self.foot = scale, foot

    def place(self, point: Point) -> Point:
        """Canvas pixels of a body point."""
        return point[:2] * self.scale + self.foot

    def polygon(self, points: NDArray[np.float64], colour: NDArray[np.float32]) -> None:
        """Fills a polygon given in canvas pixels."""
        fixed = [np.round(points * 16).astype(np.int32)]
        cv2.fillPoly(self.colour, fixed, (colour / 255).tolist(), cv2.LINE_8, 4)
        cv2.fillPoly(self.mask, fixed, 255, cv2.LINE_8, 4)

    def limb(self, start: Point, end: Point, radii: tuple[float, float], colour: NDArray[np.float32]) -> None:
        """A tapered limb with round ends and a lit side; radii in body heights."""
        first, last = self.place(start), self.place(end)
        for share, shift, light in ((1.0, 0.0, 0.78), (0.72, -0.2, 1.0)):
            hull = []
            for centre, radius in ((first, radii[0]), (last, radii[1])):
                ring = _RING * (radius * self.scale * share)
                hull.append(centre + ring + np.array([shift, shift]) * radius * self.scale)
            points = cv2.convexHull(np.concatenate(hull).astype(np.float32))[:, 0].astype(np.float64)
            self.polygon(points, np.clip(colour * light, 0, 255))


def _leg(brush: _Brush, look: FigureLook, p: dict[str, Point], side: str, shade: float) -> None:
    thick = look.build
    knee, ankle = p[side + "knee"], p[side + "ankle"]
    covered = knee + (ankle - knee) * max(0.0, 2 * look.leg_cover - 1)
    brush.limb(ankle, p[side + "toe"], (0.022, 0.016), look.shoes * shade)
    brush.limb(knee, ankle, (0.036 * thick, 0.024), look.skin * shade)
    if look.leg_cover > 0.5:
        brush.limb(knee, covered, (0.042 * thick, 0.03), look.bottom * shade)
    brush.limb(p[side + "hip"], knee, (0.062 * thick, 0.043 * thick), look.bottom * shade)


def _arm(brush: _Brush, look: FigureLook, p: dict[str, Point], side: str, shade: float) -> None:
    shoulder, elbow, wrist = (p[side + joint] for joint in ("shoulder", "elbow", "wrist"))
    thick = look.build
    brush.limb(wrist, wrist + (wrist - elbow) * 0.22, (0.02, 0.017), look.skin * shade)
    lower = look.top if look.sleeve > 0.9 else look.skin
    brush.limb(elbow, wrist, (0.026 * thick, 0.02), lower * shade)
    brush.limb(shoulder, elbow, (0.038 * thick, 0.028 * thick), look.top * shade)


def _torso(brush: _Brush, look: FigureLook, p: dict[str, Point], yaw: float) -> None:
    depth = 0.075 * look.build
    wide = depth + (0.125 * look.build - depth) * abs(np.sin(yaw))
    chest = p["neck"] + np.array([0, 0.045, 0])
    brush.limb(p["neck"] + np.array([0, -0.03, 0]), chest, (0.03, 0.04), look.skin * 0.85)
    if look.skirt:
        brush.limb(p["pelvis"], p["pelvis"] + np.array([0, 0.17, 0]), (wide * 0.8, wide * 1.25), look.bottom)
    brush.limb(chest + np.array([0, 0.05, 0]), p["pelvis"], (wide * 0.98, wide * 0.82), look.top)
    left, right = p["left_shoulder"], p["right_shoulder"]
    brush.limb(left, right, (0.042 * look.build, 0.042 * look.build), look.top)
    for stripe in range(5) if look.pattern == 1 else range(0):
        level = chest + np.array([0, 0.03 + 0.055 * stripe, 0])
        offset = np.array([wide * 0.8, 0, 0])
        brush.limb(level - offset, level + offset, (0.011, 0.011), look.accent)
    if look.pattern == 2:
        brush.limb(
            chest + np.array([0, 0.1, 0]), chest + np.array([0, 0.13, 0]), (wide * 0.45,) * 2, look.accent
        )
    if look.pattern == 3:
        brush.limb(chest + np.array([0, 0.03, 0]), p["pelvis"], (0.014, 0.014), look.accent)
    if look.bag:
        back = np.array([-0.09 * np.cos(yaw), 0.1, 0])
        brush.limb(chest + back, chest + back + np.array([0, 0.1, 0]), (0.06, 0.065), look.accent)


def _head(brush: _Brush, look: FigureLook, p: dict[str, Point], yaw: float) -> None:
    head = p["head"]
    facing = np.array([np.cos(yaw), 0.0, 0.0])
    if look.long_hair:
        brush.limb(
            head - facing * 0.03,
            head - facing * 0.04 + np.array([0, 0.09, 0]),
            (0.062, 0.05),
            look.hair * 0.9,
        )
    brush.limb(head + np.array([0, -0.012, 0]), head + np.array([0, 0.022, 0]), (0.06, 0.048), look.skin)
    away = np.sin(yaw) < -0.2
    frontal = max(0.0, float(np.sin(yaw)))
    hair = head + np.array([0, -0.03 - 0.014 * frontal, 0]) - facing * 0.022
    fall = np.array([0, 0.045 if away else 0.004 * (1 - frontal), 0])
    brush.limb(hair, hair - facing * 0.012 + fall, (0.056 - 0.005 * frontal, 0.05), look.hair)
    for side in () if away else ("left_eye", "right_eye"):
        if p[side][2] < head[2] + 0.03:
            brush.limb(
                p[side] - facing * 0.02, p[side] - facing * 0.02, (0.0075, 0.0075), np.float32([30, 30, 35])
            )


def draw_figure(
    look: FigureLook, phase: float, yaw: float, height: float, effort: float = 1.0
) -> FigureSprite:
    """Draws a figure `height` pixels tall; see `body_points` for the pose."""
    scale = height * _OVERSAMPLING
    size = (int(np.ceil(0.96 * height)) + 4, int(np.ceil(1.12 * height)) + 4)
    foot = np.array([size[0] * _OVERSAMPLING / 2, 1.05 * scale])
    brush = _Brush(size[0] * _OVERSAMPLING, size[1] * _OVERSAMPLING, scale, foot)
    p = body_points(look, phase, yaw, effort)
    near, far = (
        ("right_", "left_") if p["right_shoulder"][2] <= p["left_shoulder"][2] else ("left_", "right_")
    )
    contrast = 0.25 * abs(np.cos(yaw))
    _arm(brush, look, p, far, 1 - contrast)
    _leg(brush, look, p, far, 1 - contrast)
    _leg(brush, look, p, near, 1.0)
    if np.sin(yaw) < -0.3:
        _head(brush, look, p, yaw)
    _torso(brush, look, p, yaw)
    if np.sin(yaw) >= -0.3:
        _head(brush, look, p, yaw)
    _arm(brush, look, p, near, 1.0)
    cloth = cv2.resize(look.cloth, (brush.mask.shape[1], brush.mask.shape[0]))
    brush.colour *= (0.8 + 0.3 * cloth)[..., None]
    colour = cv2.resize(brush.colour, size, interpolation=cv2.INTER_AREA)
    alpha = cv2.resize(brush.mask, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    keypoints = np.stack([brush.place(p[name]) for name in KEYPOINTS]).astype(np.float32) / _OVERSAMPLING
    return FigureSprite(np.clip(colour, 0, 1), alpha, keypoints, (foot / _OVERSAMPLING).astype(np.float32))
