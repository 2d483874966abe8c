"""A board's serial console, from the window: log in, read and set its address, start its SSH server."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.board_views import step_view
from app.speech import said, said_with
from app.workers import JobQueue
from engines.board_values import CheckResult, CheckState
from engines.boards.serial_console import SerialMissing, list_ports
from engines.boards.serial_steps import SerialSteps, Visit, check_wishes
from engines.errors import Cancelled, TrackbenchError
from widgets.serial_panel import SerialPanel
from widgets.views import StepState, StepView

logger = logging.getLogger(__name__)
_END_MS = 10_000


class SerialController(QObject):
    """Owns the console's worker; one step at a time, each can be given up.

    Signals:
        connect_requested(str): the address of a board that has one now.
    """

    connect_requested = Signal(str)
    # From the worker's thread to this object's own.
    _started = Signal(str, str)
    _ended = Signal(object)

    def __init__(self, window: QWidget, ports: Callable[[], Sequence[tuple[str, str]]] = list_ports) -> None:
        super().__init__(window)
        self.panel = panel = SerialPanel(window)
        self._ports = ports
        self._steps: SerialSteps | None = None
        self._cancelled = Event()
        self._jobs = JobQueue(self)
        self._waiting: dict[int, Callable[[Any], None]] = {}
        self._jobs.done.connect(self._job_done)
        self._jobs.failed.connect(self._job_failed)
        self._started.connect(self._show_start)
        self._ended.connect(self._show_end)
        panel.refresh_requested.connect(self.look_for_ports)
        panel.log_in_requested.connect(self._log_in)
        panel.wishes_changed.connect(self._check_wishes)
        panel.set_requested.connect(self._set_address)
        panel.sshd_requested.connect(self._start_sshd)
        panel.cancel_requested.connect(self.cancel)
        panel.connect_requested.connect(self._hand_over)
        panel.closed.connect(self._leave)

    @Slot()
    def show(self) -> None:
        """Opens the panel, with the ports that are there now."""
        self.panel.show()
        self.panel.raise_()
        self.look_for_ports()

    @Slot()
    def look_for_ports(self) -> None:
        self._put(self._ports, self._show_ports)

    @Slot()
    def cancel(self) -> None:
        """Gives the step up that is being taken."""
        self._cancelled.set()

    def finish(self) -> None:
        """Leaves the console and waits for that: before the program ends."""
        self._leave()
        if self._jobs.isRunning():
            self._jobs.finish(_END_MS)

    # -- what the user wants -------------------------------------------------------------------

    @Slot(str, int, str, object)
    def _log_in(self, device: str, baud: int, user: str, secret: str) -> None:
        before, held = self._steps, [secret]
        self._cancelled = cancelled = Event()
        visit = Visit(device, lambda _prompt: held.pop() if held else None, user, baud)
        self._steps = steps = SerialSteps(
            visit, self._ended.emit, on_start=self._started.emit, should_cancel=cancelled.is_set
        )

        def job() -> None:
            if before is not None:
                before.close()
            steps.log_in()

        self.panel.clear_steps()
        self._put(job, self._logged_in)

    @Slot(str, str, str)
    def _set_address(self, adapter: str, address: str, gateway: str) -> None:
        self._on_console(lambda steps: steps.set_address(adapter, address, gateway))

    @Slot()
    def _start_sshd(self) -> None:
        self._on_console(lambda steps: steps.start_sshd())

    @Slot(str, str, str)
    def _check_wishes(self, adapter: str, address: str, gateway: str) -> None:
        try:
            check_wishes(adapter, address, gateway)
        except TrackbenchError as error:
            is_begun = bool(address)
            text = said_with(error.what, error.facts) + " " + said_with(error.remedy, error.facts)
            self.panel.show_problem(text if is_begun else "", is_whole=False)
        else:
            self.panel.show_problem("", is_whole=True)

    @Slot(str)
    def _hand_over(self, address: str) -> None:
        self.panel.close()
        self.connect_requested.emit(address)

    @Slot()
    def _leave(self) -> None:
        """Logs out and lets go of the port."""
        self._cancelled.set()
        steps, self._steps = self._steps, None
        if steps is not None:
            self._put(steps.close, _nothing_more)

    # -- the worker ----------------------------------------------------------------------------

    def _on_console(self, call: Callable[[SerialSteps], Any]) -> None:
        steps = self._steps
        if steps is not None and not self._waiting:
            self._cancelled.clear()
            self._put(lambda: call(steps), _nothing_more)

    def _put(self, job: Callable[[], Any], on_done: Callable[[Any], None]) -> None:
        if not self._jobs.isRunning():
            self._jobs.start()
        self._waiting[self._jobs.put(job)] = on_done
        self._show_state()

    @Slot(int, object)
    def _job_done(self, number: int, result: object) -> None:
        self._waiting.pop(number, _nothing_more)(result)
        self._show_state()

    @Slot(int, object)
    def _job_failed(self, number: int, error: TrackbenchError) -> None:
        """A step has told it already; a list of ports has no step."""
        self._waiting.pop(number, None)
        if isinstance(error, SerialMissing) and not self.panel.steps:
            self.panel.show_missing(
                said_with(error.what, error.facts) + " " + said_with(error.remedy, error.facts)
            )
        elif not isinstance(error, Cancelled):
            logger.info("the serial console: %s", error)
        self._show_state()

    # -- showing -------------------------------------------------------------------------------

    def _show_ports(self, ports: Sequence[tuple[str, str]]) -> None:
        self.panel.show_missing("" if ports else self.tr("No serial port is there. Is the cable plugged in?"))
        self.panel.show_ports(ports)

    def _logged_in(self, _result: None) -> None:
        self.panel.forget_password()
        if self._steps is not None:
            self.panel.show_adapters(self._steps.adapters)

    @Slot(str, str)
    def _show_start(self, name: str, title: str) -> None:
        self.panel.show_step(StepView(name, said(title), StepState.RUNNING))

    @Slot(object)
    def _show_end(self, result: CheckResult) -> None:
        if result.state is CheckState.FAIL:
            logger.info("serial console, %s: %s", result.name, result.cause)
        self.panel.show_step(step_view(result, ""))

    def _show_state(self) -> None:
        steps, is_busy = self._steps, bool(self._waiting)
        address = None if steps is None or is_busy else steps.address()
        is_open = steps is not None and steps.is_open
        self.panel.show_state(is_busy=is_busy, is_open=is_open, address=str(address or ""))


def _nothing_more(_result: object) -> None:
    return
