"""Which tracker follows, with which parameters, and whom."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from widgets.layouts import Section, form_label, label, row, scrolled, set_role, tighten, wrapped
from widgets.parameter_form import ParameterForm
from widgets.target_list import TargetList
from widgets.texts import tracker_name, verdict_text
from widgets.theme import UNIT, current_theme, icon
from widgets.verdict_list import verdict_icon
from widgets.views import ModelView, ParameterView, TargetView, Verdict
from widgets.wheel_guard import leave_wheel

_ROLES = {Verdict.FITS: "good", Verdict.DOES_NOT_FIT: "bad", Verdict.UNKNOWN: "muted"}


class TrackerPanel(QWidget):
    """Choice of tracker, its parameters, its targets.

    Signals:
        tracker_chosen(str): key of an entry.
        follower_chosen(str): name of the tracker that follows what a detector finds.
        import_requested(): the user wants to add a network file.
        parameter_changed(str, object): name and value.
        target_selected(int), target_removed(int): ids.
        targets_cleared(): all of them are to go.
        alone_requested(): the track that stands out is to be followed by a single-object tracker.
    """

    tracker_chosen = Signal(str)
    follower_chosen = Signal(str)
    import_requested = Signal()
    parameter_changed = Signal(str, object)
    target_selected = Signal(int)
    target_removed = Signal(int)
    targets_cleared = Signal()
    alone_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trackers: tuple[ModelView, ...] = ()
        self._choice = QComboBox()
        self._choice.setMinimumContentsLength(12)
        self._choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._choice.setAccessibleName(self.tr("Tracker"))
        self._follower = QComboBox()
        self._follower.setMinimumContentsLength(8)
        self._follower.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._follower.setAccessibleName(self.tr("Followed by"))
        leave_wheel(self._choice, self._follower)
        self._follower_row = QWidget()
        choice = QHBoxLayout(self._follower_row)
        tighten(choice)
        choice.addWidget(form_label(self.tr("Followed by"), self._follower))
        choice.addWidget(self._follower, 1)
        self._details = wrapped(role="muted")
        self._verdict = wrapped(role="muted")
        self._import = QPushButton(self.tr("Import network…"))
        self._form = ParameterForm()
        self._form_section = Section(self.tr("PARAMETERS"), self._form)
        self._targets = TargetList()
        self._no_targets = wrapped(self.tr("Drag a box round what to follow."), "muted")
        self._clear = QPushButton(self.tr("Remove all"))
        self._alone = QPushButton(self.tr("Follow alone"))
        self._alone.setToolTip(self.tr("A single-object tracker takes over the selected track"))
        self._heading = label(self.tr("TARGETS"), "heading")
        self._arrange()
        self._choice.activated.connect(lambda i: self.tracker_chosen.emit(self._trackers[i].key))
        self._follower.activated.connect(lambda i: self.follower_chosen.emit(self._follower.itemData(i)))
        self._import.clicked.connect(self.import_requested)
        self._form.parameter_changed.connect(self.parameter_changed)
        self._targets.target_selected.connect(self.target_selected)
        self._targets.target_removed.connect(self.target_removed)
        self._clear.clicked.connect(self.targets_cleared)
        self._alone.clicked.connect(self.alone_requested)
        self.show_followers(())
        self.show_parameters(())
        self.show_targets(())

    def show_trackers(self, trackers: Sequence[ModelView], chosen: str = "") -> None:
        """Shows what can be chosen; says nothing back."""
        self._trackers = tuple(trackers)
        self._choice.clear()
        for entry in self._trackers:
            name, role = verdict_icon(entry.verdict, entry.key == chosen)
            self._choice.addItem(icon(name, current_theme().color(role).name()), entry.title)
            self._choice.setItemData(self._choice.count() - 1, entry.reason, Qt.ItemDataRole.ToolTipRole)
        index = next((i for i, entry in enumerate(self._trackers) if entry.key == chosen), -1)
        self._choice.setCurrentIndex(index)
        entry = self._trackers[index] if index >= 0 else ModelView("", "")
        self._details.setText(entry.details)
        self._details.setVisible(bool(entry.details))
        self._verdict.setText(verdict_text(entry.verdict, entry.reason) if index >= 0 else "")
        set_role(self._verdict, _ROLES[entry.verdict])

    def show_followers(self, names: Sequence[str], chosen: str = "") -> None:
        """Shows who can follow what the detector finds; nothing is asked where there is no choice."""
        self._follower.clear()
        for name in names:
            self._follower.addItem(tracker_name(name), name)
        self._follower.setCurrentIndex(self._follower.findData(chosen))
        self._follower_row.setVisible(len(names) > 1)

    def show_parameters(self, parameters: Sequence[ParameterView]) -> None:
        self._form.show_parameters(parameters)
        self._form_section.setVisible(bool(parameters))

    def show_targets(self, targets: Sequence[TargetView], selected: int | None = None) -> None:
        """Shows what the user chose to follow."""
        self._show_lines(targets, selected, self.tr("TARGETS"), self.tr("Drag a box round what to follow."))
        self._clear.setVisible(len(targets) > 1)
        self._alone.setVisible(False)

    def show_found(self, tracks: Sequence[TargetView], selected: int | None = None) -> None:
        """Shows what a detector found in this frame; nobody chose it, so nobody removes it."""
        nothing = self.tr("Nothing was found in this frame.")
        self._show_lines(tracks, selected, self.tr("TRACKS"), nothing, removable=False)
        self._clear.setVisible(False)
        self._alone.setVisible(bool(tracks))
        self._alone.setEnabled(selected is not None)

    def _show_lines(
        self,
        lines: Sequence[TargetView],
        selected: int | None,
        heading: str,
        nothing: str,
        *,
        removable: bool = True,
    ) -> None:
        self._heading.setText(heading)
        self._targets.show_targets(lines, selected, removable=removable)
        self._targets.setVisible(bool(lines))
        self._no_targets.setText(nothing)
        self._no_targets.setVisible(not lines)

    @property
    def target_texts(self) -> tuple[str, ...]:
        return self._targets.texts()

    def sizeHint(self) -> QSize:
        return QSize(272, 400)

    def _arrange(self) -> None:
        body = QWidget()
        layout = QVBoxLayout(body)
        tighten(layout, UNIT + 4)
        layout.addWidget(label(self.tr("TRACKER"), "heading"))
        layout.addWidget(self._choice)
        layout.addWidget(self._follower_row)
        layout.addWidget(self._details)
        layout.addWidget(self._verdict)
        add = row(self._import)
        add.addStretch(1)
        layout.addLayout(add)
        layout.addWidget(self._heading)
        layout.addWidget(self._no_targets)
        layout.addWidget(self._targets)
        clear = row(self._clear, self._alone)
        clear.addStretch(1)
        layout.addLayout(clear)
        layout.addWidget(self._form_section)
        layout.addStretch(1)
        outer = QVBoxLayout(self)
        tighten(outer)
        outer.addWidget(scrolled(body))
        self.setMinimumWidth(288)
