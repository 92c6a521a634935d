"""A case is a folder: what it says of itself, how one begins, and the wheel away from its clone."""

import json
import os
import shutil
import subprocess
import sys
import zipfile

import pytest
from typer.testing import CliRunner

from analysis import case, claims, evidence, paths, tables, template
from analysis.case import CaseError
from analysis.cli import app
from analysis.template import TemplateError
from conftest import PROJECT

runner = CliRunner()
LEAST = 'title = "A text"\nwritten = 2023-05-01\n'
OWN_RULE = '''
from analysis.claims import Finding, rule

@rule(subject="country", looked_up=("border_crossings.geography",), units=("text",))
def counted_at_all(claim, known):
    """Whether anybody counted."""
    rows = known.table("border_crossings")
    return Finding(verdict="supported", reason=f"{len(rows)} rows.", rows=tuple(rows["key"]))
'''


@pytest.fixture
def own(tmp_path, monkeypatch):
    """A new case, in use."""
    folder = template.begin(tmp_path / "own")
    monkeypatch.setenv("DAY229_ROOT", str(folder))
    return folder


def told(*words):
    result = runner.invoke(app, list(words))
    return result.exit_code, result.output


def verdicts(folder):
    code, output = told("claims", "--case", str(folder), "--format", "json")
    assert code == 0, output
    return {r["claim"]: r["verdict"] for r in json.loads(output)}


def change(path, was, now):
    text = path.read_text(encoding="utf-8")
    assert was in text
    path.write_text(text.replace(was, now), encoding="utf-8")


def test_the_articles_case_says_what_the_library_no_longer_names():
    held = case.current()
    assert [d.isoformat() for d in held.written] == ["2022-10-10", "2022-10-11"]
    assert held.as_of == held.written[1]
    assert {c.notebook for c in claims.ledger()} == set(held.notebooks)


def test_what_a_case_leaves_out_follows_from_the_day_it_was_written():
    held = case.parse(LEAST)
    assert held.written == (held.as_of, held.as_of)
    assert (held.notebooks, held.rules) == (("01-claims",), ())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title = 'a'", "written: wanted a day as 2022-10-10.*found nothing"),
        ("written = 2023-05-01", "title: wanted a text in quotes, found nothing"),
        (LEAST.replace("2023-05-01", '"2023-05-01"'), "written: wanted a day"),
        (LEAST.replace("2023-05-01", "[2023-05-02, 2023-05-01]"), "written: wanted a day"),
        (LEAST.replace("2023-05-01", "[2023-05-01, 3]"), "written: wanted a day"),
        (LEAST.replace("2023-05-01", "[]"), "written: wanted a day"),
        (LEAST + "first_day = 2024-01-01", "first_day: wanted a day not after as_of"),
        (LEAST + "as_of = 2023-05-01T10:00:00", "as_of: wanted a day"),
        (LEAST + 'notebooks = "01-claims"', "notebooks: wanted texts in"),
        (LEAST + "notebook = []", "unknown key 'notebook'; did you mean notebooks"),
        (LEAST + "[parameters]\nregion = []", "parameters.region: wanted values of one type"),
        (LEAST + "[words]\nroot = 3", "words.root: wanted texts in"),
        (LEAST + "[words.events]\nevent = 3", "words.events.event: wanted texts in"),
        (LEAST + "newest = 2023-04-30", "newest: wanted a day not before as_of, 2023-05-01"),
        (LEAST + 'claim_id = "C["', "claim_id: wanted a regular expression"),
        (LEAST + "claim_id = 3", "claim_id: wanted a text in quotes"),
        ("title", "not readable as TOML"),
    ],
)
def test_a_case_that_cannot_be_is_refused_with_the_key_and_the_next_step(text, message):
    with pytest.raises(CaseError, match=message):
        case.parse(text)


def test_a_file_of_no_table_in_a_case_is_refused(own):
    (own / "evidence" / "border_crossing.csv").write_text("key\n1\n", encoding="utf-8")
    code, output = told("claims", "--case", str(own))
    assert code == 1
    assert "evidence/border_crossing.csv: whole file" in output
    assert "did you mean 'border_crossings.csv'?" in output


def test_a_folder_without_its_case_file_says_so(raw_copy):
    (raw_copy.parents[1] / "case.toml").unlink()
    with pytest.raises(CaseError, match=r"wanted a case.toml .* next: copy the one"):
        case.current()


def test_a_new_case_runs_at_once_and_rests_on_the_articles_rows(own):
    assert verdicts(own) == {"C1": "supported", "C2": "supported with caveat", "C3": "contradicted"}
    rows = (own / "evidence" / "border_crossings.csv").read_text(encoding="utf-8").splitlines()
    held = (PROJECT / "data" / "raw" / "border_crossings.csv").read_text(encoding="utf-8")
    assert set(rows) <= set(held.splitlines())
    assert len(evidence.known_by(None).table("border_crossings")) == len(rows) - 1
    assert evidence.known_by(None).table("station_zones").empty


def test_nothing_is_overwritten(own):
    before = (own / "claims.csv").read_bytes()
    with pytest.raises(TemplateError, match="something there, which is left as it is; next: name"):
        template.begin(own)
    assert told("new", str(own))[0] == 8
    assert (own / "claims.csv").read_bytes() == before


def test_a_changed_claim_is_judged_anew_without_a_build(own):
    verdicts(own)
    change(own / "claims.csv", '"almost 69,000"', '"20,000"')
    assert verdicts(own)["C1"] == "contradicted"


@pytest.mark.parametrize(
    ("was", "now", "message"),
    [
        ("crossings,Georgia", "persons,Georgia", "takes the unit crossings, found 'persons'"),
        ("crossings,Georgia", "crossings,Gorgia", "found 'Gorgia'; next: write 'Georgia', if"),
        ("reported_window", "reported_windows", "did you mean 'reported_window'?"),
        (",01-claims,", ",02-claims,", "claims.csv: row 2, column notebook: rule 'one of'"),
        ("C1,1", "1,1", "claims.csv: row 2, column claim: rule 'claim id'"),
    ],
)
def test_a_slip_in_the_ledger_of_a_case_is_told_with_its_place(own, was, now, message):
    change(own / "claims.csv", was, now)
    code, output = told("claims", "--case", str(own))
    assert code == 1
    assert message in output
    assert "Traceback" not in output


def test_a_row_whose_publication_is_not_listed_is_told_in_the_cases_own_file(own):
    change(own / "evidence" / "border_crossings.csv", "spektr-20221004", "nowhere")
    code, output = told("data", "check", "--case", str(own))
    assert code == 1
    assert "evidence/border_crossings.csv: row" in output
    assert "rule 'known source': found 'nowhere'" in output


def test_a_folder_that_is_no_case_is_refused_with_the_next_step(tmp_path):
    code, output = told("claims", "--case", str(tmp_path))
    assert code == 1
    assert "`day229 new" in output


def test_the_days_of_a_case_are_its_own(own):
    change(own / "case.toml", "as_of = 2022-10-11", "as_of = 2022-09-30")
    assert verdicts(own)["C2"] == "cannot be checked"
    change(own / "case.toml", "written = 2022-10-11", "written = 2022-10-05")
    change(own / "claims.csv", "duration,21,", "duration,14,")
    change(own / "case.toml", "as_of = 2022-09-30", "as_of = 2022-10-05")
    assert verdicts(own)["C3"] == "supported"  # the count ended the day before


def test_a_rule_of_the_readers_own_is_named_in_the_case_and_judges(own):
    (own / "my_rules.py").write_text(OWN_RULE, encoding="utf-8")
    change(own / "case.toml", '# rules = ["my_rules.py"]', 'rules = ["my_rules.py"]')
    with (own / "claims.csv").open("a", encoding="utf-8") as file:
        file.write("C4,1,author,Somebody counted,count,,text,Georgia,,,01-claims,counted_at_all\n")
    try:
        assert verdicts(own)["C4"] == "supported"
        assert "counted_at_all: Whether anybody counted." in told("rules", "--case", str(own))[1]
    finally:
        claims.RULES.pop("counted_at_all"), claims.TAKES.pop("counted_at_all")
    (own / "my_rules.py").write_text("1 / 0", encoding="utf-8")
    code, output = told("claims", "--case", str(own))
    assert code == 1
    assert "my_rules.py: ZeroDivisionError" in output


def test_words_and_parameters_of_a_case_widen_what_is_allowed(own):
    from analysis import parameters

    change(own / "evidence" / "border_crossings.csv", ",window,entry,", ",my window,entry,")
    assert "rule 'one of': found 'my window'" in told("data", "check", "--case", str(own))[1]
    with (own / "case.toml").open("a", encoding="utf-8") as file:
        file.write('flow_kind = ["my window"]\n[parameters]\nregion = ["Pskov"]\n')
    verdicts(own)
    parameters.check_known({"region": "Pskov"})
    with pytest.raises(parameters.ParameterError, match=r"region='Kherson': wanted one of \['Ps"):
        parameters.check_known({"region": "Kherson"})


def put(own, table, **cells):
    """Write the first row of the article's table, with other cells, into a case."""
    row = tables.read_raw(PROJECT / "data" / "raw" / f"{table}.csv").head(1)
    row = row.assign(source="spektr-20221004", **cells)
    if "source_also" in row:
        row["source_also"] = ""
    row.to_csv(own / "evidence" / f"{table}.csv", index=False)


EVENT = {"event": "the-march", "as_of": "2022-09-24", "published": "2022-10-04"}
QUOTATION = EVENT | {"quotation": "we-stay", "speaker": "A mayor", "speaker_in_text": "A mayor"}


@pytest.mark.parametrize(
    ("table", "cells", "words"),
    [
        ("events", EVENT | {"aspect": "date"}, 'events.event = ["the-march"]'),
        (
            "quotations",
            {k: v for k, v in QUOTATION.items() if k != "event"}
            | {"place": "town hall", "place_in_text": "town hall"},
            'quotations = {quotation=["we-stay"], speaker=["A mayor"], place=["town hall"]}',
        ),
    ],
)
def test_a_new_event_or_quotation_passes_after_its_words_are_added(own, table, cells, words):
    put(own, table, **cells)
    code, output = told("data", "check", "--case", str(own))
    assert code == 1
    assert "write a word that [words] of case.toml adds to this column; it adds none yet" in output
    with (own / "case.toml").open("a", encoding="utf-8") as file:
        file.write(words)
    verdicts(own)
    assert told("data", "check", "--case", str(own))[0] == 0


def test_a_new_region_passes_after_it_is_among_the_spellings(own):
    put(own, "electorates", region="Pskow", as_of="2022-01-01", published="2022-10-04")
    code, output = told("data", "check", "--case", str(own))
    assert code == 1
    assert "found 'Pskow'; next: did you mean 'pskov'? Else add the spelling" in output
    (own / "evidence" / "names.csv").write_text("alias,region\npskow,Pskow\n", encoding="utf-8")
    verdicts(own)
    assert told("data", "check", "--case", str(own))[0] == 0


def test_the_newest_day_and_the_ids_of_claims_are_the_cases_own(own):
    change(own / "claims.csv", "C1,1", "A_1,1")
    change(own / "evidence" / "border_crossings.csv", "2022-10-04", "2027-10-04")
    change(own / "sources.csv", "2022-10-04", "2027-10-04")
    assert "plausible day" in told("data", "check", "--case", str(own))[1]
    change(own / "case.toml", "# newest = 2027", "newest = 2027")
    assert "A_1" in verdicts(own)
    change(own / "case.toml", "newest = 2027", 'claim_id = "C[0-9]"\nnewest = 2027')
    assert "rule 'claim id': found 'A_1'" in told("data", "check", "--case", str(own))[1]


def test_the_rules_are_listed_as_a_table_and_as_json():
    code, text = told("rules")
    assert code == 0
    assert "reported_entries: A count of entries" in text
    listed = json.loads(told("rules", "--format", "json")[1])
    assert {r["rule"] for r in listed} == set(claims.RULES)


def test_a_file_that_hides_the_library_is_named(tmp_path, own):
    (tmp_path / "analysis.py").write_text("x = 1\n", encoding="utf-8")
    hidden = os.pathsep.join([str(tmp_path), str(PROJECT / "src")])
    found = subprocess.run(
        [sys.executable, "-c", "import day229; day229.main()"],
        env=os.environ | {"PYTHONPATH": hidden},
        cwd=PROJECT / "tests",
        capture_output=True,
        text=True,
    )
    assert found.returncode == 1
    assert f"{tmp_path / 'analysis.py'} hides the library `analysis`" in found.stderr
    (own / "notebooks" / "analysis.py").write_text("x = 1\n", encoding="utf-8")
    code, output = told("run", "01", "--case", str(own))
    assert code == 9
    assert "hides the library `analysis` from the notebooks; next: rename it" in output


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The wheel, built from a copy and installed without its requirements."""
    here = tmp_path_factory.mktemp("wheel")
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE", "LICENSE-DATA", "case.toml"):
        shutil.copy(PROJECT / name, here)
    for name in ("src", "data"):
        ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
        shutil.copytree(PROJECT / name, here / name, ignore=ignored)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    local = ["--no-deps", "--no-index"]
    build = [*pip, "wheel", ".", *local, "--no-build-isolation", "-w", "out"]
    subprocess.run(build, cwd=here, check=True)
    wheel = next((here / "out").glob("*.whl"))
    install = [*pip, "install", *local, "--no-compile", "--target", "lib", str(wheel)]
    subprocess.run(install, cwd=here, check=True)
    return wheel, here / "lib"


def away(installed, cwd, *words):
    """Run Python away from the clone, with the installed library alone."""
    lost = {"DAY229_ROOT", "DAY229_OUTPUT", "DAY229_REPORTS", "PYTHONPATH"}
    env = {k: v for k, v in os.environ.items() if k not in lost}
    return subprocess.run(
        [sys.executable, *words],
        env=env | {"PYTHONPATH": str(installed[1])},
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=180,
    )


def test_the_wheel_holds_the_tables_and_their_licence(installed):
    names = zipfile.ZipFile(installed[0]).namelist()
    shipped = {n.removeprefix("analysis/shipped/") for n in names if "/shipped/" in n}
    tables = {p.relative_to(PROJECT).as_posix() for p in (PROJECT / "data").rglob("*.csv")}
    assert tables | {"case.toml", "LICENSE-DATA", "data/processed/datapackage.json"} <= shipped
    assert "day229.py" in names


def test_the_installed_library_knows_the_articles_case_in_an_empty_folder(installed, tmp_path):
    code = (
        "import analysis as a; print(a.__file__); k = a.known_by('2022-10-11');"
        " print(a.claims.verdicts(k, a.known_by(None)).sentence())"
    )
    found = away(installed, tmp_path, "-c", code)
    assert found.returncode == 0, found.stderr
    where, sentence = found.stdout.splitlines()
    assert where.startswith(str(installed[1]))
    known = evidence.known_by("2022-10-11")
    assert sentence == claims.verdicts(known, evidence.known_by(None)).sentence()
    assert list(tmp_path.iterdir()) == []


def test_a_case_is_begun_judged_reported_and_changed_away_from_the_clone(installed, tmp_path):
    folder, here = tmp_path / "texts" / "mine", tmp_path / "elsewhere"
    here.mkdir()

    def day229(*words):
        done = away(installed, here, "-m", "day229", *words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    day229("new", str(folder))
    assert "C1  supported " in day229("claims", "--case", str(folder))
    day229("report", "--case", str(folder))
    facts = json.loads((folder / "reports/latest/facts/01-claims.json").read_text("utf-8"))
    assert facts["c3_verdict"]["value"] == "contradicted"
    change(folder / "claims.csv", "duration,21,", "duration,14,")
    assert "C3  supported with caveat" in day229("claims", "--case", str(folder))
    assert list(here.iterdir()) == []


def test_the_article_is_found_from_any_folder_that_is_no_case(tmp_path, monkeypatch):
    monkeypatch.delenv("DAY229_ROOT", raising=False)
    monkeypatch.chdir(tmp_path)
    assert paths.root() == paths.article()
    monkeypatch.setenv("DAY229_ROOT", str(tmp_path))
    with pytest.raises(FileNotFoundError, match="`day229 new FOLDER` begins one"):
        paths.root()
