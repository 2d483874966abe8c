"""What the tracker looked at, from the run to its view: kept for the last frames, shown for one."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QObject, Slot

from app.catalog_controller import CatalogController
from app.diagnosis_texts import health_text
from app.run_controller import RunController
from app.target_histories import TargetHistories
from engines.frame_result import FrameResult
from engines.output_health import lights_of
from engines.search_look import SearchLook
from engines.track import Evidence, TrackState
from widgets.evidence_history import EvidenceHistory, EvidenceLimits, EvidencePoint
from widgets.search_view import SearchView

# A look holds crops and outputs of up to 0.6 MB: 150 frames of one target take some 90 MB at most.
_KEPT_BYTES = 90_000_000


class SearchFeed(QObject):
    """Asks for looks while their view is on screen, keeps the last ones, and shows the right one.

    Scores and states are kept of every target whether or not anybody looks, so that after a loss there is
    something to look back at.
    """

    def __init__(self, run: RunController, catalog: CatalogController, view: SearchView) -> None:
        super().__init__(view)
        self._run, self._catalog, self._view = run, catalog, view
        self._kept: OrderedDict[int, tuple[SearchLook, ...]] = OrderedDict()
        self._kept_bytes = 0
        self._histories = TargetHistories(run.feed, EvidenceHistory)
        self._shown: int | None = None
        self._wants_heat = False
        run.feed.listeners.append(self)
        run.feed.looks_at = self.looks_at
        view.shown_changed.connect(self._watch)
        view.frame_chosen.connect(run.go_to)
        catalog.choice_changed.connect(self.show_limits)

    # -- from the run --------------------------------------------------------------------------

    def take_result(self, result: FrameResult) -> None:
        if self._run.feed.finds:
            return
        for track in result.tracks:
            evidence = track.evidence or Evidence()
            figures = evidence.sidelobe_ratio, evidence.jump, evidence.similarity
            lost = track.state is TrackState.LOST
            point = EvidencePoint(result.frame_index, track.score, lost, *figures)
            self._histories.of(track.id).append(point)
        if result.looks:
            self._keep(result)

    def show_frame(self, index: int) -> None:
        self._shown = index
        if not self._view.isVisible():
            return
        target = self._histories.wanted
        if target is None:
            self._show_nothing()
            return
        history = self._histories.of(target)
        self._view.show_history(history)
        look = next((look for look in self.looks_at(index) if look.target_id == target), None)
        if look is not None:
            self._view.show_look(look)
            self._view.show_health(health_text(lights_of(look.outputs)))
        elif history.at(index) is None:
            self._view.show_no_look(self.tr("#{id} was not followed in this frame.").format(id=target))
        else:
            self._view.show_no_look()
        self._view.show_position(index)

    def clear(self) -> None:
        self._kept.clear()
        self._kept_bytes = 0
        self._histories.clear()
        self._view.clear()
        self.show_limits()

    def looks_at(self, index: int) -> tuple[SearchLook, ...]:
        """What is still kept of a frame."""
        return self._kept.get(index, ())

    # -- from window and catalog ---------------------------------------------------------------

    @Slot(bool)
    def _watch(self, is_shown: bool) -> None:
        self._run.watch_looks(is_shown or self._wants_heat)
        if is_shown and self._shown is not None:
            self.show_frame(self._shown)

    def show_heat(self, is_wanted: bool) -> None:
        """The score map is drawn over the picture, so looks are needed whether or not the view is shown."""
        self._wants_heat = is_wanted
        self._run.watch_looks(is_wanted or self._view.isVisible())

    @Slot()
    def show_limits(self) -> None:
        """Draws the limits of the present rule; a limit that asks nothing is not drawn."""
        values = self._catalog.chosen_values()
        likeness = values.get("lost_similarity_below")
        self._view.show_limits(
            EvidenceLimits(
                score=values.get("lost_below"),
                sidelobe_ratio=values.get("lost_sidelobe_below") or None,
                jump=values.get("lost_jump_above") or None,
                similarity=None if likeness == -1.0 else likeness,
            )
        )
        if self._view.is_empty or self._catalog.entry.detector is not None:
            self._show_nothing()

    # -- inside --------------------------------------------------------------------------------

    def _show_nothing(self) -> None:
        is_detector = self._catalog.entry.detector is not None
        why = self.tr("This model finds its objects anew in every frame: there is no search to show.")
        self._view.show_nothing(why if is_detector else "")

    def _keep(self, result: FrameResult) -> None:
        self._forget(result.frame_index)
        self._kept[result.frame_index] = result.looks
        self._kept_bytes += _size_of(result.looks)
        while self._kept_bytes > _KEPT_BYTES and len(self._kept) > 1:
            self._forget(next(iter(self._kept)))

    def _forget(self, index: int) -> None:
        self._kept_bytes -= _size_of(self._kept.pop(index, ()))


def _size_of(looks: tuple[SearchLook, ...]) -> int:
    """Bytes of the arrays that a look keeps alive; templates are shared between frames and not counted."""
    return sum(
        look.search.nbytes
        + look.maps.scores.nbytes * 3
        + sum(tensor.nbytes for tensor in look.outputs.values())
        for look in looks
    )
