"""Faults made to happen for real.

The last good report stays readable, and the exit code tells what happened.
"""

import json
import os
import shutil
import signal
import subprocess
import time

import nbformat
import psutil
import pytest

from analysis import paths, runs
from analysis.runs import record
from conftest import PROJECT
from small_projects import day229, printed, started, told, until, validate, write

SRC = PROJECT / "src" / "analysis"
SLOW = "import pathlib, time\npathlib.Path('under-way').touch()\ntime.sleep(60)"


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """Project with one good run of one notebook, made once."""
    root = tmp_path_factory.mktemp("template") / "project"
    for folder in ("notebooks", "data/raw"):
        (root / folder).mkdir(parents=True)
    shutil.copyfile(paths.raw() / "claims.csv", root / "data" / "raw" / "claims.csv")
    write(root, "00-good", "print(n)")
    assert day229(root, "run", "00").returncode == 0
    return root


@pytest.fixture
def project(template, tmp_path):
    """Copy of it that a test may break."""
    return shutil.copytree(template, tmp_path / "project", symlinks=True)


def good_run_is_whole(root):
    """The last good run can be read, and its record keeps the schema."""
    assert printed(root / "reports" / "00-good", "00-good") == "3\n"
    assert "</html>" in (root / "reports" / "00-good" / "00-good.html").read_text(encoding="utf-8")
    manifest = record.read(root / "reports" / "00-good")
    validate(manifest)
    assert manifest["status"] == "done"


def processes_of(root):
    """Processes that work for this project: the command, its workers and their kernels."""
    found = []
    for process in psutil.process_iter():
        try:
            if (
                process.environ().get("DAY229_ROOT") == str(root)
                and process.status() != psutil.STATUS_ZOMBIE
            ):
                found.append(process)
        except psutil.Error:
            continue
    return [p for p in found if p.pid != os.getpid()]


def runs_so_far(root):
    return sorted((root / "reports").glob("2*"))


MOMENTS = {
    "before anything is written": lambda root: True,
    "when its folder is there": lambda root: len(runs_so_far(root)) > 1,
    "when the kernel works": lambda root: list((root / "reports").glob("2*/.work/*")),
    "when outputs are written": lambda root: list((root / "reports").glob("2*/.work/*/*.ipynb")),
    "when outputs are in place": lambda root: (
        len(list((root / "reports").glob("2*/00-good.html"))) > 1
    ),
    "when it is shown": lambda root: (
        (root / "reports" / "00-good").resolve() != runs_so_far(root)[0]
    ),
}


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("later", [0.0, 0.05])
def test_killed_at_any_moment_a_good_run_is_there(project, moment, later):
    process = started(project, "run", "00", "--force")
    until(lambda: MOMENTS[moment](project) or process.poll() is not None)
    time.sleep(later)
    process.kill()
    process.communicate()
    good_run_is_whole(project)
    for path in (project / "reports").glob("2*/manifest.json"):
        validate(json.loads(path.read_text(encoding="utf-8")))


def test_killed_in_a_cell_it_takes_worker_and_kernel_along_and_the_next_run_says_so(project):
    write(project, "00-good", SLOW)
    process = started(project, "run", "00")
    until((project / "notebooks" / "under-way").exists)
    assert len(processes_of(project)) >= 3
    process.kill()
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    until(lambda: not processes_of(project))
    good_run_is_whole(project)
    write(project, "00-good", "print(n)")
    assert day229(project, "run", "00").returncode == 0
    records = [
        json.loads(p.read_text(encoding="utf-8"))
        for p in sorted((project / "reports").glob("2*/manifest.json"))
    ]
    assert [r["status"] for r in records] == ["done", "interrupted", "done"]
    assert records[1]["exit_code"] == 137


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130), (signal.SIGHUP, 129)]
)
def test_told_to_stop_it_says_so_and_leaves_no_process(project, number, code):
    write(project, "00-good", SLOW)
    process = started(project, "run", "00")
    until((project / "notebooks" / "under-way").exists)
    process.send_signal(number)
    _, errors = process.communicate(timeout=90)
    assert process.returncode == code
    assert json.loads(errors.splitlines()[-1])["exit_code"] == code
    until(lambda: not processes_of(project))
    good_run_is_whole(project)
    records = [
        json.loads((p / "manifest.json").read_text(encoding="utf-8")) for p in runs_so_far(project)
    ]
    assert [(r["status"], r["exit_code"]) for r in records] == [("done", 0), ("interrupted", code)]
    assert json.loads(errors.splitlines()[-1])["run"] == records[1]["run"]


@pytest.mark.parametrize(
    ("cells", "options", "code", "what"),
    [
        (["1 / 0"], [], 3, "ZeroDivisionError: division by zero"),
        (["__import__('os')._exit(3)"], [], 4, "the kernel died"),
        (
            ["import signal, psutil\npsutil.Process().send_signal(signal.SIGSEGV)"],
            [],
            4,
            "the kernel died",
        ),
        (["import psutil\npsutil.Popen(['sleep', '600'])", "1 / 0"], [], 3, "ZeroDivisionError"),
        (["while True:\n    pass"], ["--cell-seconds", "2"], 5, "a cell took longer than 2 s"),
        (["getattr(__import__('sys'), 'exit')(0)", "print(n)"], [], 6, "code cell 3 was never run"),
        (["import sys\nsys.exit(0)"], [], 9, "cell 2: sys.exit is not allowed in a run"),
    ],
)
def test_each_way_to_fail_has_its_code_and_keeps_the_good_run(project, cells, options, code, what):
    write(project, "00-good", *cells)
    result = day229(project, "run", "00", *options, prefix=("env",))
    assert result.returncode == code
    assert what in result.stderr
    assert told(result)["exit_code"] == code
    assert what in told(result)["error"]  # the notebook's complaint, not how many failed
    assert "Traceback" not in result.stderr
    good_run_is_whole(project)
    assert processes_of(project) == []
    if code in range(3, 7):
        failed = nbformat.read(
            project / "reports" / "failed" / "00-good.failed.ipynb", as_version=4
        )
        assert "This run failed" in failed.cells[0].source


@pytest.mark.parametrize(
    ("harm", "what"),
    [
        (
            lambda path: path.write_text(path.read_text(encoding="utf-8")[:200], encoding="utf-8"),
            "not a readable notebook",
        ),
        (lambda path: path.write_text("", encoding="utf-8"), "not a readable notebook"),
        (lambda path: path.write_text("{}", encoding="utf-8"), "not a readable notebook"),
        (lambda path: path.write_bytes("{'Херсон'}".encode("cp1251")), "not a readable notebook"),
        (
            lambda path: write(path.parents[1], "00-good", "1", kernel="no-such-kernel"),
            "no kernel is called 'no-such-kernel'",
        ),
        (
            lambda path: path.write_text(
                path.read_text(encoding="utf-8").replace('"nbformat": 4', '"nbformat": 5'),
                encoding="utf-8",
            ),
            "wanted notebook format 4",
        ),
    ],
)
def test_a_notebook_that_cannot_be_run_is_named_in_one_line(project, harm, what):
    harm(project / "notebooks" / "00-good.ipynb")
    result = day229(project, "run", "00")
    assert result.returncode == 9
    assert what in result.stderr
    good_run_is_whole(project)


def test_a_kernel_that_cannot_start_fails_its_notebook_and_not_the_others(project, monkeypatch):
    write(project, "01-broken", "print(n)")
    monkeypatch.setenv("DAY229_ROOT", str(project))
    tasks = [runs.Task(notebook=n) for n in ("01-broken", "00-good")]
    shutil.copytree(SRC, project / "src" / "analysis")
    assert runs.carry_out("latest", tasks[1:], runs.Options())[1][0].status != "failed"
    broken = project / "src" / "ipykernel.py"  # found before the one that is installed
    broken.write_text("raise SystemExit(1)", encoding="utf-8")
    with pytest.raises(runs.RunError, match="01-broken: the kernel did not start") as caught:
        runs.carry_out("latest", tasks, runs.Options(workers=2))
    assert [o.status for o in caught.value.outcomes] == ["failed", "cached"]
    assert caught.value.exit_code == 4


def test_two_runs_of_one_notebook_at_once_the_second_says_who_is_first_and_harms_nothing(project):
    waiting = "while not pathlib.Path('go').exists():\n    time.sleep(0.05)\nprint(n)"
    write(project, "00-good", f"import pathlib, time\npathlib.Path('under-way').touch()\n{waiting}")
    first = started(project, "run", "00")
    until((project / "notebooks" / "under-way").exists)
    second = day229(project, "run", "00", "-p", "n=4")
    assert second.returncode == 7
    assert f"process {first.pid}" in second.stderr
    (project / "notebooks" / "go").touch()
    first.communicate(timeout=90)
    assert first.returncode == 0
    good_run_is_whole(project)


def namespaced() -> tuple[str, ...] | None:
    """Command that gives the rest a mount namespace of its own.

    Or None where the system has none.
    """
    for words in (("unshare", "-m"), ("unshare", "-rm")):
        if (
            shutil.which("unshare")
            and subprocess.run(
                [*words, "sh", "-c", "mount -t tmpfs none /mnt"], capture_output=True
            ).returncode
            == 0
        ):
            return words
    return None


MOUNTS = namespaced()
needs_mounts = pytest.mark.skipif(
    MOUNTS is None,
    reason=(
        "a full or read-only disk needs a mount namespace (unshare -m), which this system does not"
        " give"
    ),
)


def in_mount(root, script: str) -> subprocess.CompletedProcess:
    """Run a shell script in a mount namespace; `$DAY` is the command, `$R` the reports folder."""
    import sys

    from small_projects import surroundings

    env = surroundings(root) | {
        "DAY": f"{sys.executable} -m analysis.cli",
        "R": str(root / "reports"),
    }
    return subprocess.run(
        [*MOUNTS, "sh", "-c", script],
        cwd=root,
        env=env,
        capture_output=True,
        text=True,
        timeout=180,
    )


@needs_mounts
@pytest.mark.parametrize("free_kb", [0, 40, 300])
def test_on_a_full_disk_the_last_good_run_is_kept(project, free_kb):
    write(project, "01-large", "print('x' * 2_000_000)")
    result = in_mount(
        project,
        "cp -a $R $R.kept && mount -t tmpfs -o size=8m none $R && cp -a $R.kept/. $R/ && dd"
        f" if=/dev/zero of=$R/filler bs=1k 2>/dev/null; truncate -s -{free_kb}k $R/filler; $DAY run"
        " 01; code=$?; rm $R/filler; cp -a $R/. $R.after/ 2>/dev/null || (mkdir $R.after && cp -a"
        " $R/. $R.after/); exit $code",
    )
    assert result.returncode == 8, result.stderr
    assert "No space left on device" in result.stderr
    assert told(result)["exit_code"] == 8
    shutil.rmtree(project / "reports")
    (project / "reports.after").rename(project / "reports")
    good_run_is_whole(project)
    assert not (project / "reports" / "01-large").exists()


@needs_mounts
def test_in_a_read_only_folder_nothing_is_written_and_the_last_good_run_is_kept(project):
    before = sorted(p.name for p in (project / "reports").iterdir())
    result = in_mount(
        project, "mount --bind $R $R && mount -o remount,bind,ro $R && exec $DAY run 00 --force"
    )
    assert result.returncode == 8
    assert "Read-only file system" in result.stderr
    assert sorted(p.name for p in (project / "reports").iterdir()) == before
    good_run_is_whole(project)


@needs_mounts
def test_a_figure_that_finds_no_space_fails_with_the_code_of_the_disk(project):
    write(
        project,
        "01-figure",
        "import os, pathlib\npathlib.Path(os.environ['DAY229_OUTPUT'], 'large').write_bytes(b'0' *"
        " 20_000_000)",
    )
    result = in_mount(project, "mount -t tmpfs -o size=8m none $R && exec $DAY run 01")
    assert result.returncode == 8, result.stderr
    assert "No space left on device" in result.stderr


@needs_mounts
def test_without_a_network_notebooks_run_all_the_same(project):
    words = ("unshare", "-n") if MOUNTS == ("unshare", "-m") else ("unshare", "-rn")
    result = day229(
        project,
        "run",
        "00",
        "--force",
        prefix=(
            *words,
            "sh",
            "-c",
            'ip link set lo up 2>/dev/null || ifconfig lo up; exec "$@"',
            "sh",
        ),
    )
    assert result.returncode == 0, result.stderr


def test_other_locale_time_zone_and_hash_seed_give_the_same_bytes(project, monkeypatch):
    write(
        project,
        "00-good",
        "import datetime\nprint({'Херсон', 'Донецк', 'a', 'b'},"
        " datetime.datetime.fromtimestamp(1664280000))",
    )
    folders = []
    for seed, zone in (("1", "America/New_York"), ("2", "Asia/Tokyo")):
        for name, value in {
            "PYTHONHASHSEED": seed,
            "TZ": zone,
            "LC_ALL": "C",
            "PYTHONUTF8": "0",
            "PYTHONCOERCECLOCALE": "0",
        }.items():
            monkeypatch.setenv(name, value)
        assert day229(project, "run", "00", "--force", prefix=("env",)).returncode == 0
        folders.append((project / "reports" / "00-good").resolve())
    assert (folders[0] / "00-good.ipynb").read_bytes() == (
        folders[1] / "00-good.ipynb"
    ).read_bytes()
    assert "Херсон" in printed(folders[0], "00-good")
