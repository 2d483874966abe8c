"""Entries of the user's own, for files that are like something in the catalog but of other names or sizes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from engines.assembly import local_opener, open_pipeline
from engines.catalog import Catalog, CatalogEntry, InputEntry, NetworkEntry, Triple, WrongWeightCount
from engines.errors import BadParameter, TrackbenchError
from engines.files import writing
from engines.fitting import arranged, names_in_file
from engines.networks.network import TensorSpec
from engines.networks.onnx_header import OnnxHeader, read_header
from engines.texts import Text
from engines.weights import sha256_of


class NameTaken(TrackbenchError):
    what = "There is a model called {name} already."
    remedy = "Choose another name, or import its weights with `--as {name}`."


class NotLikeIt(TrackbenchError):
    what = "{file} is not like the {role} network of {entry}: {reason}."
    remedy = "Choose another entry with `--like`; `trackbench models` lists them."


@dataclass(frozen=True, slots=True)
class Pixels:
    """What a file cannot say about its pictures; None: as in the entry that it is like.

    Attributes:
        color: "RGB" or "BGR".
        mean, std: in 0...1 units, in the order of the network's channels.
    """

    color: str | None = None
    mean: Triple | None = None
    std: Triple | None = None

    @property
    def changes(self) -> dict[str, Any]:
        said = {"color": self.color, "mean": self.mean, "std": self.std}
        return {key: value for key, value in said.items() if value is not None}


def entry_like(
    catalog: Catalog,
    like: CatalogEntry,
    name: str,
    files: Sequence[Path],
    *,
    pixels: Pixels | None = None,
    labels: Sequence[str] = (),
) -> CatalogEntry:
    """An entry for some files: tensors as the files have them, everything else as in another entry.

    Figures, simulated times and downloads of the other entry are not taken over. Whether the tracker can
    do with these networks shows when they are opened here once.

    Args:
        catalog: where the name must be free.
        like: the entry they are like.
        name: of the new entry.
        files: one per network of `like`.
        pixels: of every picture input.
        labels: class names; empty for those of `like`.

    Raises:
        NameTaken, BadParameter: the name cannot be used.
        NotLikeIt: a file's tensors have no place in such an entry.
        TrackbenchError: the tracker cannot do with them.
    """
    if any(entry.name == name for entry in catalog.entries):
        raise NameTaken(name=name)
    if len(files) != len(like.network):
        roles = ", ".join(network.role for network in like.network)
        raise WrongWeightCount(entry=like.name, expected=len(like.network), roles=roles, given=len(files))
    files = arranged(like, files)
    changes = (pixels or Pixels()).changes
    pairs = zip(like.network, files, strict=True)
    networks = [_network_like(like, network, path, changes).model_dump() for network, path in pairs]
    values = like.model_dump(exclude={"published", "network"}) | {
        "name": name,
        "title": name,
        "summary": f"Like {like.name}.",
        "licence": "unknown",
        "source": "imported from " + ", ".join(path.name for path in files),
        "labels": tuple(labels) or like.labels,
        "network": networks,
    }
    try:
        entry = CatalogEntry.model_validate(values)
    except ValidationError as error:
        hint = Text("Small letters, digits, dots, dashes and underscores; a letter or digit first.")
        reason = Text("it is no name for an entry")
        raise BadParameter(name="name", value=name, reason=reason, hint=hint) from error
    open_pipeline(catalog, entry, local_opener(), weights=files).close()
    return entry


def write_entry(entry: CatalogEntry, folder: Path) -> Path:
    """Writes an entry into a file of its own in the user's catalog folder."""
    path = folder / f"{entry.name}.toml"
    with writing(path):
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(entry_toml(entry), encoding="utf-8")
    return path


def entry_toml(entry: CatalogEntry) -> str:
    """An entry in the form in which it is read; what is as usual is left out."""
    values = entry.model_dump(mode="json", exclude_defaults=True)
    networks = values.pop("network")
    lines = ["[[entry]]", *(_line(key, value) for key, value in values.items())]
    for network in networks:
        lines += ["", "[[entry.network]]", *(_line(key, value) for key, value in network.items())]
    return "\n".join(lines) + "\n"


def _line(key: str, value: Any) -> str:
    if isinstance(value, list) and any(isinstance(part, Mapping) for part in value):
        rows = "".join(f"\n    {_value(part)}," for part in value)
        return f"{key} = [{rows}\n]"
    return f"{key} = {_value(value)}"


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_value(part)}" for key, part in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    # JSON's strings, numbers and truth values are TOML's; but TOML wants this one written as an escape.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(key: str) -> str:
    return key if key.isidentifier() and key.isascii() else str(_value(key))


# -- one network -------------------------------------------------------------------------------


def _network_like(
    like: CatalogEntry, network: NetworkEntry, path: Path, pixels: Mapping[str, Any]
) -> NetworkEntry:
    header = read_header(path)
    try:
        pictures = _pictures(network, header)
    except ValueError as error:
        reason = error.args[0]
        raise NotLikeIt(file=path.name, role=network.role, entry=like.name, reason=reason) from error
    inputs = tuple(
        _input_like(like, network, path, spec, pictures.get(spec.name), pixels) for spec in header.inputs
    )
    outputs = tuple(
        {"name": spec.name, "shape": _sizes(spec.shape, _shape_of(network, spec.name))}
        for spec in header.outputs
    )
    return NetworkEntry.model_validate(
        {
            "role": network.role,
            "file": path.name,
            "size_bytes": path.stat().st_size,
            "sha256": sha256_of(path),
            "inputs": inputs,
            "outputs": outputs,
        }
    )


def _pictures(network: NetworkEntry, header: OnnxHeader) -> dict[str, InputEntry]:
    """Picture inputs of a file by name, with the input of the entry that each is like.

    By name or shape where that says it, else by size: the smaller of two is like the smaller.

    Raises:
        ValueError: with a Text, where there are more or fewer of them than in the entry.
    """
    usual = {given.name: given for given in network.inputs if given.color is not None}
    pairs = names_in_file(network.inputs, header.inputs)
    if pairs is not None:
        return {pairs[name]: given for name, given in usual.items()}
    found = [spec for spec in header.inputs if _layout(spec.shape)]
    if len(found) != len(usual):
        counts = {"wanted": len(usual), "found": len(found)}
        raise ValueError(Text("it has {found} image input(s) instead of {wanted}", **counts))
    ordered = sorted(found, key=lambda spec: _area(spec.shape))
    likes = sorted(usual.values(), key=lambda given: _area(given.shape))
    return {spec.name: given for spec, given in zip(ordered, likes, strict=True)}


def _input_like(
    like: CatalogEntry,
    network: NetworkEntry,
    path: Path,
    spec: TensorSpec,
    picture: InputEntry | None,
    pixels: Mapping[str, Any],
) -> InputEntry:
    if picture is None:
        shape = _sizes(spec.shape, _shape_of(network, spec.name))
        return InputEntry(name=spec.name, shape=shape, dtype=spec.dtype)
    shape = _sizes(spec.shape, picture.shape)
    layout = _layout(shape)
    if not layout:
        facts = {"name": spec.name, "found": list(shape)}
        reason = Text("'{name}' {found} is no picture of three channels", **facts)
        raise NotLikeIt(file=path.name, role=network.role, entry=like.name, reason=reason)
    changes = {"name": spec.name, "shape": shape, "dtype": spec.dtype, "layout": layout}
    return picture.model_copy(update={**changes, **pixels})


def _shape_of(network: NetworkEntry, name: str) -> tuple[int, ...] | None:
    shapes = {tensor.name: tensor.shape for tensor in network.inputs}
    shapes |= {tensor.name: tensor.shape for tensor in network.outputs}
    return shapes.get(name)


def _sizes(shape: Sequence[int | None], usual: tuple[int, ...] | None) -> tuple[int, ...]:
    """Sizes with the free ones taken from a usual shape of as many dimensions, else 1."""
    fill = usual if usual is not None and len(usual) == len(shape) else (1,) * len(shape)
    return tuple(size if have is None else have for have, size in zip(shape, fill, strict=True))


def _layout(shape: Sequence[int | None]) -> str:
    if len(shape) != 4:
        return ""
    return "NCHW" if shape[1] == 3 else "NHWC" if shape[3] == 3 else ""


def _area(shape: Sequence[int | None]) -> int:
    area = 1
    for size in shape:
        area *= size or 1
    return area
