"""How do things stand? The last good run, its age, the newest evidence, and whether that is stale.

Reads the records of runs and the days of publication; what is told can be read by programs.
"""

from datetime import UTC, date, datetime
from pathlib import Path

from analysis import paths
from analysis.errors import ExpectedError
from analysis.runs import drift, record, store
from analysis.runs.pruning import Run, runs_kept

MAX_AGE_DAYS = 8.0  # of the last good run: a week, and a day to mend what failed
_HELP = {
    "day229_stale": "1 when the last good run is missing or older than allowed, else 0.",
    "day229_last_good_run_timestamp_seconds": "When the last good run ended, in seconds of 1970.",
    "day229_last_run_timestamp_seconds": "When the last run ended, good or not.",
    "day229_last_run_exit_code": "Exit code of the last run that ended.",
    "day229_newest_evidence_timestamp_seconds": "Day on which the newest evidence was published.",
}  # metrics and what they say


class StaleError(ExpectedError, RuntimeError):
    """The last good run is missing, or older than allowed."""

    kind = "stale"


def status_of(
    name: str, max_age_days: float = MAX_AGE_DAYS, moment: datetime | None = None
) -> dict:
    """What is known of the runs of one name, for people and programs.

    Parameters
    ----------
    name : str
        Such as "latest".
    max_age_days : float
        A last good run that ended longer ago is stale.
    moment : datetime.datetime, optional
        With a zone; now when left out.

    Returns
    -------
    dict
        name, stale, reason, last_good_run, last_good_ended, age_days, last_run, last_status,
        last_ended, last_exit_code, newest_evidence, newest_evidence_days.
    """
    moment = moment or datetime.now(UTC)
    ended = [r for r in runs_kept() if r.name == name and r.ended]
    good = next((r for r in reversed(ended) if r.good), None)
    last = ended[-1] if ended else None
    age = _days(good.ended, moment) if good else None
    newest = drift.newest_evidence(moment.date())
    return {
        "name": name,
        "stale": age is None or age > max_age_days,
        "reason": _reason(name, age, max_age_days),
        "last_good_run": good.folder.name if good else None,
        "last_good_ended": good.ended if good else None,
        "age_days": None if age is None else round(age, 3),
        **_last(last),
        "newest_evidence": newest or None,
        "newest_evidence_days": (moment.date() - date.fromisoformat(newest)).days
        if newest
        else None,
    }


def _last(run: Run | None) -> dict:
    return {
        "last_run": run.folder.name if run else None,
        "last_status": run.status if run else None,
        "last_ended": run.ended if run else None,
        "last_exit_code": run.exit_code if run else None,
    }


def _days(ended: str, moment: datetime) -> float:
    return (moment - datetime.fromisoformat(ended)).total_seconds() / 86_400


def _reason(name: str, age: float | None, most: float) -> str:
    if age is None:
        return f"no run of {name!r} has succeeded; next: `day229 report`"
    if age > most:
        return f"the last good run ended {age:.1f} days ago, allowed are {most:g}"
    return ""


def status_text(told: dict) -> str:
    """Lines for a person."""
    age = "" if told["age_days"] is None else f", {told['age_days']:.1f} days ago"
    evidence = told["newest_evidence"] or "none"
    return "\n".join(
        [
            f"stale:           {'yes: ' + told['reason'] if told['stale'] else 'no'}",
            f"last good run:   {told['last_good_run'] or 'none'}{age}",
            f"last run:        {told['last_run'] or 'none'} {told['last_status'] or ''}".rstrip(),
            f"newest evidence: {evidence}",
        ]
    )


def metrics_text(told: dict) -> str:
    """Lines in the text format of Prometheus; what is not known is left out."""
    label = f'{{name="{told["name"]}"}}'
    values = {
        "day229_stale": int(told["stale"]),
        "day229_last_good_run_timestamp_seconds": _seconds(told["last_good_ended"]),
        "day229_last_run_timestamp_seconds": _seconds(told["last_ended"]),
        "day229_last_run_exit_code": told["last_exit_code"],
        "day229_newest_evidence_timestamp_seconds": _seconds(told["newest_evidence"]),
    }
    lines = [
        f"# HELP {metric} {_HELP[metric]}\n# TYPE {metric} gauge\n{metric}{label} {value}\n"
        for metric, value in values.items()
        if value is not None
    ]
    return "".join(lines)


def _seconds(moment: str | None) -> float | None:
    if not moment:
        return None
    found = datetime.fromisoformat(moment)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()


def write_metrics(told: dict, path: Path) -> Path:
    """Write the metrics whole or not at all, as a collector of text files wants.

    Raises
    ------
    store.OutputError
        If the file cannot be written.
    """
    with store.writable():
        return store.write_atomically(path, metrics_text(told))


def run_record(name: str) -> dict:
    """Record of one run for people: by its id, or by a link such as "latest" that shows it.

    Raises
    ------
    ExpectedError
        If no such run is kept.
    """
    folder = paths.reports() / name
    try:
        if Path(name).name != name:
            raise FileNotFoundError(name)
        return record.read(folder)
    except (OSError, ValueError) as error:
        raise ExpectedError(
            f"no run {name!r} with a readable record below {record.relative(paths.reports())};"
            " next: `day229 runs list`"
        ) from error
