"""Are the parameters of a notebook allowed?

Reads no evidence but the names of regions; draws nothing. The first code cell after the parameters
hands them to `check`, which refuses a wrong type or range with the parameter's name and what is
allowed.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING

from analysis import case, mapping, paths, regions
from analysis.errors import ExpectedError, brief

if TYPE_CHECKING:
    import numpy as np

_ROWS_TABLE = {"window_start": "border_crossings", "forces": "loss_claims"}  # by a parameter beside
_OBLASTS = frozenset({"all", "Donetsk", "Luhansk", "Zaporizhzhia", "Kherson"})


class ParameterError(ExpectedError, ValueError):
    """A parameter that is unknown, of the wrong type or out of range."""

    kind = "parameter"


@dataclass(frozen=True, slots=True)
class Allowed:
    """Type and range of one parameter; `wanted` completes the sentence "wanted ...".

    What the case in use says stands in braces: its first day, its notebooks.
    """

    kind: type
    wanted: str
    holds: Callable[[object], bool]

    def told(self) -> str:
        """What is wanted, by the case in use."""
        held = case.current()
        notebooks = ", ".join(map(repr, sorted(held.notebooks))) or "case.toml names none"
        return self.wanted.format(first_day=held.first_day, notebooks=notebooks)


def _is_day(text: object) -> bool:
    try:
        return (
            bool(re.fullmatch(r"\d{4}-\d\d-\d\d", str(text)))
            and date.fromisoformat(str(text)) >= case.current().first_day
        )
    except ValueError:
        return False


ALLOWED: dict[str, Allowed] = {
    "as_of": Allowed(str, "a day as YYYY-MM-DD, not before {first_day}", _is_day),
    "hindsight": Allowed(bool, "True or False", lambda v: True),
    "level": Allowed(float, "a coverage between 0.5 and 0.999", lambda v: 0.5 <= v <= 0.999),
    "draws": Allowed(
        int, "a whole number of draws between 100 and 1,000,000", lambda v: 100 <= v <= 1_000_000
    ),
    "seed": Allowed(int, "a whole number of zero or more", lambda v: v >= 0),
    "only_notebook": Allowed(
        str,
        "'' or a notebook that weighs claims: {notebooks}",
        lambda v: v == "" or v in case.current().notebooks,
    ),
    "only_verdict": Allowed(
        str,
        "'' or a verdict such as 'contradicted'",
        lambda v: (
            v
            in {
                "",
                "supported",
                "supported with caveat",
                "depends on the source",
                "not supported",
                "contradicted",
                "cannot be checked",
            }
        ),
    ),
    "region": Allowed(
        str,
        "for the referendums 'all', 'Donetsk', 'Luhansk', 'Zaporizhzhia' or 'Kherson'; for station"
        " returns 'all' or a Russian region in Cyrillic or English, such as 'Республика Крым'",
        lambda v: bool(v.strip()),
    ),
    "election": Allowed(int, "2018, 2020, 2021 or 2024", lambda v: v in {2018, 2020, 2021, 2024}),
    "baseline": Allowed(
        str,
        "'all', 'just before', 'month before', 'summer' or 'earlier years'",
        lambda v: v in {"all", "just before", "month before", "summer", "earlier years"},
    ),
    "window_start": Allowed(
        str,
        "a day as YYYY-MM-DD from 2022-09-17 to 2022-09-21, the day of the decree: exits of a"
        " later window are of people who came before it",
        lambda v: _is_day(v) and "2022-09-17" <= str(v) <= "2022-09-21",
    ),
    "priors_file": Allowed(
        str,
        "'' for data/raw/priors.csv, or the path of a CSV file with the rows of it that you change:"
        " key, low, mode and high",
        lambda v: v == "" or str(v).endswith(".csv"),
    ),
    "rows_file": Allowed(
        str,
        "'' or the path of a CSV file with rows of your own, in the columns of"
        " data/raw/border_crossings.csv (02) or data/raw/loss_claims.csv (03)",
        lambda v: v == "" or str(v).endswith(".csv"),
    ),
    "facts_file": Allowed(
        str,
        "'' for data/processed/weekly_facts.csv, or the path of the facts.csv of a sweep over"
        " as_of",
        lambda v: v == "" or str(v).endswith(".csv"),
    ),
    "returns_file": Allowed(
        str,
        "'' for the Russian votes, or the path of returns that is there: CSV, zip, Excel, Parquet",
        lambda v: v == "" or paths.is_file(v),
    ),
    "columns_file": Allowed(
        str,
        "'' for the Russian votes, or the mapping of the columns of returns_file",
        lambda v: True,
    ),
    "forces": Allowed(
        str,
        "'regular', 'residents', 'regular and republics' or 'all'",
        lambda v: v in {"regular", "residents", "regular and republics", "all"},
    ),
    "coverage_low": Allowed(float, "a share above 0, at most 1", lambda v: 0 < v <= 1),
    "coverage_high": Allowed(float, "a share above 0, at most 1", lambda v: 0 < v <= 1),
    "ratio_low": Allowed(
        float, "wounded per killed, above 0 and at most 20", lambda v: 0 < v <= 20
    ),
    "ratio_high": Allowed(
        float, "wounded per killed, above 0 and at most 20", lambda v: 0 < v <= 20
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """Checked parameters every notebook has; `day` is `as_of` as a date."""

    as_of: str
    hindsight: bool
    level: float
    draws: int
    seed: int
    extra: dict[str, object] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """Knowledge date."""
        return date.fromisoformat(self.as_of)

    def rng(self) -> "np.random.Generator":
        """Fresh generator from the seed: the only source of randomness."""
        import numpy as np  # here, because a rerun with nothing changed needs the checks only

        return np.random.default_rng(self.seed)


def check(**given: object) -> Parameters:
    """Refuse parameters that are not allowed.

    Parameters
    ----------
    **given
        `as_of`, `hindsight`, `level`, `draws`, `seed`, and any other name in `ALLOWED`.

    Raises
    ------
    ParameterError
        Naming the parameter, what is allowed and what was found.
    """
    for name, value in given.items():
        _check_one(name, value)
    _check_together(given)
    shared = ("as_of", "hindsight", "level", "draws", "seed")
    missing = [n for n in shared if n not in given]
    if missing:
        raise ParameterError(f"{missing[0]}: missing; every notebook has {', '.join(shared)}")
    extra = {n: v for n, v in given.items() if n not in shared}
    return Parameters(**{n: given[n] for n in shared}, extra=extra)


def check_known(given: dict[str, object]) -> None:
    """Refuse values that are not allowed, alone or together, before a kernel starts.

    Names this project does not know are left alone.

    Raises
    ------
    ParameterError
        As `check`.
    """
    known = {n: v for n, v in given.items() if is_known(n)}
    for name, value in known.items():
        _check_one(name, value)
    _check_together(known)


def rows_table(given: Mapping[str, object]) -> str:
    """Table that the rows of a `rows_file` are of, by the other parameters of the notebook.

    Raises
    ------
    ParameterError
        If no parameter beside it tells the notebook.

    Examples
    --------
    >>> rows_table({"rows_file": "mine.csv", "forces": "all"})
    'loss_claims'
    """
    found = [table for beside, table in _ROWS_TABLE.items() if beside in given]
    if not found:
        raise ParameterError(
            f"rows_file={given.get('rows_file')!r}: wanted beside one of"
            f" {', '.join(_ROWS_TABLE)}, found {', '.join(given)}; next: give the parameters of"
            " notebook 02 or 03"
        )
    return found[0]


def is_known(name: str) -> bool:
    """Whether a parameter is checked: the project's, or one that the case in use declares."""
    return name in ALLOWED or _of_case(name) is not None


def _of_case(name: str) -> Allowed | None:
    """What the case in use allows for a parameter of its own, if it says so."""
    values = case.current().parameters.get(name)
    if values is None:
        return None
    return Allowed(type(values[0]), f"one of {list(values)}", lambda v: v in values)


def _check_together(given: dict[str, object]) -> None:
    """Refuse values that exclude each other."""
    for name in ("coverage", "ratio"):
        low, high = given.get(f"{name}_low"), given.get(f"{name}_high")
        if low is not None and high is not None and low > high:
            raise ParameterError(f"{name}_low={low!r}: wanted at most {name}_high={high!r}")
    if not _of_case("region"):
        _check_region(given)
    _check_files(given)
    if given.get("election", 0) > int(str(given.get("as_of", "9999"))[:4]) and not given.get(
        "hindsight"
    ):
        raise ParameterError(
            f"election={given['election']}: held after as_of={given['as_of']}; wanted an earlier"
            " vote, or hindsight=True"
        )


def _check_region(given: dict[str, object]) -> None:
    """Refuse a region that no announced result, or no return of that vote, has."""
    region = str(given.get("region", "all"))
    if "election" not in given:
        if region not in _OBLASTS:
            raise ParameterError(
                f"region={brief(region)}: wanted 'all', 'Donetsk', 'Luhansk', 'Zaporizhzhia' or"
                " 'Kherson'"
            )
        return
    if region in _OBLASTS - {"all"}:
        raise ParameterError(
            f"region={region!r}: never published the returns of its stations; wanted 'all'"
            " or a region of the Russian votes as the returns spell it, such as 'Республика Крым'"
        )
    names = regions.held(int(str(given["election"])))
    found = regions.meant(region, names)
    if names and len(found) != 1:
        near = found[:5] or regions.nearest(region, names)
        raise ParameterError(
            f"region={brief(region)} in {given['election']}: wanted one region, in Cyrillic or"
            f" English, or a clear part of its name; nearest: {', '.join(near) or 'none'}; allowed:"
            f" {', '.join(names)}"
        )


def _check_files(given: dict[str, object]) -> None:
    """Refuse returns without a mapping that can be read, or a mapping without returns."""
    returns, columns = (given.get(n, "") for n in ("returns_file", "columns_file"))
    if bool(returns) != bool(columns):
        missing, other = ("columns_file", "returns_file")[:: 1 if returns else -1]
        raise ParameterError(f"{missing}='': wanted together with {other}, found it alone")
    if not columns:
        return
    try:
        mapping.read(str(columns))
    except mapping.MappingError as error:
        raise ParameterError(f"columns_file={columns!r}: {error}") from error
    if given.get("region", "all") != "all":
        raise ParameterError(f"region={given['region']!r}: wanted 'all' with a returns_file")


def _check_one(name: str, value: object) -> None:
    if not is_known(name):
        near = get_close_matches(name, ALLOWED, n=1)
        raise ParameterError(
            f"{name}: unknown parameter;"
            f" {f'did you mean {near[0]}?' if near else 'known: ' + ', '.join(ALLOWED)}"
        )
    rule = _of_case(name) or ALLOWED[name]
    fits = isinstance(value, rule.kind) or (rule.kind is float and isinstance(value, int))
    if isinstance(value, bool) and rule.kind is not bool:
        fits = False
    if not fits or not rule.holds(value):
        raise ParameterError(
            f"{name}={brief(value)}: wanted {rule.told()}, found {type(value).__name__}"
            f" {brief(value)}"
        )
