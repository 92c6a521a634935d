"""The samples for schedulers are what they say, and hide no failure."""

import configparser
import re
import shlex
import shutil
import subprocess

import pytest
import yaml
from typer.main import get_command

from analysis.cli import app
from conftest import PROJECT

SAMPLES = PROJECT / "docs" / "schedule"
UNITS = sorted(p for p in SAMPLES.iterdir() if p.suffix in {".service", ".timer"})


def unit(name: str) -> configparser.ConfigParser:
    """A unit's sections and settings, none of them twice."""
    found = configparser.ConfigParser(interpolation=None)
    found.optionxform = str
    found.read_string((SAMPLES / name).read_text(encoding="utf-8"))
    return found


def understood(command: str) -> str:
    """Name of the subcommand of a command line that this `day229` takes; raises otherwise."""
    words = shlex.split(command)
    assert words[0].endswith("/.venv/bin/day229")
    found = get_command(app).commands[words[1]]
    with found.make_context(words[1], words[2:]):
        return words[1]


def scheduled() -> list[tuple[str, str, str]]:
    """Times, user and command of every line of the sample for cron."""
    lines = (SAMPLES / "day229.cron").read_text(encoding="utf-8").splitlines()
    return [
        (" ".join(m[:5]), m[5], m[6])
        for line in lines
        if not re.match(r"#|\w+=", line)
        for m in [line.split(maxsplit=6)]
    ]


def test_the_unit_has_a_user_of_its_own_a_time_limit_a_closed_room_and_tells_of_failure():
    service = unit("day229.service")
    held = service["Service"]
    assert understood(held["ExecStart"]) == "report"
    assert "--check" in held["ExecStart"].split()
    assert held["User"] not in {"", "root"}
    assert re.fullmatch(r"[1-9]\d*(s|min|h)", held["TimeoutStartSec"])
    assert service["Unit"]["OnFailure"] in {p.name for p in UNITS}
    wanted = {"ProtectSystem": "strict", "PrivateTmp": "yes", "NoNewPrivileges": "yes"}
    assert wanted.items() <= dict(held).items()
    assert held["ReadWritePaths"] == f"{held['WorkingDirectory']}/reports"
    timer = unit("day229.timer")
    assert timer["Timer"]["Persistent"] == "true"
    assert timer["Install"]["WantedBy"] == "timers.target"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed here")
def test_systemd_reads_the_units(tmp_path):
    (tmp_path / "day229").write_text("#!/bin/sh\n", encoding="utf-8")
    (tmp_path / "day229").chmod(0o755)
    for path in UNITS:
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"ExecStart=\S+", f"ExecStart={tmp_path / 'day229'}", text)
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    found = subprocess.run(
        ["systemd-analyze", "verify", *(str(tmp_path / p.name) for p in UNITS)],
        capture_output=True,
        text=True,
    )
    about = [
        line for line in found.stderr.splitlines() if str(tmp_path) in line or "day229" in line
    ]
    assert about == []


def test_the_lines_for_cron_name_times_a_user_and_a_command():
    assert [(when, user) for when, user, _ in scheduled()] == [
        ("15 4 * * 1", "day229"),
        ("30 6 * * *", "day229"),
    ]
    for _, _, line in scheduled():
        assert "%" not in line  # cron would take it for the end of the line
        command = re.search(r"\S*day229 [^>|]*", line.partition("{")[2])[0]
        assert understood(f"/srv/day229/{command}") in {"report", "status"}


@pytest.mark.parametrize("line", [line for _, _, line in scheduled()])
def test_a_line_for_cron_is_silent_when_all_is_well_and_mails_the_end_when_it_is_not(
    tmp_path, line
):
    place = tmp_path / ".venv" / "bin" / "day229"
    place.parent.mkdir(parents=True)
    (tmp_path / "reports").mkdir()
    line = line.replace("/srv/day229", str(tmp_path))
    for code, said in ((0, ""), (13, "why it failed\n")):
        place.write_text(f"#!/bin/sh\necho why it failed >&2\nexit {code}\n", encoding="utf-8")
        place.chmod(0o755)
        (tmp_path / "reports" / "cron.log").unlink(missing_ok=True)
        result = subprocess.run(["sh", "-c", line], capture_output=True, text=True)
        assert (bool(result.returncode), result.stdout) == (bool(code), said)
    shutil.rmtree(tmp_path)
    lost = subprocess.run(["sh", "-c", line], capture_output=True, text=True, cwd="/")
    assert lost.returncode
    assert lost.stderr  # the folder is gone: cron mails that


def test_the_sample_for_logrotate_names_the_log_of_cron_and_a_number_kept():
    text = (SAMPLES / "day229.logrotate").read_text(encoding="utf-8")
    place, body = re.fullmatch(r"(?:#.*\n)*(\S+) \{\n((?:    [a-z]+.*\n)+)\}\n", text).groups()
    assert place == "/srv/day229/reports/cron.log"
    assert f">> {place.removeprefix('/srv/day229/')}" in scheduled()[0][2]
    known = {"su", "monthly", "rotate", "compress", "missingok", "notifempty", "nocreate"}
    words = {line.split()[0]: line.split()[1:] for line in body.splitlines()}
    assert set(words) <= known
    assert int(words["rotate"][0]) > 0


def shown_unchecked(workflow: dict) -> list[str]:
    """Steps of a workflow that show a report whose numbers nobody compared."""
    steps = [s.get("run", "") for job in workflow["jobs"].values() for s in job["steps"]]
    reports = r"(?:make|day229) report\b.*"
    return [m for step in steps for m in re.findall(reports, step) if "--check" not in m]


def test_the_weekly_workflow_compares_the_numbers_before_it_shows_them():
    place = PROJECT / ".github" / "workflows" / "rerun.yml"
    workflow = yaml.safe_load(place.read_text(encoding="utf-8"))
    assert shown_unchecked(workflow) == []
    assert "make report CHECK=" in place.read_text(encoding="utf-8")
    dry = subprocess.run(
        ["make", "-n", "-o", ".venv/.ready-report", "report", "CHECK=--check --against HEAD"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
    )
    assert ".venv/bin/day229 report --check --against HEAD\n" in dry.stdout


def test_a_report_that_is_shown_before_it_is_checked_is_caught():
    steps = [{"run": "make report"}, {"run": ".venv/bin/day229 report --check"}]
    assert shown_unchecked({"jobs": {"report": {"steps": steps}}}) == ["make report"]


def test_the_page_on_reruns_names_every_sample():
    page = (PROJECT / "docs" / "reruns.md").read_text(encoding="utf-8")
    assert [p.name for p in SAMPLES.iterdir() if p.name not in page] == []
