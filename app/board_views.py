"""What the engines know of a board, as the panel shows it and as models are opened there."""

from __future__ import annotations

from app.speech import said
from app.workers import TaskHandle
from engines.assembly import NetworkOpener
from engines.board_values import Bitstream, CheckResult, CheckState
from engines.boards.board import Board
from engines.boards.opening import board_opener, board_title, server_opener
from engines.boards.profile import Profile
from engines.boards.protocol_server import ProtocolServer
from engines.texts import Text
from widgets.views import BitstreamView, CapabilityView, StepState, StepView

_STEP_STATES = {
    CheckState.OK: StepState.PASSED,
    CheckState.WARN: StepState.WARNING,
    CheckState.FAIL: StepState.FAILED,
    CheckState.SKIPPED: StepState.SKIPPED,
}


def step_view(result: CheckResult, try_again: str) -> StepView:
    """A rung of the ladder; `try_again` is the word on the button of one that failed."""
    return StepView(
        key=result.name,
        name=said(result.title),
        state=_STEP_STATES[result.state],
        evidence=": ".join(filter(None, (said(result.evidence), said(result.cause)))),
        remedy=said(result.remedy),
        action=try_again if result.state is CheckState.FAIL else "",
    )


def board_line(board: Board) -> str:
    """A board in one line: which it is, its runtime, bitstream and service, and who uses the runtime."""
    summary = board.summary
    parts = [said(Text("virtual board")) if summary.is_virtual else board_title(board)]
    parts += [f"{board.profile.title} {summary.runtime_version or ''}".strip()]
    if summary.bitstream is not None:
        parts += [said(Text("bitstream {name}", name=summary.bitstream.name))]
    parts += [f"serve :{summary.service_port}"] if summary.service_port else []
    parts += [said(Text("runtime on this computer"))] if summary.agent_is_here else []
    return " · ".join(parts)


def bitstream_view(bitstream: Bitstream) -> BitstreamView:
    operators = bitstream.hard_operators
    details = "" if operators is None else ", ".join(sorted(operators))
    title = f"{bitstream.name} ({bitstream.identity})" if bitstream.identity else bitstream.name
    return BitstreamView(bitstream.name, title, details, bitstream.is_loaded)


def capability_views(profile: Profile) -> tuple[CapabilityView, ...]:
    return tuple(CapabilityView(said(c.title), c.value, said(c.reason)) for c in profile.capabilities)


def opener_of(board: Board, handle: TaskHandle) -> NetworkOpener:
    """Opens networks on a board; uploads show their progress and can be cancelled."""

    def on_progress(done: int, total: int) -> None:
        handle.report(done / total if total else None)

    return board_opener(board, on_progress=on_progress, should_cancel=handle.should_cancel)


def server_opener_of(server: ProtocolServer, _handle: TaskHandle) -> NetworkOpener:
    """Opens networks that a server has; nothing is uploaded to it."""
    return server_opener(server)
