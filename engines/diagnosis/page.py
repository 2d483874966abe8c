"""A diagnosis as one HTML page that needs nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from engines.diagnosis.reasons import why
from engines.diagnosis.remedies import shown_command
from engines.diagnosis.values import Agreement, Diagnosis, LadderResult, LayerError, Remedy, SideFrame
from engines.geometry import iou

_MOST_ROWS = 60
_PLOT_W, _PLOT_H = 900, 160
_STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #888; --bad: #c0392b; --b: #d35400; --f: #2471a3 }
body { font: 15px/1.45 system-ui, sans-serif; max-width: 1100px; margin: 2em auto; padding: 0 1em }
h1 { font-size: 1.5em } h2 { font-size: 1.15em; margin-top: 2em }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
th, td { padding: .25em .6em; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap }
th:first-child, td:first-child, td.text { text-align: left } td.text { white-space: normal }
.verdict { padding: .8em 1em; border-left: .4em solid var(--soft); background: #8881 }
.broken, .drifts { border-color: var(--bad) } .healthy { border-color: #1e8449 }
.out { color: var(--soft) } code { font-size: .92em; overflow-wrap: anywhere }
.wide { overflow-x: auto } svg { width: 100%; height: auto } svg text { font-size: 11px; fill: currentColor }
.key b { color: var(--b) } .key i { color: var(--f); font-style: normal }
"""


def as_page(found: Diagnosis) -> str:
    """The whole page; every name and sentence in it is escaped."""
    title = f"{found.model} on {found.source}"
    parts = [
        f"<h1>{escape(title)}</h1>",
        f'<p class="verdict {found.verdict.value}"><b>{found.verdict.value}</b>. {escape(found.reason)}.</p>',
        _files(found),
        "<h2>A beside B</h2>",
        _figures([("now", found.agreement)]),
        _plot(found.side),
        "<h2>Layers, worst first</h2>",
        _layers(found),
        *(_network(ladder) for ladder in found.ladders),
    ]
    if found.remedy is not None:
        parts.append(_remedy(found.remedy))
    body = "\n".join(parts)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n<body>\n{body}\n</body></html>\n"
    )


def _files(found: Diagnosis) -> str:
    rows = [
        [str(ladder.network), path_a.name, path_b.name, f"{form.bits} bit, one scale per {form.scales}"]
        for ladder, path_a, path_b, form in zip(
            found.ladders, found.files_a, found.files_b, found.formats, strict=True
        )
    ]
    return _table(["network", "A", "B", "format of B"], rows)


def _figures(named: Sequence[tuple[str, Agreement]]) -> str:
    heads = ["", "frames", "parted at", "with A's crops", "mean IoU", "with A's crops", "peak kept",
             "AUC A", "AUC B"]  # fmt: skip
    rows = [
        [
            name,
            str(each.frames),
            _whole(each.parted_at),
            _whole(each.forced_parted_at),
            _number(each.mean_iou, 3),
            _number(each.forced_iou, 3),
            _share(each.peaks.kept if each.peaks else None),
            _number(each.auc_a, 3),
            _number(each.auc_b, 3),
        ]
        for name, each in named
    ]
    return _table(heads, rows)


def _plot(side: Sequence[SideFrame]) -> str:
    """Overlap of A and B over the frames, closed loop and teacher-forced."""
    if not side:
        return ""
    first, last = side[0].index, side[-1].index
    across = _PLOT_W / max(1, last - first)

    def line(overlaps: Sequence[float], color: str) -> str:
        points = " ".join(
            f"{(each.index - first) * across:.1f},{_PLOT_H * (1 - value):.1f}"
            for each, value in zip(side, overlaps, strict=True)
        )
        return f'<polyline fill="none" stroke="{color}" stroke-width="1.5" points="{points}"/>'

    free = line([iou(each.a, each.b) for each in side], "var(--b)")
    forced = line([iou(each.a, each.forced) for each in side], "var(--f)")
    middle = _PLOT_H / 2
    return (
        f'<svg viewBox="-2 -4 {_PLOT_W + 4} {_PLOT_H + 24}" role="img" aria-label="overlap of A and B">'
        f'<path d="M0 0H{_PLOT_W}M0 {middle}H{_PLOT_W}M0 {_PLOT_H}H{_PLOT_W}" stroke="var(--line)"/>'
        f'{forced}{free}<text x="0" y="{_PLOT_H + 16}">frame {first}</text>'
        f'<text x="{_PLOT_W}" y="{_PLOT_H + 16}" text-anchor="end">frame {last}</text></svg>'
        '<p class="key">Overlap (IoU, 0 to 1) of B with A: <b>B with its own crops</b>, '
        "<i>B with A's crops</i>.</p>"
    )


def _layers(found: Diagnosis) -> str:
    heads = ["layer", "network", "alone: output error", "alone: peak kept", "channels lost", "weights dB",
             "single cosine", "accumulated cosine", "jump", "why"]  # fmt: skip
    forms = dict(zip((ladder.network for ladder in found.ladders), found.formats, strict=False))
    rows = []
    for layer in found.blamed[:_MOST_ROWS]:
        effect = layer.effect
        peaks = effect.peaks if effect is not None else None
        rows.append(
            [
                layer.name,
                layer.network,
                _share(effect.relative_l2 if effect is not None else None),
                _share(peaks.kept if peaks is not None else None),
                _share(layer.channels_lost),
                _number(layer.weight_sqnr_db, 1),
                _number(layer.single.cosine, 4),
                _number(layer.accumulated.cosine, 4),
                _number(layer.jump, 3),
                str(why(layer, forms.get(layer.network))) if effect is not None else "",
            ]
        )
    more = len(found.blamed) - len(rows)
    note = f'<p class="out">{more} more layers err less.</p>' if more > 0 else ""
    return _table(heads, rows, last_is_text=True) + note


def _network(ladder: LadderResult) -> str:
    first = ladder.first_below
    below = "no layer" if first is None else f"<code>{escape(first.name)}</code>"
    rows = [
        [
            each.name,
            _number(each.error.cosine, 4),
            _number(each.error.snr_db, 1),
            _share(each.peaks.kept if each.peaks else None),
            _share(each.saturated),
            _share(each.range_used),
            str(each.zero_channels),
            str(each.problem or ""),
        ]
        for each in ladder.outputs
    ]
    heads = ["output", "cosine", "SNR dB", "peak kept", "saturated", "range used", "zero channels", ""]
    out: list[LayerError] = [layer for layer in ladder.layers if layer.left_out is not None]
    return (
        f"<h2>Network {escape(ladder.network)}</h2>"
        f"<p>First below the threshold: {below}. Ladder of frame {', '.join(map(str, ladder.frames))}: "
        f"{ladder.run_ms:.0f} ms, one inference {ladder.inference_ms:.1f} ms (measured here). "
        f"{len(out)} layers are left out: fused, all zero, or without counterpart.</p>"
        + _table(heads, rows, last_is_text=True)
    )


def _remedy(remedy: Remedy) -> str:
    named = [(str(each.title), each.agreement) for each in remedy.tried]
    return (
        f"<h2>Remedy</h2><p><b>{escape(remedy.chosen.title)}</b></p>"
        + _figures(named)
        + f"<p>Made by <code>{escape(shown_command(remedy.command))}</code></p>"
    )


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], *, last_is_text: bool = False) -> str:
    head = "".join(f"<th>{escape(each)}</th>" for each in heads)
    lines = []
    for row in rows:
        cells = [f"<td>{escape(each)}</td>" for each in row]
        if last_is_text:
            cells[-1] = f'<td class="text">{escape(row[-1])}</td>'
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f'<div class="wide"><table><tr>{head}</tr>{"".join(lines)}</table></div>'


def _number(value: float | None, digits: int) -> str:
    return "" if value is None else f"{value:.{digits}f}"


def _whole(value: int | None) -> str:
    return "" if value is None else str(value)


def _share(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.1f} %"
