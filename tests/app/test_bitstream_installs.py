import threading

import pytest

from app.bitstream_installs import BitstreamInstalls
from app.install_words import StepWords
from engines.board_values import BoardAddress
from engines.boards.bitstream_install import BitstreamInstaller
from engines.boards.board import Board
from engines.boards.errors import NoSuchBitstream
from engines.boards.install_values import BitstreamRolledBack, InstallProgress
from engines.boards.install_values import InstallStep as Step
from engines.catalog import load_catalog
from engines.errors import BadParameter, Cancelled
from tests.app.fake_boards import FakeBoard, FakeController
from tests.engines.boards.test_bitstream_install import BOOT, NEW, OLD
from widgets.board_panel import BoardPanel
from widgets.views import BoardState, Severity, StepState, Verdict

V2 = "BOOT_custop2_25060601.bin"
STORED = f"/root/bits/{V2}"


class Catalog:
    """What the installer asks the catalog controller for; `vittrack` is chosen."""

    def __init__(self, folder):
        self.entries = load_catalog(folder).entries
        self.entry = next(entry for entry in self.entries if entry.name == "vittrack")


class Desk:
    """The controller with a panel, and what it has told."""

    def __init__(self, qtbot, folder):
        self.qtbot, self.notices, self.errors, self.taken = qtbot, [], [], []
        self.panel = BoardPanel()
        qtbot.addWidget(self.panel)
        self.view = self.panel.bitstream_install
        self.board = FakeBoard()
        self.machine = self.board.machine
        self.controller = FakeController(self.board)
        self.keep = folder / "kept"
        self.installs = BitstreamInstalls(self.controller, Catalog(folder), self.panel, self.keep)
        self.installs.noticed.connect(self.notices.append)
        self.installs.failed.connect(self.errors.append)
        self.installs.board_taken.connect(lambda: self.taken.append(self.board.closed))
        self.file = folder / V2
        self.file.write_bytes(NEW)
        self.controller.become(BoardState.SERVING)

    @property
    def review(self):
        """The review that is shown, as (title, facts, models, count of others)."""
        return self._reviews[-1]

    def wait_for(self, is_so):
        self.qtbot.waitUntil(lambda: bool(is_so()), timeout=10_000)

    def start(self):
        self.installs.review_file(self.file)
        self.view.start_requested.emit()
        self.wait_for(lambda: not self.view._question.isHidden())

    @property
    def is_over(self):
        return self.notices or self.errors

    @property
    def states(self):
        return {step.key.removeprefix("install-"): step.state for step in self.view.steps}


@pytest.fixture
def desk(qtbot, tmp_path, language_c_locale, monkeypatch):
    monkeypatch.setattr(BitstreamInstaller, "__init__", _quick(BitstreamInstaller.__init__))
    desk = Desk(qtbot, tmp_path)
    desk.reviews = []
    show_review = desk.view.show_review
    monkeypatch.setattr(desk.view, "show_review", lambda r: (desk.reviews.append(r), show_review(r)))
    yield desk
    desk.installs.finish()


def _quick(init):
    """Boards in memory start in no time."""

    def quick(self, *args, **options):
        init(self, *args, **options)
        self.down_s = self.back_s = self.identify_s = 0.3
        self.poll_s = 0.01

    return quick


# -- before ------------------------------------------------------------------------------------


def test_the_review_names_what_is_missing_and_changes_nothing(desk, tmp_path):
    """The other way round: v2 runs, v1 is to come."""
    desk.machine.files[BOOT] = NEW
    desk.machine.boot()
    desk.controller.become(BoardState.SERVING)
    old = tmp_path / "wk_24030104.bin"
    old.write_bytes(OLD)
    desk.installs.review_file(old)
    (review,) = desk.reviews
    assert review.title == "What wk_24030104.bin would mean"
    assert review.facts[0].startswith("runs now: 25060601") or "v2 (25060601)" in review.facts[0]
    assert "v1 (24030104)" in review.facts[1] and review.facts[3] == "MMU: no"
    first, *others = review.models
    assert (first.key, first.verdict) == ("vittrack", Verdict.DOES_NOT_FIT)
    assert "bitstream v1 has no" in first.reason and "Softmax" in first.reason
    assert others and all(model.verdict is not Verdict.FITS for model in others) and review.more_fit > 0
    assert len({model.reason for model in others}) == len(others), "who misses the same is told together"
    assert "E.T.Track for Icraft, 8 bit, E.T.Track for Icraft, 16 bit" in " ".join(m.title for m in others)
    assert desk.controller.notes == [] and desk.board.closed == 0 and desk.taken == []


def test_a_file_that_nobody_knows_is_said_to_be_unknown(desk, tmp_path):
    new = tmp_path / "own.bin"
    new.write_bytes(b"x")
    desk.installs.review_file(new)
    (review,) = desk.reviews
    assert review.facts[1] == "would run: not known" and review.facts[3] == "MMU: not known"
    assert review.models[0].verdict is Verdict.UNKNOWN and "is not known" in review.models[0].reason


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [("gone.bin", None, "not a file"), ("a.txt", b"1", ".bin file"), ("empty.bin", b"", "empty")],
)
def test_what_can_be_no_boot_file_is_refused_at_once(desk, tmp_path, name, content, word):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    desk.installs.review_file(tmp_path / name)
    assert [type(error) for error in desk.errors] == [BadParameter] and word in str(desk.errors[0])
    assert desk.reviews == []


def test_one_that_is_on_the_board_can_be_chosen(desk):
    desk.machine.files[STORED] = NEW
    desk.controller.become(BoardState.SERVING)
    titles = [action.text() for action in desk.view._menu.actions()]
    assert f"v2 ({V2})" in titles
    desk.installs.review_stored("v2")
    assert desk.reviews[0].title == f"What {V2} would mean"
    desk.installs.review_stored("v9")
    assert [type(error) for error in desk.errors] == [NoSuchBitstream]


@pytest.mark.parametrize(("is_virtual", "reviews", "notes"), [(True, 0, ["load v2"]), (False, 1, [])])
def test_a_click_in_the_list_loads_on_a_virtual_board_and_asks_on_a_real_one(
    desk, is_virtual, reviews, notes
):
    desk.machine.files[STORED] = NEW
    desk.board.is_virtual = is_virtual
    desk.installs.choose("v2")
    assert (len(desk.reviews), desk.controller.notes) == (reviews, notes)


def test_a_review_that_is_left_starts_nothing(desk):
    desk.installs.review_file(desk.file)
    desk.view.review_closed.emit()
    desk.view.start_requested.emit()
    assert desk.controller.notes == [] and not desk.installs.is_running


def test_a_board_that_is_gone_takes_its_review_along(desk):
    desk.installs.review_file(desk.file)
    desk.controller.become(BoardState.LINK_LOST)
    assert desk.view._review.isHidden() and not desk.view._install.isEnabled()
    desk.controller.become(BoardState.SERVING)
    desk.view.start_requested.emit()
    assert desk.controller.notes == [] and desk.view._install.isEnabled()


# -- the installation --------------------------------------------------------------------------


def test_it_is_installed_step_by_step_after_one_question(desk):
    desk.start()
    assert desk.taken == [0], "the run made way before the board was closed"
    assert desk.controller.notes == [f"installing {V2}", "nobody watches"]
    assert desk.states["back_up"] == desk.states["upload"] == StepState.PASSED
    assert (desk.states["confirm"], desk.states["reboot"]) == (StepState.RUNNING, StepState.WAITING)
    assert desk.machine.files[BOOT] == OLD, "nothing is changed before the answer"
    question = desk.view._question
    assert "restarts" in question.accessibleDescription()
    assert "/root/bits/backup/BOOT-24030104" in question.accessibleDescription()
    question._yes.click()
    desk.wait_for(lambda: desk.is_over)
    assert set(desk.states.values()) == {StepState.PASSED} and "roll_back" not in desk.states
    assert desk.machine.files[BOOT] == NEW and desk.machine.running == "25060601"
    assert desk.controller.notes[-1] == "taken back" and desk.errors == []
    (notice,) = desk.notices
    assert notice.severity is Severity.SUCCESS
    assert notice.title == f"{V2} is installed; the board reports 25060601."
    assert "backup" in notice.hint and str(desk.keep) in notice.hint
    assert not desk.installs.is_running and desk.view._install.isEnabled()


@pytest.mark.parametrize("by", ["answer", "cancel"])
def test_rather_not_leaves_the_boot_file(desk, by):
    desk.start()
    if by == "answer":
        desk.view._question._no.click()
    else:
        desk.view._cancel.click()
    desk.wait_for(lambda: desk.is_over)
    assert desk.machine.files[BOOT] == OLD and desk.machine.boots == 1
    assert STORED not in desk.machine.files, "what was copied for nothing is removed"
    assert desk.errors == [] and desk.notices[0].hint == "The boot file is as it was."
    assert desk.states["reboot"] is StepState.SKIPPED and desk.controller.notes[-1] == "taken back"


def test_it_cannot_be_called_off_once_the_board_restarts(desk, monkeypatch):
    held, go = threading.Event(), threading.Event()
    reconnect = desk.machine.reconnect

    def slowly():
        held.set()
        assert go.wait(5)
        return reconnect()

    desk.start()
    monkeypatch.setattr(desk.machine, "reconnect", slowly)
    desk.view._question._yes.click()
    assert held.wait(5)
    desk.wait_for(lambda: desk.states["wait"] is StepState.RUNNING)
    assert not desk.view._cancel.isEnabled() and not desk.view._cancel.isHidden()
    desk.installs.cancel()
    go.set()
    desk.wait_for(lambda: desk.is_over)
    assert desk.machine.running == "25060601" and desk.notices[0].severity is Severity.SUCCESS


def test_one_that_does_not_come_up_is_put_back_and_the_step_that_failed_is_marked(desk):
    desk.machine.reports = "24030104"
    desk.start()
    desk.view._question._yes.click()
    desk.wait_for(lambda: desk.is_over)
    assert [type(error) for error in desk.errors] == [BitstreamRolledBack]
    assert desk.machine.files[BOOT] == OLD
    assert (desk.states["identify"], desk.states["roll_back"]) == (StepState.FAILED, StepState.PASSED)
    assert desk.controller.notes[-1] == "taken back"


def test_what_is_installed_already_is_said(desk):
    desk.file.write_bytes(b"bitstream 24030104" * 90)
    desk.file = desk.file.rename(desk.file.with_name("wk_24030104.bin"))
    desk.installs.review_file(desk.file)
    desk.view.start_requested.emit()
    desk.wait_for(lambda: desk.is_over)
    assert "is installed and runs already" in desk.notices[0].title
    assert desk.states["look"] is StepState.PASSED and desk.states["upload"] is StepState.SKIPPED


def test_a_bug_in_the_thread_gives_the_board_back_all_the_same(desk, monkeypatch, qtbot):
    def broken(*_args):
        raise RuntimeError("a bug")

    monkeypatch.setattr(desk.installs, "_install", broken)
    with qtbot.captureExceptions():
        desk.installs.review_file(desk.file)
        desk.view.start_requested.emit()
        desk.wait_for(lambda: "taken back" in desk.controller.notes)
    assert not desk.installs.is_running and desk.states["look"] is not StepState.RUNNING


def test_the_end_of_the_program_does_not_wait_for_an_answer(desk):
    desk.start()
    desk.installs.finish()
    assert desk.machine.files[BOOT] == OLD and desk.notices == []


def test_no_second_one_beside_it(desk):
    desk.start()
    notes = list(desk.controller.notes)
    desk.installs.review_file(desk.file)
    desk.view.start_requested.emit()
    assert desk.controller.notes == notes and len(desk.reviews) == 1
    desk.view._question._no.click()
    desk.wait_for(lambda: desk.is_over)


# -- words -------------------------------------------------------------------------------------


def test_bytes_are_told_while_it_is_copied(language_c_locale):
    steps = StepWords()
    steps.begin()
    steps.advance(InstallProgress(Step.LOOK, "Looking"))
    views = steps.advance(InstallProgress(Step.UPLOAD, "Copying", 1_000_000, 32_000_000))
    assert views[-1].evidence == "1.0 MB / 32.0 MB" and views[-1].state is StepState.RUNNING
    assert [(view.key, view.state) for view in views[:-1]] == [
        ("install-look", StepState.PASSED),
        ("install-back_up", StepState.SKIPPED),
    ]


def test_a_step_that_failed_says_why(language_c_locale):
    steps = StepWords()
    steps.begin()
    steps.advance(InstallProgress(Step.BACK_UP, "Backing up"))
    failed, *others = steps.end(None, BadParameter(name="x", value=1, reason="odd", hint="No."))
    assert failed.state is StepState.FAILED and "odd" in failed.evidence
    assert {view.state for view in others} == {StepState.SKIPPED}
    steps.begin()
    steps.advance(InstallProgress(Step.CONFIRM, "Waiting"))
    assert steps.end(None, Cancelled())[0].state is StepState.SKIPPED


def test_the_real_board_has_what_the_fake_one_has():
    real = Board(BoardAddress("192.0.2.1"), access=None)
    names = [name for name in dir(FakeBoard()) if not name.startswith("_")]
    own = {"machine", "is_virtual", "closed", "opened"}
    assert [name for name in names if name not in own and not hasattr(type(real), name)] == ["address"]
