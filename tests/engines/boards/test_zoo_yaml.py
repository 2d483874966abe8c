"""Runtime files of the model zoo, of both generations, as entries of the catalog."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from engines.boards.imodel import RawCutOff
from engines.boards.zoo_yaml import (
    MAX_YAML_BYTES,
    ZooUnlike,
    ZooYamlBroken,
    find_models,
    import_zoo,
    parse_zoo_yaml,
    read_zoo_yaml,
)
from engines.catalog import UnknownModel, load_catalog, read_entries
from engines.errors import BadParameter
from engines.own_entry import NameTaken, write_entry
from tests.engines.boards.imodels import RAW, save_pair

OLD = """
imodel:
  net1_dir: ../imodel/net1
  net2_dir: ../imodel/net2
  stage: g
  sim: false
  mmu: false
  speedmode: true
  compressFtmp: false
  ip: 192.168.125.171
  save: true
  show: false
  calctime: true
dataset:
  dir: ../io/lasot
  list: ../io/list.txt
  res: ../io/output/
param:
  instance_size: 288
"""
NEW = """
imodel:
  cudamode: false
  mmuMode: true
  speedmode: false
  compressFtmp: false
  ocm_option: -1
  dir: ../imodel/BY/8
  stage: g
  run_backend: buyi
  ip: 192.168.125.185
  dump_format: SFB
  log_path: ../io/output/ftmp
dataset:
  img_dir: ../io/input
  names: ../names/one.names
  res: ../io/output
param:
  conf: 0.01
  iou_thresh: 0.7
  anchors: []
camera:
  do: true
"""


@pytest.fixture
def catalog(tmp_path):
    return load_catalog(tmp_path / "weights")


def save(tmp_path: Path, text: str, name: str) -> Path:
    path = tmp_path / "cfg" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_older_keys():
    zoo = parse_zoo_yaml(OLD)
    assert (zoo.generation, zoo.folders) == ("3.7", ("../imodel/net1", "../imodel/net2"))
    assert (zoo.stage, zoo.backend, zoo.on_host, zoo.address) == ("g", "", False, "192.168.125.171")
    assert (zoo.mmu, zoo.speedmode, zoo.compress_ftmp) == (False, True, False)
    assert zoo.dataset == {"dir": "../io/lasot", "list": "../io/list.txt", "res": "../io/output/"}
    assert zoo.parameters == {"instance_size": 288} and zoo.unknown == ()


def test_the_newer_keys():
    zoo = parse_zoo_yaml(NEW)
    assert (zoo.generation, zoo.folders, zoo.backend) == ("3.31", ("../imodel/BY/8",), "buyi")
    assert (zoo.mmu, zoo.on_host) == (True, False)
    assert zoo.unknown == ("camera",)


@pytest.mark.parametrize(
    ("line", "on_host"),
    [("sim: true", True), ("sim: false", False), ("run_backend: host", True), ("run_backend: zg330", False)],
)
def test_who_computes(line, on_host):
    assert parse_zoo_yaml(f"imodel:\n  dir: x\n  {line}\n").on_host is on_host


def test_keys_that_nobody_knows_are_named():
    zoo = parse_zoo_yaml("imodel: {dir: x, jsonPath: y, 3: z}\ndataset: {foo: 1}\nwhat: 1\nparams: {a: 1}\n")
    assert zoo.unknown == ("imodel.jsonPath", "imodel.3", "dataset.foo", "what")
    assert zoo.parameters == {"a": 1}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "no section"),
        ("- a\n", "no section"),
        ("imodel: 3\n", "no section"),
        ("dataset: {}\n", "no section"),
        ("imodel: {}\n", "names no folder"),
        ("imodel: {dir: 3}\n", "names no folder"),
        ("imodel: {dir: [", "cannot be read"),
        ("imodel: !!python/object/apply:os.system [reboot]\n", "cannot be read"),
        ("imodel: {dir: x, ip: 2021-99-99}\n", "cannot be read"),
        ("? [a]\n: b\n", "cannot be read"),
        ("[" * 3000, "cannot be read"),
    ],
)
def test_what_is_no_runtime_file(text, word):
    with pytest.raises(ZooYamlBroken, match=word):
        parse_zoo_yaml(text)


def test_files_that_are_too_large_missing_or_no_text(tmp_path):
    path = tmp_path / "x.yaml"
    with pytest.raises(ZooYamlBroken, match="No such file"):
        read_zoo_yaml(path)
    path.write_bytes(b"\xff\xff")
    with pytest.raises(ZooYamlBroken, match="decode"):
        read_zoo_yaml(path)
    path.write_bytes(b"#" * (MAX_YAML_BYTES + 1))
    with pytest.raises(ZooYamlBroken, match="larger"):
        read_zoo_yaml(path)


def test_a_detector_with_its_pair(tmp_path, catalog):
    save_pair(tmp_path / "imodel" / "BY" / "8", "mine", side=64, custom=("ImageMake", "DetPost"))
    (tmp_path / "names").mkdir()
    (tmp_path / "names" / "one.names").write_text("person\n\ncar\n")
    zoo = read_zoo_yaml(save(tmp_path, NEW, "bytetrack_psin_BY.yaml"))
    made = import_zoo(catalog, zoo)
    entry = made.entry
    assert (entry.name, made.like) == ("bytetrack_psin_by-icraft", "bytetrack-icraft")
    assert entry.boards == ("icraft",) and entry.precision == "int8"
    assert entry.needs.hard_operators == ("DetPost", "ImageMake") and not entry.needs.mmu
    assert entry.labels == ("person", "car")
    assert entry.parameters == {"score_threshold": 0.01, "nms_iou": 0.7}
    (network,) = entry.network
    assert (network.file, network.beside) == ("mine_BY.json", ("mine_BY.raw",))
    assert network.inputs[0].shape == (1, 64, 64, 3) and network.inputs[0].dtype == "uint8"
    assert network.simulated_hard_ms is None, "a published time belongs to another compilation"
    assert [path.name for path in made.files] == ["mine_BY.json"]
    assert any("camera" in text for text in made.warnings)
    assert any("anchors" in text for text in made.warnings)
    assert read_entries(write_entry(entry, tmp_path / "catalog")) == (entry,)


def test_two_networks_by_their_inputs(tmp_path, catalog):
    for folder, side, more in (("net1", 127, ()), ("net2", 288, ([1, 96, 8, 8],))):
        options = {"side": side, "more_inputs": more, "bits": 16, "speedmode": True}
        save_pair(tmp_path / "imodel" / folder, "same", **options)
    zoo = read_zoo_yaml(save(tmp_path, OLD, "nameless.yaml"))
    made = import_zoo(catalog, zoo, name="mine")
    assert made.like == "ettrack-icraft-16bit" and made.entry.tracker == "ettrack"
    assert "same inputs" in made.notes[0]
    template, search = made.entry.network
    assert (template.role, search.role) == ("template", "search")
    assert template.file != search.file, "two files of one name must not overwrite each other"
    assert made.entry.needs.mmu
    assert any("switches the MMU off" in text for text in made.warnings)


def test_without_the_pair_the_names_decide(tmp_path, catalog):
    made = import_zoo(catalog, read_zoo_yaml(save(tmp_path, OLD, "ettrack.yaml")))
    assert made.like == "ettrack-icraft-8bit" and made.files == ()
    assert made.entry.name == "ettrack-icraft"
    assert sum("no compiled model in" in text for text in made.warnings) == 2
    assert made.entry.network[0].file == "ettrack_net1_BY.json"


def test_what_is_like_nothing(tmp_path, catalog):
    zoo = read_zoo_yaml(save(tmp_path, NEW, "secret.yaml"))
    with pytest.raises(ZooUnlike, match="bytetrack-icraft"):
        import_zoo(catalog, zoo)
    assert import_zoo(catalog, zoo, like="yolox").entry.boards == ("icraft",)
    with pytest.raises(BadParameter, match="2 network"):
        import_zoo(catalog, zoo, like="ettrack")
    with pytest.raises(UnknownModel):
        import_zoo(catalog, zoo, like="nothing")


@pytest.mark.parametrize(
    ("name", "error"), [("yolox", NameTaken), ("No Name", BadParameter), ("../x", BadParameter)]
)
def test_names_that_cannot_be(tmp_path, catalog, name, error):
    zoo = read_zoo_yaml(save(tmp_path, NEW, "bytetrack.yaml"))
    with pytest.raises(error):
        import_zoo(catalog, zoo, name=name)


def test_pairs_that_do_not_belong_together_are_said(tmp_path, catalog):
    path = save_pair(tmp_path / "imodel" / "BY" / "8", "mine")
    zoo = read_zoo_yaml(save(tmp_path, NEW, "bytetrack.yaml"))
    path.with_suffix(".raw").write_bytes(RAW[::-1])
    assert any("another checksum" in text for text in import_zoo(catalog, zoo).warnings)
    path.with_suffix(".raw").write_bytes(RAW[:9])
    with pytest.raises(RawCutOff):
        import_zoo(catalog, zoo)


def test_pairs_of_the_other_accelerator_are_not_taken(tmp_path):
    path = save_pair(tmp_path / "imodel" / "BY" / "8", "mine")
    path.rename(path.with_name("mine_ZG.json"))
    assert find_models(read_zoo_yaml(save(tmp_path, NEW, "x.yaml"))) == (None,)


@given(
    st.dictionaries(
        st.sampled_from(["imodel", "dataset", "param", "params", "camera", "x"]),
        st.dictionaries(
            st.sampled_from(["dir", "net1_dir", "ip", "sim", "mmu", "conf", "stage", "names", "run_backend"]),
            st.none()
            | st.booleans()
            | st.integers()
            | st.floats()
            | st.text(max_size=5)
            | st.lists(st.text()),
        )
        | st.text(max_size=4),
    )
)
def test_any_document_is_read_or_refused(document):
    try:
        zoo = parse_zoo_yaml(yaml.safe_dump(document))
    except ZooYamlBroken:
        imodel = document.get("imodel")
        keys = ("dir", "net1_dir")
        assert not isinstance(imodel, dict) or not any(isinstance(imodel.get(key), str) for key in keys)
        return
    assert zoo.folders and all(isinstance(folder, str) for folder in zoo.folders)
    assert all(isinstance(key, str) for key in zoo.unknown)
