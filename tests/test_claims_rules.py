"""Each rule walked through each verdict its kind of claim can earn, with planted evidence.

And exchanged parties: what is said of one side is said of the other.
"""

from dataclasses import replace

import pandas as pd
import pytest

from analysis import claims, evidence
from analysis.claims import casualty_rules, referendum_rules
from analysis.claims.judging import judge
from analysis.claims.ledger import (
    CAVEAT,
    CONTRADICTED,
    DEPENDS,
    NEVER_CHECKABLE,
    SUPPORTED,
    UNCHECKABLE,
    UNSUPPORTED,
)
from planted import Planted


def table(name):
    return evidence.known_by(None).table(name)


def claim(rule, **changed):
    return replace(next(c for c in claims.ledger() if c.rule == rule), **changed)


def without(name, of=lambda frame: frame.index < 0):
    frame = table(name)
    return {name: frame[of(frame)]}


# ---- evidence planted for each rule: (rule, verdict, what is planted, what the claim says)


def events(*rows, event="planted", aspect="said", unit="text", party=""):
    """Events of one aspect; a row is what was found, or its stance with it."""
    blank = table("events").iloc[:1]
    made = [r if isinstance(r, tuple) else (r, "") for r in rows]
    frames = [
        blank.assign(
            key=f"P{n}",
            event=event,
            aspect=aspect,
            found=f,
            stance=s,
            unit=unit,
            note="",
            claimant_party=party,
        )
        for n, (f, s) in enumerate(made)
    ]
    return {"events": pd.concat(frames) if frames else table("events").iloc[:0]}


def stance(*said):
    return events(*[(f"row {n}", s) for n, s in enumerate(said)])


def quotation(text, said, meaning="kept", speaker="A", place="here"):
    row = (
        table("quotations")
        .iloc[:1]
        .assign(
            quotation="planted",
            speaker=speaker,
            speaker_in_text="A",
            place=place,
            place_in_text="here",
            translation=said,
            text_version=text,
            meaning=meaning,
        )
    )
    return row


def quoted(*rows):
    return {"quotations": pd.concat(rows)}


def areas(**end):
    """Areas of map makers: 100 on the first day, `end` on the last."""
    blank = table("territory_national").iloc[:1].assign(area_pct=float("nan"))
    rows = [
        blank.assign(key=f"{m}{day}", series=m, map_maker=m, as_of=pd.Timestamp(day), area_km2=km)
        for m, last in end.items()
        for day, km in (("2022-10-10", 100.0), ("2022-12-31", last))
    ]
    return {"territory_national": pd.concat(rows)}


def oblasts(share, **regions):
    frame = table("territory_oblasts")
    held = frame["region"].map(regions).fillna(share)
    return {"territory_oblasts": frame.assign(central=held)}


def crossings(*counts, geography="Georgia", claimant="a ministry"):
    frame = table("border_crossings")
    blank = frame[frame["key"] == "E046"]
    rows = [
        blank.assign(
            key=f"P{n}",
            geography=geography,
            claimant=claimant,
            reported=str(c),
            low=c,
            central=c,
            high=c,
            period_start=pd.Timestamp(since),
        )
        for n, (c, since) in enumerate(counts)
    ]
    return {"border_crossings": pd.concat(rows) if rows else frame.iloc[:0]}


def totals(*counts, unit="persons"):
    frame = table("emigration_totals")
    blank = frame[frame["key"] == "E135b"]
    rows = [
        blank.assign(key=f"P{n}", reported=str(c), low=c, central=c, high=c, unit=unit)
        for n, c in enumerate(counts)
    ]
    return {"emigration_totals": pd.concat(rows) if rows else frame.iloc[:0]}


def tallies(share, votes):
    frame = table("referendum_tallies")
    here = frame["region"] == "Kherson"
    for quantity, value in (("share_for", share), ("for_votes", votes)):
        mine = here & (frame["quantity"] == quantity)
        frame[["low", "central", "high"]] = frame[["low", "central", "high"]].astype(float)
        frame.loc[mine, ["reported", "low", "central", "high"]] = [str(value), *[float(value)] * 3]
    return {"referendum_tallies": frame}


def latvia(quantity, *values):
    frame = table("baltic_1940")
    printed = frame[frame["basis"] == "printed"]
    blank = printed[printed["quantity"] == quantity].iloc[:1]
    rows = [blank.assign(key=f"P{n}", central=v, low=v, high=v) for n, v in enumerate(values)]
    return {"baltic_1940": pd.concat(rows) if rows else frame.iloc[:0]}


def vote(against, largest, present):
    names = {
        "votes against, all four treaties": against,
        "votes for, largest": largest,
        "deputies registered": present,
    }
    parts = [events(str(v), event="duma-vote", aspect=a)["events"] for a, v in names.items()]
    return {"events": pd.concat(parts)}


def dates(*days, event="planted", doubt=False):
    found = events(*days, event=event, aspect="date", unit="date")["events"]
    more = events("a doubt", event=event, aspect="doubt")["events"] if doubt else found.iloc[:0]
    return {"events": pd.concat([found, more])}


def two_dates(first, second):
    parts = [
        events(day, event=name, aspect="date", unit="date")["events"]
        for name, day in (("one", first), ("other", second))
    ]
    return {"events": pd.concat(parts)}


def said(*numbers):
    frame = table("mobilisation")
    blank = frame[frame["key"] == "E156"]
    rows = [blank.assign(key=f"P{n}", central=v, reported=str(v)) for n, v in enumerate(numbers)]
    return {"mobilisation": pd.concat(rows) if rows else frame.iloc[:0]}


def window(first, last):
    frame = table("border_crossings")
    parts = claims.text_parts()["Kazakhstan"].central
    mine = frame[(frame["geography"] == "Kazakhstan") & (frame["central"] == parts)].iloc[:1]
    days = {"period_start": pd.Timestamp(first), "period_end": pd.Timestamp(last)}
    return {"border_crossings": mine.assign(**days)}


def dead(count, day):
    frame = table("mobilised_deaths")
    mine = frame[frame["key"] == "MD13"]
    ends = dict.fromkeys(("low", "central", "high"), float(count))
    return {"mobilised_deaths": mine.assign(as_of=pd.Timestamp(day), **ends)}


def losses(*counts):
    """Counts of the killed near the day of the text, beside names and the yardstick as held."""
    frame = table("loss_claims")
    blank = frame[frame["key"] == "R03"]
    rows = [
        blank.assign(key=f"P{n}", low=v, central=v, high=v, as_of=pd.Timestamp("2022-10-01"))
        for n, v in enumerate(map(float, counts))
    ]
    names = table("named_deaths")
    few = names[names["key"] == "ND05"].assign(central=float(counts[0]) if counts else 1.0)
    return {"loss_claims": pd.concat(rows) if rows else frame.iloc[:0], "named_deaths": few}


def names_later(more):
    """Dated names a year on: `more` above those of the day of the text."""
    coverage, claimed = table("coverage"), table("loss_claims")
    by_day = claimed[claimed["key"] == "R48"]["low"].iloc[0]
    held = coverage[coverage["key"] == "CO-T2"]
    return {"coverage": held.assign(n_a=by_day + more)}


SAID = {"subject": "planted|said"}
DAY = {"subject": "planted"}
AREA = {"since": "2022-10-10", "until": "2022-12-31", "value": ""}
ROUT = {**AREA, "value": "at least 50"}
GEORGIA = {"subject": "Georgia", "value": "93,000", "speaker": "author"}
IN_WAVE, BEFORE = "2022-09-21", "2022-09-17"

WALK = [
    *[
        ("fact_as_described", v, stance(*said), SAID)
        for v, said in {
            SUPPORTED: ["supports", "silent"],
            CAVEAT: ["supports", "in part"],
            DEPENDS: ["supports", "refutes"],
            CONTRADICTED: ["refutes", "silent"],
            UNCHECKABLE: ["silent"],
        }.items()
    ],
    *[
        ("judgement", v, stance(*said), SAID)
        for v, said in {
            CAVEAT: ["supports"],
            DEPENDS: ["supports", "refutes"],
            UNSUPPORTED: ["refutes"],
            UNCHECKABLE: ["silent"],
        }.items()
    ],
    *[
        ("forecast_followed", v, stance(*said), SAID)
        for v, said in {
            SUPPORTED: ["supports"],
            CAVEAT: ["in part"],
            UNSUPPORTED: ["refutes"],
            UNCHECKABLE: [],
        }.items()
    ],
    ("quoted_words", SUPPORTED, quoted(quotation("red sea", "the red sea")), DAY),
    ("quoted_words", CAVEAT, quoted(quotation("red sea", "the red sea", place="there")), DAY),
    ("quoted_words", CAVEAT, quoted(quotation("red sea", "the red hill")), DAY),
    ("quoted_words", UNSUPPORTED, quoted(quotation("red sea", "the red sea", speaker="B")), DAY),
    ("quoted_words", UNSUPPORTED, quoted(quotation("red sea", "hills", "in part")), DAY),
    ("quoted_words", CONTRADICTED, quoted(quotation("red sea", "red sea", "changed")), DAY),
    (
        "quoted_words",
        DEPENDS,
        quoted(quotation("red sea", "red sea"), quotation("red sea", "red sea", "changed")),
        DAY,
    ),
    ("quoted_words", UNCHECKABLE, without("quotations"), DAY),
    ("area_less", SUPPORTED, areas(one=90.0, other=80.0), AREA),
    ("area_less", DEPENDS, areas(one=90.0, other=110.0), AREA),
    ("area_less", CONTRADICTED, areas(one=110.0, other=120.0), AREA),
    ("area_less", CAVEAT, areas(one=90.0), AREA),
    ("area_less", UNSUPPORTED, areas(one=110.0), AREA),
    ("area_less", UNCHECKABLE, without("territory_national"), AREA),
    ("ground_lost", SUPPORTED, areas(one=40.0, other=30.0), ROUT),
    ("ground_lost", DEPENDS, areas(one=40.0, other=90.0), ROUT),
    ("ground_lost", CAVEAT, areas(one=40.0), ROUT),
    ("ground_lost", UNSUPPORTED, areas(one=90.0, other=90.0), ROUT),
    ("ground_lost", UNSUPPORTED, areas(one=110.0, other=120.0), AREA),
    ("ground_lost", UNSUPPORTED, areas(one=110.0), ROUT),
    ("ground_lost", CONTRADICTED, areas(one=110.0, other=120.0), ROUT),
    ("ground_lost", UNCHECKABLE, without("territory_national"), ROUT),
    ("regions_partly_held", SUPPORTED, oblasts(94.0), {}),
    ("regions_partly_held", CAVEAT, oblasts(60.0, Luhansk=97.6), {}),
    ("regions_partly_held", CONTRADICTED, oblasts(97.0), {}),
    ("regions_partly_held", UNCHECKABLE, without("territory_oblasts"), {}),
    ("regions_controlled", SUPPORTED, oblasts(96.0), {}),
    ("regions_controlled", CAVEAT, oblasts(60.0), {}),
    ("regions_controlled", CONTRADICTED, oblasts(40.0), {}),
    ("regions_controlled", UNCHECKABLE, without("territory_oblasts"), {}),
    *[
        ("gain_reported", v, events(*km, unit="km2"), {**SAID, "value": "at least 1000"})
        for v, km in {
            SUPPORTED: ["1200", "1300"],
            CAVEAT: ["1200", "2400"],
            DEPENDS: ["1200", "400"],
            CONTRADICTED: ["400"],
            UNCHECKABLE: [],
        }.items()
    ],
    ("event_on_day", SUPPORTED, dates("2022-10-05"), {**DAY, "value": "last week"}),
    ("event_on_day", CAVEAT, dates("2022-10-05", doubt=True), {**DAY, "value": "last week"}),
    ("event_on_day", DEPENDS, dates("2022-10-05", "2022-09-05"), {**DAY, "value": "last week"}),
    ("event_on_day", CONTRADICTED, dates("2022-09-05"), {**DAY, "value": "last week"}),
    ("event_on_day", UNCHECKABLE, events(), {**DAY, "value": "last week"}),
    ("days_elapsed", SUPPORTED, dates("2022-02-24"), {**DAY, "value": "229"}),
    ("days_elapsed", CONTRADICTED, dates("2022-01-24"), {**DAY, "value": "229"}),
    ("days_elapsed", UNCHECKABLE, events(), {**DAY, "value": "229"}),
    ("days_before", SUPPORTED, dates("2022-10-04"), {**DAY, "value": "7"}),
    ("days_before", CAVEAT, dates("2022-09-30"), {**DAY, "value": "7"}),
    ("days_before", CONTRADICTED, dates("2022-09-01"), {**DAY, "value": "7"}),
    ("days_before", UNCHECKABLE, events(), {**DAY, "value": "7"}),
    (
        "planned_duration",
        CAVEAT,
        events("48", aspect="planned hours to Kyiv"),
        {**DAY, "value": "7"},
    ),
    (
        "planned_duration",
        CONTRADICTED,
        events("480", aspect="planned hours to Kyiv"),
        {**DAY, "value": "7"},
    ),
    ("planned_duration", UNCHECKABLE, events(), {**DAY, "value": "7"}),
    ("unanimous_vote", SUPPORTED, vote(0, 400, 408), {}),
    ("unanimous_vote", CAVEAT, vote(0, 413, 408), {}),
    ("unanimous_vote", CONTRADICTED, vote(1, 400, 408), {}),
    ("unanimous_vote", UNCHECKABLE, events(), {}),
    *[
        ("count_of", v, events(*n, unit="regions"), {**SAID, "value": "4", "unit": "regions"})
        for v, n in {
            SUPPORTED: ["4"],
            DEPENDS: ["4", "5"],
            CONTRADICTED: ["5"],
            UNCHECKABLE: [],
        }.items()
    ],
    ("occasions", SUPPORTED, events("a", "b", "c", aspect="occasion"), DAY),
    ("occasions", UNSUPPORTED, events("a", "b", aspect="occasion"), DAY),
    ("occasions", UNCHECKABLE, events(), DAY),
    ("reported_entries", SUPPORTED, crossings((93_000.0, IN_WAVE)), GEORGIA),
    ("reported_entries", CAVEAT, crossings((93_000.0, BEFORE)), GEORGIA),
    ("reported_entries", DEPENDS, crossings((50_000.0, IN_WAVE), (99_000.0, IN_WAVE)), GEORGIA),
    ("reported_entries", CONTRADICTED, crossings((150_000.0, IN_WAVE)), GEORGIA),
    ("reported_entries", UNCHECKABLE, crossings((50_000.0, IN_WAVE)), GEORGIA),
    ("reported_by", SUPPORTED, crossings((93_000.0, IN_WAVE), claimant="Fontanka"), {}),
    ("reported_by", UNCHECKABLE, crossings((93_000.0, IN_WAVE)), {}),
    ("sum_of_parts", SUPPORTED, totals(), {"value": "309,000"}),
    ("sum_of_parts", CAVEAT, totals(370_000.0), {}),
    ("sum_of_parts", CONTRADICTED, totals(), {"value": "200,000"}),
    ("sum_of_parts", UNCHECKABLE, totals(), {}),
    ("persons_estimated", SUPPORTED, totals(370_000.0), {}),
    ("persons_estimated", DEPENDS, totals(370_000.0, 900_000.0), {}),
    ("persons_estimated", UNSUPPORTED, totals(200_000.0, 900_000.0), {}),
    ("persons_estimated", CONTRADICTED, totals(700_000.0, 900_000.0), {}),
    ("persons_estimated", UNCHECKABLE, totals(), {}),
    ("announced_share", SUPPORTED, tallies(87.05, 497_051), {"subject": "Kherson", "value": "87"}),
    ("announced_share", CAVEAT, tallies(87.05, 400_000), {"subject": "Kherson", "value": "87"}),
    ("announced_share", CONTRADICTED, tallies(60, 300_000), {"subject": "Kherson", "value": "87"}),
    ("announced_share", UNCHECKABLE, without("referendum_tallies"), {}),
    ("recorded_share", SUPPORTED, latvia("share_for", 97.5), {}),
    ("recorded_share", DEPENDS, latvia("share_for", 97.5, 97.9), {}),
    ("recorded_share", CAVEAT, latvia("share_for", 97.7), {}),
    ("recorded_share", CONTRADICTED, latvia("share_for", 92.0), {}),
    ("recorded_share", UNCHECKABLE, without("baltic_1940"), {}),
    ("early_announcement", SUPPORTED, latvia("premature_publication", 12.0), {}),
    ("early_announcement", DEPENDS, latvia("premature_publication", 12.0, 24.0), {}),
    ("early_announcement", CONTRADICTED, latvia("premature_publication", 24.0), {}),
    ("early_announcement", UNCHECKABLE, without("baltic_1940"), {}),
    ("same_day", SUPPORTED, two_dates("2022-10-03", "2022-10-03"), {"subject": "one|other"}),
    ("same_day", CONTRADICTED, two_dates("2022-10-03", "2022-10-04"), {"subject": "one|other"}),
    ("same_day", UNCHECKABLE, events(), {"subject": "one|other"}),
    ("official_count", SUPPORTED, said(200_000.0), {}),
    ("official_count", CONTRADICTED, said(100_000.0), {}),
    ("official_count", UNCHECKABLE, said(), {}),
    ("reported_window", SUPPORTED, window("2022-09-27", "2022-10-10"), {}),
    ("reported_window", CAVEAT, window("2022-09-21", "2022-10-04"), {}),
    ("reported_window", CONTRADICTED, window("2022-09-21", "2022-09-30"), {}),
    ("reported_window", UNCHECKABLE, without("border_crossings"), {}),
    ("near_certain_death", SUPPORTED, dead(290_000, "2025-09-19"), {}),
    ("near_certain_death", CONTRADICTED, dead(15_000, "2025-09-19"), {}),
    ("near_certain_death", UNSUPPORTED, dead(100, "2022-12-01"), {}),
    ("near_certain_death", UNCHECKABLE, without("mobilised_deaths"), {}),
    ("loss_magnitude", CAVEAT, losses(8_000, 20_000), {}),
    ("loss_magnitude", DEPENDS, losses(500, 20_000), {}),
    ("loss_magnitude", UNSUPPORTED, losses(500), {}),
    ("loss_magnitude", UNCHECKABLE, losses(), {}),
    ("deaths_followed", SUPPORTED, names_later(5_000), {}),
    ("deaths_followed", UNSUPPORTED, names_later(10), {}),
    ("deaths_followed", UNCHECKABLE, without("coverage"), {}),
]


@pytest.mark.parametrize(
    ("rule", "verdict", "planted", "says"), WALK, ids=[f"{r}-{v}" for r, v, *_ in WALK]
)
def test_a_rule_reaches_the_verdict_that_planted_evidence_calls_for(rule, verdict, planted, says):
    if rule == "reported_by":
        says = {"subject": "Georgia", "value": "Fontanka"}
    told = judge(claim(rule, id="planted", **says), Planted(**planted)).finding
    assert told.verdict == verdict, told.reason


def test_every_rule_is_walked_but_those_that_no_evidence_decides():
    assert {w[0] for w in WALK} == set(claims.RULES) - NEVER_CHECKABLE


@pytest.mark.parametrize("rule", sorted(NEVER_CHECKABLE))
@pytest.mark.parametrize("known", [None, "2022-10-11", "2022-04-01"])
def test_no_evidence_decides_what_has_no_measure(rule, known):
    told = judge(claim(rule), evidence.known_by(known)).finding
    assert (told.verdict, told.rows, told.figures) == (UNCHECKABLE, (), ())


def test_no_rule_walked_gives_one_verdict_only():
    reached = pd.DataFrame([w[:2] for w in WALK], columns=["rule", "verdict"])
    assert (reached.groupby("rule")["verdict"].nunique() >= 2).all()


@pytest.mark.parametrize("words", ["short", "a lack", "scarce", "wanting"])
def test_no_synonym_turns_a_described_fact(words):
    told = judge(claim("fact_as_described", **SAID), Planted(**events((words, "supports"))))
    assert told.finding.verdict == SUPPORTED


@pytest.mark.parametrize(
    ("rule", "planted", "says"),
    [
        ("count_of", lambda p: events("4", unit="regions", party=p), {"value": "4"}),
        ("gain_reported", lambda p: events("1200", unit="km2", party=p), {}),
    ],
)
def test_exchanged_parties_give_the_same_verdict_in_the_same_words(rule, planted, says):
    one, other = (
        judge(claim(rule, **SAID, **says), Planted(**planted(p))).finding
        for p in ("Russia", "Ukraine")
    )
    assert one.verdict == other.verdict
    assert one.reason.replace("Russia", "Ukraine") == other.reason
    assert "one side of the war" in one.reason


def test_exchanged_sides_with_their_names_mirror_the_verdict_on_losses(monkeypatch):
    losses = table("loss_claims")
    swapped = losses.assign(side=losses["side"].map({"RU": "UA", "UA": "RU"}))
    here = judge(claim("loss_magnitude", subject="RU"), evidence.known_by(None)).finding
    monkeypatch.setattr(casualty_rules, "LISTED_SIDE", "UA")
    there = judge(claim("loss_magnitude", subject="UA"), Planted(loss_claims=swapped)).finding
    assert (here.verdict, here.figures) == (there.verdict, there.figures)


def test_names_of_one_sides_dead_never_count_as_those_of_the_other():
    told = judge(claim("loss_magnitude", id="planted", subject="UA"), evidence.known_by(None))
    assert told.finding.verdict == UNCHECKABLE
    assert "neither names nor an earlier war to compare for UA" in told.finding.reason


def test_losses_are_compared_in_the_span_of_the_ledger_with_the_war_the_row_names():
    war = table("mobilised_deaths")
    war.loc[war["group_kind"] == "yardstick", "group"] = "planted army, planted war"
    planted = {**losses(8_000), "mobilised_deaths": war}
    told = judge(claim("loss_magnitude"), Planted(**planted)).finding
    assert "planted army, planted war" in told.reason
    assert "A count of one side of the war (Russia)" in told.reason
    later = claim("loss_magnitude", id="planted", since="2022-10-02")
    assert judge(later, Planted(**planted)).finding.verdict == UNCHECKABLE


def test_a_forecast_of_deaths_tells_the_days_of_the_ledger():
    told = judge(claim("deaths_followed", since="2022-10-09"), Planted(**names_later(5_000)))
    assert "between 9 October 2022 and 31 December 2022" in told.finding.reason


def test_more_land_and_less_land_mirror_each_other():
    for makers, wanted in ((1, (CAVEAT, UNSUPPORTED)), (2, (SUPPORTED, CONTRADICTED))):
        found = [
            judge(
                claim("area_less", **AREA), Planted(**areas(**{f"m{n}": km for n in range(makers)}))
            )
            for km in (90.0, 110.0)
        ]
        assert tuple(f.finding.verdict for f in found) == wanted


def without_recent(maps, maker, day="2022-11-01"):
    """The maker's last map moved back to a day too old to stand for the end of the span."""
    frame = maps["territory_national"]
    last = (frame["map_maker"] == maker) & (frame["as_of"] > "2022-10-10")
    return {"territory_national": frame.assign(as_of=frame["as_of"].mask(last, pd.Timestamp(day)))}


@pytest.mark.parametrize("rule", ["area_less", "ground_lost"])
@pytest.mark.parametrize(
    ("km", "others", "verdict"),
    [(40.0, 1, CAVEAT), (40.0, 2, DEPENDS), (110.0, 1, UNSUPPORTED), (110.0, 2, DEPENDS)],
)
def test_a_map_maker_without_a_recent_map_is_named_and_leaves_no_plain_verdict(
    rule, km, others, verdict
):
    maps = areas(**{f"m{n}": km for n in range(others)}, silent=km)
    told = judge(claim(rule, **ROUT), Planted(**without_recent(maps, "silent"))).finding
    assert told.verdict == verdict
    assert "silent has no recent map: its last is of 1 November 2022" in told.reason
    assert ("One map maker alone is left" in told.reason) is (others == 1)


def test_the_days_told_are_the_days_of_the_maps_compared():
    maps = areas(one=90.0, other=90.0)
    moved = without_recent(maps, "one", "2022-12-28")
    told = judge(claim("area_less", **AREA), Planted(**moved)).finding.reason
    assert "one -10.0 % (10 October to 28 December 2022)" in told
    assert "other -10.0 % (10 October to 31 December 2022)" in told


@pytest.mark.parametrize("day", ["2022-09-26", "2022-09-28"])
def test_land_on_isw_alone_is_not_plainly_less(day):
    told = judge(claim("area_less", id="C05"), evidence.known_by(day)).finding
    assert told.verdict == CAVEAT
    assert "Liveuamap has no recent map" in told.reason
    assert "October" not in told.reason


def test_years_on_one_map_maker_neither_contradicts_a_rout_nor_hides_the_years_between():
    told = judge(claim("ground_lost", id="C09"), evidence.known_by(None)).finding
    assert told.verdict == UNSUPPORTED
    assert "One map maker alone is left" in told.reason
    assert "Over all later maps: ISW -4.4 to +3.6 %" in told.reason


@pytest.mark.parametrize("share", [94.9, 95.0, 97.0, 100.0])
def test_held_wholly_and_held_in_part_are_never_both_supported(share):
    found = [
        judge(claim(r), Planted(**oblasts(share))).finding.verdict
        for r in ("regions_partly_held", "regions_controlled")
    ]
    assert found == ([CONTRADICTED, SUPPORTED] if share >= 95 else [SUPPORTED, CAVEAT])


@pytest.mark.parametrize(
    ("rule", "words"), [("regions_partly_held", "less than"), ("regions_controlled", "more than")]
)
def test_the_share_a_claim_states_moves_the_threshold(rule, words):
    low, high = (
        judge(claim(rule, value=f"{words} {n}"), Planted(**oblasts(80.0))).finding.verdict
        for n in (80, 100)
    )
    assert low != high


def test_who_announced_a_share_is_said_by_its_rows():
    frame = table("referendum_tallies").assign(claimant="a planted body", claimant_party="Ukraine")
    told = judge(claim("announced_share"), Planted(referendum_tallies=frame)).finding.reason
    assert "announced by a planted body. A count of one side of the war (Ukraine)" in told
    none = frame.assign(claimant_party="academic")
    told = judge(claim("announced_share"), Planted(referendum_tallies=none)).finding.reason
    assert told.endswith("announced by a planted body.")


def test_the_treaties_voted_on_are_those_of_the_ledger():
    frame = vote(0, 400, 408)["events"].replace(
        "votes against, all four treaties", "votes against, the budget"
    )
    told = judge(
        claim("unanimous_vote", subject="duma-vote|the budget"), Planted(events=frame)
    ).finding
    assert told.verdict == SUPPORTED


@pytest.mark.parametrize(
    ("at_least", "verdict"), [(100_000.0, SUPPORTED), (900_000.0, CONTRADICTED)]
)
def test_estimates_that_are_all_open_upwards_are_judged_and_said_to_be(at_least, verdict):
    frame = totals(at_least)["emigration_totals"].assign(high=float("inf"))
    told = judge(claim("persons_estimated"), Planted(emigration_totals=frame)).finding
    assert told.verdict == verdict
    assert "open upwards" in told.reason


def test_what_a_source_says_against_a_statement_is_told_in_plain_words():
    told = judge(claim("fact_as_described", **SAID), Planted(**stance("refutes", "in part")))
    assert told.finding.reason == "Found in part: row 1. Against it: row 0."
    assert "refutes" not in told.finding.reason


def test_where_carriers_were_read_the_reason_does_not_say_that_no_evidence_bears():
    told = judge(
        claim("fact_as_described", id="C47", subject="improvised-dressings|posts by wives"),
        evidence.known_by(None),
    ).finding
    assert told.rows
    assert told.reason.startswith("Sources held that would carry this were read and do not")


@pytest.mark.parametrize("claim_id", ["C15", "C17"])
def test_a_share_announced_without_its_votes_supports_that_it_was_announced(claim_id):
    claim = claims.claim(claim_id)
    found = judge(claim, evidence.known_by("2022-09-27")).finding
    assert found.verdict == SUPPORTED
    assert "votes and ballots had not been announced" in found.beside
    assert judge(claim, evidence.known_by("2022-09-26")).finding.verdict == UNCHECKABLE


def test_a_share_without_its_votes_is_told_with_the_digits_it_was_announced_with():
    tallies = evidence.known_by("2022-09-27").table("referendum_tallies")
    tallies.loc[tallies["key"] == "RT27", "reported"] = "93"
    found = referendum_rules._without_votes(claims.claim("C17"), tallies)
    assert found.reason.startswith("93 % was announced by Zaporizhzhia election commission.")


def test_a_verdict_at_a_prompt_is_short():
    found = judge(claims.claim("C15"), evidence.known_by("2022-10-11"))
    assert repr(found) == "Verdict on C15 by 2022-10-11: supported"
    later = judge(claims.claim("C15"), evidence.known_by(None))
    assert repr(later) == "Verdict on C15 by all evidence held: supported"
