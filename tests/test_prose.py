"""Rewording a note or a paraphrase changes no statistic: what decides stands in closed columns."""

import re

import pandas as pd
import pytest

from analysis import casualties, chronology, claims, evidence, migration, paths, referendum, tables
from analysis.evidence import Evidence

PROSE = {
    "confidence",
    "counted",
    "description",
    "finding",
    "group",
    "label",
    "list_a",
    "list_b",
    "measure_reported",
    "metric",
    "note",
    "paraphrase",
    "question",
    "reason",
    "said_at",
    "sample",
    "scope",
}  # columns in our words, or in the source's
DAY = "2022-10-11"


class Reworded(Evidence):
    """All evidence of a day with every prose column in other words."""

    def table(self, name, *, bearing=True):
        frame = super().table(name, bearing=bearing)
        return frame.assign(**dict.fromkeys(PROSE & set(frame.columns), "said otherwise"))


def day():
    return evidence.known_by(DAY).as_of


def statistics(known):
    """Numbers of every subject that were once picked out by words."""
    crossings, tallies = known.table("border_crossings"), known.table("referendum_tallies")
    audits, later = referendum.audit_tallies(tallies), type(known)(None)
    polls = referendum.all_allowances(audits, tallies, known.table("polls"), level=0.95)
    wave = migration.wave_inputs(
        crossings, later.table("priors"), start="2022-09-21", end=DAY, as_of=day()
    )
    told = migration.entries_of_the_wave(known.table("border_crossings", bearing=False))
    return {
        "audits": audits,
        "polls": polls.drop(columns="question").to_csv(),
        "wave": wave,
        "net flows": migration.net_flows(crossings),
        "sums": told["key"].tolist(),
        "usual": migration.usual_rates(crossings, "Kazakhstan", "2022-09-21").to_csv(),
        "claims": (
            casualties.usable(known.table("loss_claims"), "RU", DAY)[
                ["key", "root", "stand"]
            ].to_csv()
        ),
        "ministry": casualties.official_against_names(
            later.table("loss_claims"), later.table("named_deaths")
        ),
        "mobilised": casualties.latest_mobilised(later.table("mobilised_deaths"))["key"],
        "maps": chronology.area_changes(known.table("territory_national"), ("2022-03-02",), DAY),
        "oblasts": chronology.shares_held(known.table("territory_oblasts"), DAY).to_csv(),
        "Latvia": referendum.recorded_shares(known.table("baltic_1940"), "Latvia").to_csv(),
    }


def test_other_words_in_every_prose_column_change_no_statistic():
    told, reworded = statistics(evidence.known_by(DAY)), statistics(Reworded(day()))
    assert [k for k in told if told[k] != reworded[k]] == []


@pytest.mark.parametrize("as_of", [DAY, None])
def test_other_words_in_every_prose_column_change_no_verdict(as_of):
    known = evidence.known_by(as_of)
    reworded = Reworded(known.as_of)
    for claim in claims.ledger():
        told, other = (claims.judge(claim, k).finding for k in (known, reworded))
        assert (told.verdict, told.rows) == (other.verdict, other.rows), claim.id


def test_a_statistic_does_hang_on_a_closed_column():
    crossings = evidence.table("border_crossings", as_of=DAY)
    told = migration.counted_geographies(crossings, "2022-09-21", DAY)
    assert told
    assert (
        migration.counted_geographies(crossings.assign(flow_kind="usual"), "2022-09-21", DAY) == ()
    )


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("border_crossings", "flow_kind"),
        ("loss_claims", "root"),
        ("loss_claims", "witness"),
        ("polls", "asks_joining"),
        ("polls", "speaks_of"),
        ("polls", "among"),
        ("territory_national", "map_maker"),
        ("baltic_1940", "basis"),
        ("referendum_tallies", "trust"),
        ("count_timeline", "stage"),
        ("mobilisation", "quantity"),
        ("mobilised_deaths", "group_kind"),
        ("emigration_totals", "by_sex"),
        ("civilians", "verified"),
        ("coverage", "of_names"),
    ],
)
def test_a_word_outside_the_vocabulary_of_a_deciding_column_is_refused(name, column):
    frame = tables.read_raw(paths.raw() / f"{name}.csv")
    frame.loc[frame.index[0], column] = "in other words"
    assert [(p.column, p.found) for p in tables.check(name, frame)] == [(column, "in other words")]


def test_a_count_set_beside_a_crossing_that_is_not_held_is_refused():
    frames = {
        n: tables.read_raw(paths.raw() / f"{n}.csv")
        for n in ("sources", "emigration_totals", "border_crossings")
    }
    line = frames["emigration_totals"].index[0]
    frames["emigration_totals"].loc[line, "beside"] = "E999"
    found = [p for p in tables.cross_check(frames) if p.rule == "key in border_crossings"]
    assert [(p.row, p.column, p.found) for p in found] == [(line, "beside", "E999")]


def test_no_row_key_stands_in_the_rules():
    keys = pd.concat(
        [evidence.known_by(None).table(n, bearing=False)["key"] for n in tables.FIGURE_TABLES]
    )
    files = (paths.root() / "src/analysis/claims").glob("*.py")
    texts = [re.sub(r"(?m)^ *>>> .*$", "", p.read_text(encoding="utf-8")) for p in files]
    assert [k for k in keys if any(f'"{k}"' in text for text in texts)] == []
