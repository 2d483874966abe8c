from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLabel, QListWidget

from tests.widgets.conftest import show
from widgets.model_store import ModelStore, details_of
from widgets.object_views import StoredFileView, StoreView

FILES = (
    StoredFileView("a_BY.json", 1200, "0123456789abcdef" * 4),
    StoredFileView("a_BY.raw", 12_300_000),
    StoredFileView("b_BY.json", 10, "f" * 64),
)


@pytest.fixture
def store(qtbot):
    made = show(qtbot, ModelStore(), 280, 500)
    made.show_store(StoreView("/root/models", FILES))
    return made


def button(store, text):
    return next(b for b in store.findChildren(QAbstractButton) if text in (b.text(), b.accessibleName()))


def words(store):
    texts = (one.text() for one in store.findChildren(QLabel) if one.isVisible())
    return " | ".join(texts).replace("\u200b", "")


def select(store, *names):
    files = store.findChild(QListWidget)
    for i in range(files.count()):
        files.item(i).setSelected(files.item(i).text() in names)


def click(qtbot, store, text):
    qtbot.mouseClick(button(store, text), Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("file", "details"),
    [(FILES[0], "1.2 kB · sha256 0123456789ab"), (FILES[1], "12.3 MB"), (StoredFileView("x", 0), "0 B")],
)
def test_a_file_tells_its_size_and_the_beginning_of_its_checksum(file, details):
    assert details_of(file) == details


def test_files_are_listed_for_eyes_and_for_screen_readers(store):
    files = store.findChild(QListWidget)
    assert files.accessibleName() == "Files in the model store"
    assert [files.item(i).text() for i in range(files.count())] == ["a_BY.json", "a_BY.raw", "b_BY.json"]
    assert files.item(0).data(Qt.ItemDataRole.AccessibleTextRole).startswith("a_BY.json, 1.2 kB")
    assert FILES[0].sha256 in files.item(0).toolTip()
    assert "/root/models" in words(store) and not store.grab().isNull()


@pytest.mark.parametrize(
    ("view", "told"),
    [
        (StoreView("/root/models"), "Looking"),
        (StoreView("/root/models", ()), "No models here yet. Upload"),
        (StoreView("/root/models", (), 2_500_000), "2.5 MB of unfinished uploads: choose the same files"),
    ],
)
def test_an_empty_store_says_what_to_do(store, view, told):
    store.show_store(view)
    assert told in words(store)
    assert not store.findChild(QListWidget).isVisible()
    assert button(store, "Discard them").isVisible() is (view.unfinished_bytes > 0)


def test_buttons_say_what_is_wanted(qtbot, store):
    store.show_store(StoreView("/root/models", FILES, 100))
    for text, signal in (
        ("Upload…", store.upload_requested),
        ("Look at the board again", store.refresh_requested),
        ("Discard them", store.discard_requested),
    ):
        with qtbot.waitSignal(signal):
            click(qtbot, store, text)


def test_one_upload_at_a_time(store):
    store.show_uploading(True)
    assert not button(store, "Upload…").isEnabled()
    store.show_uploading(False)
    assert button(store, "Upload…").isEnabled()


def test_removing_asks_first_and_names_what_goes(qtbot, store):
    asked = []
    store.remove_requested.connect(asked.append)
    assert not button(store, "Remove…").isEnabled()
    select(store, "a_BY.json", "a_BY.raw")
    click(qtbot, store, "Remove…")
    assert "Remove 2 files from the board?" in words(store) and "12.3 MB" in words(store)
    assert asked == []
    click(qtbot, store, "Keep")
    assert asked == [] and "Remove 2" not in words(store)
    click(qtbot, store, "Remove…")
    click(qtbot, store, "Remove")
    assert asked == [["a_BY.json", "a_BY.raw"]]


def test_what_was_asked_about_is_removed_even_if_the_selection_changes(qtbot, store):
    asked = []
    store.remove_requested.connect(asked.append)
    select(store, "b_BY.json")
    click(qtbot, store, "Remove…")
    select(store, "a_BY.raw")
    click(qtbot, store, "Remove")
    assert asked == [["b_BY.json"]]


def test_the_keyboard_is_enough(qtbot, store):
    files = store.findChild(QListWidget)
    files.setFocus()
    files.setCurrentRow(2)
    qtbot.keyClick(files, Qt.Key.Key_Delete)
    keep = button(store, "Keep")
    assert "Remove b_" in words(store) and keep.hasFocus()
    qtbot.keyClick(keep, Qt.Key.Key_Space)
    assert files.hasFocus()


def test_a_board_that_is_gone_takes_its_question_along(qtbot, store):
    asked = []
    store.remove_requested.connect(asked.append)
    select(store, "b_BY.json")
    click(qtbot, store, "Remove…")
    store.show_store(None)
    assert not store.isEnabled() and "Remove b_" not in words(store)
    store.show_store(StoreView("/root/models", FILES))
    button(store, "Remove").click()
    assert asked == []


def test_what_is_selected_stays_so_when_checksums_arrive(store):
    select(store, "a_BY.raw")
    store.show_store(StoreView("/root/models", (FILES[0], StoredFileView("a_BY.raw", 12_300_000, "e" * 64))))
    assert [item.text() for item in store.findChild(QListWidget).selectedItems()] == ["a_BY.raw"]
    assert button(store, "Remove…").isEnabled()


def test_the_checksum_can_be_copied(store):
    select(store, "a_BY.json", "a_BY.raw")
    files = store.findChild(QListWidget)
    next(a for a in files.actions() if "checksum" in a.text()).trigger()
    assert QGuiApplication.clipboard().text() == f"{FILES[0].sha256}  a_BY.json"
