"""What is kept of earlier runs, and how things stand, for people and programs."""

import json
import os
import re
import shutil
import signal
import sys
from datetime import UTC, datetime, timedelta

import pytest

from analysis import paths, runs
from analysis.cli import endings
from analysis.errors import ExpectedError, Terminated, exit_code
from analysis.runs import cache, pruning, record, standing, store
from small_projects import day229, told, validate, write

MOMENT = datetime(2026, 11, 26, 4, 15, tzinfo=UTC)


@pytest.fixture
def reports(tmp_path, monkeypatch):
    """Empty reports folder."""
    folder = tmp_path / "reports"
    folder.mkdir()
    monkeypatch.setenv("DAY229_REPORTS", str(folder))
    return folder


def planted(reports, name, hours, status="done", size=1_000, shown=()):
    """Folder of a run that ended so many hours before `MOMENT`."""
    ended = MOMENT - timedelta(hours=hours)
    folder = reports / f"{ended:%Y%m%dT%H%M%S}000Z-{name}-{hours:04x}"
    folder.mkdir()
    (folder / "page.html").write_bytes(b"0" * size)
    moment = f"{ended:%Y-%m-%dT%H:%M:%S}.000Z"
    told = {"schema": record.SCHEMA, "run": folder.name, "name": name, "status": status}
    told |= {"started": moment, "ended": moment, "exit_code": 0 if status == "done" else 3}
    told |= {"error": None, "plan": {}, "tasks": []}
    (folder / record.NAME).write_text(json.dumps(told), encoding="utf-8")
    for link in shown:
        store.switch(link, folder)
    return folder


def test_failed_runs_do_not_count_among_the_good_ones_and_only_a_few_are_kept(reports):
    good = [planted(reports, "latest", 100 - n) for n in range(4)]
    store.switch("latest", good[-1])
    failed = [planted(reports, "latest", 50 - n, "failed") for n in range(8)]
    store.switch("failed", failed[-1])
    runs.prune()
    assert all(f.is_dir() for f in good)
    assert [f.is_dir() for f in failed] == [False] * 5 + [True] * 3
    assert runs.prune() == []


def test_runs_of_many_names_and_older_plans_of_sweeps_go_with_their_links(reports, monkeypatch):
    monkeypatch.setattr(pruning, "KEPT_SWEEPS", 2)
    names = [f"sweep-00-verdicts-{n:08x}" for n in range(4)]
    plans = [planted(reports, n, 100 - h, shown=[n]) for h, n in enumerate(names)]
    store.switch("favourite", plans[0])  # a link of somebody's own
    with store.held(names[1], "a run under way"):
        assert [r.name for r in runs.prune()] == []
    assert [r.name for r in runs.prune()] == [names[1]]
    assert [f.is_dir() for f in plans] == [True, False, True, True]
    assert not (reports / names[1]).is_symlink()
    assert not list(reports.glob(f".{names[1]}.*"))
    assert (reports / names[0]).is_symlink()


def test_all_runs_together_have_a_limit_of_bytes_the_oldest_go_first(reports, monkeypatch):
    monkeypatch.setenv("DAY229_REPORTS_MB", "3")
    latest = planted(reports, "latest", 90, size=900_000, shown=["latest"])
    old = [planted(reports, "latest", 80 - n, size=900_000) for n in range(3)]
    sweep = planted(reports, "sweep-00-a", 70, size=900_000, shown=["sweep-00-a"])
    newest = planted(reports, "04-chronology", 1, size=900_000)
    runs.prune()
    assert [f.is_dir() for f in (latest, *old, sweep, newest)] == [True, *[False] * 3, True, True]
    monkeypatch.setenv("DAY229_REPORTS_MB", "1")
    runs.prune()
    assert [f.is_dir() for f in (latest, sweep, newest)] == [True, False, True]


def test_results_kept_have_a_limit_of_bytes_and_those_used_last_stay(reports, monkeypatch):
    monkeypatch.setenv("DAY229_RESULTS_MB", "2")
    for n in range(4):
        entry = cache.results() / "ab" / f"ab{n}"
        (entry / "files").mkdir(parents=True)
        (entry / "files" / "page.html").write_bytes(b"0" * 900_000)
        os.utime(entry, (n, n))
    unfinished = cache.results() / "ab" / ".ab9.77"
    unfinished.mkdir()
    os.utime(unfinished, (1, 1))
    assert pruning.trim() == 1_800_000
    assert sorted(p.name for p in cache.results().glob("ab/*")) == ["ab2", "ab3"]


def test_a_limit_that_is_no_number_is_refused_with_what_was_wanted(reports, monkeypatch):
    monkeypatch.setenv("DAY229_RESULTS_MB", "2 GB")
    with pytest.raises(runs.ParameterInputError, match="DAY229_RESULTS_MB='2 GB': wanted a whole"):
        pruning.refuse_limits()


def test_the_last_good_run_is_stale_when_it_is_too_old_or_missing(reports):
    missing = runs.status_of("latest", 8, MOMENT)
    assert missing["stale"]
    assert missing["last_good_run"] is None
    assert "no run of 'latest' has succeeded" in missing["reason"]
    good = planted(reports, "latest", 7 * 24, shown=["latest"])
    failed = planted(reports, "latest", 2, "failed")
    planted(reports, "04-chronology", 1)
    now = runs.status_of("latest", 8, MOMENT)
    assert (now["stale"], now["reason"], now["age_days"]) == (False, "", 7.0)
    assert (now["last_good_run"], now["last_run"]) == (good.name, failed.name)
    assert (now["last_status"], now["last_exit_code"]) == ("failed", 3)
    assert now["newest_evidence"] <= "2026-11-26"
    assert runs.status_of("latest", 6.9, MOMENT)["reason"].startswith(
        "the last good run ended 7.0 days ago, allowed are 6.9"
    )
    assert "last good run:   " + good.name + ", 7.0 days ago" in runs.status_text(now)


METRIC = re.compile(r'day229_\w+\{name="latest"\} -?[0-9.]+(e[+-]?[0-9]+)?')


def test_metrics_keep_the_form_a_collector_reads(reports, tmp_path):
    planted(reports, "latest", 24)
    now = runs.status_of("latest", 8, MOMENT)
    path = runs.write_metrics(now, tmp_path / "day229.prom")
    lines = path.read_text(encoding="utf-8").splitlines()
    values = [line for line in lines if not line.startswith("#")]
    assert all(METRIC.fullmatch(line) for line in values)
    assert (
        f'day229_last_good_run_timestamp_seconds{{name="latest"}} {MOMENT.timestamp() - 86400}'
        in (values)
    )
    assert 'day229_stale{name="latest"} 0' in values
    for n, line in enumerate(lines[2::3]):
        name = line.partition("{")[0]
        assert lines[3 * n].startswith(f"# HELP {name} ")
        assert lines[3 * n + 1] == f"# TYPE {name} gauge"
    nothing = standing.metrics_text(runs.status_of("00", 8, MOMENT))
    assert "last_good" not in nothing
    assert 'day229_stale{name="00"} 1' in nothing


@pytest.mark.parametrize("name", ["nothing", "../reports", "."])
def test_a_run_that_is_not_kept_is_named_with_what_to_do(reports, name):
    with pytest.raises(ExpectedError, match="next: `day229 runs list`"):
        runs.run_record(name)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Small project with one good run."""
    root = tmp_path / "project"
    for folder in ("notebooks", "data/raw", "data/processed"):
        (root / folder).mkdir(parents=True)
    shutil.copyfile(paths.raw() / "claims.csv", root / "data" / "raw" / "claims.csv")
    write(root, "00-good", "import sys\nprint('a word', file=sys.stderr)\nprint(n)")
    return root


TOLD = "import pathlib, sys; pathlib.Path('told').open('a').write(sys.stdin.read())"


def test_whoever_looks_after_runs_is_told_of_success_and_failure_and_can_ask(project):
    notify = f'{sys.executable} -c "{TOLD}"'
    words = ["run", "00", "--notify", notify, "--metrics", str(project / "day229.prom")]
    good = day229(project, *words)
    assert good.returncode == 0, good.stderr
    write(project, "00-good", "print(n)", "1 / 0")
    failed = day229(project, *words)
    assert failed.returncode == 3
    lines = [json.loads(x) for x in (project / "told").read_text(encoding="utf-8").splitlines()]
    assert lines == [told(good), told(failed)]
    assert (lines[0]["status"], lines[0]["done"]) == ("done", 1)
    assert lines[1]["error"] == "cell 3: ZeroDivisionError: division by zero"
    assert (lines[1]["cell"], lines[1]["option"]) == (3, None)
    metrics = (project / "day229.prom").read_text(encoding="utf-8")
    assert 'day229_stale{name="00-good"} 0' in metrics  # one run is still good
    assert 'day229_last_run_exit_code{name="00-good"} 3' in metrics

    log = (project / "reports" / lines[0]["run"] / "run.log").read_text(encoding="utf-8")
    assert [line.split(" ")[1:3] for line in log.splitlines()] == [
        [level, lines[0]["run"]] for level in ("INFO", "INFO", "WARNING", "INFO")
    ]
    assert all(re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z ", x) for x in log.splitlines())
    assert f" INFO {lines[0]['run']} [1/1, " in good.stdout

    asked = day229(project, "status", "--name", "00-good", "--format", "json")
    assert asked.returncode == 0, asked.stderr
    answer = json.loads(asked.stdout)
    assert (answer["last_good_run"], answer["last_run"]) == tuple(x["run"] for x in lines)
    stale = day229(project, "status", "--max-age", "36h")
    assert stale.returncode == 13
    assert "stale:           yes: no run of 'latest' has succeeded" in stale.stdout
    assert day229(project, "status", "--max-age", "soon").returncode == 2

    listed = json.loads(day229(project, "runs", "list", "--format", "json").stdout)
    assert [(r["run"], r["status"], r["shown_by"]) for r in listed] == [
        (lines[0]["run"], "done", "00-good"),
        (lines[1]["run"], "failed", "failed"),
    ]
    shown = day229(project, "runs", "show", "00-good", "--format", "json")
    validate(json.loads(shown.stdout))
    table = day229(project, "runs", "show", "failed").stdout
    assert "cell 3: ZeroDivisionError: division by zero" in table
    assert day229(project, "runs", "prune").stdout.splitlines() == ["0 removed"]


def test_a_command_that_cannot_be_told_does_not_change_how_a_run_ended(project):
    result = day229(project, "run", "09", "--notify", "no-such-command")
    assert result.returncode == 2
    assert "'no-such-command' was not told" in result.stderr
    assert told(result)["exit_code"] == 2


def test_a_signal_that_is_ignored_as_by_nohup_stays_ignored_and_the_others_end_a_command():
    before = {n: signal.getsignal(n) for n in (signal.SIGHUP, signal.SIGTERM)}
    try:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        endings._catch_signals()
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        with pytest.raises(Terminated) as caught:
            signal.raise_signal(signal.SIGTERM)
        assert exit_code(caught.value) == 143
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        endings._catch_signals()
        with pytest.raises(Terminated) as caught:
            signal.raise_signal(signal.SIGHUP)
        assert exit_code(caught.value) == 129
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
