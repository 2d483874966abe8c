"""Texts of the engines in the user's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication

from engines.texts import Text, TextList

# The context under which the translation file keeps every text of the engines.
CONTEXT = "engines"


def said(text: str) -> str:
    """A text as the user reads it; one that was put together keeps its facts."""
    if isinstance(text, Text):
        return said_with(text.template, text.facts)
    return QCoreApplication.translate(CONTEXT, text) if text else ""


def said_with(template: str, facts: Mapping[str, Any]) -> str:
    """A template as the user reads it, with its facts; facts that are texts are translated, too."""
    if not template:
        return ""
    spoken = {key: _said_fact(fact) for key, fact in facts.items()}
    return QCoreApplication.translate(CONTEXT, template).format(**spoken)


def _said_fact(fact: Any) -> Any:
    if isinstance(fact, TextList):
        return "; ".join(said(text) for text in fact)
    return said(fact) if isinstance(fact, str) else fact
