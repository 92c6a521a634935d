"""What was published by the day, and may bear a verdict?

The processed tables as frames, and where their rows come from.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

import pandas as pd

from analysis import paths
from analysis.days import day_of
from analysis.errors import ExpectedError
from analysis.quantities import Estimate
from analysis.tables import OwnRows, own_priors, own_rows
from analysis.tables.own import UNNAMED, own_key
from analysis.wording import frame, listed, until

BEARING = frozenset(
    {"excerpt", "dataset", "derived"}
)  # ways of reading on which a verdict may rest
PROJECT_PRIORS = "data/raw/priors.csv"


class EvidenceError(ExpectedError, ValueError):
    """A table or a row was asked for that does not exist."""


class NotKnownError(LookupError):
    """Nothing that bears on the question had been published by the day.

    The one error that is an answer.
    """


@dataclass(frozen=True, slots=True)
class Evidence:
    """All tables as known on one day.

    Parameters
    ----------
    as_of : datetime.date or None
        Last day of publication admitted; None admits everything held.
    without : str
        Why nothing is admitted, in words a reader sees; every table is then empty.
    own : tuple of tables.OwnRows
        Rows of a reader beside ours: see `with_rows` and `with_priors`.
    """

    as_of: date | None
    without: str = ""
    own: tuple[OwnRows, ...] = ()

    def __repr__(self) -> str:
        if self.without:
            return f"No evidence: {self.without}"
        own = f", with {self.own_files()}" if self.own else ""
        return f"Evidence {until(self)}{own}"

    def __bool__(self) -> bool:
        """Whether anything is admitted."""
        return not self.without

    def table(self, name: str, *, bearing: bool = True) -> pd.DataFrame:
        """One processed table, limited to what was known.

        Parameters
        ----------
        name : str
            Table name, for example "referendum_tallies".
        bearing : bool
            Leave out rows of the text itself and rows that were only remembered.
        """
        frame = _read(paths.processed() / f"{name}.csv", _modified(name), _kinds(name))
        for one in (o for o in self.own if o.table == name):
            frame = one.joined(frame)
        if bearing and "how_read" in frame:
            frame = frame[frame["how_read"].isin(BEARING)]
        if self.as_of is not None and "published" in frame:
            frame = frame[frame["published"] <= pd.Timestamp(self.as_of)]
        return frame.iloc[:0].copy() if self.without else frame.copy()

    def counts(self, *names: str) -> pd.DataFrame:
        """Rows held, load-bearing, and known by the day, for each table by its title.

        What a reader should see before a result.

        Examples
        --------
        >>> known_by("2022-03-01").counts("polls")["Table"].tolist()
        ['Polls, earlier votes and leaked targets on joining Russia']
        """
        everything = replace(self, as_of=None, without="")
        rows = [
            (
                title(n),
                len(everything.table(n, bearing=False)),
                len(everything.table(n)),
                len(self.table(n)),
            )
            for n in names
        ]
        return frame(rows, "Table", "Rows held", "May bear a verdict", f"Known {until(self)}")

    def with_rows(
        self, name: str, given: pd.DataFrame | str | Path, *, told: str = ""
    ) -> "Evidence":
        """The same evidence with rows of your own beside ours; this one stays as it is.

        The rows pass the contract and the cleaning of ours, and the knowledge date holds for them
        too. In results and facts a row is named by its file, as "mine.csv#X1".

        Parameters
        ----------
        name : str
            A table of figures, such as "loss_claims" or "border_crossings".
        given : pandas.DataFrame or path of a CSV file
            In the columns of data/raw/<name>.csv, in any order. Left out may be columns that do not
            decide what a figure counts: confidence, how_read, published_basis, source and note.
        told : str
            What messages and sources call the rows; by default the name of the file.

        Raises
        ------
        tables.DataError
            Naming file, row, column, what was wanted and found, and the next step.

        Examples
        --------
        >>> row = known_by(None).table("named_deaths", bearing=False).head(1)
        >>> own = row.assign(key="X1", reported="7000")[["key", "list", "publisher", "as_of",
        ...     "reported", "unit", "published"]]
        >>> known = known_by("2022-10-11").with_rows("named_deaths", own)
        >>> known.table("named_deaths")["key"].tolist()[-1]
        'your rows#X1'
        """
        taken = _all_rows(_files())["table"].to_dict()
        taken |= {k: o.told for o in self.own for k in own_key(o.rows["key"])}
        rows = own_rows(name, given, taken, told)
        return replace(self, own=(*self.own, rows))

    def with_priors(self, given: pd.DataFrame | str | Path, *, told: str = "") -> "Evidence":
        """The same evidence with assumptions of your own in the place of ours, or beside them.

        Parameters
        ----------
        given : pandas.DataFrame or path of a CSV file
            Rows with the key of one of ours and low, mode and high; or new rows in all columns of
            data/raw/priors.csv. What is left out stays as ours has it.
        told : str
            As in `with_rows`.

        Raises
        ------
        tables.DataError
            As `with_rows`.

        Examples
        --------
        >>> mine = pd.DataFrame({"key": ["PR30"], "low": [0.1], "mode": [0.2], "high": [0.3]})
        >>> known = known_by("2022-10-11").with_priors(mine)
        >>> float(known.assumptions().set_index("key").loc["your rows#PR30", "mode"])
        0.2
        """
        ours = replace(self, as_of=None, without="", own=()).table("priors", bearing=False)
        earlier = tuple(o for o in self.own if o.table != "priors")
        return replace(self, own=(*earlier, own_priors(given, ours, told)))

    def ours(self) -> "Evidence":
        """The same evidence without a reader's rows and assumptions."""
        return replace(self, own=())

    def assumptions(self) -> pd.DataFrame:
        """Rows of `priors`, whatever the day: they are stated by us, or by the reader."""
        return replace(self, as_of=None, without="").table("priors")

    def own_files(self) -> str:
        """Whose rows and assumptions take part beside ours, in words; empty where there are none.

        Examples
        --------
        >>> known_by("2022-10-11").own_files()
        ''
        """
        return listed(dict.fromkeys(o.told for o in self.own))

    def unused(self, used: Iterable[str]) -> str:
        """Which of a reader's rows take no part, in sentences; empty where all do.

        Parameters
        ----------
        used : iterable of str
            Keys of the rows that a result rests on.
        """
        rows = [o.rows[["key", "published"]] for o in self.own if o.table != "priors"]
        rest = (
            pd.concat(rows) if rows else pd.DataFrame({"key": [], "published": pd.to_datetime([])})
        )
        rest = rest[~rest["key"].isin(set(used))]
        early = rest["published"] > pd.Timestamp(self.as_of or date.max)
        told = []
        if early.any():
            told.append(f"Not known {until(self)}: {listed(rest.loc[early, 'key'])}.")
        if (~early).any():
            told.append(
                f"Known and not used by any of these: {listed(rest.loc[~early, 'key'])};"
                " it counts something else, or a fuller figure takes its place."
            )
        return " ".join(told)

    @property
    def priors_name(self) -> str:
        """Where the assumptions stand, as a source line says it."""
        own = [o.told for o in self.own if o.table == "priors"]
        return f"{own[0]}, else the assumptions of the project" if own else PROJECT_PRIORS

    def describe(self, keys: tuple[str, ...] | list[str], *, strict: bool = True) -> pd.DataFrame:
        """Where rows come from, a reader's among them, as the function `describe` says it."""
        index = _all_rows(_files())
        return _told_of(pd.concat([index, *map(_own_index, self.own)]), keys, strict)


def known_by(as_of: str | date | None) -> Evidence:
    """Evidence published by `as_of` (YYYY-MM-DD); None for all evidence held.

    Parameters
    ----------
    as_of : str, datetime.date or None
        Last day of publication admitted, text as YYYY-MM-DD.

    Raises
    ------
    EvidenceError
        If the text is not a date.

    Examples
    --------
    >>> known_by("2022-10-11").as_of.isoformat(), known_by(None).as_of
    ('2022-10-11', None)
    """
    if as_of is None or isinstance(as_of, date):
        return Evidence(as_of)
    return Evidence(day_of(as_of, "as_of", refused=EvidenceError).date())


def table(name: str, *, as_of: str | date | None = None) -> pd.DataFrame:
    """Shorthand for ``known_by(as_of).table(name)``.

    Parameters
    ----------
    name : str
        As `tables` lists them.
    as_of : str or datetime.date, optional
        As in `known_by`.

    Examples
    --------
    >>> table("polls", as_of="2022-03-01").equals(known_by("2022-03-01").table("polls"))
    True
    """
    return known_by(as_of).table(name)


def newest(*names: str) -> pd.DataFrame:
    """Newest day that each table speaks of, and the newest day on which a row became known.

    Parameters
    ----------
    *names : str
        Tables; those without rows that bear a verdict are left out.

    Returns
    -------
    pandas.DataFrame
        Columns table, speaks of, became known; days as YYYY-MM-DD.

    Examples
    --------
    >>> newest("mobilisation").iloc[0].tolist()
    ['mobilisation', '2022-12-07', '2022-12-07']
    """
    rows = []
    for name in names:
        frame = table(name)
        if frame.empty:
            continue
        day = next(c for c in ("as_of", "period_end", "published") if c in frame)
        of = frame[day].max()
        rows.append((name, f"{of:%Y-%m-%d}", f"{frame['published'].max():%Y-%m-%d}"))
    return pd.DataFrame(rows, columns=["table", "speaks of", "became known"])


def estimate(row: pd.Series, basis: str = "") -> Estimate:
    """`Estimate` out of one figure row.

    Parameters
    ----------
    row : pandas.Series
        With key, low, central, high, unit and qualifier.
    basis : str
        What the interval is; how it was reported where left out.

    Raises
    ------
    EvidenceError
        If nothing was published in that row.

    Examples
    --------
    >>> print(estimate(known_by("2022-10-11").table("loss_claims").iloc[0]))
    498 killed
    """
    if pd.isna(row["central"]):
        raise EvidenceError(f"row {row['key']}: no figure was published")
    given = basis or f"as reported ({row['qualifier']})"
    return Estimate(
        low=row["low"], central=row["central"], high=row["high"], unit=row["unit"], basis=given
    )


def describe(keys: tuple[str, ...] | list[str], *, strict: bool = True) -> pd.DataFrame:
    """Where rows come from: key, table, publisher, published, how read, address; one row per key.

    `known` says since when a row is known: a day, or "not before" the earliest possible one. A
    whole derived table is named "table:reference_votes". Without `strict` a key that no table
    holds, such as a planted row's, is left out.

    Parameters
    ----------
    keys : sequence of str
        Keys of rows in any table, or "table:" and the name of a derived one.
    strict : bool
        Whether an unknown key is refused.

    Raises
    ------
    EvidenceError
        If a key is in no table and `strict` holds.

    Examples
    --------
    >>> describe(["table:reference_votes"])["how_read"].tolist()
    ['dataset']
    """
    return _told_of(_all_rows(_files()), keys, strict)


def _told_of(index: pd.DataFrame, keys: tuple[str, ...] | list[str], strict: bool) -> pd.DataFrame:
    missing = [k for k in keys if k not in index.index]
    if missing and strict:
        raise EvidenceError(f"no evidence row has the key {missing[0]!r}")
    return index.loc[[k for k in keys if k not in missing]].reset_index()


def _own_index(own: OwnRows) -> pd.DataFrame:
    """A reader's rows as the index of all rows holds ours."""
    rows = own.rows[["key", "source", "published", "published_basis", "how_read"]]
    rows = rows.assign(table=own.table, standing="the reader's", party="", url="")
    rows["publisher"] = own.told if own.told == UNNAMED else f"your file {own.told}"
    rows["known"] = _since(rows)
    return rows.set_index("key")


def _files() -> tuple[tuple[Path, int], ...]:
    """Processed tables as they are now."""
    return tuple((p, p.stat().st_mtime_ns) for p in sorted(paths.processed().glob("*.csv")))


def _modified(name: str) -> int:
    path = paths.processed() / f"{name}.csv"
    if not path.is_file():
        known = sorted(p.stem for p in paths.processed().glob("*.csv"))
        near = get_close_matches(name, known, n=1)
        hint = f"did you mean {near[0]!r}?" if near else "run `day229 data build`"
        raise EvidenceError(f"no table {name!r} in data/processed; {hint}")
    return path.stat().st_mtime_ns


@lru_cache(maxsize=4)
def _dictionary(path: Path, modified: int) -> dict[str, dict]:
    """Resources of the data package by table."""
    return {r["name"]: r for r in json.loads(path.read_text(encoding="utf-8"))["resources"]}


def described() -> dict[str, dict]:
    """Resources of the data package by table.

    Raises
    ------
    EvidenceError
        If it was not built.
    """
    path = paths.processed() / "datapackage.json"
    if not path.is_file():
        raise EvidenceError("no datapackage.json in data/processed; next: run `day229 data build`")
    return _dictionary(path, path.stat().st_mtime_ns)


def title(name: str) -> str:
    """What a table holds, for a reader.

    Raises
    ------
    EvidenceError
        If there is no such table; the message names the nearest.
    """
    _modified(name)  # a name that is in no table is refused with the nearest
    return described()[name]["description"].split(", one ")[0]


@lru_cache(maxsize=64)
def _read(path: Path, modified: int, kinds: tuple[tuple[str, str], ...]) -> pd.DataFrame:
    """Table of typed columns.

    An empty text stays an empty text, an empty number or day is missing.
    """
    text = {c: str for c, kind in kinds if kind == "string"}
    with pd.option_context(
        "mode.string_storage", "python"
    ):  # the same with or without pyarrow, and faster here
        found = pd.read_csv(
            path,
            dtype=text,
            parse_dates=[c for c, kind in kinds if kind == "date"],
            keep_default_na=False,
            na_values={c: [""] for c, _ in kinds if c not in text},
        )
        return _typed(found, kinds) if found.empty else found


def _typed(found: pd.DataFrame, kinds: tuple[tuple[str, str], ...]) -> pd.DataFrame:
    """A table without rows, its columns of the kinds they would have with some."""
    numpy = {"number": "float64", "date": "datetime64[ns]", "string": "object"}
    return found.astype({c: numpy[kind] for c, kind in kinds})


def _kinds(name: str) -> tuple[tuple[str, str], ...]:
    if name not in described():
        raise EvidenceError(
            f"table {name!r} is not in datapackage.json; next: run `day229 data build`"
        )
    return tuple((f["name"], f["type"]) for f in described()[name]["schema"]["fields"])


@lru_cache(maxsize=4)
def _all_rows(files: tuple[tuple[Path, int], ...]) -> pd.DataFrame:
    sources = Evidence(None).table("sources").set_index("source")
    whole = [
        (f"table:{n}", r["sources"][0]["title"]) for n, r in described().items() if "sources" in r
    ]
    tables = pd.DataFrame(whole, columns=["key", "source"]).assign(how_read="dataset")
    parts = [
        tables.assign(
            published=tables["source"].map(sources["published"]),
            published_basis=tables["source"].map(sources["published_basis"]),
            table=tables["key"].str.removeprefix("table:"),
        )
    ]
    for path, _ in files:
        frame = Evidence(None).table(path.stem, bearing=False)
        if {"key", "source"} <= set(frame.columns):
            told = ["key", "source", "published", "published_basis", "how_read"]
            parts.append(frame[told].assign(table=path.stem))
    rows = pd.concat(parts).set_index("key")
    rows["known"] = _since(rows)
    return rows.join(sources[["publisher", "party", "kind", "standing", "url"]], on="source")


def _since(rows: pd.DataFrame) -> pd.Series:
    """Since when each row is known, in words."""
    days = rows["published"].dt.strftime("%Y-%m-%d")
    earliest = rows["published_basis"] == "earliest possible"
    return days.where(~earliest, "not before " + days)
