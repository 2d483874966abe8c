"""Training crops of the imagined frames, with what every cell of the three grids has to answer."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from resources.recipes.detector_frames import Frames
from resources.recipes.detector_network import STRIDES
from resources.recipes.figures import KEYPOINTS

Floats = NDArray[np.float32]
Rng = np.random.Generator
Picture = NDArray[np.uint8]
CROP = (320, 256)
"""Width and height of a crop in px."""
GREY = 114
_SCALES = (0.5, 1.6)
_LEAST_VISIBLE = 0.3
_LEAST_HEIGHT = 16
_OTHER_SIDE = {"left": "right", "right": "left"}
_MIRRORED = np.array(
    [KEYPOINTS.index("_".join(_OTHER_SIDE.get(word, word) for word in name.split("_"))) for name in KEYPOINTS]
)
# Sizes in px (1.7 * sqrt(w * h), about the height of a walker) that a stride answers for. Neighbours overlap,
# so that nobody falls between two strides.
_ANSWERED = ((0.0, 100.0), (85.0, 200.0), (170.0, np.inf))


@dataclass(frozen=True)
class People:
    """N figures in a crop: boxes (N, 4) x0, y0, x1, y1 in px, keypoints (N, 17, 3), visible shares (N,)."""

    boxes: Floats
    keypoints: Floats
    visibility: Floats


@dataclass(frozen=True)
class Targets:
    """What the grids of one crop have to answer.

    Attributes:
        wanted: for each stride (rows, cols) int8: 1 somebody's centre, 0 nobody, -1 any answer is fine.
        cells: (P, 3) int64 index of stride, row, column of the cells with 1.
        owners: (P,) int64 index into the people of the crop.
    """

    wanted: list[NDArray[np.int8]]
    cells: NDArray[np.int64]
    owners: NDArray[np.int64]


def pick_window(rng: Rng, frames: Frames, index: int) -> tuple[float, NDArray[np.float64]]:
    """Scale of the frame and place (x, y) of the crop's corner in the scaled frame, px.

    Three of four crops hold a visible figure. A crop may reach over the border, where the picture is grey.
    """
    mild = rng.random() < 0.5
    scale = float(np.exp(rng.normal(0, 0.12) if mild else rng.uniform(*np.log(_SCALES))))
    height, width = frames.pictures.shape[1:3]
    seen = np.flatnonzero(frames.visibility[index] > 0.5)
    if len(seen) and rng.random() < 0.75:
        x, y, w, h = frames.boxes[index, rng.choice(seen)]
        centre = np.array([x + w * rng.random(), y + h * rng.random()]) * scale
        corner = centre - rng.uniform(0.15, 0.85, 2) * CROP
    else:
        corner = rng.uniform(-0.2, 1.0, 2) * (width * scale, height * scale)
    slack = np.array(CROP) * 0.2
    most = np.maximum(-slack, np.array([width, height]) * scale - CROP + slack)
    return scale, np.clip(corner, -slack, most)


def cut_people(frames: Frames, index: int, scale: float, corner: NDArray[np.float64]) -> People:
    """Those who are in the crop, cut at its border; what the border takes away counts as hidden."""
    boxes, keypoints = frames.boxes[index] * scale, frames.keypoints[index].copy()
    low, high = boxes[:, :2] - corner, boxes[:, :2] + boxes[:, 2:] - corner
    area = np.prod(high - low, 1)
    low, high = np.clip(low, 0, CROP), np.clip(high, 0, CROP)
    inside = ((high - low) > 2).all(1) & (area > 0)
    share = np.prod(high - low, 1)[inside] / area[inside]
    keypoints[..., :2] = keypoints[..., :2] * scale - corner
    outside = (keypoints[..., :2] < 0).any(2) | (keypoints[..., :2] >= CROP).any(2)
    keypoints[outside, 2] = 0
    cut = np.concatenate([low, high], 1)[inside].astype(np.float32)
    return People(cut, keypoints[inside], (frames.visibility[index, inside] * share).astype(np.float32))


def mirrored(picture: Picture, people: People) -> tuple[Picture, People]:
    """Picture and people seen in a mirror; left and right keypoints change names."""
    boxes, keypoints = people.boxes.copy(), people.keypoints[:, _MIRRORED].copy()
    boxes[:, [0, 2]] = CROP[0] - people.boxes[:, [2, 0]]
    keypoints[..., 0] = CROP[0] - keypoints[..., 0]
    return np.ascontiguousarray(picture[:, ::-1]), People(boxes, keypoints, people.visibility)


def developed(rng: Rng, picture: Picture) -> Picture:
    """What camera and codec make of a BGR crop: tone, blur, noise, compression."""
    if rng.random() < 0.8:
        gain = np.exp(rng.normal(0, 0.18) + rng.normal(0, 0.06, 3))
        levels = (np.arange(256)[:, None] / 255 - 0.5) * np.exp(rng.normal(0, 0.2)) + 0.5
        levels = np.clip(levels * gain + rng.normal(0, 0.06), 0, 1) ** np.exp(rng.normal(0, 0.2))
        picture = cv2.LUT(picture, (levels * 255).astype(np.uint8)[:, None, :])
    if rng.random() < 0.06:
        picture = cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    if rng.random() < 0.2:
        picture = cv2.GaussianBlur(picture, (0, 0), float(rng.uniform(0.4, 1.3)))
    if rng.random() < 0.3:
        grain = np.empty(picture.shape, np.int16)
        cv2.setRNGSeed(int(rng.integers(1 << 30)))
        cv2.randn(grain, 0, float(rng.uniform(1, 10)))
        picture = np.clip(picture + grain, 0, 255).astype(np.uint8)
    if rng.random() < 0.5:
        quality = int(rng.integers(35, 95))
        packed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
        picture = cv2.imdecode(packed, cv2.IMREAD_COLOR)
    return picture


def make_crop(rng: Rng, frames: Frames) -> tuple[Picture, People]:
    """One crop (256, 320, 3) BGR and the people in it."""
    index = int(rng.integers(len(frames.pictures)))
    scale, corner = pick_window(rng, frames, index)
    shift = scale / 2 - 0.5 - corner
    matrix = np.array([[scale, 0, shift[0]], [0, scale, shift[1]]])
    picture = cv2.warpAffine(
        np.asarray(frames.pictures[index]), matrix, CROP, flags=cv2.INTER_LINEAR, borderValue=(GREY,) * 3
    )
    people = cut_people(frames, index, scale, corner)
    if rng.random() < 0.5:
        picture, people = mirrored(picture, people)
    return developed(rng, picture), people


def assign(people: People) -> Targets:
    """The cells within a stride of a figure's centre answer for it, at every stride that fits its size.

    All other cells say no: a cell that may say yes without having learned a box only doubles somebody. Where
    a figure is mostly hidden, any answer is fine. Where two meet in a cell, the better seen one has it.
    """
    wanted = [np.zeros((CROP[1] // s, CROP[0] // s), np.int8) for s in STRIDES]
    owner = [np.full(grid.shape, -1) for grid in wanted]
    centres = (people.boxes[:, :2] + people.boxes[:, 2:]) / 2
    sides = people.boxes[:, 2:] - people.boxes[:, :2]
    sizes = 1.7 * np.sqrt(np.prod(sides, 1))
    for level, stride in enumerate(STRIDES):
        rows, cols = wanted[level].shape
        grid = (np.stack(np.meshgrid(np.arange(cols), np.arange(rows)), -1) + 0.5) * stride
        for person in np.argsort(people.visibility, kind="stable"):
            away = np.abs(grid - centres[person])
            hidden = people.visibility[person] < _LEAST_VISIBLE or sides[person, 1] < _LEAST_HEIGHT
            low, high = _ANSWERED[level]
            if hidden:
                around = np.maximum(stride, np.minimum(2.0 * stride, sides[person] / 2))
                wanted[level][(away <= around).all(2)] = -1
            elif low <= sizes[person] < high:
                owner[level][(away <= np.clip(sides[person] / 2, 0.5 * stride, stride)).all(2)] = person
        wanted[level][owner[level] >= 0] = 1
    found = [np.argwhere(places >= 0) for places in owner]
    cells = np.concatenate([np.insert(at, 0, level, 1) for level, at in enumerate(found)])
    owners = np.concatenate([places[places >= 0] for places in owner])
    return Targets(wanted, cells, owners)
