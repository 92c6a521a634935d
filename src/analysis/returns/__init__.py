"""What do the returns of polling stations say, in sentences, tables and facts?

The findings of notebook 05: each function takes a vote that was looked up and gives a result that
speaks. The arithmetic is in `analysis.stations`; derived tables come through `evidence`. Draws
nothing.

Examples
--------
>>> from analysis import returns
>>> returns.look_up(2018, "Севастополь").where
'город Севастополь, presidential vote of 2018'
"""

from analysis.plain import plain_face
from analysis.returns.baselines import Baselines, baselines
from analysis.returns.brought import brought
from analysis.returns.clouds import Cloud, Peaks, cloud, peaks
from analysis.returns.models import DigitTests, Stuffing, digits, stuffing
from analysis.returns.percentages import Ranking, WholePercentages, ranking, whole_percentages
from analysis.returns.simulated import Telling, telling_apart
from analysis.returns.votes import Vote, look_up, vote
from analysis.returns.zones import Anomalous, anomalous_votes

__all__ = [
    "Anomalous",
    "Baselines",
    "Cloud",
    "DigitTests",
    "Peaks",
    "Ranking",
    "Stuffing",
    "Telling",
    "Vote",
    "WholePercentages",
    "anomalous_votes",
    "baselines",
    "brought",
    "cloud",
    "digits",
    "look_up",
    "peaks",
    "ranking",
    "stuffing",
    "telling_apart",
    "vote",
    "whole_percentages",
]

plain_face(globals(), __name__)
