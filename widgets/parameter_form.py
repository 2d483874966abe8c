"""A form made from parameters: the type of each value decides its editor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from widgets.layouts import form_label
from widgets.theme import UNIT
from widgets.views import ParameterView

# Room for the three decimals that neither end of the range may have.
_NUMBER_WIDTH = 88
_Value = bool | int | float | str
_Report = Callable[[_Value], None]


class ParameterForm(QWidget):
    """Edits the parameters of one tracker.

    Signals:
        parameter_changed(str, object): name and new value, of the parameter's own type.
    """

    parameter_changed = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parameters: tuple[ParameterView, ...] = ()
        self._layout = QFormLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setHorizontalSpacing(UNIT)
        self._layout.setVerticalSpacing(UNIT // 2)
        self._layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        # A label too long for its line stands above its field: the panel never has to be wider.
        self._layout.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._layout.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def show_parameters(self, parameters: Sequence[ParameterView]) -> None:
        """Shows the parameters of a tracker; says nothing back."""
        if tuple(parameters) == self._parameters:
            return
        self._parameters = tuple(parameters)
        while self._layout.rowCount():
            self._layout.removeRow(0)
        for parameter in self._parameters:
            editor = make_editor(parameter, partial(self._report, parameter.name))
            editor.setToolTip(parameter.hint)
            editor.setAccessibleName(parameter.label or parameter.name)
            editor.setObjectName(f"parameter_{parameter.name}")
            self._layout.addRow(form_label(parameter.label or parameter.name, editor), editor)

    @property
    def parameters(self) -> tuple[ParameterView, ...]:
        return self._parameters

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
    combo.addItems(list(parameter.choices))
    combo.setCurrentText(str(parameter.value))
    combo.currentTextChanged.connect(report)
    return combo


def _dress(spin: QAbstractSpinBox) -> None:
    spin.setKeyboardTracking(False)
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
    _dress(spin)
    spin.setSuffix(f" {parameter.unit}" if parameter.unit else "")
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
    _dress(spin)
    spin.setSuffix(f" {parameter.unit}" if parameter.unit else "")
    spin.setValue(value)
    spin.valueChanged.connect(report)
    return spin
