"""`trackbench export`: a recording as CSV, Chrome trace or HTML report."""

from __future__ import annotations

from pathlib import Path

import click

_EXAMPLES = """
\b
Examples:
  trackbench export recordings/2025-03-04_10-00-00 --html report.html
  trackbench export take --csv layers.csv --stages stages.csv --trace trace.json
"""


@click.command(name="export", epilog=_EXAMPLES)
@click.argument("recording", type=click.Path(path_type=Path))
@click.option("--csv", "csv_file", type=click.Path(path_type=Path),
              help="Layers with their percentiles over all profiled frames.")  # fmt: skip
@click.option("--stages", type=click.Path(path_type=Path), help="Stages of every frame, as CSV.")
@click.option("--trace", type=click.Path(path_type=Path), help="Chrome trace JSON, for Perfetto.")
@click.option("--html", type=click.Path(path_type=Path), help="A report in one HTML file.")
def command(
    recording: Path, csv_file: Path | None, stages: Path | None, trace: Path | None, html: Path | None
) -> None:
    """Write what RECORDING holds into files that other programs read."""
    if csv_file is None and stages is None and trace is None and html is None:
        raise click.UsageError("Give at least one of --csv, --stages, --trace and --html.")
    from engines.recorded_layers import layer_rows
    from engines.recording_reader import OpenRecording
    from engines.report.recording_page import recording_page
    from engines.report.tables import layers_csv, save_text, stages_csv

    opened = OpenRecording(recording)
    if csv_file is not None:
        save_text(csv_file, layers_csv(layer_rows(opened)))
    if stages is not None:
        save_text(stages, stages_csv(opened))
    if html is not None:
        save_text(html, recording_page(opened))
    if trace is not None:
        from engines.trace import TraceWriter

        writer = TraceWriter(trace, recording.name)
        for result in opened.results():
            writer.write(result)
        writer.close()
    for written in (csv_file, stages, html, trace):
        if written is not None:
            click.echo(f"written: {written}")
