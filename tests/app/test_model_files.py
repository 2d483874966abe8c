import hashlib
import threading

import pytest

from app.model_files import UPLOAD, ModelFiles, UploadCutOff
from app.tasks import Tasks
from engines.boards.errors import NoSpace, NoSuchModel
from engines.boards.icraft import ICRAFT
from tests.app.fake_boards import FakeBoard, FakeController
from tests.engines.boards.fake_link import PIECE
from widgets.board_panel import BoardPanel
from widgets.views import BoardState, Severity

FOLDER = ICRAFT.model_folder


def sha256(content):
    return hashlib.sha256(content).hexdigest()


class Desk:
    """The controller with a panel, and what it has told."""

    def __init__(self, qtbot):
        self.qtbot, self.notices, self.errors, self.strip = qtbot, [], [], []
        self.panel, self.tasks = BoardPanel(), Tasks()
        qtbot.addWidget(self.panel)
        self.controller = FakeController()
        self.files = ModelFiles(self.controller, self.panel, self.tasks)
        self.files.noticed.connect(self.notices.append)
        for source in (self.files, self.tasks):
            source.failed.connect(self.errors.append)
        self.tasks.shown.connect(lambda label, share: self.strip.append((label, share)))

    def connect(self, **files):
        board = FakeBoard()
        board.link.files.update({f"{FOLDER}/{name}": content for name, content in files.items()})
        self.controller.become(BoardState.SERVING, board)
        return board

    @property
    def shown(self):
        return {file.name: file.sha256 for file in self.panel.model_store.files}

    def wait_for(self, is_so):
        self.qtbot.waitUntil(lambda: bool(is_so()), timeout=5000)

    def end(self):
        self.tasks.finish()
        self.files.finish()


@pytest.fixture
def desk(qtbot, language_c_locale):
    desk = Desk(qtbot)
    yield desk
    desk.end()


def content_of(path, size=5 * PIECE):
    path.write_bytes(bytes(range(256)) * (size // 256))
    return path.read_bytes()


def test_files_are_listed_with_their_checksums_once_a_board_is_there(desk):
    assert desk.panel.model_store.isHidden() or not desk.panel.model_store.isEnabled()
    desk.connect(**{"a_BY.json": b"{}", "a_BY.raw": b"123", ".part-0123": b"half"})
    desk.wait_for(lambda: desk.shown == {"a_BY.json": sha256(b"{}"), "a_BY.raw": sha256(b"123")})
    assert not desk.panel.model_store._left.isHidden()
    desk.controller.become(BoardState.LINK_LOST)
    assert desk.shown == {} and not desk.panel.model_store.isEnabled()
    assert desk.errors == []


def test_another_look_asks_only_for_checksums_that_are_not_known(desk):
    board = desk.connect(a=b"1")
    desk.wait_for(lambda: desk.shown == {"a": sha256(b"1")})
    board.link.files[f"{FOLDER}/b"] = b"2"
    before = len(board.link.commands)
    desk.files.look()
    desk.wait_for(lambda: desk.shown.get("b") == sha256(b"2"))
    assert [c[-1] for c in board.link.commands[before:] if c[0] == "sha256sum"] == [f"{FOLDER}/b"]
    board.link.files[f"{FOLDER}/a"] = b"9"  # as long as before: only its bytes tell
    desk.files.refresh()
    desk.wait_for(lambda: desk.shown.get("a") == sha256(b"9"))


def test_an_upload_is_shown_and_verified(desk, tmp_path):
    board = desk.connect()
    content = content_of(tmp_path / "net_BY.raw")
    desk.files.upload((tmp_path / "net_BY.raw",))
    assert desk.tasks.is_running(UPLOAD)
    desk.wait_for(lambda: desk.shown == {"net_BY.raw": sha256(content)})
    assert board.link.files[f"{FOLDER}/net_BY.raw"] == content
    assert desk.strip[0] == ("Uploading net_BY.raw", None) and desk.strip[-1][1] == 1.0
    (notice,) = desk.notices
    assert notice.severity is Severity.SUCCESS and "net_BY.raw" in notice.title


def test_a_cancelled_upload_says_so_and_goes_on_next_time(desk, tmp_path):
    board = desk.connect()
    content = content_of(tmp_path / "net_BY.raw")
    came, go = threading.Event(), threading.Event()
    put = board.link.put

    def slowly(local, remote, *, offset=0, on_progress, should_cancel):
        def report(done, total):
            on_progress(done, total)
            came.set()
            assert go.wait(5)

        put(local, remote, offset=offset, on_progress=report, should_cancel=should_cancel)

    board.link.put = slowly
    desk.files.upload((tmp_path / "net_BY.raw",))
    assert came.wait(5)
    desk.tasks.cancel_all()
    go.set()
    desk.wait_for(lambda: desk.notices)
    assert "cancelled" in desk.notices[0].title and "same files again" in desk.notices[0].hint
    desk.wait_for(lambda: not desk.panel.model_store._left.isHidden())
    assert desk.shown == {} and desk.errors == []
    sent = board.link.sent_bytes
    assert 0 < sent < len(content)
    desk.files.upload((tmp_path / "net_BY.raw",))
    desk.wait_for(lambda: desk.shown == {"net_BY.raw": sha256(content)})
    assert board.link.sent_bytes == len(content), "nothing was sent twice"
    desk.wait_for(lambda: desk.panel.model_store._left.isHidden())


def test_a_link_that_breaks_tells_how_to_go_on(desk, tmp_path):
    board = desk.connect()
    content_of(tmp_path / "net_BY.raw")
    board.link.breaks_after = PIECE
    desk.files.upload((tmp_path / "net_BY.raw",))
    desk.wait_for(lambda: desk.errors)
    assert type(desk.errors[0]) is UploadCutOff
    assert "net_BY.raw" in str(desk.errors[0]) and "it goes on" in str(desk.errors[0])
    desk.wait_for(lambda: desk.panel.model_store._upload.isEnabled())
    assert desk.notices == []


def test_what_cannot_be_uploaded_leaves_all_as_it_was(desk, tmp_path):
    board = desk.connect(a=b"1")
    content_of(tmp_path / "net_BY.raw")
    board.link.free_kb = 1
    desk.files.upload((tmp_path / "net_BY.raw",))
    desk.wait_for(lambda: desk.errors)
    assert type(desk.errors[0]) is NoSpace
    desk.wait_for(lambda: desk.panel.model_store._upload.isEnabled())
    assert board.link.files[f"{FOLDER}/a"] == b"1" and f"{FOLDER}/net_BY.raw" not in board.link.files


def test_files_are_removed_by_name(desk):
    board = desk.connect(a=b"1", b=b"2", c=b"3")
    desk.wait_for(lambda: len(desk.shown) == 3)
    desk.files.remove(["a", "c"])
    desk.wait_for(lambda: list(desk.shown) == ["b"])
    assert f"{FOLDER}/a" not in board.link.files
    assert [notice.title for notice in desk.notices] == ["Removed from the board: a, c."]


def test_what_is_gone_already_is_told_and_the_list_is_true_again(desk):
    board = desk.connect(a=b"1", b=b"2")
    desk.wait_for(lambda: len(desk.shown) == 2)
    del board.link.files[f"{FOLDER}/a"]
    desk.files.remove(["a"])
    desk.wait_for(lambda: desk.errors and list(desk.shown) == ["b"])
    assert type(desk.errors[0]) is NoSuchModel and desk.notices == []


def test_leftovers_can_be_discarded(desk):
    desk.connect(**{".part-1": b"x" * 2000})
    desk.wait_for(lambda: not desk.panel.model_store._left.isHidden())
    desk.files.discard_unfinished()
    desk.wait_for(lambda: desk.panel.model_store._left.isHidden())
    assert "2.0 kB" in desk.notices[0].title


def test_answers_of_a_board_that_was_left_are_dropped(desk):
    first = desk.connect(a=b"1")
    held, go = threading.Event(), threading.Event()
    listing = first.link.list_folder

    def slowly(remote):
        held.set()
        assert go.wait(5)
        return listing(remote)

    first.link.list_folder = slowly
    desk.files.look()
    assert held.wait(5)
    desk.connect(b=b"2")
    go.set()
    desk.wait_for(lambda: desk.shown == {"b": sha256(b"2")})
    assert desk.errors == []
