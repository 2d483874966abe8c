from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu

from tests.widgets.conftest import show
from widgets.bitstream_install import BitstreamInstall
from widgets.layouts import scrolled
from widgets.object_views import InstallSourceView, QuestionView, ReviewView
from widgets.question_box import QuestionBox, breakable
from widgets.theme import LIGHT, apply_theme
from widgets.views import ModelView, StepState, StepView, Verdict

REVIEW = ReviewView(
    "What BOOT_24030104.bin would mean",
    ("runs now: v2", "would run: v1"),
    (
        ModelView("a", "A", Verdict.FITS),
        ModelView("b", "B", Verdict.DOES_NOT_FIT, "bitstream v1 has no Softmax"),
        ModelView("c", "C", Verdict.UNKNOWN, "whether it has an MMU is not known"),
    ),
    3,
)
QUESTION = QuestionView("Restart it?", "BOOT.bin becomes x.", "It is away.", "Restart", "Leave it")


@pytest.fixture
def install(qtbot):
    return show(qtbot, BitstreamInstall(), 280, 600)


def button(install, text):
    return next(b for b in install.findChildren(QAbstractButton) if b.text() == text)


def visible(install):
    return {b.text() for b in install.findChildren(QAbstractButton) if b.isVisible()}


def words(install):
    texts = (one.text() for one in install.findChildren(QLabel) if one.isVisible())
    return " | ".join(texts).replace("\u200b", "")


def click(qtbot, install, text):
    qtbot.mouseClick(button(install, text), Qt.MouseButton.LeftButton)


def test_sources_are_a_file_or_what_is_on_the_board(qtbot, install):
    install.show_sources([InstallSourceView("v1", "v1 (a.bin)"), InstallSourceView("v2", "v2 (b.bin)")])
    actions = {a.text(): a for a in install.findChild(QMenu).actions()}
    with qtbot.waitSignal(install.file_requested):
        actions["From a file…"].trigger()
    with qtbot.waitSignal(install.stored_requested) as heard:
        actions["v2 (b.bin)"].trigger()
    assert heard.args == ["v2"]
    install.show_sources([])
    assert "v1 (a.bin)" not in {a.text() for a in install.findChild(QMenu).actions()}


def test_the_verdict_comes_first_with_the_missing_thing_named(qtbot, install):
    assert visible(install) == {"Install a bitstream"}
    install.show_review(REVIEW)
    told = words(install)
    assert "B: does not fit: bitstream v1 has no Softmax" in told and "A: fits" in told
    assert "C: whether it has an MMU is not known" in told and "fit it: 3" in told
    assert "You are asked again before the board restarts" in told
    with qtbot.waitSignal(install.start_requested):
        click(qtbot, install, "Prepare…")
    with qtbot.waitSignal(install.review_closed):
        click(qtbot, install, "Leave it")
    assert visible(install) == {"Install a bitstream"}


def test_without_a_board_nothing_can_be_installed(install):
    install.show_review(REVIEW)
    install.show_usable(False)
    assert visible(install) == {"Install a bitstream"}
    assert not button(install, "Install a bitstream").isEnabled()
    install.show_usable(True)
    assert button(install, "Install a bitstream").isEnabled()


def test_steps_tick_and_it_can_be_called_off_while_that_is_safe(qtbot, install):
    install.show_review(REVIEW)
    install.show_running(True)
    install.show_step(StepView("look", "Look", StepState.RUNNING))
    install.show_step(StepView("look", "Look", StepState.PASSED))
    assert visible(install) == {"Install a bitstream", "Cancel the installation"}
    assert not button(install, "Install a bitstream").isEnabled()
    assert [step.state for step in install.steps] == [StepState.PASSED]
    cancel = button(install, "Cancel the installation")
    install.show_running(True, can_cancel=False)
    assert not cancel.isEnabled() and "restarts" in cancel.toolTip()
    install.show_running(True, can_cancel=True)
    with qtbot.waitSignal(install.cancel_requested):
        click(qtbot, install, "Cancel the installation")
    assert not cancel.isEnabled(), "once is enough"
    install.show_running(False)
    assert visible(install) == {"Install a bitstream", "Hide the steps"}
    click(qtbot, install, "Hide the steps")
    assert install.steps == () and visible(install) == {"Install a bitstream"}


@pytest.mark.parametrize(("word", "answer"), [("Restart", True), ("Leave it", False)])
def test_the_question_before_the_restart(qtbot, install, word, answer):
    install.show_running(True)
    install.ask(QUESTION)
    box = install.findChild(QuestionBox)
    assert box.accessibleName() == "Restart it?" and "BOOT.bin" in box.accessibleDescription()
    assert QApplication.focusWidget().text() == "Leave it", "the careful answer has the focus"
    with qtbot.waitSignal(install.confirmed) as heard:
        qtbot.mouseClick(
            next(b for b in box.findChildren(QAbstractButton) if b.text() == word), Qt.MouseButton.LeftButton
        )
    assert heard.args == [answer] and not box.isVisible()


def test_calling_it_off_takes_the_question_back(qtbot, install):
    answers = []
    install.confirmed.connect(answers.append)
    install.show_running(True)
    install.ask(QUESTION)
    click(qtbot, install, "Cancel the installation")
    assert not install.findChild(QuestionBox).isVisible() and answers == []


def test_long_file_names_do_not_make_the_panel_wider(qtbot):
    install = BitstreamInstall()
    area = show(qtbot, scrolled(install), 288, 400)
    before = install.minimumSizeHint().width()
    name = "one_input_with_a_very_long_name_24030104_32ddr.bin"
    install.show_review(ReviewView(name, (name,), (ModelView("a", "A", Verdict.DOES_NOT_FIT, name),)))
    install.show_running(True)
    install.ask(QuestionView(name, f"/root/bits/{name}", name, "Restart the board", "Leave it"))
    assert install.minimumSizeHint().width() <= max(before, area.viewport().width())
    assert breakable("a_b/c.d e-f").replace("\u200b", "") == "a_b/c.d e-f"


def test_it_is_drawn_in_both_themes(qapp, install):
    install.show_review(REVIEW)
    dark = install.grab().toImage()
    apply_theme(qapp, LIGHT)
    assert install.grab().toImage() != dark
