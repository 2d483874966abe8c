"""Runtime files of Icraft's model zoo (YAML) as entries of the catalog.

A file names where the compiled networks lie and how they are run. Two generations of keys exist, one for
samples of version 3.7 and one from 3.31 on: `docs/boards/icraft.md`. What a network is for stands in no
such file; that is taken from the entry of the catalog that it is like.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import ValidationError

from engines.boards.imodel import Imodel, RawCheck, read_pair
from engines.catalog import Catalog, CatalogEntry, NetworkEntry
from engines.errors import BadParameter, TrackbenchError
from engines.own_entry import NameTaken
from engines.texts import Text
from engines.weights import sha256_of

#: Such a file has a page or two of text.
MAX_YAML_BYTES = 256 << 10
_MOST_LABELS = 10_000
_FOLDER_KEYS = ("dir", "net1_dir", "net2_dir")
_OLD_KEYS = {"net1_dir", "net2_dir", "sim", "mmu", "calctime"}
_NEW_KEYS = {"run_backend", "cudamode", "mmuMode", "ocm_option", "timeRes"}
_NEW_KEYS |= {"dump_output", "dump_format", "log_path"}
_COMMON_KEYS = {"dir", "stage", "speedmode", "compressFtmp", "ip", "save", "show"}
_DATASET_KEYS = {"dir", "list", "names", "res", "img_dir", "img_list", "video_dir", "video_list"}
# Of a detector: key in the file, parameter here. Both are parts of one.
_TAKEN_PARAMETERS = {"conf": "score_threshold", "iou_thresh": "nms_iou"}
_SUFFIXES = {"buyi": ("_BY.json", "BY.json"), "zg330": ("_ZG.json", "ZG.json")}


class ZooYamlBroken(TrackbenchError):
    what = "{path} is no runtime file of the model zoo: {reason}."
    remedy = "It has a section `imodel` that names a folder (`dir`, or `net1_dir` and `net2_dir`)."


class ZooUnlike(TrackbenchError):
    what = (
        "{path} does not say what its {count} network(s) are for, and no model of the catalog is like them."
    )
    remedy = "Name one with --like: {names}."


@dataclass(frozen=True, slots=True)
class ZooFile:
    """What a runtime file says; None and "" where it says nothing.

    Attributes:
        generation: which set of keys it uses.
        folders: of the compiled networks, in order, as they stand in the file.
        backend: "buyi", "zg330", "host" or "".
        on_host: whether it asks for a simulation.
        mmu, speedmode, compress_ftmp: how the accelerator is to be used.
        dataset, parameters: the sections of these names, known keys only in the first.
        unknown: keys that nobody here knows, as `section.key`.
    """

    path: Path
    generation: Literal["3.7", "3.31"]
    folders: tuple[str, ...]
    stage: str
    backend: str
    on_host: bool
    address: str
    mmu: bool | None
    speedmode: bool | None
    compress_ftmp: bool | None
    dataset: Mapping[str, str]
    parameters: Mapping[str, Any]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ZooModel:
    """A compiled network that was found."""

    json: Path
    model: Imodel
    raw: RawCheck


@dataclass(frozen=True, slots=True)
class ZooImport:
    """A new entry, and what the user should know about it.

    Attributes:
        like: name of the entry that it was made from.
        files: JSON of each network, in order; empty where they were not all found.
        notes: why it was made so.
        warnings: what was not understood or does not agree.
    """

    entry: CatalogEntry
    like: str
    files: tuple[Path, ...]
    notes: tuple[str, ...]
    warnings: tuple[str, ...]


def read_zoo_yaml(path: Path) -> ZooFile:
    """Reads a runtime file. Raises ZooYamlBroken."""
    try:
        if path.stat().st_size > MAX_YAML_BYTES:
            reason = Text("it is larger than {kb} KB", kb=MAX_YAML_BYTES >> 10)
            raise ZooYamlBroken(path=path, reason=reason)
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ZooYamlBroken(path=path, reason=getattr(error, "strerror", None) or str(error)) from error
    return parse_zoo_yaml(text, path)


def parse_zoo_yaml(text: str, path: Path = Path("the file")) -> ZooFile:
    """From the text of a runtime file. Keys that are not known are reported, not refused."""
    try:
        document = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = Text("it cannot be read as YAML")
        raise ZooYamlBroken(path=path, reason=reason, details=str(error)) from error
    if not isinstance(document, Mapping) or not isinstance(document.get("imodel"), Mapping):
        raise ZooYamlBroken(path=path, reason=Text("it has no section `imodel`"))
    imodel = document["imodel"]
    folders = tuple(str(imodel[key]) for key in _FOLDER_KEYS if isinstance(imodel.get(key), str))
    if not folders:
        raise ZooYamlBroken(path=path, reason=Text("its section `imodel` names no folder"))
    dataset = document.get("dataset")
    dataset = dataset if isinstance(dataset, Mapping) else {}
    section = document.get("param", document.get("params"))
    parameters = section if isinstance(section, Mapping) else {}
    backend = _text(imodel, "run_backend")
    mmu = imodel.get("mmuMode", imodel.get("mmu"))
    return ZooFile(
        path=path,
        generation="3.7" if not _NEW_KEYS & set(imodel) and _OLD_KEYS & set(imodel) else "3.31",
        folders=folders,
        stage=_text(imodel, "stage"),
        backend=backend,
        on_host=backend == "host" or imodel.get("sim") is True,
        address=_text(imodel, "ip"),
        mmu=_flag(mmu),
        speedmode=_flag(imodel.get("speedmode")),
        compress_ftmp=_flag(imodel.get("compressFtmp")),
        dataset={
            key: str(dataset[key]) for key in sorted(_DATASET_KEYS) if isinstance(dataset.get(key), str)
        },
        parameters={str(key): value for key, value in parameters.items()},
        unknown=tuple(_unknown(document)),
    )


def find_models(zoo: ZooFile) -> tuple[ZooModel | None, ...]:
    """The compiled pair of each folder, None where there is none; folders count from the file's own.

    Raises:
        TrackbenchError: a pair is there, but is no model or half of one.
    """
    found: list[ZooModel | None] = []
    taken: set[Path] = set()
    for folder in zoo.folders:
        path = next((p for p in _pairs(zoo, folder) if p not in taken), None)
        if path is None:
            found.append(None)
            continue
        taken.add(path)
        found.append(ZooModel(path, *read_pair(path)))
    return tuple(found)


def import_zoo(
    catalog: Catalog, zoo: ZooFile, *, name: str | None = None, like: str | None = None
) -> ZooImport:
    """An entry for what a runtime file describes.

    Args:
        catalog: where its like is looked for, and the name must be free.
        zoo: the file.
        name: of the new entry; None for one made from the file's name.
        like: name of the entry that says what the networks are for; None to look for one.

    Raises:
        ZooUnlike: nothing in the catalog is like it.
        NameTaken, BadParameter: the name cannot be used.
        TrackbenchError: a compiled model is broken.
    """
    models = find_models(zoo)
    here = tuple(model for model in models if model is not None)
    found = here if len(here) == len(models) else ()
    base, reason = _like(catalog, zoo, found, like)
    taken = {entry.name for entry in catalog.entries}
    name = name or _free_name(zoo.path, taken)
    if name in taken:
        raise NameTaken(name=name)
    entry = _entry(base, zoo, found, name)
    warnings: list[str] = [
        Text("the key {key} is not known and was left out", key=key) for key in zoo.unknown
    ]
    warnings += [model.raw.reason for model in found if model.raw.reason]
    warnings += _remarks(zoo, models, entry, base)
    return ZooImport(entry, base.name, tuple(model.json for model in found), (reason,), tuple(warnings))


def _entry(base: CatalogEntry, zoo: ZooFile, models: Sequence[ZooModel], name: str) -> CatalogEntry:
    networks = []
    for i, network in enumerate(base.network):
        values = network.model_dump(exclude={"known", "url", "sha256", "size_bytes"})
        if models:
            values |= _network_values(network, models[i], _file_name(models, i, network.role))
        networks.append(values)
    values = base.model_dump(exclude={"published", "network"}) | {
        "name": name,
        "title": name,
        "summary": f"From a runtime file of the model zoo, like {base.name}.",
        "licence": "unknown",
        "source": f"imported from {zoo.path.name}",
        "boards": ("icraft",),
        "labels": _labels(zoo, base),
        "parameters": dict(base.parameters) | _taken(zoo, base),
        "network": networks,
    }
    if models:
        operators = sorted({op for found in models for op in found.model.hard_operators})
        mmu = any(found.model.needs_mmu for found in models)
        values["needs"] = {"hard_operators": operators, "mmu": mmu}
        values["precision"] = ", ".join(dict.fromkeys(found.model.precision for found in models))
    try:
        return CatalogEntry.model_validate(values)
    except ValidationError as error:
        hint = Text("Small letters, digits, dots, dashes and underscores; a letter or digit first.")
        reason = Text("it is no name for an entry")
        raise BadParameter(name="name", value=name, reason=reason, hint=hint) from error


def _network_values(network: NetworkEntry, found: ZooModel, file: str) -> dict[str, Any]:
    """What a compiled network changes in the entry of its like; its outputs are the tracker's matter."""
    values: dict[str, Any] = {
        "file": file,
        "beside": (Path(file).with_suffix(".raw").name,),
        "bundled": False,
        "sha256": sha256_of(found.json),
        "size_bytes": found.json.stat().st_size,
        # A time that somebody published for another compilation is no time of this one.
        "simulated_hard_ms": None,
        "simulated_after": "",
    }
    tensors = found.model.inputs
    if len(tensors) == len(network.inputs):
        pairs = zip(network.inputs, tensors, strict=True)
        values["inputs"] = [
            given.model_dump() | {"shape": tensor.shape, "dtype": tensor.dtype} for given, tensor in pairs
        ]
    return values


def _file_name(models: Sequence[ZooModel], index: int, role: str) -> str:
    """What a network's file is to be called here: two of one name would overwrite each other."""
    names = [found.json.name for found in models]
    return names[index] if names.count(names[index]) == 1 else f"{role}-{names[index]}"


def _like(
    catalog: Catalog, zoo: ZooFile, models: Sequence[ZooModel], wanted: str | None
) -> tuple[CatalogEntry, str]:
    """The entry that says what the networks are for, and why this one."""
    if wanted is not None:
        entry = catalog.entry(wanted)
        if len(entry.network) != len(zoo.folders):
            facts = {"count": len(zoo.folders), "have": len(entry.network)}
            reason = Text("it has {have} network(s), the file names {count}", **facts)
            hint = Text("`trackbench models` lists them.")
            raise BadParameter(name="like", value=wanted, reason=reason, hint=hint)
        return entry, Text("made like {name}, as you said", name=entry.name)
    fitting = [e for e in catalog.entries if "icraft" in e.boards and len(e.network) == len(zoo.folders)]
    fitting.sort(key=lambda e: "local" in e.boards)  # first those that were made for the board
    by_shape = [entry for entry in fitting if models and _same_inputs(entry, models)]
    if by_shape:
        precision = models[0].model.precision
        best = next((entry for entry in by_shape if entry.precision == precision), by_shape[0])
        return best, Text("made like {name}: its networks take the same inputs", name=best.name)
    words = " ".join((zoo.path.stem, *zoo.folders)).lower()
    named = [entry for entry in fitting if entry.name.partition("-")[0] in words]
    if named:
        text = Text("made like {name}: the names in the file say so", name=named[0].name)
        return named[0], text
    names = ", ".join(entry.name for entry in fitting) or Text("none")
    raise ZooUnlike(path=zoo.path, count=len(zoo.folders), names=names)


def _same_inputs(entry: CatalogEntry, models: Sequence[ZooModel]) -> bool:
    return all(
        [given.shape for given in network.inputs] == [tensor.shape for tensor in found.model.inputs]
        for network, found in zip(entry.network, models, strict=True)
    )


def _remarks(
    zoo: ZooFile, models: Sequence[ZooModel | None], entry: CatalogEntry, base: CatalogEntry
) -> Iterator[str]:
    for folder, found in zip(zoo.folders, models, strict=True):
        if found is None:
            facts = {"folder": folder, "name": entry.name, "like": base.name}
            yield Text(
                "no compiled model in {folder}: files and tensors are those of {like}; "
                "import yours with `trackbench models import FILE --as {name}`",
                **facts,
            )
    if zoo.on_host:
        yield Text("the file asks for a simulation on the host; the entry is for the board")
    needs_mmu = entry.needs.mmu
    if zoo.mmu is False and needs_mmu:
        yield Text("the file switches the MMU off, but the model was compiled so that it needs it")
    left = sorted(set(zoo.parameters) - set(_taken(zoo, base)) - _taken_keys(zoo, base))
    if left:
        yield Text("parameters that have no counterpart here: {names}", names=", ".join(left))


def _taken(zoo: ZooFile, base: CatalogEntry) -> dict[str, Any]:
    return {_TAKEN_PARAMETERS[key]: float(zoo.parameters[key]) for key in _taken_keys(zoo, base)}


def _taken_keys(zoo: ZooFile, base: CatalogEntry) -> set[str]:
    if base.detector is None:
        return set()
    return {key for key in _TAKEN_PARAMETERS if _is_part_of_one(zoo.parameters.get(key))}


def _labels(zoo: ZooFile, base: CatalogEntry) -> tuple[str, ...]:
    """Class names from the file that the section `dataset` names, where it is here."""
    names = zoo.dataset.get("names")
    if base.detector is None or names is None:
        return base.labels
    path = zoo.path.parent / names
    try:
        if not path.is_file() or path.stat().st_size > MAX_YAML_BYTES:
            return base.labels
        lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    except (OSError, UnicodeDecodeError, ValueError):
        return base.labels
    found = tuple(line for line in lines if line)
    return found if 0 < len(found) <= _MOST_LABELS else base.labels


def _pairs(zoo: ZooFile, folder: str) -> list[Path]:
    """JSON files of a folder that are compiled for an accelerator, by name; a file may be named as well."""
    endings = _SUFFIXES.get(zoo.backend) or tuple(e for known in _SUFFIXES.values() for e in known)
    place = zoo.path.parent / folder
    try:
        if place.is_file():
            return [place] if place.suffix == ".json" else []
        return sorted(path for path in place.iterdir() if path.name.endswith(endings) and path.is_file())
    except (OSError, ValueError):
        return []


def _unknown(document: Mapping[Any, Any]) -> Iterator[str]:
    known = {"imodel": _COMMON_KEYS | _OLD_KEYS | _NEW_KEYS, "dataset": _DATASET_KEYS}
    for section, content in document.items():
        if section in ("param", "params") and isinstance(content, Mapping):
            continue  # per model: what is taken over is said elsewhere
        if section not in known or not isinstance(content, Mapping):
            yield _shown(section)
            continue
        yield from (f"{section}.{_shown(key)}" for key in content if key not in known[section])


def _shown(key: object) -> str:
    return " ".join(str(key).split())[:60]


def _free_name(path: Path, taken: set[str]) -> str:
    """A name for an entry from the file's name; numbered where there is one already."""
    stem = re.sub(r"[^a-z0-9._-]+", "-", path.stem.lower()).strip("-._") or "model"
    name = stem if "icraft" in stem else f"{stem}-icraft"
    return next(n for i in itertools.count(1) if (n := f"{name}-{i}" if i > 1 else name) not in taken)


def _text(source: Mapping[Any, Any], key: str) -> str:
    value = source.get(key)
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _is_part_of_one(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1
