"""What do files on losses leave in the repository: totals and names by day, week and month?

Reads registered files through `sources`; draws nothing.
"""

import json
from datetime import date

import pandas as pd

from analysis import sources

_SNAPSHOT = "2026-08-22"  # day of the commit at which the weekly file is pinned
# posts on x.com count milliseconds from here in the upper bits of their number
_POST_EPOCH_MS = 1_288_834_974_657


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
