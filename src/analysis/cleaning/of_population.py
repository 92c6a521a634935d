"""What do files on population and deaths leave in the repository: persons by age and sex?

Reads registered files through `sources`; draws nothing. Publications follow their year, so the
earliest possible day of each row stands as the day it became known.
"""

import re
import zipfile
from xml.etree import ElementTree

import pandas as pd

from analysis import sources

_TERRITORIES = {643: "including Crimea", 1100: "excluding Crimea"}  # codes of RosBRiS
_NATION = "Российская Федерация"
_SHEET = (  # every tag of a spreadsheet's XML begins so
    "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
)
_MEN, _WOMEN = "Мужчины", "Женщины"  # headings of the parts of the table of deaths of HIV
_HIV_YEAR = 2023  # a file of its own holds this year alone, as its first cell says
_AGE = r"\d+ (год|года|лет)"  # a single year of age


def derive_population_single_age(overrides: pd.DataFrame) -> pd.DataFrame:
    """Men and women of Russia by single age, mid-year.

    Key, territory, year, age, men, women, published (earliest possible).
    """
    raw = pd.read_csv(sources.fetch("rosbris-population-2015-2022.txt"))
    total = raw[raw["Reg"].isin(_TERRITORIES) & (raw["Group"] == "T") & raw["Sex"].isin(["M", "F"])]
    long = total.melt(["Year", "Reg", "Sex"], [f"PopDa{a}" for a in range(101)], "age", "persons")
    long["age"] = long["age"].str.removeprefix("PopDa").astype(int)
    wide = long.set_index(["Reg", "Year", "age", "Sex"])["persons"].unstack().reset_index()  # noqa: PD010
    return pd.DataFrame(
        {
            "key": [
                f"PA-{_TERRITORIES[r][0]}-{y}-{a:03d}"
                for r, y, a in zip(wide["Reg"], wide["Year"], wide["age"], strict=True)
            ],
            "territory": [_TERRITORIES[r] for r in wide["Reg"]],
            "year": wide["Year"].to_numpy(),
            "age": wide["age"].to_numpy(),
            "men": wide["M"].to_numpy(),
            "women": wide["F"].to_numpy(),
            "published": [f"{y + 1}-01-01" for y in wide["Year"]],
        }
    ).sort_values("key", ignore_index=True)


def derive_national_deaths(overrides: pd.DataFrame) -> pd.DataFrame:
    """Deaths in Russia by year, five-year age group and sex, national rows only.

    Key, year, age_from, men, women, published (earliest possible).
    """
    raw = pd.read_csv(sources.fetch("russia-deaths-by-age-sex-region-1990-2023.csv.gz"))
    nation = raw[
        (raw["Region"] == _NATION)
        & raw["Age"].str.fullmatch(r"\d+-\d+ лет")
        & (raw["Age"] != "15-17 лет")
    ]
    age = nation["Age"].str.extract(r"(\d+)-")[0].astype(int)
    wide = (
        nation.assign(age_from=age)  # noqa: PD010
        .set_index(["Year", "age_from", "Gender"])["Deaths"]
        .unstack()
        .reset_index()
    )
    wide = wide[wide["age_from"].between(15, 59)]
    return pd.DataFrame(
        {
            "key": [f"ND-{y}-{a:02d}" for y, a in zip(wide["Year"], wide["age_from"], strict=True)],
            "year": wide["Year"].to_numpy(),
            "age_from": wide["age_from"].to_numpy(),
            "men": wide["m"].to_numpy(),
            "women": wide["f"].to_numpy(),
            "published": [f"{y + 1}-07-01" for y in wide["Year"]],
        }
    ).sort_values("key", ignore_index=True)


def derive_hiv_deaths(overrides: pd.DataFrame) -> pd.DataFrame:
    """Deaths of HIV in Russia by year, five-year age group and sex, national rows only.

    Key, year, age_from, men, women, published (earliest possible).
    """
    years = _hiv_by_year() | {_HIV_YEAR: _hiv_of_one_year()}
    table = pd.concat(years, names=["year", "age_from"]).reset_index()
    keys = [f"HD-{y}-{a:02d}" for y, a in zip(table["year"], table["age_from"], strict=True)]
    table.insert(0, "key", keys)
    return table.assign(published=[f"{y + 1}-07-01" for y in table["year"]])


def _in_groups(by_age: pd.DataFrame) -> pd.DataFrame:
    """Men and women by single age as five-year groups from 15 to 59."""
    groups = by_age.groupby(by_age.index // 5 * 5).sum().loc[15:55]
    return groups.rename_axis("age_from")


def _hiv_by_year() -> dict[int, pd.DataFrame]:
    """Deaths of HIV of each year to 2022: three columns a year, both sexes, men and women."""
    name = "russia-deaths-hiv-2006-2022.xlsx"
    rows = _first_sheet(name)
    order, wanted = list(rows[2]), [_MEN, _WOMEN]
    ages = {int(r["A"].split()[0]): r for r in rows if re.fullmatch(_AGE, r.get("A", ""))}
    found = {}
    for column, year in rows[1].items():
        pair = order[order.index(column) + 1 : order.index(column) + 3]
        if [rows[2][c].strip() for c in pair] != wanted:
            raise sources.UpstreamError(f"{name}: wanted men and women after {column} of {year}")
        counts = {a: [int(r.get(c, "-").replace("-", "0")) for c in pair] for a, r in ages.items()}
        by_age = pd.DataFrame.from_dict(counts, orient="index", columns=["men", "women"])
        found[int(year)] = _in_groups(by_age)
    return found


def _hiv_of_one_year() -> pd.DataFrame:
    """Deaths of HIV of 2023: a part for men and one for women, a column an age."""
    name = "russia-deaths-hiv-2006-2023.xlsx"
    rows = _first_sheet(name)
    ages = {c: int(t.split()[0]) for c, t in rows[1].items() if re.fullmatch(_AGE, t)}
    parts = {row.get("A", "").strip(): i for i, row in enumerate(rows)}
    sums = {}
    for sex, heading in (("men", _MEN), ("women", _WOMEN)):
        nation = rows[parts[heading] + 1]
        if nation["A"].strip() != _NATION:
            raise sources.UpstreamError(
                f"{name}: wanted the national row under {heading!r}, found {nation['A']!r}"
            )
        sums[sex] = {a: int(nation.get(c, "-").replace("-", "0")) for c, a in ages.items()}
    return _in_groups(pd.DataFrame(sums))


def _first_sheet(name: str) -> list[dict[str, str]]:
    """Cells of the first sheet of a registered spreadsheet as text, row by row.

    By the letters of their column.
    """
    with zipfile.ZipFile(sources.fetch(name)) as book:
        strings = ElementTree.fromstring(book.read("xl/sharedStrings.xml")).iter(f"{_SHEET}si")
        shared = ["".join(t.text or "" for t in s.iter(f"{_SHEET}t")) for s in strings]
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    rows = []
    for row in sheet.iter(f"{_SHEET}row"):
        given = [
            (c.get("r").rstrip("0123456789"), c.get("t"), c.find(f"{_SHEET}v"))
            for c in row.iter(f"{_SHEET}c")
        ]
        rows.append(
            {
                letters: shared[int(v.text)] if kind == "s" else v.text
                for letters, kind, v in given
                if v is not None
            }
        )
    return rows
