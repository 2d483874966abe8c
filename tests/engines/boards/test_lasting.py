"""A service that goes on after its starter has left, and that only its starter's note may stop."""

from __future__ import annotations

import dataclasses
import socket
import sys

import pytest

from engines.boards.errors import ServiceFailed
from engines.boards.icraft import ICRAFT
from engines.boards.lasting import LastingService, ServiceNotOurs
from engines.boards.service import Service
from engines.boards.ssh_login import open_ssh
from tests.engines.boards.rigs import openssh_rig, short_temporary_folder, virtual_rig

SERVER = (
    "import socket, sys, time\n"
    "server = socket.create_server(('127.0.0.1', int(sys.argv[1])))\n"
    "print('wait for new connection', flush=True)\n"
    "time.sleep(60)\n"
)


@pytest.fixture
def virtual():
    with short_temporary_folder() as folder, virtual_rig(folder) as rig:
        link = open_ssh(rig.address, rig.access)
        yield rig, link
        link.close()


def test_it_outlives_the_connection_and_is_stopped_from_another(virtual):
    rig, link = virtual
    service = LastingService(link, ICRAFT)
    assert service.state.listener is None and service.log() == () and service.stop() is False
    started = service.start()
    assert (started.name, started.port, started.is_ours) == ("icraft-serve", 9981, True)
    assert service.start() == started, "never two"
    link.close()
    other = open_ssh(rig.address, rig.access)
    try:
        again = LastingService(other, ICRAFT)
        assert again.state == started
        assert again.log(2)[0].endswith("] [I] synchronous mode")
        assert again.stop() is True and again.state.listener is None
        assert again.stop() is False
    finally:
        other.close()


def test_somebody_elses_is_left_running(virtual):
    rig, link = virtual
    other = open_ssh(rig.address, rig.access)
    try:
        Service(other, ICRAFT.service).start()
        lasting = LastingService(link, ICRAFT)
        state = lasting.start()
        assert state.listener is not None and not state.is_ours
        with pytest.raises(ServiceNotOurs, match="icraft-serve"):
            lasting.stop()
        assert lasting.state.listener == state.listener
    finally:
        other.close()


def test_a_note_from_before_a_restart_is_no_note(virtual):
    _rig, link = virtual
    service = LastingService(link, ICRAFT)
    pid = service.start().listener.pid
    link.put(f"{pid} another-boot\n".encode(), f"{ICRAFT.agent_folder}/icraft-serve.pid")
    with pytest.raises(ServiceNotOurs):
        service.stop()
    assert service.state.listener.pid == pid


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"argv": ("no-such-program",)}, "it ended; its last line: nohup"),
        ({"ready_marker": "never said", "ready_timeout_s": 0.5}, "no 'never said' in 0.5 s"),
    ],
)
def test_what_does_not_get_ready_is_told_and_stopped(virtual, change, word):
    _rig, link = virtual
    profile = dataclasses.replace(ICRAFT, service=dataclasses.replace(ICRAFT.service, **change))
    with pytest.raises(ServiceFailed, match=word):
        LastingService(link, profile).start()
    assert LastingService(link, ICRAFT).state.listener is None


def test_a_family_without_a_service(virtual):
    with pytest.raises(ServiceFailed, match="needs none"):
        LastingService(virtual[1], dataclasses.replace(ICRAFT, service=None))


def test_on_a_real_server():
    """The script in a real shell: survives the session, logs, tells its process."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with short_temporary_folder() as folder, openssh_rig(folder) as rig:
        argv = (sys.executable, "-c", SERVER, str(port))
        service = dataclasses.replace(ICRAFT.service, argv=argv, port=port)
        profile = dataclasses.replace(ICRAFT, service=service, agent_folder=f"{rig.folder}/it's; here")
        link = open_ssh(rig.address, rig.access)
        started = LastingService(link, profile).start()
        link.close()
        link = open_ssh(rig.address, rig.access)
        try:
            lasting = LastingService(link, profile)
            assert started.is_ours and lasting.state == started
            assert lasting.log() == ("wait for new connection",)
            assert lasting.stop() is True
            assert lasting.state.listener is None
        finally:
            link.close()
