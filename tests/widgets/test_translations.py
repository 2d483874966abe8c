"""The Chinese texts: complete, and with the same fields as the English ones."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator

FOLDER = Path(__file__).parents[2] / "resources" / "translations"
MESSAGES = [
    (context.findtext("name"), message.findtext("source"), message.find("translation"))
    for context in ElementTree.parse(FOLDER / "trackbench_zh_CN.ts").getroot().findall("context")
    for message in context.findall("message")
]
FIELD = re.compile(r"\{[^}]*\}")


def test_every_text_is_translated():
    left = [
        f"{context}: {source}"
        for context, source, translation in MESSAGES
        if not translation.text or translation.get("type") == "unfinished"
    ]
    assert not left


def test_translations_carry_the_same_fields():
    wrong = [
        source
        for _, source, translation in MESSAGES
        if sorted(FIELD.findall(source)) != sorted(FIELD.findall(translation.text or ""))
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("context", "source", "text"),
    [("Stage", "postprocess", "后处理"), ("BoardPanel", "Connect", "连接"), ("Menus", "&File", "文件(&F)")],
)
def test_the_compiled_file_is_up_to_date(qapp, context, source, text):
    translator = QTranslator()
    assert translator.load(str(FOLDER / "trackbench_zh_CN.qm"))
    QCoreApplication.installTranslator(translator)
    try:
        assert QCoreApplication.translate(context, source) == text
    finally:
        QCoreApplication.removeTranslator(translator)
