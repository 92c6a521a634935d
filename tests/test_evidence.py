import csv
import itertools
from datetime import date

import pandas as pd
import pytest

from analysis import cleaning, evidence, paths

TABLES = sorted(cleaning.CLEANED)
DATED = [
    n for n in TABLES if n not in {"claims", "polity_overrides", "searches", "statements"}
]  # these have no day of publication
DAYS = ["2014-04-16", "2022-09-27", "2022-10-11", "2023-04-12"]


def rows_of(name):
    with (paths.processed() / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def first_column(frame):
    return sorted(frame[frame.columns[0]])


@pytest.mark.parametrize("as_of", DAYS)
@pytest.mark.parametrize("name", DATED)
def test_a_day_admits_what_was_published_by_then_and_nothing_later(name, as_of):
    rows = rows_of(name)
    first = next(iter(rows[0]))
    bears = [r for r in rows if r.get("how_read", "excerpt") in {"excerpt", "dataset", "derived"}]
    wanted = sorted(r[first] for r in bears if r["published"] <= as_of)  # ISO days sort as text
    frame = evidence.known_by(as_of).table(name)
    assert first_column(frame) == wanted
    assert [str(day.date()) for day in frame["published"] if str(day.date()) > as_of] == []


def test_a_figure_is_known_on_the_day_it_is_published_and_not_the_day_before():
    # E156, more than 200,000 mobilised, was published on 4 October 2022
    assert "E156" in set(evidence.table("mobilisation", as_of="2022-10-04")["key"])
    assert "E156" not in set(evidence.table("mobilisation", as_of="2022-10-03")["key"])


def test_a_day_may_be_given_as_a_date_and_none_admits_everything():
    as_text, as_date = evidence.known_by("2022-10-11"), evidence.known_by(date(2022, 10, 11))
    assert as_text == as_date
    assert len(evidence.known_by(None).table("sources")) == len(rows_of("sources"))


@pytest.mark.parametrize("as_of", [None, "2022-10-11"])
@pytest.mark.parametrize("name", TABLES)
def test_the_text_itself_and_remembered_figures_never_bear_a_verdict(name, as_of):
    frame = evidence.known_by(as_of).table(name)
    read = set(frame["how_read"]) if "how_read" in frame else set()
    assert read.isdisjoint({"unverified", "article"})


@pytest.mark.parametrize("how", ["unverified", "article"])
def test_the_text_itself_and_remembered_figures_are_shown_when_asked_for(how):
    held = {
        r["key"]
        for name in DATED
        if name != "sources"
        for r in rows_of(name)
        if r["how_read"] == how
    }
    everything = evidence.known_by(None)
    frames = [everything.table(name, bearing=False) for name in DATED if name != "sources"]
    assert {key for f in frames for key in f.loc[f["how_read"] == how, "key"]} == held
    assert held


@pytest.mark.parametrize("as_of", ["2022-02-31", "yesterday", "11.10.2022", "2022-13-01", ""])
def test_a_bad_day_is_refused_by_the_name_as_of(as_of):
    with pytest.raises(evidence.EvidenceError, match=f"as_of='{as_of}'.*YYYY-MM-DD"):
        evidence.known_by(as_of)


@pytest.mark.parametrize(
    ("wrong", "right"), [("referendum_tally", "referendum_tallies"), ("pols", "polls")]
)
def test_an_unknown_table_suggests_the_nearest(wrong, right):
    with pytest.raises(evidence.EvidenceError, match=f"no table '{wrong}'.*did you mean '{right}'"):
        evidence.table(wrong)


def test_a_missing_build_says_what_to_run(raw_copy):
    for path in paths.processed().glob("*.csv"):
        path.unlink()
    with pytest.raises(evidence.EvidenceError, match="day229 data build"):
        evidence.table("polls")


def test_a_publisher_is_called_by_a_name_and_not_by_the_path_of_a_repository():
    repository = r"(?i)\bon github\b|^[\w.-]+/[\w.-]+[-_][\w.-]+$"
    names = evidence.table("sources")["publisher"]
    assert sorted(names[names.str.contains(repository)].unique()) == []
    planted = pd.Series(["someone/a-model on GitHub", "someone/a-model", "RFE/RL"])
    assert list(planted.str.contains(repository)) == [True, True, False]


def test_describe_names_table_publisher_day_and_address():
    (publication,) = [r for r in rows_of("sources") if r["source"] == "tass-20220927-3"]
    described = evidence.describe(["RT26", "E015"]).set_index("key")
    assert list(described.index) == ["RT26", "E015"]
    assert described.loc["RT26", "publisher"] == publication["publisher"]
    assert described.loc["RT26", "url"] == publication["url"]
    assert described.loc["RT26", "url"].startswith("https://")
    assert described.loc["RT26", "table"] == "referendum_tallies"
    assert str(described.loc["RT26", "published"].date()) == "2022-09-28"
    assert described.loc["RT26", "known"] == "2022-09-28"
    assert described.loc["E015", "how_read"] == "derived"


def test_a_day_that_is_not_known_is_shown_as_not_before():
    told = evidence.describe(["BA01", "EV16"])["known"]
    assert list(told) == ["not before 2001-01-15", "not before 2022-02-24"]


def test_no_page_of_the_web_is_known_before_there_was_one():
    assert min(r["published"] for n in DATED for r in rows_of(n)) >= "1991-08-06"


def test_every_row_of_evidence_can_be_described_once():
    keys = [r["key"] for name in DATED if name != "sources" for r in rows_of(name)]
    described = evidence.describe(keys)
    assert list(described["key"]) == keys
    assert described["publisher"].notna().all()


def test_describe_refuses_an_unknown_key_by_name():
    with pytest.raises(evidence.EvidenceError, match="'ZZ99'"):
        evidence.describe(["RT26", "ZZ99"])


@pytest.mark.parametrize("bearing", [True, False])
@pytest.mark.parametrize("as_of", [None, "2022-10-11"])
def test_changing_a_returned_table_does_not_change_the_next_one(as_of, bearing):
    known = evidence.known_by(as_of)
    first = known.table("referendum_tallies", bearing=bearing)
    kept = first.copy(deep=True)
    first.loc[:, "central"] = -1.0
    first["mood"] = "bad"
    del first["region"]
    assert known.table("referendum_tallies", bearing=bearing).equals(kept)


def test_changing_a_description_does_not_change_the_next_one():
    first = evidence.describe(["RT26"])
    first.loc[:, "publisher"] = "nobody"
    assert list(evidence.describe(["RT26"])["publisher"]) == ["TASS"]


def test_more_is_known_on_later_days_and_never_more_than_is_held():
    heads = ["table", "rows held", "may bear a verdict", "known by the day"]
    given = [evidence.known_by(day).counts(*DATED) for day in [*DAYS, None]]
    counts = [c.set_axis(heads, axis=1).set_index("table") for c in given]
    for before, after in itertools.pairwise(counts):
        assert (before["known by the day"] <= after["known by the day"]).all()
        assert before["rows held"].equals(after["rows held"])
    assert counts[0]["known by the day"].sum() < counts[-1]["known by the day"].sum()
    assert counts[-1]["known by the day"].equals(
        counts[-1]["may bear a verdict"].rename("known by the day")
    )


def test_counts_of_one_table_agree_with_its_file():
    rows = rows_of("border_crossings")
    bears = [r for r in rows if r["how_read"] in {"excerpt", "dataset", "derived"}]
    known = [r for r in bears if r["published"] <= "2022-10-11"]
    (counted,) = evidence.known_by("2022-10-11").counts("border_crossings").to_dict("records")
    assert counted == {
        "Table": "Entries, exits and net crossings reported by border services and others",
        "Rows held": len(rows),
        "May bear a verdict": len(bears),
        "Known by 11 October 2022": len(known),
    }


def test_a_row_becomes_an_estimate_in_its_unit():
    row = evidence.table("mobilisation").set_index("key", drop=False).loc["E156"]
    made = evidence.estimate(row)
    assert (made.low, made.central, made.unit) == (200_000, 200_000, "mobilised men")
    assert made.high == float("inf")
    assert made.basis == "as reported (more than)"


def test_a_row_without_a_figure_gives_no_estimate():
    row = evidence.table("mobilisation").set_index("key", drop=False).loc["E156"].copy()
    row["central"] = float("nan")
    with pytest.raises(evidence.EvidenceError, match="E156"):
        evidence.estimate(row)
