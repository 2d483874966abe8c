"""Logging, set up once at start: console, a rotating file, the log panel, Qt's messages, both hooks."""

from __future__ import annotations

import logging
import sys
import threading
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

logger = logging.getLogger(__name__)

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
# On screen: when and what; the file has the rest.
_BRIEF = "%(asctime)s %(message)s"
_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class LogRelay(QObject):
    """Log lines, their one-line forms and bugs as signals, whatever thread they come from."""

    line = Signal(str)
    brief = Signal(str)
    bug = Signal(str)


class _RelayHandler(logging.Handler):
    def __init__(self, relay: LogRelay) -> None:
        super().__init__(logging.INFO)
        self._relay = relay
        self._brief = logging.Formatter(_BRIEF, "%H:%M:%S")

    def emit(self, record: logging.LogRecord) -> None:
        self._relay.line.emit(self.format(record))
        # A traceback would make the status line as high as the window.
        self._relay.brief.emit(self._brief.format(record).split("\n")[0])


class _LogFile(RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:
        """A full disk costs lines of the log, and is not told on the console for each of them."""


class Logs:
    """What `start` installed, so that `stop` can take it away again."""

    def __init__(self, relay: LogRelay, handlers: list[logging.Handler]) -> None:
        self.relay = relay
        self._handlers = handlers
        self._hooks = (sys.excepthook, threading.excepthook)

    def stop(self) -> None:
        for handler in self._handlers:
            logging.getLogger().removeHandler(handler)
            handler.close()
        sys.excepthook, threading.excepthook = self._hooks
        qInstallMessageHandler(None)


def start(log_file: Path, *, verbose: bool = False) -> Logs:
    """Sets logging up. A log file that cannot be opened does not stop the program."""
    relay = LogRelay()
    handlers: list[logging.Handler] = [logging.StreamHandler(), _RelayHandler(relay)]
    handlers[0].setLevel(logging.DEBUG if verbose else logging.WARNING)
    try:
        log_file.parent.mkdir(parents=True, exist_ok=True)
        handlers.append(_LogFile(log_file, maxBytes=2_000_000, backupCount=3, encoding="utf-8"))
    except OSError as error:
        logger.warning("no log file: %s", error)
    root = logging.getLogger()
    root.setLevel(logging.DEBUG if verbose else logging.INFO)
    for handler in handlers:
        handler.setFormatter(logging.Formatter(_FORMAT))
        root.addHandler(handler)
    # paramiko tells every key exchange at INFO.
    logging.getLogger("paramiko").setLevel(logging.WARNING)
    logs = Logs(relay, handlers)
    sys.excepthook = lambda kind, error, trace: _report(relay, kind, error, trace)
    threading.excepthook = lambda args: _report(relay, args.exc_type, args.exc_value, args.exc_traceback)
    qInstallMessageHandler(_qt_message)
    return logs


def _report(
    relay: LogRelay,
    kind: type[BaseException],
    error: BaseException | None,
    trace: TracebackType | None,
) -> None:
    """A bug: logged with its traceback; the window shows one notice. Runs in the thread it happened in."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error or kind(), trace)
        return
    logger.critical("unexpected %s", kind.__name__, exc_info=(kind, error or kind(), trace))
    relay.bug.emit(f"{kind.__name__}: {error}")


def _qt_message(kind: QtMsgType, context: QMessageLogContext, text: str | None) -> Any:
    logging.getLogger("qt").log(_QT_LEVELS.get(kind, logging.INFO), "%s", text or "")
