"""Pages show their work to a reader: exercises with answers, tables that say what they show.

Each rule is shown failing on a planted breach.
"""

import ast
import json
import re

import pandas as pd
import pytest

from analysis import casualties, claims, paths, results
from analysis.casualties.findings.above import AboveLaterCounts
from analysis.casualties.findings.counted import CountedLater
from analysis.quantities import Estimate
from analysis.results import NothingKnown

NOTEBOOKS = sorted(paths.notebooks().glob("[0-9]*.ipynb"))
EXERCISE = re.compile(r"^\*\*(\d+)\.\*\*( \*No code\.\*)? (.+)$", re.MULTILINE)
SOLUTION = re.compile(
    r"<details><summary>Solution of exercise (\d+)</summary>\n\n(.+?)\n\n</details>", re.DOTALL
)
MACHINE = re.compile(r"^(?:True|False|nan|NaT|None|[a-z0-9]+(?:[_][a-z0-9]+)+)$")
PROGRAMMERS = re.compile(
    r"\b(?:boolean|dataframe|dict|float|null|posterior predictive|raises|string|tuple)\b"
    r"|facts saved|\bwhen \S* ?is true\b|nineteen-|nought|hundred and twenty-nine",
    re.IGNORECASE,
)


def prose(path) -> str:
    """Markdown of a notebook."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")


def lacking(text: str) -> list[str]:
    """What the exercises of a page lack."""
    part = text.partition("## Exercises\n")[2]
    asked, solved = EXERCISE.findall(part), dict(SOLUTION.findall(part))
    found = [] if part else ["no section of exercises"]
    found += [f"{n} comes in place of {k}" for k, (n, *_) in enumerate(asked, 1) if int(n) != k]
    found += [f"no solution of {n}" for n, *_ in asked if n not in solved]
    found += [f"a solution of {n}, which is not asked" for n in set(solved) - {a[0] for a in asked}]
    free = sum(bool(told) for _, told, _ in asked)
    return found + ([f"{free} without code"] if free < 2 else [])


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_every_page_has_numbered_exercises_with_folded_solutions_two_without_code(path):
    assert lacking(prose(path)) == []


def test_exercises_without_answer_number_or_question_for_readers_are_caught():
    fold = "<details><summary>Solution of exercise {}</summary>\n\nSo.\n\n</details>"
    ask = "**{}.** *No code.* Why?"
    good = ["## Exercises", ask.format(1), fold.format(1), ask.format(2), fold.format(2)]
    assert lacking("\n\n".join(good)) == []
    assert lacking("\n\n".join(good[:-1])) == ["no solution of 2"]
    assert lacking("\n\n".join([*good, fold.format(3)])) == ["a solution of 3, which is not asked"]
    assert lacking("\n\n".join(good).replace("*No code.* ", "")) == ["0 without code"]
    assert lacking("\n\n".join(good).replace("**2.**", "**4.**")) == [
        "4 comes in place of 2",
        "no solution of 4",
        "a solution of 2, which is not asked",
    ]
    assert lacking("# A page") == ["no section of exercises", "0 without code"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_prose_has_no_programmers_word(path):
    text = re.sub(r"`[^`]*`", "", prose(path))
    assert PROGRAMMERS.findall(text) == []


@pytest.mark.parametrize(
    "text", ["It runs when hindsight is true.", "nineteen-forty", "222 facts saved"]
)
def test_a_programmers_word_is_caught(text):
    assert PROGRAMMERS.findall(text)


def without_caption(source: str) -> list[str]:
    """Results of a module that show a table and do not say what it shows."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef) and "speaking" in map(ast.unparse, node.decorator_list):
            names = {getattr(n, "name", "") for n in node.body}
            set_ = {t.id for n in node.body if isinstance(n, ast.Assign) for t in n.targets}
            set_ |= {n.target.id for n in node.body if isinstance(n, ast.AnnAssign)}
            found += [node.name] if "table" in names and "caption" not in set_ else []
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Remark":
            given = {k.arg for k in node.keywords}
            found += ["Remark"] if "frame" in given and "caption" not in given else []
    return found


def test_every_result_with_a_table_has_a_caption():
    folder = paths.root() / "src" / "analysis"
    told = {p.name: without_caption(p.read_text(encoding="utf-8")) for p in folder.rglob("*.py")}
    assert {name: f for name, f in told.items() if f} == {"results.py": ["NothingKnown"]}


def test_a_result_whose_table_says_nothing_is_caught():
    bare = "@speaking\nclass A:\n    def table(self): ...\n"
    assert without_caption(bare) == ["A"]
    assert without_caption(bare.replace("def", "caption = 'x'\n    def")) == []
    assert without_caption("Remark(words='a', frame=b)") == ["Remark"]
    assert without_caption("Remark(words='a', frame=b, caption='c')") == []


def unfit(table: str) -> list[str]:
    """What of a table is not for a reader."""
    cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", table, re.DOTALL)
    found = [f"cell {c.strip()}" for c in cells if MACHINE.match(c.strip())]
    found += [] if "<caption>" in table else ["no caption"]
    heads = re.findall(r"<th\b([^>]*)>", table)
    return found + (
        ["a header cell without scope"] if any("scope=" not in h for h in heads) else []
    )


def tables_of(notebook: dict) -> list[str]:
    """Tables that the cells of a notebook show."""
    data = [o.get("data", {}) for c in notebook["cells"] for o in c.get("outputs", [])]
    told = "\n".join("".join(d.get("text/html", "")) for d in data)
    return re.findall(r"<table\b.*?</table>", told, re.DOTALL)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_every_table_shown_is_for_a_reader(path):
    shown = tables_of(json.loads(path.read_text(encoding="utf-8")))
    assert len(shown) >= 3
    assert [told for table in shown for told in unfit(table)] == []


def test_a_raw_table_is_caught():
    raw = pd.DataFrame({"fact": ["usual_net"], "agrees": [True]})
    told = unfit(raw._repr_html_())
    assert {"cell usual_net", "cell True", "no caption", "a header cell without scope"} <= set(told)
    assert (
        unfit(results.as_html(pd.DataFrame({"Region": ["Kherson"], "Agrees": [True]}), "A")) == []
    )


def test_numbers_that_are_missing_stay_empty_and_texts_stay_texts():
    told = results.as_html(pd.DataFrame({"Who": ["<b>", None], "Dead": [1.5, None]}), "A & B")
    assert "<caption>A &amp; B</caption>" in told
    assert '<th scope="row">&lt;b&gt;</th>' in told
    assert told.count("<td></td>") == 1
    assert "None" not in told.partition("<tbody>")[2].replace('scope="row">None', "")


def moved(**middles: float) -> pd.DataFrame:
    """The model without each source, its middle given and ends a tenth away."""
    rows = [(k.replace("_", " "), 1, 0.9 * m, m, 1.1 * m) for k, m in middles.items()]
    return pd.DataFrame(rows, columns=["without", "rows", "low", "central", "high"])


def above(**middles: float) -> AboveLaterCounts:
    """Later counts of 9,000 to 12,000 beside a model without each of some sources."""
    counts = pd.DataFrame({"central": [9_000.0, 12_000.0], "low": 8_000.0, "high": 13_000.0})
    some = {"names": pd.DataFrame(), "claims_known": pd.Timestamp("2022-10-11")}
    weighed = Estimate(low=1, central=2, high=3, unit="killed", basis="planted")
    told = CountedLater(
        counts=counts, weighed=weighed, speaks_of=pd.Timestamp("2022-10-10"), **some
    )
    without = casualties.findings.weekly.WithoutEach(deaths=None, moved=moved(**middles))
    return AboveLaterCounts(counts=told, without=without)


def test_the_source_that_holds_the_model_up_is_named_with_what_is_left_without_it():
    told = above(nothing=18_000, names=17_000, Kyiv=19_000, share_on_the_list=14_000).sentence()
    assert "published shares of the dead who are on the list of names hold it up more" in told
    assert "14,000 (12,600 to 15,400), still above all of these counts" in told
    assert told.endswith("without any other single source 17,000 to 19,000.")
    low = above(nothing=18_000, names=17_000, Kyiv=10_000).sentence()
    assert "The figures of Kyiv hold it up" in low
    assert "no longer above all of these counts" in low


def test_dead_of_other_forces_or_days_are_not_set_beside_later_counts():
    silent = NothingKnown(words="Hindsight is off.")
    assert casualties.above_later_counts(silent, silent, None) is silent
    counts = above(nothing=1.0, names=1.0).counts

    class Deaths:
        forces, by = "all", pd.Timestamp("2022-10-11")

    told = casualties.above_later_counts(counts, Deaths(), None).sentence()
    assert told.startswith("The later counts speak of the dead residents of Russia to 10 October")
    Deaths.forces, Deaths.by = "residents", pd.Timestamp("2023-10-11")
    assert not casualties.above_later_counts(counts, Deaths(), None)


def test_what_solutions_say_of_the_ledger_still_holds():
    table = claims.verdict_table("2022-10-11")
    assert table.loc["C17", "verdict"] == "supported with caveat"
    early = claims.verdict_table("2022-09-30")["verdict"]
    gone = early.index[(early == "cannot be checked") & (table["verdict"] != "cannot be checked")]
    assert {"C10", "C20", "C59"} <= set(gone)  # the Duma's vote, the birthday, Kartapolov's words
    assert not {"C15", "C16", "C18", "C23", "C25"} & set(gone)
    later = table["verdict"] != table["verdict_now"]
    assert set(table.loc[later, "kind"]) <= {"forecast", "probability word", "comparison"}
