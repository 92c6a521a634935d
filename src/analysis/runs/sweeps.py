"""How do results change over a grid of parameters?

Runs notebooks at every point, in one recorded and resumable run, and gathers the facts of all
points in one tidy table.
"""

import csv
import html
import io
import json
from contextlib import suppress
from pathlib import Path

from analysis import paths
from analysis.runs import grid, progress, store
from analysis.runs import record as records
from analysis.runs.notebooks import CELL_SECONDS, ParameterInputError
from analysis.runs.record import Outcome
from analysis.runs.reports import Options, RunError, carry_out, cores, refuse_stale

COLUMNS = ("fact", "value", "low", "high", "unit", "basis", "rows")  # after notebook and parameters


def sweep(
    plan: dict,
    *,
    workers: int | None = None,
    force: bool = False,
    scheduler: str = "",
    output: str = "",
    show_progress: bool = True,
    cell_seconds: int = CELL_SECONDS,
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
        records.

    Raises
    ------
    RunError and others
        As `reports.report`; what succeeded is kept, and `resume` runs the rest.
    """
    refuse_stale()
    tasks = grid.tasks_of(plan, cell_seconds)
    if scheduler and any(n.endswith("_file") and v for t in tasks for n, v in t.values.items()):
        raise ParameterInputError(
            "a parameter that names a file of this machine cannot be used on a cluster; next: leave"
            " out the scheduler"
        )
    name = name_of(plan)
    folder = records.latest(name, {"running", "interrupted", "failed"}) if resume else None
    if resume and folder is None:
        raise RunError(
            f"no interrupted sweep of this plan is below {records.relative(paths.reports())};"
            " next: leave out --resume"
        )
    options = Options(
        workers=workers or cores(),
        force=force,
        scheduler=scheduler,
        progress=progress.chosen(show_progress),
    )
    try:
        folder, outcomes = carry_out(name, tasks, options, plan=plan, folder=folder)
    except RunError as error:
        if error.folder is not None:
            with suppress(OSError):  # what succeeded is of use, but what failed must be told
                collect(error.folder)
        raise
    with store.writable():
        collect(folder)
    if output:
        copy_out(folder, output)
    return folder, outcomes


def name_of(plan: dict) -> str:
    """Name of all sweeps with one plan: its first notebook and a hash of notebooks and values."""
    import hashlib

    told = hashlib.sha256(
        json.dumps(plan, sort_keys=True, ensure_ascii=False).encode()
    ).hexdigest()[:8]
    return f"sweep-{plan['notebooks'][0]}-{told}"


def collect(folder: Path) -> Path:
    """Write the facts of every point as `facts.csv` and `facts.parquet`.

    And `index.html` with a link to every page.

    Returns
    -------
    pathlib.Path
        The CSV file: notebook, one column a parameter, then `COLUMNS`; one row a fact.
    """
    record = records.read(folder)
    swept = list(record["plan"]["over"])
    rows = [row for task in record["tasks"] for row in _facts(folder, task, swept)]
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, ["notebook", *swept, *COLUMNS], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    _write_parquet(rows, ["notebook", *swept, *COLUMNS], folder)
    store.write_atomically(folder / "index.html", _index(record))
    return store.write_atomically(folder / "facts.csv", buffer.getvalue())


def _facts(folder: Path, task: dict, swept: list[str]) -> list[dict]:
    path = folder / task["point"] / "facts" / f"{task['notebook']}.json"
    good = task["status"] in {"done", "cached"} and path.is_file()
    held = json.loads(path.read_text(encoding="utf-8")) if good else {}
    at = {"notebook": task["notebook"]} | {n: task["parameters"][n] for n in swept}
    return [
        at
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


def _line(task: dict, varied: list[str]) -> str:
    page = html.escape(f"{task['point']}/{task['notebook']}.html")
    told = html.escape(", ".join(str(task["parameters"][n]) for n in varied))
    cells = (f'<a href="{page}">{told}</a>', task["notebook"], task["status"])
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _index(record: dict) -> str:
    """Page that links every page of the sweep, told apart by the parameters that vary."""
    varied = [n for n, values in record["plan"]["over"].items() if len(values) > 1] or list(
        record["plan"]["over"]
    )
    lines = [_line(task, varied) for task in record["tasks"]]
    heads = ", ".join(varied)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport"'
        ' content="width=device-width, initial-scale=1">'
        f"<title>Sweep over {html.escape(heads)}</title><style>body{{font:16px/1.5"
        " sans-serif;max-width:820px;margin:1em auto;padding:0 8px}"
        "td,th{text-align:left;padding:.2em .8em .2em 0}</style></head><body>"
        f"<h1>Sweep over {html.escape(heads)}</h1><p>{len(lines)} pages. All facts: <a"
        ' href="facts.csv">facts.csv</a>.</p>'
        f"<table><tr><th>{html.escape(heads)}</th><th>notebook</th><th>ended</th></tr>{''.join(lines)}</table></body></html>\n"
    )


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
        for path in sorted(files, key=lambda p: p.name == records.NAME):
            target = f"{place}/{path.relative_to(folder).as_posix()}"
            system.makedirs(target.rpartition("/")[0], exist_ok=True)
            system.put_file(str(path), target)
    except Exception as error:  # every store has errors of its own
        raise store.OutputError(
            f"cannot copy the sweep to {address}: {error}; it is complete in"
            f" {records.relative(folder)}"
        ) from error
    return place
