"""The machine keeps the house. Each rule is shown failing on a planted breach."""

import ast
import functools
import json
import re
import sys
import tomllib

import pytest
import yaml

from analysis import facts, paths
from analysis.runs.publish import with_generated

SRC = paths.root() / "src" / "analysis"
NOTEBOOKS = sorted(paths.notebooks().glob("*.ipynb"))
LEVEL = {
    "errors": 0,
    "markup": 0,
    "cells": 1,
    "launching": 1,
    "paths": 0,
    "plain": 0,
    "days": 0,
    "quantities": 0,
    "fields": 0,
    "case": 1,
    "mapping": 1,
    "regions": 1,
    "comparison": 1,
    "wording": 1,
    "sources": 1,
    "parameters": 2,
    "results": 2,
    "tables": 2,
    "resampling": 2,
    "evidence": 3,
    "session": 4,
    "stations": 4,
    "referendum": 4,
    "migration": 4,
    "casualties": 4,
    "chronology": 4,
    "cleaning": 5,
    "returns": 5,
    "template": 5,
    "claims": 5,
    "facts": 5,
    "export": 6,
    "answers": 6,
    "plotting": 6,
    "explore": 7,
    "runs": 7,
    "site": 7,
    "cli": 8,
}


def breaches_of_level(module: str, source: str) -> list[str]:
    """Imports of a module of the same or a higher level."""
    found = []
    for node in ast.walk(ast.parse(source)):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module == "analysis":
            names = [a.name for a in node.names]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("analysis."):
            names = [node.module.split(".")[1]]
        elif isinstance(node, ast.Import):
            names = [a.name.split(".")[1] for a in node.names if a.name.startswith("analysis.")]
        found += [n for n in names if n != module and LEVEL[n] >= LEVEL[module]]
    return found


def modules() -> list[tuple[str, str]]:
    files = [p for p in SRC.rglob("*.py") if p.parent != SRC or p.name != "__init__.py"]
    return [
        (p.relative_to(SRC).parts[0].removesuffix(".py"), p.read_text(encoding="utf-8"))
        for p in files
    ]


def test_modules_import_only_downward():
    assert [(m, b) for m, text in modules() for b in breaches_of_level(m, text)] == []


def test_an_upward_import_is_caught():
    assert breaches_of_level("quantities", "from analysis import evidence") == ["evidence"]
    assert breaches_of_level("evidence", "from analysis.cleaning import build") == ["cleaning"]


def test_every_module_says_its_question_on_line_one():
    for name, text in modules():
        assert "?" in text.splitlines()[0] or name == "cli", name


RUNS = (
    ("conditions", "notebooks", "lint", "store", "cache", "manifest", "record", "progress"),
    ("drift", "pruning", "standing", "scratch", "processes", "pages", "feet"),
    ("interpreter", "watching", "kernel", "workers", "cluster", "tasks"),
    ("reports", "axes", "grid", "sweeps", "examples", "publish"),
)  # modules of `runs`, lowest first; each imports only from those before it


def upward_imports(order: list[str], module: str, source: str) -> list[str]:
    """Modules of `runs` that one imports although they do not come before it."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module == "analysis.runs":
            found += [a.name for a in node.names]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("analysis.runs."):
            found.append(node.module.split(".")[2])
    return [n for n in found if order.index(n) >= order.index(module)]


def test_modules_of_runs_import_in_one_direction_and_are_short():
    order = [name for names in RUNS for name in names]
    texts = {
        p.stem: p.read_text(encoding="utf-8")
        for p in (SRC / "runs").glob("*.py")
        if p.stem != "__init__"
    }
    assert sorted(texts) == sorted(order)
    assert {m: u for m, text in texts.items() if (u := upward_imports(order, m, text))} == {}
    assert {m for m, text in texts.items() if len(text.splitlines()) > 300} == set()


def test_an_import_against_the_direction_of_runs_is_caught():
    source = "def f():\n    from analysis.runs import b, c\n    from analysis.runs.a import x"
    assert upward_imports(["a", "b", "c"], "b", source) == ["b", "c"]


def asserts_and_bare_excepts(source: str) -> list[int]:
    tree = ast.parse(source)
    return [
        n.lineno
        for n in ast.walk(tree)
        if isinstance(n, ast.Assert) or (isinstance(n, ast.ExceptHandler) and n.type is None)
    ]


def test_the_library_raises_instead_of_asserting():
    assert [(m, line) for m, text in modules() for line in asserts_and_bare_excepts(text)] == []


def test_an_assert_is_caught():
    assert asserts_and_bare_excepts("assert 1") == [1]


def cells(path) -> list[dict]:
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def source(cell) -> str:
    return "".join(cell["source"])


MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
NO_RESULT = re.compile(
    rf"\b\d{{1,2}} (?:{MONTHS})\b"  # a day
    r"|\b(?:19|20)\d\d\b"  # a year
    r"|\bC\d+[a-z]?\b"  # a claim by its name
    r"|\*\*\d\.\*\*|\bexercise \d\b"  # an exercise
)


def numbers_in(text: str) -> set[str]:
    return {n.rstrip(".,") for n in re.findall(r"\d[\d,.]*", text)}


@functools.cache
def of_the_question() -> set[str]:
    """Numbers that the text itself gives, as its claims say them, and the ends of a percentage."""
    from analysis import claims

    return numbers_in(" ".join(c.paraphrase for c in claims.ledger())) | {"0", "100"}


def typed_numbers(markdown: str) -> list[str]:
    """Numbers in prose that may be results.

    Headings, block quotes, links and code are exempt; days, years, names and the numbers of the
    question may be written as figures.
    """
    lines = [line for line in markdown.splitlines() if not line.lstrip().startswith(("#", ">"))]
    text = re.sub(r"`[^`]*`|\]\([^)]*\)|https?://\S+", "", "\n".join(lines))
    found = [n.rstrip(".,") for n in re.findall(r"\d[\d,.]*", NO_RESULT.sub("", text))]
    return [n for n in found if n not in of_the_question()]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_no_result_is_typed_into_prose(path):
    assert [
        n for c in cells(path) if c["cell_type"] == "markdown" for n in typed_numbers(source(c))
    ] == []


def test_a_typed_number_is_caught():
    assert typed_numbers("It gives 79.52 %, in 2022. See `draws=5`.\n# Day 229") == ["79.52"]
    assert typed_numbers("By 11 October 2022 some 221,000 of 370,000 (C55).") == ["221,000"]
    assert typed_numbers("**2.** In 11 of 12 October polls, solution of exercise 2.") == ["11"]
    assert typed_numbers("Between 0 and 100 %, in Latvia in 1940 97.5 %.") == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_notebooks_keep_their_size(path):
    all_cells = cells(path)
    prose = sum(c["cell_type"] == "markdown" for c in all_cells) / len(all_cells)
    assert 10 <= len(all_cells) <= 64
    assert 0.3 <= prose <= 0.6
    assert max(len(source(c).splitlines()) for c in all_cells if c["cell_type"] == "code") <= 15


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_notebooks_define_nothing_and_run_no_shell(path):
    for cell in (c for c in cells(path) if c["cell_type"] == "code"):
        assert not re.search(r"^\s*(def|class|!|%)", source(cell), re.MULTILINE)


GRAMMAR = re.compile(r"""[a-z_]+: (str|bool|int|float) = ("[^"]*"|True|False|[\d.]+)  # \S.*""")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_parameters_follow_their_grammar(path):
    tagged = [c for c in cells(path) if "parameters" in c["metadata"].get("tags", [])]
    assert len(tagged) == 1
    assert [line for line in source(tagged[0]).splitlines() if not GRAMMAR.fullmatch(line)] == []


def unclean(notebook: dict) -> list[str]:
    """Why the stored outputs do not come from one clean run of the committed cells."""
    code = [c for c in notebook["cells"] if c["cell_type"] == "code" and source(c).strip()]
    found = []
    if [c["execution_count"] for c in code] != list(range(1, len(code) + 1)):
        found.append("execution counts do not run from 1")
    for number, cell in enumerate(code, 1):
        if set(cell["metadata"]) - {"tags"}:
            found.append(f"cell {number}: metadata {sorted(cell['metadata'])}")
        for output in cell["outputs"]:
            text = json.dumps(output.get("data", {}).get("text/plain", "")) + json.dumps(
                output.get("text", "")
            )
            data = output.get("data", {})
            if output["output_type"] == "error":
                found.append(f"cell {number}: error")
            if output["output_type"] == "stream":
                found.append(f"cell {number}: {output['name']}")
            if re.search(r"0x[0-9a-f]{6,}", text):
                found.append(f"cell {number}: memory address")
            if (
                "image/png" in data
                and not output["metadata"].get("image/png", {}).get("alt", "").strip()
            ):
                found.append(f"cell {number}: figure without alternative text")
            if "image/png" in data and not re.search(r"\[figure \w+: [\w, ]+ points\]", text):
                found.append(f"cell {number}: figure without its shape")
    if set(notebook["metadata"]) - {"kernelspec", "language_info"}:
        found.append(f"metadata {sorted(notebook['metadata'])}")
    return found


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_stored_outputs_come_from_one_clean_run(path):
    assert unclean(json.loads(path.read_text(encoding="utf-8"))) == []


def figure(alt="four regions", text="[figure a: 2 lines, 8 points] four regions"):
    return {
        "output_type": "display_data",
        "data": {"image/png": "x", "text/plain": text},
        "metadata": {"image/png": {"alt": alt}},
    }


def planted(**cell) -> dict:
    base = {"cell_type": "code", "source": "x", "metadata": {}, "execution_count": 1, "outputs": []}
    return {"metadata": {"kernelspec": {}, "language_info": {}}, "cells": [base | cell]}


@pytest.mark.parametrize(
    ("breach", "told"),
    [
        (planted(execution_count=None), "execution counts"),
        (planted(metadata={"execution": {"iopub.execute_input": "2022"}}), "metadata"),
        (
            planted(
                outputs=[
                    {
                        "output_type": "execute_result",
                        "data": {"text/plain": "<Line2D at 0x7f01c2d3e4>"},
                        "metadata": {},
                    }
                ]
            ),
            "memory address",
        ),
        (planted(outputs=[figure(alt="")]), "without alternative text"),
        (planted(outputs=[figure(text="<Figure>")]), "without its shape"),
        (planted(outputs=[{"output_type": "stream", "name": "stderr", "text": "warn"}]), "stderr"),
        (planted() | {"metadata": {"papermill": {"start_time": "now"}}}, "metadata"),
    ],
)
def test_planted_breaches_of_a_clean_run_are_caught(breach, told):
    assert any(told in reason for reason in unclean(breach))


def test_a_clean_planted_notebook_passes():
    assert unclean(planted(outputs=[figure()])) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_every_notebook_shows_at_least_three_figures(path):
    shown = [
        o for c in cells(path) for o in c.get("outputs", []) if "image/png" in o.get("data", {})
    ]
    assert len(shown) >= 3


def test_the_readme_table_and_answers_are_those_generated_from_the_facts():
    readme = (paths.root() / "README.md").read_text(encoding="utf-8")
    assert with_generated(readme, paths.notebooks() / "facts") == readme
    planted = readme.replace("**How many soldiers of each side", "**How many")
    assert with_generated(planted, paths.notebooks() / "facts") == readme != planted


def test_the_committed_facts_agree_with_the_rules_of_today():
    from analysis import claims

    kept = facts.read(paths.notebooks() / "facts", "00-verdicts")
    table = claims.verdict_table("2022-10-11")
    assert {c: kept[f"{c.lower()}_verdict"]["value"] for c in table.index} == table[
        "verdict"
    ].to_dict()
    assert {c: kept[f"{c.lower()}_verdict_now"]["value"] for c in table.index} == table[
        "verdict_now"
    ].to_dict()


NAMED_FACTS = {
    "01-referendums": {
        "zaporizhzhia_share_from_counts_pct": 79.52,
        "donetsk_share_from_counts_pct": 99.28,
        "luhansk_turnout_recomputed_pct": 94.15,
        "kherson_in_region_turnout_recomputed_pct": 75.78,
    },
    "02-emigration": {
        "named_parts_sum_crossings": 309_000,
        "unattributed_crossings": 61_000,
        "kazakhstan_net_to_4_october_crossings": 53_000,
        "combinations_near_the_total": 103,
        "left_and_stayed_persons": 221_098.19,
        "share_of_men_18_29_upper_bound_pct": 4.11,
    },
    "03-casualties": {
        "mobilised_confirmed_deaths_share_pct": 5.03,
        "excess_male_deaths_2022": 20_617.96,
        "excess_male_deaths_2023": 37_863.88,
        "general_staff_claim_on_as_of": 63_110,
        "nowcast_named_deaths_to_as_of": 9_244.32,
        "deaths_russia": 16_497.61,
        "deaths_ukraine": 28_626.19,
        "uk_mod_to_general_staff_ratio_mean": 1.0,
    },
    "04-chronology": {
        "day_229_by_subtraction": "2022-10-11",
        "day_229_inclusive": "2022-10-10",
        "isw_area_change_pct": -10.17,
        "liveuamap_area_change_pct": 28.13,
    },
    "05-stations": {
        "integer_excess_2020_either_stations": 3604.86,
        "integer_excess_2024_turnout_stations": 2170.8,
    },
    "06-verdict-timeline": dict.fromkeys(("verdicts_moved_by_as_of", "verdicts_moved_after_as_of")),
}


@pytest.mark.parametrize(("notebook", "expected"), NAMED_FACTS.items())
def test_the_named_facts_exist_with_unit_basis_and_rows(notebook, expected):
    kept = facts.read(paths.notebooks() / "facts", notebook)
    for key, value in expected.items():
        found = kept[key]["value"]
        if value is not None:  # what follows from the ledger alone is not typed here
            assert (round(found, 2) if isinstance(found, float) else found) == value
        assert kept[key]["unit"]
        assert kept[key]["basis"]
        assert kept[key]["rows"]


def requirement(text: str) -> tuple[str, frozenset[str]]:
    name, bounds = re.fullmatch(r"([a-zA-Z0-9_-]+)(.*)", text.replace(" ", "")).groups()
    return name.lower().replace("_", "-"), frozenset(b for b in bounds.split(",") if b)


def requirements() -> set[tuple[str, frozenset[str]]]:
    """Every requirement of the package, extras included."""
    project = tomllib.loads((paths.root() / "pyproject.toml").read_text(encoding="utf-8"))[
        "project"
    ]
    extras = [r for group in project["optional-dependencies"].values() for r in group]
    return {requirement(r) for r in project["dependencies"] + extras}


def test_the_conda_environment_is_in_step_with_the_package():
    wanted = requirements()
    listed = yaml.safe_load((paths.root() / "environment.yml").read_text(encoding="utf-8"))[
        "dependencies"
    ]
    by_pip = [d for part in listed if isinstance(part, dict) for d in part["pip"]]
    named = [d for d in [*listed, *by_pip] if isinstance(d, str) and not d.startswith("-")]
    held = {requirement(d) for d in named} - {("pip", frozenset())}
    assert held == wanted | {("python", frozenset({">=3.11"}))}


def test_the_lock_holds_every_requirement_with_a_hash_and_names_no_host():
    lock = (paths.root() / "requirements.lock").read_text(encoding="utf-8")
    pinned = {
        n.lower().replace("_", "-") for n in re.findall(r"^([A-Za-z0-9._-]+)==", lock, re.MULTILINE)
    }
    assert {name for name, _ in requirements()} <= pinned
    assert lock.count("--hash=sha256:") > len(pinned)
    assert not re.search(r"https?://|--index-url|file:", lock)


def pins(name: str) -> dict[str, set[str]]:
    """What a lock pins, by the line of the pin, with the hashes it admits."""
    lock = (paths.root() / name).read_text(encoding="utf-8")
    found, line = {}, ""
    for text in lock.splitlines():
        if "==" in text and text[0].isalnum():
            line = text.split(" ")[0]
            found.setdefault(line, set())
        found.get(line, set()).update(re.findall(r"--hash=(sha256:\w+)", text))
    return found


def test_what_a_report_needs_is_pinned_as_in_the_whole_lock_and_is_less_of_it():
    whole, report = pins("requirements.lock"), pins("requirements-report.lock")
    assert {line: whole.get(line) for line in report} == report
    assert all(report.values())
    names = {line.split("==")[0] for line in report}
    held = {name for name, _ in requirements()}
    assert {"papermill", "nbconvert", "sphinx"} <= held & names
    assert not names & {"jupyterlab", "pytest", "playwright", "pyarrow", "ruff"}


def several_versions(lock: str, names: set[str]) -> set[str]:
    """Of the packages named, those a lock pins to more than one version.

    Or for some Pythons only.
    """
    lines = [re.match(r"([a-z0-9-]+)==\S+( ;)?", line) for line in lock.splitlines()]
    pins = [(m[1], m[2]) for m in lines if m and m[1] in names]
    return {n for n in names if [p for p in pins if p[0] == n] != [(n, None)]}


def test_one_lock_holds_one_numpy_and_one_scipy_for_every_python():
    lock = (paths.root() / "requirements.lock").read_text(encoding="utf-8")
    assert several_versions(lock, {"numpy", "scipy", "pandas"}) == set()
    wheels = {name: limits for name, limits in requirements() if name in {"numpy", "scipy"}}
    assert all(any(limit.startswith("<") for limit in limits) for limits in wheels.values())


def test_a_lock_that_forks_is_caught():
    forked = (
        "numpy==2.4.6 ; python_full_version < '3.12' \\\nnumpy==2.5.5 ; python_full_version >="
        " '3.12' \\\nscipy==1.17.1 \\\n"
    )
    assert several_versions(forked, {"numpy", "scipy"}) == {"numpy"}


def test_the_page_on_machines_names_every_python_of_the_workflow():
    page = (paths.root() / "docs" / "machines.md").read_text(encoding="utf-8")
    job = yaml.safe_load(
        (paths.root() / ".github" / "workflows" / "tests.yml").read_text(encoding="utf-8")
    )["jobs"]
    pythons = job["tests"]["strategy"]["matrix"]["python"]
    assert pythons == ["3.11", "3.12", "3.13", "3.14"]
    assert [p for p in pythons if f"| {p} |" not in page] == []


def test_committed_texts_hold_no_path_of_a_machine():
    texts = [
        p
        for p in paths.root().glob("*")
        if p.is_file()
        and p.suffix in {".md", ".toml", ".yml", ".cff", ".lock", ""}
        and p.name != ".git"
    ]
    for path in [*texts, *NOTEBOOKS, *SRC.rglob("*.py")]:
        assert not re.search(r"/(root|home|work|Users)/\w", path.read_text(encoding="utf-8")), (
            path.name
        )


def test_importing_the_library_loads_no_heavy_module():
    import subprocess

    code = (
        "import sys, analysis, analysis.quantities, analysis.paths; print([m for m in ('pandas',"
        " 'matplotlib', 'scipy') if m in sys.modules])"
    )
    assert (
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout.strip()
        == "[]"
    )


def test_the_page_on_reruns_lists_every_exit_code():
    from analysis import errors

    page = (paths.root() / "docs" / "reruns.md").read_text(encoding="utf-8")
    told = {
        name: int(code) for code, name in re.findall(r"^\| (\d+) \| (\w+) \|", page, re.MULTILINE)
    }
    assert told == errors.EXIT_CODES


def loose_ends(workflow: dict) -> list[str]:
    """What in a workflow is not pinned by commit, or may write."""
    found = (
        [f"permissions {workflow.get('permissions')}"]
        if workflow.get("permissions") != {"contents": "read"}
        else []
    )
    for job in workflow["jobs"].values():
        found += [f"job permissions {job['permissions']}"] if "permissions" in job else []
        uses = [step["uses"] for step in job["steps"] if "uses" in step]
        found += [u for u in uses if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", u)]
    return found


def test_workflows_pin_every_action_by_commit_and_may_only_read():
    files = sorted((paths.root() / ".github" / "workflows").glob("*.yml"))
    assert {"rerun.yml", "tests.yml"} <= {f.name for f in files}
    assert [
        e for f in files for e in loose_ends(yaml.safe_load(f.read_text(encoding="utf-8")))
    ] == []


def test_a_loose_action_and_a_writing_workflow_are_caught():
    job = {"steps": [{"uses": "actions/checkout@v4"}], "permissions": {"issues": "write"}}
    assert len(loose_ends({"permissions": "write-all", "jobs": {"a": job}})) == 3


def test_the_front_offers_modules_and_functions_that_exist():
    import analysis

    front = [n for n in dir(analysis) if not n.startswith("_")]
    rooms = [n for n in front if n in LEVEL]
    assert all(getattr(analysis, n).__name__ == f"analysis.{n}" for n in rooms)
    assert all(getattr(analysis, n).__name__ == n for n in front if n not in LEVEL)
    assert len(rooms) >= 10
    with pytest.raises(AttributeError, match="it offers: answers"):
        analysis.referendums  # noqa: B018  (a typo is told with what there is)


def test_the_map_of_the_house_is_the_one_its_imports_draw():
    from house_map import with_map

    page = (paths.root() / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert with_map(page, LEVEL) == page


def test_the_example_of_the_readme_runs_and_leaves_other_axes_alone():
    import matplotlib as mpl

    readme = (paths.root() / "README.md").read_text(encoding="utf-8")
    code = re.search(r"```python\n(.*?)```", readme, re.DOTALL)[1]
    names: dict = {}
    with mpl.rc_context({"backend": "agg"}):
        exec(compile(code, "README.md", "exec"), names)
    assert "Zaporizhzhia" in names["audits"].sentence()
    assert len(names["audits"].table()) == 4
    assert names["axes"].get_title() == ""
    assert len(names["axes"].lines) > 3
    assert names["figure"].texts == []
