"""`python -m bench [NAME…]`: measures, prints one table, and ends with 0 even where a bar is missed."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict
from pathlib import Path
from time import perf_counter

from bench.measure import Effort
from bench.places import private_home
from bench.process import in_fresh_process
from bench.registry import BENCHES, measure, summary_of
from bench.rows import Row, missing, table


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHES)}; default: all")
    parser.add_argument("--list", action="store_true", help="say what each bench measures")
    parser.add_argument("--quick", action="store_true", help="a few samples only: does it run at all?")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows and the machine there too")
    args = parser.parse_args(argv)
    unknown = [name for name in args.names if name not in BENCHES]
    if unknown:
        parser.error(f"no bench {unknown[0]!r}; there are {', '.join(BENCHES)}")
    return args


def machine() -> dict[str, object]:
    """What the figures were measured on."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    load = round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None
    return {"cores": cores, "load_before": load, "python": sys.version.split()[0], "system": sys.platform}


def measure_all(names: Sequence[str], effort: Effort) -> list[Row]:
    """Every bench in turn; one that breaks off says so in its row, and the others go on."""
    rows: list[Row] = []
    for name in names:
        print(f"{name} ...", end=" ", file=sys.stderr, flush=True)
        began_s = perf_counter()
        try:
            rows += in_fresh_process(measure, name, effort)
        except BrokenProcessPool as error:
            rows.append(missing(name, "the bench itself", str(error)))
        print(f"{perf_counter() - began_s:.0f} s", file=sys.stderr)
    return rows


def verdict(rows: Sequence[Row]) -> str:
    missed = [f"{row.bench}: {row.what}" for row in rows if row.is_met is False]
    judged = sum(row.is_met is not None for row in rows)
    if not judged:
        return "No bar was measured."
    return f"{judged - len(missed)} of {judged} bars met." + "".join(f"\n  missed {name}" for name in missed)


def main(argv: Sequence[str] | None = None) -> int:
    args = parse(argv)
    names = args.names or BENCHES
    if args.list:
        print("\n".join(f"{name:<15} {summary_of(name)}" for name in names))
        return 0
    about = machine()
    with private_home():
        rows = measure_all(names, Effort(args.quick))
    print(table(rows))
    print(f"\n{verdict(rows)}")
    print(f"{about['cores']} cores, load {about['load_before']} before the start; bench/README.md reads it.")
    if args.json:
        judged = [{**asdict(row), "met": row.is_met} for row in rows]
        document = json.dumps({"machine": about, "rows": judged}, indent=2)
        args.json.write_text(document + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
