"""Quantised versions of a tracker's networks, made with crops that the tracker itself takes from a clip.

`formats` and `errors` are light and may be imported at the start; the other modules import onnx.
"""
