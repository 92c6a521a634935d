"""Sweeps: points read as declared.

One tidy table, resumed where they were cut off, the same on a cluster.
"""

import csv
import itertools
import json
import shutil
import subprocess
import sys

import psutil
import pytest

from analysis import parameters, paths, runs
from analysis.runs import ParameterInputError, RunError, grid, record, sweeps, workers
from analysis.runs import cluster as cluster_module
from conftest import PROJECT
from small_projects import (
    SAVE,
    day229,
    printed,
    started,
    surroundings,
    told,
    until,
    validate,
    write,
)

PARAMETERS = (
    'as_of: str = "2022-10-11"  # a day\nlevel: float = 0.95  # a share\nn: int = 3  # how'
    ' many\nword: str = "a"  # a word'
)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Small project with two notebooks that save facts."""
    root = tmp_path / "project"
    for folder in ("notebooks", "data/processed"):
        (root / folder).mkdir(parents=True)
    shutil.copytree(paths.raw(), root / "data" / "raw")
    for name in ("sources.csv", "datapackage.json"):
        shutil.copyfile(paths.processed() / name, root / "data" / "processed" / name)
    monkeypatch.setenv("DAY229_ROOT", str(root))
    monkeypatch.setattr(sweeps, "refuse_stale", lambda: None)
    write(
        root,
        "00-good",
        SAVE.format(name="00-good"),
        "print(as_of, level, n)",
        parameters=PARAMETERS,
    )
    write(root, "01-other", SAVE.format(name="01-other"), "print(n)", parameters=PARAMETERS)
    return root


def table(folder):
    with (folder / "facts.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("0.8,0.95", ["0.8", "0.95"]),
        ("2022-09-21:2022-10-05:7D", ["2022-09-21", "2022-09-28", "2022-10-05"]),
        ("2022-09-21:2022-10-04:1W", ["2022-09-21", "2022-09-28"]),
        (
            "2022-10-31:2023-02-28:1M",
            ["2022-10-31", "2022-11-30", "2022-12-31", "2023-01-31", "2023-02-28"],
        ),
        ("1:7:3", ["1", "4", "7"]),
        ("0.1:0.4:0.1", ["0.1", "0.2", "0.3", "0.4"]),
        ("Херсон, Крым", ["Херсон", "Крым"]),
    ],
)
def test_values_of_a_parameter_are_expanded(text, values):
    assert grid.expand("x", text) == values


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1,1",
        "a,,b",
        "2022-10-01:2022-09-01:7D",
        "2022-09-31:2022-10-31:7D",
        "1:5:0",
        "a:b:c",
        "@nowhere.txt",
        "@polls:nothing",
    ],
)
def test_values_that_make_no_sense_are_refused(text):
    if text == "":  # one empty text is a value, and the notebook decides
        assert grid.expand("x", text) == [""]
        return
    with pytest.raises(ParameterInputError, match="x="):
        grid.expand("x", text)


def test_values_may_come_from_a_table_or_a_file(tmp_path):
    regions = grid.expand("region", "@station_regions:region")
    assert len(regions) > 80
    assert "Город Москва" in regions or any("Москва" in r for r in regions)
    of_2021 = grid.expand("region", "@station_regions:region:year=2021")
    assert set(of_2021) < set(regions)
    assert len(of_2021) == 86
    (tmp_path / "days.txt").write_text("2022-09-21\n\n2022-10-01\n", encoding="utf-8")
    assert grid.expand("as_of", f"@{tmp_path / 'days.txt'}") == ["2022-09-21", "2022-10-01"]


def test_the_order_of_points_is_that_of_the_parameters_and_each_has_a_folder(project):
    plan = runs.plan_of(["00", "01"], ["n=1,2", "word=a/b,../c"], ["level=0.5"])
    tasks = runs.tasks_of(plan)
    assert [(t.notebook, t.values["n"], t.values["word"]) for t in tasks] == [
        (name, n, word)
        for n, word in itertools.product([1, 2], ["a/b", "../c"])
        for name in ("00-good", "01-other")
    ]
    assert {t.values["level"] for t in tasks} == {0.5}
    assert sorted({t.point for t in tasks}) == [
        "1-n=1,word=a_b,level=0.5",
        "2-n=1,word=.._c,level=0.5",
        "3-n=2,word=a_b,level=0.5",
        "4-n=2,word=.._c,level=0.5",
    ]


def test_a_point_that_is_not_allowed_stops_the_sweep_before_a_kernel_starts(project, monkeypatch):
    monkeypatch.setattr(workers, "on_this_machine", None)
    for over, message in (
        ("level=0.9,95", "level=95"),
        ("nn=1,2", "did you mean n"),
        ("n=1,x", "n='x'"),
    ):
        with pytest.raises(ValueError, match=message):
            runs.sweep(runs.plan_of(["00"], [over]), show_progress=False)


def test_a_decimal_comma_among_the_values_of_a_sweep_is_told_as_two_values(project):
    with pytest.raises(
        parameters.ParameterError, match=r"level runs over 2 values, 0, 8: the comma separates"
    ) as caught:
        runs.tasks_of(runs.plan_of(["00"], ["level=0,8"]))
    assert caught.value.exit_code == 2
    with pytest.raises(parameters.ParameterError) as single:
        runs.tasks_of(runs.plan_of(["00"], ["level=8"]))
    assert "comma" not in str(single.value)


def test_a_yaml_grid_is_read_as_declared(project, tmp_path):
    path = tmp_path / "grid.yml"
    path.write_text(
        "notebooks: [00-good, 01-other]\nover:\n  as_of: 2022-09-21:2022-10-05:7D\n  n: [010, 12]\n"
        "  word: [no, 12:30:45]\n",
        encoding="utf-8",
    )
    tasks = runs.tasks_of(runs.plan_from(path))
    assert len(tasks) == 2 * 3 * 2 * 2
    assert {t.values["n"] for t in tasks} == {10, 12}
    assert {t.values["word"] for t in tasks} == {"no", "12:30:45"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("notebooks: 00-good\nover:\n  n: 1,2\n  n: 3\n", "line 3: 'n' comes twice"),
        ("notebooks: 00-good\n", "wanted the keys notebooks and over"),
        ("notebooks: 00-good\nover: [n]\n", "wanted the keys notebooks and over"),
        ("notebooks: [\n", "not a readable YAML file"),
        (
            "notebooks: 00-good\nover: {n: !!python/object/apply:os.system [touch harm]}\n",
            "n='touch harm'",
        ),
        (
            "notebooks: 00-good\nover: {n: {from: 1, to: 3}}\n",
            "n: wanted a text or a list of texts",
        ),
        ("notebooks: 00-good\nover: {n: []}\n", "one or more different values"),
        ("notebooks: 00-good\nover: {n: [1, 1]}\n", "one or more different values"),
        ("notebooks: [00, 00-good]\nover: {n: 1}\n", "one or more different values"),
        ("notebooks: {a: 1}\nover: {n: 1}\n", "one notebook or a list"),
    ],
)
def test_a_bad_grid_is_refused_with_its_place(project, tmp_path, text, message):
    path = tmp_path / "grid.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ParameterInputError, match=message):
        runs.tasks_of(runs.plan_from(path))
    assert not list(tmp_path.rglob("harm"))


def test_facts_of_all_points_come_in_one_tidy_table(project):
    from pyarrow import parquet

    folder, outcomes = runs.sweep(
        runs.plan_of(["00", "01"], ["n=2,3", "level=0.5,0.9"]), workers=2, show_progress=False
    )
    assert [o.status for o in outcomes] == ["done"] * 8
    rows = table(folder)
    assert [(r["notebook"], r["n"], r["level"], r["fact"], r["value"]) for r in rows] == [
        (name, n, level, "squared", str(int(n) ** 2))
        for n, level in itertools.product("23", ["0.5", "0.9"])
        for name in ("00-good", "01-other")
    ]
    same = parquet.read_table(folder / "facts.parquet").to_pylist()
    assert [(r["notebook"], str(r["n"]), r["value"]) for r in same] == [
        (r["notebook"], r["n"], float(r["value"])) for r in rows
    ]
    manifest = record.read(folder)
    validate(manifest)
    assert manifest["plan"] == {
        "notebooks": ["00-good", "01-other"],
        "over": {"n": ["2", "3"], "level": ["0.5", "0.9"]},
    }
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert all(
        (folder / t["point"] / f"{t['notebook']}.html").is_file()
        and f"{t['point']}/{t['notebook']}.html" in page
        for t in manifest["tasks"]
    )


def test_points_that_fail_are_told_and_the_rest_is_kept_and_gathered(project):
    write(project, "00-good", SAVE.format(name="00-good"), "1 / (n - 2)", parameters=PARAMETERS)
    with pytest.raises(
        RunError, match="1 of 3 notebooks failed:\n  2-n=2/00-good: cell 4: ZeroDivisionError"
    ) as caught:
        runs.sweep(runs.plan_of(["00"], ["n=1,2,3"]), show_progress=False)
    assert [r["n"] for r in table(caught.value.folder)] == ["1", "3"]


def test_killed_half_way_a_sweep_is_finished_by_resume_with_the_same_result(project):
    for name in ("00-good", "01-other"):
        write(
            project,
            name,
            "import time\ntime.sleep(1)",
            SAVE.format(name=name),
            parameters=PARAMETERS,
        )
    words = ["sweep", "00", "01", "--over", "n=1,2,3", "--workers", "2"]
    data = project / "data"
    shutil.rmtree(data / "processed")
    shutil.copytree(PROJECT / "data" / "processed", data / "processed")
    process = started(project, *words)

    def some_done():
        return [
            p
            for p in (project / "reports").glob("2*/manifest.json")
            if p.read_text(encoding="utf-8").count('"done"') >= 2
        ]

    folder = until(some_done)[0].parent
    process.kill()
    process.communicate()
    before = {p: p.read_bytes() for p in folder.glob("*/*.ipynb")}
    assert 2 <= len(before) < 6
    result = day229(project, *words, "--resume")
    assert result.returncode == 0, result.stderr
    manifest = record.read(folder)
    assert manifest["status"] == "done"
    assert sum(t["status"] == "cached" for t in manifest["tasks"]) >= len(before) - 1
    assert {p: p.read_bytes() for p in before} == before
    assert [(r["notebook"], r["n"], r["value"]) for r in table(folder)] == [
        (name, n, str(int(n) ** 2)) for n in "123" for name in ("00-good", "01-other")
    ]
    assert day229(project, *words).returncode == 0
    other = (project / "reports" / manifest["name"]).resolve()
    assert other != folder
    assert table(other) == table(folder)
    nothing = day229(project, *words, "--resume")
    assert nothing.returncode == 1
    assert "no interrupted sweep" in nothing.stderr


def test_a_finished_sweep_is_copied_with_its_record_last(project, tmp_path):
    import fsspec

    folder, _ = runs.sweep(
        runs.plan_of(["01"], ["n=1,2"]), output="memory://bucket/sweeps", show_progress=False
    )
    system = fsspec.filesystem("memory")
    assert json.loads(system.cat(f"/bucket/sweeps/{folder.name}/manifest.json"))["status"] == "done"
    assert (
        system.cat(f"/bucket/sweeps/{folder.name}/facts.csv") == (folder / "facts.csv").read_bytes()
    )
    times = {p: system.info(p)["created"] for p in system.find("/bucket/sweeps")}
    assert max(times, key=times.get).endswith("manifest.json")
    with pytest.raises(runs.OutputError, match=r"it is complete in reports/2"):
        runs.copy_out(folder, "nothing-like-it://bucket")


def test_a_sweep_without_notebooks_or_with_two_plans_is_refused(project):
    for words in (["sweep"], ["sweep", "00", "--grid", "grid.yml"]):
        result = day229(project, *words)
        assert result.returncode == 2
        assert "wanted notebooks with --over, or --grid" in told(result)["error"]


@pytest.fixture
def cluster(project, tmp_path):
    """Scheduler and two workers, processes of their own; the address and the workers are given."""
    from contextlib import ExitStack

    place = tmp_path / "scheduler.json"
    env = surroundings(project) | {"DASK_DISTRIBUTED__ADMIN__TICK__LIMIT": "60s"}
    env.pop("DAY229_ROOT")  # the workers get the project from the driver

    with ExitStack() as stack:

        def process(*words):
            found = subprocess.Popen(
                [sys.executable, "-m", "dask", *words],
                cwd=tmp_path,
                env=env,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            stack.callback(found.wait)
            stack.callback(found.kill)
            return found

        process(
            "scheduler",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--no-dashboard",
            "--scheduler-file",
            str(place),
        )
        address = until(
            lambda: (
                place.is_file()
                and place.stat().st_size
                and json.loads(place.read_text(encoding="utf-8"))["address"]
            )
        )
        workers = [
            process(
                "worker",
                address,
                "--no-nanny",
                "--nthreads",
                "1",
                "--no-dashboard",
                "--local-directory",
                str(tmp_path / f"w{n}"),
                "--name",
                f"w{n}",
            )
            for n in range(2)
        ]
        yield address, workers


def test_a_cluster_that_loses_a_worker_half_way_gives_the_complete_and_same_result(
    project, cluster
):
    from distributed import Client

    address, processes = cluster
    for name in ("00-good", "01-other"):
        write(
            project,
            name,
            "import time\ntime.sleep(0.5)",
            SAVE.format(name=name),
            "print(n)",
            parameters=PARAMETERS,
        )
    with Client(address, set_as_default=False) as client:
        until(lambda: len(client.scheduler_info(-1)["workers"]) == 2)
    plan = runs.plan_of(["00", "01"], ["n=1:3:1"])
    seen = []

    class Killing(runs.progress.NoProgress):
        def end(self, outcome):
            seen.append(outcome)
            if len(seen) == 2:
                processes[0].kill()

    how = runs.Options(scheduler=address, progress=Killing())
    folder, outcomes = runs.carry_out("there", runs.tasks_of(plan), how, plan=plan)
    assert [o.status for o in outcomes] == ["done"] * 6
    assert processes[0].wait(90) != 0
    assert processes[1].poll() is None
    here, _ = runs.sweep(plan, workers=2, force=True, show_progress=False)
    sweeps.collect(folder)
    assert (folder / "facts.csv").read_bytes() == (here / "facts.csv").read_bytes()
    for path in here.glob("*/*.ipynb"):
        assert path.read_bytes() == (folder / path.relative_to(here)).read_bytes()
    assert printed(folder / "3-n=3", "01-other") == "3\n"


def test_a_scheduler_that_does_not_answer_and_a_file_of_this_machine_are_refused(
    project, tmp_path, monkeypatch
):
    monkeypatch.setattr(cluster_module, "PATIENCE", 1)
    with pytest.raises(
        runs.ClusterError, match=r"no dask scheduler answers at 'tcp://127\.0\.0\.1:9'"
    ):
        runs.sweep(
            runs.plan_of(["00"], ["n=1,2"]), scheduler="tcp://127.0.0.1:9", show_progress=False
        )
    (tmp_path / "mine.csv").write_text("a\n", encoding="utf-8")
    write(
        project, "01-other", "print(1)", parameters="n: int = 1  # n\nmine_file: str = ''  # a file"
    )
    with pytest.raises(ParameterInputError, match="cannot be used on a cluster"):
        runs.sweep(
            runs.plan_of(["01"], ["n=1,2"], [f"mine_file={tmp_path / 'mine.csv'}"]),
            scheduler="tcp://127.0.0.1:9",
            show_progress=False,
        )


def test_a_worker_with_other_versions_is_told_apart():
    with pytest.raises(
        runs.ClusterError,
        match=r"a worker has numpy .* instead of 0\.1; next: install requirements\.lock there",
    ):
        cluster_module._work_there(runs.Task(notebook="00"), b"", "", ({"numpy": "0.1"}, ""))
    with pytest.raises(runs.ClusterError, match="another state of this package"):
        cluster_module._work_there(runs.Task(notebook="00"), b"", "", ({}, "0" * 64))


def test_a_scheduler_without_workers_is_told(project, cluster, monkeypatch):
    address, processes = cluster
    for worker in processes:
        worker.kill()
        worker.wait()
    monkeypatch.setattr(cluster_module, "PATIENCE", 3)
    with pytest.raises(runs.ClusterError, match="the scheduler has no worker"):
        runs.sweep(runs.plan_of(["00"], ["n=1,2"]), scheduler=address, show_progress=False)


def test_a_sweep_whose_last_worker_dies_ends_with_a_sentence(project, cluster, monkeypatch):
    address, processes = cluster
    monkeypatch.setattr(cluster_module, "PATIENCE", 6)
    write(
        project,
        "00-good",
        "import time\ntime.sleep(1)",
        SAVE.format(name="00-good"),
        parameters=PARAMETERS,
    )

    class Killing(runs.progress.NoProgress):
        def end(self, outcome):
            for worker in processes:
                worker.kill()

    tasks = runs.tasks_of(runs.plan_of(["00"], ["n=1:6:1"]))
    with pytest.raises(runs.ClusterError, match=r"no worker|was lost"):
        runs.carry_out("there", tasks, runs.Options(scheduler=address, progress=Killing()))


SWEEPING = """
import sys, typer
from analysis import runs
from analysis.cli.endings import run_errors
runs.cluster.PATIENCE = 4
tasks = runs.tasks_of(runs.plan_of(["00"], ["n=1,2"]))
try:
    with run_errors():
        runs.carry_out("there", tasks, runs.Options(scheduler=sys.argv[1]))
except typer.Exit as leaving:
    sys.exit(leaving.exit_code)
"""


def test_a_scheduler_that_is_killed_half_way_ends_with_the_code_of_the_cluster(
    project, cluster, tmp_path
):
    address, _ = cluster
    source = f"import time, pathlib\npathlib.Path({str(tmp_path / 'on')!r}).touch()"
    write(project, "00-good", source, "time.sleep(120)", parameters=PARAMETERS)
    sweep = subprocess.Popen(
        [sys.executable, "-c", SWEEPING, address],
        cwd=project,
        env=surroundings(project),
        stderr=subprocess.PIPE,
        text=True,
    )
    until((tmp_path / "on").exists)
    for child in psutil.Process().children():
        if "scheduler" in child.cmdline():
            child.kill()
    _, errors = sweep.communicate(timeout=120)
    assert sweep.returncode == 11, errors
    line = json.loads(errors.splitlines()[-1])
    assert (line["exit_code"], line["failed"]) == (11, [])
    assert f"the cluster at {address!r} was lost" in line["error"]


def test_a_point_that_fails_on_resume_leaves_no_older_page_or_fact(project):
    plan = runs.plan_of(["00"], ["n=1,2"])
    write(project, "00-good", SAVE.format(name="00-good"), "1 / (n - 2)", parameters=PARAMETERS)
    with pytest.raises(RunError) as first:
        runs.sweep(plan, show_progress=False)
    write(project, "00-good", SAVE.format(name="00-good"), "1 / (n - 1)", parameters=PARAMETERS)
    with pytest.raises(RunError) as second:
        runs.sweep(plan, resume=True, show_progress=False)
    assert first.value.folder == second.value.folder
    folder = second.value.folder
    assert sorted(p.name for p in folder.glob("*/*.ipynb")) == [
        "00-good.failed.ipynb",
        "00-good.ipynb",
    ]
    assert [r["n"] for r in table(folder)] == ["2"]
    assert (folder / "2-n=2" / "00-good.ipynb").is_file()


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        ("2022-09-21:2022-10-01:0D", "a step of none leads nowhere"),
        ("2022-09-21:2022-10-01:D", "'2022-09-21' is no number"),
        ("0.5:much:0.1", "'much' is no number"),
        ("0.5:inf:0.1", "'inf' is no finite number"),
    ],
)
def test_steps_that_lead_nowhere_are_told_in_plain_words(steps, why):
    with pytest.raises(ParameterInputError, match="wanted first:last:step such as") as told:
        grid.expand("as_of", steps)
    assert why in str(told.value)
    assert "decimal." not in str(told.value)


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        ("analysis.runs.sweeps._write_parquet", "interrupted"),
        ("analysis.runs.store.switch", "done"),
    ],
)
def test_a_sweep_that_is_shown_has_its_facts_and_one_cut_off_before_is_finished_by_the_next(
    project, monkeypatch, moment, status
):
    plan, cut = runs.plan_of(["00"], ["n=1,2"]), []

    def interrupted(*given):
        if not cut and given[0] != "failed":
            cut.append(given)
            raise KeyboardInterrupt
        return kept(*given)

    module, _, name = moment.rpartition(".")
    kept = getattr(sys.modules[module], name)
    monkeypatch.setattr(moment, interrupted)
    with pytest.raises(KeyboardInterrupt):
        runs.sweep(plan, show_progress=False)
    folder = next(paths.reports().glob("2*"))
    assert record.read(folder)["status"] == status
    assert (folder / "facts.csv").is_file() == (status == "done")
    assert not (paths.reports() / record.read(folder)["name"]).exists()
    resumed = status == "interrupted"  # one that was done is shown when the next run begins
    again, outcomes = runs.sweep(plan, resume=resumed, show_progress=False)
    assert [o.status for o in outcomes] == ["cached"] * 2
    assert (again == folder) == resumed
    assert [r["value"] for r in table(again)] == ["1", "4"]


def test_how_every_point_ended_is_a_table_beside_the_facts(project):
    write(project, "00-good", SAVE.format(name="00-good"), "1 / (n - 2)", parameters=PARAMETERS)
    with pytest.raises(RunError) as caught:
        runs.sweep(runs.plan_of(["00"], ["n=2,3"]), show_progress=False)
    with (caught.value.folder / "points.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(r["n"], r["status"], r["exit_code"], r["point"]) for r in rows] == [
        ("2", "failed", "3", "1-n=2"),
        ("3", "done", "0", "2-n=3"),
    ]
    assert rows[0]["error"] == "cell 4: ZeroDivisionError: division by zero"
    lines = (caught.value.folder / "run.log").read_text(encoding="utf-8").splitlines()
    levels = [line.split()[1] for line in lines]
    assert (levels[0], sorted(levels[1:3]), levels[3:]) == ("INFO", ["ERROR", "INFO"], ["ERROR"])
    assert all(
        f"Z {word} {caught.value.folder.name} " in line
        for line in lines
        for word in [line.split()[1]]
    )


def test_a_client_that_is_told_to_end_takes_its_kernels_on_the_cluster_along(
    project, cluster, tmp_path
):
    address, _ = cluster
    note = tmp_path / "kernel.pid"
    slow = f"import os, pathlib, time\npathlib.Path({str(note)!r}).write_text(str(os.getpid()))"
    write(project, "00-good", f"{slow}\ntime.sleep(120)", parameters=PARAMETERS)
    data = project / "data"
    shutil.rmtree(data / "processed")
    shutil.copytree(PROJECT / "data" / "processed", data / "processed")
    process = started(project, "sweep", "00", "--over", "n=1", "--scheduler", address)
    kernel = int(until(lambda: note.is_file() and note.read_text(encoding="utf-8")))
    process.terminate()
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 143
    assert json.loads(errors.splitlines()[-1])["exit_code"] == 143
    until(lambda: not psutil.pid_exists(kernel), 30)
