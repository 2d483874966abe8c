"""Why a quantised network loses the target: which frame, which layer, why, and what helps.

`values`, `measures`, `peaks`, `reasons`, `remedies`, `document`, `page`, `stages` and `compiler_log` may be
imported at the start; the other modules import onnx or onnxruntime.
"""
