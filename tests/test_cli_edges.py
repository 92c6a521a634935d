"""What nobody should type, files where folders belong, readers that leave: a sentence and a code.

Each refusal has the line of JSON that programs read, and none a traceback.
"""

import itertools
import json
import os
import shutil
import subprocess
import sys
import time

import pytest

from analysis import paths, runs
from analysis.cli.entrance import Heard
from analysis.errors import brief
from analysis.runs import cache, grid, record, store
from conftest import PROJECT
from small_projects import command, day229, printed, surroundings, told, write
from test_runs_faults import in_mount, needs_mounts

DIGITS = "9" * 5_000


@pytest.fixture
def project(tmp_path):
    """Small project with one notebook, whose tables are in order."""
    root = tmp_path / "project"
    (root / "notebooks").mkdir(parents=True)
    shutil.copytree(PROJECT / "data", root / "data")
    parameters = "n: int = 3  # how many\nx: float = 0.5  # a share\nword: str = 'a'  # a word"
    write(root, "00-good", "print(n)", parameters=parameters)
    return root


def refused(result: subprocess.CompletedProcess, code: int = 2) -> str:
    """Complaint of a command that ended with a sentence, a code and a line of JSON."""
    assert result.returncode == code, result.stderr
    assert "Traceback" not in result.stderr
    assert len(result.stderr) < 5_000
    assert told(result)["exit_code"] == code
    return told(result)["error"]


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["rnu"], "No such command 'rnu'"),
        (["run", "00", "--nosuch"], "No such option"),
        (["run", "00", "--cell-seconds", "many"], "'--cell-seconds'"),
        (["--nosuch"], "No such option"),
        (["sweep", "00", "--workers", "0"], "'--workers'"),
        (["run", "00", "-p", f"n={DIGITS}"], "wanted at most 300 digits"),
        (["run", "00", "-p", f"x={DIGITS}"], "wanted a finite number"),
        (["run", "00", "-p", f"{DIGITS}=1"], "00-good has no such parameter"),
        (["run", DIGITS], "no single notebook is called"),
        (["run", f"{DIGITS}.ipynb"], "no such file"),
        (["sweep", "00", "--over", f"n=0:{DIGITS}:1"], "this is more than"),
        (["sweep", "00", "--over", "n=100:1000000:1"], "this is 999,901 points, wanted at most"),
        (["sweep", "00", "--over", "n=1:200:1", "--over", "x=0:1:0.01"], "this is 20,200 points"),
        (["sweep", "00", "--over", "word=0001-01-01:9999-12-31:1D"], "this is 3,652,059 points"),
        (["sweep", "00", "--over", "n=-1e999999:1e999999:1"], "this is more than"),
        (["sweep", "00", "--over", "n=0:1e999999:1e-999999"], "too far apart"),
        (["sweep", "00", "--over", f"word=@{sys.executable}"], "wanted a text in UTF-8"),
        (["sweep", "00", "--over", "word=@."], "no such file"),
        (["sweep", "00", "--over", f"word=@{DIGITS}"], "no such file"),
        (["sweep", "--grid", "/dev/zero"], "not a readable YAML file"),
    ],
    ids=lambda value: str(value)[-40:],
)
def test_what_cannot_be_meant_is_refused_in_a_sentence_with_the_line_for_programs(
    project, words, what
):
    assert what in refused(day229(project, *words))
    assert not list((project / "reports").glob("2*"))


def test_help_that_nobody_asked_for_closes_with_no_line_for_programs(project):
    assert "{" not in day229(project).stderr


def bomb() -> str:
    """A grid of few words that would be of billions once written out."""
    names = "abcdefghi"
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    for before, name in itertools.pairwise(names):
        lines.append(f"{name}: &{name} [{', '.join(['*' + before] * 9)}]")
    return "notebooks: 00\nover:\n" + "\n".join(f"  {line}" for line in lines) + "\n"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (bomb(), "wanted one or more different values"),
        (bomb().replace("a: &a [x, x", "a: &a [[x], x"), "wanted a text or a list of texts"),
        ("notebooks: 00\nover: &a\n  n: *a\n", "00|not a readable|wanted a text"),
        ("notebooks: 00\nover:\n  n: &a [*a]\n", "wanted a text or a list of texts|not a readable"),
        ("notebooks: 00\nover: {n: " + "[" * 20_000, "lists within lists"),
        ("notebooks: 00\nover:\n  ? [a, b]\n  : 1\n", "line 3: wanted a word before the colon"),
        ("notebooks: 00\nover:\n  ? {a: b}\n  : 1\n", "line 3: wanted a word before the colon"),
        ("notebooks: 00\nover: {n: [" + ", ".join(map(str, range(10_001))) + "]}", "10,001 points"),
    ],
    ids=[
        "bomb",
        "nested bomb",
        "alias of itself",
        "list in itself",
        "deep",
        "list key",
        "map key",
        "many",
    ],
)
def test_a_grid_that_no_sweep_could_follow_is_refused_at_once(
    project, tmp_path, text, what, monkeypatch
):
    monkeypatch.setenv("DAY229_ROOT", str(project))
    (tmp_path / "grid.yml").write_text(text, encoding="utf-8")
    began = time.process_time()
    with pytest.raises(runs.ParameterInputError, match=what) as caught:
        runs.tasks_of(runs.plan_from(tmp_path / "grid.yml"))
    assert len(str(caught.value)) < 3_000
    assert time.process_time() - began < 20


def test_two_spellings_of_one_value_are_one_point(project, monkeypatch):
    monkeypatch.setenv("DAY229_ROOT", str(project))
    tasks = runs.tasks_of(runs.plan_of(["00"], ["x=0.8,0.80,8e-1,0.9", "n=1,01"]))
    assert [(t.point, t.values) for t in tasks] == [
        ("1-x=0.8,n=1", {"x": 0.8, "n": 1}),
        ("2-x=0.9,n=1", {"x": 0.9, "n": 1}),
    ]


def test_the_last_days_of_the_calendar_end_a_range_as_any_other():
    days = grid.expand("as_of", "9999-12-20:9999-12-31:7D")
    assert days == ["9999-12-20", "9999-12-27"]


def test_what_was_given_is_shown_short():
    tower = "x"
    for _ in range(50):
        tower = [tower] * 9
    assert len(brief(tower)) < 300
    assert brief("a\nb") == "'a\\nb'"


def closed(root, words: list[str], how: str) -> subprocess.CompletedProcess:
    """The command with what a shell does to its output."""
    line = f'"$@" {how}; echo "${{PIPESTATUS[0]}}" >&9'
    return subprocess.run(
        ["bash", "-c", f"exec 9>&1; {line}", "bash", *command(root, *words)],
        cwd=root,
        env=surroundings(root),
        capture_output=True,
        text=True,
        timeout=180,
    )


@pytest.mark.skipif(not shutil.which("bash"), reason="a pipe's status is told by bash alone")
@pytest.mark.parametrize(
    ("words", "how", "code"),
    [
        (["run", "00"], "| true", 0),
        (["run", "00"], ">&-", 0),
        (["run", "00"], ">&- 2>&-", 0),
        (["run", "00"], "2>&1 | true", 0),
        (["run", "00", "-p", "n=x"], "2>&1 | true", 2),
        (["data", "check"], "| true", 0),
        (["runs", "list"], ">/dev/full", 8),
        (["--help"], "| true", 0),
    ],
)
def test_a_reader_that_leaves_changes_neither_run_nor_code(project, words, how, code):
    if "runs" in words:
        (project / "reports" / "20221011T000000000Z-00-good-00ff").mkdir(parents=True)
    result = closed(project, words, how)
    assert int(result.stdout.split()[-1]) == code, result.stderr
    assert "Traceback" not in result.stderr
    assert "BrokenPipeError" not in result.stderr
    if words == ["run", "00"]:
        assert printed(project / "reports" / "00-good", "00-good") == "3\n"


def test_a_disk_that_is_full_is_no_reader_that_left():
    with open("/dev/full", "w", encoding="utf-8") as full:
        with pytest.raises(OSError, match="No space left"):
            Heard(full).write("x" * 100_000)
        os.dup2(os.open(os.devnull, os.O_WRONLY), full.fileno())  # what it holds, closing would say


@pytest.mark.parametrize("option", [[], ["--output", "taken"], ["--output", "taken/below"]])
def test_a_file_where_the_folder_of_reports_should_be_ends_with_the_code_of_output(project, option):
    (project / ("taken" if option else "reports")).write_text("mine", encoding="utf-8")
    for words in (["run", "00"], ["sweep", "00", "--over", "n=1,2"], ["report"]):
        assert "cannot write" in refused(day229(project, *words, *option), 8)


def test_a_link_that_leads_nowhere_ends_with_the_code_of_output(project):
    (project / "reports").symlink_to(project / "nowhere" / "at-all")
    assert "cannot write" in refused(day229(project, "run", "00"), 8)


def test_folders_named_like_links_are_set_aside_however_often(project, monkeypatch):
    monkeypatch.setenv("DAY229_ROOT", str(project))
    for n in range(3):
        mine = paths.reports() / "00-good"
        mine.unlink(missing_ok=True)
        mine.mkdir(parents=True)
        (mine / f"mine-{n}").touch()
        folder = runs.run("00", force=not n)
        assert mine.resolve() == folder
    held = sorted(p.name for p in paths.reports().glob("00-good.previous*"))
    assert held == ["00-good.previous", "00-good.previous-2", "00-good.previous-3"]
    assert (paths.reports() / held[0] / "mine-0").is_file()


def test_a_file_named_like_a_link_is_set_aside_too(project, monkeypatch):
    monkeypatch.setenv("DAY229_ROOT", str(project))
    paths.reports().mkdir()
    (paths.reports() / "00-good").write_text("mine", encoding="utf-8")
    folder = runs.run("00")
    assert (paths.reports() / "00-good").resolve() == folder
    assert (paths.reports() / "00-good.previous").read_text(encoding="utf-8") == "mine"


ENTRIES = ["[]", "null", "{}", "1", '"a"', "[" * 50_000, '{"../../../../harm": "0"}', '{"a": null}']


@pytest.mark.parametrize("text", ENTRIES, ids=lambda t: t[:12])
def test_a_result_kept_under_a_list_of_another_form_is_made_anew(project, monkeypatch, text):
    monkeypatch.setenv("DAY229_ROOT", str(project))
    kept = cache.results() / "ab" / "abc"
    (kept / "files").mkdir(parents=True)
    (kept / "entry.json").write_text(text, encoding="utf-8")
    (project / "out").mkdir()
    assert cache.fetch("abc", project / "out") == []
    assert not list((project / "out").iterdir())


def test_files_that_nobody_listed_are_not_taken_from_what_is_kept(project, monkeypatch):
    monkeypatch.setenv("DAY229_ROOT", str(project))
    runs.run("00")
    (entry,) = cache.results().glob("??/*/files")
    (entry / "stray.html").write_text("of somebody", encoding="utf-8")
    (entry / "figures").mkdir(exist_ok=True)
    (entry / "figures" / "stray.png").write_bytes(b"")
    folder = runs.run("00")
    assert record.read(folder)["tasks"][0]["status"] == "cached"
    assert not list(folder.rglob("stray*"))


@pytest.mark.parametrize("text", ["[]", "null", "{", "[" * 50_000, '{"schema": "day229-run/1"}'])
def test_a_record_of_another_form_is_that_of_a_lost_run_and_stops_no_other(
    project, monkeypatch, text
):
    monkeypatch.setenv("DAY229_ROOT", str(project))
    lost = paths.reports() / "20221011T000000000Z-00-good-00ff"
    lost.mkdir(parents=True)
    (lost / "manifest.json").write_text(text, encoding="utf-8")
    (paths.reports() / ".00-good.holder.json").write_text(text, encoding="utf-8")
    assert runs.runs_kept()[0].status == "lost"
    assert "it has just started" in store._holder("x", paths.reports() / ".00-good.holder.json")
    assert record.read(runs.run("00"))["status"] == "done"


@needs_mounts
@pytest.mark.parametrize("inodes", [2, 4, 6, 8, 12])
def test_a_temporary_folder_without_room_for_files_ends_with_the_code_of_output(project, inodes):
    result = in_mount(
        project,
        f"mkdir t && mount -t tmpfs -o nr_inodes={inodes} none t && TMPDIR=$PWD/t $DAY run 00",
    )
    assert result.returncode in {0, 8}, result.stderr
    if result.returncode:
        assert "No space left on device" in json.dumps(told(result))


@pytest.mark.parametrize(
    ("parameter", "where"),
    [("rows_file", "02"), ("rows_file", "03"), ("priors_file", "02"), ("facts_file", "06")],
)
def test_a_file_of_ones_own_of_another_kind_is_refused_by_the_command(tmp_path, parameter, where):
    own = tmp_path / "own.csv"
    own.write_bytes(b"\xff\xfe\x00")
    words = ["run", where, "-p", f"{parameter}={own}", "--output", str(tmp_path / "out")]
    assert "own.csv" in refused(day229(PROJECT, *words))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("words", [["01", "-p", "region=Narnia"], ["05", "-p", "region=Narnia"]])
def test_a_region_that_nobody_knows_is_refused_by_the_command(tmp_path, words):
    result = day229(PROJECT, "run", *words, "--output", str(tmp_path / "out"))
    assert "region='Narnia'" in refused(result)
    assert not (tmp_path / "out").exists()
