import csv
import io
import json
import re

import pandas as pd
import pytest

from analysis import cleaning, evidence, paths, tables

TALLIES = "referendum_tallies"


@pytest.fixture(scope="module")
def texts():
    return cleaning.build_text()


@pytest.fixture(scope="module")
def raw_frames():
    return tables.load_all(paths.raw())


def rows_in(text):
    return list(csv.DictReader(io.StringIO(text)))


def bytes_of(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def figure(texts):
    """Central value of a processed figure by its key."""
    names = (
        "referendum_tallies",
        "count_timeline",
        "border_crossings",
        "emigration_totals",
        "electorates",
    )
    found = {row["key"]: row for name in names for row in rows_in(texts[f"{name}.csv"])}
    return lambda key: float(found[key]["central"])


def with_region(raw_frames, key, spelling):
    frame = raw_frames["referendum_tallies"].copy()
    frame.loc[frame["key"] == key, "region"] = spelling
    return raw_frames | {"referendum_tallies": frame}


def break_region(raw):
    path = raw / "referendum_tallies.csv"
    lines = path.read_text(encoding="utf-8").split("\n")
    at = next(n for n, line in enumerate(lines) if line.startswith("RT36,Kherson,"))
    lines[at] = lines[at].replace("RT36,Kherson,", "RT36,Atlantis,", 1)
    path.write_text("\n".join(lines), encoding="utf-8", newline="\n")
    return at + 1


def test_the_committed_tables_are_what_the_build_gives_now():
    assert cleaning.stale() == []


def test_building_twice_gives_the_same_text(texts):
    assert cleaning.build_text() == texts


def test_a_rebuild_writes_the_committed_bytes(raw_copy):
    committed = bytes_of(paths.processed())
    cleaning.build()
    assert bytes_of(paths.processed()) == committed


def test_processed_tables_that_were_deleted_come_back_byte_for_byte(raw_copy):
    # tables derived from upstream files or from a sweep have their own tests
    folder = paths.processed()
    committed = bytes_of(folder)
    for path in folder.iterdir():
        if path.stem not in {*cleaning.DERIVED, *cleaning.SWEPT}:
            path.unlink()
    cleaning.build()
    assert bytes_of(folder) == committed


def test_an_edited_a_missing_and_an_unknown_processed_file_are_stale(raw_copy):
    folder = paths.processed()
    polls = folder / "polls.csv"
    polls.write_text(polls.read_text(encoding="utf-8").replace("27.5", "72.5"), encoding="utf-8")
    (folder / "coverage.csv").unlink()
    (folder / "rumours.csv").write_text("key\n", encoding="utf-8")
    assert sorted(cleaning.stale()) == ["coverage.csv", "polls.csv", "rumours.csv"]


def test_a_changed_raw_figure_makes_its_processed_table_stale(raw_copy):
    path = raw_copy / "mobilisation.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace(",300000,", ",300001,", 1), encoding="utf-8"
    )
    assert cleaning.stale() == ["mobilisation.csv"]


def test_a_failed_build_leaves_the_processed_files_as_they_were(raw_copy):
    before = bytes_of(paths.processed())
    path = raw_copy / "sources.csv"  # the last table that is built
    path.write_text(
        path.read_text(encoding="utf-8").replace("2022-09-28", "2022-09-31", 1), encoding="utf-8"
    )
    with pytest.raises(tables.DataError):
        cleaning.build()
    assert bytes_of(paths.processed()) == before


def test_a_build_that_fails_on_a_region_leaves_the_processed_files_as_they_were(raw_copy):
    before = bytes_of(paths.processed())
    break_region(raw_copy)
    with pytest.raises(tables.DataError):
        cleaning.build()
    assert bytes_of(paths.processed()) == before


@pytest.mark.parametrize("spelling", ["Kherson", "Herson", "Херсон", "Херсонська", " kherson "])
def test_each_spelling_of_kherson_becomes_kherson(raw_frames, spelling):
    built = cleaning.clean(
        with_region(raw_frames, "RT01", spelling), "referendum_tallies"
    )  # RT01 is of Donetsk
    assert built.set_index("key").loc["RT01", "region"] == "Kherson"


def test_naming_regions_leaves_the_raw_frames_alone(raw_frames):
    before = raw_frames["referendum_tallies"].copy()
    cleaning.clean(raw_frames, "referendum_tallies")
    assert raw_frames["referendum_tallies"].equals(before)


def test_an_unknown_region_is_refused_with_file_row_and_column(raw_copy):
    line = break_region(raw_copy)
    with pytest.raises(tables.DataError) as caught:
        cleaning.build_text()
    (problem,) = caught.value.problems
    assert (problem.file, problem.row, problem.column) == (
        "data/raw/referendum_tallies.csv",
        line,
        "region",
    )
    assert problem.found == "Atlantis"
    assert "names.csv" in problem.next_step


def test_every_raw_table_of_evidence_is_built(texts):
    wanted = {
        f"{name}.csv" for name in tables.RAW if name not in {"names", "upstream"}
    }  # the two that only serve
    assert set(texts) == wanted | {"datapackage.json"}


@pytest.mark.parametrize("name", sorted(cleaning.CLEANED))
def test_a_processed_table_keeps_every_row_of_its_raw_table(texts, raw_frames, name):
    first = raw_frames[name].columns[0]
    built = [row[first] for row in rows_in(texts[f"{name}.csv"])]
    assert len(built) == len(raw_frames[name])
    assert sorted(built) == sorted(raw_frames[name][first])


@pytest.mark.parametrize("name", sorted(cleaning.CLEANED))
def test_processed_rows_are_sorted_by_key(texts, name):
    rows = list(csv.reader(io.StringIO(texts[f"{name}.csv"])))[1:]
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)


@pytest.mark.parametrize("name", sorted(cleaning.CLEANED))
def test_the_data_package_describes_every_column(texts, name):
    package = json.loads(texts["datapackage.json"])
    (resource,) = [r for r in package["resources"] if r["name"] == name]
    header = next(csv.reader(io.StringIO(texts[f"{name}.csv"])))
    assert [field["name"] for field in resource["schema"]["fields"]] == header
    assert [
        field["name"] for field in resource["schema"]["fields"] if not field["description"].strip()
    ] == []
    assert resource["path"] == f"{name}.csv"
    assert resource["schema"]["primaryKey"] == header[0]


@pytest.mark.parametrize("name", sorted(cleaning.CLEANED))
def test_a_column_declared_as_number_holds_only_numbers(texts, name):
    package = json.loads(texts["datapackage.json"])
    (resource,) = [r for r in package["resources"] if r["name"] == name]
    numeric = [field["name"] for field in resource["schema"]["fields"] if field["type"] == "number"]
    cells = [
        row[column] for row in rows_in(texts[f"{name}.csv"]) for column in numeric if row[column]
    ]
    assert [
        cell for cell in cells if not re.fullmatch(r"-?\d+(\.\d+)?(e[+-]?\d+)?|inf", cell)
    ] == []


def test_an_open_end_is_written_as_inf_and_a_missing_figure_as_an_empty_cell(raw_frames):
    frame = raw_frames["mobilisation"].copy()
    frame.loc[frame["key"] == "E154", "reported"] = "not published"
    frame.loc[frame["key"] == "E156", "reported"] = "more than 200,000"
    rows = {
        r["key"]: r
        for r in rows_in(cleaning.to_csv(cleaning.clean({"mobilisation": frame}, "mobilisation")))
    }
    parts = ("low", "central", "high", "qualifier")
    assert [rows["E154"][p] for p in parts] == ["", "", "", "missing"]
    assert [rows["E156"][p] for p in parts] == ["200000", "200000", "inf", "more than"]


def test_shares_of_a_named_vote_follow_from_its_counts(texts):
    # Iceland 1918: 12,411 for, 999 against, 13,653 ballots, 31,143 on the list
    (row,) = [r for r in rows_in(texts["plebiscites.csv"]) if r["key"] == "PV-is011918"]
    assert float(row["share_of_valid_pct"]) == pytest.approx(92.5503, abs=5e-5)  # 12,411 / 13,410
    assert float(row["share_of_ballots_pct"]) == pytest.approx(90.9031, abs=5e-5)  # 12,411 / 13,653
    assert float(row["turnout_pct"]) == pytest.approx(43.8397, abs=5e-5)  # 13,653 / 31,143


def test_the_gap_of_zaporizhzhia_is_ballots_less_votes_over_the_share(figure):
    # 541,093 ballots, and 430,268 votes printed as 93.11 %: 430,268 / 0.9311 = 462,107
    assert (figure("RT25"), figure("RT26"), figure("RT27")) == (430_268, 541_093, 93.11)
    assert figure("RT28") == round(430_268 / 0.9311) == 462_107
    assert figure("RT29") == 541_093 - round(430_268 / 0.9311) == 78_986


def test_the_votes_of_kherson_in_the_region_are_ballots_less_those_in_russia(figure):
    # 32,135 votes for in Russia at 96.75 % are 33,214 ballots; 571,001 - 33,214 = 537,787
    assert (figure("RT45"), figure("RT39")) == (32_135, 571_001)
    assert figure("RT47") == round(32_135 / 0.9675) == 33_214
    assert figure("RT48") == 571_001 - 33_214 == 537_787


def test_net_crossings_into_kazakhstan_are_entries_less_exits(figure):
    # 200,000 entries less 147,000 exits from 21 September to 4 October
    assert (figure("E013"), figure("E014")) == (200_000, 147_000)
    assert figure("E015") == 200_000 - 147_000 == 53_000


def test_the_ballots_of_all_four_regions_are_their_sum(figure):
    # 2,131,207 + 1,662,607 + 541,093 + 571,001
    assert (
        figure("RT51") == sum(figure(key) for key in ("RT05", "RT17", "RT26", "RT39")) == 4_905_908
    )


def test_lists_of_voters_follow_from_votes_and_turnout(figure):
    # Donetsk: 2,131,207 ballots at 97.51 %; Luhansk: 1,260,032 at 92.6 % and 402,575 in Russia at
    # 99.35 %
    assert figure("RT09") == round(2_131_207 / 0.9751)
    assert figure("RT23") == round(1_260_032 / 0.926 + 402_575 / 0.9935)
    # Zaporizhzhia 2020: 450,382 voters at 33.93 %
    assert figure("EL16") == round(450_382 / 0.3393)


@pytest.mark.parametrize(
    ("votes", "turnout", "implied"), [("CT01b", "CT01a", "CT01c"), ("CT02b", "CT02a", "CT02c")]
)
def test_a_list_implied_on_the_first_day_is_votes_over_turnout(figure, votes, turnout, implied):
    assert figure(implied) == round(figure(votes) / (figure(turnout) / 100))


def test_georgian_entries_before_mobilisation_and_the_sum_of_parts_agree(figure):
    assert figure("E048") == 78_742 - 53_136
    assert figure("E135") == 1_000 * (
        200 + 69 + 66 + 30 + 12
    )  # gross entries by country, in thousands


@pytest.mark.parametrize("name", tables.RAW)
def test_each_table_of_the_project_is_cleaned_alone_from_a_path_in_text(name):
    found = cleaning.cleaned(name, str(paths.raw() / f"{name}.csv"))
    assert len(found) == len(tables.read_raw(paths.raw() / f"{name}.csv"))


def test_a_table_that_is_needed_beside_another_is_named(raw_frames):
    with pytest.raises(tables.DataError, match="table 'names' beside it"):
        cleaning.clean({TALLIES: raw_frames[TALLIES]}, TALLIES)
    with pytest.raises(tables.DataError, match="table 'polls' beside it"):
        cleaning.clean({}, "polls")
    with pytest.raises(tables.DataError, match="found 'poll'; next: name one of "):
        cleaning.cleaned("poll", "mine.csv")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda b: b"\xef\xbb\xbf" + b, "row 1.*'byte-order mark'"),
        (lambda b: b + b"\n", "rule 'no empty line': found 'empty line'; next: delete the line"),
        (lambda b: b + b"  \n", "'empty line'"),
        (lambda b: b.replace(b",Kherson,", b",Hersonn,"), "Hersonn"),
        (lambda b: b.replace(b"Kherson", b"Kher\0son", 1), "found 'NUL character'"),
        (lambda b: b.replace(b"\n", b",x\n", 2), "fields"),
    ],
)
def test_a_readers_own_file_is_told_by_its_own_path(tmp_path, spoil, told):
    own = tmp_path / "mine.csv"
    own.write_bytes(spoil((paths.raw() / f"{TALLIES}.csv").read_bytes()))
    with pytest.raises(tables.DataError, match=rf"{own}: .*{told}") as caught:
        cleaning.cleaned(TALLIES, own)
    assert "data/raw" not in str(caught.value)
    with pytest.raises(tables.DataError, match=r"restore .*none\.csv"):
        cleaning.cleaned(TALLIES, tmp_path / "none.csv")


def package():
    """The data package, by table."""
    text = (paths.processed() / "datapackage.json").read_text(encoding="utf-8")
    return {r["name"]: r["schema"] for r in json.loads(text)["resources"]}


@pytest.mark.parametrize("name", sorted(package()))
def test_every_cell_of_a_table_obeys_what_the_data_package_says_of_its_column(name):
    frame = evidence.known_by(None).table(name, bearing=False)
    for field in package()[name]["fields"]:
        held, cells = field.get("constraints", {}), frame[field["name"]].replace("", pd.NA)
        assert not (held.get("required") and cells.isna().any()), field["name"]
        assert not (held.get("unique") and cells.duplicated().any()), field["name"]
        filled = cells.dropna()
        assert filled.isin(held.get("enum", filled)).all(), field["name"]
        assert filled.astype(str).str.fullmatch(held.get("pattern", ".*")).all(), field["name"]
        if "minimum" in held:
            assert filled.between(held["minimum"], held.get("maximum", float("inf"))).all()


@pytest.mark.parametrize("name", sorted(package()))
def test_every_key_of_another_table_that_a_column_names_is_there(name):
    for link in package()[name].get("foreignKeys", []):
        there = evidence.known_by(None).table(link["reference"]["resource"], bearing=False)
        cells = evidence.known_by(None).table(name, bearing=False)[link["fields"]]
        assert set(cells) - {""} <= set(there[link["reference"]["fields"]])


def test_the_data_package_knows_units_allowed_values_and_links():
    polls = {f["name"]: f for f in package()["polls"]["fields"]}
    assert polls["among"]["constraints"]["enum"] == ["adults", "voters"]
    assert polls["central"]["unitField"] == "unit"
    assert package()["plebiscites"]["fields"][6]["unit"] == "votes"
    linked = {link["fields"] for link in package()["emigration_totals"]["foreignKeys"]}
    assert linked == {"source", "beside"}
