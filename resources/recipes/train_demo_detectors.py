"""Trains the two bundled detectors on imagined scenes alone; exports `demo_mot.onnx` and `demo_pose.onnx`.

Run from the project's root: `python -m resources.recipes.train_demo_detectors`. The defaults are those of the
bundled files. Both heads learn together, then the pose detector goes on alone with its own copy of the body,
because keypoints learn more slowly. The frames are drawn first, into `--frames`; crops depend only on the
seed and the step, so the number of worker processes changes nothing.
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
class Stage:
    """Steps `first` ... `first + steps - 1`; `rate` is the highest learning rate."""

    name: str
    first: int
    steps: int
    rate: float


@dataclass(frozen=True)
class Plan:
    """What determines the trained weights."""

    seed: int = 11
    scenes: int = 600
    times: int = 8
    steps: int = 4200
    rate: float = 2e-3
    pose_steps: int = 1300
    pose_rate: float = 1e-3
    crops: int = 24
    warmup_steps: int = 150
    decay: float = 0.998

    @property
    def stages(self) -> tuple[Stage, Stage]:
        """Both heads together, then pose alone."""
        return (
            Stage("both", 0, self.steps, self.rate),
            Stage("pose", self.steps, self.pose_steps, self.pose_rate),
        )


class Samples(Dataset[Batch]):
    """Item n is the batch of step n."""

    def __init__(self, plan: Plan, folder: Path) -> None:
        self.plan, self.folder = plan, folder
        self.frames: Frames | None = None

    def __len__(self) -> int:
        return self.plan.steps + self.plan.pose_steps

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


def learning_rate(stage: Stage, warmup_steps: int, step: int) -> float:
    """Linear warm-up, then a cosine to 1 % of the peak; `step` counts from the stage's first."""
    if step < warmup_steps:
        return stage.rate * (step + 1) / warmup_steps
    done = (step - warmup_steps) / max(1, stage.steps - warmup_steps)
    return stage.rate * (0.01 + 0.99 * 0.5 * (1 + float(np.cos(np.pi * done))))


def losses_of(network: DetectorNetwork, batch: Batch, stage: Stage) -> dict[str, Tensor]:
    """Every part of the loss, weighted; the sum is to be minimised."""
    pictures = (
        (batch.pictures.float() / 255).permute(0, 3, 1, 2).contiguous(memory_format=torch.channels_last)
    )
    if stage.name == "both":
        with torch.autocast("cpu", dtype=torch.bfloat16):
            mot, pose = network(pictures)
        return mot_losses(mot, batch) | pose_losses(pose, batch)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        pose = network.pose(network.body(pictures))
    return pose_losses(pose, batch, either_side=True)


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


def train(
    start: DetectorNetwork, plan: Plan, stage: Stage, folder: Path, checkpoint: Path, workers: int
) -> DetectorNetwork:
    """Trains a copy of `start`, or on from the checkpoint; returns the averaged network."""
    torch.set_num_threads(1)
    network = copy.deepcopy(start).to(memory_format=torch.channels_last).train()
    average = copy.deepcopy(network)
    optimizer = make_optimizer(network, stage.rate)
    first = stage.first
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=True)
        network.load_state_dict(saved["network"])
        average.load_state_dict(saved["average"])
        optimizer.load_state_dict(saved["optimizer"])
        first = saved["step"]
    last = stage.first + stage.steps
    loader = DataLoader(Samples(plan, folder), None, sampler=range(first, last), num_workers=workers)
    started, sums = time.perf_counter(), Counter[str]()
    for step, batch in enumerate(loader, first):
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(stage, plan.warmup_steps, step - stage.first)
        losses = losses_of(network, batch, stage)
        optimizer.zero_grad()
        torch.stack(list(losses.values())).sum().backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 10.0)
        optimizer.step()
        blend_average(average, network, min(plan.decay, (step - stage.first + 1) / (step - stage.first + 10)))
        sums.update({name: loss.item() for name, loss in losses.items()})
        if (step + 1) % 50 == 0:
            text = " ".join(f"{name} {value / 50:.3f}" for name, value in sums.items())
            print(f"step {step + 1} {text} {time.perf_counter() - started:.0f} s", flush=True)
            sums.clear()
        if (step + 1) % 250 == 0 or step + 1 == last:
            state = {"network": network.state_dict(), "average": average.state_dict()}
            torch.save({**state, "optimizer": optimizer.state_dict(), "step": step + 1}, checkpoint)
    return average


def export(network: DetectorNetwork, stage: Stage, folder: Path) -> None:
    """Writes the detector that a stage was for as ONNX, opset 17, fixed shapes, batch 1."""
    network = copy.deepcopy(network).to(memory_format=torch.contiguous_format).eval()
    kind, size, name = {
        "both": (MotDetector, MOT_SIZE, "demo_mot.onnx"),
        "pose": (PoseDetector, POSE_SIZE, "demo_pose.onnx"),
    }[stage.name]
    detector, path = kind(network).eval(), folder / name
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
    parser.add_argument("--pose-steps", type=int, default=plan.pose_steps)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--frames", type=Path, default=Path("demo_detectors_frames"))
    parser.add_argument("--out", type=Path, default=NETWORKS)
    parser.add_argument("--checkpoints", type=Path, default=Path(), help="folder of demo_detectors_*.pt")
    parser.add_argument("--export-only", action="store_true", help="export what the checkpoints hold")
    args = parser.parse_args(argv)
    plan = Plan(seed=args.seed, steps=args.steps, pose_steps=args.pose_steps)
    if not args.export_only and not (args.frames / "truth.npz").exists():
        draw_frames(args.frames, 0, plan.scenes, plan.times)
    torch.manual_seed(plan.seed)
    network = DetectorNetwork()
    for stage in plan.stages:
        checkpoint = args.checkpoints / f"demo_detectors_{stage.name}.pt"
        if args.export_only:
            network.load_state_dict(torch.load(checkpoint, weights_only=True)["average"])
        else:
            network = train(network, plan, stage, args.frames, checkpoint, args.workers)
        export(network, stage, args.out)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
