"""Small building blocks that every panel uses: headings, muted text, foldable sections, tight layouts."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from widgets.icons import set_icon
from widgets.theme import UNIT


def label(text: str = "", role: str = "") -> QLabel:
    """A plain-text label; roles are "heading", "muted", "title", "strong", "good", "warning", "bad"."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setObjectName(role)
    made.setProperty("latin", has_latin(text))
    return made


def has_latin(text: str) -> bool:
    """Whether there are letters that stay readable in the small size of headings."""
    return any(letter.isascii() and letter.isalpha() for letter in text)


def set_role(widget: QWidget, role: str) -> None:
    """Changes what the style sheet knows a widget as."""
    if widget.objectName() != role:
        widget.setObjectName(role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def wrapped(text: str = "", role: str = "") -> QLabel:
    """A label over as many lines as it needs."""
    made = label(text, role)
    made.setWordWrap(True)
    return made


def row(*widgets: QWidget, spacing: int = UNIT) -> QHBoxLayout:
    layout = QHBoxLayout()
    tighten(layout, spacing=spacing)
    for widget in widgets:
        layout.addWidget(widget)
    return layout


def tighten(layout: QBoxLayout, margin: int = 0, spacing: int = UNIT) -> None:
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(spacing)


def flat_button(icon_name: str, tip: str) -> QToolButton:
    """A button that is only an icon; the tip is its name for screen readers."""
    button = QToolButton()
    button.setObjectName("flat")
    button.setIconSize(QSize(18, 18))
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    set_icon(button, icon_name)
    return button


def scrolled(body: QWidget) -> QScrollArea:
    """A panel that scrolls up and down where it has too little room."""
    body.setObjectName("panelBody")
    area = QScrollArea()
    area.setObjectName("panel")
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(body)
    return area


class Section(QWidget):
    """A heading that folds what stands below it.

    Signals:
        folded_by_user(): the user has opened or closed it.
    """

    folded_by_user = Signal()

    def __init__(self, title: str, body: QWidget, *, is_open: bool = True) -> None:
        super().__init__()
        self._head = QPushButton(title)
        self._head.setObjectName("section")
        self._head.setProperty("latin", has_latin(title))
        self._head.setCheckable(True)
        self._head.setIconSize(QSize(14, 14))
        self._body = body
        layout = QVBoxLayout(self)
        tighten(layout, spacing=UNIT // 2)
        layout.addWidget(self._head)
        layout.addWidget(body)
        self._head.toggled.connect(self._fold)
        self._head.clicked.connect(self.folded_by_user)
        self._head.setChecked(is_open)
        self._fold(is_open)

    @property
    def is_open(self) -> bool:
        return self._head.isChecked()

    def set_title(self, title: str) -> None:
        self._head.setText(title)

    def set_open(self, is_open: bool) -> None:
        self._head.setChecked(is_open)

    def _fold(self, is_open: bool) -> None:
        self._body.setVisible(is_open)
        set_icon(self._head, "chevron-down" if is_open else "chevron-right")


def form_label(text: str, editor: QWidget) -> QLabel:
    """The name of a form's field, on one line with its text."""
    made = label(text)
    made.setMinimumHeight(editor.sizeHint().height())
    made.setBuddy(editor)
    return made


def clear_layout(layout: QBoxLayout) -> None:
    """Removes and deletes every widget of a layout, of the layouts in it as well."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner, QBoxLayout):
            clear_layout(inner)
