"""Which notebooks ran, with what, and did they succeed?

From the first to the last station of a point of a grid: `axes` have values, `grid` makes checked
tasks of a plan, `sweeps` gathers what they give, `reports` makes them one run, `tasks` puts
outcomes in their place, `workers` or a `cluster` share them out, `kernel` executes one notebook in
an `interpreter` of ours while `watching` its limits, `pages` writes what remains of it and `feet`
which run it is of. Beside them `notebooks` holds parameters against their declarations and `lint`
cells against the rules, `conditions` are the limits, `processes` and `scratch` what a notebook may
leave behind, `cache` and `store` keep results, places and locks, `manifest` and `record` say what
ran, `progress` shows it, `pruning` removes what is old, `standing` tells how things stand, `drift`
compares facts with the committed ones, `publish` stores results in the project.
"""

import os

from analysis.errors import check_system
from analysis.runs.axes import expand
from analysis.runs.cluster import ClusterError
from analysis.runs.conditions import USUAL, Conditions
from analysis.runs.drift import Drift, DriftError, committed, drifts, refuse_drift, staleness
from analysis.runs.grid import plan_from, plan_of, tasks_of
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
from analysis.runs.pruning import name_of_run, prune, runs_kept
from analysis.runs.publish import refresh, weekly_facts, weekly_plan, write_weekly_facts
from analysis.runs.record import Outcome
from analysis.runs.reports import RunError, carry_out, report, run
from analysis.runs.standing import StaleError, run_record, status_of, status_text, write_metrics
from analysis.runs.store import LockedError, OutputError
from analysis.runs.sweeps import collect, copy_out, sweep
from analysis.runs.tasks import LimitError, Options

check_system(os.name)
