"""How many died each week, given names, records of deaths and claims together?

`observations` turns every source into rows, `priors` states what is assumed, `model` says what the
rows would be for given weekly deaths, `fit` finds the deaths that fit, and `course` tells what was
found. Pure: frames in, frozen results out.
"""

from analysis.casualties.weekly.course import LEAST_EFFECTIVE, Course, course, without_each
from analysis.casualties.weekly.fit import NotConvergedError
from analysis.casualties.weekly.model import FORCES
from analysis.casualties.weekly.observations import told_by
from analysis.casualties.weekly.priors import latest, stated

__all__ = [
    "FORCES",
    "LEAST_EFFECTIVE",
    "Course",
    "NotConvergedError",
    "course",
    "latest",
    "stated",
    "told_by",
    "without_each",
]
