"""How a file's tensors and those of a catalog entry belong together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import permutations
from pathlib import Path

from engines.catalog import CatalogEntry, InputEntry, NetworkEntry, OutputEntry
from engines.errors import TrackbenchError
from engines.networks.network import TensorSpec
from engines.networks.onnx_header import OnnxHeader, read_header
from engines.texts import Text

Shape = tuple[int | None, ...]
Expected = Sequence[InputEntry] | Sequence[OutputEntry]


def agree(expected: tuple[int, ...], found: Shape, *, moved: bool = False) -> bool:
    """Same sizes; a free dimension takes any. A link may carry the same picture in another layout."""
    if len(expected) != len(found):
        return False
    if moved:
        left = Counter(expected)
        left.subtract(have for have in found if have is not None)
        return min(left.values()) >= 0
    return all(have is None or want == have for want, have in zip(expected, found, strict=True))


def names_in_file(expected: Expected, found: Sequence[TensorSpec]) -> dict[str, str] | None:
    """Which of a file's tensors each expected one is: by name, and where names differ by shape.

    Returns:
        Names in the file by names in the catalog; None where a tensor has no counterpart or where more
        than one way of pairing them would do. Further tensors of the file do no harm.
    """
    by_name = {spec.name: spec for spec in found}
    pairs = {tensor.name: tensor.name for tensor in expected if tensor.name in by_name}
    if not all(agree(t.shape, by_name[t.name].shape) for t in expected if t.name in pairs):
        return None
    free = [spec for spec in found if spec.name not in pairs]
    left = [tensor for tensor in expected if tensor.name not in pairs]
    # Where there is just one way to pair them all, some tensor always has a single candidate.
    while left:
        fits = [[spec for spec in free if agree(tensor.shape, spec.shape)] for tensor in left]
        at = next((i for i, candidates in enumerate(fits) if len(candidates) == 1), None)
        if at is None:
            return None
        pairs[left.pop(at).name] = fits[at][0].name
        free.remove(fits[at][0])
    return pairs


def first_difference(
    network: NetworkEntry, inputs: Sequence[TensorSpec], outputs: Sequence[TensorSpec]
) -> Text | None:
    """The first tensor of an entry that an opened network lacks or has in another shape; by names."""
    for kind, expected, specs in (
        (Text("input"), network.inputs, inputs),
        (Text("output"), network.outputs, outputs),
    ):
        found = {spec.name: spec for spec in specs}
        for tensor in expected:
            have = found.get(tensor.name)
            if have is None:
                names = ", ".join(found) or Text("none")
                return Text(
                    "{kind} '{name}' is missing; found {names}", kind=kind, name=tensor.name, names=names
                )
            if not agree(tensor.shape, have.shape, moved=have.layout != getattr(tensor, "layout", "")):
                shapes = {"wanted": list(tensor.shape), "found": list(have.shape)}
                return Text(
                    "{kind} '{name}': expected {wanted}, found {found}", kind=kind, name=tensor.name, **shapes
                )
    return None


def fits(network: NetworkEntry, header: OnnxHeader) -> bool:
    """Whether every tensor of the entry has just one counterpart in the file."""
    return (
        names_in_file(network.inputs, header.inputs) is not None
        and names_in_file(network.outputs, header.outputs) is not None
    )


def as_named_in(network: NetworkEntry, path: Path) -> NetworkEntry:
    """The entry with a file's own names for its tensors, where shapes leave no doubt which is which.

    Otherwise, and where the file cannot be looked into, it is the entry itself; opening the file then
    says what is wrong.
    """
    try:
        header = read_header(path)
    except TrackbenchError:
        return network
    inputs = names_in_file(network.inputs, header.inputs)
    outputs = names_in_file(network.outputs, header.outputs)
    if inputs is None or outputs is None:
        return network
    filters = tuple(
        group.model_copy(
            update={
                "score": outputs.get(group.score, group.score),
                "outputs": tuple(outputs.get(name, name) for name in group.outputs),
            }
        )
        for group in network.filter
    )
    return network.model_copy(
        update={
            "inputs": _renamed(network.inputs, inputs),
            "outputs": _renamed(network.outputs, outputs),
            "filter": filters,
        }
    )


def arranged(entry: CatalogEntry, files: Sequence[Path]) -> tuple[Path, ...]:
    """An entry's files in the order of its networks, whatever order they were named in.

    Files that fit no such order, or cannot be looked into, keep theirs.
    """
    if len(files) == len(entry.network) > 1 and all(network.is_onnx for network in entry.network):
        try:
            headers = [read_header(path) for path in files]
        except TrackbenchError:
            return tuple(files)
        for order in permutations(range(len(files))):
            if all(fits(network, headers[i]) for network, i in zip(entry.network, order, strict=True)):
                return tuple(files[i] for i in order)
    return tuple(files)


def _renamed(tensors: Sequence[InputEntry | OutputEntry], names: Mapping[str, str]) -> tuple[object, ...]:
    return tuple(tensor.model_copy(update={"name": names[tensor.name]}) for tensor in tensors)
