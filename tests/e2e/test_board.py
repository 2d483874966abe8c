"""Connect, choose, start, lose: the board's side of the window."""

from __future__ import annotations

from tests.e2e.window import WorkbenchWindow

_STEPS = 11


def connect_virtual(window: WorkbenchWindow) -> None:
    window.click("Connect")
    window.wait_for("the board's service runs", lambda now: now.board == "service running")


def test_i_connect_and_the_board_tells_which_model_fits_which_bitstream_and_why(vittrack, window):
    window.click("Connect")
    window.wait_for("the first steps have ticked", lambda now: 0 < len(now.steps) < _STEPS)
    window.photograph("connecting")
    there = window.wait_for("its service runs", lambda now: now.board == "serving")
    assert [state for _, state, _, _ in there.steps] == ["passed"] * _STEPS
    assert there.summary[0].startswith("virtual board · Icraft 3.7.1 · bits v2 · serve :9981")
    assert there.verdict_of("VitTrack") == ("fits", "")

    (v1,) = [title for title, _ in there.bitstreams if title.startswith("v1")]
    window.click(v1)
    window.wait_for("v1 is loaded", lambda now: "bits v1" in now.summary[0] and now.board == "serving")
    now = window.see()
    assert now.verdict_of("VitTrack") == (
        "does not fit",
        "bitstream v1 has no Layernorm and no Softmax",
    )
    window.click("VitTrack")
    window.wait_for("the top bar says so", lambda now: "does not fit" in now.summary[2])
    window.photograph("does_not_fit")

    (v2,) = [title for title, _ in there.bitstreams if title.startswith("v2")]
    window.click(v2)
    window.wait_for("v2 is loaded", lambda now: "bits v2" in now.summary[0] and now.board == "serving")
    assert window.see().verdict_of("VitTrack") == ("fits", "")
