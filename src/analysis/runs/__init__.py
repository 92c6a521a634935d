"""Which notebooks ran, with what, and did they succeed?

`notebooks` holds parameters and cells against the rules, `executing` runs one notebook through
Papermill, `pools` many of them on this machine or a cluster, `carrying` makes them one recorded
run, `caching` spares what has not changed, `keeping` puts results in place without losing good
ones, `reporting` runs one or all, `sweeping` runs grids, `weekly` makes the timeline's table of
one, `drifting` compares facts with the committed ones.
"""

from analysis.runs.carrying import How, RunError, carry_out
from analysis.runs.drifting import Drift, DriftError, drifts, refuse_drift, staleness
from analysis.runs.executing import CODES, Outcome, Task, execute
from analysis.runs.grids import expand, plan_from, plan_of, tasks_of
from analysis.runs.keeping import LockedError, OutputError
from analysis.runs.notebooks import (
    NotebookError,
    ParameterInputError,
    checked,
    declared,
    forbidden,
    lint,
    notebook_names,
    notebook_path,
    typed,
)
from analysis.runs.pages import to_html
from analysis.runs.pools import ClusterError
from analysis.runs.progress import summary
from analysis.runs.reporting import refresh, report, run
from analysis.runs.sweeping import collect, copy_out, sweep
from analysis.runs.weekly import weekly_facts, weekly_plan, write_weekly_facts

__all__ = [
    "CODES",
    "ClusterError",
    "Drift",
    "DriftError",
    "How",
    "LockedError",
    "NotebookError",
    "Outcome",
    "OutputError",
    "ParameterInputError",
    "RunError",
    "Task",
    "carry_out",
    "checked",
    "collect",
    "copy_out",
    "declared",
    "drifts",
    "execute",
    "expand",
    "forbidden",
    "lint",
    "notebook_names",
    "notebook_path",
    "plan_from",
    "plan_of",
    "refresh",
    "refuse_drift",
    "report",
    "run",
    "staleness",
    "summary",
    "sweep",
    "tasks_of",
    "to_html",
    "typed",
    "weekly_facts",
    "weekly_plan",
    "write_weekly_facts",
]
