"""What changes when a reader moves a day, an assumption or a region?

Three views: `verdicts`, `emigration`, `tallies`. Each says at once what is so at its settings, as a
sentence, a table and a figure; in JupyterLab with ipywidgets (the extra `lab`) the settings move.
In a run, where nobody can move anything, the sentence, table and figure are shown alone.

Examples
--------
>>> from analysis import explore
>>> view = explore.tallies().at(region="Zaporizhzhia", day="2022-09-22")
>>> view.result
NothingKnown: No result of Zaporizhzhia had been announced by 22 September 2022.
"""

from analysis.explore.subjects import ASSUMED, emigration, tallies, verdicts
from analysis.explore.views import Control, ExploreError, View, view_of

__all__ = [
    "ASSUMED",
    "Control",
    "ExploreError",
    "View",
    "emigration",
    "tallies",
    "verdicts",
    "view_of",
]
