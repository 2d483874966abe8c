"""A client of the protocol written by others works with the agent.

It runs in a Python that has `tritonclient[http]`: this one, or the one that TRACKBENCH_TRITON_PYTHON names
(its pinned packages want other versions than ours; see requirements/interop.txt).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

PYTHON = os.environ.get("TRACKBENCH_TRITON_PYTHON") or (sys.executable if find_spec("tritonclient") else None)
CLIENT = Path(__file__).with_name("triton_client.py")


@pytest.mark.skipif(
    PYTHON is None, reason="no tritonclient (TRACKBENCH_TRITON_PYTHON names a Python with it)"
)
def test_tritonclient_loads_a_model_and_infers(agent_port):
    done = subprocess.run([PYTHON, CLIENT, str(agent_port)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert (seen["live"], seen["ready"], seen["loaded_before"], seen["loaded"]) == (True, True, False, True)
    assert seen["before"][0] == {
        "name": "tiny",
        "version": "1",
        "state": "UNAVAILABLE",
        "reason": "not loaded",
    }
    assert {"binary_tensor_data", "model_repository", "statistics"} <= set(seen["server"]["extensions"])
    assert seen["model"]["inputs"][0]["shape"] == [1, 3, 8, 8]
    for is_binary in (True, False):
        assert seen[f"error_{is_binary}"] < 1e-4
        assert seen[f"id_{is_binary}"] == "seven"
    assert seen["all"] == [1, 3, 8, 8]
    (statistics,) = seen["statistics"]["model_stats"]
    assert (statistics["inference_count"], statistics["execution_count"]) == (3, 3)
    assert statistics["inference_stats"]["compute_infer"]["ns"] > 0
    assert seen["refused"][0] == "404"
    assert not seen["unloaded"]
