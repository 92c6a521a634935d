"""What do files on votes leave in the repository: shares, turnouts and an index of democracy?

Reads registered files through `sources`; draws nothing.
"""

import warnings

import numpy as np
import pandas as pd

from analysis import sources

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
