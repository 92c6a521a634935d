"""Which notebooks ran, with what, and did they succeed?

Runs notebooks through Papermill into a folder beside the last good report and puts it in place only when every notebook
succeeded. Reads notebooks, writes `reports/`; draws nothing.
"""

import ast
import os
import shutil
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path

import nbformat

from analysis import cleaning, facts, parameters, paths

CELL_SECONDS = 300  # a cell that takes longer is stopped
QUIET = ["--IPKernelApp.log_level=40"]  # ipykernel warns of plain TCP at every start
CODES = {"error": 1, "parameter": 2}  # exit codes of the command line
_TYPES = {"int": int, "float": float, "str": str, "bool": bool}


class RunError(RuntimeError):
    """A notebook failed; the last good report is untouched."""


class ParameterInputError(ValueError):
    """A parameter the notebook does not declare, or a value of another type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one notebook ended: `error` is empty on success."""

    notebook: str
    seconds: float
    error: str = ""


def notebook_names() -> list[str]:
    """Names of all notebooks, in order, without suffix."""
    return sorted(p.stem for p in paths.notebooks().glob("[0-9]*.ipynb"))


def notebook_path(name: str) -> Path:
    """Path of one notebook by its full name or its beginning ("01").

    Raises
    ------
    ParameterInputError
        If no notebook, or more than one, has that name.
    """
    plain = Path(name).stem if name.endswith(".ipynb") else name
    found = [n for n in notebook_names() if n == plain] or [n for n in notebook_names() if n.startswith(plain)]
    if len(found) != 1:
        near = get_close_matches(plain, notebook_names(), n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(notebook_names())}"
        raise ParameterInputError(f"no single notebook is called {name!r}; {hint}")
    return paths.notebooks() / f"{found[0]}.ipynb"


def declared(path: Path) -> dict[str, tuple[str, object]]:
    """Type and default of every parameter in the cell tagged "parameters".

    Raises
    ------
    ParameterInputError
        If there is not exactly one such cell, or it holds more than annotated literals.
    """
    notebook = nbformat.read(path, as_version=4)
    cells = [c for c in notebook.cells if "parameters" in c.metadata.get("tags", [])]
    if len(cells) != 1:
        raise ParameterInputError(f"{path.name}: wanted one cell tagged 'parameters', found {len(cells)}")
    found = {}
    for node in ast.parse(cells[0].source).body:
        if not isinstance(node, ast.AnnAssign) or node.value is None:
            raise ParameterInputError(f"{path.name}: wanted lines `name: type = value`, found {ast.unparse(node)!r}")
        found[node.target.id] = (ast.unparse(node.annotation), ast.literal_eval(node.value))
    return found


def typed(path: Path, given: Iterable[str]) -> dict[str, object]:
    """Parameters from "key=value" texts, read as the notebook declares them.

    Raises
    ------
    ParameterInputError
        For an unknown name (with the nearest known one) or a value of another type.
    """
    known = declared(path)
    out = {}
    for item in given:
        name, equals, text = item.partition("=")
        if not equals:
            raise ParameterInputError(f"{item!r}: wanted key=value")
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(known)}"
            raise ParameterInputError(f"{name}: {path.stem} has no such parameter; {hint}")
        out[name] = _read_as(known[name][0], name, text)
    return out


def _read_as(kind: str, name: str, text: str) -> object:
    if kind == "bool":
        if text.lower() not in {"true", "false"}:
            raise ParameterInputError(f"{name}={text!r}: wanted true or false")
        return text.lower() == "true"
    try:
        return _TYPES[kind](text)
    except (KeyError, ValueError) as error:
        raise ParameterInputError(f"{name}={text!r}: wanted a value of type {kind}") from error


def execute(name: str, folder: Path, given: dict[str, object]) -> Outcome:
    """Run one notebook through Papermill into `folder` and write its HTML.

    A failed notebook is kept there as `<name>.failed.ipynb`.
    """
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    started = datetime.now(UTC)
    source, target = paths.notebooks() / f"{name}.ipynb", folder / f"{name}.ipynb"
    os.environ |= {"DAY229_OUTPUT": str(folder), "DAY229_ROOT": str(paths.root())}
    error = ""
    try:
        papermill.execute_notebook(
            str(source), str(target), parameters=given, progress_bar=False, log_output=False,
            execution_timeout=CELL_SECONDS, cwd=str(paths.notebooks()), extra_arguments=QUIET,
        )  # fmt: skip
        error = _unrun(target)
    except PapermillExecutionError as failure:
        error = f"cell {failure.exec_count}: {failure.ename}: {failure.evalue}"
    except (CellTimeoutError, DeadKernelError) as failure:
        error = f"{type(failure).__name__}: {str(failure).splitlines()[0]}"
    if error and target.exists():
        target.replace(folder / f"{name}.failed.ipynb")
    if not error:
        (folder / f"{name}.html").write_text(to_html(target), encoding="utf-8")
    return Outcome(notebook=name, seconds=(datetime.now(UTC) - started).total_seconds(), error=error)


def _unrun(path: Path) -> str:
    """Complaint when a code cell was never run, whatever the saved status says."""
    cells = [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code" and c.source.strip()]
    skipped = [i for i, c in enumerate(cells, 1) if c.execution_count is None]
    return f"code cell {skipped[0]} was never run" if skipped else ""


def to_html(path: Path) -> str:
    """Self-contained HTML page of a run notebook; alternative texts kept, nothing fetched from elsewhere."""
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(
        template_name="classic",
        mathjax_url="",
        require_js_url="",
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )
    body, _ = exporter.from_filename(str(path))
    return _folded(body.replace("</head>", _PAGE_STYLE + "</head>", 1))


def _folded(page: str) -> str:
    """Page with every code cell behind a line to open it, so that a reader meets prose, figures and tables first."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(page, "html.parser")
    for script in soup.find_all("script"):  # the page needs none, and the template fetches some
        script.decompose()
    for code in soup.select("div.code_cell > div.input"):
        details, summary = soup.new_tag("details"), soup.new_tag("summary")
        summary.string = "code"
        code.wrap(details).insert(0, summary)
    return str(soup)


_PAGE_STYLE = """<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body { font-size: 16px; line-height: 1.5; padding: 0; }
#notebook, #notebook-container, .container { width: auto !important; max-width: 820px !important; padding: 0 6px !important;
  margin: 0 auto !important; border: 0 !important; box-shadow: none !important; }
div.cell, div.inner_cell, div.output_area, div.output_subarea, div.text_cell_render { padding: 2px 0 !important; border: 0 !important; }
.prompt { display: none !important; }
div.output_area img { width: 100%; max-width: 760px; height: auto; }
div.output_subarea { max-width: 100% !important; overflow-x: auto; }
div.input_area pre { font-size: 13px; white-space: pre-wrap; }
.rendered_html table { margin-left: 0; font-size: 13.5px; }
.rendered_html td, .rendered_html th { text-align: left; padding: .3em .5em; max-width: 34em; white-space: normal; }
details > summary { color: #6b6b6b; font-size: 13px; cursor: pointer; padding: 2px 0; }
</style>
"""


def run(name: str, given: Iterable[str] = ()) -> Path:
    """Run one notebook with parameters into `reports/<name>`; the folder holds notebook, HTML, figures and facts.

    Raises
    ------
    RunError, ParameterInputError, parameters.ParameterError
        If the notebook fails or a parameter is not allowed; an earlier run of it stays in place.
    """
    path = notebook_path(name)
    given_values = typed(path, given)
    parameters.check_each(given_values)
    staging = _staging(path.stem)
    outcome = execute(path.stem, staging, given_values)
    if outcome.error:
        raise _failed([outcome], staging)
    return _into_place(staging, paths.reports() / path.stem)


def report(*, workers: int | None = None, progress: bool = True) -> tuple[Path, list[Outcome]]:
    """Check the data, run all notebooks with their defaults, and switch `reports/latest` when all succeeded.

    Parameters
    ----------
    workers : int, optional
        Processes; one per core when left out, at most one per notebook.
    progress : bool
        Show a progress bar.

    Raises
    ------
    RunError
        If data are stale or a notebook fails; `reports/latest` is then untouched.
    tables.DataError
        If a raw table breaks its contract.
    """
    old = cleaning.stale()
    if old:
        raise RunError(f"data/processed is stale: {', '.join(old)}; next: run `day229 data build`")
    staging = _staging("latest")
    outcomes = _execute_all(notebook_names(), staging, workers or os.cpu_count() or 1, progress)
    if any(o.error for o in outcomes):
        raise _failed([o for o in outcomes if o.error], staging)
    return _into_place(staging, paths.reports() / "latest"), outcomes


def _execute_all(names: list[str], staging: Path, workers: int, progress: bool) -> list[Outcome]:
    from tqdm import tqdm

    with (
        ProcessPoolExecutor(min(workers, len(names))) as pool,
        tqdm(total=len(names), disable=not progress, unit="notebook") as bar,
    ):
        futures = [pool.submit(execute, name, staging, {}) for name in names]
        for future in as_completed(futures):
            bar.set_postfix_str(future.result().notebook)
            bar.update()
    return [f.result() for f in futures]


def _staging(name: str) -> Path:
    """Fresh folder beside the final one."""
    folder = paths.reports() / f".{name}.{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _into_place(staging: Path, final: Path) -> Path:
    """Put a finished run where readers look; the one before it becomes `<name>.previous`."""
    previous = final.with_name(f"{final.name}.previous")
    shutil.rmtree(previous, ignore_errors=True)
    if final.exists():
        final.rename(previous)
    staging.rename(final)
    return final


def _failed(outcomes: list[Outcome], staging: Path) -> RunError:
    """Error that names every failed notebook; their partial outputs are kept in `reports/failed`."""
    kept = _into_place(staging, paths.reports() / "failed")
    told = "\n".join(f"  {o.notebook}: {o.error}" for o in outcomes)
    return RunError(
        f"{len(outcomes)} notebook(s) failed:\n{told}\nearlier reports are untouched; the failed run is in {kept}"
    )


def refresh() -> list[Path]:
    """Run every notebook in place with its defaults, store clean outputs, facts and README's verdict table.

    Raises
    ------
    RunError
        If a notebook fails; its stored outputs are then untouched.
    """
    folder = _staging("refresh")
    os.environ |= {"DAY229_OUTPUT": str(folder), "DAY229_ROOT": str(paths.root())}
    written = []
    for name in notebook_names():
        notebook = _executed(paths.notebooks() / f"{name}.ipynb")
        nbformat.write(notebook, folder / f"{name}.ipynb")
        written.append((folder / f"{name}.ipynb").replace(paths.notebooks() / f"{name}.ipynb"))
    kept = paths.notebooks() / "facts"
    kept.mkdir(exist_ok=True)
    for path in sorted((folder / "facts").glob("*.json")):
        written.append(path.replace(kept / path.name))
    readme = paths.root() / "README.md"
    generated = facts.verdict_markdown(facts.read(kept, "00-verdicts"))
    readme.write_text(facts.between_markers(readme.read_text(encoding="utf-8"), generated), encoding="utf-8")
    picture = folder / "figures" / "verdict_tiles.png"
    shutil.copy(picture, paths.root() / "docs" / "verdicts.png")
    shutil.rmtree(folder)
    return [*written, readme]


def _executed(path: Path) -> nbformat.NotebookNode:
    """Notebook run from top to bottom, without timing metadata or anything that differs between runs."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=CELL_SECONDS,
        record_timing=False,
        extra_arguments=QUIET,
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        client.execute()
    except CellExecutionError as error:
        raise RunError(f"{path.name}: {error.ename}: {error.evalue}") from error
    notebook.metadata = {"kernelspec": notebook.metadata["kernelspec"], "language_info": {"name": "python"}}
    return notebook
