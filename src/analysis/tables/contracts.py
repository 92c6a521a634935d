"""What must every raw table hold? One pandera schema per table, with named rules.

Reads and draws nothing. `RAW` maps table names to schemas; column descriptions become the data dictionary.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

import pandera.pandas as pa

from analysis import quantities

HOW_READ = {"excerpt", "dataset", "derived", "article", "unverified"}
BASES = {"stated", "address", "month only", "earliest possible"}
PARTIES = {"Russia", "Ukraine", "third", "academic", "press"}
KINDS = {"news agency", "newspaper or site", "broadcaster", "official", "dataset", "academic", "encyclopaedia",
         "blog or forum", "mirror"}  # fmt: skip
CLAIM_KINDS = {"count", "share", "date", "duration", "comparison", "probability word", "attribution", "forecast",
               "opinion"}  # fmt: skip
GRADES = {"verbatim", "shortened", "reordered", "edited", "merged", "summary by another", "other speaker"}
PRIORS = {"open_end", "carried_rate", "carried_exit_ratio", "exit_ratio", "onward_share", "onward_listed_share", "later_return_share",
          "normal_net_share", "crossings_per_person", "uncounted_share", "bias_own", "bias_opponent", "bias_third", "chain_error",
          "claim_error", "growth", "growth_error", "undefined_wounded", "wounded_per_dead"}  # fmt: skip  # meanings: `migration.MEANING`, `casualties.MEANING`
FLOW_KINDS = {"window", "single day", "part of a border", "usual", "running total", "departures"}
ROOTS = {"Kyiv", "Moscow", "London", "Washington", "Oslo", "Meduza", "BBC and Mediazona", "UALosses", "iStories", "Readovka",
         "Komsomolskaya Pravda", "lostarmour.info", "DPR ombudsman", "von der Leyen", "Kobak", "CSIS", "Radford",
         "The Economist"}  # fmt: skip  # claims of one root share an error
WITNESSES = {"witness", "part of the forces", "weighing of others"}
MAP_MAKERS = {"ISW", "Liveuamap", "NZZ (drawn from Liveuamap)", "War Mapper"}
STAGES = {"turnout", "turnout day 1", "turnout 2 days", "turnout 3 days", "turnout 4 days", "in region", "stations in Russia",
          "reported by URA.ru", "all"}  # fmt: skip
MOBILISATION = {"target", "mobilised", "in the zone", "in combat units"}
GROUP_KINDS = {"mobilised, by name", "mobilised, other count", "yardstick", "others"}
CLAIMED_REGIONS = {"Donetsk", "Luhansk", "Zaporizhzhia", "Kherson"}
TRUST = {"high", "medium", "low"}
YES_NO = {"yes", "no"}
CLAIM_NOTEBOOKS = {"01-referendums", "02-emigration", "03-casualties", "04-chronology"}


@dataclass(frozen=True, slots=True)
class Rule:
    """A named test of one cell: `wanted` completes the sentence "write ..."."""

    name: str
    holds: Callable[[str], bool]
    wanted: str


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
TRIMMED = Rule("no spaces around", lambda c: c == c.strip(), "the value without spaces before or after it")
ISO_DATE = Rule("date", _is_date, "a calendar date as YYYY-MM-DD")
WHOLE = Rule("whole number", _is_whole, "digits only, no marks")
NUMBER = Rule("number", _is_number, "a plain number with a decimal point")
QUANTITY = Rule("quantity", _is_quantity, "a number, range or qualified number, as quantities.parse reads it")
COUNT = Rule("count", _is_count, "a quantity of zero or more, as quantities.parse reads it")
SHARE = Rule("share 0-100", _is_share, "a percentage between 0 and 100")
ADDRESS = Rule("address", lambda c: c.startswith(("http://", "https://")) and " " not in c, "one web address")


def one_of(values: Iterable[str]) -> Rule:
    """Rule for a closed vocabulary."""
    allowed = frozenset(values)
    return Rule("one of", lambda c: c in allowed, f"one of {sorted(allowed)}")


def some_of(values: Iterable[str]) -> Rule:
    """Rule for one or more words of a closed vocabulary, separated by ;."""
    allowed = frozenset(values)
    return Rule("some of", lambda c: set(c.split(";")) <= allowed, f"some of {sorted(allowed)}, separated by ;")


def column(description: str, *rules: Rule, optional: bool = False, unique: bool = False) -> pa.Column:
    """Pandera column of text cells with named rules; an optional cell may be empty."""
    active = (TRIMMED, *rules) if optional else (FILLED, TRIMMED, *rules)
    checks = [
        pa.Check(
            lambda cell, rule=rule: (optional and cell == "") or rule.holds(cell),
            element_wise=True,
            name=rule.name,
            error=f"{rule.name}|{rule.wanted}",
        )
        for rule in active
    ]
    return pa.Column(str, checks, description=description, unique=unique, coerce=False)


def contract(description: str, columns: dict[str, pa.Column]) -> pa.DataFrameSchema:
    """Schema of one raw table: exactly these columns, in this order."""
    return pa.DataFrameSchema(columns, description=description, strict=True, ordered=True)


def _key(what: str) -> dict[str, pa.Column]:
    return {"key": column(f"stable key of the {what}", unique=True)}


def _tail(reported: bool = True) -> dict[str, pa.Column]:
    """Columns every figure row ends with."""
    figure = {
        "reported": column("figure as reported", QUANTITY),
        "unit": column("unit of the figure", one_of(quantities.UNITS)),
    }
    return (figure if reported else {}) | {
        "published": column("day the figure became known", ISO_DATE),
        "published_basis": column("how that day is known", one_of(BASES)),
        "source": column("key in sources.csv"),
        "source_also": column("further source keys, separated by ;", optional=True),
        "how_read": column("how the source was read", one_of(HOW_READ)),
        "note": column("scope, conflicts, what the row must not be used for", optional=True),
    }


def _when(period: bool = False) -> dict[str, pa.Column]:
    if not period:
        return {"as_of": column("day the figure speaks of", ISO_DATE)}
    return {
        "period_start": column("first day of the period the figure speaks of", ISO_DATE, optional=True),
        "period_end": column("last day of that period", ISO_DATE),
    }


_CONFIDENCE = {"confidence": column("trust in the transcription, in our words")}
_MEASURES = {"killed", "killed, verified minimum", "killed and wounded", "killed, wounded and others", "irrecoverable",
             "undefined"}  # fmt: skip
_WORDS = lambda what: column(what)  # noqa: E731  plain text column

RAW: dict[str, pa.DataFrameSchema] = {
    "referendum_tallies": contract(
        "Announced tallies of the votes of 23-27 September 2022, one figure per row",
        _key("figure") | {"region": _WORDS("region"), "quantity": _WORDS("what the figure counts")}
        | _when() | {"claimant": _WORDS("who announced it")} | _CONFIDENCE
        | {"trust": column("which of several figures is relied on: the most trusted", one_of(TRUST))} | _tail()),
    "count_timeline": contract(
        "Turnout and partial counts as they were announced, one figure per row",
        _key("figure") | {"announcement": _WORDS("announcement the figure belongs to"), "said_at": _WORDS("time as printed"),
                          "region": _WORDS("region"), "stage": column("what had been counted", one_of(STAGES)),
                          "quantity": _WORDS("what the figure counts")} | _when() | _tail()),
    "referendum_districts": contract(
        "Shares and turnouts announced for single districts",
        _key("figure") | {"region": _WORDS("region"), "district": _WORDS("district as named"),
                          "quantity": _WORDS("share for, or turnout and its day")} | _when() | _tail()),
    "polls": contract(
        "Polls, earlier votes and leaked targets on joining Russia",
        _key("figure") | {"region": _WORDS("place asked about"),
                          "speaks_of": column("claimed regions the sample speaks of, separated by ;", some_of(CLAIMED_REGIONS), optional=True),
                          "question": _WORDS("question, paraphrased"),
                          "asks_joining": column("whether it asks about belonging to Russia, and the figure holds all who want that", one_of(YES_NO)),
                          "among": column("whom the figure is a share of", one_of({"adults", "voters"})),
                          "sample": column("sample as described", optional=True),
                          "sample_size": column("interviews, where one number is known", WHOLE, optional=True),
                          "pollster": _WORDS("who asked"),
                          "pollster_party": column("whose pollster", one_of(PARTIES))}
        | _when(period=True) | _CONFIDENCE | _tail()),
    "electorates": contract(
        "Population, registered voters and persons present, by region",
        _key("figure") | {"region": _WORDS("region"), "quantity": _WORDS("what the figure counts")}
        | _when() | {"claimant": _WORDS("who says so")} | _CONFIDENCE | _tail()),
    "baltic_1940": contract(
        "Recorded results of July 1940 in the Baltic states and the stories of early publication",
        _key("figure") | {"region": _WORDS("country"), "quantity": _WORDS("what the figure counts")}
        | _when() | {"claimant": _WORDS("who says so"), "basis": column("printed, or computed by somebody from the counts", one_of({"printed", "computed"}))} | _CONFIDENCE | _tail()),
    "plebiscites": contract(
        "Named votes on sovereignty and power, for comparison",
        _key("vote") | {"label": _WORDS("short name"), "as_of": column("day of the vote; 31 December where only the year is known", ISO_DATE),
                        "date_known": column("whether the day is known", one_of({"day", "year"})),
                        "question": _WORDS("question, paraphrased"),
                        "yes": column("votes for", WHOLE), "no": column("votes against", WHOLE, optional=True),
                        "invalid": column("invalid and blank ballots", WHOLE, optional=True),
                        "ballots": column("ballots cast", WHOLE, optional=True),
                        "electorate": column("people on the list", WHOLE, optional=True),
                        "polity": column("country in V-Dem that ran the vote", optional=True),
                        "polyarchy": column("V-Dem v2x_polyarchy that year, 0-1", NUMBER, optional=True),
                        "free_label": column("free, not free or contested: a judgement, never load-bearing", one_of({"F", "N", "C"}))}
        | _tail(reported=False)),
    "territory_oblasts": contract(
        "Share and area of each claimed oblast held by Russian forces",
        _key("figure") | {"region": _WORDS("oblast"), "quantity": column("share or area held", one_of({"share held", "share not held", "area held"})),
                          "series": _WORDS("map or speaker"), "map_maker": column("who drew the map; empty for a speaker", one_of(MAP_MAKERS), optional=True)} | _when() | _CONFIDENCE | _tail()),
    "territory_national": contract(
        "Area of Ukraine held by Russian forces: points of each published series",
        _key("figure") | {"series": _WORDS("map series and vintage"),
                          "map_maker": column("who drew the map of control; empty for single figures and other layers", one_of(MAP_MAKERS), optional=True), "scope": _WORDS("what the area includes")} | _when()
        | {"area_km2": column("area held, km2, as reported", COUNT, optional=True),
           "area_pct": column("share of Ukraine, %, as reported", SHARE, optional=True)} | _tail(reported=False)),
    "border_crossings": contract(
        "Entries, exits and net crossings reported by border services and others",
        _key("figure") | {"geography": _WORDS("country or border"), "metric": _WORDS("what was counted, paraphrased"),
                          "flow_kind": column("kind of flow: only windows, single days and parts of a border are reports of the wave", one_of(FLOW_KINDS)),
                          "direction": column("direction of travel", one_of({"entry", "exit", "net"})),
                          "counted": _WORDS("what one unit is, as the source says")}
        | _when(period=True) | {"claimant": _WORDS("who says so")} | _CONFIDENCE | _tail()),
    "emigration_totals": contract(
        "Totals, stocks, permits and return shares: persons, not crossings, unless the unit says so",
        _key("figure") | {"geography": _WORDS("country or total"), "metric": _WORDS("what was counted, paraphrased"),
                          "by_sex": column("whether men are counted apart", one_of(YES_NO)),
                          "beside": column("key of the count it is set beside: the whole it is a part of, the flow it is left from, the same persons' crossings", optional=True),
                          "direction": column("flow, stock or estimate", one_of({"entry", "exit", "net", "stock", "estimate"})),
                          "counted": _WORDS("what one unit is, as the source says")}
        | _when(period=True) | {"claimant": _WORDS("who says so")} | _CONFIDENCE | _tail()),
    "male_population": contract(
        "Men in Russia by age band, mid-year",
        _key("band") | {"territory": column("with or without Crimea", one_of({"excluding Crimea", "including Crimea"})),
                        "year": column("year", WHOLE), "age_from": column("first age", WHOLE), "age_to": column("last age, included", WHOLE)}
        | _when() | _tail()),
    "priors": contract(
        "What is assumed where nothing was counted: low, likeliest and high value, one row per version and country",
        _key("prior") | {"quantity": column("what is assumed", one_of(PRIORS)),
                         "geography": column("country it holds for; empty for every country", optional=True),
                         "low": column("least value", NUMBER), "mode": column("likeliest value", NUMBER),
                         "high": column("largest value", NUMBER), "reason": _WORDS("why, in our words")}
        | _tail(reported=False)),
    "mobilisation": contract(
        "Men mobilised, in the zone or in combat units, as officials said",
        _key("figure") | {"quantity": column("what the figure counts", one_of(MOBILISATION))} | _when() | {"claimant": _WORDS("who says so")} | _tail()),
    "loss_claims": contract(
        "Claims and estimates of military losses of either side",
        _key("claim") | {"side": column("whose losses", one_of({"RU", "UA"})), "claimant": _WORDS("who says so"),
                         "claimant_party": column("whose voice", one_of(PARTIES)),
                        "root": column("whom the claim goes back to; claims of one root are one witness", one_of(ROOTS)),
                        "witness": column("whether it counts all losses itself", one_of(WITNESSES)),
                         "measure": column("what is counted", one_of(_MEASURES)), "measure_reported": _WORDS("measure as worded")}
        | _when() | _CONFIDENCE | _tail()),
    "named_deaths": contract(
        "Size of the lists of Russian dead known by name",
        _key("count") | {"list": _WORDS("which list"), "publisher": _WORDS("who keeps it")} | _when() | _tail()),
    "mobilised_deaths": contract(
        "Deaths of mobilised men confirmed by name, and deaths in groups to compare with",
        _key("count") | {"group": _WORDS("group of men"), "group_kind": column("which comparison the group serves", one_of(GROUP_KINDS)), "population": column("men in the group as reported", COUNT),
                         "claimant": _WORDS("who counted")} | _when() | _tail()),
    "wounded_per_killed": contract(
        "Wounded per killed: reported pairs and stated ratios",
        _key("ratio") | {"force": _WORDS("which force and period"), "wounded": column("wounded", COUNT, optional=True),
                         "killed": column("killed", COUNT, optional=True), "claimant": _WORDS("who says so")}
        | _when() | _tail()),
    "anomalous_published": contract(
        "Published estimates of anomalous votes in Russian votes, to set beside ours",
        _key("estimate") | {"election": column("year of the vote", WHOLE), "claimant": _WORDS("who estimated")} | _when() | _tail()),
    "official_voters": contract(
        "Voters of Russian votes by the election commission, and parts that station returns hold or lack, as named by the collector of the returns",
        _key("figure") | {"election": column("year of the vote", WHOLE), "part": column("what is counted", one_of({"official", "cancelled later", "electronic, left out"}))}
        | _when() | _tail()),
    "capture_lists": contract(
        "Persons by the lists they are on, for teaching: killings in Kosovo, March to June 1999, four lists",
        _key("pattern") | {"pattern": column("one digit a list: 1 on it, 0 not", Rule("pattern", lambda c: len(c) == 4 and set(c) <= {"0", "1"} and "1" in c, "four digits 0 or 1, not all 0"))}
        | _when() | _tail()),
    "civilians": contract(
        "Civilians killed and injured",
        _key("count") | {"place": _WORDS("where"), "claimant": _WORDS("who says so"), "verified": column("whether each case was verified", one_of(YES_NO))} | _when() | _tail()),
    "coverage": contract(
        "How much of the dead a list covers, and overlaps of lists",
        _key("item") | {"list_a": _WORDS("first list"), "of_names": column("whether that is the list of names kept by BBC Russian and Mediazona", one_of(YES_NO)), "n_a": column("names on it", COUNT, optional=True),
                        "list_b": _WORDS("second list or estimate"), "n_b": column("size of it", COUNT, optional=True),
                        "finding": _WORDS("what was reported, in our words"),
                        "ratio": column("coverage as a fraction, low-high where a range", COUNT, optional=True)}
        | _when() | _tail(reported=False)),
    "excess_published": contract(
        "Excess deaths of men by age group as published by Kobak et al. 2025, deaths of HIV taken off",
        _key("figure") | {"age_from": column("first year of the five-year age group", WHOLE), "year": column("year of the deaths", WHOLE)}
        | _when() | {"excess": column("as published; negative where fewer died", NUMBER), "error": column("one standard error", COUNT)} | _tail(reported=False)),
    "method_controls": contract(
        "Announcements elsewhere on which a method is known to fire or not to fire",
        _key("figure") | {"vote": _WORDS("which vote"), "quantity": _WORDS("what the figure counts")}
        | _when() | {"claimant": _WORDS("who announced it")} | _tail()),
    "events": contract(
        "Facts about dated events and quoted words, one aspect per row",
        _key("fact") | {"event": _WORDS("event the fact belongs to"), "aspect": _WORDS("which property"),
                        "found": _WORDS("what the source says, in our words")}
        | _when() | {"unit": column("unit of `found`", one_of(quantities.UNITS))} | _tail(reported=False)),
    "claims": contract(
        "The ledger: one checkable number, date, word or attribution per row",
        {"claim": column("claim id", unique=True), "paragraph": column("paragraph of the text, 1 is the standfirst", WHOLE),
         "paraphrase": _WORDS("the claim in our words"), "kind": column("kind of claim", one_of(CLAIM_KINDS)),
         "value": column("claimed value or interval", optional=True),
         "unit": column("unit of the value", one_of(quantities.UNITS), optional=True),
         "subject": column("what the rule looks up: region, event or country", optional=True),
         "notebook": column("where it is judged", one_of(CLAIM_NOTEBOOKS)), "rule": _WORDS("rule that judges it")}),
    "sources": contract(
        "Publications, one row each",
        {"source": column("source key", unique=True), "publisher": _WORDS("who published"),
         "description": _WORDS("what the page is used for, in our words"), "url": column("address; empty where no page was found", ADDRESS, optional=True),
         "published": column("day of publication", ISO_DATE),
         "published_basis": column("how that day is known", one_of(BASES)),
         "language": _WORDS("ISO 639-1 code"), "kind": column("kind of publication", one_of(KINDS)),
         "party": column("whose voice", one_of(PARTIES))}),
    "names": contract(
        "Spellings of regions and their canonical name",
        {"alias": column("spelling as met, lower case", unique=True), "region": _WORDS("canonical name")}),
    "polity_overrides": contract(
        "Reference votes to join with another country than their code names",
        {"key": column("OV- and the id at sudd.ch", unique=True), "year": column("year of the vote", WHOLE),
         "label": _WORDS("short name"), "polity": _WORDS("V-Dem country that ran the vote, or held the code"),
         "reason": _WORDS("why")}),
    "upstream": contract(
        "Large files fetched on demand",
        {"file": column("name in the cache", unique=True),
         "sha256": column("hash of the bytes", Rule("sha256", lambda c: len(c) == 64 and all(x in "0123456789abcdef" for x in c), "64 hexadecimal digits")),
         "bytes": column("size", WHOLE), "url": column("pinned address", ADDRESS), "publisher": _WORDS("who published"),
         "licence": _WORDS("licence as stated"), "what": _WORDS("content")}),
}  # fmt: skip

FIGURE_TABLES = tuple(n for n in RAW if n not in {"claims", "sources", "names", "polity_overrides", "upstream"})
