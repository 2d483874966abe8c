from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QListWidget, QPushButton

from engines.board_values import Secret
from tests.widgets.conftest import show
from widgets.secret_dialogs import KeptSecretsDialog, SecretDialog


def ask(qtbot, *, can_keep):
    dialog = SecretDialog("password for root@board", can_keep=can_keep)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # qtbot closes it once more
    heard = []
    dialog.answered.connect(heard.append)
    return show(qtbot, dialog, 400, 200), heard


def button(dialog, text):
    return next(b for b in dialog.findChildren(QPushButton) if b.text() == text)


@pytest.mark.parametrize("is_ticked", [False, True])
def test_a_password_is_kept_only_where_the_box_is_ticked(qtbot, is_ticked):
    dialog, heard = ask(qtbot, can_keep=True)
    box, field = dialog.findChild(QCheckBox), dialog.findChild(QLineEdit)
    assert box.isVisible() and not box.isChecked()
    if is_ticked:
        box.click()
    qtbot.keyClicks(field, "let me in")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    (secret,) = heard
    assert isinstance(secret, Secret) and secret == "let me in" and secret.may_keep is is_ticked
    assert field.text() == "" and field.echoMode() is QLineEdit.EchoMode.Password


def test_without_a_keyring_there_is_no_box(qtbot):
    dialog, heard = ask(qtbot, can_keep=False)
    box = dialog.findChild(QCheckBox)
    assert not box.isVisible()
    box.setChecked(True)
    dialog.findChild(QLineEdit).setText("let me in")
    qtbot.mouseClick(button(dialog, "Log in"), Qt.MouseButton.LeftButton)
    assert not heard[0].may_keep


@pytest.mark.parametrize("leave", ["Cancel", "escape", "close"])
def test_who_refuses_answers_once_and_with_nothing(qtbot, leave):
    dialog, heard = ask(qtbot, can_keep=True)
    dialog.findChild(QLineEdit).setText("let me in")
    if leave == "escape":
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    elif leave == "close":
        dialog.close()
    else:
        qtbot.mouseClick(button(dialog, leave), Qt.MouseButton.LeftButton)
    assert heard == [""]
    assert not dialog.isModal()


def test_kept_names_can_be_forgotten_one_by_one_or_all(qtbot):
    dialog = show(qtbot, KeptSecretsDialog(), 440, 320)
    asked = []
    dialog.forget_requested.connect(asked.append)
    assert not button(dialog, "Forget").isEnabled() and not button(dialog, "Forget all").isEnabled()
    dialog.show_names(["root@a:22", "key /id"])
    assert not button(dialog, "Forget").isEnabled()
    dialog.findChild(QListWidget).item(1).setSelected(True)
    qtbot.mouseClick(button(dialog, "Forget"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(button(dialog, "Forget all"), Qt.MouseButton.LeftButton)
    assert asked == [["key /id"], ["root@a:22", "key /id"]]
    dialog.show_names([])
    assert dialog.names == [] and not button(dialog, "Forget all").isEnabled()
