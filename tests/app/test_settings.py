import json

import pytest

from app.settings import (
    VERSION,
    LoadedSettings,
    SettingIgnored,
    Settings,
    SettingsFromTheFuture,
    SettingsUnreadable,
    load_settings,
    save_settings,
)
from app.settings_store import SettingsStore
from engines.errors import CannotWrite


@pytest.fixture
def path(tmp_path):
    return tmp_path / "config" / "settings.json"


def write(path, text):
    path.parent.mkdir(exist_ok=True)
    path.write_text(text if isinstance(text, str) else json.dumps(text), encoding="utf-8")
    return path.read_bytes()


def test_without_a_file_the_defaults(path):
    assert load_settings(path) == LoadedSettings(Settings())
    assert not path.parent.exists()


def test_a_round_trip(path):
    settings = Settings(theme="dark", recent_sources=("a.mp4", "目标.mp4"), loop=True)
    save_settings(path, settings)
    assert load_settings(path) == LoadedSettings(settings)


def test_the_file_holds_only_what_differs(path):
    save_settings(path, Settings(theme="dark"))
    assert json.loads(path.read_text()) == {"version": VERSION, "theme": "dark"}
    save_settings(path, Settings())
    assert json.loads(path.read_text()) == {"version": VERSION}
    assert [p.name for p in path.parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"colour": "red"}, "colour"),
        ({"theme": "purple"}, "theme"),
        ({"threads": -1}, "threads"),
        ({"threads": "many"}, "threads"),
        ({"profile_every": -1}, "profile_every"),
        ({"loop": "perhaps"}, "loop"),
        ({"recent_sources": "a.mp4"}, "recent_sources"),
        ({"recent_sources": ["a.mp4", 3, 4]}, "recent_sources"),
        ({"profile_every": None}, "profile_every"),
    ],
)
def test_a_bad_value_keeps_its_default_and_the_others_count(path, values, key):
    write(path, {"version": 1, "language": "zh_CN", **values})
    loaded = load_settings(path)
    assert loaded.settings == Settings(language="zh_CN")
    (problem,) = loaded.problems
    assert isinstance(problem, SettingIgnored) and problem.facts["key"] == key and problem.facts["reason"]


def test_several_bad_values_are_told_one_by_one(path):
    write(path, {"theme": 1, "threads": "x", "colour": "red", "loop": True})
    loaded = load_settings(path)
    assert loaded.settings == Settings(loop=True)
    assert sorted(problem.facts["key"] for problem in loaded.problems) == ["colour", "theme", "threads"]


@pytest.mark.parametrize("text", ["", "{", "[1]", "null", '"text"', "\x00\x01"])
def test_a_file_that_cannot_be_read_is_kept_aside(path, text):
    before = write(path, text)
    loaded = load_settings(path)
    assert loaded.settings == Settings()
    assert [type(problem) for problem in loaded.problems] == [SettingsUnreadable] and loaded.problems[
        0
    ].details
    assert path.read_bytes() == before
    save_settings(path, Settings(loop=True))
    assert path.with_suffix(".json.kept").read_bytes() == before
    assert load_settings(path) == LoadedSettings(Settings(loop=True))


def test_bytes_that_are_no_text(path):
    path.parent.mkdir()
    path.write_bytes(b"\xff\xfe{}")
    assert isinstance(load_settings(path).problems[0], SettingsUnreadable)


@pytest.mark.parametrize("version", [VERSION + 1, 99, "2", 1.5, None])
def test_a_file_from_the_future_is_left_as_it_is(path, version):
    before = write(path, {"version": version, "theme": "dark", "hologram": True})
    loaded = load_settings(path)
    assert loaded.settings == Settings()
    (problem,) = loaded.problems
    assert isinstance(problem, SettingsFromTheFuture) and problem.facts["found"] == version
    save_settings(path, Settings(loop=True))
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == ["settings.json"]


def test_the_environment_counts_for_one_run(path, monkeypatch):
    write(path, {"theme": "light", "threads": 3})
    monkeypatch.setenv("TRACKBENCH_THEME", "dark")
    monkeypatch.setenv("TRACKBENCH_LOOP", "true")
    assert load_settings(path).settings == Settings(theme="dark", threads=3, loop=True)


def test_a_bad_value_in_the_environment_does_not_block_the_start(path, monkeypatch):
    write(path, {"theme": "light"})
    monkeypatch.setenv("TRACKBENCH_THEME", "purple")
    monkeypatch.setenv("TRACKBENCH_RECENT_SOURCES", "a.mp4")
    loaded = load_settings(path)
    assert loaded.settings == Settings(theme="light")
    assert {problem.facts["key"] for problem in loaded.problems} == {"theme", "recent_sources"}
    assert "environment" in str(loaded.problems[0])


def test_a_place_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite):
        save_settings(tmp_path / "file" / "settings.json", Settings())


# -- the store ---------------------------------------------------------------------------------


@pytest.fixture
def store(qapp, path):
    return SettingsStore(path, Settings())


def test_a_change_is_told_and_saved_at_once(store, path, qtbot):
    with qtbot.waitSignal(store.changed) as told:
        store.change("theme", "dark")
    assert told.args == [Settings(), Settings(theme="dark")]
    assert store.now == Settings(theme="dark") == load_settings(path).settings


def test_no_change_is_none(store, path, qtbot):
    with qtbot.assertNotEmitted(store.changed):
        store.change("theme", "system")
    assert not path.exists()


@pytest.mark.parametrize(
    ("key", "value"), [("threads", -4), ("theme", "purple"), ("colour", "red"), ("loop", None)]
)
def test_what_is_not_usable_is_left_out(store, path, qtbot, key, value):
    with qtbot.assertNotEmitted(store.changed):
        store.change(key, value)
    assert store.now == Settings() and not path.exists()


def test_a_file_that_cannot_be_written_is_told_and_the_change_holds(qapp, tmp_path, qtbot):
    (tmp_path / "file").write_text("")
    store = SettingsStore(tmp_path / "file" / "settings.json", Settings())
    with qtbot.waitSignals([store.failed, store.changed]):
        store.change("loop", True)
    assert store.now.loop


def test_what_was_opened_lately_comes_first_once_and_not_for_ever(store):
    for name in "abcdefghijab":
        store.remember_source(name)
    assert store.now.recent_sources == tuple("bajihgfe")
    store.remember_board("root@one")
    store.remember_board("root@two")
    store.remember_board("root@one")
    assert store.now.recent_boards == ("root@one", "root@two")


def test_reset_keeps_what_was_opened_lately(store):
    store.change("theme", "dark")
    store.remember_source("a.mp4")
    store.reset()
    assert store.now == Settings(recent_sources=("a.mp4",))


def test_what_the_environment_says_is_for_this_run_only(tmp_path, monkeypatch):
    path = tmp_path / "settings.json"
    save_settings(path, Settings(theme="light"))
    monkeypatch.setenv("TRACKBENCH_THEME", "dark")
    loaded = load_settings(path)
    store = SettingsStore(path, loaded.settings, loaded.overridden)
    assert store.now.theme == "dark"
    store.change("loop", True)
    monkeypatch.delenv("TRACKBENCH_THEME")
    assert load_settings(path).settings == Settings(theme="light", loop=True)
    store.change("theme", "dark")
    assert load_settings(path).settings.theme == "dark"
