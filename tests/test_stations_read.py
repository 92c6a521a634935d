"""Returns of any vote are read by a mapping, whatever the file was saved as.

Rows that break a rule are set aside by name and number.
"""

import gzip
import sys
import zipfile

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from analysis import mapping, paths
from analysis import stations as st
from analysis.mapping import MappingError
from analysis.stations import StationError, counts
from analysis.stations.contract import TWICE
from station_returns import honest_returns

WIDE = {
    "region": "county",
    "commission": "board",
    "station": "box",
    "voters": "listed",
    "given": "handed out",
    "valid": "good",
    "invalid": "spoiled",
    "candidates": ["Ada", "Bo", "Cy"],
}
HEAD = "county,board,box,listed,handed out,good,spoiled,Ada,Bo,Cy"
ROWS = (
    "North,1,1,500,300,290,10,150,100,40",
    "North,1,2,400,250,250,0,100,100,50",
    "South,2,1,600,420,400,12,200,150,50",
)


@pytest.fixture
def file(tmp_path):
    def write(*rows, name="returns.csv", head=HEAD, encoding="utf-8"):
        path = tmp_path / name
        path.write_text("\n".join([head, *rows]) + "\n", encoding=encoding)
        return path

    return write


def held(name):
    """A file of another country, or a skipped test that says which is missing."""
    path = paths.cache() / "foreign" / name
    if not path.is_file():
        pytest.skip(f"{name} is not in the cache beside the project")
    return path


# the task of a researcher, in ten lines


def test_a_researcher_reads_and_reports_in_ten_lines():
    file = held("delaware-2016-general.csv")
    names = {"region": "county", "station": "election_district"}
    names |= {"candidate": "party", "votes": "votes"}
    returns = st.read(file, {"columns": names, "keep": {"office": "President"}})
    report = st.report(returns)
    assert len(report.to_frame()) >= 8
    assert returns.set_aside["station"].tolist() == ["Total"]


# counted by hand


def test_wide_returns_are_counted_by_hand(file):
    found = st.read(file(*ROWS), WIDE)
    frame = found.stations
    assert frame["voters"].tolist() == [500, 400, 600]
    assert frame["received"].tolist() == [300, 250, 412]  # valid and invalid
    assert frame["leader"].tolist() == [150, 100, 200]  # Ada has most: 450 of 940
    assert frame.dtypes[["voters", "given", "received", "valid", "leader"]].eq(np.int64).all()
    assert found.votes["Bo"].tolist() == [100, 100, 150]
    assert len(found.set_aside) == 0
    assert "The leader is 'Ada', who has most votes." in found.sentence()


def test_what_was_read_keeps_the_contract(file):
    found = st.read(file(*ROWS), WIDE)
    assert st.check_stations(found.stations).equals(found.stations)


def test_columns_that_are_several_are_added_up_and_ballots_follow_from_what_is_given(file):
    path = file("1,200,50,90,10,60", "2,100,20,60,0,30", head="box,a,b,in box,bad,Ada")
    names = {"station": "box", "voters": ["a", "b"], "received": "in box", "invalid": "bad"}
    frame = st.read(path, names | {"leader": "Ada"}).stations
    assert frame["voters"].tolist() == [250, 120]
    assert frame["valid"].tolist() == [80, 60]
    assert frame["given"].tolist() == [90, 60]  # told: turnout is of ballots counted
    assert frame["region"].tolist() == ["all", "all"]


def test_long_returns_are_counted_by_hand(file):
    rows = ("1,Ada,60", "1,Bo,30", "1,Registered,200", "2,Bo,10", "2,Ada,5", "2,Registered,50")
    path = file(*rows, head="box,who,n")
    long = {"columns": {"station": "box", "candidate": "who", "votes": "n", "leader": "Bo"}}
    found = st.read(path, long | {"counts": {"voters": "Registered"}})
    assert found.stations["voters"].tolist() == [200, 50]
    assert found.stations["valid"].tolist() == [90, 15]
    assert found.stations["leader"].tolist() == [30, 10]
    assert found.stations["given"].tolist() == [90, 15]


def test_rows_of_one_candidate_are_added_up_where_a_column_says_how_they_differ(file):
    rows = ("1,Ada,day,60", "1,Ada,post,5", "1,Bo,day,20", "1,Bo,post,1")
    path = file(*rows, head="box,who,how,n")
    names = {"station": "box", "candidate": "who", "votes": "n"}
    assert st.read(path, names | {"mode": "how"}).stations["leader"].tolist() == [65]
    with pytest.raises(StationError, match=r"row 3: 'Ada' stands twice at station '1'.*`mode`"):
        st.read(path, names)


def test_a_candidate_who_is_the_sum_of_all_is_none(file):
    rows = [f"{i},{i},{i + 1},{i + 2},{3 * i + 3}" for i in range(40, 70)]
    path = file(*rows, head="box,Ada,Bo,Cy,All")
    found = st.read(path, {"station": "box", "candidates": ["Ada", "Bo", "Cy", "All"]})
    assert list(found.votes) == ["Ada", "Bo", "Cy"]
    assert found.stations["valid"].iloc[0] == 123
    assert "'All' is the sum of all candidates and none of them" in found.told


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234", 1234), ("1 234", 1234), ("1\u00a0234", 1234), ("1\u202f234", 1234),
        ("1'234", 1234), ("1,234", 1234), ("12.0", 12), ("12,5", 12.5), (" 7 ", 7),
        ("1.234", 1.234), ("0,512", 0.512), ("-", None), ("", None), ("n/a", None),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(text, number):
    found = counts.numbers(pd.Series([text])).iloc[0]
    assert np.isnan(found) if number is None else found == number


def test_a_point_separates_thousands_only_where_one_says_so():
    assert counts.numbers(pd.Series(["1.234"]), ".").tolist() == [1234]


# what a file may be


@given(
    data=some.lists(
        some.tuples(*(some.integers(0, 400) for _ in range(3)), some.integers(0, 50)),
        min_size=1,
        max_size=8,
    ).filter(lambda rows: any(sum(r[:3]) for r in rows)),  # without a ballot nothing is read
    separator=some.sampled_from([",", ";", "\t", "|"]),
    encoding=some.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1251"]),
    long=some.booleans(),
)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_round_trip_by_any_separator_encoding_and_form_keeps_every_count(
    tmp_path, data, separator, encoding, long
):
    names = ["Анна", "Борис", "Вера"]
    rows = [(f"Участок {n}", sum(r) + 1000 + n, *r[:3]) for n, r in enumerate(data)]
    wide = pd.DataFrame(rows, columns=["участок", "избирателей", *names])
    columns = {"station": "участок", "voters": "избирателей", "leader": "Анна"}
    columns |= {"candidate": "кто", "votes": "голоса"} if long else {"candidates": names}
    saved = wide
    if long:
        keys = ["участок", "избирателей"]
        saved = wide.melt(keys, names, "кто", "голоса")
    path = tmp_path / "any.csv"
    saved.to_csv(path, sep=separator, encoding=encoding, index=False)
    found = st.read(path, columns)
    aside = found.set_aside["row"].tolist()
    assert aside == []
    assert found.stations["station"].tolist() == wide["участок"].tolist()
    assert found.stations["voters"].tolist() == wide["избирателей"].tolist()
    assert found.votes[names].to_numpy().tolist() == wide[names].to_numpy().tolist()


def test_a_latin_file_that_is_not_utf_8_is_read_and_told(file):
    path = file("Ñuñoa,10,5", head="mesa,válidos,Ana", encoding="latin-1")
    found = st.read(path, {"station": "mesa", "valid": "válidos", "leader": "Ana"})
    assert found.stations["station"].tolist() == ["Ñuñoa"]
    assert "read as cp1252, since it is not UTF-8" in found.told[0]
    named = st.read(
        path, {"station": "mesa", "valid": "válidos", "leader": "Ana"}, encoding="latin-1"
    )
    assert "read as latin-1, as asked" in named.told


def test_archives_and_compressed_files_are_unpacked(file, tmp_path):
    path = file(*ROWS)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(path, "folder/returns.csv")
        archive.writestr("__MACOSX/._returns.csv", "x")
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(path.read_bytes()))
    wanted = st.read(path, WIDE).stations
    for name in ("a.zip", "a.csv.gz"):
        assert st.read(tmp_path / name, WIDE).stations.equals(wanted)
    with zipfile.ZipFile(tmp_path / "a.zip", "a") as archive:
        archive.writestr("other.csv", "x")
    with pytest.raises(StationError, match=r"found folder/returns.csv, other.csv; .*`member`"):
        st.read(tmp_path / "a.zip", WIDE)
    named = st.read(tmp_path / "a.zip", WIDE, member="folder/returns.csv")
    assert named.stations.equals(wanted)


def test_parquet_is_read_and_its_extra_named(file, tmp_path, monkeypatch):
    pytest.importorskip("pyarrow", reason="Parquet needs the extra `sweep`")
    path = file(*ROWS)
    pd.read_csv(path).to_parquet(tmp_path / "a.parquet")
    assert st.read(tmp_path / "a.parquet", WIDE).stations.equals(st.read(path, WIDE).stations)
    monkeypatch.setattr(pd, "read_parquet", _missing)
    with pytest.raises(StationError, match="extra `sweep`"):
        st.read(tmp_path / "a.parquet", WIDE)


def test_excel_is_read_where_its_reader_is_installed(tmp_path):
    pytest.importorskip("python_calamine", reason="Excel needs the extra `excel`")
    found = st.read(held("georgia-2024-parliament.xlsx"), "georgia-2024", sheet="შედეგები")
    assert len(found.stations) == 3_108
    with pytest.raises(StationError, match=r"workbook \(no such sheet; it has შედეგები"):
        st.read(held("georgia-2024-parliament.xlsx"), "georgia-2024", sheet="Nowhere")


def test_without_a_reader_of_excel_the_extra_is_named(tmp_path, monkeypatch):
    (tmp_path / "a.xlsx").write_bytes(b"PK")
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(StationError, match="needs the extra `excel`"):
        st.read(tmp_path / "a.xlsx", WIDE)


def _missing(*args, **kwargs):
    raise ImportError("no reader")


def test_names_of_columns_may_stand_lower_and_blank_lines_keep_their_numbers(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Results\nbox,good,Ada\n\n1,100,50\n2,100,200\n")
    found = st.read(path, {"station": "box", "valid": "good", "leader": "Ada"}, header=2)
    assert found.stations["leader"].tolist() == [50]
    assert found.set_aside["row"].tolist() == [5]


# rows that are no return


@pytest.mark.parametrize(
    ("row", "rule", "value"),
    [
        ("North,1,9,,,,,,,", "no figures", ""),
        ("North,1,9,500,many,290,10,150,100,40", "no number", "many"),
        ("North,1,9,,300,290,10,150,100,40", "figure missing", None),
        ("North,1,9,-5,300,290,10,150,100,40", "below zero", -5),
        ("North,1,9,5e12,300,290,10,150,100,40", "too large", 5e12),
        ("North,1,9,500.5,300,290,10,150,100,40", "no whole number", 500.5),
        ("North,1,,500,300,290,10,150,100,40", "no name", ""),
        ("North,1,Total,500,300,290,10,150,100,40", "called a total", "Total"),
        ("North,1,9,0,300,290,10,150,100,40", "empty list", 0),
        ("North,1,9,299,300,290,0,150,100,40", "more ballots than voters", 300),
        ("North,1,9,500,300,290,10,291,0,0", "more votes than valid ballots", 291),
        ("north , 01,002,500,300,290,10,150,100,40", TWICE, "002"),
        ("north , 01,002,400,250,250,0,100,100,50", "row repeated", "002"),
        ("North,1,2,400,250,250,0,100,50,100", TWICE, "2"),
    ],
)
def test_a_row_that_breaks_a_rule_is_set_aside_and_named_when_strict(file, row, rule, value):
    path = file(*ROWS, row)
    found = st.read(path, WIDE)
    aside = found.set_aside
    assert (aside["row"].tolist(), aside["rule"].tolist()) == ([5], [rule])
    assert pd.isna(aside["value"].iloc[0]) if value is None else aside["value"].iloc[0] == value
    assert len(found.stations) == 3
    assert found.counts.to_dict() == {rule: 1}
    if rule != "no figures":
        with pytest.raises(StationError, match=r"returns\.csv, row 5, column "):
            st.read(path, WIDE, strict=True)
    with pytest.raises(StationError, match="row 5"):
        found.refuse_but()
    found.refuse_but(rule)


def test_rows_set_aside_are_counted_by_rule(file):
    bad = ("North,1,9,299,300,290,0,150,100,40", "North,1,8,,300,290,10,1,1,1", "N,1,7,,,,,,,")
    found = st.read(file(*ROWS, *bad), WIDE)
    assert found.counts.sum() == len(found.set_aside) == 3
    assert found.table()["rows set aside"].tolist() == ["1", "1", "1"]
    assert "3 rows were set aside" in found.sentence()


def test_returns_of_which_no_row_is_left_are_refused_with_the_rules(file):
    with pytest.raises(StationError, match="every row was set aside: 2 for 'empty list'"):
        st.read(file("N,1,1,0,9,9,0,9,0,0", "N,1,2,0,9,9,0,9,0,0"), WIDE)


# sums


@pytest.fixture
def many(rng):
    frame = honest_returns(600, turnout=0.6, share=0.5, rng=rng)
    region = "region " + (frame.index // 120).astype(str)
    other = rng.binomial(frame["valid"] - frame["leader"], 0.7)
    return frame.assign(region=region, Ada=frame["leader"], Bo=other)


NUMBERS = ["voters", "given", "received", "valid", "leader", "Ada", "Bo"]
MANY = {c: c for c in st.COLUMNS} | {"candidates": ["Ada", "Bo"]}


def saved(tmp_path, frame):
    frame.to_csv(tmp_path / "many.csv", index=False)
    return tmp_path / "many.csv"


def sums(frame, keys, **names):
    made = frame.groupby(keys)[NUMBERS].sum().reset_index() if keys else frame[NUMBERS].sum()
    made = made if keys else made.to_frame().T
    return made.assign(**{n: v for n, v in names.items() if n not in keys})


def test_sums_of_commissions_of_regions_and_of_all_are_found_without_their_names(tmp_path, many):
    parts = [
        many,
        sums(many, ["region", "commission"], station="x1"),
        sums(many, ["region"], commission="x2", station="x2"),
        sums(many, [], region="x3", commission="x3", station="x3"),
    ]
    found = st.read(saved(tmp_path, pd.concat(parts)), MANY)
    assert len(found.stations) == 600
    assert set(found.set_aside["rule"]) == {"sum of others"}
    assert set(found.set_aside["station"]) == {"x1", "x2", "x3"}


@pytest.mark.parametrize("above", [False, True])
@pytest.mark.parametrize("columns", [NUMBERS, ["valid", "leader"]])
def test_sums_of_runs_of_rows_are_found_where_no_column_names_the_parts(
    tmp_path, many, above, columns
):
    parts = []
    for name, part in many.groupby("region"):
        total = sums(part, [], station=f"sum of {name}")
        parts += [total, part] if above else [part, total]
    frame = pd.concat([*parts, sums(many, [], station="sum of all")])
    frame["station"] = [f"{s} {n}" for n, s in enumerate(frame["station"])]
    names = {c: c for c in ("station", *columns) if c not in {"Ada", "Bo"}}
    found = st.read(saved(tmp_path, frame), names)
    assert len(found.stations) == 600
    assert found.set_aside["station"].str.startswith("sum of").all()


def test_a_small_station_where_all_vote_is_not_the_sum_of_its_neighbours(tmp_path, many):
    """Three neighbours of Kazan in the Russian returns of 2024: 118 of 120, 50 of 50, 68 of 70."""
    at, votes = many.index[100:103], [(120, 118), (50, 50), (70, 68)]
    for column in ("voters", "given", "received", "valid"):
        many.loc[at, column] = [whole for whole, _ in votes]
    many.loc[at, ["leader", "Ada"]] = [[leader] * 2 for _, leader in votes]
    many.loc[at, "Bo"] = [whole - leader for whole, leader in votes]
    found = st.read(saved(tmp_path, many), MANY)
    assert len(found.set_aside) == 0


def test_no_honest_row_is_taken_for_a_sum(tmp_path, many):
    found = st.read(saved(tmp_path, many), MANY)
    assert len(found.set_aside) == 0


@pytest.mark.parametrize("columns", [["valid", "leader"], ["voters", "valid", "leader"]])
def test_a_station_that_equals_two_others_by_accident_stays_where_few_counts_tell(
    tmp_path, columns
):
    rows = [
        (f"c{c}", f"s{i}", 900, 300 + 7 * c + i, 150 + 3 * c + i)
        for c in range(30)
        for i in (1, 2, 4)
    ]
    frame = pd.DataFrame(rows, columns=["commission", "station", "voters", "valid", "leader"])
    one, two = frame.iloc[0], frame.iloc[1]
    frame.loc[2, ["voters", "valid", "leader"]] = [1800, one.valid + two.valid, one.leader * 2 + 1]
    names = {c: c for c in ("commission", "station", *columns)}
    found = st.read(saved(tmp_path, frame), names)
    assert len(found.set_aside) == 0


def test_sums_of_most_commissions_are_found_even_where_few_counts_tell(tmp_path, many):
    both = pd.concat([many, sums(many, ["region", "commission"], station="sum")])
    names = {c: c for c in ("region", "commission", "station", "valid", "leader")}
    found = st.read(saved(tmp_path, both), names)
    assert set(found.set_aside["station"]) == {"sum"}
    assert len(found.stations) == 600


# shares and what is refused


@pytest.mark.parametrize(("most", "told"), [(1, "0 to 1"), (100, "0 to 100")])
def test_shares_posing_as_counts_are_told(tmp_path, many, most, told):
    share = (most * many["leader"] / many["valid"]).round(4)
    path = saved(tmp_path, many.assign(leader=share))
    with pytest.raises(StationError, match=rf"column leader: wanted counts.*shares from {told} "):
        st.read(path, {c: c for c in st.COLUMNS})


def test_whole_percentages_posing_as_counts_are_told(tmp_path, many):
    percent = np.minimum((100 * many["leader"] / many["valid"]).round(), many["valid"]).astype(int)
    with pytest.raises(StationError, match="as if in per cent"):
        st.read(saved(tmp_path, many.assign(leader=percent)), {c: c for c in st.COLUMNS})


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"station": "box"}, "'leader', 'candidates', or 'candidate' and 'votes' wanted"),
        ({"leader": "Ada", "valid": "good"}, "'station' wanted"),
        ({"station": "box", "leader": "Ada"}, "'valid' wanted"),
        ({"station": "box", "candidate": "who"}, "go together"),
        ({"station": "box", "voter": "listed"}, "unknown 'voter'; did you mean 'voters'"),
        ({"station": ["box", ""], "leader": "Ada"}, "wanted a text or a list of texts"),
        ({"columns": WIDE, "files": {}}, "unknown 'files'; did you mean 'file'"),
        ({"columns": WIDE, "file": {"header": "two"}}, "wanted int"),
        ({"columns": WIDE, "counts": {"voters": "x"}}, "are of the long form"),
        ("nowhere.toml", "no such mapping"),
    ],
)
def test_a_mapping_that_does_not_say_enough_is_refused(file, columns, told):
    with pytest.raises(MappingError, match=told):
        st.read(file(*ROWS), columns)


def test_a_mapping_is_read_from_toml_and_yaml_alike(tmp_path):
    (tmp_path / "a.toml").write_text('[columns]\nstation = "box"\nvalid = "good"\nleader = "A"\n')
    (tmp_path / "a.yaml").write_text("columns: {station: box, valid: good, leader: A}\n")
    assert mapping.read(tmp_path / "a.toml") == mapping.read(tmp_path / "a.yaml")
    (tmp_path / "b.yaml").write_text("columns: [\n")
    with pytest.raises(MappingError, match="not readable as YAML"):
        mapping.read(tmp_path / "b.yaml")


@pytest.mark.parametrize("name", mapping.known())
def test_every_kept_mapping_can_be_read(name):
    assert mapping.read(name).name


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"voters": "register"}, "column 'register' wanted, found county, board"),
        ({"candidates": "p_*"}, r"column 'p_\*' wanted"),
        ({"leader": "Di"}, "column 'Di' wanted"),
    ],
)
def test_a_column_that_is_not_there_is_named(file, change, told):
    with pytest.raises(StationError, match=told):
        st.read(file(*ROWS), WIDE | change)


def test_what_cannot_be_read_is_refused_with_a_next_step(file, tmp_path):
    with pytest.raises(StationError, match="no such file"):
        st.read(tmp_path / "none.csv", WIDE)
    with pytest.raises(StationError, match="no station; wanted rows below"):
        st.read(file(), WIDE)
    with pytest.raises(StationError, match="column 'listed' stands twice"):
        st.read(file(head=HEAD.replace("board", "listed")), WIDE)
    with pytest.raises(StationError, match="not readable as utf-16"):
        st.read(file(*ROWS), WIDE, encoding="utf-16")
    (tmp_path / "a.zip").write_bytes(b"no archive")
    with pytest.raises(StationError, match="not a zip archive"):
        st.read(tmp_path / "a.zip", WIDE)
    long = {"columns": {"station": "box", "candidate": "county", "votes": "good"}}
    with pytest.raises(StationError, match="no row has board 9; found 1, 2"):
        st.read(file(*ROWS), long | {"keep": {"board": "9"}})
    with pytest.raises(StationError, match="the leader 'Di' is no candidate"):
        st.read(file(*ROWS), {"columns": long["columns"] | {"leader": "Di"}})


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "empty; wanted a row of names of columns"),
        (b"\xef\xbb\xbf\n \n", "empty; wanted a row of names of columns"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "found a PDF; next: save its table as CSV"),
        (b"PK\x03\x04\x14\x00\x06\x00", "found a workbook or an archive; next"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "found an old workbook; next"),
        (b"PAR1\x15\x04", "found a Parquet file; next"),
        (b"\n<!doctype html><table><tr><td>box</td></tr></table>", "found a page of the web; next"),
    ],
)
def test_a_file_that_is_no_table_of_texts_is_called_what_it_is(tmp_path, body, told):
    (tmp_path / "returns.csv").write_bytes(body)
    with pytest.raises(StationError, match=told):
        st.read(tmp_path / "returns.csv", WIDE)


def test_stations_without_any_ballot_are_refused(file):
    with pytest.raises(StationError, match="no ballot at any of 2 stations"):
        st.read(file("N,1,1,9,0,0,0,0,0,0", "N,1,2,9,0,0,0,0,0,0"), WIDE)


def test_a_refused_row_is_shown_as_it_is_written(file):
    with pytest.raises(StationError) as told:
        st.read(file("N,1,1,9,20,19,1,9,0,0"), WIDE, strict=True)
    told = str(told.value)
    assert "county='N', board='1', box='1', listed=9, handed out=20" in told
    assert "column handed out (given): wanted at most listed; more ballots than voters" in told


def test_rows_set_aside_are_told_by_the_columns_of_the_file(file):
    bad = ("South,2,2,100,90,90,0,91,0,0", "South,2,3,100,101,90,0,80,0,0")
    found = st.read(file(*ROWS, *bad), WIDE | {"leader": "Ada"})
    assert found.set_aside["column"].tolist() == ["Ada", "handed out"]
    two = {"station": "box", "valid": ["good", "spoiled"], "leader": "Ada"}
    found = st.read(file("N,1,1,9,9,4,4,9,0,0", ROWS[0]), two, most_aside=1)
    assert found.set_aside["column"].tolist() == ["Ada"]
    with pytest.raises(StationError, match=r"Ada \(leader\): wanted at most good \+ spoiled;"):
        st.read(file("N,1,1,9,9,4,4,9,0,0"), two, strict=True)


def test_shares_of_a_leader_are_told_by_the_column_of_the_file(file):
    rows = [f"N,1,{n},9999,9000,{400 + 90 * n},0,{40 + n % 3},1,1" for n in range(40)]
    with pytest.raises(StationError, match=r"column Ada \(leader\): wanted votes; none is above"):
        st.read(file(*rows), {"station": "box", "valid": "good", "leader": "Ada"})


def test_a_mapping_under_which_most_rows_break_a_rule_is_refused(file):
    bad = [f"North,1,{n},100,300,290,10,150,100,40" for n in range(3, 7)]
    told = (
        r"returns\.csv: 4 of 7 rows break a rule, most often 'more ballots than voters' \(4 rows,"
        r" the first row 5, column handed out: 300\); wanted at most 50 %; next: see whether the"
        r" columns .* most_aside=1"
    )
    with pytest.raises(StationError, match=told):
        st.read(file(*ROWS, *bad), WIDE)
    assert len(st.read(file(*ROWS, *bad), WIDE, most_aside=1).stations) == 3
    assert len(st.read(file(*ROWS, *bad[:3]), WIDE).stations) == 3  # half is not most
    with pytest.raises(StationError, match=r"3 of 6 rows .*wanted at most 10 %"):
        st.read(file(*ROWS, *bad[:3]), WIDE, most_aside=0.1)


def test_rows_without_figures_are_no_sign_of_a_wrong_mapping(file):
    empty = [f"North,1,{n},,,,,,," for n in range(3, 9)]
    assert len(st.read(file(*ROWS, *empty), WIDE).stations) == 3


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_a_share_of_rows_set_aside_that_is_none_is_refused(file, share):
    with pytest.raises(StationError, match=r"most_aside=.*wanted a share from 0 to 1"):
        st.read(file(*ROWS), WIDE, most_aside=share)


def test_a_station_with_other_figures_is_told_apart_from_a_row_repeated(file):
    again = (ROWS[0], ROWS[1].replace(",100,100,50", ",99,101,50"))
    found = st.read(file(*ROWS, *again), WIDE)
    assert found.set_aside[["row", "rule"]].to_numpy().tolist() == [[5, "row repeated"], [6, TWICE]]
    assert found.table()["rule"].tolist() == ["row repeated", TWICE]
    told = found.sentence()
    assert "1 for 'row repeated', 1 for 'station twice, with other figures'" in told
    assert "Stations stand again with other figures in 1 row (6): the first row" in told
    assert found.votes["Ada"].tolist() == [150, 100, 200]  # the first row is held
    same = st.read(file(*ROWS, ROWS[0]), WIDE)
    assert "other figures" not in same.sentence()
    with pytest.raises(StationError, match=r"row 5.*this row repeats another, figures and all"):
        st.read(file(*ROWS, ROWS[0]), WIDE, strict=True)
    with pytest.raises(StationError, match=r"row 5, column box \(station\).*its figures differ"):
        st.read(file(*ROWS, again[1]), WIDE, strict=True)


# other countries


def test_delaware_has_no_register_and_a_row_of_totals():
    found = st.read(held("delaware-2016-general.csv"), "delaware-2016")
    assert (len(found.stations), found.has_register) == (432, False)
    assert found.set_aside[["station", "rule"]].to_numpy().tolist() == [["Total", "sum of others"]]
    assert found.stations["leader"].sum() == 235_603  # as the row of totals says
    assert any("no voters on lists" in t for t in found.told)


def test_georgia_has_two_empty_lists():
    pytest.importorskip("python_calamine", reason="Excel needs the extra `excel`")
    found = st.read(held("georgia-2024-parliament.xlsx"), "georgia-2024")
    assert found.counts.to_dict() == {"empty list": 2}
    assert found.set_aside["row"].tolist() == [584, 2416]
    share = found.stations["leader"].sum() / found.stations["valid"].sum()
    assert share == pytest.approx(0.54, abs=0.005)  # 53.9 % by the commission's result


def test_venezuela_is_in_another_encoding_and_has_no_register():
    found = st.read(held("venezuela-2024-actas.csv"), "venezuela-2024")
    assert (len(found.stations), found.has_register) == (25_073, False)
    assert "read as cp1252" in found.told[0]
    assert found.stations["region"].str.contains("DTTO. CAPITAL").any()
    assert len(found.set_aside) == 0
    assert (found.votes.sum(axis=1) == found.stations["valid"]).all()
