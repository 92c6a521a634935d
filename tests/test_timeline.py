"""Timeline: changes kept, days between carried on, and publications named that moved a fact."""

import json

import numpy as np
import pandas as pd
import pytest

from analysis import claims, evidence, paths, runs
from analysis.claims import TimelineError
from analysis.runs import RunError, publish
from conftest import PROJECT


def facts(*rows):
    """Tidy facts of a sweep: day, fact, value, low, high, evidence rows."""
    columns = ["as_of", "fact", "value", "low", "high", "rows"]
    return pd.DataFrame(rows, columns=columns).assign(notebook="00-verdicts", unit="things")


@pytest.fixture
def two_rows():
    """Keys of two evidence rows with their days of publication."""
    rows = (
        evidence.table("border_crossings")
        .dropna(subset="published")
        .drop_duplicates("published")
        .sort_values("published")
    )
    early, late = rows.iloc[0], rows.iloc[-1]
    return (early["key"], early["published"]), (late["key"], late["published"])


def test_only_changes_are_kept_counted_by_hand():
    found = claims.condense(
        facts(
            ("2022-09-21", "a", "1", "", "", ""),
            ("2022-09-28", "a", "1", "", "", ""),
            ("2022-10-05", "a", "2", "1", "3", ""),
            ("2022-10-12", "a", "2", "1", "4", ""),
            ("2022-09-28", "b", "x", "", "", ""),
            ("2022-10-12", "b", "x", "", "", ""),
        )
    )
    assert found[["fact", "since", "value", "high"]].to_numpy().tolist() == [
        ["a", "2022-09-21", "1", ""],
        ["a", "2022-10-05", "2", "3"],
        ["a", "2022-10-12", "2", "4"],
        ["b", "2022-09-28", "x", ""],
        ["b", "2022-10-05", "", ""],
        ["b", "2022-10-12", "x", ""],
    ]
    assert found["key"].is_unique


def test_a_fact_that_never_changes_has_one_row_and_nothing_moved_it():
    found = claims.condense(
        facts(*((f"2022-10-{d:02d}", "a", "7", "", "", "") for d in range(1, 30)))
    )
    assert found[["since", "moved_by"]].to_numpy().tolist() == [["2022-10-01", ""]]


def test_the_publication_that_came_between_two_days_is_named_and_an_older_one_is_not(two_rows):
    (early, _), (late, published) = two_rows
    before, after = (str((published + pd.Timedelta(days=d)).date()) for d in (-3, 3))
    found = claims.condense(
        facts((before, "a", "1", "", "", early), (after, "a", "2", "", "", f"{early} {late}"))
    )
    assert found["moved_by"].tolist() == ["", late]
    publisher = evidence.describe([late])["publisher"].iloc[0]
    assert claims.publications(late) == f"{publisher} ({published:%-d %b %Y})"
    assert claims.publications("").startswith("no new publication")


def test_the_day_of_publication_itself_counts_as_known(two_rows):
    _, (late, published) = two_rows
    day, before = str(published.date()), str((published - pd.Timedelta(days=1)).date())
    assert claims.published_between([late], before, day) == [late]
    assert (
        claims.published_between([late], day, str((published + pd.Timedelta(days=1)).date())) == []
    )


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("2022-10-01", "a", "1", "", "", "")], "two days or more, found 1"),
        (
            [
                ("2022-10-01", "a", "1", "", "", ""),
                ("2022-10-01", "a", "2", "", "", ""),
                ("2022-10-02", "a", "2", "", "", ""),
            ],
            "comes twice on 2022-10-01",
        ),
    ],
)
def test_facts_that_are_no_timeline_are_refused(rows, message):
    with pytest.raises(TimelineError, match=message):
        claims.condense(facts(*rows))


def test_values_are_carried_on_and_verdict_changes_listed():
    kept = claims.condense(
        facts(
            ("2022-09-21", "c01_verdict", "cannot be checked", "", "", ""),
            ("2022-09-28", "c01_verdict", "supported", "", "", ""),
            ("2022-10-05", "c01_verdict", "supported", "", "", ""),
            ("2022-09-21", "c02_verdict", "supported", "", "", ""),
            ("2022-09-28", "c02_verdict", "supported", "", "", ""),
            ("2022-10-05", "c02_verdict", "contradicted", "", "", ""),
        )
    )
    changes = claims.changes_by(kept, None)
    assert claims.on_days(
        changes, ["2022-09-20", "2022-10-01", "2022-10-06"]
    ).to_numpy().tolist() == [["", ""], ["supported", "supported"], ["supported", "contradicted"]]
    moves = claims.verdict_changes(changes)
    assert moves[["claim", "was", "became"]].to_numpy().tolist() == [
        ["C01", "cannot be checked", "supported"],
        ["C02", "supported", "contradicted"],
    ]
    assert len(claims.verdict_changes(claims.changes_by(kept, "2022-10-01"))) == 1
    with pytest.raises(
        TimelineError, match="nothing was swept by 2022-09-20; the first day is 2022-09-21"
    ):
        claims.changes_by(kept, "2022-09-20")


def test_steps_are_numbers_and_an_unknown_fact_is_refused():
    kept = claims.condense(
        facts(
            ("2022-10-01", "a", "5", "4", "", ""),
            ("2022-10-02", "a", "6", "5", "8", ""),
            ("2022-10-03", "a", "", "", "", ""),
        )
    )
    steps = claims.interval_steps(claims.changes_by(kept, None), "a")
    assert steps[["low", "central", "high"]].to_numpy().tolist() == [[4, 5, 5], [5, 6, 8]]
    with pytest.raises(TimelineError, match="no fact 'b'"):
        claims.interval_steps(kept, "b")


@pytest.fixture(scope="module")
def followed():
    """The kept table, unless claims came into the ledger since the sweep: then that is said."""
    table = evidence.table("weekly_facts")
    if missed := claims.lacking(table):
        pytest.skip(
            f"weekly_facts.csv is older than the ledger, it lacks {', '.join(missed)}; next:"
            " `day229 timeline`"
        )
    return table


def test_a_claim_that_came_after_the_sweep_is_named_and_the_table_is_called_older(monkeypatch):
    table = evidence.table("weekly_facts")
    older = table[~table["fact"].isin(["c17_verdict", "c49_verdict"])]
    assert claims.lacking(older) == ("C17", "C49")
    known, none = evidence.known_by("2022-10-11"), table.iloc[:0]
    told = claims.swept_facts(known, evidence.known_by(None), older, none).sentence()
    assert "The sweep is older than the ledger: it lacks C17 and C49." in told


def test_the_kept_table_gives_the_verdicts_the_rules_give(followed):
    changes = claims.changes_by(followed, None)
    verdicts = changes[changes["fact"].str.endswith("_verdict")]
    days = runs.weekly_plan()["over"]["as_of"]
    chosen = [days[0], "2022-10-11", days[17], days[-1]]
    kept = claims.on_days(verdicts, chosen)
    for day, row in zip(chosen, kept.itertuples(index=False), strict=True):
        now = {f"{v.claim.id.lower()}_verdict": v.finding.verdict for v in claims.judge_all(day)}
        assert dict(zip(kept.columns, row, strict=True)) == now, day


def of_the_stored_notebooks(day: str, names, known) -> pd.DataFrame:
    """Facts kept with the notebooks, whose defaults are the day of the text.

    As a sweep gathers them; those of hindsight are not known on the day.
    """
    held = {
        n: json.loads((paths.notebooks() / "facts" / f"{n}.json").read_text(encoding="utf-8"))
        for n in names
    }
    rows = [
        {"notebook": n, "as_of": day, "hindsight": "False", "fact": fact}
        | {c: told.get(c) for c in ("value", "low", "high", "unit", "basis")}
        | {"rows": " ".join(told["rows"])}
        for n, some in held.items()
        for fact, told in some.items()
        if fact in known
    ]
    return pd.DataFrame(rows)


def test_two_days_of_the_kept_table_are_what_a_sweep_and_the_stored_notebooks_give(
    tmp_path, monkeypatch, followed
):
    monkeypatch.setenv("DAY229_REPORTS", str(tmp_path / "reports"))
    days = ["2022-10-04", "2022-10-11"]
    plan = runs.weekly_plan()
    assert set(days) <= set(plan["over"]["as_of"])
    folder, _ = runs.sweep(plan | {"over": plan["over"] | {"as_of": days[:1]}}, show_progress=False)
    swept = pd.read_csv(folder / "facts.csv", dtype=str, keep_default_na=False)
    kept = claims.changes_by(followed, days[-1])
    last = claims.on_days(kept, days[1:]).iloc[0]
    stored = of_the_stored_notebooks(days[1], plan["notebooks"], set(last[last != ""].index))
    pd.concat([swept, stored])[list(swept)].to_csv(folder / "facts.csv", index=False)
    again = claims.changes_by(runs.weekly_facts(folder), None)
    assert set(again["fact"]) <= set(kept["fact"])
    for table in (again, kept):
        table["whole"] = (
            table["value"] + "|" + table["low"].astype(str) + "|" + table["high"].astype(str)
        )
    wanted, found = (
        claims.on_days(t.drop(columns="value").rename(columns={"whole": "value"}), days)
        for t in (kept, again)
    )
    empty = [c for c in wanted if c not in found]
    assert (wanted[empty].map(lambda v: v.split("|")[0]) == "").all(
        axis=None
    )  # not known any more on these days
    pd.testing.assert_frame_equal(
        wanted[list(found)].replace("|nan|nan", ""),
        found.replace("|nan|nan", ""),
        check_column_type=False,
    )
    moved = again.loc[again["since"] == days[1], ["key", "moved_by"]]
    both = moved.merge(kept[["key", "moved_by"]], on="key", validate="one_to_one")
    assert both["moved_by_x"].fillna("").tolist() == both["moved_by_y"].fillna("").tolist()


def test_a_sweep_with_hindsight_or_unfinished_makes_no_timeline(tmp_path):
    told = dict.fromkeys(("run", "name", "exit_code", "error", "started", "ended"))
    record = told | {
        "schema": "day229-run/1",
        "status": "done",
        "plan": {"over": {"as_of": ["2022-10-11"]}},
        "tasks": [{"parameters": {"hindsight": True}}],
    }
    for change, message in (
        ({}, "used hindsight"),
        ({"status": "interrupted"}, "wanted a finished sweep"),
        ({"plan": {}}, "over as_of"),
    ):
        (tmp_path / "manifest.json").write_text(json.dumps(record | change), encoding="utf-8")
        with pytest.raises(RunError, match=message):
            runs.weekly_facts(tmp_path)


def test_the_grid_kept_with_the_notebooks_reaches_the_day_of_the_text_and_no_table_is_missing():
    plan = runs.weekly_plan()
    days = [np.datetime64(d) for d in plan["over"]["as_of"]]
    assert np.datetime64("2022-10-11") in days
    assert (np.diff(days).astype(int) <= 28).all()
    assert plan["over"]["hindsight"] == ["false"]
    assert (paths.processed() / publish.TABLE).is_file()
    assert (PROJECT / "notebooks" / publish.GRID).is_file()
