"""A runtime file of the model zoo, imported in the window."""

import pytest

from app.catalog_controller import LIKE_CHOSEN, CatalogController
from app.catalogs import user_catalog
from app.paths import paths_below
from app.tasks import Tasks
from engines.boards.zoo_yaml import ZooYamlBroken
from engines.errors import BadParameter
from tests.app.conftest import Noting
from tests.engines.boards.imodels import RAW, save_pair
from widgets.views import Severity

TEXT = "imodel:\n  dir: BY\n  run_backend: buyi\n  odd: 1\nparam:\n  conf: 0.2\n"


class Desk:
    def __init__(self, qtbot, folder, chosen="vittrack"):
        self.qtbot, self.notices, self.errors, self.changes = qtbot, [], [], []
        self.view, self.tasks, self.paths = Noting(), Tasks(), paths_below(folder / "home")
        self.catalog = CatalogController(
            user_catalog(self.paths),
            self.view,
            self.tasks,
            model=chosen,
            profile_every=0,
            paths=self.paths,
        )
        self.catalog.noticed.connect(self.notices.append)
        self.catalog.model_changed.connect(lambda: self.changes.append(self.catalog.entry.name))
        for source in (self.catalog, self.tasks):
            source.failed.connect(self.errors.append)

    def import_files(self, *files):
        self.wait_after(lambda: self.catalog.import_files(files))

    def wait_after(self, act):
        self.notices.clear()
        act()
        self.qtbot.waitUntil(lambda: bool(self.notices or self.errors), timeout=10_000)


@pytest.fixture
def desk(qtbot, tmp_path, language_c_locale):
    desk = Desk(qtbot, tmp_path)
    yield desk
    desk.tasks.finish()


@pytest.fixture
def runtime_file(tmp_path):
    path = tmp_path / "bytetrack.yaml"
    path.write_text(TEXT)
    return path


def test_it_is_in_the_list_and_chosen_and_what_was_left_out_is_told(desk, runtime_file, tmp_path):
    save_pair(tmp_path / "BY", "mine", side=64, custom=("ImageMake", "DetPost"))
    desk.import_files(runtime_file)
    assert desk.errors == [] and desk.changes == ["bytetrack-icraft-2"]
    models, chosen = desk.view.last("show_trackers")
    assert chosen == "bytetrack-icraft-2" in [model.key for model in models]
    (notice,) = desk.notices
    assert notice.severity is Severity.WARNING and "bytetrack-icraft-2" in notice.title
    assert "imodel.odd" in notice.hint and "like bytetrack-icraft" in notice.hint
    assert "mine_BY.json" in notice.details
    assert (desk.paths.weights / "bytetrack-icraft-2" / "mine_BY.raw").read_bytes() == RAW
    assert user_catalog(desk.paths).entry("bytetrack-icraft-2").needs.hard_operators


def test_nothing_odd_is_a_success(desk, runtime_file, tmp_path):
    runtime_file.write_text("imodel:\n  dir: BY\n  run_backend: buyi\n")
    save_pair(tmp_path / "BY", "mine", side=64)
    desk.import_files(runtime_file)
    assert [(n.severity, n.details) for n in desk.notices] == [(Severity.SUCCESS, "")], desk.errors


@pytest.mark.parametrize(("text", "kind"), [("a: 1", ZooYamlBroken), ("imodel: [", ZooYamlBroken)])
def test_what_is_none_is_told_and_nothing_changes(desk, runtime_file, text, kind):
    runtime_file.write_text(text)
    desk.import_files(runtime_file)
    assert [type(error) for error in desk.errors] == [kind]
    assert desk.catalog.entry.name == "vittrack" and not desk.paths.catalogs.exists()


def test_what_a_file_is_like_is_asked_where_it_does_not_say(desk, runtime_file, tmp_path):
    unlike = runtime_file.rename(tmp_path / "net.yaml")
    desk.import_files(unlike)
    (asked,) = desk.notices
    assert asked.action_key == LIKE_CHOSEN and "net.yaml" in asked.title
    assert "VitTrack" in asked.hint and "bytetrack-icraft" in asked.details
    assert desk.changes == [] and not desk.paths.catalogs.exists(), "nothing is guessed"
    desk.notices.clear()
    desk.catalog.choose("bytetrack-icraft")
    desk.wait_after(desk.catalog.import_like_chosen)
    assert desk.errors == [] and desk.catalog.entry.name == "net-icraft"
    assert "bytetrack-icraft" in desk.notices[0].hint
    desk.catalog.import_like_chosen()
    assert not desk.tasks.is_running("weights"), "once is enough"


def test_what_cannot_be_like_the_chosen_one_is_told(desk, runtime_file, tmp_path):
    desk.import_files(runtime_file.rename(tmp_path / "net.yaml"))
    desk.catalog.choose("ettrack-icraft-8bit")
    desk.wait_after(desk.catalog.import_like_chosen)
    assert [type(error) for error in desk.errors] == [BadParameter]
    assert "2 network(s)" in str(desk.errors[0]) and desk.catalog.entry.name == "ettrack-icraft-8bit"


def test_it_is_imported_alone(desk, runtime_file, spot_file):
    desk.import_files(runtime_file, spot_file)
    assert [type(error) for error in desk.errors] == [BadParameter]
    assert desk.changes == [] and not desk.paths.catalogs.exists()
