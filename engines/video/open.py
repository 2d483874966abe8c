"""One way to open anything that gives frames."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from engines.ground_truth import GroundTruth
from engines.video.address import STREAM_SCHEMES, scheme_of
from engines.video.camera import Camera
from engines.video.datasets import Dataset, find_dataset
from engines.video.errors import BadGroundTruth, FileMissing, UnknownAddress
from engines.video.file import VideoFile
from engines.video.frame_index import OnProgress, ShouldCancel
from engines.video.images import PICTURE_SUFFIXES, ImageFolder
from engines.video.source import FrameSource
from engines.video.stream import Stream

logger = logging.getLogger(__name__)


def open_source(
    spec: str | Path, *, should_cancel: ShouldCancel | None = None, on_progress: OnProgress | None = None
) -> FrameSource:
    """An open source of frames for what the user named, with the ground truth that lies beside it.

    Args:
        spec: a camera ("0", "/dev/video2"), a stream ("rtsp://..."), a folder of pictures, a sequence of a
            data set, or a video file.
        should_cancel: asked while opening takes its time; a yes raises Cancelled.
        on_progress: told the share of a file read so far, 0...1.

    Raises:
        TrackbenchError: FileMissing, NotAVideo, NoPictures, BadPicture, CameraMissing, StreamUnreachable,
            UnknownAddress or Cancelled. Ground truth that cannot be read is not one of them: it is told in
            the `problem` of the source's info.
    """
    text = str(spec).strip()
    if re.fullmatch(r"[0-9]{1,3}", text):
        return Camera(int(text), should_cancel=should_cancel)
    if text.startswith("/dev/video"):
        return Camera(text, should_cancel=should_cancel)
    scheme = scheme_of(text)
    if scheme in STREAM_SCHEMES:
        return Stream(text, should_cancel=should_cancel)
    if scheme == "file":
        text = unquote(urlsplit(text).path)
    elif scheme is not None:
        raise UnknownAddress(scheme=scheme)
    return _open_path(Path(text).expanduser(), should_cancel, on_progress)


def _open_path(path: Path, should_cancel: ShouldCancel | None, on_progress: OnProgress | None) -> FrameSource:
    if not path.exists():
        raise FileMissing(path=path)
    if path.is_file() and path.suffix.lower() in PICTURE_SUFFIXES:
        return ImageFolder(path, pictures=[path])
    dataset = find_dataset(path) or Dataset("plain", path.name, path)
    truth, problem = _truth_of(dataset)
    if dataset.media.is_dir():
        return ImageFolder(
            dataset.media, title=dataset.title, fps=dataset.fps, ground_truth=truth, problem=problem
        )
    return VideoFile(
        dataset.media,
        title=dataset.title,
        fps=dataset.fps,
        ground_truth=truth,
        problem=problem,
        should_cancel=should_cancel,
        on_progress=on_progress,
    )


def _truth_of(dataset: Dataset) -> tuple[GroundTruth | None, BadGroundTruth | None]:
    if dataset.read_truth is None:
        return None, None
    try:
        return dataset.read_truth(), None
    except BadGroundTruth as error:
        logger.warning("%s", error)
        return None, error
