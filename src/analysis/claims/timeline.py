"""How did verdicts and key numbers move as evidence came in?

Pure but for the evidence's index of sources: takes the facts of one sweep over the knowledge date
and keeps of each fact the days on which it changed, with the evidence rows published since the day
before. Draws nothing.
"""

import pandas as pd

from analysis import evidence, wording
from analysis.claims.ledger import ledger
from analysis.errors import ExpectedError

COLUMNS = ("key", "notebook", "fact", "since", "value", "low", "high", "unit", "moved_by")
_SAME = ["value", "low", "high", "unit"]


class TimelineError(ExpectedError, ValueError):
    """A sweep that cannot be read as a timeline."""


def condense(facts: pd.DataFrame) -> pd.DataFrame:
    """Changes of every fact.

    One row each time its value, interval or unit differs from the day before.

    Parameters
    ----------
    facts : pandas.DataFrame
        Columns notebook, as_of (YYYY-MM-DD), fact, value, low, high, unit, rows; texts, one row a
        fact and day. A fact that is absent on a day was not known then.

    Returns
    -------
    pandas.DataFrame
        Columns `COLUMNS`, sorted by notebook, fact and day. `moved_by` holds the keys of evidence
        rows on which the fact rests since that day, published after the swept day before; empty on
        the first day, and when only time went by. An empty value means that the fact was not known
        any more.

    Raises
    ------
    TimelineError
        If a fact comes twice on a day, or fewer than two days were swept.

    Examples
    --------
    >>> same = {"notebook": "02", "fact": "left", "unit": "persons"}
    >>> same |= dict.fromkeys(["low", "high", "rows"], "")
    >>> days = {"2022-10-04": "300", "2022-10-11": "300", "2022-10-18": "320"}
    >>> facts = pd.DataFrame([same | {"as_of": day, "value": v} for day, v in days.items()])
    >>> condense(facts)[["since", "value"]].to_numpy().tolist()
    [['2022-10-04', '300'], ['2022-10-18', '320']]
    """
    days = sorted(facts["as_of"].unique())
    if len(days) < 2:
        raise TimelineError(f"wanted facts of two days or more, found {len(days)}")
    twice = facts[facts.duplicated(["notebook", "fact", "as_of"])]
    if len(twice):
        raise TimelineError(
            f"{twice.iloc[0]['fact']} comes twice on {twice.iloc[0]['as_of']}; next: sweep over"
            " as_of only"
        )
    before = dict(zip(days[1:], days[:-1], strict=True))
    found = [
        row
        for (notebook, fact), group in facts.groupby(["notebook", "fact"], sort=True)
        for row in _changes(notebook, fact, group.set_index("as_of").reindex(days), before)
    ]
    return pd.DataFrame(found, columns=list(COLUMNS))


def _changes(notebook: str, fact: str, group: pd.DataFrame, before: dict[str, str]) -> list[tuple]:
    """Rows of one fact; `group` has every swept day as index."""
    group = group[[*_SAME, "rows"]].fillna("")
    held, found = None, []
    for day, row in group.iterrows():
        now = tuple(row[_SAME])
        if now != held and (held is not None or now[0] != ""):
            rests = [] if held is None else row["rows"].split()
            found.append(
                (
                    f"{notebook}:{fact}:{day}",
                    notebook,
                    fact,
                    day,
                    *now,
                    " ".join(published_between(rests, before.get(day), day)),
                )
            )
            held = now
    return found


def published_between(keys: list[str], after: str | None, until: str) -> list[str]:
    """Those evidence rows that were published after one day and by another.

    Parameters
    ----------
    keys : list of str
        Keys of evidence rows.
    after : str or None
        Day, YYYY-MM-DD, that is itself left out; where it is None no row is given.
    until : str
        Day, YYYY-MM-DD, that is itself taken in.

    Returns
    -------
    list of str
        Keys, sorted.

    Raises
    ------
    evidence.EvidenceError
        If no evidence row has one of the keys.

    Examples
    --------
    >>> published_between(["R01", "R03"], "2022-09-01", "2022-10-11")
    ['R03']
    """
    if not keys or after is None:
        return []
    rows = evidence.describe(keys)
    within = (rows["published"] > pd.Timestamp(after)) & (rows["published"] <= pd.Timestamp(until))
    return sorted(rows.loc[within, "key"])


def changes_by(changes: pd.DataFrame, as_of: str | None) -> pd.DataFrame:
    """Changes on days up to one day, all when it is None.

    `since` as dates, unknown ends as missing numbers.

    Parameters
    ----------
    changes : pandas.DataFrame
        Columns of `condense`, as texts: the table `weekly_facts`.
    as_of : str or None
        Last day, YYYY-MM-DD.

    Returns
    -------
    pandas.DataFrame
        The same columns, one row a change.

    Raises
    ------
    TimelineError
        If nothing was swept by that day.

    Examples
    --------
    >>> told = {"fact": "left", "since": ["2022-10-04", "2022-11-15"], "value": ["300", "320"]}
    >>> changes = pd.DataFrame(told | {"low": ["90", "100"], "high": ["400", ""]})
    >>> changes_by(changes, "2022-10-11")[["low", "high"]].to_numpy().tolist()
    [[90.0, 400.0]]
    """
    ends = {c: pd.to_numeric(changes[c], errors="raise") for c in ("low", "high")}
    table = changes.assign(
        since=pd.to_datetime(changes["since"]), value=changes["value"].fillna(""), **ends
    )
    known = table if as_of is None else table[table["since"] <= pd.Timestamp(as_of)]
    if known.empty:
        raise TimelineError(
            f"nothing was swept by {as_of}; the first day is {table['since'].min():%Y-%m-%d}; next:"
            " a later as_of, or hindsight=True"
        )
    return known


def lacking(changes: pd.DataFrame) -> tuple[str, ...]:
    """Claims of the ledger whose verdicts a sweep does not follow: it is older than they are.

    Parameters
    ----------
    changes : pandas.DataFrame
        The table `weekly_facts`, or as `condense` gives.

    Examples
    --------
    >>> swept = evidence.table("weekly_facts")
    >>> lacking(swept), lacking(swept[swept["fact"] != "c17_verdict"])
    ((), ('C17',))
    """
    followed = set(changes["fact"])
    return tuple(c.id for c in ledger() if f"{c.id.lower()}_verdict" not in followed)


def on_days(changes: pd.DataFrame, days: list) -> pd.DataFrame:
    """Value of every fact on each of some days.

    Index day, one column a fact, empty before it was known.

    Parameters
    ----------
    changes : pandas.DataFrame
        As `changes_by` gives.
    days : list
        Days, sorted.

    Returns
    -------
    pandas.DataFrame, shape (days, facts)
        Values as texts.

    Examples
    --------
    >>> told = {"fact": "left", "since": ["2022-10-04", "2022-11-15"], "value": ["300", "320"]}
    >>> changes = changes_by(pd.DataFrame(told | {"low": "", "high": ""}), None)
    >>> on_days(changes, ["2022-10-01", "2022-10-11", "2022-12-01"])["left"].tolist()
    ['', '300', '320']
    """
    known = changes.set_index(["since", "fact"])["value"].unstack()  # noqa: PD010
    at = pd.to_datetime(pd.Index(days))
    table = known.reindex(known.index.union(at)).ffill().reindex(at).fillna("")
    return table.rename_axis(index="day", columns=None)


def verdict_changes(changes: pd.DataFrame) -> pd.DataFrame:
    """Every change of a verdict: claim, day, was, became, moved_by; first verdicts are left out.

    Parameters
    ----------
    changes : pandas.DataFrame
        As `changes_by` gives; facts whose name ends in "_verdict" are looked at.

    Returns
    -------
    pandas.DataFrame
        One row a change, by day and claim.

    Examples
    --------
    >>> told = {"fact": "c05_verdict", "since": ["2022-10-04", "2022-11-15"], "moved_by": ""}
    >>> changes = pd.DataFrame(told | {"value": ["cannot be checked", "supported"]})
    >>> verdict_changes(changes)[["claim", "day", "was", "became"]].iloc[0].tolist()
    ['C05', '2022-11-15', 'cannot be checked', 'supported']
    """
    verdicts = changes[changes["fact"].str.endswith("_verdict")].sort_values(["fact", "since"])
    was = verdicts.groupby("fact")["value"].shift()
    table = pd.DataFrame(
        {
            "claim": verdicts["fact"].str.removesuffix("_verdict").str.capitalize(),
            "day": verdicts["since"],
            "was": was,
            "became": verdicts["value"],
            "moved_by": verdicts["moved_by"].fillna(""),
        }
    )
    return table[was.notna()].sort_values(["day", "claim"], ignore_index=True)


def publications(moved_by: str, most: int = 3) -> str:
    """Publishers and days behind evidence rows, for a reader.

    The first few by day, and how many more.

    Parameters
    ----------
    moved_by : str
        Keys of evidence rows with spaces between them; may be empty.
    most : int
        How many are named, 1 or more.

    Returns
    -------
    str
        Publishers, each with its day; of no rows, what else can have moved a number.

    Raises
    ------
    evidence.EvidenceError
        If no evidence row has one of the keys.

    Examples
    --------
    >>> publications("R03 R01"), publications("R03 R01", most=1)
    ('BBC News Russian (2 Mar 2022), RT (21 Sep 2022)', 'BBC News Russian (2 Mar 2022) and 1 more')
    """
    if not moved_by:
        return (
            "no new publication: a figure had grown too old for the rule, or enough time had passed"
        )
    rows = (
        evidence.describe(moved_by.split())
        .sort_values(["published", "source"])
        .drop_duplicates(["publisher", "published"])
    )
    told = [
        f"{r.publisher} ({wording.day(r.published, month='%b')})"
        for r in rows.head(most).itertuples()
    ]
    more = f" and {len(rows) - most} more" if len(rows) > most else ""
    return ", ".join(told) + more


def interval_steps(changes: pd.DataFrame, fact: str) -> pd.DataFrame:
    """One fact's changes as numbers: day, low, central, high, moved_by.

    Days on which it was not known are left out.

    Parameters
    ----------
    changes : pandas.DataFrame
        As `changes_by` gives.
    fact : str
        Its key.

    Returns
    -------
    pandas.DataFrame
        One row a change, in the unit of the fact; where it has no interval both ends are its value.

    Raises
    ------
    TimelineError
        If the fact is not in the table.

    Examples
    --------
    >>> told = {"fact": "left", "since": ["2022-10-04", "2022-11-15"], "value": ["300", "320"]}
    >>> changes = pd.DataFrame(told | {"low": ["90", ""], "high": ["400", ""], "moved_by": ""})
    >>> interval_steps(changes, "left")[["low", "central", "high"]].to_numpy().tolist()
    [[90.0, 300.0, 400.0], [320.0, 320.0, 320.0]]
    """
    rows = changes[(changes["fact"] == fact) & (changes["value"] != "")]
    if rows.empty:
        raise TimelineError(f"no fact {fact!r} in this sweep")
    central = pd.to_numeric(rows["value"])
    ends = {end: pd.to_numeric(rows[end]).fillna(central) for end in ("low", "high")}
    return pd.DataFrame(
        {
            "day": pd.to_datetime(rows["since"]),
            **ends,
            "central": central,
            "moved_by": rows["moved_by"].fillna(""),
        }
    ).reset_index(drop=True)
