"""Trains the two bundled detectors on imagined scenes alone; exports `demo_mot.onnx` and `demo_pose.onnx`.

Run from the project's root: `python -m resources.recipes.train_demo_detectors`. The defaults are those of the
bundled files. The frames are drawn first, into `--frames`; crops depend only on the seed and the step, so the
number of worker processes changes nothing.
"""

from __future__ import annotations

import argparse
import copy
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset

from resources.recipes.detector_frames import Frames, draw_frames, load_frames
from resources.recipes.detector_losses import Batch, mot_losses, pose_losses
from resources.recipes.detector_network import STRIDES, DetectorNetwork, MotDetector, PoseDetector
from resources.recipes.detector_samples import assign, make_crop
from resources.recipes.train_demo_sot import fold_constants

NETWORKS = Path(__file__).resolve().parents[1] / "networks"
MOT_SIZE, POSE_SIZE = (384, 640), (640, 640)


@dataclass(frozen=True)
class Plan:
    """What determines the trained weights."""

    seed: int = 11
    scenes: int = 600
    times: int = 8
    steps: int = 4200
    crops: int = 24
    rate: float = 2e-3
    warmup_steps: int = 150
    decay: float = 0.998


class Samples(Dataset[Batch]):
    """Item n is the batch of step n."""

    def __init__(self, plan: Plan, folder: Path) -> None:
        self.plan, self.folder = plan, folder
        self.frames: Frames | None = None

    def __len__(self) -> int:
        return self.plan.steps

    def __getitem__(self, step: int) -> Batch:
        if self.frames is None:
            cv2.setNumThreads(1)
            self.frames = load_frames(self.folder)
        pictures, wanted, cells = [], [], []
        boxes, keypoints = [], []
        for number in range(self.plan.crops):
            rng = np.random.default_rng([self.plan.seed, step, number])
            picture, people = make_crop(rng, self.frames)
            targets = assign(people)
            pictures.append(picture[..., ::-1])
            wanted.append(targets.wanted)
            cells.append(np.insert(targets.cells, 0, number, 1))
            boxes.append(people.boxes[targets.owners])
            keypoints.append(people.keypoints[targets.owners])
        return Batch(
            torch.from_numpy(np.stack(pictures)),
            [torch.from_numpy(np.stack([grids[level] for grids in wanted])) for level in range(len(STRIDES))],
            torch.from_numpy(np.concatenate(cells)),
            torch.from_numpy(np.concatenate(boxes)),
            torch.from_numpy(np.concatenate(keypoints).astype(np.float32)),
        )


def learning_rate(plan: Plan, step: int) -> float:
    """Linear warm-up, then a cosine to 1 % of the peak."""
    if step < plan.warmup_steps:
        return plan.rate * (step + 1) / plan.warmup_steps
    done = (step - plan.warmup_steps) / max(1, plan.steps - plan.warmup_steps)
    return plan.rate * (0.01 + 0.99 * 0.5 * (1 + float(np.cos(np.pi * done))))


def losses_of(network: DetectorNetwork, batch: Batch) -> dict[str, Tensor]:
    """Every part of the loss, weighted; the sum is to be minimised."""
    pictures = (
        (batch.pictures.float() / 255).permute(0, 3, 1, 2).contiguous(memory_format=torch.channels_last)
    )
    with torch.autocast("cpu", dtype=torch.bfloat16):
        mot, pose = network(pictures)
    return mot_losses(mot, batch) | pose_losses(pose, batch)


def blend_average(average: nn.Module, network: nn.Module, decay: float) -> None:
    """Moves the averaged weights (and batch-norm statistics) towards the current ones."""
    state = network.state_dict()
    for name, value in average.state_dict().items():
        if value.dtype.is_floating_point:
            value.lerp_(state[name], 1 - decay)
        else:
            value.copy_(state[name])


def make_optimizer(network: nn.Module, rate: float) -> torch.optim.Optimizer:
    """AdamW that leaves biases and norms undecayed."""
    decayed = [p for p in network.parameters() if p.ndim > 1]
    plain = [p for p in network.parameters() if p.ndim <= 1]
    groups = [{"params": decayed, "weight_decay": 0.02}, {"params": plain, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=rate)


def train(plan: Plan, folder: Path, checkpoint: Path, workers: int) -> DetectorNetwork:
    """Trains from scratch, or on from the checkpoint; returns the averaged network."""
    torch.manual_seed(plan.seed)
    torch.set_num_threads(1)
    network = DetectorNetwork().to(memory_format=torch.channels_last)
    average = copy.deepcopy(network)
    optimizer = make_optimizer(network, plan.rate)
    first = 0
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=True)
        network.load_state_dict(saved["network"])
        average.load_state_dict(saved["average"])
        optimizer.load_state_dict(saved["optimizer"])
        first = saved["step"]
    loader = DataLoader(Samples(plan, folder), None, sampler=range(first, plan.steps), num_workers=workers)
    started, sums = time.perf_counter(), Counter[str]()
    for step, batch in enumerate(loader, first):
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(plan, step)
        losses = losses_of(network, batch)
        optimizer.zero_grad()
        torch.stack(list(losses.values())).sum().backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 10.0)
        optimizer.step()
        blend_average(average, network, min(plan.decay, (step + 1) / (step + 10)))
        sums.update({name: loss.item() for name, loss in losses.items()})
        if (step + 1) % 50 == 0:
            text = " ".join(f"{name} {value / 50:.3f}" for name, value in sums.items())
            print(f"step {step + 1} {text} {time.perf_counter() - started:.0f} s", flush=True)
            sums.clear()
        if (step + 1) % 250 == 0 or step + 1 == plan.steps:
            state = {"network": network.state_dict(), "average": average.state_dict()}
            torch.save({**state, "optimizer": optimizer.state_dict(), "step": step + 1}, checkpoint)
    return average


def export(network: DetectorNetwork, folder: Path) -> None:
    """Writes both detectors as ONNX, opset 17, fixed shapes, batch 1."""
    network = network.to(memory_format=torch.contiguous_format).eval()
    for kind, size, name in (
        (PoseDetector, POSE_SIZE, "demo_pose.onnx"),
        (MotDetector, MOT_SIZE, "demo_mot.onnx"),
    ):
        detector, path = kind(copy.deepcopy(network)).eval(), folder / name
        torch.onnx.export(
            detector,
            (torch.zeros(1, 3, *size),),
            str(path),
            input_names=["images"],
            output_names=list(detector.names),
            opset_version=17,
            dynamo=False,
        )
        fold_constants(path)
        weights = sum(p.numel() for p in detector.parameters())
        print(f"{path}: {weights} parameters, {path.stat().st_size} bytes")


def main(argv: Sequence[str] | None = None) -> int:
    """Draws the frames where they are missing, trains and exports."""
    plan = Plan()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=plan.seed)
    parser.add_argument("--steps", type=int, default=plan.steps)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--frames", type=Path, default=Path("demo_detectors_frames"))
    parser.add_argument("--out", type=Path, default=NETWORKS)
    parser.add_argument("--checkpoint", type=Path, default=Path("demo_detectors.pt"))
    parser.add_argument("--export-only", action="store_true", help="export what the checkpoint holds")
    args = parser.parse_args(argv)
    if args.export_only:
        network = DetectorNetwork()
        network.load_state_dict(torch.load(args.checkpoint, weights_only=True)["average"])
    else:
        plan = Plan(seed=args.seed, steps=args.steps)
        if not (args.frames / "truth.npz").exists():
            draw_frames(args.frames, 0, plan.scenes, plan.times)
        network = train(plan, args.frames, args.checkpoint, args.workers)
    export(network, args.out)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
