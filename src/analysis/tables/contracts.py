"""What must every raw table hold?

One contract a table: its columns in order, and a named rule for each.

Reads and draws nothing. What a column holds (kind, unit, meaning) stands in `fields`.
"""

from dataclasses import dataclass

from analysis import fields, quantities
from analysis.tables import vocabularies as v
from analysis.tables.assumed import PRIORS
from analysis.tables.rules import (
    ADDRESS,
    CLAIM_ID,
    COUNT,
    FILLED,
    ISO_DATE,
    KEY,
    NAME,
    NUMBER,
    PATTERN,
    PLAUSIBLE,
    QUANTITY,
    SHA256,
    SHARE,
    SPELLING,
    TRIMMED,
    WHOLE,
    Rule,
    one_of,
    some_of,
    spelled,
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


OF_CASE = one_of(())  # closed, its words those of the case in use: see `allowed`

RULES: dict[str, Rule] = {
    "reported": QUANTITY,
    "unit": one_of(quantities.UNITS),
    "published_basis": one_of(v.BASES),
    "how_read": one_of(v.HOW_READ),
    "stance": one_of(v.STANCES),
    "meaning": one_of(v.MEANINGS),
    "standing": one_of(set().union(*v.STANDINGS.values())),
    "root": OF_CASE,
    "witness": one_of(v.WITNESSES),
    "forces": one_of(v.FORCES),
    "forces_basis": one_of({"said", "assumed"}),
    "grounds": one_of({"statement", "records"}),
    "map_maker": one_of(v.MAP_MAKERS),
    "series": OF_CASE,
    "geography": OF_CASE,
    "polity": one_of(v.POLITIES),
    "language": one_of(v.LANGUAGES),
    "election": one_of(v.ELECTIONS),
    "claimant": spelled(v.LOOKED_UP),
    "key": KEY,
    "announcement": KEY,
    "flow_kind": one_of(v.FLOW_KINDS),
    "group_kind": one_of(v.GROUP_KINDS),
    "stage": one_of(v.STAGES),
    "trust": one_of(v.TRUST),
    "speaks_of": some_of(()),
    "basis": one_of({"printed", "computed"}),
    "among": one_of({"adults", "voters"}),
    "date_known": one_of({"day", "year"}),
    "free_label": one_of({"F", "N", "C"}),
    "side": one_of({"RU", "UA"}),
    "notebook": OF_CASE,
    "territory": one_of({"excluding Crimea", "including Crimea"}),
    "url": ADDRESS,
    "pattern": PATTERN,
    "sha256": SHA256,
    "part": one_of({"official", "cancelled later", "electronic, left out"}),
    **dict.fromkeys(("asks_joining", "by_sex", "verified", "of_names"), one_of(v.YES_NO)),
    **dict.fromkeys(("party", "pollster_party", "claimant_party"), one_of(v.PARTIES)),
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
    by_kind = {"date": (ISO_DATE, PLAUSIBLE), "number": (WHOLE,)}.get(fields.field(name).kind, ())
    named = rule or RULES.get(name)
    filled = () if optional else (FILLED,)
    return Column((*filled, TRIMMED, *((named,) if named else by_kind)), optional)


_ROW = (  # every figure row ends with these
    " published published_basis source source_also? how_read note?"
)
_FIGURE = " reported unit" + _ROW
_PERIOD = " period_start? period_end"

RAW: dict[str, Contract] = {
    "referendum_tallies": contract(
        "Announced tallies of the votes of 23-27 September 2022, one figure per row",
        "key region quantity as_of claimant claimant_party? confidence trust" + _FIGURE,
        quantity=one_of(v.TALLIED),
    ),
    "count_timeline": contract(
        "Turnout and partial counts as they were announced, one figure per row",
        "key announcement said_at region stage quantity as_of" + _FIGURE,
        quantity=one_of(v.REPORTED_THEN),
    ),
    "referendum_districts": contract(
        "Shares and turnouts announced for single districts",
        "key region district quantity as_of" + _FIGURE,
        quantity=one_of(v.OF_DISTRICTS),
    ),
    "polls": contract(
        "Polls, earlier votes and leaked targets on joining Russia",
        "key region speaks_of? question asks_joining among sample? sample_size? pollster"
        " pollster_party" + _PERIOD + " confidence" + _FIGURE,
    ),
    "electorates": contract(
        "Population, registered voters and persons present, by region",
        "key region quantity as_of claimant confidence" + _FIGURE,
        quantity=one_of(v.OF_ELECTORATES),
    ),
    "baltic_1940": contract(
        "Recorded results of July 1940 in the Baltic states and the stories of early publication",
        "key region quantity as_of claimant basis confidence" + _FIGURE,
        quantity=one_of(v.OF_1940),
    ),
    "plebiscites": contract(
        "Named votes on sovereignty and power, for comparison",
        "key label as_of date_known question yes no? invalid? ballots? electorate? polity?"
        " polyarchy? free_label" + _ROW,
    ),
    "territory_oblasts": contract(
        "Share and area of each claimed oblast held by Russian forces",
        "key region quantity series map_maker? as_of confidence" + _FIGURE,
        quantity=one_of(v.OBLAST_AREAS),
    ),
    "territory_national": contract(
        "Area of Ukraine held by Russian forces: points of each published series",
        "key series map_maker? scope as_of area_km2? area_pct?" + _ROW,
        scope=OF_CASE,
    ),
    "border_crossings": contract(
        "Entries, exits and net crossings reported by border services and others",
        "key geography metric flow_kind direction counted"
        + _PERIOD
        + " claimant confidence"
        + _FIGURE,
        direction=one_of(v.DIRECTIONS),
    ),
    "emigration_totals": contract(
        "Totals, stocks, permits and return shares: persons, not crossings, unless the unit"
        " says so",
        "key geography metric by_sex beside? direction counted"
        + _PERIOD
        + " claimant confidence"
        + _FIGURE,
        direction=one_of(v.DIRECTIONS | {"stock", "estimate"}),
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
        quantity=one_of(v.MOBILISATION),
        claimant=OF_CASE,
    ),
    "loss_claims": contract(
        "Claims and estimates of military losses of either side",
        "key side claimant claimant_party root witness forces forces_basis grounds since?"
        " measure measure_reported as_of confidence" + _FIGURE,
        measure=one_of(v.MEASURES),
    ),
    "named_deaths": contract(
        "Size of the lists of Russian dead known by name",
        "key list publisher as_of" + _FIGURE,
        list=OF_CASE,
    ),
    "mobilised_deaths": contract(
        "Deaths of mobilised men confirmed by name, and deaths in groups to compare with",
        "key group group_kind population claimant as_of" + _FIGURE,
        group=OF_CASE,
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
        "Civilians killed and injured", "key place claimant verified as_of" + _FIGURE, place=OF_CASE
    ),
    "coverage": contract(
        "How much of the dead a list covers, and overlaps of lists",
        "key list_a of_names n_a? list_b n_b? finding ratio? as_of" + _ROW,
    ),
    "method_controls": contract(
        "Announcements elsewhere on which a method is known to fire or not to fire",
        "key vote quantity as_of claimant" + _FIGURE,
        vote=OF_CASE,
        quantity=one_of(v.OF_CONTROLS),
    ),
    "other_votes": contract(
        "Announced numbers of other votes, one a row, in the order in which they were announced",
        "key vote announcement part quantity option? of? as_of claimant" + _FIGURE,
        vote=OF_CASE,
        announcement=one_of(v.BULLETINS),
        part=one_of(v.PARTS_OF_VOTES),
        quantity=one_of(v.QUANTITIES_OF_VOTES),
        option=one_of(v.OPTIONS),
        of=one_of({"ballots", "valid", "list"}),
    ),
    "events": contract(
        "Facts about dated events and quoted words, one aspect per row",
        "key event aspect found as_of unit stance? claimant_party?" + _ROW,
        event=OF_CASE,
        aspect=one_of(v.ASPECTS),
    ),
    "quotations": contract(
        "Words the text puts between quotation marks, and the words a source holds",
        "key quotation as_of speaker speaker_in_text place place_in_text? language original?"
        " translation text_version meaning" + _ROW,
        quotation=OF_CASE,
        **dict.fromkeys(("speaker", "speaker_in_text"), OF_CASE),
        **dict.fromkeys(("place", "place_in_text"), OF_CASE),
    ),
    "claims": contract(
        "The ledger: one checkable number, date, word or attribution per row",
        "claim paragraph speaker paraphrase kind value? unit? subject? since? until? notebook rule",
        claim=CLAIM_ID,
        speaker=one_of(v.SPEAKERS),
        kind=one_of(v.CLAIM_KINDS),
        subject=some_of(v.SUBJECTS, "|"),
        rule=NAME,
    ),
    "statements": contract(
        "What each paragraph of the text says, and the claims that hold it",
        "statement paragraph said claims? reason?",
        statement=KEY,
    ),
    "searches": contract(
        "What was sought in vain, where and when, and which rows would carry it",
        "key claim sought searched as_of carriers? reason",
    ),
    "sources": contract(
        "Publications, one row each",
        "source publisher description url? published published_basis language kind standing party",
        source=KEY,
        kind=one_of(v.KINDS),
    ),
    "names": contract(
        "Spellings of regions and their canonical name", "alias region", alias=SPELLING
    ),
    "polity_overrides": contract(
        "Reference votes to join with another country than their code names",
        "key year label polity reason",
    ),
    "upstream": contract(
        "Large files fetched on demand",
        "file sha256 bytes url publisher licence what",
        file=one_of(v.UPSTREAM),
    ),
}

REFERENCES = {
    "source": "sources",
    "claim": "claims",
    "beside": "border_crossings",
}  # column -> the other table one of whose keys it holds
LISTS = {
    "source_also": "sources",
    "claims": "claims",
    "carriers": "events",
}  # column -> the other table some of whose keys it holds, separated by ;

FIGURE_TABLES = tuple(
    n
    for n in RAW
    if n
    not in {"claims", "names", "polity_overrides", "searches", "sources", "statements", "upstream"}
)
