"""Exports the bundled single-object tracker's weights in the layouts of E.T.Track and of SiamRPN.

Nothing is trained: the weights are read from `demo_sot.onnx` and put behind other inputs and outputs; that
file is written again, the same. Before anything is written the network that was read is compared with the
file it came from. Run from the project's root: `python -m resources.recipes.export_demo_siamese`.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from resources.recipes.sot_network import (
    GRID,
    IMAGENET_MEAN,
    IMAGENET_STD,
    SEARCH_SIZE,
    TEMPLATE_SIZE,
    SotNetwork,
    TemplateParts,
    folded,
)
from resources.recipes.train_demo_sot import NETWORKS, export, export_sot

STRIDE = 16
LARGEST_DIFFERENCE = 1e-4
_CHECKED = 3  # targets in a batch

ET_TEMPLATE, ET_SEARCH, ET_GRID = 127, 288, 18
_ZF_CHANNELS, _ZF_SIDE = 96, 8
# E.T.Track's rules turn a place into a shift as if pixels had no width, its crops start half a pixel early
# on average: the centre of a crop's middle pixel is "no shift".
_ET_SHIFT = 0.5
# How much of the shrinking by E.T.Track's and SiamRPN's crops is taken out of the sizes, see
# `without_shrinking`. Followed through the demo clip (medians of widths), 0 makes the two figures 47 and 16 %
# too wide, 0.75 makes them 21 % too wide and 2 % too narrow, 1 makes them 11 % too wide and too narrow.
_SHRINKING_SHARE = 0.75

RPN_TEMPLATE, RPN_SEARCH, RPN_GRID, RPN_STRIDE = 127, 255, 25, 8
ANCHORS = ((104, 32), (88, 40), (64, 64), (40, 80), (32, 96))
# A steeper score: SiamRPN adds its window to the score, a timid peak away from the middle would lose.
_RPN_GAIN, _RPN_SHIFT = 2.0, 0.5
_PLACE_PENALTY, _SHAPE_PENALTY = 0.5, 0.5


def read_trained(path: Path, grid: int = GRID) -> SotNetwork:
    """The trained network with the weights of the exported file, batch norm folded, score gain included."""
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in onnx.load(path).graph.initializer}
    network = folded(SotNetwork(grid))
    named = {name: torch.from_numpy(stored[name].copy()) for name in network.state_dict() if name in stored}
    network.load_state_dict(named)  # says what is missing, or of another shape
    return network


def largest_difference(module: nn.Module, path: Path, inputs: dict[str, Tensor]) -> float:
    """Largest difference between a module's outputs and those of an ONNX file, the same inputs given."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    found = session.run(None, {name: value.numpy() for name, value in inputs.items()})
    with torch.no_grad():
        wanted = module(*inputs.values())
    wanted = (wanted,) if isinstance(wanted, Tensor) else wanted
    return max(float(np.abs(f - w.numpy()).max()) for f, w in zip(found, wanted, strict=True))


def crop_pixels(size: Tensor, offset: Tensor) -> tuple[Tensor, Tensor]:
    """Size and offset maps before the sigmoid as pixels of the crop, and of the cell."""
    return torch.sigmoid(size) * SEARCH_SIZE, torch.sigmoid(offset) * STRIDE


def without_shrinking(size: Tensor) -> Tensor:
    """Sizes (B, 2, S, S) for crops that leave room by SiamFC's rule: sqrt((w + p)(h + p)), p = (w + h) / 2.

    The network was trained with crops of 2 sqrt(w h), the same for a square, up to 14 % less for an upright
    target. Such a target comes out smaller than the network expects it, and is taken for too large.
    """
    w, h = size[:, :1], size[:, 1:]
    pad = (w + h) / 2
    shrinking = (4 * w * h / ((w + pad) * (h + pad))).sqrt()
    return size * shrinking**_SHRINKING_SHARE


class EtTemplate(nn.Module):
    """E.T.Track's first network: `z` (B, 3, 127, 127) to `zf` (B, 96, 8, 8).

    zf holds the fine parts (48 channels), the coarse ones (20), the gate (2, the second filled up) and zeros.
    """

    def __init__(self, trained: SotNetwork) -> None:
        super().__init__()
        self.trained = trained

    def forward(self, z: Tensor) -> Tensor:
        parts = self.trained.template_parts(*self.trained.features(z))
        packed = torch.cat([part.flatten(1) for part in parts], 1)
        room = _ZF_CHANNELS * _ZF_SIDE**2 - packed.shape[1]
        return nn.functional.pad(packed, (0, room)).reshape(-1, _ZF_CHANNELS, _ZF_SIDE, _ZF_SIDE)


class EtSearch(nn.Module):
    """E.T.Track's second network: `x` (B, 3, 288, 288), `zf` to `cls` (B, 1, 18, 18), `bbox` (B, 4, 18, 18).

    bbox: left, top, right, bottom in crop pixels, measured from (col * 16, row * 16).
    """

    def __init__(self, trained: SotNetwork) -> None:
        super().__init__()
        self.trained = trained

    def forward(self, x: Tensor, zf: Tensor) -> tuple[Tensor, Tensor]:
        score, size, offset = self.trained.matched(self.unpacked(zf), *self.trained.features(x))
        size, offset = crop_pixels(size, offset)
        size, moved = without_shrinking(size), offset - _ET_SHIFT
        return score, torch.cat([size / 2 - moved, size / 2 + moved], 1)

    def unpacked(self, zf: Tensor) -> TemplateParts:
        """Fine parts, coarse parts and gate, as `EtTemplate` packed them."""
        flat = zf.flatten(1)
        fine, coarse = self.trained.fine_key.out_channels, self.trained.coarse_key.out_channels
        ends = np.cumsum([fine * 64, coarse * 16, coarse])
        return (
            flat[:, : ends[0]].reshape(-1, fine, 64),
            flat[:, ends[0] : ends[1]].reshape(-1, coarse, 16),
            flat[:, ends[1] : ends[2]],
        )


class BgrFeatures(nn.Module):
    """The trained features of BGR pictures 0...255: means, scales, channel order moved into the network."""

    def __init__(self, trained: SotNetwork) -> None:
        super().__init__()
        self.trained = trained
        mean, std = (
            torch.tensor(values).flip(0).view(1, 3, 1, 1) for values in (IMAGENET_MEAN, IMAGENET_STD)
        )
        self.register_buffer("scale", 1 / (255 * std))
        self.register_buffer("shift", mean / std)
        self.stem = nn.Sequential(nn.Conv2d(3, trained.stem[0].out_channels, 7, 4, 3), nn.ReLU())
        self.stem[0].weight.data = trained.stem[0].weight.flip(1)
        self.stem[0].bias.data = trained.stem[0].bias.clone()

    def forward(self, picture: Tensor) -> tuple[Tensor, Tensor]:
        """Stride-8 and stride-16 features of (B, 3, S, S); compare `SotNetwork.features`."""
        picture = picture * self.scale - self.shift
        picture = picture - picture.mean((1, 2, 3), keepdim=True)
        picture = picture / (picture.square().mean((1, 2, 3), keepdim=True) + 1e-4).sqrt()
        fine = self.trained.fine(self.stem(picture))
        return fine, self.trained.coarse(fine)


class SiamRpn(nn.Module):
    """SiamRPN: `template` (B, 3, 127, 127) and `search` (B, 3, 255, 255) to `cls` and `loc`.

    cls: (B, 10, 25, 25), background then target logits of five anchors; loc: (B, 20, 25, 25), dx, dy, dw, dh.
    Each of the 25 x 25 places reads the 16-pixel cell it lies in; all its anchors stand for the one box that
    the cell predicts. Anchors of another shape, and places away from the box's centre, score a little less.
    """

    def __init__(self, trained: SotNetwork) -> None:
        super().__init__()
        self.trained, self.features = trained, BgrFeatures(trained)
        places = (torch.arange(RPN_GRID) - RPN_GRID // 2) * float(RPN_STRIDE)
        cells = torch.div(places + RPN_SEARCH / 2, STRIDE, rounding_mode="floor").long()
        self.register_buffer("cells", (cells[:, None] * GRID + cells[None]).flatten())
        corner = cells * float(STRIDE) - RPN_SEARCH / 2 - places
        self.register_buffer("corner_x", corner.view(1, 1, 1, -1))
        self.register_buffer("corner_y", corner.view(1, 1, -1, 1))
        anchors = torch.tensor(ANCHORS, dtype=torch.float32)
        self.register_buffer("w", anchors[:, 0].view(1, -1, 1, 1))
        self.register_buffer("h", anchors[:, 1].view(1, -1, 1, 1))

    def forward(self, template: Tensor, search: Tensor) -> tuple[Tensor, Tensor]:
        parts = self.trained.template_parts(*self.features(template))
        score, size, offset = self.trained.matched(parts, *self.features(search))
        score, size, offset = (self.at_places(maps) for maps in (score, *crop_pixels(size, offset)))
        x, y = offset[:, :1] + self.corner_x, offset[:, 1:] + self.corner_y
        w, h = without_shrinking(size).chunk(2, 1)
        dw, dh = torch.log(w / self.w), torch.log(h / self.h)
        away = (x.square() + y.square()) / STRIDE**2
        target = score * _RPN_GAIN + _RPN_SHIFT - _PLACE_PENALTY * away - _SHAPE_PENALTY * (dw - dh).square()
        loc = torch.cat([x / self.w, y / self.h, dw, dh], 1)
        return nn.functional.pad(target, (0, 0, 0, 0, len(ANCHORS), 0)), loc

    def at_places(self, maps: Tensor) -> Tensor:
        """(B, C, 16, 16) maps read at the 25 x 25 places."""
        channels = maps.shape[1]
        return maps.flatten(2).index_select(2, self.cells).reshape(-1, channels, RPN_GRID, RPN_GRID)


def random_pictures(side: int, seed: int, batch: int = 1) -> Tensor:
    """Smooth noise (batch, 3, side, side), mean 0 and spread about 1."""
    generator = torch.Generator().manual_seed(seed)
    coarse = torch.randn(batch, 3, math.ceil(side / 8), math.ceil(side / 8), generator=generator)
    return nn.functional.interpolate(coarse, (side, side), mode="bilinear", align_corners=False)


def check(what: str, difference: float) -> None:
    """Prints a difference; raises if it is too large."""
    print(f"{what}: largest difference {difference:.1e}")
    if not difference <= LARGEST_DIFFERENCE:
        raise ValueError(f"{what}: differs by {difference}")


def check_sot(network: SotNetwork, path: Path) -> None:
    """Compares a network with its file, on pictures and on plain noise, one target and three."""
    for seed, batch in ((0, 1), (1, 1), (2, 3)):
        pictures = {
            "template": random_pictures(TEMPLATE_SIZE, seed, batch)
            + seed * torch.randn(batch, 3, TEMPLATE_SIZE, TEMPLATE_SIZE),
            "search": random_pictures(SEARCH_SIZE, seed + 10, batch),
        }
        check(f"{path.name}, batch of {batch}", largest_difference(network, path, pictures))


def export_checked(module: nn.Module, path: Path, inputs: dict[str, Tensor], outputs: list[str]) -> None:
    """Exports; compares the file with the module, on the inputs together and on the first alone."""
    first = {name: value[:1] for name, value in inputs.items()}
    export(module, path, first, outputs)
    for some in (first, inputs):
        batch = len(next(iter(some.values())))
        check(f"{path.name}, batch of {batch}", largest_difference(module, path, some))


def main(argv: Sequence[str] | None = None) -> int:
    """Reads, compares, exports."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trained", type=Path, default=NETWORKS / "demo_sot.onnx")
    parser.add_argument("--out", type=Path, default=NETWORKS, help="folder of the exported files")
    args = parser.parse_args(argv)
    torch.manual_seed(0)
    trained = read_trained(args.trained)
    check_sot(trained, args.trained)
    wider = read_trained(args.trained, ET_GRID)
    export_sot(trained, args.out / "demo_sot.onnx")
    check_sot(trained, args.out / "demo_sot.onnx")
    z, x = random_pictures(ET_TEMPLATE, 1, _CHECKED), random_pictures(ET_SEARCH, 2, _CHECKED)
    template = EtTemplate(wider)
    export_checked(template, args.out / "demo_ettrack_template.onnx", {"z": z}, ["zf"])
    inputs = {"x": x, "zf": template(z)}
    export_checked(EtSearch(wider), args.out / "demo_ettrack_search.onnx", inputs, ["cls", "bbox"])
    inputs = {
        "template": random_pictures(RPN_TEMPLATE, 3, _CHECKED) * 50 + 120,
        "search": random_pictures(RPN_SEARCH, 4, _CHECKED) * 50 + 120,
    }
    export_checked(SiamRpn(trained), args.out / "demo_siamrpn.onnx", inputs, ["cls", "loc"])
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
