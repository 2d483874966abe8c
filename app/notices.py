"""From an expected failure to what the notice bar shows, in the user's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from engines.errors import TrackbenchError
from widgets.views import NoticeView, Severity


def notice_of(error: TrackbenchError, severity: Severity = Severity.ERROR) -> NoticeView:
    """What happened and what to try. The templates of the error classes are the texts to translate."""
    return NoticeView(
        title=_said(error.what, error),
        hint=_said(error.remedy, error),
        details=error.details,
        severity=severity,
    )


def _said(template: str, error: TrackbenchError) -> str:
    translated = QCoreApplication.translate("engines", template) if template else ""
    return translated.format(**error.facts)
