"""How do results change over a grid of parameters?

Runs notebooks at every point, in one recorded and resumable run, and gathers the facts of all
points in one tidy table.
"""

import csv
import io
import json
from pathlib import Path

from analysis import markup, paths
from analysis.runs import grid, record, store
from analysis.runs.conditions import USUAL, Conditions
from analysis.runs.notebooks import ParameterInputError
from analysis.runs.progress import chosen
from analysis.runs.record import Outcome
from analysis.runs.reports import RunError, carry_out, cores, refuse_stale
from analysis.runs.tasks import Options

COLUMNS = ("fact", "value", "low", "high", "unit", "basis", "rows")  # after notebook and parameters
POINTS = ("point", "status", "exit_code", "error", "seconds")  # the same, of points.csv


def sweep(
    plan: dict,
    *,
    workers: int | None = None,
    force: bool = False,
    scheduler: str = "",
    output: str = "",
    show_progress: bool = True,
    conditions: Conditions = USUAL,
    resume: bool = False,
) -> tuple[Path, list[Outcome]]:
    """Run the notebooks of a plan at every point.

    Parameters
    ----------
    plan : dict
        From `grid.plan_of` or `grid.plan_from`.
    workers : int, optional
        Processes of this machine; one per core when left out.
    force : bool
        Run even what the cache holds.
    scheduler : str
        Address of a dask scheduler, such as "tcp://host:8786".
    output : str
        fsspec address, such as "s3://bucket/folder", to which the finished sweep is copied.
    resume : bool
        Finish the newest sweep with this plan that was interrupted or failed.

    Returns
    -------
    tuple of pathlib.Path and list of Outcome
        Folder of the sweep: a folder a point, `facts.csv`, `facts.parquet`, `index.html` and the
        record.

    Raises
    ------
    RunError and others
        As `reports.report`; what succeeded is kept, and `resume` runs the rest.
    """
    refuse_stale()
    tasks = grid.tasks_of(plan, conditions)
    if scheduler and any(n.endswith("_file") and v for t in tasks for n, v in t.values.items()):
        raise ParameterInputError(
            "a parameter that names a file of this machine cannot be used on a cluster; next: leave"
            " out the scheduler"
        )
    name = name_of(plan)
    folder = record.latest(name, {"running", "interrupted", "failed"}) if resume else None
    if resume and folder is None:
        raise RunError(
            f"no interrupted sweep of this plan is below {record.relative(paths.reports())};"
            " next: leave out --resume"
        )
    options = Options(
        workers=workers or cores(), force=force, scheduler=scheduler, progress=chosen(show_progress)
    )
    folder, outcomes = carry_out(name, tasks, options, plan=plan, folder=folder, gather=collect)
    if output:
        copy_out(folder, output)
    return folder, outcomes


def name_of(plan: dict) -> str:
    """Name of all sweeps with one plan: its first notebook and a hash of notebooks and values."""
    return f"sweep-{plan['notebooks'][0]}-{store.hash_of(plan)[:8]}"


def collect(folder: Path) -> Path:
    """Write the facts of every point as `facts.csv` and `facts.parquet`, and link all pages.

    How every point ended stands in `points.csv`: notebook, one column a parameter, then `POINTS`;
    a point without facts is found there.

    Returns
    -------
    pathlib.Path
        The CSV file: notebook, one column a parameter, then `COLUMNS`; one row a fact.
    """
    manifest = record.read(folder)
    swept = list(manifest["plan"]["over"])
    rows = [row for task in manifest["tasks"] for row in _facts(folder, task, swept)]
    points = [_at(task, swept) | {c: task.get(c, "") for c in POINTS} for task in manifest["tasks"]]
    _write_parquet(rows, ["notebook", *swept, *COLUMNS], folder)
    store.write_atomically(folder / "index.html", _index(manifest))
    store.write_atomically(folder / "points.csv", _csv(points, ["notebook", *swept, *POINTS]))
    return store.write_atomically(folder / "facts.csv", _csv(rows, ["notebook", *swept, *COLUMNS]))


def _csv(rows: list[dict], columns: list[str]) -> str:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({k: markup.in_sheet(cell) for k, cell in row.items()} for row in rows)
    return buffer.getvalue()


def _at(task: dict, swept: list[str]) -> dict:
    """Notebook and swept parameters of one task."""
    return {"notebook": task["notebook"]} | {n: task["parameters"][n] for n in swept}


def _facts(folder: Path, task: dict, swept: list[str]) -> list[dict]:
    path = folder / task["point"] / "facts" / f"{task['notebook']}.json"
    good = task["status"] in {"done", "cached"} and path.is_file()
    held = json.loads(path.read_text(encoding="utf-8")) if good else {}
    return [
        _at(task, swept)
        | {"fact": fact}
        | {c: told.get(c) for c in COLUMNS[1:-1]}
        | {"rows": " ".join(told["rows"])}
        for fact, told in sorted(held.items())
    ]


def _write_parquet(rows: list[dict], columns: list[str], folder: Path) -> None:
    """The same table as Parquet: numbers and words in two columns, since one column has one type.

    Left out without pyarrow.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        return
    words = [r["value"] if isinstance(r["value"], str) else None for r in rows]
    numbers = [
        None if isinstance(r["value"], str) or r["value"] is None else float(r["value"])
        for r in rows
    ]
    ends = {
        c: pa.array([None if r[c] is None else float(r[c]) for r in rows], pa.float64())
        for c in ("low", "high")
    }
    data = {c: pa.array([r[c] for r in rows]) for c in columns if c not in {"value", *ends}}
    table = pa.table(
        {
            **data,
            "value": pa.array(numbers, pa.float64()),
            "word": pa.array(words, pa.string()),
            **ends,
        }
    )
    buffer = io.BytesIO()
    parquet.write_table(table, buffer)
    store.write_atomically(folder / "facts.parquet", buffer.getvalue())


def _index(manifest: dict) -> str:
    """Page that links every page of the sweep, told apart by the parameters that vary."""
    from jinja2 import Environment

    over = manifest["plan"]["over"]
    varied = [n for n, values in over.items() if len(values) > 1] or list(over)
    template = Environment(autoescape=True).from_string(_INDEX)
    return template.render(varied=varied, tasks=manifest["tasks"], policy=markup.policy()) + "\n"


_INDEX = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
{{ policy | safe }}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sweep over {{ varied | join(", ") }}</title>
<style>body { font: 16px/1.5 sans-serif; max-width: 820px; margin: 1em auto; padding: 0 8px }
td, th { text-align: left; padding: .2em .8em .2em 0 }</style></head><body>
<h1>Sweep over {{ varied | join(", ") }}</h1>
<p>{{ tasks | length }} pages. All facts: <a href="facts.csv">facts.csv</a>; how each
point ended: <a href="points.csv">points.csv</a>.</p>
<table><tr><th>{{ varied | join(", ") }}</th><th>notebook</th><th>ended</th></tr>
{%- for task in tasks %}
<tr><td><a href="{{ task.point }}/{{ task.notebook }}.html">
{%- for name in varied %}{{ task.parameters[name] }}{{ ", " if not loop.last }}{% endfor -%}
</a></td><td>{{ task.notebook }}</td><td>{{ task.status }}</td></tr>
{%- endfor %}
</table></body></html>"""


def copy_out(folder: Path, address: str) -> str:
    """Copy a finished run to an fsspec address, the manifest last.

    So that a manifest there means a whole run.

    Raises
    ------
    store.OutputError
        If the address is not known or cannot be written.
    """
    import fsspec

    try:
        system, root = fsspec.core.url_to_fs(address)
        place = f"{root.rstrip('/')}/{folder.name}"
        files = sorted(p for p in folder.rglob("*") if p.is_file())
        for path in sorted(files, key=lambda p: p.name == record.NAME):
            target = f"{place}/{path.relative_to(folder).as_posix()}"
            system.makedirs(target.rpartition("/")[0], exist_ok=True)
            system.put_file(str(path), target)
    except Exception as error:  # every store has errors of its own
        raise store.OutputError(
            f"cannot copy the sweep to {address}: {error}; it is complete in"
            f" {record.relative(folder)}"
        ) from error
    return place
