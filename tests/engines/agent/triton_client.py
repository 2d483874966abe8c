"""A client written by others, run as a program: `triton_client.py PORT` prints what it saw as JSON."""

from __future__ import annotations

import json
import sys

import numpy as np
from tritonclient import http as triton
from tritonclient.utils import InferenceServerException


def main(port: str) -> None:
    client = triton.InferenceServerClient(f"127.0.0.1:{port}")
    seen = {
        "live": client.is_server_live(),
        "ready": client.is_server_ready(),
        "server": client.get_server_metadata(),
        "before": client.get_model_repository_index(),
        "loaded_before": client.is_model_ready("tiny"),
    }
    client.load_model("tiny")
    seen["loaded"] = client.is_model_ready("tiny")
    seen["model"] = client.get_model_metadata("tiny")
    search = np.arange(192, dtype=np.float32).reshape(1, 3, 8, 8)
    template = np.full((1, 3, 4, 4), 2, np.float32)
    for is_binary in (True, False):
        inputs = []
        for name, array in (("search", search), ("template", template)):
            tensor = triton.InferInput(name, list(array.shape), "FP32")
            tensor.set_data_from_numpy(array, binary_data=is_binary)
            inputs.append(tensor)
        outputs = [triton.InferRequestedOutput("y", binary_data=is_binary)]
        result = client.infer("tiny", inputs, outputs=outputs, request_id="seven")
        y = result.as_numpy("y")
        seen[f"error_{is_binary}"] = float(np.abs(y - (search * 2 + 1)).max())
        seen[f"id_{is_binary}"] = result.get_response()["id"]
    # Without naming outputs the client wants all of them, as bytes.
    seen["all"] = list(client.infer("tiny", inputs).as_numpy("y").shape)
    seen["statistics"] = client.get_inference_statistics("tiny")
    try:
        client.infer("none", inputs)
    except InferenceServerException as error:
        seen["refused"] = [error.status(), error.message()]
    client.unload_model("tiny")
    seen["unloaded"] = client.is_model_ready("tiny")
    sys.stdout.write(json.dumps(seen))


main(sys.argv[1])
