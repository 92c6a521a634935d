"""What small table does a large upstream file leave in the repository?

Reads registered files through `sources`; draws nothing. Only figures derived here are kept: shares,
turnouts and an index, never rows of the upstream files.
"""

import json
import re
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from xml.etree import ElementTree

import numpy as np
import pandas as pd

from analysis import sources
from analysis.stations import deriving

# German "becomes": the word in sudd.ch's territory types that marks a vote on status
_STATUS_CHANGE = "wird"
_VOTERS = {
    2018: "Число избирателей, включенных в список избирателей",
    2021: "Число избирателей, внесенных в список избирателей на момент окончания голосования",
}
_VALID, _INVALID = (
    "Число действительных избирательных бюллетеней",
    "Число недействительных избирательных бюллетеней",
)
_TERRITORIES = {643: "including Crimea", 1100: "excluding Crimea"}  # codes of RosBRiS
_SNAPSHOT = "2026-08-22"  # day of the commit at which the weekly file is pinned
_NATION = "Российская Федерация"
_SHEET = (  # every tag of a spreadsheet's XML begins so
    "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
)
_MEN, _WOMEN = "Мужчины", "Женщины"  # headings of the parts of the table of deaths of HIV
_HIV_YEAR = 2023  # a file of its own holds this year alone, as its first cell says
_AGE = r"\d+ (год|года|лет)"  # a single year of age
# posts on x.com count milliseconds from here in the upper bits of their number
_POST_EPOCH_MS = 1_288_834_974_657
_SMALLEST_COMMISSION = 2_000  # voters; smaller ones are ships, stations abroad and the like


def derive_reference_votes(overrides: pd.DataFrame) -> pd.DataFrame:
    """Yes/no votes of sudd.ch with V-Dem polyarchy.

    Key, year, polity, share_pct, turnout_pct, polyarchy, sovereignty.

    Parameters
    ----------
    overrides : pandas.DataFrame
        `polity_overrides`: the V-Dem country to use where the database's country code names
        another, or none.
    """
    votes, index = _sudd(), _vdem()
    codes = _country_names()
    polity = (
        votes["country_code"].map(codes).where(lambda s: s.isin(index.index.get_level_values(0)))
    )
    forced = overrides.set_index(overrides["key"].str.removeprefix("OV-"))["polity"]
    polity = votes["id_sudd"].map(forced).fillna(polity)
    table = pd.DataFrame(
        {
            "key": "RV-" + votes["id_sudd"],
            "year": votes["year"],
            "polity": polity,
            "share_pct": (
                (100 * votes["votes_yes"] / (votes["votes_yes"] + votes["votes_no"])).round(3)
            ),
            "turnout_pct": (
                (100 * votes["votes_total"] / votes["electorate_total"])
                .where(lambda s: s <= 100)
                .round(2)
            ),
            "polyarchy": [
                index.get((p, int(y)), np.nan) for p, y in zip(polity, votes["year"], strict=True)
            ],
            "sovereignty": np.where(
                votes["territory_type_de"].str.contains(_STATUS_CHANGE), "yes", "no"
            ),
        }
    )
    return table.sort_values("key", ignore_index=True)


def _sudd() -> pd.DataFrame:
    """Votes with counts for and against, numbers as floats, the joke row left out."""
    import rdata

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # rdata warns of R classes it reads as plain tables
        frame = rdata.read_rds(sources.fetch("sudd-direct-democracy.rds"))
    frame.columns = [str(c) for c in frame.columns]
    numbers = ["votes_yes", "votes_no", "votes_total", "electorate_total"]
    text = ["id_sudd", "country_code", "territory_type_de"]
    votes = frame[[*text, "year", *numbers]].copy()
    votes[numbers] = votes[numbers].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    votes = votes.astype(dict.fromkeys(text, str)).astype({"year": int})
    counted = (
        votes["votes_yes"].notna()
        & votes["votes_no"].notna()
        & (votes["votes_yes"] + votes["votes_no"] > 0)
    )
    return votes[counted & (votes["id_sudd"] != "mb011902")]


def _vdem() -> pd.Series:
    """Polyarchy by V-Dem country name and year."""
    import rdata

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        frame = rdata.read_rda(sources.fetch("vdem-polyarchy.rda"))["vdem_simple"]
    frame.columns = [str(c) for c in frame.columns]
    kept = frame[["vdem_country_name", "year", "v2x_polyarchy"]].dropna()
    index = pd.MultiIndex.from_arrays(
        [kept["vdem_country_name"].astype(str), kept["year"].astype(int)]
    )
    return pd.Series(kept["v2x_polyarchy"].to_numpy(dtype=float), index=index)


def _country_names() -> dict[str, str]:
    """V-Dem country name by two-letter code, over the three-letter codes both share."""
    import pycountry
    import rdata

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        frame = rdata.read_rda(sources.fetch("vdem-polyarchy.rda"))["vdem_simple"]
    frame.columns = [str(c) for c in frame.columns]
    named = (
        frame[["country_text_id", "vdem_country_name"]]
        .astype(str)
        .drop_duplicates("country_text_id")
    )
    names = dict(named.itertuples(index=False))
    return {c.alpha_2: names[c.alpha_3] for c in pycountry.countries if c.alpha_3 in names}


def derive_commission_turnout(overrides: pd.DataFrame) -> pd.DataFrame:
    """Turnout of every territorial commission in the Russian votes of 2018 and 2021.

    Key, year, region, voters, turnout_pct.
    """
    parts = []
    for year, voters in _VOTERS.items():
        frame = pd.read_csv(
            sources.fetch(f"russia-elections-{year}.csv.zip"),
            usecols=["region", "tik", voters, _VALID, _INVALID],
        )
        sums = (
            frame.groupby(["region", "tik"], sort=True)[[voters, _VALID, _INVALID]]
            .sum()
            .reset_index()
        )
        sums = sums[sums[voters] >= _SMALLEST_COMMISSION]
        turnout = (100 * (sums[_VALID] + sums[_INVALID]) / sums[voters]).round(2)
        keys = [f"CM-{year}-{i:04d}" for i in range(len(sums))]
        parts.append(
            pd.DataFrame(
                {
                    "key": keys,
                    "year": year,
                    "region": sums["region"],
                    "voters": sums[voters],
                    "turnout_pct": turnout,
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


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


def derive_named_by_week(overrides: pd.DataFrame) -> pd.DataFrame:
    """Named Russian dead by week of death as known at five days, and the register-based estimate.

    Key, week, known_2022 ... known_now, killed, low, high, with_missing, published.
    """
    raw = pd.read_csv(sources.fetch("economist-meduza-2026-weekly.csv"))
    monday = [
        date.fromisocalendar(y, w, 1).isoformat()
        for y, w in zip(raw["Year"], raw["Week"], strict=True)
    ]
    known = {f"known_{y}": raw[f"Bmz{y}"] for y in (2022, 2023, 2024, 2025)} | {
        "known_now": raw["BmzNow"]
    }
    killed = {
        "killed": raw["ED"].round(1),
        "low": raw["EDLow"].round(1),
        "high": raw["EDHigh"].round(1),
        "with_missing": raw["EDAssembled"].round(1),
    }
    key = [f"NW-{y}-{w:02d}" for y, w in zip(raw["Year"], raw["Week"], strict=True)]
    return pd.DataFrame({"key": key, "week": monday} | known | killed | {"published": _SNAPSHOT})


def derive_general_staff_daily(overrides: pd.DataFrame) -> pd.DataFrame:
    """Ukrainian General Staff's running total of Russian personnel losses.

    Key, day, total, wording, published.
    """
    raw = pd.DataFrame(
        json.loads(
            sources.fetch("ukraine-general-staff-personnel.json").read_text(encoding="utf-8")
        )
    )
    day = raw["date"].astype(str).str[:10]
    return pd.DataFrame(
        {
            "key": "GS-" + day,
            "day": day,
            "total": raw["personnel"],
            "wording": raw["personnel*"],
            "published": day,
        }
    ).sort_values("key", ignore_index=True)


def derive_uk_mod_monthly(overrides: pd.DataFrame) -> pd.DataFrame:
    """UK Ministry of Defence's casualties a day by month.

    With the day of the post they appeared in: key, month, per_day, days, published.
    """
    raw = pd.read_csv(sources.fetch("economist-uk-mod-monthly.csv"))
    end = pd.to_datetime(raw["date (at beginning of next month)"], format="%d/%m/%Y")
    month = (end - pd.Timedelta(days=1)).dt.strftime("%Y-%m")
    number = raw["source_url"].str.extract(r"status/(\d+)")[0].astype("int64")
    posted = pd.to_datetime((number // 2**22) + _POST_EPOCH_MS, unit="ms").dt.strftime("%Y-%m-%d")
    rate, days = raw["casualties (average daily losses)"], raw["days in month"]
    return pd.DataFrame(
        {"key": "UK-" + month, "month": month, "per_day": rate, "days": days, "published": posted}
    )


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


@dataclass(frozen=True, slots=True)
class Derived:
    """A table that does not follow from the raw ones.

    What it holds, its columns, its source in sources.csv, and how it is had.
    """

    what: str
    columns: tuple[str, ...]
    source: str = ""
    how: Callable[[pd.DataFrame], pd.DataFrame] | None = None


DERIVED: dict[str, Derived] = {
    "reference_votes": Derived(
        "Yes/no votes worldwide with share, turnout and V-Dem polyarchy, derived from sudd.ch and"
        " V-Dem",
        ("key", "year", "polity", "share_pct", "turnout_pct", "polyarchy", "sovereignty"),
        "sudd-ch-19050813",
        derive_reference_votes,
    ),
    "commission_turnout": Derived(
        "Turnout of territorial commissions in Russia, 2018 and 2021, derived from station returns",
        ("key", "year", "region", "voters", "turnout_pct"),
        "dkobak-elections-20240326",
        derive_commission_turnout,
    ),
    "population_single_age": Derived(
        "Men and women of Russia by single age, mid-year, with and without Crimea, derived from"
        " RosBRiS",
        ("key", "territory", "year", "age", "men", "women", "published"),
        "oboguev-rtss-20251205",
        derive_population_single_age,
    ),
    "named_by_week": Derived(
        "Named Russian dead by week of death, as known at the end of 2022 to 2025 and in 2026, with"
        " the register-based estimate of killed",
        (
            "key",
            "week",
            "known_2022",
            "known_2023",
            "known_2024",
            "known_2025",
            "known_now",
            "killed",
            "low",
            "high",
            "with_missing",
            "published",
        ),
        "theeconomist-the-economist-u-20220223",
        derive_named_by_week,
    ),
    "general_staff_daily": Derived(
        "Ukrainian General Staff's running total of Russian personnel losses, as published"
        " each day",
        ("key", "day", "total", "wording", "published"),
        "petroivaniuk-2022-ukraine-ru-20221010",
        derive_general_staff_daily,
    ),
    "uk_mod_monthly": Derived(
        "UK Ministry of Defence's average daily Russian casualties by month, by the day of the"
        " post",
        ("key", "month", "per_day", "days", "published"),
        "theeconomist-the-economist-u-20220223",
        derive_uk_mod_monthly,
    ),
    "national_deaths": Derived(
        "Deaths in Russia of men and women of 15 to 59 by five-year age group, national rows of"
        " Rosstat's tables",
        ("key", "year", "age_from", "men", "women", "published"),
        "dkobak-excess-mortality-war-20250101",
        derive_national_deaths,
    ),
    "hiv_deaths": Derived(
        "Deaths of HIV in Russia from 2006 on, men and women of 15 to 59 by five-year age group,"
        " national rows of Rosstat's tables",
        ("key", "year", "age_from", "men", "women", "published"),
        "dkobak-excess-mortality-war-20250101",
        derive_hiv_deaths,
    ),
    "station_fingerprints": Derived(
        "Stations of four Russian votes in cells of one per cent of turnout and of result",
        ("key", "year", "turnout_pct", "share_pct", "stations", "voters", "valid", "leader"),
        "dkobak-elections-20240326",
        lambda overrides: deriving.derive_fingerprints(),
    ),
    "station_region_clouds": Derived(
        "Stations of four Russian votes by region in cells of five per cent of turnout and of"
        " result; `region` is a key of station_regions",
        (
            "key",
            "year",
            "region",
            "turnout_pct",
            "share_pct",
            "stations",
            "voters",
            "valid",
            "leader",
        ),
        "dkobak-elections-20240326",
        lambda overrides: deriving.derive_region_clouds(),
    ),
    "station_spectra": Derived(
        "Stations and voters of four Russian votes by tenth of a per cent of turnout and of result",
        ("key", "year", "measure", "tenth", "stations", "voters"),
        "dkobak-elections-20240326",
        lambda overrides: deriving.derive_spectra(),
    ),
    "station_regions": Derived(
        "Whole percentages above their exact expectation, by region, four Russian votes",
        (
            "key",
            "year",
            "region",
            "occupied",
            "abroad",
            "electronic",
            "electronic_voters",
            "electronic_leader",
            "stations",
            "few_voters",
            "no_ballots",
            "above_99",
            "included",
            "voters",
            "given",
            "received",
            "leader",
            *(
                f"{c}_{m}"
                for m in ("turnout", "result", "either")
                for c in ("excess", "sd", "z", "pvalue", "adjusted", "votes")
            ),
        ),
        "dkobak-elections-20240326",
        lambda overrides: deriving.derive_regions(),
    ),
    "station_zones": Derived(
        "Anomalous votes of four Russian votes for every zone of turnout taken as clean",
        ("key", "year", "zone", "low", "high", "votes", "sd", "clean_turnout", "clean_share"),
        "dkobak-elections-20240326",
        lambda overrides: deriving.derive_zones(),
    ),
    "station_digits": Derived(
        "Second and last digits of the leader's counts in four Russian votes",
        ("key", "year", "test", "digit", "observed", "expected", "statistic", "pvalue"),
        "dkobak-elections-20240326",
        lambda overrides: deriving.derive_digits(),
    ),
}


def derive(name: str, overrides: pd.DataFrame) -> pd.DataFrame:
    """One derived table from its upstream files.

    Raises
    ------
    sources.UpstreamError
        If a file cannot be had, or is not the registered one.
    """
    return DERIVED[name].how(overrides)
