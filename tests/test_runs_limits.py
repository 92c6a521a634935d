"""What a notebook may take, see and leave behind, tried on kernels of this machine."""

import json
import shutil
import signal
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from analysis import paths, runs
from analysis.runs import Conditions, RunError, interpreter, processes, record, scratch, workers
from analysis.runs.watching import Watch
from small_projects import printed, validate, write


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Small project with one notebook."""
    root = tmp_path / "project"
    for folder in ("notebooks", "data/raw"):
        (root / folder).mkdir(parents=True)
    shutil.copyfile(paths.raw() / "claims.csv", root / "data" / "raw" / "claims.csv")
    monkeypatch.setenv("DAY229_ROOT", str(root))
    monkeypatch.delenv("DAY229_REPORTS", raising=False)
    write(root, "00-good", "print(n)")
    return root


BEYOND = {
    "01-cell": (
        ["print('a')", "print('x' * 200_000_000)"],
        Conditions(cell_mb=5),
        ("limit", 3, "--cell-mb", "cell 3: the outputs of one cell are beyond 5 MB"),
    ),
    "02-many": (
        ["print('x' * 1_000_000)"] * 3,
        Conditions(notebook_mb=2),
        ("limit", 3, "--notebook-mb", "cell 3: the outputs of one notebook are beyond 2 MB"),
    ),
    "03-endless": (
        ["while True:\n    print('x' * 1_000)"],
        Conditions(cell_mb=2),
        ("limit", 2, "--cell-mb", "cell 2: the outputs of one cell are beyond 2 MB"),
    ),
    "04-files": (
        [
            "import os, pathlib, time\nplace = pathlib.Path(os.environ['DAY229_OUTPUT'])\n"
            "(place / 'large').write_bytes(b'0' * 9_000_000)\ntime.sleep(60)"
        ],
        Conditions(notebook_mb=5),
        ("limit", 2, "--notebook-mb", "cell 2: the notebook wrote more than 5 MB of files"),
    ),
    "05-memory": (
        [
            "x = bytearray(900_000_000)\nx[::4096] = b'1' * len(x[::4096])\nimport time",
            "time.sleep(60)",
        ],
        Conditions(memory_mb=600),
        ("limit", None, "--memory-mb", "the notebook held more than 600 MB of memory"),
    ),
    "06-time": (
        ["import time", *["time.sleep(1)"] * 60],
        Conditions(cell_seconds=3, notebook_seconds=8),
        ("time", None, "--notebook-seconds", "the notebook took longer than 8 s"),
    ),
}


def test_what_is_beyond_a_limit_is_stopped_with_its_own_reason_and_the_option_that_helps(project):
    for name, (cells, _, _) in BEYOND.items():
        write(project, name, *cells)
    tasks = [runs.Task(notebook=n, conditions=c) for n, (_, c, _) in BEYOND.items()]
    with pytest.raises(RunError) as caught:
        runs.carry_out("latest", tasks, runs.Options(workers=2))
    assert caught.value.exit_code == 12
    for found in caught.value.outcomes:
        kind, cell, option, told = BEYOND[found.notebook][2]
        assert (found.kind, found.option) == (kind, option), found.error
        assert told in found.error
        assert f"or raise {option}" in found.error
        assert found.cell == cell or cell is None
        kept = caught.value.folder / f"{found.notebook}.failed.ipynb"
        assert kept.stat().st_size < 6_000_000
    validate(record.read(caught.value.folder))


def test_outputs_of_a_whole_run_have_a_limit(project):
    for name in ("01-one", "02-two", "03-three"):
        write(project, name, "print('x' * 600_000)")
    tasks = [
        runs.Task(notebook=f"0{n}-{word}", conditions=Conditions(run_mb=2))
        for n, word in enumerate(("one", "two", "three"), 1)
    ]
    with pytest.raises(runs.LimitError, match="the outputs of the run are beyond 2 MB") as caught:
        runs.carry_out("latest", tasks, runs.Options())
    assert (caught.value.exit_code, caught.value.option) == (12, "--run-mb")
    folder = max(paths.reports().glob("2*"))
    told = [t["status"] for t in record.read(folder)["tasks"]]
    assert told[0] == "done"
    assert "pending" in told
    assert not (paths.reports() / "latest").exists()


def test_what_a_watch_drops_is_told_once_and_counted_by_cell_and_notebook(tmp_path):
    watch = Watch(Conditions(cell_mb=1, notebook_mb=2), (tmp_path,))
    for cell in (1, 2, 3):
        watch.begin(cell)
        allowed = watch.allows({"text": "x" * 900_000})
    assert not allowed
    assert watch.ending.option == "--notebook-mb"
    first = watch.ending
    assert not watch.allows({"text": "x"})  # nothing more once it is stopped
    assert watch.ending is first


def test_a_worker_that_is_stopped_is_killed_and_its_notebook_run_by_another(project, monkeypatch):
    monkeypatch.setattr(workers, "BEAT", 0.3)
    monkeypatch.setattr(workers, "SILENCE", 4.0)
    stop = (
        "import pathlib, psutil, time\nfirst = not pathlib.Path('tried').exists()\n"
        "pathlib.Path('tried').touch()\nif first:\n    psutil.Process().parent().suspend()\n"
        "    time.sleep(120)\nprint(n)"
    )
    write(project, "00-good", stop)
    assert printed(runs.run("00"), "00-good") == "3\n"


def test_a_worker_that_keeps_a_notebook_far_beyond_its_time_is_killed(monkeypatch):
    killed = []
    monkeypatch.setattr(workers, "_kill", killed.append)
    guard = workers._Guard(times={"00-good": 10.0}, late=set())
    guard.hear(7, "00-good", 9.0)
    guard.look([7])
    assert (killed, guard.late) == ([], set())
    guard.hear(7, "00-good", 11.0)
    assert (killed, guard.late) == ([7], {"00-good"})
    assert workers._overdue(runs.Task(notebook="00-good")).kind == "time"


def test_a_silent_worker_is_killed_unless_it_was_the_listener_that_was_held_up(monkeypatch):
    killed, clock = [], [0.0]
    monkeypatch.setattr(workers, "_kill", killed.append)
    monkeypatch.setattr(workers.time, "monotonic", lambda: clock[0])
    guard = workers._Guard(times={}, late=set())
    for clock[0] in (0.0, 20.0, 40.0, 100.0):  # a minute passes without a look
        guard.look([7, 8])
    assert killed == []
    for clock[0] in (120.0, 140.0, 161.0):
        guard.hear(8, "", 0.0)
        guard.look([7, 8])
    assert killed == [7]


STRAY = """import os, sys, time
if os.fork():
    os._exit(0)
os.setsid()
if os.fork():
    os._exit(0)
with open(sys.argv[1], "w") as file:
    file.write(str(os.getpid()))
time.sleep(600)
"""
BEHIND = """import pathlib, psutil, sys, tempfile, time
words = [sys.executable, "stray.py", "stray.pid"]
psutil.Popen(words, env={}, start_new_session=True)
while not (pathlib.Path("stray.pid").is_file() and pathlib.Path("stray.pid").read_text()):
    time.sleep(0.05)
left = pathlib.Path(tempfile.mkdtemp()) / "large"
print(left.write_text("left behind"), left)"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux hands orphans to a worker")
def test_what_a_cell_leaves_behind_is_gone_when_the_run_ends(project):
    (project / "notebooks" / "stray.py").write_text(STRAY, encoding="utf-8")
    write(project, "00-good", BEHIND)
    told = printed(runs.run("00"), "00-good").split()
    assert not Path(told[1]).exists()
    assert scratch.private_folder() in Path(told[1]).parents
    stray = int((project / "notebooks" / "stray.pid").read_text(encoding="utf-8"))
    assert not psutil.pid_exists(stray)  # no variables, a session of its own, its parents gone
    assert not list(scratch.private_folder().glob(f"task-*/{Path(told[1]).parent.name}"))


def test_places_that_killed_processes_left_are_removed_and_those_in_use_are_not(
    tmp_path, monkeypatch
):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    private = scratch.private_folder()
    (private / "task-killed").mkdir()
    (private / "task-killed" / scratch._LOCK).touch()
    (private / "task-just-made").mkdir()
    (private / "project-of-today").mkdir()
    with scratch.task_folder() as mine:
        assert [p.name for p in scratch.sweep()] == ["task-killed"]
        assert mine.is_dir()
    assert sorted(p.name for p in private.iterdir()) == ["project-of-today", "task-just-made"]


def test_the_kernel_is_this_interpreter_whatever_the_user_has_installed(
    project, tmp_path, monkeypatch
):
    data, config = tmp_path / "jupyter", tmp_path / "ipython" / "profile_default"
    spec = {
        "argv": ["false", "{connection_file}"],
        "display_name": "Mine",
        "language": "python",
        "env": {"OF_THE_USER": "1"},
    }
    (data / "kernels" / "python3").mkdir(parents=True)
    (data / "kernels" / "python3" / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    (config / "startup").mkdir(parents=True)
    (config / "startup" / "a.py").write_text("of_the_user = 7", encoding="utf-8")
    settings = "get_config().InteractiveShellApp.exec_lines = ['of_the_user = 7']"
    for place in (config, project / "notebooks"):
        (place / "ipython_config.py").write_text(settings, encoding="utf-8")
        (place / "ipython_kernel_config.py").write_text(settings, encoding="utf-8")
    for name, value in {
        "JUPYTER_DATA_DIR": str(data),
        "JUPYTER_PATH": str(data),
        "IPYTHONDIR": str(config.parent),
        "DAY229_API_TOKEN": "hidden",
        "LD_PRELOAD_OF_THE_USER": "hidden",
        "ASKED_FOR": "handed on",
    }.items():
        monkeypatch.setenv(name, value)
    seen = (
        "import os, sys, analysis\nprint(sys.executable, analysis.__file__)\n"
        "print([n for n in ('of_the_user', '_ih') if n in globals()], 'OF_THE_USER' in os.environ,"
        " os.environ['ASKED_FOR'], 'hidden' in os.environ.values())"
    )
    write(project, "00-good", seen)
    folder = runs.run("00", conditions=Conditions(pass_env=("ASKED_FOR",)))
    import analysis

    first, second = printed(folder, "00-good").splitlines()
    assert first == f"{sys.executable} {analysis.__file__}"
    assert second == "['_ih'] False handed on False"
    assert record.read(folder)["conditions"]["pass_env"] == ["ASKED_FOR"]


def test_what_kernels_see_says_where_things_are_and_nothing_else(tmp_path, monkeypatch):
    given = {
        "PYTHONPATH": "of-the-user",
        "LD_LIBRARY_PATH": "of-the-user",
        "DAY229_REPORTS": "of-the-user",
        "DAY229_TOKEN": "of-the-user",
        "DAY229_CACHE": "of-the-user-and-needed",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    seen = interpreter.environment(tmp_path, tmp_path / "out", tmp_path)
    assert [k for k, v in seen.items() if "of-the-user" in v] == ["DAY229_CACHE"]
    assert (seen["DAY229_ROOT"], seen["DAY229_OUTPUT"]) == (str(tmp_path), str(tmp_path / "out"))
    named = interpreter.environment(tmp_path, tmp_path, tmp_path, ["LD_LIBRARY_PATH", "PYTHONPATH"])
    assert named["LD_LIBRARY_PATH"] == "of-the-user"
    assert named["PYTHONPATH"].endswith("of-the-user")


def test_a_result_depends_on_the_variables_that_were_handed_on(project, monkeypatch):
    task = runs.Task(notebook="00-good", conditions=Conditions(pass_env=("ASKED_FOR",)))
    keys = set()
    for value in ("1", "2"):
        monkeypatch.setenv("ASKED_FOR", value)
        keys |= {
            runs.store.Inputs(project).key(t) for t in (task, replace(task, conditions=runs.USUAL))
        }
    assert len(keys) == 3  # two with the variable, one without


def test_only_processes_that_were_named_are_killed():
    kept, gone = (psutil.Popen([sys.executable, "-c", "input()"], stdin=-1) for _ in range(2))
    try:
        processes.end({gone})
        assert not gone.is_running()
        assert kept.is_running()
    finally:
        with suppress(psutil.Error):
            kept.send_signal(signal.SIGKILL)
        kept.communicate()
        gone.communicate()
