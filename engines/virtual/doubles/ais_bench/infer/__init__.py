"""Double of `ais_bench.infer`."""
