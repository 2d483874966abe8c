"""Settings, made from rows. Not modal: a video keeps running behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from widgets.layouts import form_label, label, row, scrolled, tighten
from widgets.parameter_form import make_editor
from widgets.theme import UNIT
from widgets.views import ParameterView, SettingKind, SettingRow

_TAB = Qt.FocusPolicy.TabFocus
_Value = bool | int | float | str


class SettingsDialog(QDialog):
    """Each change is reported at once; there is nothing to apply.

    Signals:
        setting_changed(str, object): key and value.
        reset_requested(): all settings back to their defaults.
    """

    setting_changed = Signal(str, object)
    reset_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        self.setModal(False)
        self.resize(560, 480)
        self._rows: tuple[SettingRow, ...] = ()
        self._layout = QVBoxLayout(self)
        tighten(self._layout)
        self._area: QWidget | None = None
        self._reset = QPushButton(self.tr("Restore defaults"))
        self._done = QPushButton(self.tr("Close"))
        for button in (self._reset, self._done):
            # Enter ends a number that is being typed; it presses nothing.
            button.setAutoDefault(False)
        self._reset.clicked.connect(self.reset_requested)
        self._done.clicked.connect(self.close)
        buttons = row(self._reset, self._done)
        buttons.insertStretch(1, 1)
        buttons.setContentsMargins(UNIT * 2, UNIT, UNIT * 2, UNIT * 2)
        self._layout.addLayout(buttons)

    def show_rows(self, rows: Sequence[SettingRow]) -> None:
        """Shows settings by section; says nothing back."""
        self._rows = tuple(rows)
        body = QWidget()
        layout = QVBoxLayout(body)
        tighten(layout, UNIT * 2)
        # One form for all sections, so that their columns stand below each other.
        form = QFormLayout()
        form.setHorizontalSpacing(UNIT * 2)
        form.setVerticalSpacing(UNIT)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for section in dict.fromkeys(entry.section for entry in self._rows):
            if section:
                heading = label(section, "heading")
                heading.setContentsMargins(0, UNIT * 2 if form.rowCount() else 0, 0, 0)
                form.addRow(heading)
            for entry in (e for e in self._rows if e.section == section):
                editor = self._editor(entry)
                form.addRow(self._name(entry, editor), editor)
        layout.addLayout(form)
        layout.addStretch(1)
        self._replace_body(body)

    @property
    def rows(self) -> tuple[SettingRow, ...]:
        return self._rows

    def _replace_body(self, body: QWidget) -> None:
        if self._area is not None:
            self._layout.removeWidget(self._area)
            self._area.deleteLater()
        self._area = scrolled(body)
        self._layout.insertWidget(0, self._area, 1)
        # The buttons were made first, but Tab and the first focus come to the rows first.
        takers = (w for w in reversed(body.findChildren(QWidget)) if w.focusPolicy() & _TAB)
        last = next((w for w in takers if w.focusProxy() is None), None)
        if last is not None:
            for button in (self._done, self._reset):
                QWidget.setTabOrder(last, button)

    def _name(self, entry: SettingRow, editor: QWidget) -> QWidget:
        name = form_label(entry.label, editor)
        name.setToolTip(entry.hint)
        name.setMinimumWidth(160)
        return name

    def _editor(self, entry: SettingRow) -> QWidget:
        report = partial(self._report, entry.key)
        if entry.kind is SettingKind.CHOICE:
            editor: QWidget = _choice(entry, report)
        elif entry.kind is SettingKind.FOLDER:
            editor = _FolderField(str(entry.value), report)
        else:
            parameter = ParameterView(
                entry.key, entry.value, entry.value, entry.minimum, entry.maximum, unit=entry.unit
            )
            editor = make_editor(parameter, report)
            if isinstance(editor, QAbstractSpinBox):
                editor.setSpecialValueText(entry.special)
        editor.setToolTip(entry.hint)
        editor.setAccessibleName(entry.label)
        editor.setObjectName(f"setting_{entry.key}")
        return editor

    def _report(self, key: str, value: _Value) -> None:
        self.setting_changed.emit(key, value)


def _choice(entry: SettingRow, report: Callable[[str], None]) -> QComboBox:
    combo = QComboBox()
    for choice in entry.choices:
        combo.addItem(choice.label, choice.value)
    combo.setCurrentIndex(combo.findData(entry.value))
    combo.currentIndexChanged.connect(lambda i: report(str(combo.itemData(i))))
    return combo


class _FolderField(QWidget):
    def __init__(self, path: str, report: Callable[[str], None]) -> None:
        super().__init__()
        self._report = report
        self._field = QLineEdit(path)
        browse = QPushButton(self.tr("Choose…"))
        browse.setAutoDefault(False)
        line = row(self._field, browse)
        self.setLayout(line)
        self.setFocusProxy(self._field)
        self._field.editingFinished.connect(lambda: report(self._field.text()))
        browse.clicked.connect(self._browse)

    def _browse(self) -> None:
        # Not `getExistingDirectory`: that one blocks the event loop's caller until it is answered.
        dialog = QFileDialog(self, self.tr("Choose a folder"), self._field.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._take)
        dialog.open()

    def _take(self, path: str) -> None:
        self._field.setText(path)
        self._report(path)
