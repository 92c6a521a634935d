"""Do raw tables go together: known sources, possible days, keys used once, sums that can be?"""

import re
from difflib import get_close_matches

import pandas as pd

from analysis import quantities
from analysis.tables.contracts import FIGURE_TABLES
from analysis.tables.problems import Problem, in_cell
from analysis.tables.together import days_amiss
from analysis.tables.vocabularies import STANDINGS


def cross_check(frames: dict[str, pd.DataFrame]) -> list[Problem]:
    """Breaches between tables.

    Unknown sources, figures published before they could be, keys used twice.

    Parameters
    ----------
    frames : dict of pandas.DataFrame
        Every table of `RAW` that passed its own contract, by name.

    Returns
    -------
    list of Problem
        Empty where the tables go together.

    Examples
    --------
    >>> page = {"source": "a-20221001", "published": "2022-10-01", "kind": "news agency"}
    >>> found = cross_check({"sources": pd.DataFrame([page | {"standing": "unheard of"}])})
    >>> [(problem.rule, problem.found) for problem in found]
    [('standing of its kind', 'unheard of')]
    """
    published = dict(zip(frames["sources"]["source"], frames["sources"]["published"], strict=True))
    owners: dict[str, str] = {}
    problems = (
        _more_votes_than_ballots(frames["referendum_tallies"])
        if "referendum_tallies" in frames
        else []
    )
    problems += _shares_beyond_100(frames["count_timeline"]) if "count_timeline" in frames else []
    problems += _beside_nothing(frames) + _standings(frames["sources"]) + _unmapped(frames)
    problems += _announced_elsewhere(frames)
    if "names" in frames:
        problems += _two_names(frames["names"]) + _nameless(frames["names"])
        for name in (n for n in frames if n != "names" and "region" in frames[n]):
            problems += unknown_regions(name, frames[name]["region"], frames["names"])
    for name in (n for n in FIGURE_TABLES if n in frames):
        for line, row in frames[name].iterrows():
            problems += _row_problems(name, line, row, published)
            owner = owners.setdefault(row["key"], name)
            if owner != name:
                problems.append(
                    in_cell(
                        name,
                        line,
                        "key",
                        "key used once in all tables",
                        row["key"],
                        f"rename it; {owner} has it",
                    )
                )
    return problems


def unknown_regions(name: str, cells: pd.Series, names: pd.DataFrame) -> list[Problem]:
    """Regions of one table that `names.csv` does not list, each with the nearest spelling.

    Parameters
    ----------
    name : str
        Table the regions stand in.
    cells : pandas.Series
        Its column `region`, by line.
    names : pandas.DataFrame
        Table `names`: alias and region.

    Returns
    -------
    list of Problem
        One a cell; empty where all are listed.

    Examples
    --------
    >>> names = pd.DataFrame({"alias": ["kherson", "cherson"], "region": ["Kherson", "Kherson"]})
    >>> found = unknown_regions("polls", pd.Series(["Kherson", "Khersn"]), names)
    >>> [(problem.row, problem.found) for problem in found]
    [(1, 'Khersn')]
    """
    known = set(names["alias"])
    step = "add the spelling to names.csv; canonical names are " + ", ".join(
        sorted(set(names["region"]))
    )
    found = []
    for line, cell in cells[~cells.str.strip().str.lower().isin(known)].items():
        near = get_close_matches(cell.strip().lower(), known, n=1)
        hint = f"did you mean {near[0]!r}? Else {step}" if near else step
        found.append(in_cell(name, line, "region", "known region", cell, hint))
    return found


def _two_names(names: pd.DataFrame) -> list[Problem]:
    """Spellings that differ in marks alone, or are a region's own name, and lead elsewhere."""
    own = {_letters(region): region for region in names["region"]}
    bare = names["alias"].map(_letters)
    first = names.groupby(bare, sort=False)["region"].first().to_dict() | own
    return [
        in_cell("names", line, "region", "one region a spelling", region, f"write {first[alias]!r}")
        for line, alias, region in zip(names.index, bare, names["region"], strict=True)
        if first[alias] != region
    ]


def _nameless(names: pd.DataFrame) -> list[Problem]:
    """Canonical names that no row lists as a spelling of their own, each with the nearest."""
    spelled = sorted(set(names["alias"]))
    found = []
    for line, region in names.loc[~names["region"].str.lower().isin(spelled), "region"].items():
        near = get_close_matches(region.lower(), spelled, n=1)
        step = f"add the spelling {region.lower()!r} of a new region"
        hint = f"did you mean the region of {near[0]!r}? Else {step}" if near else step
        found.append(in_cell("names", line, "region", "spelling of its own", region, hint))
    return found


def _letters(spelling: str) -> str:
    return re.sub(r"[\W_]+", " ", spelling.lower()).strip()


def _announced_elsewhere(frames: dict[str, pd.DataFrame]) -> list[Problem]:
    """Figures of the counting whose key is not that of their announcement with a letter."""
    if "count_timeline" not in frames:
        return []
    timeline, step = frames["count_timeline"], "write the key without its last letter"
    return [
        in_cell("count_timeline", line, "announcement", "announcement of its key", told, step)
        for line, key, told in timeline[["key", "announcement"]].itertuples()
        if key.rstrip("abcdefghijklmnopqrstuvwxyz") != told
    ]


def _beside_nothing(frames: dict[str, pd.DataFrame]) -> list[Problem]:
    """Counts set beside a crossing that no row holds."""
    if not {"emigration_totals", "border_crossings"} <= set(frames):
        return []
    totals, step = frames["emigration_totals"], "correct the key, or empty the cell"
    lost = totals[
        (totals["beside"] != "") & ~totals["beside"].isin(frames["border_crossings"]["key"])
    ]
    return [
        in_cell("emigration_totals", line, "beside", "key in border_crossings", key, step)
        for line, key in lost["beside"].items()
    ]


def _standings(publications: pd.DataFrame) -> list[Problem]:
    """Publications whose standing their kind does not allow."""
    return [
        in_cell(
            "sources",
            line,
            "standing",
            "standing of its kind",
            row["standing"],
            f"write one of {sorted(STANDINGS[row['kind']])}",
        )
        for line, row in publications.iterrows()
        if row["kind"] in STANDINGS and row["standing"] not in STANDINGS[row["kind"]]
    ]


def _unmapped(frames: dict[str, pd.DataFrame]) -> list[Problem]:
    """Statements of another paragraph's or of no claim, claims of no statement, vain searches."""
    if not {"claims", "statements", "searches"} <= set(frames):
        return []
    ledger, statements, searches = (frames[n] for n in ("claims", "statements", "searches"))
    named = statements["claims"].str.split(";").explode()
    known, mapped = set(ledger["claim"]), set(named)
    lost = named[~named.isin({*known, ""})]
    silent = statements[(statements["claims"] == "") & (statements["reason"] == "")]
    homeless = ledger[~ledger["claim"].isin(mapped)]
    astray = searches[~searches["claim"].isin(known)]
    sought = searches["carriers"].str.split(";").explode()
    unread = sought[~sought.isin({*frames.get("events", pd.DataFrame({"key": []}))["key"], ""})]
    one = "a claim of the ledger"
    return [
        *(in_cell("statements", i, "claims", one, c, "correct the id") for i, c in lost.items()),
        *(
            in_cell(
                "statements", i, "claims", "claims or a reason", "", "say why there is no claim"
            )
            for i in silent.index
        ),
        *(
            in_cell("claims", i, "claim", "in a statement", r["claim"], "name it in statements.csv")
            for i, r in homeless.iterrows()
        ),
        *(
            in_cell("searches", i, "claim", one, r["claim"], "correct the id")
            for i, r in astray.iterrows()
        ),
        *(
            in_cell("searches", i, "carriers", "a row of events", k, "correct the key")
            for i, k in unread.items()
        ),
    ]


def _more_votes_than_ballots(tallies: pd.DataFrame) -> list[Problem]:
    """Votes for or against beyond every count of ballots printed for the region."""
    read = tallies.assign(value=[quantities.parse(t).central for t in tallies["reported"]])
    most = read[read["quantity"] == "ballots_cast"].groupby("region")["value"].max()
    votes = read[read["quantity"].isin(["for_votes", "against_votes"])]
    beyond = votes[votes["value"] > votes["region"].map(most)]
    step = "correct the digit: votes cannot exceed ballots"
    return [
        in_cell(
            "referendum_tallies", line, "reported", "votes within ballots", row["reported"], step
        )
        for line, row in beyond.iterrows()
    ]


def _shares_beyond_100(timeline: pd.DataFrame) -> list[Problem]:
    """Announcements whose shares for and against sum to more than 100 %."""
    shares = timeline[timeline["quantity"].isin(["share for", "share against"])]
    values = pd.Series(
        [quantities.parse(t, "%").central for t in shares["reported"]], index=shares.index
    )
    sums = values.groupby(shares["announcement"]).sum()
    lines = shares.drop_duplicates("announcement", keep="last").set_index("announcement")
    step = "correct one of the two shares of this announcement"
    return [
        in_cell(
            "count_timeline",
            shares.index[shares["announcement"] == a][-1],
            "reported",
            "shares sum to at most 100",
            lines["reported"][a],
            step,
        )
        for a in sums.index[sums > 100]
    ]


def _row_problems(name: str, line: int, row: pd.Series, published: dict[str, str]) -> list[Problem]:
    keys = [row["source"], *filter(None, row["source_also"].split(";"))]
    columns = ["source"] + ["source_also"] * (len(keys) - 1)
    unknown = [
        in_cell(
            name,
            line,
            c,
            "known source",
            k,
            "add the publication to sources.csv, or correct the key",
        )
        for c, k in zip(columns, keys, strict=True)
        if k not in published
    ]
    return unknown + impossible_days(name, line, row, published.get(row["source"], ""))


def impossible_days(name: str, line: int, row: pd.Series, page: str = "") -> list[Problem]:
    """Days of a row that cannot be.

    A period or a count that ends before it begins, a figure known before its day, or before `page`,
    the day of the page it was read on.
    """
    found = days_amiss(name, line, row)
    speaks_of = row.get("as_of") or row.get("period_end") or ""
    if row["published"] < speaks_of:
        step = f"the figure speaks of {speaks_of}; it cannot be known earlier"
        return [
            *found,
            in_cell(
                name, line, "published", "not before the day it speaks of", row["published"], step
            ),
        ]
    if row.get("how_read") in {"excerpt", "derived"} and row["published"] < page:
        step = f"the page it was read on is of {page}; it cannot be known earlier"
        found.append(
            in_cell(name, line, "published", "not before its page", row["published"], step)
        )
    return found
