"""Models for MLServer, which imports this file in its own Python (see test_interop.py)."""

from __future__ import annotations

import numpy as np
import onnxruntime
from mlserver import MLModel
from mlserver.codecs import NumpyCodec
from mlserver.types import InferenceRequest, InferenceResponse, Parameters, ResponseOutput


class Affine(MLModel):
    """`y = 2 x + bias`, in plain numpy; `count` says how many values x has."""

    async def load(self) -> bool:
        return True

    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        given = {entry.name: NumpyCodec.decode_input(entry) for entry in payload.inputs}
        x, bias = given["x"], given["bias"]
        if x.shape != (1, 3, 8, 8):
            raise ValueError(f"x should be 1 x 3 x 8 x 8, not {x.shape}")
        made = {"y": (2 * x + bias).astype(np.float32), "count": np.array([x.size], np.int64)}
        return self.answer(made)

    def answer(self, made: dict[str, np.ndarray]) -> InferenceResponse:
        outputs: list[ResponseOutput] = [NumpyCodec.encode_output(name, made[name]) for name in made]
        return InferenceResponse(model_name=self.name, outputs=outputs)


class Network(Affine):
    """An ONNX file, as somebody would serve it."""

    async def load(self) -> bool:
        parameters = self.settings.parameters or Parameters()
        self._session = onnxruntime.InferenceSession(str(parameters.uri), providers=["CPUExecutionProvider"])
        return True

    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        feeds = {entry.name: NumpyCodec.decode_input(entry) for entry in payload.inputs}
        names = [output.name for output in self._session.get_outputs()]
        return self.answer(dict(zip(names, self._session.run(names, feeds), strict=True)))


class Waking(Affine):
    """Never gets ready."""

    async def load(self) -> bool:
        return False
