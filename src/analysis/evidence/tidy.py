"""What does one table of all figures look like, in one vocabulary?

Every table names what is counted, where and for whom in columns of its own, because a rule reads
them. Here they stand in the same columns under the same words, one row a figure. Reads through
`known`; draws nothing.
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis.evidence.known import known_by


@dataclass(frozen=True, slots=True)
class Telling:
    """How the rows of one table are told: texts with names of columns in braces.

    Parameters
    ----------
    counted, where, who : str
        What is counted, in which place, and of whom or among whom.
    detail : str
        What it is exactly, in the words of the table.
    of : str
        Who says so; empty where only the publication is known.
    party : str
        Column of whose voice that is; empty: of the publication.
    value : str
        Prefix or column of the figure: `low`, `central`, `high` where empty.
    unit : str
        Unit where the row has none.
    """

    counted: str
    where: str = ""
    who: str = ""
    detail: str = ""
    of: str = "{claimant}"
    party: str = ""
    value: str = ""
    unit: str = ""


_VOTE = {"where": "{label}", "detail": "{question}", "of": ""}
_FLOW = {"where": "{geography}", "who": "{counted}", "detail": "{metric}"}
_HELD = {"where": "Ukraine", "detail": "{scope}", "of": "{series}"}
TELLINGS: dict[str, tuple[Telling, ...]] = {
    "referendum_tallies": (Telling("{quantity}", "{region}", party="claimant_party"),),
    "count_timeline": (Telling("{quantity}", "{region}", detail="{stage}", of=""),),
    "referendum_districts": (Telling("{quantity}", "{region}, {district}", of=""),),
    "other_votes": (Telling("{quantity}", "{vote}, {part}", detail="{option}, {announcement}"),),
    "polls": (
        Telling(
            "support",
            "{region}",
            "{among}",
            detail="{question}",
            of="{pollster}",
            party="pollster_party",
        ),
    ),
    "electorates": (Telling("{quantity}", "{region}"),),
    "baltic_1940": (Telling("{quantity}", "{region}", detail="{basis}"),),
    "plebiscites": (
        Telling("votes for", value="yes", unit="votes", **_VOTE),
        Telling("votes against", value="no", unit="votes", **_VOTE),
        Telling("invalid ballots", value="invalid", unit="ballots", **_VOTE),
        Telling("ballots", value="ballots", unit="ballots", **_VOTE),
        Telling("registered voters", value="electorate", unit="voters", **_VOTE),
    ),
    "territory_oblasts": (Telling("{quantity}", "{region}", of="{series}"),),
    "territory_national": (
        Telling("area held", value="area_km2", unit="km2", **_HELD),
        Telling("share held", value="area_pct", unit="%", **_HELD),
    ),
    "border_crossings": (Telling("{direction}", **_FLOW),),
    "emigration_totals": (Telling("{direction}", **_FLOW),),
    "male_population": (
        Telling("men", "Russia, {territory}", "aged {age_from:.0f} to {age_to:.0f}", of=""),
    ),
    "mobilisation": (Telling("{quantity}", "Russia", party="claimant_party"),),
    "loss_claims": (
        Telling(
            "{measure}", "", "{side}, {forces}", detail="{measure_reported}", party="claimant_party"
        ),
    ),
    "named_deaths": (
        Telling("killed", "", "Russian side, by name", detail="{list}", of="{publisher}"),
    ),
    "mobilised_deaths": (Telling("killed", "", "{group}", detail="{group_kind}"),),
    "wounded_per_killed": (Telling("wounded per killed", "", "{force}"),),
    "anomalous_published": (Telling("anomalous votes", "Russia", detail="{election:.0f}"),),
    "official_voters": (
        Telling("registered voters", "Russia", "{part}", detail="{election:.0f}", of=""),
    ),
    "capture_lists": (Telling("killed", "Kosovo", "on lists {pattern}", of=""),),
    "civilians": (Telling("{unit}", "{place}", "civilians", detail="verified: {verified}"),),
    "coverage": (
        Telling(
            "share of the dead on a list",
            "",
            "{list_a}",
            detail="{finding}; against {list_b}",
            of="",
            value="ratio",
            unit="fraction",
        ),
        Telling("names on a list", "", "{list_a}", of="", value="n_a", unit="names"),
    ),
    "method_controls": (Telling("votes: {quantity}", "{vote}"),),
}
WORDS_ALONE = {
    "events": "found words and days, with a stance",
    "quotations": "words",
    "priors": "what is assumed, not what was reported",
}  # tables of evidence without a figure of their own
VOCABULARY = {
    "against votes": "votes against",
    "ballots cast": "ballots",
    "blank": "blank ballots",
    "counted": "share counted",
    "electors": "registered voters",
    "entry": "entries",
    "estimate": "persons, estimated",
    "exit": "exits",
    "for votes": "votes for",
    "invalid": "invalid ballots",
    "invalid votes": "invalid ballots",
    "net": "entries less exits",
    "registered": "registered voters",
    "registered implied": "registered voters, implied",
    "registered voters implied": "registered voters, implied",
    "list": "registered voters",
    "list implied": "registered voters, implied",
    "list pre vote": "registered voters",
    "stock": "persons there",
    "valid": "valid votes",
    "votes for bloc": "votes for",
}  # word of a table -> the one word for it
SIDES = {"RU": "Russian side", "UA": "Ukrainian side"}
COLUMNS = {
    "key": ("string", "row of the table that the figure stands in"),
    "table": ("string", "that table"),
    "counted": ("string", "what is counted, in one vocabulary"),
    "where": ("string", "in which place; empty where the figure is of no place"),
    "who": ("string", "of whom, or among whom; empty where all are meant"),
    "detail": ("string", "what it is exactly, in the words of the table"),
    "of": ("string", "who says so; empty where only the publication is known"),
    "party": ("string", "whose voice that is, or the publication's where the row does not tell"),
    "from": ("date", "first day the figure speaks of; empty where it speaks of one day"),
    "to": ("date", "last day the figure speaks of"),
    "low": ("number", "lower end; empty where nothing was published"),
    "central": ("number", "the number printed"),
    "high": ("number", "upper end; infinite where the words leave it open"),
    "unit": ("string", "unit of the three"),
    "qualifier": ("string", "exact, about, almost, more than, less than, range, vague or missing"),
    "published": ("date", "day the figure became known"),
    "published_basis": ("string", "how that day is known"),
    "how_read": ("string", "how the source was read"),
    "source": ("string", "key of the publication in sources"),
    "url": ("string", "its address; empty where no page was found"),
}  # column -> kind and meaning


def figures(*, as_of: str | date | None = None, bearing: bool = True) -> pd.DataFrame:
    """Every figure of every table of evidence, one row each, in one vocabulary.

    Parameters
    ----------
    as_of : str or datetime.date, optional
        Last day of publication admitted, YYYY-MM-DD; all evidence held without it.
    bearing : bool
        Leave out rows of the text itself and rows that were only remembered.

    Returns
    -------
    pandas.DataFrame
        key (row of `table`; a row of counts gives several figures); counted, where, who (what is
        counted, in which place, of or among whom) and detail, in the words of the table; of and
        party (who says so, and whose voice that is; of the publication where the row does not
        tell); from (empty where the figure speaks of one day) and to; low, central and high in
        `unit`, where an infinite `high` is an open end and an empty figure was not published;
        qualifier; published and published_basis; how_read; source and url. Sorted by table and key.

    Raises
    ------
    EvidenceError
        If `as_of` is no day.

    Examples
    --------
    >>> found = figures(as_of="2022-10-11")
    >>> found[found["key"] == "E156"][["counted", "of", "low", "high"]].values.tolist()
    [['mobilised', 'Shoigu', 200000.0, inf]]
    """
    known = known_by(as_of)
    sources = known_by(None).table("sources").set_index("source")[["party", "url"]]
    parts = [
        _told(known.table(name, bearing=bearing), name, telling)
        for name, tellings in sorted(TELLINGS.items())
        for telling in tellings
    ]
    found = pd.concat([p for p in parts if len(p)] or parts[:1], ignore_index=True)
    of_page = found["source"].map(sources["party"])
    found["party"] = found["party"].where(found["party"] != "", of_page).fillna("")
    found["url"] = found["source"].map(sources["url"]).fillna("")
    return found.sort_values(["table", "key"], kind="stable", ignore_index=True)[list(COLUMNS)]


def _told(frame: pd.DataFrame, name: str, telling: Telling) -> pd.DataFrame:
    """Rows of one table under the columns of all."""
    rows = (frame.replace({"side": SIDES}) if "side" in frame else frame).to_dict("records")
    told = {part: _words(rows, getattr(telling, part)) for part in ("where", "who", "detail", "of")}
    out = pd.DataFrame({"key": frame["key"], "table": name, **told}, index=frame.index)
    out["counted"] = [_one_word(w) for w in _words(rows, telling.counted)]
    out["party"] = frame[telling.party] if telling.party else ""
    out[["from", "to"]] = _days(frame)
    out[["low", "central", "high", "qualifier"]] = _values(frame, telling.value)
    out["unit"] = telling.unit or frame["unit"]
    for column in ("published", "published_basis", "how_read", "source"):
        out[column] = frame[column]
    return out[out["central"].notna()] if telling.value else out


def _words(rows: list[dict], text: str) -> list[str]:
    return [text.format_map(row).strip(" ,") for row in rows]


def _one_word(word: str) -> str:
    plain = word.replace("_", " ")
    return VOCABULARY.get(plain, plain)


def _days(frame: pd.DataFrame) -> pd.DataFrame:
    """First and last day that each figure speaks of; no first one where it is one day."""
    last = frame["period_end"] if "period_end" in frame else frame["as_of"]
    first = next((frame[c] for c in ("period_start", "since") if c in frame), pd.NaT)
    return pd.DataFrame({"from": first, "to": last}, index=frame.index, dtype="datetime64[ns]")


def _values(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Low, central and high value with the qualifier; a plain column is exact."""
    names = ["low", "central", "high", "qualifier"]
    if not column:
        return frame[names]
    ends = [f"{column}_{e}" if f"{column}_{e}" in frame else column for e in ("low", "high")]
    low, high = (frame[e] for e in ends)
    qualifier = ["exact" if a == b else "range" for a, b in zip(low, high, strict=True)]
    values = zip(low, frame[column], high, qualifier, strict=True)
    return pd.DataFrame(list(values), columns=names, index=frame.index)
