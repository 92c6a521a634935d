"""How does a page read the derived tables?"""

import pandas as pd

from analysis import regions
from analysis.quantities import Estimate, rounded
from analysis.stations.anomalous import WIDTH, by_turnout, curve
from analysis.stations.contract import StationError
from analysis.stations.written import Totals


def region_row(table: pd.DataFrame, year: int, region: str) -> pd.Series:
    """Row of one region, or of all, in `station_regions`.

    A part of the name is enough where it is clear.

    Parameters
    ----------
    table : pandas.DataFrame
        Rows of `station_regions`.
    year : int
        Year of the vote.
    region : str
        Name, or a clear part of it, in Cyrillic or English; "all" for all of them.

    Returns
    -------
    pandas.Series
        The row; counts of stations, voters and ballots.

    Raises
    ------
    StationError
        If the year or the region is not there, or the name fits several; the message names the
        nearest and all that are allowed.

    Examples
    --------
    >>> table = pd.DataFrame({"year": [2018, 2018], "region": ["all", "A"], "stations": [9, 4]})
    >>> print(region_row(table, 2018, "all")["stations"])
    9
    """
    rows = table[table["year"] == year]
    names = list(rows["region"])
    found = regions.meant(region, names)
    if len(found) != 1:
        near = found[:5] or regions.nearest(region, names)
        raise StationError(
            f"region={region!r} in {year}: wanted one region, in Cyrillic or English, or a clear"
            f" part of its name; nearest: {', '.join(near) or 'none'}; allowed:"
            f" {', '.join(names) or 'none, no returns of that year are held'}"
        )
    return rows[rows["region"] == found[0]].iloc[0]


def integer_excess_estimate(row: pd.Series, measure: str, level: float) -> Estimate:
    """Stations above expectation, with the scatter of a vote in which nothing was written.

    Not a confidence interval for the stations written: the excess shows two thirds to four fifths
    of them.

    Parameters
    ----------
    row : pandas.Series
        Row of `station_regions`.
    measure : str
        One of `integers.MEASURES`.
    level : float
        Share of votes without writing that scatter no further, above 0 and below 1.

    Returns
    -------
    Estimate
        Stations.

    Examples
    --------
    >>> row = pd.Series({"excess_turnout": 50.0, "sd_turnout": 10.0})
    >>> found = integer_excess_estimate(row, "turnout", 0.95)
    >>> round(found.low, 1), found.central, round(found.high, 1)
    (30.4, 50.0, 69.6)
    """
    from scipy.stats import norm

    half = row[f"sd_{measure}"] * norm.ppf((1 + level) / 2)
    value = row[f"excess_{measure}"]
    return Estimate(
        low=value - half,
        central=value,
        high=value + half,
        unit="stations",
        basis=(
            "observed less exact expectation; a vote without writing scatters as much in"
            f" {100 * level:g} %"
        ),
    )


def announced_totals(tallies: pd.DataFrame) -> list[Totals]:
    """Totals of every region whose votes for, ballots and turnout are announced.

    Voters are ballots over turnout, to the nearest whole number.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Rows of `referendum_tallies`.

    Returns
    -------
    list of Totals
        Voters, ballots and votes for, one a region.

    Examples
    --------
    >>> from analysis import evidence
    >>> tallies = evidence.known_by("2022-10-11").table("referendum_tallies")
    >>> [(t.region, t.ballots, t.votes_for) for t in announced_totals(tallies)][:1]
    [('Donetsk', 2131207, 2115800)]
    """
    held = (
        tallies[tallies["central"].notna()]  # noqa: PD010
        .groupby(["region", "quantity"], sort=False)["central"]
        .first()
        .unstack()
    )
    wanted = ["for_votes", "ballots_cast", "turnout"]
    held = held.reindex(columns=wanted).dropna()
    return [
        Totals(
            region=r,
            voters=round(100 * row["ballots_cast"] / row["turnout"]),
            ballots=int(row["ballots_cast"]),
            votes_for=int(row["for_votes"]),
        )
        for r, row in held.iterrows()
    ]


def region_zones(cells: pd.DataFrame) -> pd.DataFrame:
    """Anomalous votes of one region for zones of five per cent, from its kept cells.

    As `anomalous.curve`, with columns zone (empty) and sd (not known, zero).

    Parameters
    ----------
    cells : pandas.DataFrame
        Rows of `station_region_clouds` of one region and year.

    Returns
    -------
    pandas.DataFrame
        Votes by zone; clean turnout, share and share of voters in %.

    Raises
    ------
    StationError
        If a turnout is missing or leaves 0 to 100.

    Examples
    --------
    >>> cells = pd.DataFrame({"turnout_pct": [52, 57, 80], "voters": [100, 100, 100]})
    >>> votes = {"leader": [26, 28, 60], "valid": [52, 57, 80], "given": [52, 57, 80]}
    >>> region_zones(cells.assign(**votes))[["low", "high", "votes"]].round(6)
       low  high      votes
    0   50    55  39.000000
    1   55    60  40.689655
    2   80    85   0.000000
    """
    bins = by_turnout(
        *(
            cells[c].to_numpy(dtype=float)
            for c in ("turnout_pct", "leader", "valid", "voters", "given")
        )
    )
    table = curve(
        bins, least_share=0.02
    )  # cells are coarse and voters few: a zone of a few stations would say nothing
    return table[table["low"] % WIDTH == 0].assign(zone="", sd=0.0).reset_index(drop=True)


def more_or_fewer(excess: float, low: float | None = None, high: float | None = None) -> str:
    """Stations above or below expectation, in words, with the digits the interval can bear.

    Parameters
    ----------
    excess : float
        Stations observed less expected.
    low, high : float, optional
        Ends of its interval.

    Returns
    -------
    str
        Without a full stop.

    Examples
    --------
    >>> more_or_fewer(-3.0), more_or_fewer(0.2)
    ('3 fewer stations than expected', 'as many stations as expected')
    """
    number = abs(excess)
    if number < 0.5:
        return "as many stations as expected"
    told = rounded(number, low, high) if number >= 100 else f"{number:,.0f}"
    return (
        f"{told} {'more' if excess >= 0 else 'fewer'} {'station' if told == '1' else 'stations'}"
        " than expected"
    )
