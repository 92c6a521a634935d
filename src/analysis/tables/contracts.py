"""What must every raw table hold?

One contract a table: its columns in order, and a named rule for each.

Reads and draws nothing. What a column holds (kind, unit, meaning) stands in `fields`.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from analysis import fields, quantities

HOW_READ = {"excerpt", "dataset", "derived", "article", "unverified"}
BASES = {"stated", "address", "month only", "earliest possible"}
PARTIES = {"Russia", "Ukraine", "third", "academic", "press"}
KINDS = {
    "news agency",
    "newspaper or site",
    "broadcaster",
    "official",
    "dataset",
    "academic",
    "encyclopaedia",
    "blog or forum",
    "mirror",
}
CLAIM_KINDS = {
    "count",
    "share",
    "date",
    "duration",
    "comparison",
    "probability word",
    "attribution",
    "forecast",
    "judgement",
    "opinion",
}
STANCES = {"supports", "in part", "refutes", "silent"}  # of a source towards what the text says
MEANINGS = {"kept", "in part", "changed"}  # of words put between quotation marks
STANDINGS = {
    "official": {"official"},
    "news agency": {"news agency"},
    "newspaper or site": {"press", "other"},  # known by an address only: other
    "broadcaster": {"press", "other"},
    "academic": {"research"},
    "dataset": {"research"},
    "encyclopaedia": {"reference"},
    "blog or forum": {"other"},
    "mirror": {"other"},
}  # kind of publication -> standing it may have
PRIORS = {
    "open_end",
    "carried_rate",
    "carried_exit_ratio",
    "exit_ratio",
    "onward_share",
    "onward_listed_share",
    "later_return_share",
    "normal_net_share",
    "crossings_per_person",
    "uncounted_share",
    "bias_own",
    "bias_opponent",
    "bias_third",
    "chain_error",
    "claim_error",
    "growth",
    "growth_error",
    "undefined_wounded",
    "wounded_per_dead",
    "weekly_step",
    "names_error",
    "names_ever",
    "names_rate",
    "names_drift",
    "register_error",
    "ratio_drift",
    "missing_2022",
    "missing_drift",
    "volunteers_2022",
    "volunteers_later",
    "republics_2022",
    "republics_later",
    "donetsk_share",
}  # meanings: `migration.MEANING`, `casualties.MEANING`
FLOW_KINDS = {"window", "single day", "part of a border", "usual", "running total", "departures"}
ROOTS = {
    "Kyiv",
    "Moscow",
    "London",
    "Washington",
    "Oslo",
    "Paris",
    "The Hague",
    "Meduza",
    "BBC and Mediazona",
    "UALosses",
    "iStories",
    "Readovka",
    "Komsomolskaya Pravda",
    "lostarmour.info",
    "DPR ombudsman",
    "von der Leyen",
    "Kobak",
    "CSIS",
    "Radford",
    "The Economist",
}  # claims of one root share an error
WITNESSES = {"witness", "part of the forces", "weighing of others"}
FORCES = {"regular", "residents", "all", "Donetsk"}  # of Ukraine: all
MAP_MAKERS = {"ISW", "Liveuamap", "NZZ (drawn from Liveuamap)", "War Mapper"}
STAGES = {
    "turnout",
    "turnout day 1",
    "turnout 2 days",
    "turnout 3 days",
    "turnout 4 days",
    "in region",
    "stations in Russia",
    "reported by URA.ru",
    "all",
}
MOBILISATION = {"target", "mobilised", "in the zone", "in combat units"}
MEASURES = {
    "killed",
    "killed, verified minimum",
    "killed and wounded",
    "killed, wounded and others",
    "irrecoverable",
    "undefined",
}
DIRECTIONS = {"entry", "exit", "net"}
GROUP_KINDS = {"mobilised, by name", "mobilised, other count", "yardstick", "others"}
CLAIMED_REGIONS = {"Donetsk", "Luhansk", "Zaporizhzhia", "Kherson"}
TRUST = {"high", "medium", "low"}
YES_NO = {"yes", "no"}


@dataclass(frozen=True, slots=True)
class Rule:
    """A named test of one cell: `wanted` completes the sentence "write ...".

    The words `allowed` of a closed vocabulary may be widened by those of a case.
    """

    name: str
    holds: Callable[[str], bool]
    wanted: str
    allowed: frozenset[str] | None = None


def _is_date(cell: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", cell)) and bool(date.fromisoformat(cell))
    except ValueError:
        return False


def _is_whole(cell: str) -> bool:
    return cell.isascii() and cell.isdigit()


def _is_number(cell: str) -> bool:
    try:
        return cell.strip() == cell and "_" not in cell and abs(float(cell)) < float("inf")
    except ValueError:
        return False


def _is_quantity(cell: str) -> bool:
    try:
        quantities.parse(cell)
    except quantities.QuantityError:
        return False
    return True


def _is_count(cell: str) -> bool:
    return _is_quantity(cell) and not quantities.parse(cell).low < 0


def _is_share(cell: str) -> bool:
    return _is_count(cell) and not quantities.parse(cell, "%").high > 100


FILLED = Rule("filled", lambda c: bool(c.strip()), "a value; the cell is empty")
TRIMMED = Rule(
    "no spaces around", lambda c: c == c.strip(), "the value without spaces before or after it"
)
ISO_DATE = Rule("date", _is_date, "a calendar date as YYYY-MM-DD")
WHOLE = Rule("whole number", _is_whole, "digits only, no marks")
NUMBER = Rule("number", _is_number, "a plain number with a decimal point")
QUANTITY = Rule(
    "quantity", _is_quantity, "a number, range or qualified number, as quantities.parse reads it"
)
COUNT = Rule("count", _is_count, "a quantity of zero or more, as quantities.parse reads it")
SHARE = Rule("share 0-100", _is_share, "a percentage between 0 and 100")
ADDRESS = Rule(
    "address", lambda c: c.startswith(("http://", "https://")) and " " not in c, "one web address"
)
PATTERN = Rule(
    "pattern",
    lambda c: len(c) == 4 and set(c) <= {"0", "1"} and "1" in c,
    "four digits 0 or 1, not all 0",
)
CLAIM = Rule(
    "claim id",
    lambda c: bool(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", c)),
    "a letter, then letters, digits or _",
)
SHA256 = Rule("sha256", lambda c: bool(re.fullmatch(r"[0-9a-f]{64}", c)), "64 hexadecimal digits")


def one_of(values: Iterable[str]) -> Rule:
    """Rule for a closed vocabulary."""
    allowed = frozenset(values)
    return Rule("one of", lambda c: c in allowed, f"one of {sorted(allowed)}", allowed)


def some_of(values: Iterable[str]) -> Rule:
    """Rule for one or more words of a closed vocabulary, separated by ;."""
    allowed = frozenset(values)
    return Rule(
        "some of",
        lambda c: set(c.split(";")) <= allowed,
        f"some of {sorted(allowed)}, separated by ;",
    )


@dataclass(frozen=True, slots=True)
class Column:
    """Rules for the cells of one column, in the order they are tried.

    An optional cell may be empty.
    """

    rules: tuple[Rule, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Contract:
    """One raw table: exactly these columns, in this order.

    The first is its key and holds no value twice.
    """

    description: str
    columns: dict[str, Column]

    @property
    def key(self) -> str:
        """Name of the key column."""
        return next(iter(self.columns))


RULES: dict[str, Rule] = {
    "reported": QUANTITY,
    "unit": one_of(quantities.UNITS),
    "published_basis": one_of(BASES),
    "how_read": one_of(HOW_READ),
    "stance": one_of(STANCES),
    "meaning": one_of(MEANINGS),
    "standing": one_of(set().union(*STANDINGS.values())),
    "root": one_of(ROOTS),
    "witness": one_of(WITNESSES),
    "forces": one_of(FORCES),
    "forces_basis": one_of({"said", "assumed"}),
    "grounds": one_of({"statement", "records"}),
    "map_maker": one_of(MAP_MAKERS),
    "flow_kind": one_of(FLOW_KINDS),
    "group_kind": one_of(GROUP_KINDS),
    "stage": one_of(STAGES),
    "trust": one_of(TRUST),
    "speaks_of": some_of(CLAIMED_REGIONS),
    "basis": one_of({"printed", "computed"}),
    "among": one_of({"adults", "voters"}),
    "date_known": one_of({"day", "year"}),
    "free_label": one_of({"F", "N", "C"}),
    "side": one_of({"RU", "UA"}),
    "notebook": one_of(()),  # those of the case
    "territory": one_of({"excluding Crimea", "including Crimea"}),
    "url": ADDRESS,
    "pattern": PATTERN,
    "sha256": SHA256,
    "part": one_of({"official", "cancelled later", "electronic, left out"}),
    **dict.fromkeys(("asks_joining", "by_sex", "verified", "of_names"), one_of(YES_NO)),
    **dict.fromkeys(("party", "pollster_party", "claimant_party"), one_of(PARTIES)),
    **dict.fromkeys(
        ("area_km2", "population", "wounded", "killed", "n_a", "n_b", "ratio", "error"), COUNT
    ),
    **dict.fromkeys(("polyarchy", "low", "mode", "high", "excess"), NUMBER),
    "area_pct": SHARE,
}  # column -> rule in every table; another day column holds a date, another number is whole


def contract(description: str, columns: str, **rules: Rule) -> Contract:
    """Contract out of the names of columns, an optional one with a question mark.

    And rules of this table alone.
    """
    names = {c.removesuffix("?"): c.endswith("?") for c in columns.split()}
    return Contract(description, {c: _column(c, may, rules.get(c)) for c, may in names.items()})


def _column(name: str, optional: bool, rule: Rule | None) -> Column:
    by_kind = {"date": ISO_DATE, "number": WHOLE}.get(fields.field(name).kind)
    own = rule or RULES.get(name, by_kind)
    filled = () if optional else (FILLED,)
    return Column((*filled, TRIMMED, *((own,) if own else ())), optional)


_ROW = (  # every figure row ends with these
    " published published_basis source source_also? how_read note?"
)
_FIGURE = " reported unit" + _ROW
_PERIOD = " period_start? period_end"

RAW: dict[str, Contract] = {
    "referendum_tallies": contract(
        "Announced tallies of the votes of 23-27 September 2022, one figure per row",
        "key region quantity as_of claimant claimant_party? confidence trust" + _FIGURE,
    ),
    "count_timeline": contract(
        "Turnout and partial counts as they were announced, one figure per row",
        "key announcement said_at region stage quantity as_of" + _FIGURE,
    ),
    "referendum_districts": contract(
        "Shares and turnouts announced for single districts",
        "key region district quantity as_of" + _FIGURE,
    ),
    "polls": contract(
        "Polls, earlier votes and leaked targets on joining Russia",
        "key region speaks_of? question asks_joining among sample? sample_size? pollster"
        " pollster_party" + _PERIOD + " confidence" + _FIGURE,
    ),
    "electorates": contract(
        "Population, registered voters and persons present, by region",
        "key region quantity as_of claimant confidence" + _FIGURE,
    ),
    "baltic_1940": contract(
        "Recorded results of July 1940 in the Baltic states and the stories of early publication",
        "key region quantity as_of claimant basis confidence" + _FIGURE,
    ),
    "plebiscites": contract(
        "Named votes on sovereignty and power, for comparison",
        "key label as_of date_known question yes no? invalid? ballots? electorate? polity?"
        " polyarchy? free_label" + _ROW,
    ),
    "territory_oblasts": contract(
        "Share and area of each claimed oblast held by Russian forces",
        "key region quantity series map_maker? as_of confidence" + _FIGURE,
        quantity=one_of({"share held", "share not held", "area held"}),
    ),
    "territory_national": contract(
        "Area of Ukraine held by Russian forces: points of each published series",
        "key series map_maker? scope as_of area_km2? area_pct?" + _ROW,
    ),
    "border_crossings": contract(
        "Entries, exits and net crossings reported by border services and others",
        "key geography metric flow_kind direction counted"
        + _PERIOD
        + " claimant confidence"
        + _FIGURE,
        direction=one_of(DIRECTIONS),
    ),
    "emigration_totals": contract(
        "Totals, stocks, permits and return shares: persons, not crossings, unless the unit"
        " says so",
        "key geography metric by_sex beside? direction counted"
        + _PERIOD
        + " claimant confidence"
        + _FIGURE,
        direction=one_of(DIRECTIONS | {"stock", "estimate"}),
    ),
    "male_population": contract(
        "Men in Russia by age band, mid-year", "key territory year age_from age_to as_of" + _FIGURE
    ),
    "priors": contract(
        "What is assumed where nothing was counted: low, likeliest and high value, one row per"
        " version and country",
        "key quantity geography? low mode high reason" + _ROW,
        quantity=one_of(PRIORS),
    ),
    "mobilisation": contract(
        "Men mobilised, in the zone or in combat units, as officials said",
        "key quantity as_of claimant claimant_party" + _FIGURE,
        quantity=one_of(MOBILISATION),
    ),
    "loss_claims": contract(
        "Claims and estimates of military losses of either side",
        "key side claimant claimant_party root witness forces forces_basis grounds since?"
        " measure measure_reported as_of confidence" + _FIGURE,
        measure=one_of(MEASURES),
    ),
    "named_deaths": contract(
        "Size of the lists of Russian dead known by name", "key list publisher as_of" + _FIGURE
    ),
    "mobilised_deaths": contract(
        "Deaths of mobilised men confirmed by name, and deaths in groups to compare with",
        "key group group_kind population claimant as_of" + _FIGURE,
    ),
    "wounded_per_killed": contract(
        "Wounded per killed: reported pairs and stated ratios",
        "key force wounded? killed? claimant as_of" + _FIGURE,
    ),
    "anomalous_published": contract(
        "Published estimates of anomalous votes in Russian votes, to set beside ours",
        "key election claimant as_of" + _FIGURE,
    ),
    "official_voters": contract(
        "Voters of Russian votes by the election commission, and parts that station returns hold or"
        " lack, as named by the collector of the returns",
        "key election part as_of" + _FIGURE,
    ),
    "capture_lists": contract(
        "Persons by the lists they are on, for teaching: killings in Kosovo, March to June 1999,"
        " four lists",
        "key pattern as_of" + _FIGURE,
    ),
    "civilians": contract(
        "Civilians killed and injured", "key place claimant verified as_of" + _FIGURE
    ),
    "coverage": contract(
        "How much of the dead a list covers, and overlaps of lists",
        "key list_a of_names n_a? list_b n_b? finding ratio? as_of" + _ROW,
    ),
    "method_controls": contract(
        "Announcements elsewhere on which a method is known to fire or not to fire",
        "key vote quantity as_of claimant" + _FIGURE,
    ),
    "events": contract(
        "Facts about dated events and quoted words, one aspect per row",
        "key event aspect found as_of unit stance? claimant_party?" + _ROW,
    ),
    "quotations": contract(
        "Words the text puts between quotation marks, and the words a source holds",
        "key quotation as_of speaker speaker_in_text place place_in_text? language original?"
        " translation text_version meaning" + _ROW,
    ),
    "claims": contract(
        "The ledger: one checkable number, date, word or attribution per row",
        "claim paragraph speaker paraphrase kind value? unit? subject? since? until? notebook rule",
        claim=CLAIM,
        kind=one_of(CLAIM_KINDS),
    ),
    "statements": contract(
        "What each paragraph of the text says, and the claims that hold it",
        "statement paragraph said claims? reason?",
    ),
    "searches": contract(
        "What was sought in vain, where and when, and which rows would carry it",
        "key claim sought searched as_of carriers? reason",
    ),
    "sources": contract(
        "Publications, one row each",
        "source publisher description url? published published_basis language kind standing party",
        kind=one_of(KINDS),
    ),
    "names": contract("Spellings of regions and their canonical name", "alias region"),
    "polity_overrides": contract(
        "Reference votes to join with another country than their code names",
        "key year label polity reason",
    ),
    "upstream": contract(
        "Large files fetched on demand", "file sha256 bytes url publisher licence what"
    ),
}

FIGURE_TABLES = tuple(
    n
    for n in RAW
    if n
    not in {"claims", "names", "polity_overrides", "searches", "sources", "statements", "upstream"}
)
