"""Runs: parameters read as declared, records kept, only what changed is run."""

import json
import re

import jsonschema
import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from analysis import cells, parameters, paths, results, runs
from analysis.errors import ExpectedError
from analysis.runs import (
    NotebookError,
    ParameterInputError,
    RunError,
    pages,
    progress,
    pruning,
    record,
    store,
    workers,
)
from small_projects import printed, validate, write


@pytest.fixture
def project(raw_copy):
    """Project copy with two tiny notebooks."""
    root = raw_copy.parents[1]
    (root / "notebooks").mkdir()
    write(root, "00-good", "print(n)")
    write(
        root,
        "01-other",
        "print(word)",
        parameters="word: str = 'a'  # a word\nx: float = 0.5  # a number",
    )
    return root


def test_parameters_are_read_as_declared(project):
    assert runs.typed(runs.notebook_path("00"), ["n=007"]) == {"n": 7}
    assert runs.typed(runs.notebook_path("01"), ["word=no", "x=1"]) == {"word": "no", "x": 1.0}
    assert runs.typed(runs.notebook_path("01"), ["word=a=b # c"]) == {"word": "a=b # c"}


@pytest.mark.parametrize(
    ("notebook", "given", "message"),
    [
        ("00", ["nn=3"], "did you mean n"),
        ("00", ["n=three"], "wanted a value of type int"),
        ("00", ["n=1_000"], "wanted a value of type int"),
        ("00", ["n=٣"], "wanted a value of type int"),
        ("00", ["n=1.0"], "wanted a value of type int"),
        ("00", ["n"], "wanted key=value"),
        ("00", ["n=1", "n=2"], "given twice"),
        ("01", ["x=nan"], "wanted a value of type float"),
        ("01", ["x=1e999"], "wanted a finite number"),
        ("01", ["word=\ud800"], "without control characters"),
        ("00", ['x=__import__("os").system("touch harm")#=1'], "no such parameter"),
        ("00", ["n\nimport os=1"], "no such parameter"),
    ],
)
def test_a_parameter_that_is_not_allowed_is_refused_before_a_kernel_starts(
    project, notebook, given, message, monkeypatch
):
    monkeypatch.setattr(workers, "on_this_machine", None)
    with pytest.raises(ParameterInputError, match=message):
        runs.run(notebook, given)
    assert not paths.reports().exists()


def test_values_that_exclude_each_other_are_refused_before_a_kernel_starts(monkeypatch):
    monkeypatch.setattr(workers, "on_this_machine", None)
    with pytest.raises(parameters.ParameterError, match="ratio_low=9"):
        runs.run("03", ["ratio_low=9"])  # the default of ratio_high is less
    with pytest.raises(parameters.ParameterError, match="held after as_of"):
        runs.run("05", ["election=2024", "hindsight=false"])


def test_a_file_is_named_from_the_folder_where_the_command_is_typed(project, tmp_path, monkeypatch):
    write(
        project,
        "02-file",
        "print(open(mine_file).read())",
        parameters="mine_file: str = ''  # a file",
    )
    (tmp_path / "mine.csv").write_text("hello", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert printed(runs.run("02", ["mine_file=mine.csv"]), "02-file") == "hello\n"
    with pytest.raises(ParameterInputError, match="no such file"):
        runs.run("02", ["mine_file=yours.csv"])


def test_hostile_values_stay_values(project):
    value = "a'\"\\ {pm[run_uuid]} \"\"\" __import__('os').system('touch harm')"
    assert printed(runs.run("01", [f"word={value}"]), "01-other") == value + "\n"
    assert not list(project.rglob("harm"))


def test_a_notebook_without_declared_parameters_is_refused(project):
    nbformat.write(
        new_notebook(cells=[new_code_cell("1")]), project / "notebooks" / "02-bare.ipynb"
    )
    with pytest.raises(NotebookError, match="one cell tagged 'parameters', found 0"):
        runs.run("02")


def test_an_unknown_notebook_names_the_known_ones(project):
    with pytest.raises(ParameterInputError, match="00-good"):
        runs.notebook_path("07-war")


@pytest.mark.parametrize(
    ("place", "there", "message"),
    [
        ("other/00-good.ipynb", True, "is not a notebook of this project"),
        ("other/00.ipynb", True, "is not a notebook of this project"),
        ("nosuch/00-good.ipynb", False, "no such file"),
        ("./00-good.ipynb", False, "no such file"),
        ("nosuch/00-good", False, "no such file"),
        ("notebooks/draft.ipynb", True, "is not a notebook of this project"),
        ("00.ipynb", False, "no such file"),
    ],
)
def test_a_file_that_is_no_notebook_of_the_project_is_refused(
    project, monkeypatch, place, there, message
):
    monkeypatch.setattr(workers, "on_this_machine", None)
    monkeypatch.chdir(project)
    if there:
        (project / place).parent.mkdir(exist_ok=True)
        (project / place).write_bytes((project / "notebooks" / "00-good.ipynb").read_bytes())
    for refused in (
        lambda: runs.run(place),
        lambda: runs.plan_of([place], ["n=1,2"]),
        lambda: runs.run(str(project / place)),
    ):
        with pytest.raises(ParameterInputError, match=message) as caught:
            refused()
    assert caught.value.exit_code == 2
    assert "00-good" in str(caught.value)


def test_the_file_of_a_notebook_of_the_project_is_taken_from_wherever_it_is_named(
    project, monkeypatch
):
    own = project / "notebooks" / "00-good.ipynb"
    (project / "linked.ipynb").symlink_to(own)
    for folder, names in (
        (project, ("notebooks/00-good.ipynb", "./notebooks/00-good.ipynb", str(own))),
        (project / "notebooks", ("00-good.ipynb", "./00-good.ipynb")),
        (project / "data", ("../notebooks/00-good.ipynb", "00-good.ipynb", "00-good", "00")),
    ):
        monkeypatch.chdir(folder)
        assert {runs.notebook_path(name) for name in names} == {own}
    monkeypatch.chdir(project)
    (project / "00-good.ipynb").write_text("{}", encoding="utf-8")  # another of the same name
    with pytest.raises(ParameterInputError, match="is not a notebook of this project"):
        runs.notebook_path("00-good.ipynb")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("msg = None", 'msg has no type: write `msg: str = ""`'),
        ("msg = 'a'", "msg has no type: write `msg: str = 'a'`"),
        ("n = 3", "n has no type: write `n: int = 3`"),
        ("x = 0.5", "x has no type: write `x: float = 0.5`"),
        ("a, b = 1, 2", "found 'a, b = (1, 2)'; types are int, float, str, bool"),
        ("days: list = []", "found 'days: list = []'; types are int, float, str, bool"),
        ("import os", "found 'import os'"),
        ("p.n: int = 3", "found 'p.n: int = 3'"),
        ("n: int = len('a')", "malformed node"),
        ("n = len('a')", "malformed node"),
    ],
)
def test_a_parameters_cell_of_another_form_is_refused_with_what_to_write(project, line, message):
    path = write(project, "02-bare", "print(1)", parameters=line)
    with pytest.raises(NotebookError, match=re.escape(message)) as caught:
        runs.declared(path)
    assert caught.value.exit_code == 9
    assert "wanted lines `name: type = value` in the parameters cell" in str(caught.value)


def test_a_decimal_comma_is_told_apart_from_a_point(project):
    with pytest.raises(ParameterInputError, match="a point before decimals, and no comma"):
        runs.typed(runs.notebook_path("01"), ["x=0,8"])


@pytest.mark.parametrize(
    ("notebook", "parameter", "content", "message"),
    [
        ("02", "priors_file", b"key,quantity\nA,b\n", "rule"),
        ("02", "priors_file", "ключ".encode("cp1251"), "UTF-8"),
        ("06", "facts_file", b"fact,value\na,1\n", "wanted"),
    ],
)
def test_a_file_of_ones_own_that_breaks_its_contract_is_refused_before_a_kernel_starts(
    tmp_path, monkeypatch, notebook, parameter, content, message
):
    monkeypatch.setattr(workers, "on_this_machine", None)
    monkeypatch.setenv("DAY229_REPORTS", str(tmp_path / "reports"))
    own = tmp_path / "own.csv"
    own.write_bytes(content)
    with pytest.raises(ExpectedError, match=message) as caught:
        runs.run(notebook, [f"{parameter}={own}"])
    assert caught.value.exit_code == 2
    assert not (tmp_path / "reports").exists()


def test_a_run_writes_notebook_and_page_with_the_parameter_used(project):
    folder = runs.run("00-good", ["n=41"])
    assert printed(folder, "00-good") == "41\n"
    assert "41" in (folder / "00-good.html").read_text(encoding="utf-8")
    assert (paths.reports() / "00-good").resolve() == folder


def test_the_record_of_a_run_keeps_its_schema_and_says_what_ran(project):
    manifest = record.read(runs.run("00-good", ["n=5"]))
    validate(manifest)
    assert manifest["status"] == "done"
    assert manifest["tasks"][0]["parameters"] == {"n": 5}
    assert manifest["inputs_sha256"]["data/raw/polls.csv"] == store.sha256(
        project / "data" / "raw" / "polls.csv"
    )
    folder = paths.reports() / manifest["run"]
    assert manifest["tasks"][0]["outputs"] == {
        n: store.sha256(folder / n) for n in ("00-good.ipynb", "00-good.html")
    }
    for breach in ({"status": "fine"}, {"tasks": []}, {"started": "yesterday"}, {"surprise": 1}):
        with pytest.raises(jsonschema.ValidationError):
            validate(manifest | breach)


def test_a_failed_notebook_leaves_the_good_report_and_is_kept_with_its_traceback(project):
    good, _ = runs.report(show_progress=False)
    before = (good / "00-good.ipynb").read_bytes()
    write(project, "01-other", "print('before')", "1 / 0", "print('after')")
    with pytest.raises(RunError, match="01-other: cell 3: ZeroDivisionError") as caught:
        runs.report(show_progress=False)
    assert caught.value.exit_code == 3
    assert (paths.reports() / "latest" / "00-good.ipynb").read_bytes() == before
    failed = nbformat.read(paths.reports() / "failed" / "01-other.failed.ipynb", as_version=4)
    assert "This run failed" in failed.cells[0].source
    assert [o.output_type for c in failed.cells if c.cell_type == "code" for o in c.outputs] == [
        "stream",
        "error",
    ]
    manifest = record.read(paths.reports() / "failed")
    validate(manifest)
    assert [t["status"] for t in manifest["tasks"]] == ["cached", "failed"]


def test_stale_data_stop_a_report(project):
    (project / "data" / "processed" / "polls.csv").write_text("key\n", encoding="utf-8")
    with pytest.raises(RunError, match=r"stale: polls\.csv") as caught:
        runs.report(show_progress=False)
    assert caught.value.exit_code == 1


def test_what_has_not_changed_is_not_run_again_and_gives_the_same_bytes(project, monkeypatch):
    first, _ = runs.report(show_progress=False)
    monkeypatch.setattr(workers, "on_this_machine", None)  # a kernel would start here
    second, outcomes = runs.report(show_progress=False)
    assert [o.status for o in outcomes] == ["cached", "cached"]
    assert first != second
    for name in ("00-good.ipynb", "01-other.ipynb"):
        assert (first / name).read_bytes() == (second / name).read_bytes()
    pages_of = [(f / "00-good.html").read_text(encoding="utf-8") for f in (first, second)]
    bare = [re.sub("<footer>.*?</footer>", "", page) for page in pages_of]
    assert bare[0] == bare[1]  # only the foot tells of the run
    assert f"<footer>Run {first.name}; " in pages_of[0]
    assert f"<footer>Run {second.name}, taken unchanged from an earlier one; " in pages_of[1]


def test_a_forced_run_and_a_new_run_give_the_same_bytes(project):
    first = runs.run("00")
    second = runs.run("00", force=True)
    assert record.read(second)["tasks"][0]["status"] == "done"
    assert (first / "00-good.ipynb").read_bytes() == (second / "00-good.ipynb").read_bytes()


def test_any_change_of_what_a_result_depends_on_changes_its_key(project):
    task = runs.Task(notebook="00-good", values={"n": 3})

    def key(t=task):
        return store.Inputs(project).key(t)

    keys = [key(), key(runs.Task(notebook="00-good", values={"n": 4}))]
    path = project / "data" / "raw" / "polls.csv"
    path.write_text(path.read_text(encoding="utf-8") + " ", encoding="utf-8")
    keys.append(key())
    write(project, "00-good", "print(n + 1)")
    keys.append(key())
    (project / "src" / "analysis").mkdir(parents=True)
    (project / "src" / "analysis" / "new.py").write_text("1\n", encoding="utf-8")
    keys.append(key())
    assert len(set(keys)) == 5
    assert key() == keys[-1]


def test_outputs_stored_in_a_notebook_do_not_change_its_key(project):
    task, path = runs.Task(notebook="00-good"), project / "notebooks" / "00-good.ipynb"
    before = store.Inputs(project).key(task)
    path.write_bytes((runs.run("00") / "00-good.ipynb").read_bytes())
    assert store.Inputs(project).key(task) == before


def test_a_damaged_result_in_the_cache_is_run_anew(project):
    runs.run("00")
    stored = next((paths.reports() / ".cache").glob("??/*/files/00-good.ipynb"))
    stored.unlink()
    stored.write_text("{}", encoding="utf-8")
    folder = runs.run("00")
    assert record.read(folder)["tasks"][0]["status"] == "done"
    assert printed(folder, "00-good") == "3\n"


def test_old_runs_are_removed_but_never_what_a_link_shows(project, monkeypatch):
    monkeypatch.setattr(pruning, "KEPT_RUNS", 2)
    first = runs.run("00")
    store.switch("favourite", first)
    kept = [runs.run("00") for _ in range(3)]
    assert [f.is_dir() for f in (first, *kept)] == [True, False, True, True]


def test_a_worker_that_is_killed_does_not_take_the_other_notebooks_with_it(project):
    write(
        project, "01-other", "import psutil\npsutil.Process().parent().kill()"
    )  # the kernel kills its worker
    with pytest.raises(RunError, match="worker process was killed each time") as caught:
        runs.report(workers=1, show_progress=False)
    assert caught.value.exit_code == 4
    assert [o.status for o in caught.value.outcomes] == ["done", "failed"]


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("exit()", "exit"),
        ("quit(1)", "quit"),
        ("import sys\nsys.exit(0)", "sys.exit"),
        ("import os\nos._exit(0)", "os._exit"),
        ("from sys import exit as leave", "from sys import exit"),
        ("raise SystemExit", "SystemExit"),
        ("!ls", "magic or shell"),
        ("%matplotlib inline", "magic or shell"),
        ("x = (", "not Python"),
        ("import subprocess as s\ns.run('ls')", "module subprocess"),
        ("os.popen('ls')", "os.popen"),
        ("get_ipython().system('ls')", "get_ipython"),
        (
            "pd.read_csv(filepath_or_buffer='https://example.org/a.csv')",
            "reading https://example.org/a.csv",
        ),
        ("import requests", "network module requests"),
        ("from urllib.request import urlopen", "network module urllib.request"),
        ("pd.read_csv('https://example.org/a.csv')", "reading https://example.org/a.csv"),
        ("input()", "input"),
    ],
)
def test_what_an_unattended_run_must_not_do_is_found(source, what):
    assert any(what in told for told in runs.forbidden(source))


def test_ordinary_cells_are_not_flagged():
    assert (
        runs.forbidden(
            "import pandas as pd\nleaving = {'exit': 1}['exit']\nname = 'see https://example.org'"
        )
        == []
    )


def test_every_notebook_may_run_unattended():
    assert [c for n in runs.notebook_names() for c in runs.breaches(runs.notebook_path(n))] == []


def test_a_notebook_that_may_not_run_is_refused_before_a_kernel_starts(project, monkeypatch):
    monkeypatch.setattr(workers, "on_this_machine", None)
    write(project, "01-other", "import sys", "sys.exit(0)")
    with pytest.raises(NotebookError, match=r"01-other\.ipynb, cell 3: sys\.exit is not allowed"):
        runs.report(show_progress=False)


def test_a_page_hides_code_behind_a_line_and_fetches_nothing(project):
    folder = runs.run("00-good")
    page = (folder / "00-good.html").read_text(encoding="utf-8")
    assert "<summary>show the parameters</summary>" in page
    assert "<summary>show the code that computes this</summary>" in page
    assert page.count("<details>") == page.count("</details>") == 2
    assert "<script" not in page
    assert 'src="http' not in page


def test_the_line_above_folded_code_says_what_the_code_does_and_under_which_heading():
    picture = nbformat.v4.new_output("display_data", data={"image/png": ""})
    text = nbformat.v4.new_output("display_data", data={"text/html": "<table></table>"})
    tag = {"tags": ["parameters"]}
    notebook = new_notebook(
        cells=[
            new_markdown_cell("# Title"),
            new_code_cell("n: int = 1", metadata=tag),
            new_code_cell("import analysis"),
            new_markdown_cell("## Does *each* [share](a.md) follow?\n\nWe divide."),
            new_code_cell("shares", outputs=[text]),
            new_markdown_cell("So it does."),
            new_code_cell("plot", outputs=[picture]),
            new_code_cell("plot again", outputs=[picture]),
        ]
    )
    assert [name for name, _ in cells.named(notebook)] == [
        "show the parameters",
        "show the code that prepares this",
        "show the code that makes this table: Does each share follow?",
        "show the code that draws this figure: Does each share follow?",
        "show the code that draws this figure: Does each share follow? (2)",
    ]


def test_a_page_has_the_question_for_a_title_and_tables_that_scroll_inside_themselves(tmp_path):
    told = results.as_html(pd.DataFrame({"region": ["Kherson"], "votes": [6]}), 'A "cap" <i>')
    shown = new_code_cell(
        "x", outputs=[nbformat.v4.new_output("display_data", {"text/html": told})]
    )
    notebook = new_notebook(cells=[new_markdown_cell("# Who <b> won?"), shown])
    nbformat.write(notebook, tmp_path / "one.ipynb")
    page = pages.to_html(tmp_path / "one.ipynb")
    assert "<title>Who &lt;b&gt; won? · Day 229</title>" in page
    frame = page.partition('<div class="scroll"')[2].partition("</div>")[0]
    assert 'tabindex="0" role="region" aria-label="A &quot;cap&quot; &lt;i&gt;"' in frame
    assert '<th scope="row">Kherson</th>' in frame
    assert cells.framed("<p>no table</p>") == "<p>no table</p>"


def test_plain_lines_and_the_closing_table_name_every_failure(capsys):
    outcomes = [
        runs.Outcome(notebook="00-good", seconds=2.0),
        runs.Outcome(
            notebook="01-other",
            status="failed",
            kind="cell",
            error="cell 2: ZeroDivisionError: division by zero",
        ),
        *(runs.Outcome(notebook=f"n{i:02d}", status="cached") for i in range(30)),
    ]
    lines = progress.PlainProgress()
    lines.begin(2)
    lines.end(outcomes[0])
    lines.end(outcomes[1])
    assert (
        capsys.readouterr()
        .out.splitlines()[1]
        .endswith("01-other: failed, 0.0 s  cell 2: ZeroDivisionError: division by zero")
    )
    table = runs.summary(outcomes).splitlines()
    assert table[0].startswith("01-other")
    assert table[-1] == "32 notebooks: 1 done, 30 cached, 1 failed; 2.0 s of work"
    assert len(table) <= 15


def test_a_terminal_sees_the_cell_under_way(monkeypatch, capsys):
    live = progress.LiveProgress()
    live.begin(1)
    live.cell("00-good", 2, 5)
    assert live.bars.tasks[1].completed == 2
    live.end(runs.Outcome(notebook="00-good", seconds=1.0))
    live.close()
    assert "done 00-good 1.0 s" in capsys.readouterr().out


def test_every_notebook_explains_its_parameters_to_papermill():
    from papermill import inspect_notebook

    for name in runs.notebook_names():
        found = inspect_notebook(str(runs.notebook_path(name)))
        assert {"as_of", "hindsight", "level", "draws", "seed"} <= set(found)
        assert all(p["help"] and p["inferred_type_name"] != "None" for p in found.values())


def test_a_refresh_that_fails_leaves_stored_outputs_as_they_were(project):
    path = write(project, "01-other", "1 / 0")
    before = path.read_bytes()
    with pytest.raises(RunError):
        runs.refresh(show_progress=False)
    assert path.read_bytes() == before
    assert not (project / "notebooks" / "facts").exists()


def test_the_json_line_of_a_record_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    store.write_atomically(tmp_path / "a.json", "good")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        store.write_atomically(tmp_path / "a.json", json.dumps({"new": 1}))
    assert (tmp_path / "a.json").read_text(encoding="utf-8") == "good"
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]
