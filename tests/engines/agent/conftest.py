from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from engines.agent.api import Api
from engines.agent.backends.onnxruntime_backend import OnnxruntimeBackend
from engines.agent.repository import Repository
from engines.agent.runner import LocalRunner
from engines.agent.server import AgentServer
from engines.networks.local import use_shared_pool
from tests.engines.agent.tiny_models import save_tiny


@pytest.fixture
def model_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "models"
    folder.mkdir()
    save_tiny(folder / "tiny.onnx")
    return folder


@pytest.fixture
def agent_port(model_dir: Path) -> Iterator[int]:
    """An agent in this process; the port it listens on."""
    use_shared_pool(1)  # other tests of this process open networks of their own
    repository = Repository(LocalRunner(OnnxruntimeBackend(threads=1, shared_pool=True)), str(model_dir))
    with AgentServer(("127.0.0.1", 0), Api(repository)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join(5)
