"""Which notebooks ran, with what, and did they succeed?

From the first to the last station of a point of a grid: `grid` makes checked tasks of a plan,
`sweeps` gathers what they give, `reports` makes them one run, `workers` share them out, `kernel`
executes one notebook, `pages` writes what remains of it. Beside them `notebooks` holds parameters
against their declarations and `lint` cells against the rules, `store` keeps results, places and
locks, `record` says what ran, `progress` shows it, `drift` compares facts with the committed ones,
`publish` stores results in the project.
"""

import os

from analysis.errors import check_system
from analysis.runs.drift import Drift, DriftError, drifts, refuse_drift, staleness
from analysis.runs.grid import expand, plan_from, plan_of, tasks_of
from analysis.runs.lint import breaches, forbidden
from analysis.runs.notebooks import (
    NotebookError,
    ParameterInputError,
    Task,
    checked,
    declared,
    notebook_names,
    notebook_path,
    typed,
)
from analysis.runs.progress import summary
from analysis.runs.publish import refresh, weekly_facts, weekly_plan, write_weekly_facts
from analysis.runs.record import Outcome
from analysis.runs.reports import Options, RunError, carry_out, report, run
from analysis.runs.store import LockedError, OutputError
from analysis.runs.sweeps import collect, copy_out, sweep
from analysis.runs.workers import ClusterError

check_system(os.name)
