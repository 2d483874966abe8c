"""The bundled detectors: one shared body, a head in YOLOX's raw layout and a head in YOLO-pose's."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from resources.recipes.sot_network import conv_block, oriented_filters

STRIDES = (8, 16, 32)
BINS = 16
"""Places of an edge's distance distribution, in strides."""
KEYPOINTS = 17
_STEM, _WIDTHS, _HIDDEN = 32, (48, 80, 112), (32, 48, 64)
_SIDE, _NECK = 64, (48, 64, 64)
_BOXES, _JOINTS = (48, 48, 48), (48, 64, 64)
Levels = tuple[Tensor, Tensor, Tensor]


class Bottleneck(nn.Module):
    """Two 3x3 convolutions through fewer channels around a shortcut."""

    def __init__(self, channels: int, hidden: int) -> None:
        super().__init__()
        self.first = conv_block(channels, hidden)
        self.second = nn.Sequential(
            nn.Conv2d(hidden, channels, 3, padding=1, bias=False), nn.BatchNorm2d(channels)
        )

    def forward(self, x: Tensor) -> Tensor:
        return functional.relu(x + self.second(self.first(x)))


class Body(nn.Module):
    """RGB 0..1 (B, 3, H, W) to maps of 48, 64 and 64 channels at strides 8, 16 and 32.

    H and W are multiples of 32.
    """

    def __init__(self) -> None:
        super().__init__()
        self.stem = conv_block(3, _STEM, 7, 4)
        self.stem[0].weight.data = oriented_filters(_STEM, 7)
        inputs = (_STEM, *_WIDTHS[:-1])
        self.stages = nn.ModuleList(
            nn.Sequential(conv_block(before, after, 3, 2), Bottleneck(after, hidden))
            for before, after, hidden in zip(inputs, _WIDTHS, _HIDDEN, strict=True)
        )
        self.sides = nn.ModuleList(
            nn.Sequential(nn.Conv2d(width, _SIDE, 1, bias=False), nn.BatchNorm2d(_SIDE)) for width in _WIDTHS
        )
        self.mixes = nn.ModuleList(conv_block(_SIDE, width) for width in _NECK)

    def forward(self, picture: Tensor) -> Levels:
        x, ways = self.stem(picture), []
        for stage, side in zip(self.stages, self.sides, strict=True):
            x = stage(x)
            ways.append(side(x))
        coarse = self.mixes[2](functional.relu(ways[2]))
        middle = self.mixes[1](functional.relu(ways[1] + functional.interpolate(coarse, scale_factor=2.0)))
        fine = self.mixes[0](functional.relu(ways[0] + functional.interpolate(middle, scale_factor=2.0)))
        return fine, middle, coarse


def _readers(inputs: tuple[int, int, int], outputs: int, bias: float = 0.0) -> nn.ModuleList:
    """One 1x1 convolution for each stride."""
    layers = nn.ModuleList(nn.Conv2d(width, outputs, 1) for width in inputs)
    for layer in layers:
        nn.init.normal_(layer.weight, std=0.01)
        nn.init.constant_(layer.bias, bias)
    return layers


class MotHead(nn.Module):
    """For each stride: objectness (B, 1, g, g), class (B, 1, g, g), box (B, 4, g, g) as YOLOX has them."""

    def __init__(self) -> None:
        super().__init__()
        self.branch = nn.ModuleList(conv_block(*widths) for widths in zip(_NECK, _BOXES, strict=True))
        self.obj, self.cls = _readers(_BOXES, 1, -4.0), _readers(_BOXES, 1, 1.5)
        self.reg = _readers(_BOXES, 4, 1.0)

    def forward(self, levels: Levels) -> list[tuple[Tensor, ...]]:
        answers = []
        for index, level in enumerate(levels):
            x = self.branch[index](level)
            answers.append((self.obj[index](x), self.cls[index](x), self.reg[index](x)))
        return answers


class PoseHead(nn.Module):
    """For each stride: class (B, 1, g, g), edges (B, 64, g, g), keypoints (B, 51, g, g), as in YOLO-pose."""

    def __init__(self) -> None:
        super().__init__()
        self.branch = nn.ModuleList(conv_block(*widths) for widths in zip(_NECK, _BOXES, strict=True))
        self.joints = nn.ModuleList(conv_block(*widths) for widths in zip(_NECK, _JOINTS, strict=True))
        self.cls, self.box = _readers(_BOXES, 1, -4.0), _readers(_BOXES, 4 * BINS, 0.0)
        self.kpt = _readers(_JOINTS, 3 * KEYPOINTS)

    def forward(self, levels: Levels) -> list[tuple[Tensor, ...]]:
        answers = []
        for index, level in enumerate(levels):
            x, joints = self.branch[index](level), self.joints[index](level)
            answers.append((self.cls[index](x), self.box[index](x), self.kpt[index](joints)))
        return answers


class DetectorNetwork(nn.Module):
    """Both detectors over one body, as they are trained."""

    def __init__(self) -> None:
        super().__init__()
        self.body, self.mot, self.pose = Body(), MotHead(), PoseHead()

    def forward(self, picture: Tensor) -> tuple[list[tuple[Tensor, ...]], list[tuple[Tensor, ...]]]:
        """Raw maps of the box head and of the pose head for RGB 0..1 (B, 3, H, W)."""
        levels = self.body(picture)
        return self.mot(levels), self.pose(levels)


class MotDetector(nn.Module):
    """BGR 0..255 (1, 3, H, W) to obj, cls and reg maps: first obj of all strides, then cls, then reg.

    The change of colour order and range is put into the first convolution; weights are shared with `network`
    but for that one.
    """

    names = tuple(f"{part}_{stride}" for part in ("obj", "cls", "reg") for stride in STRIDES)

    def __init__(self, network: DetectorNetwork) -> None:
        super().__init__()
        self.body, self.head = network.body, network.mot
        with torch.no_grad():
            self.body.stem[0].weight.copy_(self.body.stem[0].weight.flip(1) / 255)

    def forward(self, images: Tensor) -> tuple[Tensor, ...]:
        answers = self.head(self.body(images))
        return tuple(answer[part] for part in range(3) for answer in answers)


class PoseDetector(nn.Module):
    """RGB 0..1 (1, 3, H, W) to (cls, box, kpt) of each stride, channels last."""

    names = tuple(f"{part}_{stride}" for stride in STRIDES for part in ("cls", "box", "kpt"))

    def __init__(self, network: DetectorNetwork) -> None:
        super().__init__()
        self.body, self.head = network.body, network.pose

    def forward(self, images: Tensor) -> tuple[Tensor, ...]:
        return tuple(part.permute(0, 2, 3, 1) for answer in self.head(self.body(images)) for part in answer)
