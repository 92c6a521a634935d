"""Words that rules and functions select on: a misspelt one is refused, never passed over."""

import ast

import pytest
from typer.testing import CliRunner

from analysis import claims, fields, paths, tables
from analysis.casualties.findings.general_staff import GENERAL_STAFF
from analysis.cli import app
from analysis.tables import vocabularies
from analysis.tables.rules import NEWEST
from test_tables import problems, put, rows_of, write

PROJECT_SOURCE = paths.raw()
ANOTHER = 'title = "Another text"\nwritten = 2023-05-01\n'
OPEN = {
    "confidence": "our words on a transcription; rules select on trust",
    "description": "prose",
    "district": "names of places, shown and never selected",
    "finding": "prose",
    "force": "one row each, shown only",
    "found": "prose, dates and numbers; held by its unit",
    "label": "one name a vote, the overrides go by key",
    "licence": "shown only",
    "list_a": "shown only; of_names selects",
    "list_b": "shown only",
    "measure_reported": "words of a source; rules select on measure",
    "metric": "words of a source; rules select on direction, unit and flow_kind",
    "counted": "words of a source; rules select on unit",
    "note": "prose",
    "original": "quoted words",
    "paraphrase": "prose",
    "pollster": "shown only; pollster_party selects",
    "publisher": "too many to list; rules select on the key of the source and its standing",
    "question": "prose; asks_joining selects",
    "reason": "prose",
    "said": "prose",
    "said_at": "time as printed, shown only",
    "sample": "words of a source; sample_size and among select",
    "searched": "prose",
    "sought": "prose",
    "text_version": "quoted words, compared letter by letter",
    "translation": "quoted words, compared letter by letter",
    "what": "prose",
}  # columns of free text, and why each needs no vocabulary
HELD_OTHERWISE = {
    "alias": "rule spelling, and one region a spelling",
    "announcement": "that of its key",
    "beside": "a key of border_crossings",
    "carriers": "keys of events",
    "claim": "rule claim id, and a statement that names it",
    "claimant": "names looked up are spelled",
    "claims": "ids of the ledger",
    "key": "names the row itself; unique",
    "pattern": "four digits",
    "reported": "a quantity",
    "rule": "a declared rule, `claims.unknown_rules`",
    "sha256": "64 digits",
    "source": "a key of sources.csv, or the row's own name there",
    "source_also": "keys of sources.csv",
    "statement": "names the row itself; unique",
    "url": "an address",
    "value": "held by its unit",
}
BY_NAMES = {"region"}  # held by names.csv, between tables
TEXT = [
    (name, column)
    for name, contract in tables.RAW.items()
    for column in contract.columns
    if fields.field(column, name).kind == "string" or column == "election"
]


def rule_of(table, column):
    """Rule with the words of a column, if it has one."""
    rules = tables.column_of(table, column).rules
    return next((r for r in rules if r.words), None)


CLOSED = [(t, c) for t, c in TEXT if rule_of(t, c)]


def mutated(cell, known=frozenset()):
    """The cell with one letter in its middle exchanged; no other word that is known."""
    at = len(cell) // 2
    other = (cell[:at] + letter + cell[at + 1 :] for letter in "qxjw")
    return next(c for c in other if c not in {cell, *known})


def test_every_text_column_has_a_vocabulary_or_a_reason_for_none():
    told = {*OPEN, *HELD_OTHERWISE, *BY_NAMES}
    assert {c for t, c in TEXT if not rule_of(t, c)} == told
    assert not set(OPEN) & set(HELD_OTHERWISE)


@pytest.mark.parametrize(("table", "column"), CLOSED)
def test_one_changed_letter_in_a_closed_column_is_refused_in_every_row(table, column):
    frame = tables.read_raw(PROJECT_SOURCE / f"{table}.csv")
    filled = frame[column] != ""
    words = rule_of(table, column).words
    frame.loc[filled, column] = [mutated(c, words) for c in frame.loc[filled, column]]
    found = {p.row: p for p in tables.check(table, frame) if p.column == column}
    assert set(found) == set(frame.index[filled])
    assert {p.file for p in found.values()} == {f"data/raw/{table}.csv"}
    assert all(frame.loc[row, column] == p.found and p.next_step for row, p in found.items())


@pytest.mark.parametrize("table", [n for n, c in tables.RAW.items() if "region" in c.columns])
def test_one_changed_letter_in_a_region_is_refused(table):
    names = tables.read_raw(PROJECT_SOURCE / "names.csv")
    frame = tables.read_raw(PROJECT_SOURCE / f"{table}.csv")
    cells = frame["region"].map(mutated)
    assert len(tables.unknown_regions(table, cells, names)) == len(frame)
    assert tables.unknown_regions(table, frame["region"], names) == [] or table == "names"


@pytest.mark.parametrize(
    ("table", "key", "column", "cell", "near"),
    [
        ("referendum_tallies", "RT01", "quantity", "for_vots", "for_votes"),
        ("border_crossings", "E005", "geography", "Kazakhstann", "Kazakhstan"),
        ("referendum_tallies", "RT01", "region", "Donetzk PR", "donetsk pr"),
        ("claims", "C17", "rule", "anounced_share", "announced_share"),
        ("claims", "C17", "subject", "Zaporizhzia", "Zaporizhzhia"),
        ("events", "EV01", "aspect", "dates", "date"),
    ],
)
def test_data_check_names_place_finding_and_nearest_word(raw_copy, table, key, column, cell, near):
    line = put(raw_copy, table, key, column, cell)
    result = CliRunner().invoke(app, ["data", "check"])
    assert result.exit_code == 1
    told = next(t for t in result.stderr.splitlines() if f"column {column}" in t)
    assert told.startswith(f"data/raw/{table}.csv: row {line}, column {column}: rule ")
    assert f"found {cell!r}; next: " in told
    assert repr(near) in told.partition("next: ")[2]


@pytest.mark.parametrize(
    ("table", "key", "cell"),
    [
        ("loss_claims", "R02", f"{GENERAL_STAFF[:-1]}v"),
        ("border_crossings", "E005", "Fontanca, as cited"),
        ("referendum_tallies", "RT03", "sudd.ch (residuel)"),
    ],
)
def test_a_name_that_is_looked_up_in_an_open_column_is_spelled(raw_copy, table, key, cell):
    line = put(raw_copy, table, key, "claimant", cell)
    wanted = (f"data/raw/{table}.csv", line, "claimant", "names spelled as they are looked up")
    assert problems(raw_copy) == [wanted]


def test_vocabularies_that_code_holds_elsewhere_are_the_same():
    assert GENERAL_STAFF in vocabularies.LOOKED_UP


def test_one_changed_letter_in_a_rule_is_refused_in_every_row(raw_copy):
    rows = tables.read_raw(raw_copy / "claims.csv")
    changed = rows.assign(rule=rows["rule"].map(mutated))
    write(raw_copy, "claims", [list(changed), *changed.to_numpy().tolist()])
    found = {p.row: p for p in claims.unknown_rules()}
    assert set(found) == set(rows.index)
    assert all(f"{rows.loc[row, 'rule']!r}" in p.next_step for row, p in found.items())


def test_words_of_one_text_are_none_of_another(raw_copy):
    at_home = tables.column_of("events", "event")
    (raw_copy.parents[1] / "case.toml").write_text(ANOTHER, encoding="utf-8")
    abroad = tables.column_of("events", "event")
    assert [c.rules[-1].holds("kursk-governor") for c in (at_home, abroad)] == [True, False]
    assert tables.column_of("events", "stance").rules[-1].holds("supports")


def test_words_for_no_closed_column_are_refused_with_the_nearest(raw_copy):
    place = raw_copy.parents[1] / "case.toml"
    text = place.read_text(encoding="utf-8")
    place.write_text(
        text.replace("[words.events]\n", "[words.events]\nevnt = ['a']\n"), encoding="utf-8"
    )
    with pytest.raises(tables.DataError, match=r"case.toml: .*'events.evnt'; next: did you mean"):
        tables.load_all(raw_copy)


def compared(source):
    """Columns that code compares with a word, by ``["column"] ==`` or ``.isin``."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        parts = []
        if isinstance(node, ast.Compare):
            parts = [node.left, *node.comparators]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            parts = [node.func.value] if node.func.attr in {"isin", "eq", "ne"} else []
        found |= {
            n.slice.value
            for n in parts
            if isinstance(n, ast.Subscript) and isinstance(n.slice, ast.Constant)
        }
    return found


def test_no_column_of_free_text_is_selected_on():
    source = PROJECT_SOURCE.parents[1] / "src" / "analysis"
    rooms = ("casualties", "chronology", "claims", "migration", "referendum")
    used = set()
    for path in (p for room in rooms for p in sorted((source / room).rglob("*.py"))):
        used |= compared(path.read_text(encoding="utf-8"))
    assert compared('x[x["note"] == "a"], x["label"].isin(["b"])') == {"note", "label"}
    computed = {"finding", "counted"}  # columns of results bear these names too
    assert used & set(OPEN) <= computed
    assert {"quantity", "geography", "side", "measure"} <= used


@pytest.mark.parametrize(
    ("alias", "region", "column", "rule"),
    [
        ("donetsk", "Luhansk", "alias", "unique key"),
        ("Donetsk", "Luhansk", "alias", "spelling"),
        ("donetsk  pr", "Luhansk", "region", "one region a spelling"),
        ("donetsk-pr", "Luhansk", "region", "one region a spelling"),
    ],
)
def test_a_spelling_that_leads_to_two_regions_is_refused(raw_copy, alias, region, column, rule):
    rows = rows_of(raw_copy, "names")
    write(raw_copy, "names", [*rows, [alias, region]])
    wanted = ("data/raw/names.csv", len(rows) + 1, column, rule)
    assert wanted in problems(raw_copy)


def test_a_regions_own_name_cannot_lead_to_another(raw_copy):
    rows = rows_of(raw_copy, "names")
    write(raw_copy, "names", [[a, "Luhansk" if a == "donetsk" else r] for a, r in rows])
    assert [p[2:] for p in problems(raw_copy)] == [("region", "one region a spelling")]


def test_a_canonical_name_is_a_spelling_of_its_own_or_refused_with_the_nearest(raw_copy):
    rows = rows_of(raw_copy, "names")
    write(raw_copy, "names", [*rows, ["pskov oblast", "Pskow"], ["sark", "Sark"]])
    with pytest.raises(
        tables.DataError, match=r"'Pskow'; next: did you mean the region of 'psk"
    ) as e:
        tables.load_all(raw_copy)
    assert [p.found for p in e.value.problems] == ["Pskow"]


# a bell, a mark that turns the direction of writing, one without width, and others
@pytest.mark.parametrize("character", list("\0\x07\x1b\x7f\t\u202e\u200b\u2028\u2066\u00ad\ufeff"))
def test_characters_that_nobody_sees_are_named_by_cell(raw_copy, character):
    line = put(raw_copy, "mobilisation", "E156", "note", f"a{character}b")
    assert problems(raw_copy) == [
        ("data/raw/mobilisation.csv", line, "note", "characters that are seen")
    ]


def test_a_file_whose_lines_end_with_cr_alone_is_refused(raw_copy):
    path = raw_copy / "mobilisation.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r"))
    assert problems(raw_copy) == [("data/raw/mobilisation.csv", 1, "(all)", "lines end with LF")]


def test_a_file_whose_lines_end_with_cr_and_lf_is_read(raw_copy):
    path = raw_copy / "mobilisation.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert set(tables.load_all(raw_copy)) == set(tables.RAW)


@pytest.mark.parametrize("day", ["0001-01-01", "2099-01-01", f"{NEWEST.year + 1}-01-01"])
@pytest.mark.parametrize(
    ("table", "key", "column"),
    [("sources", "tass-20220928", "published"), ("events", "EV01", "as_of")],
)
def test_a_day_outside_the_plausible_range_is_refused(raw_copy, day, table, key, column):
    line = put(raw_copy, table, key, column, day)
    assert (f"data/raw/{table}.csv", line, column, "plausible day") in problems(raw_copy)


@pytest.mark.parametrize("name", ["Polls.csv", "polls-old.csv", "notes.txt", "polls.csv.bak"])
def test_a_file_without_a_contract_is_refused(raw_copy, name):
    (raw_copy / name).write_text("key\n1\n", encoding="utf-8")
    assert problems(raw_copy) == [(f"data/raw/{name}", 0, "(all)", "table of the contracts")]


def test_a_hidden_file_of_an_editor_is_let_be(raw_copy):
    (raw_copy / ".polls.csv.swp").write_text("x", encoding="utf-8")
    assert set(tables.load_all(raw_copy)) == set(tables.RAW)


def test_a_table_beyond_the_limit_is_refused_before_it_is_read(raw_copy, monkeypatch):
    path = raw_copy / "mobilisation.csv"
    with path.open("r+b") as file:
        file.truncate(100_000_000)
    monkeypatch.setattr(type(path), "read_bytes", lambda p: pytest.fail("read"))
    with pytest.raises(tables.DataError, match=r"at most 5,000,000 bytes.*100,000,000 bytes"):
        tables.read_raw(path)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.org/a",
        "https://",
        "https://tass.com@evil.org/a",
        'https://tass.com/"onclick="alert(1)',
        "https://tass.com/<script>",
        "https://tass.com/a b",
        "https://[",
    ],
)
def test_only_an_address_of_the_web_is_one(raw_copy, url):
    line = put(raw_copy, "sources", "tass-20220928", "url", url)
    assert problems(raw_copy) == [("data/raw/sources.csv", line, "url", "address")]


@pytest.mark.parametrize(
    "claim", ["C1", "../C17", "C17\N{LATIN SMALL LETTER E WITH ACUTE}", "C17 x"]
)
def test_an_id_that_cannot_name_a_page_is_refused(raw_copy, claim):
    line = put(raw_copy, "claims", "C17", "claim", claim)
    assert ("data/raw/claims.csv", line, "claim", "claim id") in problems(raw_copy)


def test_every_problem_names_file_row_column_rule_finding_and_next_step(raw_copy):
    put(raw_copy, "referendum_tallies", "RT01", "quantity", "for_vots")
    put(raw_copy, "sources", "tass-20220928", "published", "2099-01-01")
    put(raw_copy, "mobilisation", "E156", "note", "a\u202eb")
    (raw_copy / "notes.txt").write_text("x", encoding="utf-8")
    with pytest.raises(tables.DataError) as caught:
        tables.load_all(raw_copy)
    for problem in caught.value.problems:
        parts = (problem.file, problem.column, problem.rule, problem.found, problem.next_step)
        assert all(parts), str(problem)
        assert problem.row or problem.column == "(all)"
