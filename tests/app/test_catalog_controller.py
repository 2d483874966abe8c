import threading

import pytest

from app.catalog_controller import CatalogController
from app.tasks import Tasks
from engines.catalog import BoardOffer, ModelDoesNotFit, WeightsMissing, load_catalog
from engines.errors import BadParameter
from engines.networks.errors import NetworkBroken
from tests.app.conftest import NETWORK_FILE, Noting
from tests.tiny_networks import ScriptedVit
from widgets.views import Verdict

V1 = BoardOffer("icraft", "bitstream v1", frozenset({"Softmax"}))


@pytest.fixture
def tasks(qtbot):
    tasks = Tasks()
    yield tasks
    tasks.finish()


@pytest.fixture
def view():
    return Noting()


@pytest.fixture
def controller(tasks, view, tmp_path, language_c_locale):
    catalog = load_catalog(tmp_path / "weights")
    controller = CatalogController(catalog, view, tasks, model="vittrack", profile_every=5)
    controller.notes, controller.pipelines = [], []
    controller.failed.connect(lambda error: controller.notes.append(type(error)))
    tasks.failed.connect(lambda error: controller.notes.append(type(error)))
    controller.model_changed.connect(lambda: controller.notes.append("model"))
    controller.choice_changed.connect(lambda: controller.notes.append("choice"))
    controller.pipeline_ready.connect(controller.pipelines.append)
    yield controller
    for pipeline in controller.pipelines:
        pipeline.close()


@pytest.fixture
def with_weights(controller, spot_file, qtbot):
    controller.import_files((spot_file,))
    qtbot.waitUntil(lambda: "model" in controller.notes)
    controller.notes.clear()
    return controller


def shown(view):
    models, chosen = view.last("show_trackers")
    return {model.key: (model.verdict, model.reason) for model in models}, chosen


def parameters(view):
    return {entry.name: entry.value for entry in view.last("show_parameters")[0]}


def test_every_entry_is_shown_with_its_verdict(controller, view):
    controller.show()
    verdicts, chosen = shown(view)
    assert chosen == "vittrack" and controller.notes == ["choice"]
    assert verdicts["vittrack"] == (Verdict.UNKNOWN, "its weights are not here yet")


def test_weights_change_the_verdict(with_weights, view):
    assert shown(view)[0]["vittrack"] == (Verdict.FITS, "")


def test_another_board_changes_the_verdicts(with_weights, view):
    with_weights.use_board(V1, lambda _handle: lambda _request: ScriptedVit())
    assert shown(view)[0]["vittrack"] == (Verdict.DOES_NOT_FIT, "bitstream v1 has no Layernorm")
    assert with_weights.offer is V1 and with_weights.verdict_view.verdict is Verdict.DOES_NOT_FIT
    with_weights.use_board(BoardOffer("local", "this computer"), None)
    assert shown(view)[0]["vittrack"] == (Verdict.FITS, "")


def test_an_unknown_model_in_the_settings_is_the_first_one(tasks, view, tmp_path):
    catalog = load_catalog(tmp_path)
    controller = CatalogController(catalog, view, tasks, model="gone", profile_every=0)
    assert controller.entry is catalog.entries[0]


def test_choosing_is_told_once(controller, view):
    controller.choose("demo-sot")
    controller.choose("demo-sot")
    assert controller.notes == ["choice", "model"] and shown(view)[1] == "demo-sot"


# -- parameters --------------------------------------------------------------------------------


def test_parameters_are_shown_with_bounds_and_words(controller, view):
    controller.show()
    (entries,) = view.last("show_parameters")
    lost = next(entry for entry in entries if entry.name == "lost_below")
    assert (lost.value, lost.default, lost.minimum, lost.maximum) == (0.2, 0.2, 0.0, 1.0)
    assert lost.hint and lost.label
    assert next(entry for entry in entries if entry.name == "mode").choices == ("best", "opencv")


def test_a_parameter_is_kept_for_its_model(controller, view):
    controller.set_parameter("blend", 0.1)
    assert controller.notes == ["model"]
    controller.choose("demo-sot")
    assert parameters(view)["blend"] == 0.3
    controller.choose("vittrack")
    assert parameters(view)["blend"] == 0.1


@pytest.mark.parametrize(("name", "value"), [("blend", 7), ("blend", "much"), ("colour", 1)])
def test_what_cannot_be_used_leaves_the_old_value(controller, view, name, value):
    controller.set_parameter("blend", 0.1)
    controller.notes.clear()
    controller.set_parameter(name, value)
    assert controller.notes == [BadParameter]
    assert parameters(view)["blend"] == 0.1


def test_profiling_is_told_when_it_changes(controller):
    controller.set_profile_every(5)
    assert controller.notes == []
    controller.set_profile_every(7)
    assert controller.notes == ["model"]


# -- opening -----------------------------------------------------------------------------------


def test_a_pipeline_is_opened_with_what_was_chosen(with_weights, qtbot):
    with_weights.set_parameter("lost_below", 0.4)
    with_weights.open_pipeline()
    qtbot.waitUntil(lambda: bool(with_weights.pipelines))
    (pipeline,) = with_weights.pipelines
    assert pipeline.profile_every == 5
    assert pipeline._tracker._single._parameters.lost_below == 0.4


def test_missing_weights_are_told(controller, qtbot):
    controller.open_pipeline()
    qtbot.waitUntil(lambda: bool(controller.notes))
    assert controller.notes == [WeightsMissing] and controller.pipelines == []


def test_a_model_that_does_not_fit_is_not_opened(with_weights):
    with_weights.use_board(V1, lambda _handle: lambda _request: ScriptedVit())
    with_weights.notes.clear()
    with_weights.open_pipeline()
    assert with_weights.notes == [ModelDoesNotFit]


def test_it_opens_where_the_board_is(with_weights, qtbot):
    requests = []

    def make_opener(handle):
        assert not handle.should_cancel()
        return lambda request: requests.append(request) or ScriptedVit()

    with_weights.use_board(BoardOffer("icraft", "board", frozenset({"Softmax", "Layernorm"})), make_opener)
    with_weights.open_pipeline()
    qtbot.waitUntil(lambda: bool(with_weights.pipelines))
    assert [request.model for request in requests] == ["vittrack"]


def test_the_answer_to_an_earlier_choice_is_dropped_and_closed(with_weights, qtbot):
    """The user changes their mind while the first network is still being loaded."""
    slow, quick = ScriptedVit(), ScriptedVit()
    began, go = threading.Event(), threading.Event()

    def slowly(_request):
        began.set()
        assert go.wait(5)
        return slow

    offer = BoardOffer("icraft", "board")
    with_weights.use_board(offer, lambda _handle: slowly)
    with_weights.open_pipeline()
    assert began.wait(5)
    with_weights.use_board(offer, lambda _handle: lambda _request: quick)
    with_weights.open_pipeline()
    qtbot.waitUntil(lambda: bool(with_weights.pipelines))
    go.set()
    qtbot.waitUntil(lambda: slow.closed == 1)
    assert len(with_weights.pipelines) == 1 and quick.closed == 0


# -- weights -----------------------------------------------------------------------------------


def test_imported_weights_choose_their_model(controller, view, spot_file, qtbot):
    controller.choose("demo-sot")
    controller.notes.clear()
    controller.import_files((spot_file,))
    qtbot.waitUntil(lambda: "model" in controller.notes)
    assert controller.entry.name == "vittrack" and shown(view)[1] == "vittrack"


def test_weights_of_no_use_are_told_and_nothing_changes(with_weights, view, tmp_path, qtbot):
    (tmp_path / NETWORK_FILE).write_bytes(b"")
    with_weights.import_files((tmp_path / NETWORK_FILE,))
    qtbot.waitUntil(lambda: bool(with_weights.notes))
    assert with_weights.notes == [NetworkBroken]
    assert shown(view)[0]["vittrack"] == (Verdict.FITS, "")
