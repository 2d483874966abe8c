"""Plain values that panels show. Controllers make them, widgets only read them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engines.origin import Origin


class StepState(StrEnum):
    """How far one check of a board has come."""

    WAITING = "waiting"
    RUNNING = "running"
    PASSED = "passed"
    WARNING = "warning"
    FAILED = "failed"
    SKIPPED = "skipped"


class BoardState(StrEnum):
    """The board as the user sees it."""

    DISCONNECTED = "disconnected"
    CONNECTING = "connecting"
    CONNECTED = "connected"
    SERVING = "serving"
    LINK_LOST = "link lost"
    FAILED = "failed"


class Verdict(StrEnum):
    """Whether two things go together."""

    FITS = "fits"
    DOES_NOT_FIT = "does not fit"
    UNKNOWN = "unknown"


class Severity(StrEnum):
    INFO = "info"
    SUCCESS = "success"
    WARNING = "warning"
    ERROR = "error"


class TargetState(StrEnum):
    TRACKED = "tracked"
    LOST = "lost"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class StepView:
    """One rung of the connection ladder.

    Attributes:
        key: names the step; showing a step again with the same key replaces it.
        name: as the user reads it.
        evidence: what was seen, for example "icraft 3.7.1".
        remedy: what to try, in words; empty where nothing is wrong.
        action: text of the button that does the remedy; empty for no button.
    """

    key: str
    name: str
    state: StepState
    evidence: str = ""
    remedy: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class BitstreamView:
    """A bitstream on the board; `details` are its hard operators in words."""

    key: str
    title: str
    details: str = ""
    is_loaded: bool = False


@dataclass(frozen=True, slots=True)
class CapabilityView:
    """One thing that a board's runtime can or cannot report; `value` None where nobody knows."""

    title: str
    value: bool | None
    reason: str


@dataclass(frozen=True, slots=True)
class ModelView:
    """A model or tracker entry with the verdict for what is loaded now.

    Attributes:
        reason: why it does not fit, or what is unknown; empty where it fits.
        details: one line, for example "8 bit · 2 networks · 12 MB".
    """

    key: str
    title: str
    verdict: Verdict = Verdict.UNKNOWN
    reason: str = ""
    details: str = ""


@dataclass(frozen=True, slots=True)
class ParameterView:
    """One parameter of a tracker. The type of `value` decides the editor.

    Attributes:
        label: as the user reads it; the name stands in where it is empty.
        value: bool, int, float or str.
        choices: allowed values; a list is offered where it is not empty.
        hint: what it does, shown as tool tip.
        section: heading under which it stands, with its neighbours of the same section.
        at_minimum: what is shown instead of the minimum, for example "off".
    """

    name: str
    value: bool | int | float | str
    default: bool | int | float | str
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    hint: str = ""
    label: str = ""
    unit: str = ""
    section: str = ""
    at_minimum: str = ""


@dataclass(frozen=True, slots=True)
class TargetView:
    """One target of a run; `score` in 0...1 or None before its first result."""

    id: int
    state: TargetState
    score: float | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class FactView:
    """A named figure or text, for example ("size", "1280 x 720")."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class NoticeView:
    """What happened and what to try.

    Attributes:
        title: what happened, one sentence.
        hint: what to try.
        details: longer text behind the Details button; empty for none.
        action: text of an extra button; empty for none.
        action_key: what the notice bar hands back when that button is pressed.
    """

    title: str
    hint: str = ""
    details: str = ""
    severity: Severity = Severity.INFO
    action: str = ""
    action_key: str = ""


@dataclass(frozen=True, slots=True)
class RecentView:
    """Something opened before; `key` is what `recent_requested` hands back."""

    key: str
    title: str
    details: str = ""


@dataclass(frozen=True, slots=True)
class SummaryView:
    """The top bar in one value."""

    board: str = ""
    board_state: BoardState = BoardState.DISCONNECTED
    model: str = ""
    verdict: Verdict | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SlowLayerView:
    """One line of show mode's strip of slowest layers."""

    name: str
    ms: float
    share: float


@dataclass(frozen=True, slots=True)
class ShowFiguresView:
    """What show mode writes large. Unknown is None."""

    frame_ms: float | None = None
    fps: float | None = None
    origin: Origin = Origin.MEASURED
    system: str = ""
    layers: tuple[SlowLayerView, ...] = ()
    hint: str = ""


class SettingKind(StrEnum):
    SWITCH = "switch"
    CHOICE = "choice"
    INTEGER = "integer"
    NUMBER = "number"
    TEXT = "text"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One allowed value and how the user reads it."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One row of the settings dialog.

    Attributes:
        special: stands in for the smallest number, for example "automatic" for 0; empty for none.
    """

    key: str
    label: str
    kind: SettingKind
    value: bool | int | float | str
    section: str = ""
    choices: tuple[ChoiceView, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""
    hint: str = ""
    special: str = ""
