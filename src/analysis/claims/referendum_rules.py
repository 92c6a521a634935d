"""How are the claims about votes judged? Rules over `referendum`; read no file and draw nothing."""

from analysis import quantities, referendum
from analysis.claims.declaring import EXACT, LESS, MORE, rule, within
from analysis.claims.ledger import (
    CAVEAT,
    CONTRADICTED,
    DEPENDS,
    SUPPORTED,
    Claim,
    Finding,
    interest,
)
from analysis.evidence import Evidence, NotKnownError
from analysis.quantities import Estimate

LAST_DIGIT_PCT = 0.5  # half a whole per cent: shares this close round to one another


@rule(subject="region", looked_up=("referendum_tallies.region",), value="quantity", units=("%",))
def announced_share(claim: Claim, known: Evidence) -> Finding:
    """Was the share announced as claimed? What its own counts give stands beside it.

    A caveat where the votes printed with the announcement give another share than the claim, or
    only they give it; contradicted where nobody announced it. What is announced was announced or
    was not: no other verdict can be earned.
    """
    tallies = known.table("referendum_tallies")
    if claim.subject not in set(tallies["region"]):
        raise NotKnownError(f"no result for {claim.subject}")
    if referendum.share_alone(tallies, claim.subject):
        return _without_votes(claim, tallies)
    audit = referendum.share_audit(tallies, claim.subject)
    said, counted = (_says(claim, e.central) for e in (audit.announced, audit.from_counts))
    if not (said or counted):
        verdict = CONTRADICTED
    else:
        verdict = SUPPORTED if said and (counted or audit.holds) else CAVEAT
    rows = tallies[tallies["key"].isin(audit.rows)]
    by = rows.loc[rows["quantity"] == "share_for", "claimant"].iloc[0]
    return Finding(
        verdict=verdict,
        reason=f"{audit.announced.central:.2f} % was announced by {by}.{interest(rows)}",
        beside=_audited(audit),
        figures=(audit.announced, audit.from_counts),
        rows=audit.rows,
    )


def _without_votes(claim: Claim, tallies) -> Finding:
    """A share whose votes and ballots were not known: announced as claimed or not, no more."""
    row = referendum.figure(tallies, claim.subject, "share_for")
    announced = quantities.printed(row["reported"], claim.unit)
    rows = tallies[tallies["key"] == row["key"]]
    return Finding(
        verdict=SUPPORTED if _says(claim, announced.central) else CONTRADICTED,
        reason=f"{row['reported']} % was announced by {row['claimant']}.{interest(rows)}",
        beside="Its votes and ballots had not been announced, so nothing could be held against it.",
        figures=(announced,),
        rows=(row["key"],),
    )


def _audited(audit) -> str:
    """What the printed votes say of the printed share."""
    from_votes = f"{audit.from_counts.central:.2f} %"
    if audit.holds:
        return f"The printed votes give {from_votes} too; sums that agree prove no free vote."
    return f"The printed votes give {from_votes}: the announcement contradicts itself."


def _says(claim: Claim, share: float) -> bool:
    """Whether a share is what the claim says: beyond its bound, or within its words or rounding."""
    claimed, means = quantities.parse(claim.value, claim.unit), _means(claim)
    if claimed.qualifier == MORE:
        return share > claimed.low
    if claimed.qualifier == LESS:
        return share < claimed.high
    rounds_up = claimed.qualifier == EXACT and share == means.high < 100
    return means.low <= share <= means.high and not rounds_up


def _means(claim: Claim) -> Estimate:
    """What a claimed share can mean: the rounding of a number printed alone, else its words."""
    claimed = quantities.parse(claim.value, claim.unit)
    if claimed.qualifier == EXACT:
        return quantities.printed(claim.value, claim.unit)
    return claimed.estimate(claim.unit)


@rule(subject="country", looked_up=("baltic_1940.region",), value="quantity", units=("%",))
def recorded_share(claim: Claim, known: Evidence) -> Finding:
    """A share of 1940 against every recorded one, at the precision the claim was printed with.

    Half a point off every record is a caveat, more contradicts it; there is nothing between.
    """
    shares = _baltic(claim, known)
    claimed = quantities.parse(claim.value, claim.unit)
    values = sorted(set(shares["central"].round(2)))
    agree = [_says(claim, v) for v in values]
    counted = shares.loc[shares["key"] == "counts", "central"]
    by_counts = f"; the recorded counts give {counted.iloc[0]:.2f} %" if len(counted) else ""
    spread = Estimate(
        low=values[0],
        central=float(shares["central"].median()),
        high=values[-1],
        unit="%",
        basis="published range",
    )
    reason = f"Recorded shares run from {values[0]:.2f} to {values[-1]:.2f} %{by_counts}"
    near = min(abs(v - min(max(v, claimed.low), claimed.high)) for v in values)
    if any(agree):
        verdict, end = (SUPPORTED if all(agree) else DEPENDS), "."
    elif near <= LAST_DIGIT_PCT:
        verdict, end = (
            CAVEAT,
            f"; none rounds to {claim.value} %, the nearest lies {near:.1f} points away.",
        )
    else:
        verdict, end = (
            CONTRADICTED,
            f"; the nearest lies {near:.1f} points from the {claim.value} % claimed.",
        )
    return Finding(
        verdict=verdict, reason=reason + end, figures=(_means(claim), spread), rows=_keys(shares)
    )


def _baltic(claim: Claim, known: Evidence):
    table = known.table("baltic_1940")
    if table.empty:
        raise NotKnownError(f"no record of {claim.subject} in 1940")
    return referendum.recorded_shares(table, claim.subject)


def _keys(shares) -> tuple[str, ...]:
    return tuple(k for k in shares["key"] if k != "counts")


@rule(subject="country", looked_up=("baltic_1940.region",), value="quantity", units=("hours",))
def early_announcement(claim: Claim, known: Evidence) -> Finding:
    """How long before the end of voting a result was out, by each story that is told.

    Counting is taken to begin when the polls close. One story that tells it so, among others that
    do not, makes it depend on the source.
    """
    table = known.table("baltic_1940")
    rows = table[
        (table["region"] == claim.subject) & (table["quantity"] == "premature_publication")
    ]
    if rows.empty:
        raise NotKnownError(f"no story of early publication in {claim.subject}")
    leads = sorted(rows["central"])
    told = " and ".join(f"{h:.0f}" for h in leads)
    claimed = quantities.parse(claim.value)
    reason = f"Stories give {told} hours before the polls closed, when counting could begin."
    agree = [within(claimed, hours, hours, hours) for hours in leads]
    verdict = SUPPORTED if all(agree) else DEPENDS if any(agree) else CONTRADICTED
    spread = Estimate(
        low=leads[0], central=leads[0], high=leads[-1], unit="hours", basis="published range"
    )
    return Finding(verdict=verdict, reason=reason, figures=(spread,), rows=tuple(rows["key"]))
