import csv

import pytest

from analysis import paths, tables
from analysis.tables.rules import one_of, some_of


def rows_of(raw, table):
    with (raw / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write(raw, table, rows):
    with (raw / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def line_of(raw, table, key):
    """Line of a row in the file; no committed cell spans lines, so rows and lines agree."""
    return next(n for n, row in enumerate(rows_of(raw, table), start=1) if row[0] == key)


def put(raw, table, key, column, cell):
    """Overwrite one cell and return the line it stands on."""
    rows, line = rows_of(raw, table), line_of(raw, table, key)
    rows[line - 1][rows[0].index(column)] = cell
    write(raw, table, rows)
    return line


def problems(raw):
    """Breaches as (file, row, column, rule)."""
    with pytest.raises(tables.DataError) as caught:
        tables.load_all(raw)
    return [(p.file, p.row, p.column, p.rule) for p in caught.value.problems]


def test_the_committed_tables_keep_their_contracts():
    frames = tables.load_all(paths.raw())
    assert set(frames) == set(tables.RAW)
    assert all(len(frame) == len(rows_of(paths.raw(), name)) - 1 for name, frame in frames.items())


def test_a_copy_of_the_tables_is_in_order_before_it_is_broken(raw_copy):
    assert set(tables.load_all(raw_copy)) == set(tables.RAW)


def test_a_row_is_named_by_its_line_in_the_file(raw_copy):
    frame = tables.read_raw(raw_copy / "mobilisation.csv")
    lines = (raw_copy / "mobilisation.csv").read_text(encoding="utf-8").split("\n")
    assert all(lines[line - 1].startswith(f"{row['key']},") for line, row in frame.iterrows())


# table, key of the row, column, cell written, rule that must refuse it
BROKEN_CELLS = {
    "text in a figure": ("mobilisation", "E156", "reported", "many", "quantity"),
    "text in a whole number": ("plebiscites", "PV-is011918", "yes", "many", "whole number"),
    "text in a plain number": ("plebiscites", "PV-is011918", "polyarchy", "high", "number"),
    "unknown source": ("mobilisation", "E156", "source", "nobody-20220101", "known source"),
    "unknown further source": (
        "mobilisation",
        "E156",
        "source_also",
        "nobody-20220101",
        "known source",
    ),
    "share over 100": ("referendum_districts", "RD02", "reported", "101", "share 0-100"),
    "share under 0": ("referendum_districts", "RD02", "reported", "-1", "share 0-100"),
    "decimal comma in a figure": ("referendum_districts", "RD02", "reported", "90,01", "quantity"),
    "decimal comma in a number": ("plebiscites", "PV-is011918", "polyarchy", "0,865", "number"),
    "day that is in no calendar": ("referendum_districts", "RD02", "as_of", "2022-02-31", "date"),
    "day written with dots": ("referendum_districts", "RD02", "as_of", "31.02.2022", "date"),
    "day written as a week": ("referendum_districts", "RD02", "as_of", "2022-W39-2", "date"),
    "day in place of a figure": (
        "referendum_districts",
        "RD02",
        "reported",
        "31.02.2022",
        "quantity",
    ),
    "empty required word": ("mobilisation", "E156", "claimant", "", "filled"),
    "blank required word": ("mobilisation", "E156", "claimant", "  ", "filled"),
    "empty figure": ("mobilisation", "E156", "reported", "", "filled"),
    "unit outside the vocabulary": ("mobilisation", "E156", "unit", "soldiers", "one of"),
    "way of reading outside the vocabulary": (
        "mobilisation",
        "E156",
        "how_read",
        "heard",
        "one of",
    ),
    "published too early": (
        "referendum_districts",
        "RD02",
        "published",
        "2022-09-26",
        "not before the day it speaks of",
    ),
    "published inside the period": (
        "border_crossings",
        "E005",
        "published",
        "2022-09-26",
        "not before the day it speaks of",
    ),
    "negative count": ("mobilisation", "E156", "reported", "-5", "not negative"),
    "negative entries": ("border_crossings", "E005", "reported", "-98000", "not negative"),
    "address without a scheme": ("sources", "tass-20220928", "url", "tass.com", "address"),
    "hash of the wrong length": (
        "upstream",
        "economist-loss-estimates.csv",
        "sha256",
        "6146",
        "sha256",
    ),
}


@pytest.mark.parametrize(
    ("table", "key", "column", "cell", "rule"), BROKEN_CELLS.values(), ids=BROKEN_CELLS
)
def test_a_broken_cell_is_named_by_file_row_column_and_rule(
    raw_copy, table, key, column, cell, rule
):
    line = put(raw_copy, table, key, column, cell)
    assert problems(raw_copy) == [(f"data/raw/{table}.csv", line, column, rule)]


# a count or area below zero and a share above 100 are impossible in whatever column they stand
@pytest.mark.parametrize(
    ("table", "key", "column", "cell"),
    [
        ("wounded_per_killed", "WK02", "killed", "-1351"),
        ("territory_national", "TN002", "area_km2", "-119000"),
        ("territory_national", "TN002", "area_pct", "101"),
    ],
)
def test_an_impossible_figure_outside_the_reported_column_is_refused(
    raw_copy, table, key, column, cell
):
    line = put(raw_copy, table, key, column, cell)
    assert [p[:3] for p in problems(raw_copy)] == [(f"data/raw/{table}.csv", line, column)]


def test_negative_net_crossings_and_negative_changes_are_allowed(raw_copy):
    put(raw_copy, "border_crossings", "E015", "reported", "-53,000")
    put(raw_copy, "mobilisation", "E156", "unit", "% change")
    put(raw_copy, "mobilisation", "E156", "reported", "-5")
    assert tables.load_all(raw_copy)["border_crossings"]["reported"].eq("-53,000").sum() == 1


def test_a_figure_may_be_published_on_the_last_day_of_its_period(raw_copy):
    line = put(
        raw_copy, "border_crossings", "E005", "published", "2022-09-27"
    )  # the period ends that day
    assert tables.load_all(raw_copy)["border_crossings"].loc[line, "published"] == "2022-09-27"


def test_a_repeated_key_is_named_on_each_row_that_has_it(raw_copy):
    line = put(raw_copy, "mobilisation", "E156", "key", "E154")
    first = line_of(raw_copy, "mobilisation", "E154")
    wanted = {("data/raw/mobilisation.csv", n, "key", "unique key") for n in (first, line)}
    assert set(problems(raw_copy)) == wanted


def test_a_key_of_another_table_is_refused(raw_copy):
    put(raw_copy, "mobilisation", "E156", "key", "R02")
    line = line_of(
        raw_copy, "loss_claims", "R02"
    )  # the later table of the two is the one to rename
    assert problems(raw_copy) == [
        ("data/raw/loss_claims.csv", line, "key", "key used once in all tables")
    ]


def test_a_byte_order_mark_is_refused(raw_copy):
    path = raw_copy / "polls.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert problems(raw_copy) == [
        ("data/raw/polls.csv", 1, "(all)", "UTF-8 without byte-order mark")
    ]


def test_a_word_in_cp1251_is_refused_on_its_line(raw_copy):
    path = raw_copy / "mobilisation.csv"
    lines = path.read_bytes().split(b"\n")
    lines[4] += "Херсон".encode("cp1251")  # fifth line of the file
    path.write_bytes(b"\n".join(lines))
    assert problems(raw_copy) == [("data/raw/mobilisation.csv", 5, "(all)", "UTF-8")]


def test_a_missing_column_is_refused(raw_copy):
    rows = rows_of(raw_copy, "mobilisation")
    at = rows[0].index("claimant")
    write(raw_copy, "mobilisation", [row[:at] + row[at + 1 :] for row in rows])
    assert problems(raw_copy) == [("data/raw/mobilisation.csv", 1, "claimant", "column present")]


def test_an_extra_column_is_refused(raw_copy):
    rows = rows_of(raw_copy, "mobilisation")
    write(
        raw_copy,
        "mobilisation",
        [[*row, cell] for row, cell in zip(rows, ["mood"] + ["x"] * 99, strict=False)],
    )
    assert problems(raw_copy) == [("data/raw/mobilisation.csv", 1, "mood", "known column")]


@pytest.mark.parametrize(
    "change", [lambda row: [*row, "x"], lambda row: row[:-1]], ids=["too many", "too few"]
)
def test_a_row_with_the_wrong_number_of_fields_is_refused(raw_copy, change):
    rows = rows_of(raw_copy, "mobilisation")
    rows[6] = change(rows[6])  # seventh line of the file
    write(raw_copy, "mobilisation", rows)
    rule = f"{len(rows[0])} fields in every row"
    assert problems(raw_copy) == [("data/raw/mobilisation.csv", 7, "(all)", rule)]


def test_a_missing_file_is_refused(raw_copy):
    (raw_copy / "polls.csv").unlink()
    assert problems(raw_copy) == [("data/raw/polls.csv", 0, "(all)", "file exists")]


def test_a_file_with_only_its_header_is_refused(raw_copy):
    write(raw_copy, "polls", rows_of(raw_copy, "polls")[:1])
    assert problems(raw_copy) == [("data/raw/polls.csv", 0, "(all)", "not empty")]


def test_breaches_in_several_files_are_reported_at_once(raw_copy):
    text = put(raw_copy, "mobilisation", "E156", "reported", "many")
    unit = put(raw_copy, "mobilisation", "E154", "unit", "soldiers")
    share = put(raw_copy, "referendum_districts", "RD02", "reported", "101")
    source = put(raw_copy, "border_crossings", "E015", "source", "nobody-20220101")
    (raw_copy / "polls.csv").unlink()
    wanted = {
        ("data/raw/mobilisation.csv", text, "reported", "quantity"),
        ("data/raw/mobilisation.csv", unit, "unit", "one of"),
        ("data/raw/referendum_districts.csv", share, "reported", "share 0-100"),
        ("data/raw/border_crossings.csv", source, "source", "known source"),
        ("data/raw/polls.csv", 0, "(all)", "file exists"),
    }
    assert set(problems(raw_copy)) == wanted


def test_the_message_names_place_finding_and_next_step(raw_copy):
    line = put(raw_copy, "mobilisation", "E156", "source", "nobody-20220101")
    with pytest.raises(tables.DataError) as caught:
        tables.load_all(raw_copy)
    assert (
        str(caught.value)
        == f"data/raw/mobilisation.csv: row {line}, column source: rule 'known source': found"
        " 'nobody-20220101'; next: add the publication to sources.csv, or correct the key"
    )


def test_swapped_columns_are_named_with_a_next_step(raw_copy):
    path = raw_copy / "names.csv"
    tables.read_raw(path)[["region", "alias"]].to_csv(path, index=False)
    with pytest.raises(tables.DataError, match=r"column order.*restore the contract's order"):
        tables.load_all(raw_copy)


def test_a_period_that_starts_after_its_end_is_refused(raw_copy):
    line = put(raw_copy, "border_crossings", "E005", "period_start", "2022-09-29")
    assert ("data/raw/border_crossings.csv", line, "period_start", "not after its end") in problems(
        raw_copy
    )


def test_shares_of_one_announcement_beyond_100_are_refused(raw_copy):
    frame = tables.read_raw(raw_copy / "count_timeline.csv")
    key = frame.loc[frame["quantity"] == "share against", "key"].iloc[0]
    line = put(raw_copy, "count_timeline", key, "reported", "30")
    assert (
        "data/raw/count_timeline.csv",
        line,
        "reported",
        "shares sum to at most 100",
    ) in problems(raw_copy)


def test_more_votes_than_ballots_are_refused(raw_copy):
    line = put(raw_copy, "referendum_tallies", "RT01", "reported", "21158000")
    assert (
        "data/raw/referendum_tallies.csv",
        line,
        "reported",
        "votes within ballots",
    ) in problems(raw_copy)


@pytest.mark.parametrize(
    ("table", "key", "column"),
    [
        ("events", "EV38", "stance"),
        ("quotations", "EV07", "meaning"),
        ("sources", "tass-20220928", "standing"),
    ],
)
def test_a_judgement_outside_its_vocabulary_is_refused(raw_copy, table, key, column):
    line = put(raw_copy, table, key, column, "rather")
    assert (f"data/raw/{table}.csv", line, column, "one of") in problems(raw_copy)


def test_a_standing_that_its_kind_does_not_allow_is_refused(raw_copy):
    line = put(raw_copy, "sources", "tass-20220928", "standing", "research")
    assert ("data/raw/sources.csv", line, "standing", "standing of its kind") in problems(raw_copy)


def test_an_excerpt_published_before_its_page_is_refused(raw_copy):
    line = put(raw_copy, "named_deaths", "ND06", "published", "2022-10-08")
    wanted = ("data/raw/named_deaths.csv", line, "published", "not before its page")
    assert wanted in problems(raw_copy)


def test_a_claim_without_a_statement_and_a_statement_without_a_claim_are_refused(raw_copy):
    line = put(raw_copy, "statements", "S08", "claims", "")
    found = problems(raw_copy)
    assert ("data/raw/statements.csv", line, "claims", "claims or a reason") in found
    assert [(p[0], p[3]) for p in found].count(("data/raw/claims.csv", "in a statement")) == 3


def test_spaces_around_a_key_are_refused(raw_copy):
    line = put(raw_copy, "referendum_tallies", "RT03", "key", " RT03 ")
    assert ("data/raw/referendum_tallies.csv", line, "key", "no spaces around") in problems(
        raw_copy
    )


def test_a_closed_column_without_any_word_says_so_instead_of_an_empty_list():
    for rule in (one_of(()), some_of(())):
        assert "[]" not in rule.wanted + rule.hint("a word")
        assert rule.hint("a word").startswith("a word that [words] of case.toml adds")
