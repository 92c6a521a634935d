"""How does the table of a file become counts a station, by its mapping?

Texts in, numbers out: wide or long form, whole numbers with any separator of thousands. Nothing is
left out here but candidates that are the sum of all others. Pure functions.
"""

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.mapping import COUNTS, LEADER, NAMES, Mapping, matching
from analysis.stations.contract import StationError

MISSING = frozenset({"", "-", "–", "—", "...", "…", "na", "n/a", "nan", "none", "null", "x"})
NO_NUMBER = "no number"
_GROUPED = re.compile(r"\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+|[1-9]\d{0,2}(?:,\d{3})+")
_MOST_SHARE = 100  # per cent; a column of broken numbers below it holds shares
_ALL = "all"  # region or commission where the file names none
_FEW = 20  # stations from which a candidate is seen to be the sum of all others


def numbers(texts: pd.Series, thousands: str = "") -> pd.Series:
    """Texts as numbers: missing ones empty, those that are no number infinite.

    Examples
    --------
    >>> numbers(pd.Series(["1 234", "1,234", "12.0", "-", "a few"])).tolist()
    [1234.0, 1234.0, 12.0, nan, inf]
    """

    def parsed(text: str) -> float:
        plain = text.strip()
        if plain.casefold() in MISSING:
            return np.nan
        if thousands and re.fullmatch(rf"\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+", plain):
            plain = plain.replace(thousands, "")
        elif _GROUPED.fullmatch(plain):
            plain = re.sub(r"\D", "", plain)
        try:
            return float(plain.replace(",", "."))
        except ValueError:
            return np.inf

    return texts.map({t: parsed(t) for t in texts.unique()}).astype(float)


def tidy(
    raw: pd.DataFrame, mapping: Mapping, file: str
) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, pd.Series], list[str]]:
    """Names and counts of every station, votes of every candidate, cells that are no number.

    Returns
    -------
    tuple
        Frame of `contract.COLUMNS`, without those the file does not give; frame of votes, a column
        a candidate; rows with a cell that is no number, by column of the file, with their texts;
        and what a reader should know.

    Raises
    ------
    StationError
        If a column holds shares instead of counts, or the leader is no candidate.
    """
    raw = _kept(raw, mapping, file)
    names, found, votes, broken = (_long if mapping.long else _wide)(raw, mapping, file)
    for column, counts in {**found, **votes}.items():
        _refuse_shares(counts, column, file)
    votes, told = _without_sums(votes)
    made, more = _counted(names, found, votes, mapping, file)
    return made, votes, broken, [*told, *more]


def _kept(raw: pd.DataFrame, mapping: Mapping, file: str) -> pd.DataFrame:
    for column, texts in mapping.keep.items():
        kept = raw[raw[column].str.strip().isin(texts)]
        if kept.empty:
            held = ", ".join(sorted(raw[column].unique())[:6])
            raise StationError(f"{file}: no row has {column} {' or '.join(texts)}; found {held}")
        raw = kept
    return raw


def _names(raw: pd.DataFrame, mapping: Mapping) -> pd.DataFrame:
    """Region, commission and station; several columns are joined, unnamed stations numbered."""
    out = pd.DataFrame(index=raw.index)
    for name in NAMES:
        columns = _columns(raw, mapping.columns.get(name, ()))
        parts = [raw[c].str.strip() if mapping.long or columns[1:] else raw[c] for c in columns]
        out[name] = parts[0].str.cat(parts[1:], sep=" ") if parts else _ALL
    if mapping.option("number_unnamed"):
        number = out.groupby(["region", "commission"]).cumcount().astype(str)
        unnamed = out["station"].str.strip() == ""
        out["station"] = out["station"].where(~unnamed, "without a number, " + number)
    return out


def _columns(raw: pd.DataFrame, names: Iterable[str]) -> list[str]:
    found = matching(tuple(names), list(raw.columns))
    return list(dict.fromkeys(c for columns in found.values() for c in columns))


def _parsed(
    raw: pd.DataFrame, columns: list[str], mapping: Mapping, broken: dict[str, pd.Series]
) -> pd.DataFrame:
    """Columns as numbers; cells that are none are noted and left empty."""
    made = {c: numbers(raw[c], str(mapping.option("thousands"))) for c in columns}
    for column, found in made.items():
        if np.isinf(found).any():
            broken[column] = raw.loc[np.isinf(found), column]
    return pd.DataFrame(made, index=raw.index).replace(np.inf, np.nan)


def _wide(raw: pd.DataFrame, mapping: Mapping, file: str) -> tuple:
    broken: dict[str, pd.Series] = {}
    found = {}
    for meaning in COUNTS:
        if columns := _columns(raw, mapping.columns.get(meaning, ())):
            parts = _parsed(raw, columns, mapping, broken)
            found[meaning] = parts.sum(axis=1, skipna=False)
    named = [*mapping.columns.get("candidates", ()), *mapping.columns.get(LEADER, ())]
    votes = _parsed(raw, _columns(raw, named), mapping, broken)
    return _names(raw, mapping), found, votes, broken


def _long(raw: pd.DataFrame, mapping: Mapping, file: str) -> tuple:
    (who,), held = mapping.columns["candidate"], mapping.columns
    broken: dict[str, pd.Series] = {}
    columns = [held["votes"][0], *(c for m in COUNTS for c in _columns(raw, held.get(m, ())))]
    parsed = _parsed(raw, list(dict.fromkeys(columns)), mapping, broken)
    names = _names(raw, mapping)
    keys = [names[n] for n in NAMES]
    one = names.assign(candidate=raw[who].str.strip(), votes=parsed[held["votes"][0]])
    _refuse_twice(one, raw, mapping, file)
    first = pd.Series(raw.index, index=raw.index).groupby(keys, sort=False).transform("min")
    broken = {c: _first_of_each(t.set_axis(first[t.index])) for c, t in broken.items()}
    wide = one.assign(row=first).pivot_table(
        index="row", columns="candidate", values="votes", aggfunc=lambda v: v.sum(min_count=1)
    )
    wide.columns.name = None
    found = {
        m: parsed[_columns(raw, held[m])].sum(axis=1, skipna=False).groupby(first).first()
        for m in COUNTS
        if m in held
    }
    for meaning, texts in mapping.counts.items():
        some = [t for t in texts if t in wide]
        if not some:
            raise StationError(f"{file}: no row has {who} {texts[0]!r}, which is to hold {meaning}")
        found[meaning] = wide[some].sum(axis=1, min_count=1)
    wide = wide.drop(columns=[t for ts in mapping.counts.values() for t in ts if t in wide])
    return names.loc[wide.index], found, wide, broken


def _first_of_each(texts: pd.Series) -> pd.Series:
    return texts[~texts.index.duplicated()]


def _refuse_twice(one: pd.DataFrame, raw: pd.DataFrame, mapping: Mapping, file: str) -> None:
    """Refuse a candidate who stands twice at one station, unless a column says why."""
    modes = [raw[c] for c in _columns(raw, mapping.columns.get("mode", ()))]
    keys = pd.concat([one[[*NAMES, "candidate"]], *modes], axis=1)
    twice = keys.duplicated()
    if twice.any():
        at = twice.idxmax()
        raise StationError(
            f"{file}, row {at}: {one.loc[at, 'candidate']!r} stands twice at station"
            f" {one.loc[at, 'station']!r} ({int(twice.sum())} rows like it); next: name the column"
            " in which they differ as `mode`, and they are added up, or `keep` one kind of rows"
        )


def _refuse_shares(counts: pd.Series, column: str, file: str) -> None:
    held = counts.dropna()
    broken = held[held % 1 != 0]
    if len(broken) > len(held) / 2 and held.abs().max() <= _MOST_SHARE:
        at = broken.index[0]
        most = "0 to 1" if held.max() <= 1 else "0 to 100"
        raise StationError(
            f"{file}, row {at}, column {column}: wanted counts, found {broken.iloc[0]:g}, as if"
            f" shares from {most} ({len(broken)} rows like it); next: map the column of counts, or"
            " say which mark separates `thousands`"
        )


def _without_sums(votes: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Votes without columns that are everywhere the sum of all others."""
    if len(votes) < _FEW or len(votes.columns) < 4:
        return votes, []
    twice, whole = 2 * votes, votes.sum(axis=1)
    sums = [c for c in votes if twice[c].eq(whole).all()]
    told = [f"{c!r} is the sum of all candidates and none of them" for c in sums]
    return votes.drop(columns=sums), told


def _counted(
    names: pd.DataFrame, found: dict[str, pd.Series], votes: pd.DataFrame, m: Mapping, file: str
) -> tuple[pd.DataFrame, list[str]]:
    """The counts of the contract, as far as they are given or follow."""
    told, got = [], dict(found)
    whole = m.long or "candidates" in m.columns
    if "valid" not in got and {"received", "invalid"} <= set(got):
        got["valid"] = got["received"] - got["invalid"]
    elif "valid" not in got:
        got["valid"] = votes.sum(axis=1, min_count=1)
        told.append("valid ballots are the votes of all candidates added up")
    elif whole and (n := int((votes.sum(axis=1) != got["valid"]).sum())):
        told.append(f"at {n:,} stations the candidates' votes do not add up to the valid ballots")
    if "received" not in got and "invalid" in got:
        got["received"] = got["valid"] + got["invalid"]
    elif "received" not in got:
        got["received"] = got["valid"]
        told.append("no invalid ballots are given, so results are shares of valid votes")
    if "voters" not in got:
        got.pop("given", None)
        told.append("no voters on lists are given, so nothing that needs turnout can be tested")
    elif "given" not in got:
        got["given"] = got["received"]
        told.append("no ballots given out are held, so turnout is of ballots counted")
    got[LEADER], more = _leader(votes, m, file)
    order = [c for c in ("voters", "given", "received", "valid", LEADER) if c in got]
    return names.assign(**{c: got[c] for c in order}), [*told, *more]


def _leader(votes: pd.DataFrame, mapping: Mapping, file: str) -> tuple[pd.Series, list[str]]:
    named = mapping.columns.get(LEADER)
    if not named:
        first = votes.sum().idxmax()
        return votes[first], [f"the leader is {first!r}, who has most votes"]
    some = [c for cs in matching(named, list(votes.columns)).values() for c in cs]
    if not some:
        held = ", ".join(map(str, votes.columns[:6]))
        raise StationError(f"{file}: the leader {named[0]!r} is no candidate; found {held}")
    return votes[some].sum(axis=1, skipna=False), []
