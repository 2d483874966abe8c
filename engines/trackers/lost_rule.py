"""When a target counts as lost, beyond what its tracker says, and what is done about it."""

from __future__ import annotations

from dataclasses import dataclass

from engines.track import Evidence
from engines.trackers.parameters import parameter

OWN, WAIT, ENLARGE, ASK = "own", "wait", "enlarge", "detector"
_NO_SIMILARITY = -1.0
# Heading of all these in a form.
_SECTION = "Lost target"


@dataclass(frozen=True, slots=True)
class LostRule:
    """A target is lost where its tracker says so or one of these limits is crossed."""

    lost_sidelobe_below: float = parameter(
        0.0, "Peak below", "Lost where the score map's peak stands out less; 0 asks nothing",
        unit="σ", minimum=0.0, maximum=100.0, section=_SECTION, at_minimum="off",
    )  # fmt: skip
    lost_jump_above: float = parameter(
        0.0, "Jump above",
        "Lost where the way in one frame is greater, in sizes of the target; 0 asks nothing",
        minimum=0.0, maximum=100.0, section=_SECTION, at_minimum="off",
    )  # fmt: skip
    lost_similarity_below: float = parameter(
        _NO_SIMILARITY, "Likeness below",
        "Less correlation with the first box's pixels means lost; -1 asks nothing",
        minimum=-1.0, maximum=1.0, section=_SECTION, at_minimum="off",
    )  # fmt: skip
    when_lost: str = parameter(
        OWN, "When lost",
        "own: as the tracker does; wait: stay where it was last sure; enlarge: look wider and wider around "
        "there; detector: wait, and ask a detector where it is",
        choices=(OWN, WAIT, ENLARGE, ASK), section=_SECTION,
    )  # fmt: skip
    enlarge_by: float = parameter(
        1.1, "Enlarge by", "How much wider the search gets with each lost frame",
        minimum=1.0, maximum=2.0, section=_SECTION,
    )  # fmt: skip
    enlarge_to: float = parameter(
        3.0, "Enlarge up to", "Greatest width of the search, in usual ones",
        minimum=1.0, maximum=10.0, section=_SECTION,
    )  # fmt: skip
    ask_model: str = parameter(
        "", "Detector", "Model of the catalog that is asked where the target is", section=_SECTION
    )
    ask_every: int = parameter(
        10, "Ask every", "Lost frames between two questions to the detector",
        unit="frames", minimum=1, maximum=1000, section=_SECTION,
    )  # fmt: skip

    @property
    def needs_evidence(self) -> bool:
        """Whether frames are judged by more than the tracker's own word."""
        limits = self.lost_sidelobe_below, self.lost_jump_above, self.lost_similarity_below
        return limits != (0.0, 0.0, _NO_SIMILARITY)

    def crossed(self, evidence: Evidence) -> bool:
        """Whether a limit is crossed. What is not known crosses none."""
        sidelobe, jump, similarity = evidence.sidelobe_ratio, evidence.jump, evidence.similarity
        return (
            (sidelobe is not None and sidelobe < self.lost_sidelobe_below)
            or (jump is not None and self.lost_jump_above > 0 and jump > self.lost_jump_above)
            or (similarity is not None and similarity < self.lost_similarity_below)
        )


OWN_RULE = LostRule()
