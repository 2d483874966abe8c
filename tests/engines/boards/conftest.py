from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engines.boards.ssh import SshLink
from engines.boards.ssh_login import open_ssh
from tests.engines.boards.rigs import Rig, openssh_rig, short_temporary_folder, virtual_rig


@pytest.fixture(scope="module")
def virtual_board() -> Iterator[Rig]:
    with short_temporary_folder() as folder, virtual_rig(folder, password="let me in") as rig:
        yield rig


@pytest.fixture(scope="module", params=["virtual", "openssh"])
def rig(request: pytest.FixtureRequest) -> Iterator[Rig]:
    """Either server: the link must not be able to tell them apart."""
    make = virtual_rig if request.param == "virtual" else openssh_rig
    with short_temporary_folder() as folder, make(folder) as made:
        yield made


@pytest.fixture
def link(rig: Rig) -> Iterator[SshLink]:
    link = open_ssh(rig.address, rig.access)
    yield link
    link.close()


@pytest.fixture
def model(tmp_path: Path) -> Path:
    from tests.engines.agent.tiny_models import save_tiny

    return save_tiny(tmp_path / "tiny model's.onnx")
