"""Detectors: a frame in, boxes with scores out. They keep no state from frame to frame."""
