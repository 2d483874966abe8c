"""What runs beside the accelerator: a small Open Inference Protocol server.

Everything here except `pack` runs on boards: Python 3.7, the standard library and numpy only, and no
import from the rest of `engines`.
"""
