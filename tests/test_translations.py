"""The Chinese texts and the program's texts are the same ones, and the window really says them."""

from __future__ import annotations

import ast
import re
import shutil
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

from app.gui import translate
from app.notices import notice_of
from app.speech import said
from engines.boards.errors import CommandFailed
from engines.catalog import ModelDoesNotFit, read_entries
from engines.detectors.recorded import RecordedDetector
from engines.errors import TrackbenchError
from engines.metrics.mot_data import read_truth
from engines.networks.errors import NetworkBroken
from engines.networks.onnx_header import read_header
from engines.results.reading import read_result
from engines.texts import Text, TextList
from engines.video.annotations import read_boxes, read_mot
from engines.video.errors import FileMissing
from resources.translations.update import TABLES, TRANSLATIONS, collect, engine_texts, table_texts, texts_of

# What has to stand in a translation as it does in the source: fields, %s, commands to type.
KEPT = re.compile(r"\{[^}]*\}|%s|`[^`]*`")
UPDATE = "run `python -m resources.translations.update` and translate what is unfinished"


def read_messages(path: Path) -> dict[tuple[str, str], str]:
    """Translations by context and source; "" where one is missing or unfinished."""
    messages = {}
    for context in ElementTree.parse(path).getroot().findall("context"):
        for message in context.findall("message"):
            translation = message.find("translation")
            assert translation is not None
            text = "" if translation.get("type") == "unfinished" else translation.text or ""
            messages[context.findtext("name", ""), message.findtext("source", "")] = text
    return messages


MESSAGES = read_messages(TRANSLATIONS)
COLLECTED = [
    *(("engines", text) for text in engine_texts()),
    *((context, text) for path, context in TABLES.items() for text in table_texts(path)),
]


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    translators = translate(qapp, "zh_CN")
    yield
    for translator in translators:
        qapp.removeTranslator(translator)


def test_texts_of_engines_and_tables_are_translated():
    assert COLLECTED
    assert [key for key in COLLECTED if not MESSAGES.get(key)] == [], UPDATE


def test_a_new_collection_finds_the_same_texts(tmp_path):
    fresh = tmp_path / TRANSLATIONS.name
    shutil.copyfile(TRANSLATIONS, fresh)
    collect(fresh)
    assert read_messages(fresh).keys() == MESSAGES.keys(), UPDATE


def test_every_text_has_a_context():
    # Qt's collector finds `tr(...)` outside a class, too; nobody would look such a text up.
    assert [text for context, text in MESSAGES if not context] == []


@pytest.mark.parametrize(
    "text",
    [
        "{path} does not exist.",  # `what` of a failure
        "Address reachable",  # a Text
        "Lost below",  # label of a parameter
        "frames",  # its unit
        "Demo tracker",  # title of a catalog entry
        "it lies outside the picture",  # reason given to a failure
        "the board's clock is {s} s ahead",  # a Text by a name
        "The settings file {path} cannot be read.",  # a failure of the app
        "its image inputs have to be square; found: {found}",  # reason by a name, given to `misfit`
        "output {output}: expected {expected}, found {found}",  # the same, written where it is given
    ],
)
def test_the_collector_knows_where_texts_stand(text):
    assert text in engine_texts()


def test_the_collector_leaves_out_what_is_only_fields():
    assert "{hint}" not in engine_texts()


def test_the_collector_leaves_out_whom_a_misfit_is_about():
    call = 'misfit(network.name, NAME, "it has no eyes", found="none")'
    assert list(texts_of(ast.parse(f'NAME = "SiamX"\n{call}'))) == ["it has no eyes"]


def test_translations_keep_fields_and_commands():
    wrong = [
        source
        for (_, source), text in MESSAGES.items()
        if sorted(KEPT.findall(source)) != sorted(KEPT.findall(text))
    ]
    assert wrong == []


def test_mnemonics_stay_on_their_keys():
    def mnemonic(text: str) -> str:
        return text.partition("&")[2][:1].upper()

    assert [source for (_, source), text in MESSAGES.items() if mnemonic(source) != mnemonic(text)] == []


def test_the_compiled_file_says_the_same():
    translator = QTranslator()
    assert translator.load(str(TRANSLATIONS.with_suffix(".qm")))
    said_by_qt = {key: translator.translate(*key) for key in MESSAGES}
    assert {context for context, _ in said_by_qt} > {"engines", "actions", "settings", "MainWindow"}
    assert [key for key, text in said_by_qt.items() if text != MESSAGES[key]] == [], UPDATE


@pytest.mark.usefixtures("chinese")
def test_a_notice_is_in_the_users_language():
    notice = notice_of(FileMissing(path="x"))
    assert (notice.title, notice.hint) == ("x 不存在。", "请检查文件名，或确认磁盘已连接。")


@pytest.mark.usefixtures("chinese")
def test_facts_that_are_texts_are_translated_too():
    board = Text("bitstream {name}", name="v1")
    reasons = TextList(
        [
            Text("{board} has no {operators}", board=board, operators="Softmax"),
            Text("{board} has no MMU", board=board),
        ]
    )
    assert said(reasons[0]) == "比特流 v1 没有 Softmax"
    notice = notice_of(ModelDoesNotFit(model="VitTrack", board=board, reasons=reasons))
    assert notice.title == "VitTrack 与“比特流 v1”不匹配：比特流 v1 没有 Softmax; 比特流 v1 没有 MMU。"


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize(
    ("read", "name", "text", "title"),
    [
        (read_result, "a.txt", "1,7,1,2,3,4,1\n2,7,1,b,3,4,1\n", "{}，第 2 行：“b”不是数字。"),
        (read_result, "a.txt", "1,7,1,2,3,4,1\n2,7,1,2\n", "{}，第 2 行：有 4 列，应为 6 到 10 列。"),
        (read_result, "a.csv", "frame,x,y,w,h\n-3,1,2,3,4\n", "{}，第 2 行：帧号从 0 起，实际为 -3。"),
        (read_boxes, "a.txt", "1,2,3,4\n1,2,3\n", "无法读取 {} 中的真值：第 2 行：3 个数字既不构成框"),
        (
            read_mot,
            "gt.txt",
            "1,7,1,2,3,4,1\nx,7,1,2,3,4,1\n",
            "无法读取 {} 中的真值：第 2 行：“x”不是数字。",
        ),
        (read_truth, "gt.txt", "1,1,0,0,9,9,1\n1,1,5,5,9,9,1\n", "第 1 帧：同一 ID 出现两次。"),
        (
            RecordedDetector,
            "det.txt",
            "0.5,-1,1,2,3,4,1\n",
            "：第 1 行：帧号 0.5 不是 1 到 10000000 之间的整数。",
        ),
        (read_entries, "a.toml", "version = 2\n", "：未知的键 'version'。"),
    ],
)
def test_what_is_wrong_in_a_file_is_in_the_users_language(tmp_path, read, name, text, title):
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(TrackbenchError) as failure:
        read(path)
    assert title.format(path) in notice_of(failure.value).title


@pytest.mark.usefixtures("chinese")
def test_details_that_are_texts_are_translated_too(tmp_path):
    path = tmp_path / "a.onnx"
    path.write_bytes(b"\xff" * 40)
    with pytest.raises(NetworkBroken) as failure:
        read_header(path)
    assert notice_of(failure.value).details == "不是 Protocol Buffers 数据"


@pytest.mark.usefixtures("chinese")
def test_what_nobody_translated_is_shown_as_it_came():
    error = CommandFailed(command="df", host="board", exit_code=1, answer="segfault at 0", hint="")
    assert notice_of(error).title == "board 上的 'df' 以 1 退出：segfault at 0。"
    assert notice_of(error).hint == ""


def test_without_a_translator_notices_are_english(qapp):
    assert translate(qapp, "en") == []
    assert notice_of(FileMissing(path="x")).title == "x does not exist."
