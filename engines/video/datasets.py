"""Which data set a folder or file belongs to: where its pictures are and what is true about them."""

from __future__ import annotations

import configparser
import itertools
import json
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engines.geometry import Box
from engines.ground_truth import GroundTruth
from engines.texts import text_of
from engines.video.annotations import (
    parse_flags,
    read_boxes,
    read_mot,
    read_npz,
    read_text,
    several_targets,
    single_target,
)
from engines.video.errors import BadGroundTruth
from engines.video.images import pictures_in

logger = logging.getLogger(__name__)

_MEDIA_FOLDERS = ("img", "img1", "color", "imgs")
# OTB's "David" is annotated from its 300th picture on; all other sequences from the first.
_OTB_DAVID_ROWS, _OTB_DAVID_FIRST = 471, 299


@dataclass(frozen=True, slots=True)
class Dataset:
    """A recognised sequence.

    Attributes:
        kind: the layout's name.
        title: the sequence's name.
        media: a video file, or the folder that holds the pictures.
        fps: where the data set tells it.
        read_truth: reads the annotation; None where there is none. May raise BadGroundTruth.
    """

    kind: str
    title: str
    media: Path
    fps: float | None = None
    read_truth: Callable[[], GroundTruth] | None = None


def find_dataset(path: Path) -> Dataset | None:
    """The sequence a path belongs to: its folder, the folder of its pictures, or its video file."""
    if path.is_file():
        return _of_video(path)
    found = _of_folder(path)
    if found is None and path.name in _MEDIA_FOLDERS:
        parent = _of_folder(path.resolve().parent)
        if parent is not None and parent.media.resolve() == path.resolve():
            return parent
    return found


def _of_video(path: Path) -> Dataset | None:
    sidecar = path.with_name(f"{path.stem}.groundtruth.npz")
    if sidecar.is_file():
        return Dataset("sidecar", path.stem, path, read_truth=lambda: read_npz(sidecar))
    found = _of_folder(path.resolve().parent)
    return found if found is not None and found.media.resolve() == path.resolve() else None


def _of_folder(folder: Path) -> Dataset | None:
    for recognise in (_described, _mot, _otb, _lasot, _vot, _nested):
        found = recognise(folder)
        if found is not None:
            logger.debug("%s is a sequence in the layout %s", folder, found.kind)
            return found
    return None


def _described(folder: Path) -> Dataset | None:
    """A sequence.json that names the media, with groundtruth.csv beside it."""
    description = folder / "sequence.json"
    if not description.is_file():
        return None
    try:
        facts = json.loads(read_text(description))
        title, media = str(facts.get("name", folder.name)), str(facts["media"])
    except (ValueError, KeyError, TypeError, AttributeError, BadGroundTruth) as error:
        logger.warning("%s is passed over: %s", description, error)
        return None
    # "img/%04d.jpg" names a folder of numbered pictures.
    place = folder / (media.rpartition("/")[0] if "%" in media else media)
    if not place.resolve().is_relative_to(folder.resolve()) or not place.exists():
        logger.warning("%s names %s, which is not there", description, media)
        return None
    rows = folder / "groundtruth.csv"
    truth = (lambda: single_target(read_boxes(rows))) if rows.is_file() else None
    return Dataset("sequence.json", title, place, read_truth=truth)


def _mot(folder: Path) -> Dataset | None:
    """MOTChallenge: img1/ (or what seqinfo.ini says, even a video), gt/gt.txt."""
    settings = configparser.ConfigParser(interpolation=None)
    try:
        settings.read(folder / "seqinfo.ini", encoding="utf-8-sig")
        told = settings["Sequence"] if settings.has_section("Sequence") else None
    except (configparser.Error, UnicodeDecodeError) as error:
        logger.warning("seqinfo.ini in %s is passed over: %s", folder, error)
        told = None
    rows = folder / "gt" / "gt.txt"
    if told is None and not rows.is_file():
        return None
    media = folder / (told.get("imDir", "img1") if told is not None else "img1")
    if not media.exists() or not media.resolve().is_relative_to(folder.resolve()):
        return None
    title = told.get("name", folder.name) if told is not None else folder.name
    fps = _positive(told.get("frameRate", "") if told is not None else "")
    return Dataset("MOT", title, media, fps, (lambda: read_mot(rows)) if rows.is_file() else None)


def _otb(folder: Path) -> Dataset | None:
    """OTB: img/ and groundtruth_rect.txt, or groundtruth_rect.1.txt ... with one file per target."""
    media = folder / "img"
    files = sorted(folder.glob("groundtruth_rect*.txt"))
    if not files or not media.is_dir():
        return None
    return Dataset("OTB", folder.name, media, read_truth=lambda: _read_otb(files))


def _read_otb(files: list[Path]) -> GroundTruth:
    by_id: dict[int, list[Box | None]] = {}
    for path in files:
        number = re.search(r"\.([0-9]+)\.txt$", path.name)
        boxes: list[Box | None] = read_boxes(path)
        if path.parent.name == "David" and len(boxes) == _OTB_DAVID_ROWS:
            boxes = [*itertools.repeat(None, _OTB_DAVID_FIRST), *boxes]
        by_id[int(number[1]) if number else 1] = boxes
    return several_targets(by_id)


def _lasot(folder: Path) -> Dataset | None:
    """LaSOT: img/, groundtruth.txt; frames fully occluded or out of view have no target."""
    media, rows = folder / "img", folder / "groundtruth.txt"
    if not (media.is_dir() and rows.is_file()):
        return None
    return Dataset("LaSOT", folder.name, media, read_truth=lambda: _read_lasot(rows))


def _read_lasot(rows: Path) -> GroundTruth:
    boxes = read_boxes(rows)
    absent = np.zeros(len(boxes), bool)
    for name in ("full_occlusion.txt", "out_of_view.txt"):
        path = rows.with_name(name)
        if path.is_file():
            try:
                flags = parse_flags(read_text(path))[: len(boxes)]
            except ValueError as error:
                raise BadGroundTruth(path=path, reason=text_of(error)) from error
            absent[: len(flags)] |= np.array(flags, bool)
    return single_target(boxes, absent.tolist())


def _vot(folder: Path) -> Dataset | None:
    """VOT: pictures beside groundtruth.txt or in color/; the file "sequence" tells the rate (newer years)."""
    rows = folder / "groundtruth.txt"
    if not rows.is_file():
        return None
    media = folder / "color" if (folder / "color").is_dir() else folder
    if not pictures_in(media):
        return None
    told = folder / "sequence"
    rate = re.search(r"^fps\s*=\s*([0-9.]+)", read_text(told), re.MULTILINE) if told.is_file() else None
    fps = _positive(rate[1]) if rate else None
    return Dataset("VOT", folder.name, media, fps, lambda: single_target(read_boxes(rows)))


def _nested(folder: Path) -> Dataset | None:
    """No annotation, but the pictures lie one folder down, as in the data sets."""
    if pictures_in(folder):
        return None
    inner = [folder / name for name in _MEDIA_FOLDERS if (folder / name).is_dir()]
    return Dataset("folder", folder.name, inner[0]) if len(inner) == 1 else None


def _positive(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 < value < 1e6 else None
