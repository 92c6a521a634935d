"""The command line: help, verdicts as JSON, clear errors and exit codes."""

import functools
import json

import pytest
from typer.testing import CliRunner

from analysis import claims
from analysis.cli import app
from planted import FIRM

runner = CliRunner()


def test_help_lists_the_commands():
    text = runner.invoke(app, ["--help"]).output
    assert all(word in text for word in ("report", "run", "data", "claims"))


@functools.cache
def claims_as_json(*given):
    return json.loads(runner.invoke(app, ["claims", *given, "--format", "json"]).output)


def test_claims_as_json_hold_verdict_rule_and_evidence():
    records = claims_as_json()
    assert len(records) >= 80
    assert sum(r["checkable"] for r in records) >= 80
    assert all(r["speaker"] and r["margin"] for r in records)
    assert all(r["verdict"] and r["verdict_now"] and r["rule"] and r["reason"] for r in records)
    assert all(e["publisher"] for r in records for e in r["evidence"])


def test_claims_on_an_earlier_day_use_nothing_published_later(monkeypatch):
    late = claims_as_json()
    monkeypatch.setattr(claims, "margin", lambda *_: FIRM)  # which is not asked here, and slow
    early = claims_as_json("--as-of", "2022-09-25")
    known = [e["known"].removeprefix("not before ") for r in early for e in r["evidence"]]
    assert max(known) <= "2022-09-25"
    assert any(a["verdict"] != b["verdict"] for a, b in zip(early, late, strict=True))


def test_claims_as_a_table_print_each_reason():
    text = runner.invoke(app, ["claims"]).output
    assert "C17  supported with caveat" in text
    assert "79.52" in text


def test_the_newest_day_held_is_told_for_each_table():
    text = runner.invoke(app, ["data", "newest"]).output
    assert "territory_national 2026-08-21" in " ".join(text.split())


def test_a_bad_date_ends_with_code_2_and_says_what_was_wanted():
    result = runner.invoke(app, ["claims", "--as-of", "31.02.2022"])
    assert result.exit_code == 2
    assert "YYYY-MM-DD" in result.output


def test_a_broken_table_ends_with_code_1_and_names_file_row_column_and_rule(raw_copy):
    path = raw_copy / "polls.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[5] = lines[5].replace(",%,", ",percent,")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    result = runner.invoke(app, ["data", "check"])
    assert result.exit_code == 1
    assert "data/raw/polls.csv: row 6, column unit: rule 'one of': found 'percent'" in result.output


def test_an_unknown_rule_in_the_ledger_is_named(raw_copy):
    path = raw_copy / "claims.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("days_elapsed", "days_elapsd"), encoding="utf-8"
    )
    for command in ("build", "check"):
        result = runner.invoke(app, ["data", command])
        assert result.exit_code == 1
        told = "column rule: rule 'one of': found 'days_elapsd'; next: write 'days_elapsed'"
        assert told in result.output


def test_the_committed_data_are_in_order():
    assert runner.invoke(app, ["data", "check"]).exit_code == 0


@pytest.mark.parametrize(
    ("command", "code"), [(["run", "09"], 2), (["data", "fetch", "nothing.csv"], 1)]
)
def test_unknown_names_end_with_a_sentence_not_a_traceback(command, code):
    result = runner.invoke(app, command)
    assert result.exit_code == code
    assert "Traceback" not in result.output
    assert "known:" in result.output


@pytest.mark.parametrize(
    "given", ["level=95", "draws=0", "seed=-1", "as_of=2022-02-30", "region=Crimea"]
)
def test_a_parameter_out_of_range_ends_with_code_2_before_a_kernel_starts(given):
    result = runner.invoke(app, ["run", "01", "-p", given])
    assert result.exit_code == 2
    assert given.partition("=")[0] in result.output


def test_a_file_that_cannot_be_fetched_is_named_and_the_others_are_fetched(monkeypatch, tmp_path):
    from analysis import sources

    def fetched(name, *, progress):
        if name == "lost.csv":
            raise sources.UpstreamError("lost.csv: no route to host")
        return tmp_path / name

    monkeypatch.setattr(sources, "fetch", fetched)
    result = runner.invoke(app, ["data", "fetch", "lost.csv", "held.csv"])
    assert result.exit_code == 1
    assert f"held.csv: {tmp_path / 'held.csv'}" in result.output
    assert "lost.csv: no route to host" in result.output
    assert "1 of 2 files could not be fetched" in result.output


@pytest.mark.parametrize(
    "command", [["claims"], ["claims", "--format", "json"], ["data", "newest"]]
)
def test_a_command_that_reads_processed_tables_refuses_broken_raw_ones(raw_copy, command):
    path = raw_copy / "mobilisation.csv"
    path.write_bytes(path.read_bytes().replace(b"E156,mobilised", b"E156,mobilized", 1))
    result = runner.invoke(app, command)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "data/raw/mobilisation.csv: row " in result.stderr
    assert (
        "column quantity: rule 'one of': found 'mobilized'; next: write 'mobilised'"
        in result.stderr
    )


def test_verdicts_of_stale_tables_are_refused_with_the_next_step(raw_copy):
    path = raw_copy / "mobilisation.csv"
    path.write_bytes(path.read_bytes().replace(b"300000", b"301000", 1))
    result = runner.invoke(app, ["claims"])
    assert result.exit_code == 1
    assert result.stdout == ""
    assert (
        "data/processed is stale: mobilisation.csv; next: run `day229 data build`" in result.stderr
    )
