"""Plain values that the diagnosis panel shows and hands back. Texts are in the user's language."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engines.diagnosis.values import Agreement, LayerError, OutputHealth, Verdict
from engines.output_health import Light
from engines.quantisation.formats import Format


class TargetChoice(StrEnum):
    """Where the first box comes from."""

    DRAWN = "drawn"
    TRUTH = "truth"


@dataclass(frozen=True, slots=True)
class SubjectView:
    """What there is to work on.

    Attributes:
        model: title of the chosen model.
        networks: roles of its networks, in order.
        frame_count: of the open clip; None where that is not known.
        drawn_at: frame in which the selected target was drawn; None where none was.
        has_truth: whether the clip has ground truth.
        problem: why nothing can be done yet, and what to do; empty where something can.
    """

    model: str = ""
    networks: tuple[str, ...] = ()
    frame_count: int | None = None
    drawn_at: int | None = None
    has_truth: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True)
class FilesView:
    """The files of B.

    Attributes:
        names: of the files; empty where there are none.
        origin: where they come from, in words.
        facts: what is known of them, for example their sizes; a line for each network.
        can_run: whether they can be run beside the chosen model.
    """

    names: str = ""
    origin: str = ""
    facts: str = ""
    can_run: bool = False


@dataclass(frozen=True, slots=True)
class ClipWish:
    """Which frames, and whom to follow there.

    Attributes:
        target: whose box to begin with.
        first, stop: frames from `first` up to, not including, `stop`; None to the end.
    """

    target: TargetChoice
    first: int = 0
    stop: int | None = None


@dataclass(frozen=True, slots=True)
class QuantiseWish:
    """How the networks are to be quantised: a format for each, and where the files go."""

    formats: tuple[Format, ...]
    folder: str


@dataclass(frozen=True, slots=True)
class LayerLine:
    """A layer of the ladder.

    Attributes:
        layer: its figures.
        place: rank from the worst, from 0; layers that do not count come last.
        why: what is wrong with it; empty where it was not tried.
        left_out: why it does not count; empty where it does.
    """

    layer: LayerError
    place: int
    why: str = ""
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class OutputLine:
    """An output of the quantised network: its light, and what is wrong; empty where nothing is."""

    health: OutputHealth
    light: Light
    problem: str = ""


@dataclass(frozen=True, slots=True)
class AttemptLine:
    """A pair of files and how it does; `bytes` are None for the pair as it is now."""

    title: str
    agreement: Agreement
    bytes: int | None = None
    is_enough: bool = False
    is_proposed: bool = False


@dataclass(frozen=True, slots=True)
class DiagnosisView:
    """What was found.

    Attributes:
        title: which model on which clip.
        verdict, reason: in one word and in a sentence.
        agreement: of B as it is.
        layers: worst first.
        ladder_facts: lines about the ladders: first layer below the threshold, frames, cost.
        outputs: lights.
        attempts: B as it is, then remedies in the order they were tried; only the first without any.
        command: how to make the proposed files again; empty without a remedy.
        files: names of the proposed files; empty where there are none.
    """

    title: str
    verdict: Verdict
    reason: str
    agreement: Agreement
    layers: tuple[LayerLine, ...] = ()
    ladder_facts: tuple[str, ...] = ()
    outputs: tuple[OutputLine, ...] = ()
    attempts: tuple[AttemptLine, ...] = ()
    command: str = ""
    files: str = ""
