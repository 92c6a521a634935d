"""What does each column hold? Every column once: kind, unit, meaning.

Reads and draws nothing. The contracts of raw tables, the cleaning, the data dictionary and the
reading of processed tables all look a column up here; a table that means something of its own by a
name says so in `OWN`.
"""

from dataclasses import dataclass


class FieldError(LookupError):
    """A column that the dictionary does not hold."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column: `kind` is string, number or date.

    An empty unit stands in the row's own column `unit`, or is none.
    """

    kind: str
    meaning: str
    unit: str = ""


def text(meaning: str) -> Field:
    """Column of text."""
    return Field("string", meaning)


def number(meaning: str, unit: str = "") -> Field:
    """Column of numbers, in the unit where one holds for every row."""
    return Field("number", meaning, unit)


def day(meaning: str) -> Field:
    """Column of calendar days."""
    return Field("date", meaning)


FIELDS: dict[str, Field] = {
    "key": text("stable key of the row"),
    "region": text("canonical name of the region"),
    "quantity": text("what the figure counts"),
    "as_of": day("day the figure speaks of"),
    "claimant": text("who says so, counted, estimated or announced it"),
    "confidence": text("trust in the transcription, in our words"),
    "trust": text("which of several figures is relied on: the most trusted"),
    "reported": text("figure as reported"),
    "low": number("lower end of what was reported or estimated; empty where nothing was published"),
    "central": number("the number printed"),
    "high": number("upper end; inf where the words leave it open"),
    "qualifier": text("exact, about, almost, more than, less than, range, vague or missing"),
    "unit": text("unit of the figure, or of what was found or claimed"),
    "published": day("day the figure became known; the earliest possible where that is not told"),
    "published_basis": text("how that day is known"),
    "source": text("key in sources.csv"),
    "source_also": text("further source keys, separated by ;"),
    "how_read": text("how the source was read"),
    "note": text("scope, conflicts, what the row must not be used for"),
    "announcement": text("announcement the figure belongs to"),
    "said_at": text("time as printed"),
    "stage": text("what had been counted"),
    "district": text("district as named"),
    "speaks_of": text("claimed regions the sample speaks of, separated by ;"),
    "question": text("question, paraphrased"),
    "asks_joining": text(
        "whether it asks about belonging to Russia, and the figure holds all who want that"
    ),
    "among": text("whom the figure is a share of"),
    "sample": text("sample as described"),
    "sample_size": number("interviews, where one number is known"),
    "pollster": text("who asked"),
    "pollster_party": text("whose pollster"),
    "period_start": day("first day of the period the figure speaks of"),
    "period_end": day("last day of that period"),
    "basis": text("printed, or computed by somebody from the counts"),
    "label": text("short name"),
    "date_known": text("whether the day is known"),
    "yes": number("votes for", "votes"),
    "no": number("votes against", "votes"),
    "invalid": number("invalid and blank ballots", "ballots"),
    "ballots": number("ballots cast", "ballots"),
    "electorate": number("people on the list", "voters"),
    "share_of_valid_pct": number("votes for as % of votes for and against, computed", "%"),
    "share_of_ballots_pct": number("votes for as % of ballots cast, computed", "%"),
    "turnout_pct": number("ballots as % of the electorate, computed", "%"),
    "polity": text(
        "V-Dem country that ran the vote, or with which it is joined; empty where none fits"
    ),
    "polyarchy": number("V-Dem v2x_polyarchy of that country and year, 0-1"),
    "free_label": text("free, not free or contested: a judgement, never load-bearing"),
    "series": text("map series and vintage, or speaker"),
    "map_maker": text(
        "who drew the map of control; empty for speakers, single figures and other layers"
    ),
    "scope": text("what the area includes"),
    "area_km2": number("area held, km2, as reported", "km2"),
    "area_pct": number("share of Ukraine, %, as reported", "%"),
    "geography": text("country, border or total"),
    "metric": text("what was counted, paraphrased"),
    "flow_kind": text(
        "kind of flow: only windows, single days and parts of a border are reports of the wave"
    ),
    "direction": text("direction of travel, or stock or estimate"),
    "counted": text("what one unit is, as the source says"),
    "by_sex": text("whether men are counted apart"),
    "beside": text(
        "key of the count it is set beside: the whole it is a part of, the flow it is left from,"
        " the same persons' crossings"
    ),
    "territory": text("with or without Crimea"),
    "year": number("year"),
    "age_from": number("first year of the age group", "years of age"),
    "age_to": number("last age, included", "years of age"),
    "mode": number("likeliest value"),
    "reason": text("why, in our words"),
    "side": text("whose losses"),
    "claimant_party": text("whose voice"),
    "root": text("whom the claim goes back to; claims of one root are one witness"),
    "witness": text("whether it counts all losses itself"),
    "forces": text(
        "whose dead: regular forces; residents of Russia, with volunteers and Wagner; all, with the"
        " units of Donetsk and Luhansk; those of Donetsk alone"
    ),
    "forces_basis": text("whether the source says so, or it is assumed from who speaks"),
    "grounds": text("a statement, or counted from records of deaths"),
    "measure": text("what is counted"),
    "measure_reported": text("measure as worded"),
    "list": text("which list"),
    "publisher": text("who published, or keeps the list"),
    "group": text("group of men"),
    "group_kind": text("which comparison the group serves"),
    "population": number("men in the group as reported"),
    "force": text("which force and period"),
    "wounded": number("wounded", "wounded"),
    "killed": number("killed", "killed"),
    "election": number("year of the vote"),
    "part": text("what is counted"),
    "pattern": text("one digit a list: 1 on it, 0 not"),
    "place": text("where"),
    "verified": text("whether each case was verified"),
    "list_a": text("first list"),
    "of_names": text("whether that is the list of names kept by BBC Russian and Mediazona"),
    "n_a": number("names on it", "names"),
    "list_b": text("second list or estimate"),
    "n_b": number("size of it"),
    "finding": text("what was reported, in our words"),
    "ratio": number("coverage as a fraction, low-high where a range"),
    "ratio_low": number("low end of the coverage fraction"),
    "ratio_high": number("high end of the coverage fraction"),
    "vote": text("which vote"),
    "option": text("candidate or answer; of invalid ballots their kind"),
    "of": text("what a share is a share of, where that was said or follows from the counts"),
    "event": text("event the fact belongs to"),
    "aspect": text("which property"),
    "found": text("what the source says, in our words"),
    "stance": text("what the source says of the statement of the text, in one of four words"),
    "quotation": text("which quotation of the text"),
    "speaker": text("who says it; author: the text in its own voice"),
    "speaker_in_text": text("who says it by the text"),
    "place_in_text": text("occasion by the text; empty where it names none"),
    "original": text("the words in their language; empty where they were not found"),
    "translation": text("a translation close to the words"),
    "text_version": text("the words between the quotation marks of the text"),
    "meaning": text("whether the text keeps what was meant; the reason stands in the note"),
    "claim": text("claim id"),
    "claims": text("claim ids, separated by ;"),
    "statement": text("key of the statement"),
    "said": text("what the paragraph says there, in our words"),
    "sought": text("what was looked for"),
    "searched": text("where it was looked for"),
    "carriers": text("rows of events whose sources would carry it and do not, separated by ;"),
    "until": day("last day of the span the claim speaks of; empty: the newest known"),
    "paragraph": number("paragraph of the text, 1 is the standfirst"),
    "paraphrase": text("the claim in our words"),
    "kind": text("kind of claim"),
    "value": text("claimed value or interval"),
    "subject": text("what the rule looks up: region, event or country"),
    "notebook": text("where it is judged"),
    "rule": text("rule that judges it"),
    "description": text("what the page is used for, in our words"),
    "url": text("address; empty where no page was found"),
    "language": text("ISO 639-1 code"),
    "party": text("whose voice: the country whose state runs it or whose law it is under"),
    "standing": text("official, news agency, press, research, reference or other, by its kind"),
    "share_pct": number("votes for as % of votes for and against, computed", "%"),
    "sovereignty": text("whether the vote was on the status of a territory"),
    "voters": number("voters on the lists of one territorial commission", "voters"),
    "age": number("age in completed years; 100 stands for 100 and more", "years of age"),
    "men": number("men: alive at mid-year, or dead in the year in tables of deaths", "persons"),
    "women": number("women, likewise", "persons"),
    "week": day("Monday of the week of death"),
    "known_2022": number("names of that week's dead known at the end of 2022", "names"),
    "known_2023": number("names of that week's dead known at the end of 2023", "names"),
    "known_2024": number("names of that week's dead known at the end of 2024", "names"),
    "known_2025": number("names of that week's dead known at the end of 2025", "names"),
    "known_now": number("names of that week's dead known in August 2026", "names"),
    "with_missing": number("killed or missing that week, by the same estimate", "casualties"),
    "day": day("day of the report"),
    "total": number("running total of losses as published", "losses, undefined"),
    "wording": text("about, or more"),
    "month": text("year and month"),
    "per_day": number("casualties a day, mean of the month"),
    "days": number("days of the month", "days"),
    "stations": number("polling stations", "stations"),
    "valid": number("valid ballots", "ballots"),
    "leader": number("votes for the leader, or for the change of 2020", "votes"),
    "tenth": number("tenths of a per cent"),
    "occupied": number("stations flagged as occupied", "stations"),
    "abroad": number("stations flagged as abroad", "stations"),
    "electronic": number("stations flagged as electronic", "stations"),
    "electronic_voters": number(
        "voters of electronic stations, in 2024 published apart and not in the other columns"
    ),
    "electronic_leader": number(
        "leader of electronic stations, in 2024 published apart and not in the other columns"
    ),
    "few_voters": number("stations left out for fewer than a hundred voters", "stations"),
    "no_ballots": number("of the others, stations left out for want of a ballot", "stations"),
    "above_99": number(
        "of the others, stations left out for a turnout or result above 99 %", "stations"
    ),
    "included": number("stations that take part in the test", "stations"),
    "given": number("ballots given out; in 2020 ballots in the boxes", "ballots"),
    "received": number("ballots counted", "ballots"),
    "excess_turnout": number("stations with whole percentages above expectation, by turnout"),
    "sd_turnout": number("its standard deviation, by turnout"),
    "z_turnout": number("excess over standard deviation, by turnout"),
    "pvalue_turnout": number("chance of as many, one-sided, by turnout"),
    "adjusted_turnout": number("the same adjusted for the number of regions, by turnout"),
    "votes_turnout": number("excess counted in votes for the leader, by turnout"),
    "excess_result": number("stations with whole percentages above expectation, by result"),
    "sd_result": number("its standard deviation, by result"),
    "z_result": number("excess over standard deviation, by result"),
    "pvalue_result": number("chance of as many, one-sided, by result"),
    "adjusted_result": number("the same adjusted for the number of regions, by result"),
    "votes_result": number("excess counted in votes for the leader, by result"),
    "excess_either": number("stations with whole percentages above expectation, by either"),
    "sd_either": number("its standard deviation, by either"),
    "z_either": number("excess over standard deviation, by either"),
    "pvalue_either": number("chance of as many, one-sided, by either"),
    "adjusted_either": number("the same adjusted for the number of regions, by either"),
    "votes_either": number("excess counted in votes for the leader, by either"),
    "zone": text("automatic or naive choice; empty otherwise"),
    "votes": number("anomalous votes", "votes"),
    "sd": number("standard deviation over redrawn territorial commissions"),
    "clean_turnout": number("turnout in % with the anomalous votes taken off", "%"),
    "clean_share": number("leader's share in % with the anomalous votes taken off", "%"),
    "test": text("digit and null"),
    "digit": number("0 to 9"),
    "observed": number("counts with that digit"),
    "expected": number("counts expected"),
    "statistic": number("chi-squared of all ten digits"),
    "pvalue": number("its p-value"),
    "fact": text("name of the fact"),
    "since": day("first swept day on which the fact stood as given here"),
    "moved_by": text(
        "evidence rows behind the fact that were published since the swept day before"
    ),
    "alias": text("spelling as met, lower case"),
    "file": text("name in the cache"),
    "sha256": text("hash of the bytes"),
    "bytes": number("size"),
    "licence": text("licence as stated"),
    "what": text("content"),
}

OWN: dict[str, dict[str, Field]] = {
    "polity_overrides": {"key": text("OV- and the id at sudd.ch")},
    "weekly_facts": {
        "key": text("notebook, fact and day"),
        "value": text("number or word; empty when the fact is not known any more"),
        "notebook": text("notebook that computes the fact"),
    },
    "referendum_districts": {"quantity": text("share for, or turnout and its day")},
    "priors": {
        "quantity": text("what is assumed"),
        "low": number("least value"),
        "high": number("largest value"),
        "geography": text("country it holds for; empty for every country"),
    },
    "other_votes": {
        "announcement": text("which announcement: a bulletin during the count, or the final one"),
        "part": text("place counted: the whole, or one of its parts"),
    },
    "plebiscites": {"as_of": day("day of the vote; 31 December where only the year is known")},
    "claims": {"since": day("first day of the span the claim speaks of")},
    "searches": {"as_of": day("day of the search")},
    "sources": {
        "published": day("day of publication"),
        "source": text("source key"),
        "kind": text("kind of publication"),
    },
    "station_spectra": {"measure": text("turnout or result")},
    "station_baselines": {
        "vote": text("vote, region or simulated electorate"),
        "kind": text("Russia, abroad, disputed, or simulated and counted"),
        "tested": number("stations tested for whole percentages"),
        "excess_pct": number("stations above expectation by either, of those tested", "%"),
        "pvalue_either": number("chance of so many, the bias near 100 % allowed for"),
        "zone_low": number("lower end of the automatic zone of turnout", "%"),
        "zone_high": number("upper end of the automatic zone of turnout", "%"),
        "anomalous_pct": number("anomalous votes of that zone, of all valid votes", "%"),
        "anomalous_doubts": text("why they are no count of votes; empty if nothing is found"),
        "stuffed_pct": number("stations stuffed a little in the best fit of the model", "%"),
        "stuffed_doubts": text("why that is no count of stations; empty if nothing is found"),
        "second_digit_pvalue": number("chance of the second digits by Benford's law"),
        "last_digit_pvalue": number("chance of the last digits if all are alike"),
    },
    "named_by_week": {
        "killed": number("killed that week, estimated from the register of inheritances", "killed")
    },
}  # table -> columns whose meaning is its own


def field(name: str, table: str = "") -> Field:
    """What one column of a table holds.

    Raises
    ------
    FieldError
        If the dictionary does not hold the column.
    """
    found = OWN.get(table, {}).get(name, FIELDS.get(name))
    if found is None:
        raise FieldError(
            f"column {name!r} of {table or 'no table'} is not in the dictionary; next: add it to"
            " `fields`"
        )
    return found
