"""One call makes every test on returns, with its null, honest votes, and what it cannot see."""

import json

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from analysis import paths
from analysis import stations as st
from analysis.cli import app
from analysis.stations import findings, reporting
from analysis.stations.findings import Finding
from station_returns import honest_returns, write_results

ALL = {c: c for c in st.COLUMNS}
BY_RESULT = {c: c for c in ("region", "commission", "station", "received", "valid", "leader")}


@pytest.fixture
def honest(rng):
    return honest_returns(1_000, turnout=0.6, share=0.55, rng=rng)


def returns_of(tmp_path, frame, columns=ALL):
    frame.to_csv(tmp_path / "made.csv", index=False)
    return st.read(tmp_path / "made.csv", columns)


def reported(tmp_path, frame, columns=ALL, draws=5):
    return st.report(returns_of(tmp_path, frame, columns), draws=draws)


def state(found, key):
    return next(f.state for f in found.findings if f.key == key)


def test_counted_votes_are_flagged_by_no_test(tmp_path, honest):
    found = reported(tmp_path, honest)
    assert found.of("flagged") == []
    assert found.of("not identified")[-2:] == ["anomalous votes", "model of stuffing"]
    assert "none flags" in str(found)


def test_votes_written_to_whole_percentages_are_flagged_by_that_test_alone(tmp_path, honest, rng):
    found = reported(tmp_path, write_results(honest, 0.3, rng=rng))
    assert {"whole percentages by turnout", "whole percentages by result"} <= set(
        found.of("flagged")
    )
    assert state(found, "likeness") == "not flagged"


def test_one_share_written_everywhere_is_flagged_as_too_much_alike(tmp_path, honest):
    alike = honest.assign(leader=np.rint(0.55 * honest["received"]).astype(int))
    assert state(reported(tmp_path, alike), "likeness") == "flagged"


def test_one_station_cannot_be_too_much_like_others_and_no_test_is_said_to_have_seen_it(
    tmp_path, honest
):
    found = reported(tmp_path, honest.head(1))
    assert state(found, "likeness") == "blind"
    assert found.of("not flagged") == []
    assert "no test could see anything at 1 station (0 rows set aside)" in str(found)


def test_made_up_last_digits_are_flagged(tmp_path, honest):
    made = honest.assign(leader=10 * (honest["leader"] // 10))
    found = reported(tmp_path, made)
    assert state(found, "last digit, redrawn") == "flagged"


def test_a_published_test_that_flags_honest_votes_never_flags(tmp_path, honest):
    made = honest.assign(leader=10 * (honest["leader"] // 10))
    found = reported(tmp_path, made)
    assert state(found, "last digit, published") == "not identified"


def test_without_voters_what_needs_turnout_is_left_out_and_told(tmp_path, honest):
    found = reported(tmp_path, honest, BY_RESULT)
    assert found.of("left out") == ["anomalous votes", "model of stuffing"]
    assert [f.key for f in found.findings if f.key in st.MEASURES] == ["result"]
    assert "left out: anomalous votes, model of stuffing" in found.sentence()


def test_the_result_is_tested_alike_with_and_without_voters(tmp_path, honest):
    found = [st.integer_excess(returns_of(tmp_path, honest, c).stations) for c in (ALL, BY_RESULT)]
    one, other = (f.row("result") for f in found)
    assert one["observed"] == pytest.approx(other["observed"], abs=20)
    assert set(found[1].pvalue) == {"result"}


def test_a_test_that_few_stations_leave_without_power_is_blind(tmp_path, honest):
    found = reported(tmp_path, honest.iloc[:15])
    assert state(found, "turnout") == "blind"
    assert state(found, "last digit, redrawn") == "left out"
    assert "blind: " in found.sentence()


def test_stations_above_99_per_cent_make_the_test_blind(tmp_path, honest):
    full = honest.assign(given=honest["voters"], received=honest["voters"])
    full = full.assign(valid=full["received"], leader=full["received"])
    some = pd.concat([honest.iloc[:600], full.iloc[600:]])
    found = reported(tmp_path, some)
    assert state(found, "result") == "blind"
    words = next(f.words for f in found.findings if f.key == "result")
    assert "400 above 99 % are left out" in words
    assert "the test sees little" in words


def test_no_station_that_takes_part_is_told(tmp_path, honest):
    small = honest.iloc[:60].assign(voters=90, given=60, received=60, valid=60, leader=30)
    found = reported(tmp_path, small)
    assert state(found, "either") == "left out"
    assert "none of 60 stations takes part" in found.findings[0].words


def test_redrawn_votes_say_how_often_a_test_is_wrong_and_right(honest, rng):
    tried = findings.trials(honest, level=0.01, draws=20, rng=rng)
    assert max(tried.counted.values()) <= 2
    assert min(tried.written.values()) >= 18
    assert "of 20 with one station in five" in tried.in_words("turnout")


def test_redrawing_keeps_sizes_and_rates(honest, rng):
    made = findings._redrawn(honest, rng)
    assert made["voters"].equals(honest["voters"])
    assert (made["leader"] <= made["received"]).all()
    assert made["given"].sum() == pytest.approx(honest["given"].sum(), rel=0.01)
    assert not made["leader"].equals(honest["leader"])


def test_chances_are_adjusted_by_hand():
    # Holm of .01, .04, .03: 3 x .01, then 2 x .03, then the larger of .06 and .04
    found = [
        Finding(key=k, test=k, null="", state="not flagged", found="", words="", chance=p)
        for k, p in (("a", 0.01), ("b", 0.04), ("c", 0.03), ("d", np.nan))
    ]
    made = reporting._adjusted(found, 0.05)
    assert [round(f.adjusted, 6) for f in made[:3]] == [0.03, 0.06, 0.06]
    assert np.isnan(made[3].adjusted)
    assert [f.state for f in made] == ["flagged", *["not flagged"] * 3]


def test_every_finding_has_its_null_state_and_words(tmp_path, honest):
    table = reported(tmp_path, honest).to_frame()
    assert set(table["state"]) <= set(findings.STATES)
    assert (table[["null", "words", "honest"]].map(len) > 0).all().tolist() == [True, True, False]
    assert table["key"].is_unique


def test_a_report_shows_itself(tmp_path, honest):
    found = reported(tmp_path, honest.assign(region="<b>North & South</b>"))
    assert repr(found) == f"Report: {found}"
    assert str(found).count(". ") == 1
    assert found._repr_html_().startswith("<p>made.csv: of ")
    page = found.page()
    assert "<title>made.csv</title>" in page
    assert "http" not in page
    assert "<b>" not in page


def test_the_same_returns_give_the_same_report(tmp_path, honest):
    one, other = (reported(tmp_path, honest).records() for _ in range(2))
    assert one == other


# the command


def command(*given):
    return CliRunner().invoke(app, ["stations", *map(str, given)])


def written_map(tmp_path):
    lines = "\n".join(f'{c} = "{c}"' for c in st.COLUMNS)
    (tmp_path / "made.toml").write_text(f'name = "A made vote"\n[columns]\n{lines}\n')
    return tmp_path / "made.toml"


def test_the_command_tells_every_test_and_writes_a_page(tmp_path, honest):
    honest.iloc[:300].to_csv(tmp_path / "made.csv", index=False)
    page = tmp_path / "page.html"
    aside = tmp_path / "aside.csv"
    files = (tmp_path / "made.csv", "--map", written_map(tmp_path), "--out", page)
    found = command(*files, "--set-aside", aside)
    assert found.exit_code == 0
    assert "A made vote: of 7 tests" in found.stdout
    assert "A made vote" in page.read_text(encoding="utf-8")
    assert aside.read_text(encoding="utf-8").startswith("row,region,commission,station,rule")


def test_the_command_gives_json_to_programs(tmp_path, honest):
    honest.iloc[:300].to_csv(tmp_path / "made.csv", index=False)
    found = command(tmp_path / "made.csv", "--map", written_map(tmp_path), "--format", "json")
    told = json.loads(found.stdout)
    assert told["stations"] == 300
    assert {t["key"] for t in told["tests"]} >= {"turnout", "likeness", "anomalous votes"}


@pytest.mark.parametrize(
    ("text", "mapped", "code", "told"),
    [
        ("a,b\n1,2\n", "nowhere", 2, "no such mapping"),
        ("a,b\n1,2\n", "delaware-2016", 1, "column 'county' wanted"),
        (None, "delaware-2016", 1, "no such file"),
    ],
)
def test_a_command_that_fails_ends_with_a_line_of_json_and_a_code(
    tmp_path, text, mapped, code, told
):
    path = tmp_path / "x.csv"
    if text:
        path.write_text(text)
    found = command(path, "--map", mapped)
    last = json.loads(found.stderr.strip().splitlines()[-1])
    assert (found.exit_code, last["exit_code"], last["status"]) == (code, code, "failed")
    assert told in last["error"]


# other countries


@pytest.mark.parametrize(
    ("file", "mapped", "left_out"),
    [
        ("delaware-2016-general.csv", "delaware-2016", True),
        ("venezuela-2024-actas.csv", "venezuela-2024", True),
        ("georgia-2024-parliament.xlsx", "georgia-2024", False),
    ],
)
def test_votes_abroad_have_no_number_that_is_not_identified(file, mapped, left_out):
    path = paths.cache() / "foreign" / file
    if not path.is_file():
        pytest.skip(f"{file} is not in the cache beside the project")
    if path.suffix == ".xlsx":
        pytest.importorskip("python_calamine", reason="Excel needs the extra `excel`")
    found = st.report(st.read(path, mapped), draws=2)
    wanted = "left out" if left_out else "not identified"
    assert found.of(wanted)[-2:] == ["anomalous votes", "model of stuffing"]
    assert found.of("flagged") == []
