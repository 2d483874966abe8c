"""A detector behind a link, from a clip to its result file: looking ahead changes the time, nothing else."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest

from app.demo import demo_clip
from app.headless import Outputs, RunRequest, run_headless
from engines.agent.api import Api
from engines.agent.backends.onnxruntime_backend import OnnxruntimeBackend
from engines.agent.repository import Repository
from engines.agent.runner import LocalRunner
from engines.agent.server import AgentServer
from engines.assembly import local_opener, open_pipeline
from engines.board_values import PublishedTime
from engines.catalog import load_catalog
from engines.networks.http_connection import LinkLost
from engines.networks.local import use_shared_pool
from engines.networks.remote import LoadRequest, RemoteNetwork, RemoteOptions
from engines.recorder import read_recording
from engines.video.open import open_source

COUNT = 12


@pytest.fixture
def agent() -> Iterator[AgentServer]:
    use_shared_pool(1)
    folder = str(resources.files("resources") / "networks")
    repository = Repository(LocalRunner(OnnxruntimeBackend(threads=1, shared_pool=True)), folder)
    with AgentServer(("127.0.0.1", 0), Api(repository)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join(5)


def remote_opener(server: AgentServer):
    def open_network(request) -> RemoteNetwork:
        pixels = {spec.name: spec.pixels for spec in request.inputs if spec.pixels is not None}
        load = LoadRequest(request.path.name, PublishedTime(15.0))
        options = RemoteOptions(label=request.name, pixels=pixels, load=load)
        return RemoteNetwork.at_url(f"http://127.0.0.1:{server.server_port}", request.model, options)

    return open_network


def run(tmp_path: Path, name: str, opener, model: str, stop: int = COUNT, looks_ahead: bool = False):
    """The result file, and the recorded results."""
    catalog = load_catalog(tmp_path)
    entry = catalog.entry(model)
    pipeline = open_pipeline(catalog, entry, opener)
    assert pipeline.can_look_ahead == looks_ahead
    outputs = Outputs(out=tmp_path / name / "result", record=tmp_path / name / "recording")
    outputs.out.parent.mkdir()
    request = RunRequest(entry.task, stop=stop, outputs=outputs)
    summary = run_headless(open_source(demo_clip()), pipeline, request)
    assert summary.as_dict()["frames"] == stop
    return outputs.out.read_bytes(), read_recording(outputs.record).results


@pytest.mark.parametrize("model", ["demo-mot", "demo-pose"])
def test_the_same_results_as_on_this_computer(tmp_path, agent, model):
    threads = threading.active_count()
    far, far_results = run(tmp_path, "far", remote_opener(agent), model, looks_ahead=True)
    near, _results = run(tmp_path, "near", local_opener(1), model)
    assert far == near and len(far) > 100
    assert [result.frame_index for result in far_results] == list(range(COUNT))
    for _ in range(250):  # the agent's own threads end when they see their connections closed
        if threading.active_count() <= threads:
            break
        time.sleep(0.02)
    assert threading.active_count() <= threads, "a thread is left"
    early = [result for result in far_results if result.ahead_ms is not None]
    assert early, "nothing was begun early"
    for result in far_results:
        assert sum(entry.ms for entry in result.stages if entry.stage not in ("decode", "queue")) == (
            pytest.approx(result.step_ms, rel=0.03)
        )


def test_no_frame_behind_the_last_one_is_asked_for(tmp_path, agent):
    run(tmp_path, "far", remote_opener(agent), "demo-mot", stop=5, looks_ahead=True)
    (model,) = agent.api._repository.loaded
    assert model.statistics.to_json("demo-mot")["inference_count"] == 5


def test_a_link_that_breaks_keeps_what_was_found_before(tmp_path, agent, monkeypatch):
    infer, seen = RemoteNetwork._post, []

    def post(self, head, tensors):
        seen.append(head)
        if len(seen) > 6:
            raise LinkLost(where="the board", reason="the cable was pulled")
        return infer(self, head, tensors)

    monkeypatch.setattr(RemoteNetwork, "_post", post)
    with pytest.raises(LinkLost):
        run(tmp_path, "far", remote_opener(agent), "demo-mot", looks_ahead=True)
    results = read_recording(tmp_path / "far" / "recording").results
    assert [result.frame_index for result in results] == list(range(6))
