"""How does a raw table become a processed one?

One `clean_*` per table: reported text becomes low / central / high with a qualifier, regions get one name, rows are
typed and sorted. Frames in, frames out; reads and draws nothing.
"""

from collections.abc import Callable

import pandas as pd

from analysis import quantities, tables

Frames = dict[str, pd.DataFrame]
_NUMERIC = {"year", "age_from", "age_to", "sample_size", "yes", "no", "invalid", "ballots", "electorate", "polyarchy",
            "population", "wounded", "killed", "n_a", "n_b", "ratio", "area_km2", "area_pct", "paragraph", "mode", "election", "excess", "error"}  # fmt: skip


def _figures(raw: Frames, name: str) -> pd.DataFrame:
    """Typed copy of a table: quantities parsed, regions named, rows sorted by key."""
    frame = raw[name].copy()
    if "region" in frame:
        frame["region"] = _canonical(raw, name)
    if "reported" in frame:
        read = [quantities.parse(t, u) for t, u in zip(frame["reported"], frame["unit"], strict=True)]
        at = frame.columns.get_loc("reported") + 1
        for shift, part in enumerate(("low", "central", "high", "qualifier")):
            frame.insert(at + shift, part, [getattr(q, part) for q in read])
    for column in _NUMERIC & set(frame.columns):
        frame[column] = [quantities.parse(t).central if t else float("nan") for t in frame[column]]
    return frame.sort_values(frame.columns[0]).reset_index(drop=True)


def _canonical(raw: Frames, name: str) -> list[str]:
    """Canonical region names.

    Raises
    ------
    tables.DataError
        For each spelling that `names.csv` does not list.
    """
    known = dict(zip(raw["names"]["alias"], raw["names"]["region"], strict=True))
    cells = raw[name]["region"]
    problems = [
        tables.Problem(
            file=f"data/raw/{name}.csv", row=int(line), column="region", rule="known region", found=cell,
            next_step=f"add the spelling to names.csv; canonical names are {', '.join(sorted(set(known.values())))}",
        )
        for line, cell in cells.items() if cell.strip().lower() not in known
    ]  # fmt: skip
    if problems:
        raise tables.DataError(problems)
    return [known[cell.strip().lower()] for cell in cells]


def clean_referendum_tallies(raw: Frames) -> pd.DataFrame:
    """Announced tallies of September 2022, one figure per row."""
    return _figures(raw, "referendum_tallies")


def clean_count_timeline(raw: Frames) -> pd.DataFrame:
    """Partial counts in the order they were announced, one figure per row."""
    return _figures(raw, "count_timeline")


def clean_referendum_districts(raw: Frames) -> pd.DataFrame:
    """District shares and turnouts."""
    return _figures(raw, "referendum_districts")


def clean_polls(raw: Frames) -> pd.DataFrame:
    """Polls, earlier votes and leaked targets."""
    return _figures(raw, "polls")


def clean_electorates(raw: Frames) -> pd.DataFrame:
    """Population, registers and persons present."""
    return _figures(raw, "electorates")


def clean_baltic_1940(raw: Frames) -> pd.DataFrame:
    """Baltic results of 1940."""
    return _figures(raw, "baltic_1940")


def clean_plebiscites(raw: Frames) -> pd.DataFrame:
    """Named votes with shares and turnout computed from the counts."""
    frame = _figures(raw, "plebiscites")
    at = frame.columns.get_loc("electorate") + 1
    shares = {
        "share_of_valid_pct": 100 * frame["yes"] / (frame["yes"] + frame["no"]),
        "share_of_ballots_pct": 100 * frame["yes"] / frame["ballots"],
        "turnout_pct": 100 * frame["ballots"] / frame["electorate"],
    }
    for shift, (name, values) in enumerate(shares.items()):
        frame.insert(at + shift, name, values.round(4))
    return frame


def clean_territory_oblasts(raw: Frames) -> pd.DataFrame:
    """Share and area of each claimed oblast held."""
    return _figures(raw, "territory_oblasts")


def clean_territory_national(raw: Frames) -> pd.DataFrame:
    """Points of each national area series."""
    return _figures(raw, "territory_national")


def clean_border_crossings(raw: Frames) -> pd.DataFrame:
    """Entries, exits and net crossings."""
    return _figures(raw, "border_crossings")


def clean_emigration_totals(raw: Frames) -> pd.DataFrame:
    """Totals, stocks, permits and return shares."""
    return _figures(raw, "emigration_totals")


def clean_male_population(raw: Frames) -> pd.DataFrame:
    """Men by age band."""
    return _figures(raw, "male_population")


def clean_priors(raw: Frames) -> pd.DataFrame:
    """Assumptions, ends and mode as numbers."""
    frame = _figures(raw, "priors")
    return frame.astype({"low": float, "high": float})


def clean_mobilisation(raw: Frames) -> pd.DataFrame:
    """Men mobilised, as officials said."""
    return _figures(raw, "mobilisation")


def clean_loss_claims(raw: Frames) -> pd.DataFrame:
    """Claims and estimates of military losses."""
    return _figures(raw, "loss_claims")


def clean_named_deaths(raw: Frames) -> pd.DataFrame:
    """Sizes of the lists of names."""
    return _figures(raw, "named_deaths")


def clean_mobilised_deaths(raw: Frames) -> pd.DataFrame:
    """Confirmed deaths of mobilised men and comparison groups."""
    return _figures(raw, "mobilised_deaths")


def clean_wounded_per_killed(raw: Frames) -> pd.DataFrame:
    """Wounded per killed."""
    return _figures(raw, "wounded_per_killed")


def clean_anomalous_published(raw: Frames) -> pd.DataFrame:
    """Published estimates of anomalous votes."""
    return _figures(raw, "anomalous_published")


def clean_official_voters(raw: Frames) -> pd.DataFrame:
    """Voters by the election commission, to reconcile station returns with."""
    return _figures(raw, "official_voters")


def clean_capture_lists(raw: Frames) -> pd.DataFrame:
    """Persons by capture pattern."""
    return _figures(raw, "capture_lists")


def clean_civilians(raw: Frames) -> pd.DataFrame:
    """Civilians killed and injured."""
    return _figures(raw, "civilians")


def clean_coverage(raw: Frames) -> pd.DataFrame:
    """Coverage of lists; the fraction also as an interval."""
    frame = _figures(raw, "coverage")
    text = raw["coverage"].set_index("key")["ratio"]
    read = [quantities.parse(text[key]) if text[key] else None for key in frame["key"]]
    at = frame.columns.get_loc("ratio") + 1
    for shift, part in enumerate(("low", "high")):
        values = [min(getattr(q, part), 1.0) if q else float("nan") for q in read]
        frame.insert(at + shift, f"ratio_{part}", values)
    return frame


def clean_excess_published(raw: Frames) -> pd.DataFrame:
    """Excess deaths of men by age group as published."""
    return _figures(raw, "excess_published")


def clean_method_controls(raw: Frames) -> pd.DataFrame:
    """Announcements elsewhere that serve as controls of a method."""
    return _figures(raw, "method_controls")


def clean_polity_overrides(raw: Frames) -> pd.DataFrame:
    """Reference votes joined with the power that ran them."""
    return _figures(raw, "polity_overrides")


def clean_events(raw: Frames) -> pd.DataFrame:
    """Facts about dated events and quoted words."""
    return _figures(raw, "events")


def clean_claims(raw: Frames) -> pd.DataFrame:
    """The ledger, typed; verdicts are computed, never stored."""
    return _figures(raw, "claims")


def clean_sources(raw: Frames) -> pd.DataFrame:
    """The register of publications."""
    return _figures(raw, "sources")


CLEANERS: dict[str, Callable[[Frames], pd.DataFrame]] = {
    name.removeprefix("clean_"): function for name, function in list(globals().items()) if name.startswith("clean_")
}
