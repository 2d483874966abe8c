"""What the player tells a detector of the next frame, and when it does not."""

from __future__ import annotations

from time import sleep

from tests.engines.test_player import COUNT, CountingSource, NotingTracker, start

__all__ = ["start"]  # a fixture


class EarlyTracker(NotingTracker):
    """Notes which frames it was told of before their turn."""

    can_look_ahead = True

    def __init__(self):
        super().__init__(needs_targets=False)
        self.early, self.clocks = [], {}

    def look_ahead(self, frame, clock):
        self.early.append(frame.index)
        self.clocks[frame.index] = clock

    def forget_ahead(self):
        self.early.append("forgotten")

    def update(self, frame, clock):
        if frame.index in self.clocks:
            assert self.clocks.pop(frame.index) is clock
        sleep(0.003)  # as long as decoding may take
        return super().update(frame, clock)


def test_a_detector_behind_a_link_gets_the_next_frame_early(start):
    tracker = EarlyTracker()
    run = start(tracker=tracker)
    run.play_to_end()
    assert tracker.updates() == list(range(COUNT))
    # Whatever is decoded in time; on a busy machine some frames are not.
    assert len([index for index in tracker.early if index != "forgotten"]) > COUNT // 4
    assert COUNT not in tracker.early and not tracker.clocks


def test_steps_and_live_sources_do_not_look_ahead(start):
    stepped, live = EarlyTracker(), EarlyTracker()
    run = start(tracker=stepped)
    run.steps(5)
    assert stepped.updates() == [0, 1, 2, 3, 4, 5] and not stepped.early
    run = start(CountingSource(live=True), live)
    run.play_to_end()
    assert live.updates() and not live.early


def test_a_seek_while_a_frame_was_begun_forgets_it(start):
    tracker = EarlyTracker()
    run = start(CountingSource(10_000), tracker)
    run.player.play()
    run.events.wait(lambda e: len(e.pictures) > 20)
    run.player.seek(5000)
    run.events.wait(lambda e: 5010 in e.indices())
    run.player.pause()
    run.settle()
    assert "forgotten" in tracker.early
    assert tracker.updates() == sorted(set(run.events.indices())), "each frame that is shown, once"
    assert run.events.failures == [] and run.error is None
