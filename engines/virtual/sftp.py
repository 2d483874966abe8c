"""SFTP of the virtual board, confined to its sandbox."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from paramiko import SFTPAttributes, SFTPHandle, SFTPServer, SFTPServerInterface
from paramiko.sftp import SFTP_FAILURE, SFTP_OK

from engines.virtual.faults import Fault
from engines.virtual.machine import Machine


class SandboxHandle(SFTPHandle):
    """One open file."""

    def __init__(self, machine: Machine, path: Path, flags: int) -> None:
        super().__init__(flags)
        self._machine = machine
        self._path = path
        self._is_written = False
        self._descriptor = os.open(path, flags, 0o644)

    def read(self, offset: int, length: int) -> Any:
        return _tried(lambda: os.pread(self._descriptor, length, offset))

    def write(self, offset: int, data: Any) -> Any:
        if Fault.FULL_DISK in self._machine.faults:
            return SFTPServer.convert_errno(errno.ENOSPC)
        self._is_written = True
        return _tried(lambda: _done(os.pwrite, self._descriptor, data, offset))

    def stat(self) -> Any:
        return _tried(lambda: SFTPAttributes.from_stat(os.fstat(self._descriptor)))

    def chattr(self, attr: SFTPAttributes) -> int:
        return SFTP_OK

    def close(self) -> None:
        os.close(self._descriptor)
        is_hit = self._is_written and Fault.CORRUPTED_MODEL in self._machine.faults
        if is_hit and self._machine.is_model(self._path):
            self._machine.flip(self._path)


class SandboxSftp(SFTPServerInterface):
    """File operations; links are not supported, so nothing can point outside."""

    def __init__(self, server: Any, machine: Machine, *args: Any, **kwargs: Any) -> None:
        super().__init__(server, *args, **kwargs)
        self._machine = machine

    def _real(self, path: str) -> Path:
        return self._machine.sandbox.real(path)

    def canonicalize(self, path: str) -> str:
        return self._machine.sandbox.absolute(path)

    def list_folder(self, path: str) -> Any:
        return _tried(lambda: [self._attributes(entry) for entry in sorted(self._real(path).iterdir())])

    def stat(self, path: str) -> Any:
        return _tried(lambda: self._attributes(self._real(path)))

    lstat = stat

    def open(self, path: str, flags: int, attr: SFTPAttributes) -> Any:
        def opened() -> SandboxHandle:
            self._machine.refresh(path)
            return SandboxHandle(self._machine, self._real(path), flags)

        return _tried(opened)

    def remove(self, path: str) -> Any:
        return _tried(lambda: _done(self._real(path).unlink))

    def rename(self, oldpath: str, newpath: str) -> Any:
        if self._real(newpath).exists():
            return SFTP_FAILURE  # as the protocol wants; posix_rename replaces
        return self.posix_rename(oldpath, newpath)

    def posix_rename(self, oldpath: str, newpath: str) -> Any:
        return _tried(lambda: _done(self._real(oldpath).replace, self._real(newpath)))

    def mkdir(self, path: str, attr: SFTPAttributes) -> Any:
        return _tried(lambda: _done(self._real(path).mkdir))

    def rmdir(self, path: str) -> Any:
        return _tried(lambda: _done(self._real(path).rmdir))

    def chattr(self, path: str, attr: SFTPAttributes) -> int:
        return SFTP_OK

    @staticmethod
    def _attributes(path: Path) -> SFTPAttributes:
        return SFTPAttributes.from_stat(path.stat(), path.name)


def _done(action: Callable[..., Any], *args: Any) -> int:
    action(*args)
    return int(SFTP_OK)


def _tried(action: Callable[[], Any]) -> Any:
    """The action's result, or its failure as an SFTP status."""
    try:
        return action()
    except OSError as error:
        return SFTPServer.convert_errno(error.errno or errno.EACCES)
