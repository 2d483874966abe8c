"""From an expected failure to what the notice bar shows, in the user's language."""

from __future__ import annotations

from app.speech import said, said_with
from engines.errors import TrackbenchError
from widgets.views import NoticeView, Severity


def notice_of(error: TrackbenchError, severity: Severity = Severity.ERROR) -> NoticeView:
    """What happened and what to try. The templates of the error classes are the texts to translate."""
    return NoticeView(
        title=said_with(error.what, error.facts),
        hint=said_with(error.remedy, error.facts),
        details=said(error.details),
        severity=severity,
    )
