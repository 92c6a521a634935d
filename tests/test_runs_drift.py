"""Drift gate: a number that moved must be told; staleness is noted."""

import json
import subprocess
from datetime import date

import pytest

from analysis import paths, runs
from analysis.runs import drift
from small_projects import SAVE, day229, told, write

OLD = {
    "deaths": {
        "value": 100.0,
        "low": 50.0,
        "high": 150.0,
        "unit": "deaths",
        "basis": "b",
        "rows": [],
    },
    "share_pct": {"value": 12.5, "unit": "%", "basis": "b", "rows": []},
    "word": {"value": "supported", "unit": "verdict", "basis": "b", "rows": []},
    "open": {
        "value": 53_000,
        "low": 53_000,
        "high": None,
        "unit": "crossings",
        "basis": "b",
        "rows": [],
    },
}


@pytest.mark.parametrize(
    ("fact", "change", "moved"),
    [
        ("deaths", {"value": 100.9}, False),  # less than a hundredth of the interval's width
        ("deaths", {"value": 101.1}, True),
        ("deaths", {"high": 152.0}, True),
        ("deaths", {"high": None}, True),
        ("deaths", {"unit": "casualties"}, True),
        ("share_pct", {"value": 12.500001}, False),
        ("share_pct", {"value": 12.501}, True),
        ("share_pct", {"low": 12.0, "high": 13.0}, True),
        ("word", {"value": "not supported"}, True),
        ("open", {"value": 53_000.01}, False),
        ("open", {"low": 52_000}, True),
        ("open", {"basis": "other words"}, False),
    ],
)
def test_a_fact_moves_when_it_leaves_its_tolerance(fact, change, moved):
    new = OLD | {fact: OLD[fact] | change}
    assert [d.fact for d in runs.drifts(OLD, new, "01-other")] == ([fact] if moved else [])


def test_a_fact_that_is_gone_is_a_drift_and_a_new_one_is_not():
    new = {k: v for k, v in OLD.items() if k != "word"} | {"another": OLD["word"]}
    assert [str(d) for d in runs.drifts(OLD, new, "01-other")] == [
        "01-other word: was supported verdict, is gone"
    ]


@pytest.fixture
def project(raw_copy):
    """Project in a repository of its own, with committed facts of one notebook."""
    root = raw_copy.parents[1]
    (root / "notebooks" / "facts").mkdir(parents=True)
    write(root, "00-good", SAVE.format(name="00-good"))
    fact = {"squared": {"value": 9, "unit": "things", "basis": "counted", "rows": []}}
    (root / "notebooks" / "facts" / "00-good.json").write_text(json.dumps(fact), encoding="utf-8")
    (root / "CHANGELOG.md").write_text(
        "# Changelog\n\n## Unreleased\n\n## 0.1.0\n- `squared` was 8\n", encoding="utf-8"
    )
    for words in (
        ["init", "-q"],
        ["add", "notebooks", "CHANGELOG.md"],
        ["-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-qm", "facts"],
    ):
        subprocess.run(["git", *words], cwd=root, check=True)
    return root


def test_a_report_without_drift_passes_and_one_with_it_names_the_fact_from_what_to_what(project):
    assert day229(project, "report", "--check").returncode == 0
    write(project, "00-good", SAVE.format(name="00-good"), parameters="n: int = 4  # how many")
    result = day229(project, "report", "--check")
    assert result.returncode == 10
    assert "00-good squared: from 9 things to 16 things" in result.stderr
    shown = json.loads(
        (project / "reports" / "latest" / "facts" / "00-good.json").read_text(encoding="utf-8")
    )
    assert shown["squared"]["value"] == 9  # what drifted is kept apart, not shown
    # facts stored in the working tree do not hide it: what is committed counts
    (project / "notebooks" / "facts" / "00-good.json").write_text(
        (project / "reports" / "failed" / "facts" / "00-good.json").read_text(encoding="utf-8"),
        encoding="utf-8",
    )
    assert day229(project, "report", "--check").returncode == 10
    # a line of an older release does not count; one under Unreleased does
    path = project / "CHANGELOG.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            "## Unreleased\n", "## Unreleased\n- `squared`: 9 -> 16, four are asked for\n"
        ),
        encoding="utf-8",
    )
    result = day229(project, "report", "--check")
    assert result.returncode == 0, result.stderr
    assert "no fact moved unsaid; 1 moved and are named" in result.stdout


def test_a_commit_that_does_not_exist_or_would_not_be_looked_at_is_refused_before_a_run(project):
    for words, what in (
        (["--check", "--against", "no-such-branch"], "no commit 'no-such-branch' to compare with"),
        (["--against", "HEAD"], "--against HEAD: wanted together with --check"),
    ):
        result = day229(project, "report", *words)
        assert result.returncode == 2
        assert what in told(result)["error"]
        assert not (project / "reports").exists()


def test_facts_of_a_commit_that_are_no_json_are_told_before_a_run(project):
    (project / "notebooks" / "facts" / "00-good.json").write_text("{", encoding="utf-8")
    author = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *author, "commit", "-aqm", "broken"], cwd=project, check=True)
    result = day229(project, "report", "--check")
    assert result.returncode == 2
    assert "facts at HEAD are not JSON" in told(result)["error"]


def test_outside_a_repository_the_stored_facts_are_the_measure(project, tmp_path):
    (project / ".git").rename(tmp_path / "away")
    assert set(drift.committed()) == {"00-good"}
    with pytest.raises(runs.DriftError, match="no commit"):
        drift.committed("main")


def test_old_evidence_is_noted_with_its_age_and_fresh_evidence_is_not():
    newest = max(json.loads(line) for line in published())
    assert runs.staleness(date.fromisoformat(newest)) == ""
    late = date(date.fromisoformat(newest).year + 1, 12, 31)
    assert runs.staleness(late).startswith(
        f"newest evidence is of {newest}, {(late - date.fromisoformat(newest)).days} days ago"
    )


def published():
    """Every day of publication in the processed tables, as JSON."""
    import csv

    for path in paths.processed().glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            yield from (
                json.dumps(r["published"]) for r in csv.DictReader(file) if r.get("published")
            )


def test_the_committed_facts_are_those_of_the_stored_notebooks():
    kept = {p.stem for p in (paths.notebooks() / "facts").glob("*.json")}
    assert kept == set(runs.notebook_names())
