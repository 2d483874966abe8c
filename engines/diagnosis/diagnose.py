"""From two sets of files and a clip to the layers to blame, and a remedy that was tried."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from engines.catalog import Catalog, CatalogEntry
from engines.diagnosis.alone import MOST_FRAMES, MOST_LAYERS, one_at_a_time
from engines.diagnosis.beside import BothRuns, Said, lay_beside
from engines.diagnosis.ladder import Ladder, Shot
from engines.diagnosis.pairs import Pair
from engines.diagnosis.reasons import blamed_layers, culprits, reason_of, verdict_of
from engines.diagnosis.remedies import KEPT_LAYERS, Patient, command_for, try_remedies
from engines.diagnosis.values import (
    COSINE_BELOW,
    Agreement,
    Diagnosis,
    LadderResult,
    OneTargetNeeded,
    Remedy,
    Verdict,
)
from engines.files import writing
from engines.geometry import PARTED_BELOW
from engines.quantisation.crops import Clip, collect_crops, first_box, opened_clip
from engines.quantisation.formats import Format, Report, ShouldCancel, never, silent
from engines.quantisation.quantise import calibrate


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be looked at, and how closely.

    Attributes:
        clip: the clip.
        against: files of the quantised networks, in the entry's order.
        weights: float files in place of the entry's own.
        values: tracker parameters.
        part_below: boxes that overlap less have parted.
        cosine_below: a layer with less accumulated cosine counts as below.
        most_layers: how many layers of each network are tried one at a time; None for all.
        try_remedies: whether to quantise again and see.
        keep_in: where the files of the proposed remedy are put; None keeps none.
    """

    clip: Clip
    against: Sequence[Path]
    weights: Sequence[Path] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    part_below: float = PARTED_BELOW
    cosine_below: float = COSINE_BELOW
    most_layers: int | None = MOST_LAYERS
    try_remedies: bool = True
    keep_in: Path | None = None


def diagnose(
    catalog: Catalog,
    entry: CatalogEntry,
    wish: Wish,
    *,
    report: Report = silent,
    should_cancel: ShouldCancel = never,
) -> Diagnosis:
    """Runs both side by side, climbs the ladder of each network where they part, and tries remedies.

    Nothing is written but the files of the remedy, where `wish.keep_in` asks for them.

    Raises:
        NotAPair: the files do not belong together.
        OneTargetNeeded: the entry finds its objects by itself.
        TrackbenchError: the clip, a file or the first box is unusable; or Cancelled.
    """
    return _Diagnosing(catalog, entry, wish, report, should_cancel).run()


class _Diagnosing:
    def __init__(
        self,
        catalog: Catalog,
        entry: CatalogEntry,
        wish: Wish,
        report: Report,
        should_cancel: ShouldCancel,
    ) -> None:
        self._catalog, self._entry, self._wish = catalog, entry, wish
        self._report, self._should_cancel = report, should_cancel
        if entry.detector is not None:
            raise OneTargetNeeded(entry=entry.title)
        self._files_a = catalog.weights(entry, wish.weights)
        self._files_b = catalog.weights(entry, tuple(wish.against))
        self._roles = [network.role for network in entry.network]

    def run(self) -> Diagnosis:
        pairs = self._pairs(self._files_b)
        beside = self._beside(self._files_b, part=self._part(0.0, 0.35))
        verdict = verdict_of(beside.agreement)
        ladders = self._ladders(pairs, beside, self._part(0.35, 0.6))
        blamed = blamed_layers(ladders)
        forms = {pair.role: pair.format() for pair in pairs}
        remedy = None
        if verdict in (Verdict.BROKEN, Verdict.DRIFTS) and self._wish.try_remedies:
            remedy = self._remedy(pairs, beside, ladders)
        self._report(1.0, "")
        return Diagnosis(
            source=self._wish.clip.source,
            model=self._entry.name,
            files_a=self._files_a,
            files_b=self._files_b,
            verdict=verdict,
            reason=reason_of(verdict, beside.agreement, blamed, forms),
            side=beside.frames,
            agreement=beside.agreement,
            ladders=tuple(ladders),
            blamed=blamed,
            remedy=remedy,
            formats=tuple(forms[role] for role in self._roles),
        )

    def _pairs(self, files_b: Sequence[Path]) -> list[Pair]:
        both = zip(self._files_a, files_b, self._roles, strict=True)
        return [Pair(a, b, role) for a, b, role in both]

    def _beside(
        self, files_b: Sequence[Path], *, part: Report = silent, known: Mapping[int, Said] | None = None
    ) -> BothRuns:
        return lay_beside(
            self._catalog,
            self._entry,
            self._wish.clip,
            self._files_a,
            files_b,
            known_a=known,
            values=self._wish.values,
            part_below=self._wish.part_below,
            report=part,
            should_cancel=self._should_cancel,
        )

    def _ladders(self, pairs: Sequence[Pair], beside: BothRuns, part: Report) -> list[LadderResult]:
        """Where both part, or else over frames of the whole clip; then one layer at a time."""
        found = []
        for index, pair in enumerate(pairs):
            shots = beside.shots[pair.role]
            parted = beside.parted_shots.get(pair.role)
            within = _within(part, index / len(pairs), (index + 1) / len(pairs))
            found.append(self._ladder(pair, shots if parted is None else (parted,), shots, within))
        return found

    def _ladder(self, pair: Pair, at: Sequence[Shot], spread: Sequence[Shot], part: Report) -> LadderResult:
        ladder = Ladder(pair)
        result = ladder.climb(
            at,
            cosine_below=self._wish.cosine_below,
            report=_within(part, 0.0, 0.3),
            should_cancel=self._should_cancel,
        )
        every = max(1, len(spread) // MOST_FRAMES)
        return one_at_a_time(
            ladder,
            result,
            spread[::every][:MOST_FRAMES],
            most=self._wish.most_layers,
            report=_within(part, 0.3, 1.0),
            should_cancel=self._should_cancel,
        )

    def _remedy(
        self, pairs: Sequence[Pair], beside: BothRuns, ladders: Sequence[LadderResult]
    ) -> Remedy | None:
        crops = collect_crops(
            self._catalog,
            self._entry,
            self._wish.clip,
            weights=self._wish.weights,
            values=self._wish.values,
            report=self._part(0.6, 0.68),
            should_cancel=self._should_cancel,
        )
        ready = calibrate(crops, report=self._part(0.68, 0.72), should_cancel=self._should_cancel)
        known = {each.index: Said(each.a, each.a_peak, each.is_tracked) for each in beside.frames}
        blamed = blamed_layers(ladders)
        patient = Patient(
            ready,
            [pair.format() for pair in pairs],
            [len(beside.frames) > 1 and len(beside.shots[role]) == 1 for role in self._roles],
            [culprits(blamed, role, KEPT_LAYERS) for role in self._roles],
        )

        def try_files(files: Sequence[Path]) -> Agreement:
            return self._beside(files, known=known).agreement

        def worst_of(files: Sequence[Path]) -> list[tuple[str, ...]]:
            again = blamed_layers(self._ladders(self._pairs(files), beside, silent))
            return [culprits(again, role, KEPT_LAYERS) for role in self._roles]

        with tempfile.TemporaryDirectory(prefix="trackbench-") as name:
            found = try_remedies(
                patient,
                try_files,
                worst_of,
                Path(name),
                report=lambda low, high: self._part(0.72 + 0.28 * low, 0.72 + 0.28 * high),
                should_cancel=self._should_cancel,
            )
            return None if found is None else self._kept(found)

    def _kept(self, remedy: Remedy) -> Remedy:
        """With the command that makes its files, and the files where they are to stay."""
        clip = self._wish.clip
        with opened_clip(clip) as source:
            box = first_box(source, clip)
        formats: Sequence[Format] = remedy.chosen.formats
        command = command_for(formats, self._roles, self._entry.name, self._files_a, replace(clip, init=box))
        files: list[Path] = []
        folder = self._wish.keep_in
        for path in remedy.files if folder is not None else ():
            assert folder is not None
            target = folder / path.name
            scratch = target.with_name(target.name + ".new")
            with writing(target):
                folder.mkdir(parents=True, exist_ok=True)
                try:
                    shutil.copyfile(path, scratch)
                    scratch.replace(target)
                finally:
                    scratch.unlink(missing_ok=True)
            files.append(target)
        return replace(remedy, files=tuple(files), command=command)

    def _part(self, low: float, high: float) -> Report:
        return _within(self._report, low, high)


def _within(report: Report, low: float, high: float) -> Report:
    """Tells of a part of the work as a part of the whole."""

    def told(share: float | None, what: str) -> None:
        report(None if share is None else low + (high - low) * share, what)

    return told
