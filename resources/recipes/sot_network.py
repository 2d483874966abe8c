"""The bundled single-object tracker: a small Siamese CNN with VitTrack's inputs and outputs."""

from __future__ import annotations

import copy

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.fusion import fuse_conv_bn_eval

TEMPLATE_SIZE = 128
SEARCH_SIZE = 256
GRID = 16
IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)

_STEM, _FINE, _COARSE, _HEAD = 24, 48, 80, 96
TemplateParts = tuple[Tensor, Tensor, Tensor]


def conv_block(inputs: int, outputs: int, kernel: int = 3, stride: int = 1) -> nn.Sequential:
    """Convolution, batch norm and ReLU; keeps the size for stride 1."""
    conv = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


class Residual(nn.Module):
    """Two 3x3 convolutions around a shortcut."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = conv_block(channels, channels)
        self.second = nn.Sequential(
            nn.Conv2d(channels, channels, 3, padding=1, bias=False), nn.BatchNorm2d(channels)
        )

    def forward(self, x: Tensor) -> Tensor:
        return functional.relu(x + self.second(self.first(x)))


def oriented_filters(count: int, size: int) -> Tensor:
    """First-layer weights (count, 3, size, size): oriented gradients, bars, blobs and colour opponents."""
    colours = np.array([[1, 1, 1], [1, -1, 0], [-0.5, -0.5, 1]], np.float32) / np.array(
        [[3], [2], [2]], np.float32
    )
    axis = np.linspace(-1, 1, size, dtype=np.float32)
    x, y = np.meshgrid(axis, axis)
    window = np.exp(-(x * x + y * y) * 1.6)
    waves = []
    for step in range(8):
        along = x * np.cos(np.pi * step / 8) + y * np.sin(np.pi * step / 8)
        waves += [np.sin(2.5 * along) * window, np.cos(5.0 * along) * window]
    waves = [wave - (wave.mean() * (index % 2)) for index, wave in enumerate(waves)]
    kernels = [wave[None] * colours[0][:, None, None] for wave in waves]
    for colour in colours:
        kernels.append(window[None] * colour[:, None, None])
    for colour in colours[1:]:
        for wave in (waves[0], waves[8]):
            kernels.append(wave[None] * colour[:, None, None])
    stacked = np.stack(kernels + kernels[: max(0, count - len(kernels))])[:count]
    stacked /= np.sqrt((stacked**2).sum((1, 2, 3), keepdims=True)) + 1e-6
    return torch.from_numpy(stacked.astype(np.float32))


def unit_columns(features: Tensor) -> Tensor:
    """(B, C, N) of features (B, C, S, S), every place brought to length 1."""
    flat = features.flatten(2)
    return flat / flat.norm(dim=1, keepdim=True).clamp_min(1e-12)


class PartCorrelation(nn.Module):
    """Matches every part of a side x side template against every place of grid x grid search features."""

    def __init__(self, side: int, grid: int) -> None:
        super().__init__()
        self.side, self.grid = side, grid
        self.gain = nn.Parameter(torch.tensor(1.0))

    def forward(self, parts: Tensor, places: Tensor) -> Tensor:
        """Similarity maps (B, 2 side², grid, grid): as they fall, then moved onto the target's centre.

        Part (i, j) of a template matches at centre + (i, j) - side / 2; reading its map there makes all
        parts of a target answer in one place.

        Args:
            parts: (B, C, side²) features of the target, see `unit_columns`.
            places: (B, C, grid²) features of the search crop.
        """
        side, grid = self.side, self.grid
        maps = torch.bmm(parts.transpose(1, 2), places).reshape(-1, side**2, grid, grid) * self.gain
        padded = functional.pad(maps, (side // 2,) * 4).reshape(-1, side, side, grid + side, grid + side)
        # Column by column, then row by row: cheaper than one index for all, and the batch stays free.
        moved = torch.stack([padded[:, :, j, :, j : j + grid] for j in range(side)], 2)
        return torch.cat([maps, *(moved[:, i, :, i : i + grid] for i in range(side))], 1)


class SotNetwork(nn.Module):
    """Score, size and offset maps of a target in a search crop.

    Two scales are matched: stride 8 (8x8 target parts) and stride 16 (4x4). The head works on a grid of
    stride 16: 16x16 for the crop it is trained with. The weights do not depend on the grid.
    """

    def __init__(self, grid: int = GRID) -> None:
        super().__init__()
        self.stem = conv_block(3, _STEM, 7, 4)
        self.stem[0].weight.data = oriented_filters(_STEM, 7)
        self.fine = nn.Sequential(conv_block(_STEM, _FINE, 3, 2), Residual(_FINE))
        self.coarse = nn.Sequential(conv_block(_FINE, _COARSE, 3, 2), Residual(_COARSE))
        self.fine_key = nn.Conv2d(_FINE, _FINE, 1)
        self.coarse_key = nn.Conv2d(_COARSE, _COARSE, 1)
        self.fine_match = PartCorrelation(8, 2 * grid)
        self.coarse_match = PartCorrelation(4, grid)
        self.fine_fuse = nn.Sequential(conv_block(128, 48, 1), conv_block(48, 64, 3, 2))
        self.template_gate = nn.Linear(2 * _COARSE, _COARSE)
        self.fuse = conv_block(64 + 32 + _COARSE, _HEAD, 1)
        self.body = nn.Sequential(Residual(_HEAD), conv_block(_HEAD, _HEAD))
        self.score = nn.Conv2d(_HEAD, 1, 1)
        self.size = nn.Conv2d(_HEAD, 2, 1)
        self.offset = nn.Conv2d(_HEAD, 2, 1)
        nn.init.constant_(self.score.bias, -4.0)
        nn.init.constant_(self.size.bias, -1.1)

    def features(self, picture: Tensor) -> tuple[Tensor, Tensor]:
        """Stride-8 and stride-16 features of RGB (B, 3, S, S).

        Each crop is first brought to mean 0 and spread 1, so that dark and pale videos look like others.
        """
        picture = picture - picture.mean((1, 2, 3), keepdim=True)
        picture = picture / (picture.square().mean((1, 2, 3), keepdim=True) + 1e-4).sqrt()
        fine = self.fine(self.stem(picture))
        return fine, self.coarse(fine)

    def template_parts(self, fine: Tensor, coarse: Tensor) -> TemplateParts:
        """What is made of a template once: (B, 48, 64), (B, 80, 16) parts of length 1 and gate (B, 80).

        Args:
            fine: (B, 48, 16, 16) features of the crop; the target is in the middle half of it.
            coarse: (B, 80, 8, 8).
        """
        fine, coarse = fine[:, :, 4:12, 4:12], coarse[:, :, 2:6, 2:6]
        parts = unit_columns(self.fine_key(fine)), unit_columns(self.coarse_key(coarse))
        summary = torch.cat([coarse.mean((2, 3)), coarse.amax((2, 3))], 1)
        return *parts, torch.sigmoid(self.template_gate(summary))

    def matched(self, template: TemplateParts, fine: Tensor, coarse: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Score, size and offset maps (B, 1|2|2, grid, grid) before the sigmoid, of search features."""
        fine_parts, coarse_parts, gate = template
        fine_maps = self.fine_match(fine_parts, unit_columns(self.fine_key(fine)))
        coarse_maps = self.coarse_match(coarse_parts, unit_columns(self.coarse_key(coarse)))
        gated = coarse * gate[:, :, None, None]
        x = self.body(self.fuse(torch.cat([self.fine_fuse(fine_maps), coarse_maps, gated], 1)))
        return self.score(x), self.size(x), self.offset(x)

    def logits(self, template: Tensor, search: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """`matched` of pictures; the number of search crops may be a multiple of the templates'."""
        t_fine, t_coarse = self.features(template)
        s_fine, s_coarse = self.features(search)
        repeats = search.shape[0] // template.shape[0]
        if repeats > 1:
            t_fine, t_coarse = (t.repeat_interleave(repeats, 0) for t in (t_fine, t_coarse))
        return self.matched(self.template_parts(t_fine, t_coarse), s_fine, s_coarse)

    def forward(self, template: Tensor, search: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Maps (B, 1|2|2, 16, 16) in 0..1: score, size (w, h) per crop side, offset (x, y) in the cell."""
        parts = self.template_parts(*self.features(template))
        score, size, offset = self.matched(parts, *self.features(search))
        return torch.sigmoid(score), torch.sigmoid(size), torch.sigmoid(offset)


def folded(network: SotNetwork) -> SotNetwork:
    """A copy for running alone: every batch norm is part of the convolution before it."""
    network = copy.deepcopy(network).to(memory_format=torch.contiguous_format).eval()
    for block in network.modules():
        if isinstance(block, nn.Sequential) and len(block) > 1 and isinstance(block[1], nn.BatchNorm2d):
            block[0] = fuse_conv_bn_eval(block[0], block[1])
            block[1] = nn.Identity()
    return network.requires_grad_(False)
