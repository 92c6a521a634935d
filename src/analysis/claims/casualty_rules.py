"""How are the claims about losses judged?

Rules over `casualties`; read no file and draw nothing.
"""

import pandas as pd

from analysis import casualties, quantities
from analysis.claims.declaring import LEAST, rule
from analysis.claims.ledger import (
    CAVEAT,
    CONTRADICTED,
    DEPENDS,
    SUPPORTED,
    UNSUPPORTED,
    Claim,
    Finding,
    interest,
)
from analysis.evidence import Evidence, NotKnownError
from analysis.quantities import Estimate, spoken
from analysis.wording import counted, day, listed

COVERAGE = (0.45, 0.65)  # share of the dead a list of names holds: published range of August 2025
LONG_ENOUGH_MONTHS = (
    12  # before, too little time has passed for deaths so far to contradict deaths to come
)
NEARLY_CERTAIN_PCT = 90.0  # a chance called near certain is at least this, in %
# kind of group in `mobilised_deaths`: the last comparable war of the same army: 1979-1989
YARDSTICK = "yardstick"
YARDSTICK_BEGAN = "1979-12-25"  # first day of that war; its last is the day of the row
LISTED_SIDE = "RU"  # the list of names holds Russian dead, and the yardstick is that army's war
INVASION = "2022-02-24"
NAMED_MINIMUM = "killed, verified minimum"  # measure of names that carry a date of death
_VOICES = {
    "third": "Ukraine's partners",
    "press": "the press",
}  # who speaks, as a reader would say it


@rule(subject="whom, in words", value="'nearly certain'", units=("deaths",))
def near_certain_death(claim: Claim, known: Evidence) -> Finding:
    """Share of mobilised men who died, by the latest count.

    With an upper end for names not yet found.
    """
    deaths = known.table("mobilised_deaths")
    share = casualties.share_who_died(deaths, coverage_low=COVERAGE[0], coverage_high=COVERAGE[1])
    last = casualties.latest_mobilised(deaths)
    months = (
        last["as_of"] - pd.Timestamp(casualties.risk.CALLED_UP)
    ).days / casualties.DAYS_PER_MONTH
    verdict = UNSUPPORTED
    if share.low >= NEARLY_CERTAIN_PCT:
        verdict = SUPPORTED
    elif share.high < NEARLY_CERTAIN_PCT and months >= LONG_ENOUGH_MONTHS:
        verdict = CONTRADICTED
    digits = 1 if share.central >= 0.1 else 2
    reason = (
        f"By {day(last['as_of'])}, {spoken(last['central'])} of {spoken(last['population'])}"
        f" mobilised men are known dead after {months:.0f} month{'' if round(months) == 1 else 's'}"
        f" by name: {share.central:.{digits}f} %, and {share.high:.{digits}f} % if the list holds"
        f" {COVERAGE[0]:.0%} of them."
    )
    return Finding(verdict=verdict, reason=reason, figures=(share,), rows=(last["key"],))


@rule(
    subject="side",
    looked_up=("loss_claims.side",),
    value="quantity",
    units=("ratio",),
    qualifiers=LEAST,
    window=("since", "until"),
)
def loss_magnitude(claim: Claim, known: Evidence) -> Finding:
    """A word without a number.

    Monthly deaths of a side, by its list of names and by every count of its killed held for the
    claim's span, whoever counted, against the same army's last long war. The multiple from which
    they are called huge stands in the ledger. Never supported without a caveat nor contradicted,
    since the text gives no number; nothing is known of a side without names and yardstick.
    """
    if claim.subject != LISTED_SIDE:
        raise NotKnownError(f"neither names nor an earlier war to compare for {claim.subject}")
    yard, war = _yardstick(known)
    killed = casualties.killed_claims(known.table("loss_claims"), claim.subject)
    recent = killed[killed["as_of"].between(claim.since, claim.until)]
    if recent.empty:
        raise NotKnownError("no count of killed near the day of the text")
    names = casualties.named_by(known.table("named_deaths"), claim.until)
    counts = [(r.low, r.as_of) for r in recent.itertuples()] + [(names["central"], names["as_of"])]
    multiples = [casualties.per_month(deaths, INVASION, at) / yard.central for deaths, at in counts]
    middle = float(pd.Series(multiples).median())
    spread = Estimate(
        low=min(multiples),
        central=middle,
        high=max(multiples),
        unit="ratio",
        basis="range over counts of killed",
    )
    voices = listed(_VOICES.get(v, v) for v in sorted(set(recent["claimant_party"])))
    told = (
        f"The list of names and {counted(len(recent), 'count')} of the killed near that day, from"
        f" {voices}, are {spread.low:.0f} to {spread.high:.0f} times the monthly deaths of an"
        f" earlier war ({war})"
    )
    keys = (*recent["key"], names["key"])
    huge = quantities.parse(claim.value).low
    if spread.low >= huge:
        return Finding(
            verdict=CAVEAT,
            reason=f"{told}; the text gives no number to test.{interest(recent)}",
            figures=(spread, yard),
            rows=keys,
        )
    verdict = UNSUPPORTED if spread.high < huge else DEPENDS
    reason = f"{told}.{interest(recent)}"
    return Finding(verdict=verdict, reason=reason, figures=(spread, yard), rows=keys)


def _yardstick(known: Evidence) -> tuple[Estimate, str]:
    """Monthly deaths of the earlier war, and whose and where, as the row says."""
    table = known.table("mobilised_deaths")
    row = table[table["group_kind"] == YARDSTICK]
    if row.empty:
        raise NotKnownError("no yardstick is known")
    war = row.iloc[0]
    rate = casualties.per_month(war["central"], YARDSTICK_BEGAN, war["as_of"])
    return Estimate.exactly(rate, "deaths", "mean per month of the war"), war["group"]


@rule(
    subject="side",
    looked_up=("loss_claims.side",),
    value="quantity",
    units=("names",),
    qualifiers=LEAST,
    window=("since", "until"),
)
def deaths_followed(claim: Claim, known: Evidence) -> Finding:
    """A forecast that hindsight can test: names of those who died in the claim's span.

    The names are a minimum, so fewer of them leave it not supported and never contradict it.
    """
    before, year = _dated_names(claim, known)
    if before.empty or year.empty:
        raise NotKnownError("a forecast, and no later list of names is known")
    more = float(year.iloc[0]["n_a"] - before.iloc[0]["low"])
    claimed = quantities.parse(claim.value).low
    figure = Estimate(
        low=more,
        central=more,
        high=float("inf"),
        unit="names",
        basis="names with a date of death, a minimum",
    )
    reason = (
        f"At least {spoken(more)} more are known by name to have died between {day(claim.since)}"
        f" and {day(claim.until)}."
    )
    verdict = SUPPORTED if more >= claimed else UNSUPPORTED
    return Finding(
        verdict=verdict,
        reason=reason,
        figures=(figure,),
        rows=(before.iloc[0]["key"], year.iloc[0]["key"]),
    )


def _dated_names(claim: Claim, known: Evidence) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Names of those dead by the first day of the span in the latest list that dates them.

    And by its last day in the same source.
    """
    claims, coverage = known.table("loss_claims"), known.table("coverage")
    here = claims[(claims["side"] == claim.subject) & (claims["measure"] == NAMED_MINIMUM)]
    before = (
        here[here["as_of"] <= pd.Timestamp(claim.since)].sort_values(["published", "key"]).tail(1)
    )
    held = coverage["source"].isin(before["source"]) & coverage["n_a"].notna()
    return before, coverage[held & (coverage["as_of"] == pd.Timestamp(claim.until))]
