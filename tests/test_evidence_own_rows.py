"""A reader's own rows and assumptions: checked, named, dated, and beside ours."""

import pandas as pd
import pytest

import page_texts
from analysis import (
    casualties,
    evidence,
    facts,
    migration,
    parameters,
    paths,
    plotting,
    results,
    session,
    tables,
)
from analysis.casualties.weekly import priors as weekly_priors
from analysis.parameters import ParameterError
from analysis.results import number
from analysis.runs import notebooks
from analysis.tables.assumed import PRIORS
from analysis.tables.likeness import unlike_ours

DAY = "2022-10-11"
CLAIM = {
    "key": "X1",
    "side": "RU",
    "claimant": "a research group",
    "claimant_party": "third",
    "root": "research group",
    "witness": "witness",
    "forces": "all",
    "grounds": "statement",
    "since": "",
    "measure": "killed",
    "as_of": "2022-10-01",
    "reported": "60,000-70,000",
    "unit": "killed",
    "published": "2022-10-05",
}
COUNT = {
    "key": "Y1",
    "geography": "Kazakhstan",
    "metric": "entries",
    "flow_kind": "window",
    "direction": "exit",
    "counted": "Russian citizens",
    "period_start": "2022-09-21",
    "period_end": "2022-10-04",
    "claimant": "a border service",
    "reported": "100000",
    "unit": "crossings",
    "published": "2022-10-05",
}
OWN = {"ratio_low": 2.5, "ratio_high": 4.5, "draws": 200, "seed": 1, "hindsight": False}
P = parameters.check(as_of=DAY, level=0.95, **OWN)


def frame(*rows, **changed):
    return pd.DataFrame([r | changed for r in rows or (CLAIM,)])


@pytest.fixture
def known():
    return evidence.known_by(DAY)


def test_the_researchers_task_takes_at_most_ten_lines(tmp_path):
    path = tmp_path / "mine.csv"
    frame().to_csv(path, index=False)
    task = f"""
from analysis import casualties, evidence, parameters, results
p = parameters.check(as_of="2022-10-11", hindsight=False, level=0.95, draws=2000, seed=1,
                     ratio_low=2.5, ratio_high=4.5)
known = evidence.known_by(p.day)
mine = known.with_rows("loss_claims", {str(path)!r})
ours = casualties.weigh_claims(known, p, "RU")
theirs = casualties.weigh_claims(mine, p, "RU")
table = results.compare(ours.facts(), theirs.facts())
"""
    assert len(task.strip().splitlines()) <= 10
    names: dict = {}
    exec(compile(task, "task", "exec"), names)
    row = names["table"].iloc[0]
    assert row["ours"] == pytest.approx(19_000, rel=0.05)
    assert row["theirs"] > 1.1 * row["ours"]  # one claim far above the others
    assert row["difference"] == pytest.approx(row["theirs"] - row["ours"])


def test_own_rows_stand_beside_ours_and_the_evidence_given_stays_as_it_was(known):
    before = known.table("loss_claims")
    mine = known.with_rows("loss_claims", frame())
    after = mine.table("loss_claims")
    assert len(after) == len(before) + 1
    pd.testing.assert_frame_equal(known.table("loss_claims"), before)
    pd.testing.assert_frame_equal(mine.ours().table("loss_claims"), before)
    rest = after[after["key"].isin(before["key"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(rest, before.reset_index(drop=True))
    own = after[after["key"] == "your rows#X1"].iloc[0]
    assert (own["low"], own["central"], own["high"]) == (60_000, 65_000, 70_000)
    assert known.own == ()


def test_the_knowledge_date_holds_for_own_rows_too():
    mine = evidence.known_by("2022-10-04").with_rows("loss_claims", frame())
    assert "your rows#X1" not in set(mine.table("loss_claims")["key"])
    assert mine.unused([]) == "Not known by 4 October 2022: your rows#X1."


def test_a_row_that_no_result_uses_is_named(known):
    floor = frame(measure="killed, verified minimum", forces="residents", reported="60000")
    mine = known.with_rows("loss_claims", floor)
    found = casualties.weigh_claims(mine, P, "RU")
    told = casualties.beside_ours(mine, P, found).sentence()
    assert "Known and not used by any of these: your rows#X1" in told


@pytest.mark.parametrize("column", ["measure", "claimant_party", "side", "forces", "since"])
def test_a_missing_column_that_decides_is_refused_and_never_guessed(known, column):
    with pytest.raises(tables.DataError, match=f"your rows: .*column {column}: .*not guessed"):
        known.with_rows("loss_claims", frame().drop(columns=column))


@pytest.mark.parametrize("column", ["flow_kind", "direction", "counted", "period_start"])
def test_a_missing_column_of_a_crossing_is_refused_too(known, column):
    with pytest.raises(tables.DataError, match=f"column {column}: "):
        known.with_rows("border_crossings", frame(COUNT).drop(columns=column))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"measure": ""}, "row 1, column measure: rule 'filled'"),
        ({"measure": "kiled"}, "row 1, column measure: .*'kiled'.*write 'killed'"),
        ({"claimant_party": "russia"}, "column claimant_party: .*write 'Russia'"),
        ({"root": "Kyev"}, "column root: .*did you mean 'Kyiv'"),
        ({"reported": "1,5"}, "column reported: "),
        ({"unit": "soldiers"}, "column unit: "),
        ({"key": "R01"}, "column key: .*'R01'; next: give it another key; loss_claims has it"),
        ({"key": "E015"}, "border_crossings has it"),
        ({"key": "a#b"}, "column key: rule 'key'"),
        ({"published": "2022-09-30"}, "column published: .*cannot be known earlier"),
        ({"as_of": "1 October"}, "column as_of: rule 'date'"),
        ({"as_of": "2021-10-01"}, "column as_of: rule 'day of the war'.*from 2022-02-24"),
        ({"since": "2021-10-01"}, "column since: rule 'day of the war'"),
        ({"since": "2022-10-03"}, "column since: rule 'not after its end'.*ends on 2022-10-01"),
        ({"reported": "20,000.5"}, "column reported: rule 'whole count'.*write whole killed"),
        ({"reported": "12.3456 thousand"}, "column reported: rule 'whole count'"),
        ({"reported": "-5"}, "column reported: rule 'not negative'"),
        ({"reported": "70,000-60,000"}, "column reported: .*write the smaller number first"),
        ({"reported": "9000000000"}, "column reported: rule 'possible count'"),
        ({"reported": "more than 6,000-7,000"}, "column reported: rule 'bound of one number'"),
        ({"reported": "up to 6,000-7,000"}, "column reported: rule 'bound of one number'"),
        ({"measure": "killed, verified minimum"}, "rule 'bound of one number'.*its lower end"),
        ({"unit": "persons"}, "column unit: rule 'unit of its kind'.*write killed, as killed"),
        ({"unit": "%"}, "column reported: rule 'quantity': .*may be 60,000 or 60"),
        ({"measure": "killed and wounded"}, "column unit: .*write casualties"),
        ({"side": "UA", "forces": "Donetsk"}, "column forces: rule 'forces of its side'"),
    ],
)
def test_a_wrong_cell_is_refused_by_row_and_column_with_the_next_step(known, changed, told):
    with pytest.raises(tables.DataError, match=told):
        known.with_rows("loss_claims", frame(**changed))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"reported": "1000.5"}, "column reported: rule 'whole count'"),
        ({"unit": "persons"}, "column unit: .*write crossings, as exit is counted"),
        ({"direction": "stock"}, "column direction: "),
        ({"period_start": "2022-10-09"}, "column period_start: rule 'not after its end'"),
        ({"period_end": "2022-10-09"}, "column published: .*speaks of 2022-10-09"),
    ],
)
def test_a_wrong_cell_of_a_crossing_is_refused_too(known, changed, told):
    with pytest.raises(tables.DataError, match=told):
        known.with_rows("border_crossings", frame(COUNT, **changed))


@pytest.mark.parametrize(
    "changed",
    [
        {"reported": "more than 60,000"},
        {"reported": "about 5,000-6,001"},
        {"reported": "60,000-60,001"},
        {"reported": "1.5 million"},
        {"reported": "not published"},
        {"measure": "killed and wounded", "unit": "casualties"},
        {"as_of": "2022-02-24"},
    ],
)
def test_a_row_within_the_rules_is_taken(known, changed):
    assert known.with_rows("loss_claims", frame(**changed)).own


def test_every_row_of_ours_would_be_taken_from_a_reader():
    for name in tables.FIGURE_TABLES:
        if name != "priors":
            assert not unlike_ours(name, tables.read_raw(paths.raw_file(name))), name


def test_the_second_of_two_rows_is_told_by_its_line_in_the_file(known, tmp_path):
    path = tmp_path / "mine.csv"
    frame(CLAIM, CLAIM | {"key": "X2", "side": "Russia"}).to_csv(path, index=False)
    with pytest.raises(tables.DataError, match=r"^mine\.csv: row 3, column side: "):
        known.with_rows("loss_claims", path)


def test_a_misnamed_column_and_table_are_told_with_the_nearest(known):
    with pytest.raises(tables.DataError, match=r"column mesure: .*did you mean 'measure'"):
        known.with_rows("loss_claims", frame().rename(columns={"measure": "mesure"}))
    with pytest.raises(tables.DataError, match="did you mean 'loss_claims'"):
        known.with_rows("loss_claim", frame())
    with pytest.raises(tables.DataError, match="use with_priors"):
        known.with_rows("priors", frame())
    with pytest.raises(tables.DataError, match="no rows"):
        known.with_rows("loss_claims", frame().head(0))


def test_the_same_key_may_not_be_given_twice(known):
    mine = known.with_rows("loss_claims", frame())
    with pytest.raises(tables.DataError, match="'X1'; next: give it another key; your rows has it"):
        mine.with_rows("loss_claims", frame())


def test_columns_may_stand_in_any_order_and_hold_numbers_and_days(known):
    typed = frame(reported=65_000, as_of=pd.Timestamp("2022-10-01"), since=None)
    mine = known.with_rows("loss_claims", typed[sorted(typed)])
    row = mine.table("loss_claims").set_index("key").loc["your rows#X1"]
    assert (row["central"], f"{row['as_of']:%Y-%m-%d}") == (65_000, "2022-10-01")


def test_every_table_of_figures_takes_rows_of_its_own_form(known):
    for name in tables.FIGURE_TABLES:
        if name == "priors":
            continue
        raw = tables.read_raw(paths.raw() / f"{name}.csv").head(1)
        mine = evidence.known_by(None).with_rows(name, raw.assign(key="ZZ1"), told="mine.csv")
        ours = evidence.known_by(None).table(name, bearing=False)
        both = mine.table(name, bearing=False)
        assert len(both) == len(ours) + 1
        assert both.dtypes.to_dict() == ours.dtypes.to_dict(), name


def test_where_own_rows_come_from_is_described_by_their_file(known, tmp_path):
    path = tmp_path / "mine.csv"
    frame().to_csv(path, index=False)
    mine = known.with_rows("loss_claims", path)
    told = mine.describe(["mine.csv#X1", "R01"]).set_index("key")
    assert told.loc["mine.csv#X1", "publisher"] == "your file mine.csv"
    assert told.loc["mine.csv#X1", "known"] == "2022-10-05"
    assert told.loc["R01", "publisher"] == "BBC News Russian"
    with pytest.raises(evidence.EvidenceError, match=r"mine\.csv#X1"):
        known.describe(["mine.csv#X1"])


def test_facts_and_figures_name_the_file_they_rest_on(known, tmp_path, monkeypatch):
    monkeypatch.setenv("DAY229_OUTPUT", str(tmp_path))
    path = tmp_path / "mine.csv"
    frame().to_csv(path, index=False)
    mine = known.with_rows("loss_claims", path)
    weighed = casualties.weigh_claims(mine, P, "RU")
    facts.save(
        "03-casualties", weighed, {"plain": number(1, "row", "counted", ("R01",))}, seen=mine
    )
    kept = facts.read(tmp_path / "facts", "03-casualties")
    assert kept["synthesis_killed_russia"]["basis"].endswith("with mine.csv")
    assert kept["plain"]["basis"] == "counted"
    with pytest.raises(facts.FactError, match=r"mine\.csv#X1"):
        facts.save("03-casualties", weighed)
    said: list[str] = []
    monkeypatch.setattr(plotting.publishing, "publish", page_texts.noted(said))
    plotting.synthesis(weighed)
    plotting.synthesis(casualties.weigh_claims(known, P, "RU"))
    assert said[0].endswith("assumptions in data/raw/priors.csv, with mine.csv")
    assert said[1].endswith("Source: claims as listed, and assumptions in data/raw/priors.csv")


def test_a_count_of_ones_own_moves_the_estimate_of_who_left(known):
    mine = known.with_rows("border_crossings", frame(COUNT))
    flows = migration.in_and_out(mine).flows
    assert {r for f in flows for r in f.rows} & {"your rows#Y1"}


def test_an_assumption_is_changed_by_its_key_and_the_rest_stays(known):
    some = pd.DataFrame({"key": ["PR10b"], "low": [0], "mode": [0.001], "high": [0.002]})
    mine = known.with_priors(some)
    ours, theirs = (k.assumptions().set_index("key") for k in (known, mine))
    assert len(ours) == len(theirs)
    assert "PR10b" not in theirs.index
    assert theirs.loc["your rows#PR10b", ["low", "mode", "high"]].tolist() == [0, 0.001, 0.002]
    same = ours.drop(index="PR10b")
    pd.testing.assert_frame_equal(theirs.loc[same.index], same)
    assert (known.priors_name, mine.priors_name[:10]) == ("data/raw/priors.csv", "your rows,")


def test_rows_of_a_whole_copy_that_were_not_changed_stay_ours(known):
    copy = tables.read_raw(paths.raw() / "priors.csv")
    copy.loc[copy["key"] == "PR30", "mode"] = "0.11"
    mine = known.with_priors(copy, told="mine.csv")
    own = [k for k in mine.assumptions()["key"] if "#" in k]
    assert own == ["mine.csv#PR30"]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"mode": None}, "column mode: rule 'filled'"),
        ({"low": 0.9}, "ordered prior"),
        ({"key": "PR300"}, "a new row also needs quantity, geography, reason, published; did you"),
        ({"quantity": "growth"}, "column quantity: .*write 'weekly_step'"),
        ({"low": 0.05, "mode": 0.1, "high": 0.2}, "an assumption that differs"),
        ({"low": -0.1}, "column low: rule 'span of weekly_step': found '-0.1'; .*above 0 to 3"),
        ({"low": 0}, "column low: rule 'span of weekly_step'"),
        ({"high": 5}, "column high: rule 'span of weekly_step': found '5'"),
        ({"key": "PR28", "low": 2, "mode": 3, "high": 4}, "span of undefined_wounded.*a share"),
        ({"key": "PR21", "high": 30}, "column high: rule 'span of bias_own'.*factor of 2"),
        ({"key": "PR10b", "high": 1}, "span of uncounted_share.*leaves somebody"),
        ({"key": "PR09a", "low": 0.5, "mode": 1, "high": 2}, "span of crossings_per_person"),
        ({"key": "PR01a", "low": -0.2}, "span of open_end"),
        (
            {"key": "PR29"},
            "an assumption that is read.*set the parameters ratio_low and ratio_high",
        ),
        ({"high": float("inf")}, "column high: rule 'number'"),
    ],
)
def test_assumptions_that_cannot_be_keyed_or_drawn_are_refused(known, changed, told):
    row = {"key": "PR30", "low": 0.1, "mode": 0.2, "high": 0.3} | changed
    with pytest.raises(tables.DataError, match=told):
        known.with_priors(pd.DataFrame([row]))


def test_no_assumption_of_the_models_is_without_its_span():
    every = set(migration.MEANING) | set(casualties.MEANING) | set(weekly_priors.MEANING)
    assert every == set(PRIORS)


@pytest.mark.parametrize("quantity", sorted(PRIORS))
def test_a_value_beyond_the_span_of_any_assumption_is_refused(known, quantity):
    ours = known.assumptions().drop_duplicates("quantity").set_index("quantity")
    span, row = PRIORS[quantity], {"key": ours.loc[quantity, "key"]}
    inside = row | ours.loc[quantity, ["low", "mode", "high"]].to_dict()
    assert all(span.holds(inside[end]) for end in ("low", "mode", "high"))
    for end, value in (("low", span.least - 1), ("high", span.most + 1)):
        with pytest.raises(tables.DataError, match=f"column {end}: rule 'span of {quantity}'"):
            known.with_priors(pd.DataFrame([inside | {end: value}]))


def test_an_assumption_out_of_its_span_is_refused_before_a_kernel_starts(tmp_path):
    path = tmp_path / "priors.csv"
    path.write_text("key,low,mode,high\nPR28,2,3,4\n", encoding="utf-8")
    told = r"^priors_file=.*priors\.csv: row 2, column low: rule 'span of undefined_wounded'"
    with pytest.raises(ParameterError, match=told):
        notebooks.read_files(notebooks.notebook_path("03-casualties"), {"priors_file": str(path)})


def test_a_new_assumption_may_not_state_again_what_another_states_for_the_day(known):
    ours = known.assumptions().set_index("key").loc["PR30"]
    row = {c: ours[c] for c in ("quantity", "geography", "reason", "published")}
    row |= {"key": "Z1", "low": 0.1, "mode": 0.2, "high": 0.3}
    with pytest.raises(tables.DataError, match="use the key PR30"):
        known.with_priors(pd.DataFrame([row]))
    later = known.with_priors(pd.DataFrame([row | {"published": "2022-10-11"}]))
    assert "your rows#Z1" in set(later.assumptions()["key"])


def test_assumptions_of_ones_own_reach_the_model_of_deaths(known):
    some = pd.DataFrame({"key": ["PR28"], "low": [0.9], "mode": [0.95], "high": [0.99]})
    ours, theirs = (
        casualties.weigh_claims(k, P, "RU").found.killed.central
        for k in (known, known.with_priors(some))
    )
    assert theirs < ours  # undefined losses that hold the wounded speak of fewer dead


def test_ours_and_theirs_are_compared_by_quantity():
    ours = {"a": number(10, "persons", "b"), "word": number("x", "text", "b")}
    theirs = {"a": number(7, "persons", "b"), "new": number(1, "persons", "b")}
    table = results.compare(ours, theirs).set_index("quantity")
    assert table.loc["a"].tolist() == [10, 7, -3, "persons"]
    assert table["difference"].isna().tolist() == [False, True, True]
    shown = results.beside(ours, theirs)
    assert shown.loc[0].tolist() == ["a", "10", "7", "-3", "persons"]


def test_without_own_rows_the_page_says_so_and_nothing_runs_twice(known):
    assert not casualties.beside_ours(known, P)
    assert "No rows or assumptions of your own" in casualties.beside_ours(known, P).sentence()


def test_a_session_reads_both_files_and_names_the_parameter_that_is_wrong(tmp_path):
    given = {"as_of": DAY, "level": 0.95, "forces": "all"} | OWN
    rows, priors = tmp_path / "rows.csv", tmp_path / "priors.csv"
    frame().to_csv(rows, index=False)
    priors.write_text("key,low,mode,high\nPR30,0.1,0.2,0.3\n", encoding="utf-8")
    _, known, later = session.begin(given | {"rows_file": str(rows), "priors_file": str(priors)})
    assert known.own_files() == "priors.csv and rows.csv"
    assert later.own == known.own
    assert not later
    priors.write_text("key,low,high\nPR30,0.1,0.3\n", encoding="utf-8")
    with pytest.raises(ParameterError, match=r"^priors_file=.*column mode: ") as caught:
        session.begin(given | {"rows_file": str(rows), "priors_file": str(priors)})
    assert caught.value.exit_code == 2
    with pytest.raises(ParameterError, match="wanted beside one of window_start, forces"):
        parameters.rows_table({"rows_file": "mine.csv"})


@pytest.mark.parametrize("given", [[CLAIM], CLAIM, None, 3])
def test_rows_that_are_neither_a_frame_nor_a_path_are_refused(known, given):
    wanted = f"frame or path.*found '{type(given).__name__}'.*give a pandas frame"
    with pytest.raises(tables.DataError, match=wanted):
        known.with_rows("loss_claims", given)
    with pytest.raises(tables.DataError, match=wanted):
        known.with_priors(given)


def test_assumptions_of_a_reader_without_rows_are_shown_beside_ours(known):
    mine = known.with_priors(pd.DataFrame({"key": ["PR02a"], "low": 0.1, "mode": 0.2, "high": 0.3}))
    assert mine.unused(()) == ""
    abroad = migration.still_abroad(mine, mine.assumptions(), P)
    assert migration.beside_ours(mine, abroad, P)


def test_evidence_with_rows_of_ones_own_is_short_at_a_prompt(known):
    mine = known.with_rows("loss_claims", frame(), told="mine.csv")
    assert repr(known) == "Evidence by 11 October 2022"
    assert repr(evidence.known_by(None)) == "Evidence so far"
    assert repr(mine) == "Evidence by 11 October 2022, with mine.csv"
    assert repr(mine.own[0]) == "OwnRows of mine.csv for loss_claims: 1"
    without = evidence.Evidence(None, without="hindsight is off")
    assert repr(without) == "No evidence: hindsight is off"


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_a_file_of_other_separators_is_refused_by_them(known, tmp_path, mark):
    path = tmp_path / "mine.csv"
    frame().to_csv(path, index=False, sep=mark)
    with pytest.raises(tables.DataError, match=r"cells parted by .*commas between cells"):
        known.with_rows("loss_claims", path)
    path.write_text(mark.join(["key", "low"]) + "\n" + mark.join("12"), encoding="utf-8")
    with pytest.raises(tables.DataError, match="parted by commas"):
        known.with_priors(path)
