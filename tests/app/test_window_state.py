from app.window_state import restore_layout, save_layout
from widgets.main_window import MainWindow


def test_hidden_layer_columns_come_back(qtbot, tmp_path):
    first, second = MainWindow(), MainWindow()
    for window in (first, second):
        qtbot.addWidget(window)
    first.layer_table.hide_columns(("share", "device"))
    save_layout(first, tmp_path / "window.ini")
    restore_layout(second, tmp_path / "window.ini")
    assert set(second.layer_table.hidden_columns()) == {"share", "device"}


def test_no_hidden_column_is_a_choice_too(qtbot, tmp_path):
    first, second = MainWindow(), MainWindow()
    for window in (first, second):
        qtbot.addWidget(window)
    first.layer_table.hide_columns(())
    save_layout(first, tmp_path / "window.ini")
    restore_layout(second, tmp_path / "window.ini")
    assert second.layer_table.hidden_columns() == ()
