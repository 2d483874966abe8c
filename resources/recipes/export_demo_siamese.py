"""Exports the bundled single-object tracker's weights in the layouts of E.T.Track and of SiamRPN.

Nothing is trained: the weights are read from `demo_sot.onnx` and put behind other inputs and outputs.
Run from the project's root: `python -m resources.recipes.export_demo_siamese`. Before anything is written
the network that was read is compared with the file it came from.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor, nn

from resources.recipes.sot_network import (
    GRID,
    IMAGENET_MEAN,
    IMAGENET_STD,
    SEARCH_SIZE,
    TEMPLATE_SIZE,
    PartCorrelation,
    SotNetwork,
    aligning_index,
)
from resources.recipes.train_demo_sot import NETWORKS, fold_constants

STRIDE = 16
LARGEST_DIFFERENCE = 1e-4

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


def folded_convolutions(network: SotNetwork) -> Iterator[nn.Conv2d]:
    """The convolutions with batch norm, in the order of the graph; each gets a bias, its norm goes."""
    for block in network.modules():
        if isinstance(block, nn.Sequential) and len(block) > 1 and isinstance(block[1], nn.BatchNorm2d):
            old = block[0]
            block[0] = nn.Conv2d(
                old.in_channels, old.out_channels, old.kernel_size, old.stride, old.padding
            )  # bias and all, as folding leaves it
            block[1] = nn.Identity()
            yield block[0]


def read_trained(path: Path) -> SotNetwork:
    """The trained network with the weights of the exported file, batch norm folded, score gain included."""
    graph = onnx.load(path).graph
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    network = SotNetwork().eval()
    named = dict(network.named_parameters())
    # Initialisers that the exporter folded lost their names; convolutions still come in order, some twice.
    convolutions = (node for node in graph.node if node.op_type == "Conv")
    pairs = dict.fromkeys((node.input[1], node.input[2]) for node in convolutions)
    unnamed = [pair for pair in pairs if pair[0] not in named]
    folded = list(folded_convolutions(network))
    with torch.no_grad():
        for convolution, pair in zip(folded, unnamed, strict=True):
            for parameter, name in zip((convolution.weight, convolution.bias), pair, strict=True):
                _fill(parameter, stored[name], name)
        kept = [name for name in named if name in stored]
        for name in kept:
            _fill(named[name], stored[name], name)
    loaded = len(kept) + 2 * len(folded)
    if loaded != len(list(network.parameters())):
        raise ValueError(f"{path}: {loaded} tensors read, the network has {len(list(network.parameters()))}")
    return network.requires_grad_(False)


def _fill(parameter: nn.Parameter, values: NDArray[np.float32], name: str) -> None:
    if tuple(parameter.shape) != values.shape:
        raise ValueError(f"{name}: expected {tuple(parameter.shape)}, found {values.shape}")
    parameter.copy_(torch.from_numpy(values.copy()))


def largest_difference(module: nn.Module, path: Path, inputs: dict[str, Tensor]) -> float:
    """Largest difference between a module's outputs and those of an ONNX file, the same inputs given."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    found = session.run(None, {name: value.numpy() for name, value in inputs.items()})
    with torch.no_grad():
        wanted = module(*inputs.values())
    wanted = (wanted,) if isinstance(wanted, Tensor) else wanted
    return max(float(np.abs(f - w.numpy()).max()) for f, w in zip(found, wanted, strict=True))


def unit_columns(features: Tensor) -> Tensor:
    """(B, C, N) of features (B, C, S, S), every place brought to length 1."""
    flat = features.flatten(2)
    return flat / flat.square().sum(1, keepdim=True).sqrt().clamp(min=1e-12)


class Matching(nn.Module):
    """`PartCorrelation` for a search grid of any size; the template's parts come normalised."""

    def __init__(self, trained: PartCorrelation, grid: int) -> None:
        super().__init__()
        self.side, self.grid = trained.side, grid
        self.register_buffer("gain", trained.gain.detach())
        padded = (grid + 2 * self.side) ** 2
        index = aligning_index(self.side, grid) + torch.arange(self.side**2)[:, None] * padded
        self.register_buffer("index", index.flatten())

    def forward(self, parts: Tensor, places: Tensor) -> Tensor:
        """Similarity maps (B, 2 side², grid, grid) of (B, C, side²) and (B, C, grid²): plain, aligned."""
        shape = (-1, self.side**2, self.grid, self.grid)
        maps = torch.bmm(parts.transpose(1, 2), places).reshape(shape) * self.gain
        padded = nn.functional.pad(maps, (self.side,) * 4)
        aligned = padded.flatten(1).index_select(1, self.index).reshape(shape)
        return torch.cat([maps, aligned], 1)


class TemplateHalf(nn.Module):
    """What the trained network makes of a template once: keys of both scales, and the gate."""

    def __init__(self, trained: SotNetwork) -> None:
        super().__init__()
        self.trained = trained

    def forward(self, fine: Tensor, coarse: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Parts (B, 48, 64) and (B, 80, 16) of length 1, gate (B, 80), from features of the crop."""
        fine, coarse = fine[:, :, 4:12, 4:12], coarse[:, :, 2:6, 2:6]
        summary = torch.cat([coarse.mean((2, 3)), coarse.amax((2, 3))], 1)
        gate = torch.sigmoid(self.trained.template_gate(summary))
        fine, coarse = self.trained.fine_key(fine), self.trained.coarse_key(coarse)
        return unit_columns(fine), unit_columns(coarse), gate


class SearchHalf(nn.Module):
    """The rest of the trained network, for a search grid of any size."""

    def __init__(self, trained: SotNetwork, grid: int) -> None:
        super().__init__()
        self.trained = trained
        self.fine_match = Matching(trained.fine_match, 2 * grid)
        self.coarse_match = Matching(trained.coarse_match, grid)

    def forward(
        self, template: tuple[Tensor, Tensor, Tensor], fine: Tensor, coarse: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Score logits (B, 1, grid, grid); size (w, h) in px; offset (x, y) in px inside the cell."""
        net = self.trained
        fine_parts, coarse_parts, gate = template
        fine_maps = self.fine_match(fine_parts, unit_columns(net.fine_key(fine)))
        coarse_maps = self.coarse_match(coarse_parts, unit_columns(net.coarse_key(coarse)))
        gated = coarse * gate.reshape(-1, gate.shape[1], 1, 1)
        x = net.body(net.fuse(torch.cat([net.fine_fuse(fine_maps), coarse_maps, gated], 1)))
        size = torch.sigmoid(net.size(x)) * SEARCH_SIZE
        return net.score(x), size, torch.sigmoid(net.offset(x)) * STRIDE


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
    """E.T.Track's first network: `z` (1, 3, 127, 127) to `zf` (1, 96, 8, 8).

    zf holds the fine parts (48 channels), the coarse ones (20), the gate (2, the second filled up) and zeros.
    """

    def __init__(self, trained: SotNetwork) -> None:
        super().__init__()
        self.trained, self.template_half = trained, TemplateHalf(trained)

    def forward(self, z: Tensor) -> Tensor:
        packed = torch.cat([part.flatten(1) for part in self.template_half(*self.trained.features(z))], 1)
        room = _ZF_CHANNELS * _ZF_SIDE**2 - packed.shape[1]
        return nn.functional.pad(packed, (0, room)).reshape(-1, _ZF_CHANNELS, _ZF_SIDE, _ZF_SIDE)


class EtSearch(nn.Module):
    """E.T.Track's second network: `x` (1, 3, 288, 288), `zf` to `cls` (1, 1, 18, 18), `bbox` (1, 4, 18, 18).

    bbox: left, top, right, bottom in crop pixels, measured from (col * 16, row * 16).
    """

    def __init__(self, trained: SotNetwork) -> None:
        super().__init__()
        self.trained, self.search_half = trained, SearchHalf(trained, ET_GRID)

    def forward(self, x: Tensor, zf: Tensor) -> tuple[Tensor, Tensor]:
        score, size, offset = self.search_half(self.unpacked(zf), *self.trained.features(x))
        size, moved = without_shrinking(size), offset - _ET_SHIFT
        return score, torch.cat([size / 2 - moved, size / 2 + moved], 1)

    def unpacked(self, zf: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Fine parts, coarse parts and gate, as `TemplateHalf` gave them."""
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
    """SiamRPN: `template` (1, 3, 127, 127) and `search` (1, 3, 255, 255) to `cls` and `loc`.

    cls: (1, 10, 25, 25), background then target logits of five anchors; loc: (1, 20, 25, 25), dx, dy, dw, dh.
    Each of the 25 x 25 places reads the 16-pixel cell it lies in; all its anchors stand for the one box that
    the cell predicts. Anchors of another shape, and places away from the box's centre, score a little less.
    """

    def __init__(self, trained: SotNetwork) -> None:
        super().__init__()
        self.features = BgrFeatures(trained)
        self.template_half, self.search_half = TemplateHalf(trained), SearchHalf(trained, GRID)
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
        parts = self.template_half(*self.features(template))
        score, size, offset = (self.at_places(m) for m in self.search_half(parts, *self.features(search)))
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


def random_picture(side: int, seed: int) -> Tensor:
    """Smooth noise (1, 3, side, side), mean 0 and spread about 1."""
    generator = torch.Generator().manual_seed(seed)
    coarse = torch.randn(1, 3, math.ceil(side / 8), math.ceil(side / 8), generator=generator)
    return nn.functional.interpolate(coarse, (side, side), mode="bilinear", align_corners=False)


def check(what: str, difference: float) -> None:
    """Prints a difference; raises if it is too large."""
    print(f"{what}: largest difference {difference:.1e}")
    if not difference <= LARGEST_DIFFERENCE:
        raise ValueError(f"{what}: differs by {difference}")


def check_read(network: SotNetwork, path: Path) -> None:
    """Compares what was read with the file, on pictures and on plain noise."""
    for seed in range(3):
        pictures = {
            "template": random_picture(TEMPLATE_SIZE, seed)
            + seed * torch.randn(1, 3, TEMPLATE_SIZE, TEMPLATE_SIZE),
            "search": random_picture(SEARCH_SIZE, seed + 10),
        }
        check(f"weights of {path.name}", largest_difference(network, path, pictures))


def export(
    module: nn.Module, path: Path, inputs: dict[str, Tensor], outputs: list[str], free_batch: bool
) -> None:
    """Writes a module as ONNX, opset 17, and compares the file with it."""
    axes = {name: {0: "batch"} for name in (*inputs, *outputs)}
    torch.onnx.export(
        module.eval(),
        tuple(inputs.values()),
        str(path),
        input_names=list(inputs),
        output_names=outputs,
        dynamic_axes=axes if free_batch else None,
        opset_version=17,
        dynamo=False,
    )
    fold_constants(path)
    check(path.name, largest_difference(module, path, inputs))


def main(argv: Sequence[str] | None = None) -> int:
    """Reads, compares, exports."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trained", type=Path, default=NETWORKS / "demo_sot.onnx")
    parser.add_argument("--out", type=Path, default=NETWORKS, help="folder of the exported files")
    parser.add_argument("--free-batch", action="store_true", help="leave the batch dimension open")
    args = parser.parse_args(argv)
    torch.manual_seed(0)
    trained = read_trained(args.trained)
    check_read(trained, args.trained)
    z, x = random_picture(ET_TEMPLATE, 1), random_picture(ET_SEARCH, 2)
    template = EtTemplate(trained)
    export(template, args.out / "demo_ettrack_template.onnx", {"z": z}, ["zf"], args.free_batch)
    inputs = {"x": x, "zf": template(z)}
    export(EtSearch(trained), args.out / "demo_ettrack_search.onnx", inputs, ["cls", "bbox"], args.free_batch)
    inputs = {
        "template": random_picture(RPN_TEMPLATE, 3) * 50 + 120,
        "search": random_picture(RPN_SEARCH, 4) * 50 + 120,
    }
    export(SiamRpn(trained), args.out / "demo_siamrpn.onnx", inputs, ["cls", "loc"], args.free_batch)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
