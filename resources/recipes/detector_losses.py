"""What the two heads of the detectors are trained to minimise."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from resources.recipes.detector_network import BINS, KEYPOINTS, STRIDES
from resources.recipes.keypoint_similarity import BODY_SHARE, OKS_SIGMAS

_HIDDEN_SHARE = 0.4
"""Weight of a keypoint that is hidden beside one that is seen."""
# Elbows and wrists, knees and ankles; left and right take turns in COCO's order.
_ARMS, _LEGS = slice(7, 11), slice(13, 17)
_EXCHANGED = [0, 2, 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11, 14, 13, 16, 15]


@dataclass(frozen=True)
class Batch:
    """B crops with their answers.

    Attributes:
        pictures: (B, H, W, 3) uint8 RGB.
        wanted: for each stride (B, h, w): 1 somebody, 0 nobody, -1 does not matter.
        cells: (P, 4) crop, stride index, row and column of the places with 1.
        boxes: (P, 4) x0, y0, x1, y1 of the figure of each place, px.
        keypoints: (P, 17, 3) its keypoints, see `scene.GroundTruth`.
    """

    pictures: Tensor
    wanted: list[Tensor]
    cells: Tensor
    boxes: Tensor
    keypoints: Tensor

    def at_level(self, level: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Index of the places of one stride among all P, and their crop, row and column."""
        chosen = torch.nonzero(self.cells[:, 1] == level)[:, 0]
        return chosen, self.cells[chosen, 0], self.cells[chosen, 2], self.cells[chosen, 3]

    def read(self, maps: list[Tensor]) -> Tensor:
        """Values (P, C) of maps (B, C, h, w) at the places, stride by stride."""
        values = []
        for level, answers in enumerate(maps):
            _, crop, row, col = self.at_level(level)
            values.append(answers[crop, :, row, col].float())
        return torch.cat(values)

    def placed(self) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Boxes, keypoints, cells (P, 2) as col, row, and strides (P, 1) in the order of `read`."""
        order = torch.cat([self.at_level(level)[0] for level in range(len(STRIDES))])
        strides = torch.tensor(STRIDES, dtype=torch.float32)[self.cells[order, 1]][:, None]
        return self.boxes[order], self.keypoints[order], self.cells[order][:, [3, 2]].float(), strides


def presence_loss(maps: list[Tensor], wanted: list[Tensor], count: int) -> Tensor:
    """Cross entropy of "somebody's centre is here" over the cells that matter, per place with somebody."""
    total = torch.zeros(())
    for answers, truth in zip(maps, wanted, strict=True):
        losses = functional.binary_cross_entropy_with_logits(
            answers[:, 0].float(), truth.clamp(min=0).float(), reduction="none"
        )
        total = total + losses[truth >= 0].sum()
    return total / max(1, count)


def overlaps(predicted: Tensor, true: Tensor) -> tuple[Tensor, Tensor]:
    """IoU and GIoU (P,) of boxes (P, 4) x0, y0, x1, y1."""
    low, high = torch.maximum(predicted[:, :2], true[:, :2]), torch.minimum(predicted[:, 2:], true[:, 2:])
    shared = (high - low).clamp(min=0).prod(1)
    areas = [(box[:, 2:] - box[:, :2]).clamp(min=0).prod(1) for box in (predicted, true)]
    union = areas[0] + areas[1] - shared + 1e-6
    hull_low = torch.minimum(predicted[:, :2], true[:, :2])
    hull_high = torch.maximum(predicted[:, 2:], true[:, 2:])
    hull = (hull_high - hull_low).prod(1) + 1e-6
    iou = shared / union
    return iou, iou - (hull - union) / hull


def mot_losses(answers: list[tuple[Tensor, ...]], batch: Batch) -> dict[str, Tensor]:
    """Losses of the YOLOX head; its class learns the root of the overlap that its box has reached."""
    boxes, _, cells, strides = batch.placed()
    obj, cls, reg = ([level[part] for level in answers] for part in range(3))
    raw = batch.read(reg)
    centre = (raw[:, :2] + cells) * strides
    half = raw[:, 2:].clamp(max=6).exp() * strides / 2
    iou, giou = overlaps(torch.cat([centre - half, centre + half], 1), boxes)
    sides = (boxes[:, 2:] - boxes[:, :2]).clamp(min=1)
    aim = torch.cat([(boxes[:, :2] + boxes[:, 2:]) / 2 / strides - cells, (sides / strides).log()], 1)
    quality = iou.detach().clamp(0, 1).sqrt()
    return {
        "obj": presence_loss(obj, batch.wanted, len(boxes)),
        "sure": 0.5 * functional.binary_cross_entropy_with_logits(batch.read(cls)[:, 0], quality),
        "box": 2 * (1 - giou).mean() + 0.5 * functional.smooth_l1_loss(raw, aim, beta=0.1),
    }


def edges_loss(raw: Tensor, wanted: Tensor) -> Tensor:
    """Cross entropy of edge distances.

    Args:
        raw: (P, 4, 16) answers.
        wanted: (P, 4) distances in strides; each is shared between the two nearest bins.
    """
    wanted = wanted.clamp(0, BINS - 1.01)
    lower = wanted.floor()
    upper_share = wanted - lower
    logs = functional.log_softmax(raw, 2)
    low = logs.gather(2, lower.long()[..., None])[..., 0]
    high = logs.gather(2, lower.long()[..., None] + 1)[..., 0]
    return -(low * (1 - upper_share) + high * upper_share).mean()


def keypoint_weights(keypoints: Tensor) -> Tensor:
    """How much keypoints (P, 17, 3) count: (P, 17), less if hidden, 0 outside the picture."""
    confidence = keypoints[..., 2]
    return torch.where(confidence >= 1, 1.0, torch.where(confidence > 0, _HIDDEN_SHARE, 0.0))


def place_costs(place: Tensor, keypoints: Tensor, area: Tensor) -> Tensor:
    """Cost (P, 17) of keypoints that lie at (P, 17, 2) px instead of where (P, 17, 3) say.

    It counts as `keypoint_weights` says. `area` (P,) is the figures', px.
    """
    offset = (place - keypoints[..., :2].nan_to_num()) / area.sqrt()[:, None, None]
    spread = 2 * torch.tensor(OKS_SIGMAS)
    similarity = torch.exp(-offset.square().sum(2) / (2 * spread.square()))
    distance = functional.smooth_l1_loss(offset, torch.zeros_like(offset), reduction="none", beta=0.05).sum(2)
    return 4 * (1 - similarity + distance) * keypoint_weights(keypoints)


def keypoint_losses(raw: Tensor, batch: Batch, either_side: bool) -> dict[str, Tensor]:
    """Place and visibility of keypoints read as (P, 51).

    `either_side` adds the cost with both legs, or both arms, exchanged where that is cheaper. Without it
    somebody whose left and right are hard to tell gets both legs in the same place.
    """
    boxes, keypoints, cells, strides = batch.placed()
    raw = raw.reshape(-1, KEYPOINTS, 3)
    place = (2 * raw[..., :2] + cells[:, None]) * strides[:, None]
    area = BODY_SHARE * (boxes[:, 2:] - boxes[:, :2]).clamp(min=1).prod(1)
    costs = place_costs(place, keypoints, area)
    count = keypoint_weights(keypoints).sum().clamp(min=1)
    losses = {
        "kpt": costs.sum() / count,
        "seen": functional.binary_cross_entropy_with_logits(raw[..., 2], (keypoints[..., 2] >= 1).float()),
    }
    if either_side:
        exchanged = place_costs(place, keypoints[:, _EXCHANGED], area)
        cheaper = [torch.minimum(costs[:, pair].sum(1), exchanged[:, pair].sum(1)) for pair in (_ARMS, _LEGS)]
        losses["limbs"] = 2 * torch.cat(cheaper).sum() / count
    return losses


def pose_losses(
    answers: list[tuple[Tensor, ...]], batch: Batch, either_side: bool = False
) -> dict[str, Tensor]:
    """Losses of the YOLO-pose head; for `either_side` see `keypoint_losses`."""
    boxes, _, cells, strides = batch.placed()
    cls, box, kpt = ([level[part] for level in answers] for part in range(3))
    raw = batch.read(box).reshape(-1, 4, BINS)
    reach = (raw.softmax(2) * torch.arange(BINS)).sum(2)
    centre = cells + 0.5
    found = torch.cat([centre - reach[:, :2], centre + reach[:, 2:]], 1) * strides
    scaled = boxes / strides
    wanted = torch.cat([centre - scaled[:, :2], scaled[:, 2:] - centre], 1)
    return {
        "cls": presence_loss(cls, batch.wanted, len(boxes)),
        "edges": 1.5 * (1 - overlaps(found, boxes)[1]).mean() + 0.5 * edges_loss(raw, wanted),
        **keypoint_losses(batch.read(kpt), batch, either_side),
    }
