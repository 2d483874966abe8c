"""The page where B is made and diagnosed: formats, clip, files."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from engines.quantisation.formats import BITS, Format
from widgets.diagnosis.values import ClipWish, FilesView, QuantiseWish, SubjectView, TargetChoice
from widgets.elided_label import ElidedLabel
from widgets.layouts import flat_button, label, row, scrolled, tighten, wrapped
from widgets.texts import frame_number
from widgets.theme import UNIT, figure_font

_MOST_FRAMES = 10_000_000
_BITS_WIDTH, _SCALES_WIDTH, _SPIN_WIDTH = 88, 112, 84


class NetworkFormats(QWidget):
    """One line for each network: bits of activations, bits of weights, scales.

    Signals:
        changed(): the user chose another format.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._roles: tuple[str, ...] = ()
        self._rows: list[tuple[QComboBox, QComboBox, QComboBox]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(UNIT // 2)
        self._grid.setVerticalSpacing(UNIT // 2)
        self._grid.setColumnStretch(3, 1)

    def show_networks(self, roles: tuple[str, ...]) -> None:
        """Other networks begin at 8 bit with one scale per tensor: what the boards' compilers do."""
        if roles == self._roles:
            return
        self._roles = roles
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._rows = [self._add(line, role) for line, role in enumerate(roles)]

    @property
    def combos(self) -> list[tuple[QComboBox, QComboBox, QComboBox]]:
        """Activations, weights and scales of each network."""
        return list(self._rows)

    def formats(self, keep_float: tuple[str, ...]) -> tuple[Format, ...]:
        return tuple(
            Format(bits.currentData(), scales.currentData(), weights.currentData(), keep_float)
            for bits, weights, scales in self._rows
        )

    def _add(self, line: int, role: str) -> tuple[QComboBox, QComboBox, QComboBox]:
        bits, weights, scales = QComboBox(), QComboBox(), QComboBox()
        for count in BITS:
            bits.addItem(self.tr("A {bits} bit").format(bits=count), count)
            weights.addItem(self.tr("W {bits} bit").format(bits=count), count)
        scales.addItem(self.tr("per tensor"), "tensor")
        scales.addItem(self.tr("per channel"), "channel")
        names = (
            self.tr("Values of {network}"),
            self.tr("Weights of {network}"),
            self.tr("Scales of {network}"),
        )
        self._grid.addWidget(label(role), line, 0)
        for place, (combo, name) in enumerate(zip((bits, weights, scales), names, strict=True), 1):
            combo.setAccessibleName(name.format(network=role))
            combo.setMinimumWidth(_BITS_WIDTH if place < 3 else _SCALES_WIDTH)
            combo.activated.connect(self.changed)
            self._grid.addWidget(combo, line, place)
        bits.setToolTip(
            self.tr("A: bits of activations, that is of what flows between layers; one scale per tensor")
        )
        weights.setToolTip(self.tr("W: bits of the weights"))
        scales.setToolTip(self.tr("One scale for all weights of a layer, or one for each output channel"))
        return bits, weights, scales


class DiagnosisForm(QWidget):
    """Makes B and has it diagnosed.

    Signals:
        formats_changed(): another format was chosen; wants `show_folder`.
        quantise_requested(), diagnose_requested(): see `quantise_wish`, `clip_wish`.
        folder_requested(), files_requested(): the user wants to choose by a dialog.
        run_requested(): B's files are to run beside A.
    """

    formats_changed = Signal()
    quantise_requested = Signal()
    diagnose_requested = Signal()
    folder_requested = Signal()
    files_requested = Signal()
    run_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._subject = SubjectView()
        self._files_view = FilesView()
        self._is_busy, self._has_own_folder, self._wants_truth = False, False, False
        self._make_clip_fields()
        self._make_format_fields()
        self._make_file_fields()
        self._empty = wrapped(role="muted")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(scrolled(self._arranged()))
        layout = QVBoxLayout(self)
        tighten(layout)
        layout.addWidget(self._stack)
        self.show_subject(self._subject)
        self.show_files(self._files_view)

    # What is shown

    def show_subject(self, subject: SubjectView) -> None:
        """Which model and clip; what the user chose stays where it still can be."""
        before, self._subject = self._subject, subject
        self._empty.setText(subject.problem)
        self._stack.setCurrentIndex(0 if subject.problem else 1)
        self._formats.show_networks(subject.networks)
        last = subject.frame_count or _MOST_FRAMES
        for spin in (self._first, self._last):
            spin.setMaximum(last)
        if (before.model, before.frame_count) != (subject.model, subject.frame_count):
            self._first.setValue(1)
            self._last.setValue(last)
            self._has_own_folder = False
        self._show_targets()
        self._enable()

    def show_files(self, files: FilesView) -> None:
        """B's files, or none."""
        self._files_view = files
        self._names.setText(files.names or self.tr("No files yet: quantise here, or choose some."))
        self._origin.setText(files.origin)
        self._origin.setVisible(bool(files.origin))
        self._facts.setText(files.facts)
        self._facts.setVisible(bool(files.facts))
        self._enable()

    def show_folder(self, folder: str) -> None:
        """Where files go, unless the user has chosen a place."""
        if not self._has_own_folder:
            self._folder.setText(folder)

    def choose_folder(self, folder: str) -> None:
        """The user has chosen a place."""
        self._has_own_folder = True
        self._folder.setText(folder)

    def forget_folder(self) -> None:
        """The next files go somewhere else again."""
        self._has_own_folder = False

    def show_busy(self, is_busy: bool) -> None:
        """Whether something is being made or looked at."""
        self._is_busy = is_busy
        self._enable()

    # What the user wants

    @property
    def quantise_wish(self) -> QuantiseWish:
        return QuantiseWish(self._formats.formats(self.keep_float), self._folder.text().strip())

    @property
    def clip_wish(self) -> ClipWish:
        # Shown from 1 to the last one; a wish counts from 0 up to, not including, its end.
        first, stop = self._first.value() - 1, self._last.value()
        is_end = self._subject.frame_count is not None and stop >= self._subject.frame_count
        is_unknown = self._subject.frame_count is None and stop == self._last.maximum()
        target = TargetChoice(self._target.currentData() or TargetChoice.TRUTH)
        return ClipWish(target, first, None if is_end or is_unknown else stop)

    @property
    def tries_remedies(self) -> bool:
        return self._remedies.isChecked()

    @property
    def keep_float(self) -> tuple[str, ...]:
        names = (part.strip() for part in self._keep.text().split(","))
        return tuple(dict.fromkeys(name for name in names if name))

    def toggle_kept(self, name: str) -> None:
        """Puts a layer among those kept in float, or takes it out."""
        kept = self.keep_float
        names = [each for each in kept if each != name] if name in kept else [*kept, name]
        self._keep.setText(", ".join(names))
        self.formats_changed.emit()

    @property
    def formats(self) -> NetworkFormats:
        return self._formats

    # Making

    def _make_clip_fields(self) -> None:
        self._target = QComboBox()
        self._target.setAccessibleName(self.tr("Target"))
        self._target.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._target.activated.connect(self._choose_target)
        self._first, self._last = QSpinBox(), QSpinBox()
        for spin, name in ((self._first, self.tr("First frame")), (self._last, self.tr("Last frame"))):
            spin.setRange(1, _MOST_FRAMES)
            spin.setAccessibleName(name)
            spin.setToolTip(name)
            spin.setMinimumWidth(_SPIN_WIDTH)
            spin.setFont(figure_font(self.font()))
        self._first.valueChanged.connect(self._last.setMinimum)

    def _make_format_fields(self) -> None:
        self._formats = NetworkFormats()
        self._formats.changed.connect(self.formats_changed)
        self._keep = QLineEdit()
        self._keep.setPlaceholderText(self.tr("Layers kept in float, with commas"))
        self._keep.setAccessibleName(self.tr("Layers kept in float"))
        self._keep.setToolTip(self.tr("By the names of the table of layers, where a right click adds one"))
        self._keep.editingFinished.connect(self.formats_changed)
        self._folder = QLineEdit()
        self._folder.setAccessibleName(self.tr("Folder for the files"))
        self._folder.setToolTip(self.tr("Folder for the files; they keep their names"))
        self._folder.textEdited.connect(self._own_folder)
        self._browse = flat_button("folder", self.tr("Choose a folder"))
        self._browse.clicked.connect(self.folder_requested)
        self._quantise = QPushButton(self.tr("Quantise"))
        self._quantise.setObjectName("primary")
        self._quantise.clicked.connect(self.quantise_requested)

    def _make_file_fields(self) -> None:
        self._names, self._origin = ElidedLabel("text"), ElidedLabel("muted")
        self._facts = wrapped(role="muted")
        self._facts.setFont(figure_font(self.font(), 0.92))
        self._choose = flat_button("folder", self.tr("Choose files of B"))
        self._choose.clicked.connect(self.files_requested)
        self._run = QPushButton(self.tr("Run it beside A"))
        self._run.clicked.connect(self.run_requested)
        self._remedies = QCheckBox(self.tr("Try remedies"))
        self._remedies.setChecked(True)
        self._remedies.setToolTip(self.tr("Diagnose also quantises anew and looks whether that helps"))
        self._diagnose = QPushButton(self.tr("Diagnose"))
        self._diagnose.setObjectName("primary")
        self._diagnose.setToolTip(
            self.tr("A and B side by side, the error of each layer, one layer at a time, then remedies")
        )
        self._diagnose.clicked.connect(self.diagnose_requested)

    def _arranged(self) -> QWidget:
        """Low rather than wide: the panel lies under the picture."""
        words = [label(text, "muted") for text in (self.tr("Follow"), self.tr("in frames"), "–")]
        fields = words[0], self._target, words[1], self._first, words[2], self._last
        clip = row(*fields, self._remedies, spacing=UNIT // 2)
        clip.insertStretch(len(fields), 1)
        columns = row(spacing=UNIT * 2)
        columns.addLayout(_column(self._formats), 5)
        columns.addLayout(self._arranged_files(), 4)
        place = row(self._keep, self._folder, self._browse, self._quantise, spacing=UNIT // 2)
        place.setStretch(0, 3)
        place.setStretch(1, 4)
        body = QWidget()
        layout = QVBoxLayout(body)
        tighten(layout, spacing=UNIT // 2)
        layout.addLayout(clip)
        layout.addLayout(columns)
        layout.addLayout(place)
        layout.addWidget(self._facts)
        layout.addStretch(1)
        return body

    def _arranged_files(self) -> QVBoxLayout:
        names = row(self._names, self._choose, spacing=UNIT // 2)
        names.addStretch(1)
        does = row(self._diagnose, self._run, spacing=UNIT // 2)
        does.addStretch(1)
        made = _column(self._origin)
        made.insertLayout(0, names)
        made.insertLayout(1, does)
        return made

    # Doing

    def _show_targets(self) -> None:
        chosen = TargetChoice.TRUTH.value if self._wants_truth else TargetChoice.DRAWN.value
        self._target.clear()
        if self._subject.drawn_at is not None:
            text = self.tr("drawn box, frame {index}").format(index=frame_number(self._subject.drawn_at))
            self._target.addItem(text, TargetChoice.DRAWN.value)
        if self._subject.has_truth:
            self._target.addItem(self.tr("ground truth"), TargetChoice.TRUTH.value)
        self._target.setCurrentIndex(max(0, self._target.findData(chosen)))
        self._show_first()

    def _choose_target(self) -> None:
        self._wants_truth = self._target.currentData() == TargetChoice.TRUTH
        self._show_first()

    def _show_first(self) -> None:
        """A drawn box belongs to its frame; the clip begins there."""
        is_drawn = self._target.currentData() == TargetChoice.DRAWN
        self._first.setEnabled(not is_drawn)
        if is_drawn and self._subject.drawn_at is not None:
            self._first.setValue(frame_number(self._subject.drawn_at))

    def _own_folder(self, text: str) -> None:
        self._has_own_folder = bool(text.strip())

    def _enable(self) -> None:
        can = not self._is_busy and not self._subject.problem
        self._quantise.setEnabled(can)
        self._diagnose.setEnabled(can and bool(self._files_view.names))
        self._run.setEnabled(self._files_view.can_run)
        self._choose.setEnabled(not self._is_busy)


def _column(widget: QWidget) -> QVBoxLayout:
    """A widget with what room there is below it."""
    layout = QVBoxLayout()
    tighten(layout, spacing=UNIT // 2)
    layout.addWidget(widget)
    layout.addStretch(1)
    return layout
