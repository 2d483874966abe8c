"""The table of actions: every menu entry, shortcut and palette line stands here once."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from widgets.actions_view import ActionSpec


def _tr(text: str) -> str:
    return QCoreApplication.translate("actions", text)


def action_specs() -> tuple[ActionSpec, ...]:
    """All actions in the user's language, in the order of the menus."""
    return (*_file(), *_play(), *_target(), *_view(), *_board(), *_tools(), *_help())


def _file() -> tuple[ActionSpec, ...]:
    tr, menu = _tr, "file"
    return (
        ActionSpec("open_file", tr("&Open video…"), "file", "Ctrl+O", menu),
        ActionSpec("open_folder", tr("Open image &folder…"), "folder", "Ctrl+Shift+O", menu),
        ActionSpec("open_camera", tr("Open &camera"), "camera", "Ctrl+Shift+C", menu),
        ActionSpec("open_stream", tr("Open &stream…"), "stream", "Ctrl+L", menu),
        ActionSpec("open_demo", tr("Open the &demo"), "demo", "Ctrl+D", menu),
        ActionSpec("close_source", tr("C&lose"), "close", "Ctrl+W", menu),
        ActionSpec("screenshot", tr("Save &picture…"), "screenshot", "Ctrl+S", menu, separator_before=True),
        ActionSpec(
            "record", tr("&Record…"), "record", "Ctrl+R", menu, checkable=True, in_top_bar=True,
            hint=tr("Writes every result and time of the run to a folder"),
        ),
        ActionSpec(
            "import_result", tr("Show a r&esult file…"), "overlay", "Ctrl+E", menu,
            hint=tr("Draws another program's results over the picture"),
        ),
        ActionSpec("forget_result", tr("&Hide the result file"), "", "", menu),
        ActionSpec("settings", tr("Se&ttings…"), "settings", "Ctrl+,", menu, separator_before=True),
        ActionSpec("quit", tr("&Quit"), "exit", "Ctrl+Q", menu),
    )  # fmt: skip


def _play() -> tuple[ActionSpec, ...]:
    tr, menu = _tr, "play"
    return (
        ActionSpec("play", tr("&Play or pause"), "play", "Space", menu),
        ActionSpec("stop", tr("&Stop and go to the start"), "stop", "Home", menu),
        ActionSpec("step_back", tr("One frame &back"), "step-back", ",", menu),
        ActionSpec("step_forward", tr("One frame &forward"), "step-forward", ".", menu),
        ActionSpec("back_second", tr("One second back"), "", "Left", menu),
        ActionSpec("forward_second", tr("One second forward"), "", "Right", menu),
        ActionSpec(
            "next_slow", tr("&Next slow frame"), "", "N", menu,
            hint=tr("Goes to the next frame that took longer than the budget"),
        ),
        ActionSpec("slower", tr("S&lower"), "", "[", menu, separator_before=True),
        ActionSpec("faster", tr("F&aster"), "", "]", menu),
    )  # fmt: skip


def _target() -> tuple[ActionSpec, ...]:
    tr, menu = _tr, "target"
    return (
        ActionSpec(
            "draw_box", tr("&Draw a box by keyboard"), "draw-box", "B", menu,
            hint=tr("Arrows move it, Shift and arrows size it, Enter takes it"),
        ),
        ActionSpec(
            "follow_truth", tr("&Follow the ground truth"), "", "I", menu,
            hint=tr("Starts a target on every annotated box of this frame"),
        ),
        ActionSpec("next_target", tr("&Next target"), "", "Tab", menu),
        ActionSpec(
            "follow_alone", tr("Follow the selected track a&lone"), "", "A", menu,
            hint=tr("A single-object tracker takes over the selected track"),
        ),
        ActionSpec("remove_target", tr("&Remove target"), "remove", "Del", menu),
        ActionSpec("clear_targets", tr("Remove &all targets"), "", "Shift+Del", menu),
        ActionSpec("undo", tr("&Bring the last target back"), "reset", "Ctrl+Z", menu),
    )  # fmt: skip


def _view() -> tuple[ActionSpec, ...]:
    tr, menu = _tr, "view"
    return (
        ActionSpec("fit", tr("&Fit picture"), "fit", "F", menu),
        ActionSpec("zoom_in", tr("Zoom &in"), "", "+; =", menu),
        ActionSpec("zoom_out", tr("Zoom &out"), "", "-", menu),
        ActionSpec("show_trails", tr("&Trails"), "", "T", menu, checkable=True, separator_before=True),
        ActionSpec("show_search", tr("&Search window"), "", "S", menu, checkable=True),
        ActionSpec("show_truth", tr("&Ground truth"), "", "G", menu, checkable=True),
        ActionSpec(
            "show_heat", tr("Score ma&p"), "", "H", menu, checkable=True,
            hint=tr("Draws the tracker's score map over the picture"),
        ),
        ActionSpec(
            "show_why", tr("&Why: what the tracker saw"), "", "W", menu,
            hint=tr("Template, search crop, score map and evidence of the selected target"),
        ),
        ActionSpec(
            "show_compare", tr("A &beside B"), "", "C", menu,
            hint=tr("Runs a second model on the same frames and shows how far the two agree"),
        ),
        ActionSpec(
            "show_diagnosis", tr("&Diagnosis"), "", "D", menu,
            hint=tr("Quantises here, finds the layers that lose the target, and tries what helps"),
        ),
        ActionSpec(
            "show_mode", tr("Show &mode"), "show-mode", "F11", menu, checkable=True, in_top_bar=True,
            separator_before=True, hint=tr("Only the picture and large figures, for a stand"),
        ),
        ActionSpec("reset_layout", tr("&Reset layout"), "", "", menu),
    )  # fmt: skip


def _board() -> tuple[ActionSpec, ...]:
    tr, menu = _tr, "board"
    return (
        ActionSpec("connect_virtual", tr("Connect to the &virtual board"), "connect", "Ctrl+B", menu),
        ActionSpec("use_local", tr("Run on &this computer"), "", "", menu),
        ActionSpec("disconnect", tr("&Disconnect"), "disconnect", "", menu),
        ActionSpec(
            "serial_console", tr("&Serial console…"), "", "", menu, separator_before=True,
            hint=tr("For a board without an address: log in over a cable, give it one, start SSH"),
        ),
        ActionSpec(
            "forget_passwords", tr("&Forget kept passwords…"), "key", "", menu,
            hint=tr("Removes passwords and passphrases from the system's keyring"),
        ),
    )  # fmt: skip


def _tools() -> tuple[ActionSpec, ...]:
    tr, menu = _tr, "tools"
    return (
        ActionSpec("palette", tr("&Command palette…"), "search", "Ctrl+K", menu),
        ActionSpec("import_weights", tr("&Import weights…"), "model", "Ctrl+I", menu),
        ActionSpec("fetch_weights", tr("&Download weights"), "save", "", menu),
        ActionSpec("cancel", tr("C&ancel what is running"), "", "Esc", menu),
        ActionSpec(
            "save_frames", tr("Save &frame times…"), "timing", "", menu, separator_before=True,
            hint=tr("The timing view as CSV, PNG or SVG"),
        ),
        ActionSpec(
            "save_layers", tr("Save la&yer times…"), "layers", "", menu,
            hint=tr("The layer table as CSV, PNG or SVG"),
        ),
        ActionSpec(
            "save_panel", tr("Sa&ve a panel as a picture…"), "screenshot", "", menu,
            hint=tr("The panel that has the focus, or the one under the video, as PNG or SVG"),
        ),
        ActionSpec(
            "recordings", tr("&Recordings and profiles…"), "", "Ctrl+Shift+R", menu,
            hint=tr("Opens recordings and vendors' profiles, and compares two of them"),
        ),
    )  # fmt: skip


def _help() -> tuple[ActionSpec, ...]:
    tr, menu = _tr, "help"
    return (
        ActionSpec("help", tr("&Keys"), "keyboard", "F1", menu),
        ActionSpec("about", tr("&About Trackbench"), "info", "", menu),
    )
