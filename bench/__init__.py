"""The bars of the project, measured: ratios within one run. See README.md."""
