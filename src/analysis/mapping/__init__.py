"""What does each column of somebody's returns mean?

A mapping is a small TOML or YAML file, or a dictionary, that says which column of a file holds the
voters, the ballots, the votes, the names of stations. Those of the registered files lie beside this
module and are known by name. Reads only such files; draws nothing.

A mapping file has these sections, the first alone being needed::

    name = "Delaware, president, 2016"  # what a report calls the vote

    [columns]             # meaning = "column", or a list of columns, or a pattern with *
    region = "county"     # names; several columns are joined
    commission = "county"
    station = "district"
    voters = "registered" # counts; several columns are added up
    given = "signatures"  # ballots given out; received: ballots counted, valid and invalid ones
    received = "ballots"
    valid = "valid"
    invalid = "spoiled"
    candidates = "party*" # wide form, a column a candidate
    leader = "party_41"   # column of the one candidate that is looked at; the first if left out
    candidate = "name"    # long form, a row a station and candidate: then `leader` is a candidate
    votes = "votes"
    mode = "how"          # long form: rows that differ in it alone are added up

    [counts]              # long form: rows of the candidate column that are no candidate
    voters = "Registered voters"

    [keep]                # only rows with one of these texts in a column
    office = "President"

    [file]                # all found by themselves if left out
    encoding = "cp1251"
    separator = ";"
    sheet = "Results"
    member = "returns.csv"  # of an archive
    header = 1              # row with the names of columns
    thousands = "."
    number_unnamed = true   # stations without a name are numbered, else set aside

Examples
--------
>>> from analysis import mapping
>>> mapping.read({"station": "precinct", "valid": "total", "leader": "A"}).columns["valid"]
('total',)
"""

import re
import tomllib
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from analysis.errors import ExpectedError

NAMES = ("region", "commission", "station")
COUNTS = ("voters", "given", "received", "valid", "invalid")
MEANINGS = (*NAMES, *COUNTS, "candidates", "leader", "candidate", "votes", "mode")
FILE = {
    "encoding": str,
    "separator": str,
    "sheet": str,
    "member": str,
    "header": int,
    "thousands": str,
    "number_unnamed": bool,
}
_SECTIONS = ("columns", "counts", "keep", "file")


class MappingError(ExpectedError, ValueError):
    """A mapping that cannot be read, or does not say enough."""

    kind = "parameter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """Meaning of columns; `columns`, `counts` and `keep` hold tuples of texts by name."""

    name: str = ""
    columns: dict[str, tuple[str, ...]]
    counts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    keep: dict[str, tuple[str, ...]] = field(default_factory=dict)
    file: dict[str, object] = field(default_factory=dict)

    @property
    def long(self) -> bool:
        """Whether a row is a station and candidate."""
        return "candidate" in self.columns

    @property
    def wanted(self) -> tuple[str, ...]:
        """Columns, or patterns of them, that the file must hold."""
        found = [c for m, cs in self.columns.items() for c in cs if not (self.long and m == LEADER)]
        return tuple(dict.fromkeys([*found, *self.keep]))

    def option(self, name: str) -> object:
        """One of `FILE`: what the mapping says, else empty, zero or False."""
        return self.file.get(name, FILE[name]())


LEADER = "leader"


def known() -> tuple[str, ...]:
    """Names of the mappings kept with this project.

    Examples
    --------
    >>> known()[:2]
    ('delaware-2016', 'georgia-2024')
    """
    return tuple(sorted(p.stem for p in Path(__file__).parent.glob("*.toml")))


def read(source: "Mapping | AnyMapping | str | Path", **file: object) -> Mapping:
    """Mapping out of a file, a name of `known`, or a dictionary of columns.

    Parameters
    ----------
    source : Mapping, dict, str or pathlib.Path
        A dictionary has the section ``columns`` alone, or all sections of a file.
    **file
        Entries of the section ``file`` that overrule those of the source; empty ones do not.

    Raises
    ------
    MappingError
        If the file is not there or no mapping, names something unknown, or leaves out what
        every mapping needs: the station, and the votes in one form.

    Examples
    --------
    >>> read("delaware-2016").keep
    {'office': ('President',)}
    >>> read({"station": "precinct", "voter": "reg"})
    Traceback (most recent call last):
        ...
    analysis.mapping.MappingError: columns: unknown 'voter'; did you mean 'voters'?
    """
    if isinstance(source, Mapping):
        found = {"name": source.name} | {s: getattr(source, s) for s in _SECTIONS}
        return _made(found, file)
    if isinstance(source, AnyMapping):
        whole = "columns" in source and isinstance(source["columns"], AnyMapping)
        return _made(dict(source) if whole else {"columns": dict(source)}, file)
    return _made(_parsed(located(source)), file)


def located(source: object) -> Path:
    """File of a mapping: a kept one by its name, another by its path; `MappingError` if none."""
    beside = Path(__file__).parent / f"{source}.toml"
    path = beside if str(source) in known() else Path(str(source)).expanduser()
    if not path.is_file():
        raise MappingError(
            f"{source}: no such mapping; wanted a TOML or YAML file that says which column holds"
            f" what, or one of {', '.join(known())}; next: see `help(analysis.mapping)`"
        )
    return path


def _parsed(path: Path) -> dict:
    try:
        text = path.read_text(encoding="utf-8-sig")
        if path.suffix.lower() in {".yml", ".yaml"}:
            import yaml

            found = yaml.safe_load(text)
        else:
            found = tomllib.loads(text)
    except (OSError, ValueError) as error:
        raise MappingError(f"{path.name}: not readable as TOML ({error})") from error
    except Exception as error:  # of yaml, which is imported only where it is needed
        raise MappingError(f"{path.name}: not readable as YAML ({error})") from error
    if not isinstance(found, dict) or not isinstance(found.get("columns"), dict):
        raise MappingError(
            f"{path.name}: wanted a section 'columns' that says which column holds what; next: see"
            " `help(analysis.mapping)`"
        )
    return found


def _made(found: dict, file: dict) -> Mapping:
    _known("mapping", found, ("name", *_SECTIONS))
    sections = {s: dict(found.get(s) or {}) for s in _SECTIONS}
    _known("columns", sections["columns"], MEANINGS)
    _known("counts", sections["counts"], COUNTS)
    options = sections["file"] | {n: v for n, v in file.items() if v not in ("", 0, None)}
    _known("file", options, tuple(FILE))
    texts = {
        s: {m: _texts(f"{s}.{m}", v) for m, v in sections[s].items()}
        for s in ("columns", "counts", "keep")
    }
    for name, value in options.items():
        if type(value) is not FILE[name]:
            raise MappingError(f"file.{name}={value!r}: wanted {FILE[name].__name__}")
    made = Mapping(name=str(found.get("name", "")), file=options, **texts)
    _refuse_incomplete(made)
    return made


def _known(where: str, given: dict, allowed: tuple[str, ...]) -> None:
    for name in given:
        if name not in allowed:
            near = get_close_matches(str(name), allowed, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(allowed)}"
            raise MappingError(f"{where}: unknown {str(name)!r}; {hint}")


def _texts(where: str, value: object) -> tuple[str, ...]:
    found = value if isinstance(value, (list, tuple)) else [value]
    if not found or any(not isinstance(v, (str, int)) or str(v) == "" for v in found):
        raise MappingError(f"{where}={value!r}: wanted a text or a list of texts")
    return tuple(map(str, found))


def _refuse_incomplete(made: Mapping) -> None:
    held = made.columns
    if "station" not in held:
        raise MappingError("columns: 'station' wanted, the column that names the station")
    if ("candidate" in held) != ("votes" in held):
        raise MappingError("columns: 'candidate' and 'votes' go together, the long form of returns")
    if made.long and "candidates" in held:
        raise MappingError("columns: 'candidates' is of the wide form, 'candidate' of the long one")
    if not made.long and (made.counts or "mode" in held):
        raise MappingError("'counts' and 'mode' are of the long form, which needs 'candidate'")
    if made.long or "candidates" in held:
        return
    if LEADER not in held:
        raise MappingError("columns: 'leader', 'candidates', or 'candidate' and 'votes' wanted")
    if "valid" not in held and not {"received", "invalid"} <= set(held):
        raise MappingError("columns: 'valid' wanted, or 'candidates', or 'received' and 'invalid'")


def matching(names: tuple[str, ...], columns: list[str]) -> dict[str, list[str]]:
    """Columns that each name or pattern means; a name that is a column means that one.

    Examples
    --------
    >>> matching(("p_*", "f_01"), ["p_1", "p_2", "f_01"])
    {'p_*': ['p_1', 'p_2'], 'f_01': ['f_01']}
    """
    found = {}
    for name in names:
        as_pattern = re.compile(re.escape(name).replace(r"\*", ".*"), re.DOTALL)
        some = [c for c in columns if as_pattern.fullmatch(c)] if "*" in name else []
        found[name] = [name] if name in columns else some
    return found
