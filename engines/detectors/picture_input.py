"""The one picture input of a detector: frames in, feeds of its network out."""

from __future__ import annotations

import numpy as np

from engines.detectors.letterbox import Letterbox, LetterboxRule, Placing
from engines.frame import Frame
from engines.networks.errors import NetworkDoesNotFit
from engines.networks.network import Network, Tensor, TensorSpec
from engines.networks.nv12 import LAYOUT as NV12
from engines.networks.packing import ImagePacker
from engines.texts import Text


class PictureInput:
    """Letterbox and packing with buffers that are kept.

    Attributes:
        width, height: of the network's picture.
    """

    def __init__(self, network: Network, detector: str, rule: LetterboxRule) -> None:
        spec = _image_input(network, detector)
        self._name = spec.name
        try:
            self._packer = ImagePacker(spec)
        except ValueError as error:
            raise _misfit(network, detector, spec) from error
        self.width, self.height = self._packer.width, self._packer.height
        self._letterbox = Letterbox(self.width, self.height, rule)
        self._placing: Placing | None = None

    def prepare(self, frame: Frame) -> tuple[dict[str, Tensor], Placing]:
        """Feeds whose memory is overwritten by the next call, and where the frame lies in them."""
        picture, placing = self._letterbox.put(frame.bgr)
        if placing is self._placing:
            tensor = self._packer.pack(picture, placing.part)
        else:
            tensor, self._placing = self._packer.pack(picture), placing
        return {self._name: tensor}, placing

    def grey(self) -> dict[str, Tensor]:
        """Feeds that show nothing."""
        self._placing = None
        return {self._name: self._packer.pack(np.full((self.height, self.width, 3), 114, np.uint8))}


def _image_input(network: Network, detector: str) -> TensorSpec:
    images = [spec for spec in network.inputs if spec.pixels is not None or spec.layout == NV12]
    if len(images) != 1 or len(network.inputs) != 1:
        found = ", ".join(f"{spec.name} {list(spec.shape)}" for spec in network.inputs) or "none"
        reason = Text("it needs one image input; found: {found}", found=found)
        raise NetworkDoesNotFit(network=network.name, tracker=detector, reason=reason)
    (spec,) = images
    sides = {"NCHW": spec.shape[1:], "NHWC": spec.shape[1:]}.get(spec.layout, spec.shape)
    channels = {"NCHW": spec.shape[1:2], "NHWC": spec.shape[3:]}.get(spec.layout, (3,))
    if None in sides or channels != (3,):
        raise _misfit(network, detector, spec)
    return spec


def _misfit(network: Network, detector: str, spec: TensorSpec) -> NetworkDoesNotFit:
    wanted = {
        "NCHW": "[1, 3, H, W]", "NHWC": "[1, H, W, 3]", NV12: "[1, H * 3 / 2, W]"
    }.get(spec.layout, "NCHW, NHWC, NV12")  # fmt: skip
    facts = {"name": spec.name, "wanted": wanted, "found": list(spec.shape)}
    reason = Text("input '{name}': expected {wanted} of a fixed size, found {found}", **facts)
    return NetworkDoesNotFit(network=network.name, tracker=detector, reason=reason)
