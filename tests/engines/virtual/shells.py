"""Command lines on a virtual machine without a connection."""

from __future__ import annotations

from engines.virtual.shell import execute


class Recorder:
    """Streams that remember what was written."""

    is_closed = False

    def __init__(self):
        self.data = b""

    def out(self, data):
        self.data += data

    def read(self):
        return b""


def sh(machine, line):
    """Exit code, standard output and standard error."""
    out, err = Recorder(), Recorder()
    code = execute(machine, line, out, err)
    return code, out.data.decode(), err.data.decode()
