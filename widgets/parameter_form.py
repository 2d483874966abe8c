"""A form made from parameters: the type of each value decides its editor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from widgets.keyboard import focus_by_tab_only
from widgets.layouts import Section, form_label, tighten
from widgets.texts import UNKNOWN
from widgets.theme import UNIT
from widgets.views import ParameterView
from widgets.wheel_guard import leave_wheel

# Room for the three decimals that neither end of the range may have.
_NUMBER_WIDTH = 88
_Value = bool | int | float | str
_Report = Callable[[_Value], None]


class ParameterForm(QWidget):
    """Edits the parameters of one tracker.

    Parameters of a section stand below its heading, folded until one of them is not as usual or the user
    opens it.

    Signals:
        parameter_changed(str, object): name and new value, of the parameter's own type.
    """

    parameter_changed = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parameters: tuple[ParameterView, ...] = ()
        self._is_open: dict[str, bool] = {}
        self._layout = QVBoxLayout(self)
        tighten(self._layout, spacing=UNIT // 2)

    def show_parameters(self, parameters: Sequence[ParameterView]) -> None:
        """Shows the parameters of a tracker; says nothing back."""
        if tuple(parameters) == self._parameters:
            return
        self._parameters = tuple(parameters)
        while (item := self._layout.takeAt(0)) is not None:
            # Not deleted at once: it may be one of its editors that is telling of a change.
            old = item.widget()
            if old is not None:
                old.hide()
                old.setParent(None)
                old.deleteLater()
        for title, members in groupby(self._parameters, key=lambda parameter: parameter.section):
            group = tuple(members)
            rows = self._make_rows(group)
            self._layout.addWidget(self._make_section(title, rows, group) if title else rows)
        focus_by_tab_only(self)

    @property
    def parameters(self) -> tuple[ParameterView, ...]:
        return self._parameters

    def _make_rows(self, parameters: Sequence[ParameterView]) -> QWidget:
        body = QWidget()
        layout = QFormLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(UNIT)
        layout.setVerticalSpacing(UNIT // 2)
        layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        # A label too long for its line stands above its field: the panel never has to be wider.
        layout.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        layout.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for parameter in parameters:
            editor = make_editor(parameter, partial(self._report, parameter.name))
            editor.setToolTip(parameter.hint)
            editor.setAccessibleName(parameter.label or parameter.name)
            editor.setAccessibleDescription(parameter.hint)
            editor.setObjectName(f"parameter_{parameter.name}")
            name = form_label(parameter.label or parameter.name, editor)
            name.setToolTip(parameter.hint)
            layout.addRow(name, editor)
        return body

    def _make_section(self, title: str, rows: QWidget, parameters: Sequence[ParameterView]) -> Section:
        is_unusual = any(parameter.value != parameter.default for parameter in parameters)
        section = Section(title.upper(), rows, is_open=self._is_open.get(title, is_unusual))
        section.folded_by_user.connect(lambda: self._is_open.update({title: section.is_open}))
        return section

    def _report(self, name: str, value: _Value) -> None:
        self.parameter_changed.emit(name, value)


def make_editor(parameter: ParameterView, report: _Report) -> QWidget:
    """An editor that shows the value and reports each change the user makes."""
    value = parameter.value
    if parameter.choices:
        return _choice(parameter, report)
    if isinstance(value, bool):
        box = QCheckBox()
        box.setChecked(value)
        box.toggled.connect(report)
        return box
    if isinstance(value, int):
        return _integer(parameter, value, report)
    if isinstance(value, float):
        return _number(parameter, value, report)
    field = QLineEdit(str(value))
    field.editingFinished.connect(lambda: report(field.text()))
    return field


def _choice(parameter: ParameterView, report: _Report) -> QComboBox:
    combo = QComboBox()
    leave_wheel(combo)
    # Long names give way, so that the label stays beside them.
    combo.setMinimumContentsLength(6)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    for choice in parameter.choices:
        combo.addItem(choice or UNKNOWN, choice)
    combo.setCurrentIndex(combo.findData(str(parameter.value)))
    combo.currentIndexChanged.connect(lambda index: report(combo.itemData(index)))
    return combo


def _finish(spin: QSpinBox | QDoubleSpinBox, parameter: ParameterView) -> None:
    leave_wheel(spin)
    spin.setKeyboardTracking(False)
    spin.setSuffix(f" {parameter.unit}" if parameter.unit else "")
    spin.setSpecialValueText(parameter.at_minimum)
    field = spin.findChild(QLineEdit)
    if field is not None:
        # The style sheet's padding does not reach the field within a spin box.
        field.setTextMargins(UNIT - 2, 0, 0, 0)


def _integer(parameter: ParameterView, value: int, report: _Report) -> QSpinBox:
    spin = QSpinBox()
    spin.setRange(
        -(2**31) if parameter.minimum is None else int(parameter.minimum),
        2**31 - 1 if parameter.maximum is None else int(parameter.maximum),
    )
    _finish(spin, parameter)
    spin.setValue(value)
    spin.valueChanged.connect(report)
    return spin


class _NumberBox(QDoubleSpinBox):
    def textFromValue(self, value: float) -> str:
        """Only the digits that say something: "33.3", not "33.300"."""
        text, point = super().textFromValue(value), self.locale().decimalPoint()
        return text.rstrip("0").removesuffix(point) if point in text else text


def _number(parameter: ParameterView, value: float, report: _Report) -> QDoubleSpinBox:
    spin = _NumberBox()
    spin.setMinimumWidth(_NUMBER_WIDTH)
    spin.setRange(
        -1e9 if parameter.minimum is None else parameter.minimum,
        1e9 if parameter.maximum is None else parameter.maximum,
    )
    spin.setDecimals(3)
    spin.setSingleStep(0.05 if (parameter.maximum or 10.0) <= 2.0 else 0.5)
    _finish(spin, parameter)
    spin.setValue(value)
    spin.valueChanged.connect(report)
    return spin
