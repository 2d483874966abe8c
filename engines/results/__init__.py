"""Result files: what a run writes with --out, and back. Formats are described in docs/formats.md."""
