"""Double of `ais_bench`, version 0.0.2 unless the board's state asks for a later one."""
