"""What surrounds a run does not act on it.

Secrets, start-up files, other users, files that change, a broken cache.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from analysis import errors, paths, runs
from analysis.runs import RunError, interpreter, kernel, record, store
from analysis.runs.conditions import Conditions
from analysis.runs.scratch import private_folder
from small_projects import printed, validate, write


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Small project with one notebook."""
    root = tmp_path / "project"
    (root / "notebooks").mkdir(parents=True)
    shutil.copytree(paths.raw(), root / "data" / "raw")
    monkeypatch.setenv("DAY229_ROOT", str(root))
    write(root, "00-good", "print(n)")
    return root


def test_the_kernel_sees_no_secret_and_one_thread(project, monkeypatch):
    for secret in (
        "CLOUD_TOKEN",
        "JUPYTERHUB_API_TOKEN",
        "HOMEBREW_GITHUB_API_TOKEN",
        "LANGCHAIN_API_KEY",
        "PYTHONSTARTUP",
    ):
        monkeypatch.setenv(secret, "hidden")
    monkeypatch.setenv("MPLBACKEND", "Agg")
    seen = (
        "[k for k, v in os.environ.items() if v == 'hidden'], os.environ['MPLBACKEND'],"
        " os.environ['OMP_NUM_THREADS'], os.environ['TZ']"
    )
    write(project, "00-good", f"import os\nprint({seen})")
    assert (
        printed(runs.run("00"), "00-good") == "[] module://matplotlib_inline.backend_inline 1 UTC\n"
    )


@pytest.mark.parametrize(("harm", "seconds"), [("time.sleep(60)", 8), ("sys.exit(1)", 60)])
def test_a_kernel_that_does_not_answer_by_files_is_started_once_more_by_ports(
    project, tmp_path, monkeypatch, capfd, harm, seconds
):
    by_files = "'\"transport\": \"ipc\"' in open(sys.argv[sys.argv.index('-f') + 1]).read()"
    deaf = f"import sys, time\nif {by_files}:\n    open('begun', 'w').close()\n    {harm}"
    monkeypatch.setattr(interpreter, "_LAUNCH", f"{deaf}\n{interpreter._LAUNCH}")
    monkeypatch.setattr(kernel, "_START_SECONDS", seconds)
    outcome = kernel.execute(runs.Task(notebook="00-good"), project, tmp_path)
    assert (project / "notebooks" / "begun").exists()
    assert (outcome.status, outcome.error) == ("done", "")
    assert printed(tmp_path, "00-good") == "3\n"
    assert "Traceback" not in capfd.readouterr().err


def test_a_kernel_that_is_never_up_is_told_as_such_and_not_as_a_slow_notebook(
    project, tmp_path, monkeypatch
):
    monkeypatch.setattr(interpreter, "_LAUNCH", "import time; time.sleep(60)")
    short = runs.Task(notebook="00-good", conditions=Conditions(notebook_seconds=3))
    outcome = kernel.execute(short, project, tmp_path)
    assert (outcome.kind, outcome.cell) == ("kernel", 0)
    assert outcome.error == "the kernel did not start within the notebook's 3 s"


def test_client_and_kernel_speak_by_files_and_by_ports_where_a_path_would_be_too_long(
    project, tmp_path, monkeypatch
):
    told = "len({c.laddr.port for c in psutil.Process().net_connections('inet')}) > 1"
    write(project, "00-good", f"import psutil\nprint({told})")
    places = [(False, tempfile.gettempdir()), (True, tmp_path / ("long" * 24))]
    if sys.platform == "linux":  # elsewhere no folder has a name that is not text
        places.append((True, tmp_path / os.fsdecode(b"t\xff")))
    for ports, place in places:
        Path(place).mkdir(exist_ok=True)
        monkeypatch.setattr(tempfile, "tempdir", str(place))
        assert kernel.execute(runs.Task(notebook="00-good"), project, tmp_path).error == ""
        assert printed(tmp_path, "00-good") == f"{ports}\n"


def test_start_up_files_of_the_user_do_not_act_on_results(project, tmp_path, monkeypatch):
    startup = tmp_path / "home" / ".ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "a.py").write_text("of_the_user = 7", encoding="utf-8")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "home" / ".ipython"))
    write(project, "00-good", "print('of_the_user' in globals())")
    assert printed(runs.run("00"), "00-good") == "False\n"


def test_a_folder_that_somebody_else_may_write_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    first = private_folder()
    assert first == private_folder()
    first.chmod(0o777)
    assert private_folder() != first


def test_something_that_fails_beside_the_cells_fails_the_run_and_other_words_are_noted(project):
    write(project, "00-good", "import sys\nprint('a word of warning', file=sys.stderr)\nprint(n)")
    manifest = record.read(runs.run("00"))
    validate(manifest)
    assert manifest["tasks"][0]["notes"] == ["cell 2 on standard error: a word of warning"]
    write(
        project,
        "00-good",
        "import threading, time\nthreading.Thread(target=lambda: 1 / 0).start()\ntime.sleep(0.5)",
    )
    with pytest.raises(
        RunError,
        match="something failed beside the cells; cell 2 on standard error: ZeroDivisionError",
    ) as caught:
        runs.run("00")
    assert caught.value.exit_code == 6


def test_a_coloured_complaint_is_quoted_plainly(project):
    write(
        project,
        "00-good",
        "import sys\nprint('\\x1b[1;31ma word\\x1b[0m of warning', file=sys.stderr)\nprint(n)",
    )
    assert record.read(runs.run("00"))["tasks"][0]["notes"] == [
        "cell 2 on standard error: a word of warning"
    ]


def test_a_result_is_not_kept_when_its_inputs_changed_while_it_ran(project):
    path = project / "data" / "raw" / "polls.csv"
    before = path.read_text(encoding="utf-8")
    change = (
        f"path = Path({str(path)!r})\npath.write_text(path.read_text(encoding='utf-8') + ' ',"
        " encoding='utf-8')"
    )
    write(project, "00-good", f"from pathlib import Path\n{change}")
    with pytest.raises(RunError, match="changed while it ran") as caught:
        runs.run("00")
    assert caught.value.exit_code == 1
    path.write_text(before, encoding="utf-8")
    assert not list((paths.reports() / ".cache").glob("??/*/entry.json"))


def test_the_table_of_swept_facts_is_an_input_only_of_the_notebook_that_names_it(project):
    write(project, "01-other", "name = 'weekly_facts'")

    def keys():
        return [store.Inputs(project).key(runs.Task(notebook=n)) for n in ("00-good", "01-other")]

    before = keys()
    (project / "data" / "processed").mkdir()
    (project / "data" / "processed" / "weekly_facts.csv").write_text(
        "key\nanother\n", encoding="utf-8"
    )
    after = keys()
    assert before[0] == after[0]
    assert before[1] != after[1]


def test_a_cache_that_cannot_be_written_does_not_fail_a_run(project, monkeypatch):
    def broken(*_):
        raise OSError(39, "Directory not empty")

    monkeypatch.setattr(store, "copy_into", broken)
    assert printed(runs.run("00"), "00-good") == "3\n"
    assert printed(runs.run("00"), "00-good") == "3\n"


def test_words_like_markup_do_not_disturb_the_display_on_a_terminal(capsys):
    live = runs.progress.LiveProgress()
    live.begin(1)
    live.cell("[/bold]/00-good", 1, 2)
    live.end(
        runs.Outcome(
            notebook="00-good",
            point="[/bold]",
            status="failed",
            error="OSError: [/tmp/x] is missing",
        )
    )
    live.close()
    assert "[/tmp/x] is missing" in capsys.readouterr().out


def test_windows_is_refused_with_wsl_named_and_other_systems_are_not():
    errors.check_system("posix")
    with pytest.raises(errors.SystemUnfitError, match="found Windows; next: install WSL"):
        errors.check_system("nt")
    assert errors.SystemUnfitError().exit_code == errors.EXIT_CODES["output"]
