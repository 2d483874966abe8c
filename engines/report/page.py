"""The frame of a report, and the pieces of it: one HTML file without anything from outside.

Everything that comes from files passes through `escaped`, and the page forbids scripts and all that would be
loaded, so that a layer's name cannot do more than be read.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

UNKNOWN = ""

_STYLE = """
:root { color-scheme: light dark; --ink: #1c1917; --paper: #ffffff; --dim: #57534e; --line: #d6d3d1;
  --band: #f5f5f4; --a: #0072b2; --b: #b45309; --budget: #b91c1c; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7e5e4; --paper: #1c1917; --dim: #a8a29e;
  --line: #44403c; --band: #292524; --a: #56b4e9; --b: #e69f00; --budget: #f87171; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin-bottom: 0; } h2 { font-size: 1.15rem; margin-top: 2.2rem; }
p.dim, caption { color: var(--dim); } p.note { border-left: 4px solid var(--b); padding-left: .8rem; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding-bottom: .3rem; }
th { text-align: left; border-bottom: 2px solid var(--line); }
th, td { padding: .15rem .7rem .15rem 0; vertical-align: top; } td.n, th.n { text-align: right; }
tbody tr:nth-child(even) { background: var(--band); } td.name { overflow-wrap: anywhere; }
svg { display: block; max-width: 100%; height: auto; margin: .6rem 0; font: 12px system-ui, sans-serif; }
svg text { fill: var(--ink); } svg .dim { fill: var(--dim); } svg .axis { stroke: var(--line); }
svg .a { fill: var(--a); } svg .b { fill: var(--b); }
svg .budget { stroke: var(--budget); stroke-dasharray: 4 3; }
svg .trace { stroke: var(--a); fill: none; stroke-width: 1.5; }
@media print { body { margin: 0; max-width: none; } }
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `is_number` aligns it to the right."""

    head: str
    is_number: bool = True


def escaped(text: object) -> str:
    """Text as it may stand between tags and in attributes; what HTML has no place for is left out."""
    plain = "".join(c for c in str(text) if c.isprintable() or c in "\n\t")
    return html.escape(plain, quote=True)


def page(title: str, sections: Iterable[str]) -> str:
    """A whole file."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escaped(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{escaped(title)}</h1>\n" + "\n".join(sections) + "\n</body>\n</html>\n"
    )


def section(head: str, *parts: str) -> str:
    """A part of the page under a heading; nothing where there is nothing in it."""
    body = "\n".join(part for part in parts if part)
    return f"<section>\n<h2>{escaped(head)}</h2>\n{body}\n</section>" if body else ""


def dim(text: object) -> str:
    return f'<p class="dim">{escaped(text)}</p>'


def note(text: object) -> str:
    return f'<p class="note">{escaped(text)}</p>'


def number(value: float | None, digits: int = 3) -> str:
    """A figure for a table; unknown is blank. Small ones keep their digits instead of becoming zero."""
    if value is None:
        return UNKNOWN
    if value != 0 and abs(value) < 0.5 * 10**-digits:
        return f"{value:.2g}"
    return f"{value:,.{digits}f}"


def table(columns: Sequence[Column], rows: Iterable[Sequence[str]], caption: str = "") -> str:
    """A table of text cells; none where there are no rows."""
    lines = [_row(columns, row) for row in rows]
    if not lines:
        return ""
    classes = ("n" if column.is_number else "name" for column in columns)
    heads = "".join(
        f'<th class="{kind}">{escaped(column.head)}</th>'
        for kind, column in zip(classes, columns, strict=True)
    )
    told = f"<caption>{escaped(caption)}</caption>" if caption else ""
    return (
        f'<div class="scroll"><table>{told}<thead><tr>{heads}</tr></thead>\n<tbody>\n'
        + "\n".join(lines)
        + "\n</tbody></table></div>"
    )


def _row(columns: Sequence[Column], cells: Sequence[str]) -> str:
    made = (
        f'<td class="{"n" if column.is_number else "name"}">{escaped(cell)}</td>'
        for column, cell in zip(columns, cells, strict=True)
    )
    return f"<tr>{''.join(made)}</tr>"
