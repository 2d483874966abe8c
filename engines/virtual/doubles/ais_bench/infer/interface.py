"""Double of `ais_bench.infer.interface`.

`InferSession` is 0.0.2's, with its spelling `sumary`, or, where TRACKBENCH_AIS_BENCH is "later", the
one of the packages since 2023, with `summary`, more modes, and inputs that are made contiguous first.
"""

from __future__ import annotations

import os
from typing import Any

import aclruntime  # type: ignore[import-not-found]
import numpy as np

__all__ = ["InferSession", "MemorySummary"]
IS_LATER = os.environ.get("TRACKBENCH_AIS_BENCH") == "later"
_LATER_MODES = ("static", "dymbatch", "dymhw", "dymdims", "dymshape")


class _Session:
    """What both have."""

    def __init__(
        self,
        device_id: int,
        model_path: str,
        acl_json_path: str | None = None,
        debug: bool = False,
        loop: int = 1,
    ) -> None:
        options = aclruntime.session_options()
        options.loop = loop
        if acl_json_path is not None:
            options.acl_json_path = acl_json_path
        self.device_id = device_id
        self.model_path = model_path
        self.session = aclruntime.InferenceSession(model_path, device_id, options)
        self.outputs_names = [desc.name for desc in self.session.get_outputs()]

    def get_inputs(self) -> list[Any]:
        return list(self.session.get_inputs())

    def get_outputs(self) -> list[Any]:
        return list(self.session.get_outputs())

    def finalize(self) -> None:
        self.session.finalize()

    def _run(self, arrays: list[Any]) -> list[Any]:
        tensors = [
            array if isinstance(array, aclruntime.Tensor) else aclruntime.Tensor(array) for array in arrays
        ]
        results = self.session.run(self.outputs_names, tensors)
        for tensor in results:
            tensor.to_host()
        return [np.array(tensor) for tensor in results]


def _host_array(feed: Any) -> Any:
    if isinstance(feed, np.generic):
        return np.array(feed)
    if hasattr(feed, "detach"):
        return feed.detach().cpu().numpy()
    return feed


class _Old(_Session):
    def infer(self, feeds: list[Any], mode: str = "static", custom_sizes: Any = 100000) -> list[Any]:
        """Any mode but the dynamic ones is taken for static."""
        if mode in ("dymshape", "dymdims"):
            raise RuntimeError("virtual board: static models only")
        return self._run([_host_array(feed) for feed in feeds])

    def sumary(self) -> Any:
        return self.session.sumary()

    def reset_sumaryinfo(self) -> None:
        self.session.reset_sumaryinfo()


class _Later(_Session):
    def infer(
        self, feeds: list[Any], mode: str = "static", custom_sizes: Any = 100000, out_array: bool = True
    ) -> list[Any]:
        if mode not in _LATER_MODES:
            raise RuntimeError(f"wrong infer_mode:{mode}, only support {','.join(_LATER_MODES)}")
        if mode != "static":
            raise RuntimeError("virtual board: static models only")
        arrays = [_host_array(feed) for feed in feeds]
        return self._run([np.ascontiguousarray(a) if isinstance(a, np.ndarray) else a for a in arrays])

    def summary(self) -> Any:
        return self.session.sumary()

    def reset_summaryinfo(self) -> None:
        self.session.reset_sumaryinfo()

    def free_resource(self) -> None:
        self.session.free_resource()


class _OldMemory:
    get_H2D_time_list = staticmethod(aclruntime.MemorySummary.get_H2D_time_list)
    get_D2H_time_list = staticmethod(aclruntime.MemorySummary.get_D2H_time_list)
    reset = staticmethod(aclruntime.MemorySummary.reset)


class _LaterMemory:
    get_h2d_time_list = staticmethod(aclruntime.MemorySummary.get_H2D_time_list)
    get_d2h_time_list = staticmethod(aclruntime.MemorySummary.get_D2H_time_list)
    reset = staticmethod(aclruntime.MemorySummary.reset)


InferSession = _Later if IS_LATER else _Old
MemorySummary = _LaterMemory if IS_LATER else _OldMemory
