"""What was announced, by region and quantity?

Pure. Chooses the row to rely on, and refuses tables whose rows cannot be told apart. Regions of any
vote are taken: the four judged here come first, others in the order of the table.
"""

import pandas as pd

from analysis.evidence import NotKnownError

REGIONS = ("Donetsk", "Luhansk", "Zaporizhzhia", "Kherson")
COLUMNS = ("key", "region", "quantity", "reported", "central", "trust", "how_read")

_SAID = {
    "for_votes": "number of votes in favour",
    "against_votes": "number of votes against",
    "ballots_cast": "number of ballots",
    "share_for": "share in favour",
}  # quantity -> its words, where those of its name are not enough


class TallyError(ValueError):
    """A tally that cannot be."""


def regions_with(tallies: pd.DataFrame, *needed: str) -> tuple[str, ...]:
    """Regions for which all quantities are known, those judged here first.

    A region judged here may still be without its result; of any other the quantities must be there.

    Raises
    ------
    TallyError
        If columns are missing, or a region of another vote lacks one of the quantities.
    """
    if tallies.empty:
        return ()
    check_columns(tallies)
    known = {r: _known(tallies, r) for r in dict.fromkeys([*REGIONS, *tallies["region"]])}
    others = [r for r in known if r not in REGIONS]
    alone = not any(known[r] for r in REGIONS)
    for region in others:
        found = known[region] & set(needed)
        if found != set(needed) and (found or alone):
            raise TallyError(
                f"{region}: wanted the quantities {', '.join(needed)}, found"
                f" {', '.join(sorted(known[region])) or 'no number'}; rename those that mean them"
            )
    return tuple(r for r, told in known.items() if set(needed) <= told)


def check_columns(tallies: pd.DataFrame) -> None:
    """Refuse a table without the columns of announced figures.

    Raises
    ------
    TallyError
        If a column is missing.
    """
    missing = [c for c in COLUMNS if c not in tallies]
    if missing:
        raise TallyError(
            f"wanted the columns {', '.join(COLUMNS)}, found no {', '.join(missing)}; add them, as"
            " in referendum_tallies"
        )


def known_region(tallies: pd.DataFrame, region: str) -> str:
    """The region, if the table or this project knows it.

    Raises
    ------
    TallyError
        If neither does.
    """
    known = dict.fromkeys([*REGIONS, *tallies["region"]])
    if region not in known:
        raise TallyError(f"unknown region {region!r}; wanted one of {', '.join(known)}")
    return region


def figure(tallies: pd.DataFrame, region: str, quantity: str) -> pd.Series:
    """The row to rely on for one quantity.

    Trusted transcription first, then what was read over what was derived.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Rows of `referendum_tallies`.
    region, quantity : str
        As named there.

    Returns
    -------
    pandas.Series
        The row, in the unit of its quantity.

    Raises
    ------
    evidence.NotKnownError
        If no row holds the quantity.

    Examples
    --------
    >>> from analysis import evidence
    >>> tallies = evidence.known_by("2022-10-11").table("referendum_tallies")
    >>> figure(tallies, "Kherson", "turnout")[["key", "reported"]].tolist()
    ['RT41', '76.86']
    """
    rows = relied_on(tallies[(tallies["region"] == region) & (tallies["quantity"] == quantity)])
    if rows.empty:
        told = _SAID.get(quantity, quantity.replace("_", " "))
        raise NotKnownError(f"{region}: no {told} announced")
    return rows.iloc[0]


def relied_on(tallies: pd.DataFrame) -> pd.DataFrame:
    """Rows with a figure, the one to rely on before the others.

    Examples
    --------
    >>> from analysis import evidence
    >>> tallies = evidence.known_by("2022-10-11").table("referendum_tallies")
    >>> relied_on(tallies[tallies["quantity"] == "share_for"])["key"].iloc[0]
    'RT06'
    """
    rows = tallies[tallies["central"].notna()]
    trust = rows["trust"].map({"high": 0, "medium": 1, "low": 2})
    reading = rows["how_read"].map({"excerpt": 0, "dataset": 1}).fillna(2)
    return rows.assign(trust=trust, reading=reading).sort_values(["trust", "reading", "key"])


def _known(tallies: pd.DataFrame, region: str) -> set[str]:
    here = (tallies["region"] == region) & tallies["central"].notna()
    return set(tallies.loc[here, "quantity"])


def conflicts(tallies: pd.DataFrame) -> pd.DataFrame:
    """Quantities for which different figures were published, one row each.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Rows of `referendum_tallies`: key, region, quantity, reported, central.

    Returns
    -------
    pandas.DataFrame
        Columns region, quantity, figures published (as printed), rows (their keys).

    Examples
    --------
    >>> told = {"key": ["a", "b"], "region": "Kherson", "quantity": "turnout"}
    >>> figures = {"reported": ["76.86", "78.86"], "central": [76.86, 78.86]}
    >>> conflicts(pd.DataFrame(told | figures))[["quantity", "figures published", "rows"]]
      quantity figures published rows
    0  turnout     76.86 | 78.86  a b
    """
    told = tallies[tallies["central"].notna()].groupby(["region", "quantity"], sort=False)
    rows = [
        (region, quantity, " | ".join(group["reported"]), " ".join(group["key"]))
        for (region, quantity), group in told
        if len(set(group["central"])) > 1
    ]
    return pd.DataFrame(rows, columns=["region", "quantity", "figures published", "rows"])


def share_alone(tallies: pd.DataFrame, region: str) -> str:
    """The share announced for a region whose votes or ballots are not known.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Rows of `referendum_tallies`.
    region : str
        Canonical name.

    Returns
    -------
    str
        As printed, with its unit, such as "99.23 %"; empty where there is none, or all is known.

    Examples
    --------
    >>> from analysis import evidence
    >>> tallies = evidence.known_by("2022-09-27").table("referendum_tallies")
    >>> share_alone(tallies, "Donetsk"), share_alone(tallies, "Kherson")
    ('99.23 %', '')
    """
    held = _known(tallies, region)
    if "share_for" not in held or {"for_votes", "ballots_cast"} <= held:
        return ""
    return f"{figure(tallies, region, 'share_for')['reported']} %"
