"""How many of each side had died, when all claims are weighed together?

The synthesis of all claims about one side to one day, and how far it moves with each assumption:
the small model, which ends with 2022. Draws nothing.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.casualties.findings.claims import SIDES, listed
from analysis.casualties.findings.coverage import share_listed
from analysis.casualties.findings.general_staff import (
    GENERAL_STAFF,
    SERIES,
    general_staff_total,
    ratio_of,
)
from analysis.casualties.findings.weekly import WeeklyDeaths, weekly_deaths
from analysis.casualties.roots import claim_from_names, claim_from_series, usable
from analysis.casualties.sensitivity import sensitivity
from analysis.casualties.synthesis import HORIZON, MEANING, Synthesis, synthesis
from analysis.evidence import PROJECT_PRIORS, Evidence
from analysis.parameters import Parameters
from analysis.quantities import middle_of, range_of
from analysis.results import (
    BESIDE,
    NO_OWN,
    Fact,
    NothingKnown,
    Remark,
    beside,
    nothing,
    of,
    speaking,
)
from analysis.wording import counted, day, parts

_STATES = {"RU": "Russia", "UA": "Ukraine"}
_LAST_CLAIMS = 2  # claims of dead shown beside the result


def priors(known: Evidence) -> pd.DataFrame:
    """Stated assumptions of the synthesis, ours or the reader's: all of them, whatever the day."""
    table = known.assumptions()
    return table[table["quantity"].isin(MEANING)].drop_duplicates("quantity")  # those of 2022


def scales(stated: pd.DataFrame) -> dict[str, float]:
    """Most likely value of each assumption."""
    some = stated[stated["quantity"] != "wounded_per_dead"]
    return some.set_index("quantity")["mode"].astype(float).to_dict()


def told(known: Evidence) -> pd.DataFrame:
    """All claims to weigh; series and names take the place of claims that repeat them."""
    losses, general = known.table("loss_claims"), known.table("general_staff_daily")
    names, share = listed(known), share_listed(known)
    parts = [losses[losses["claimant"] != GENERAL_STAFF]]
    if len(names) and share:
        parts.append(claim_from_names(names.iloc[-1], share[0]))
    if len(general):
        parts.append(claim_from_series(general))
    return pd.concat(parts)


def floor_of(known: Evidence, side: str) -> float:
    """Dead known by name by the day; zero where no list is held."""
    names = listed(known)
    return float(names["central"].max()) if side == "RU" and len(names) else 0.0


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class WeighedClaims:
    """Deaths of one side from all claims, with single numbers beside them.

    `marks` has columns label, low, value, high, kind (claim or floor); `stands` says who spoke:
    own, opponent, third; `undefined` whether some claim did not say what it counts; `lent` is the
    number of assumptions whose reason was published after the day.
    """

    caption = "The claims weighed, and single numbers beside them"

    side: str
    by: pd.Timestamp
    found: Synthesis
    marks: pd.DataFrame
    stands: frozenset[str]
    undefined: bool
    lent: int
    used: tuple[str, ...]
    rows: tuple[str, ...]
    priors_name: str = PROJECT_PRIORS

    @property
    def factor(self) -> float:
        """High end over low end."""
        return self.found.killed.high / self.found.killed.low

    def headline(self) -> str:
        """Interval in one line."""
        dead = f"{range_of(self.found.killed)} {SIDES[self.side]} dead"
        return f"Claims weighed leave {dead}: a factor of {self.factor:.1f}"

    def sentence(self) -> str:
        """Deaths with their interval, what was learned of the speakers, and on what it rests."""
        f, verb = self.found, "leaves" if self.found.claims == 1 else "leave"
        said = [
            (
                f"{counted(f.claims, 'claim')} of {counted(f.roots, 'root')} {verb}"
                f" {middle_of(f.killed)} {SIDES[self.side]} dead ({range_of(f.killed)}): a factor"
                f" of {self.factor:.1f}."
            ),
            *self._speakers(),
        ]
        if self.undefined:
            chance = 100 * f.undefined_counts_wounded
            said.append(f"The chance that undefined losses count the wounded is {chance:.0f} %.")
        said.append("Where the middle lies rests on the assumed biases as much as on the claims.")
        if self.lent:
            reasons = "The reason stated for 1 of the assumptions was"
            if self.lent > 1:
                reasons = f"The reasons stated for {self.lent} of the assumptions were"
            said.append(f"{reasons} published after {day(self.by)}.")
        return " ".join(said)

    def _speakers(self) -> list[str]:
        """What each side's own words come to beside the result."""
        own, enemy = _STATES[self.side], _STATES["UA" if self.side == "RU" else "RU"]
        share, excess = 100 * self.found.bias_own, self.found.bias_opponent
        said = []
        if "own" in self.stands:
            said.append(f"In this reading {own}'s own figures hold {share:.0f} % of its dead.")
        if "opponent" in self.stands:
            said.append(f"{enemy}'s figures hold {excess:.1f} times as many as had died.")
        return said

    def table(self) -> pd.DataFrame:
        """The result, and single numbers beside it."""
        k = self.found.killed
        marks = self.marks.rename(columns={"value": "central"}).itertuples()
        rows = [("all claims weighed", *parts(k)), *((m.label, *parts(m)) for m in marks)]
        columns = ["who or what", f"{SIDES[self.side]} dead", "low", "high"]
        return pd.DataFrame(rows, columns=columns)

    def facts(self) -> dict[str, Fact]:
        """Deaths of the side, conditional on the assumptions."""
        key = f"synthesis_killed_{_STATES[self.side].lower()}"
        return {key: of(self.found.killed, self.rows, note="conditional on the stated priors")}


def weigh_claims(known: Evidence, p: Parameters, side: str) -> WeighedClaims | NothingKnown:
    """Deaths of one side by the day, from all claims known.

    Parameters
    ----------
    known : Evidence
        What was known by the day.
    p : Parameters
        The day, the level, and `ratio_low` and `ratio_high`: wounded for each of the dead.
    side : str
        "RU" or "UA".

    Examples
    --------
    >>> from analysis import evidence, parameters
    >>> own = {"ratio_low": 2.5, "ratio_high": 4.5, "draws": 2000, "seed": 1}
    >>> p = parameters.check(as_of="2022-10-11", hindsight=True, level=0.95, **own)
    >>> weigh_claims(evidence.known_by(p.day), p, "UA").sentence()[:60]
    '5 claims of 2 roots leave 26,000 Ukrainian dead (12,000 to 6'
    """
    claims, losses = told(known), known.table("loss_claims")
    if not (claims["side"] == side).any():
        return nothing(known, f"No claim of {SIDES[side]} losses had been published")
    if pd.Timestamp(p.day) > HORIZON:
        return _beyond()
    stated, day_asked = priors(known), pd.Timestamp(p.day)
    options = {"ratio": ratio_of(p), "floor": floor_of(known, side), "level": p.level}
    used = usable(claims, side, p.day)
    keys = tuple(losses.loc[losses["side"] == side, "key"])
    return WeighedClaims(
        side=side,
        by=day_asked,
        found=synthesis(claims, side, p.day, scales(stated), **options),
        marks=_marks(known, p, side),
        stands=frozenset(used["stand"]),
        undefined=bool(used["open_measure"].any()),
        lent=int((stated["published"] > day_asked).sum()),
        used=tuple(used["key"]),
        rows=(*stated["key"], *keys, *([SERIES] if side == "RU" else [])),
        priors_name=known.priors_name,
    )


def _beyond() -> NothingKnown:
    """Why the small model has no answer."""
    return NothingKnown(
        words=f"The small model carries deaths in time by one exponent, which holds to "
        f"{day(HORIZON)}; for later days see the deaths by week."
    )


def _marks(known: Evidence, p: Parameters, side: str) -> pd.DataFrame:
    """Single numbers beside the result: names, the running claim in both readings, last claims."""
    floor, losses = floor_of(known, side), known.table("loss_claims")
    marks = [("dead known by name", floor, floor, floor, "floor")] if floor else []
    total = general_staff_total(known, p)
    if side == "RU" and total:
        whole, k = total.claimed.central, total.killed
        marks.append(("General Staff's claim, read as killed", whole, whole, whole, "claim"))
        marks.append(("the same, read as killed and wounded", k.low, k.central, k.high, "claim"))
    own = losses[(losses["side"] == side) & (losses["measure"] == "killed")].sort_values("as_of")
    for r in own.tail(_LAST_CLAIMS).itertuples():
        name = r.claimant + (", or more" if r.qualifier == "more than" else "")
        marks.append((name, *[r.central] * 3, "claim"))
    return pd.DataFrame(marks, columns=["label", "low", "value", "high", "kind"])


def beside_ours(
    known: Evidence, p: Parameters, *found: WeeklyDeaths | WeighedClaims | NothingKnown
) -> Remark | NothingKnown:
    """Deaths with a reader's rows and assumptions, beside ours without them.

    Parameters
    ----------
    known : Evidence
        What was known by the day, with the reader's rows and assumptions.
    p : Parameters
        As in `weekly_deaths`.
    *found : results
        Of `weekly_deaths` and `weigh_claims`, from `known`.

    Examples
    --------
    >>> from analysis import evidence, parameters
    >>> p = parameters.check(as_of="2022-10-11", hindsight=False, level=0.95, draws=100, seed=1)
    >>> beside_ours(evidence.known_by(p.day), p)
    NothingKnown: No rows or assumptions of your own were given.
    """
    if not known.own:
        return NothingKnown(words=NO_OWN)
    ours, theirs, used = {}, {}, []
    for result in filter(None, found):
        again = weekly_deaths if isinstance(result, WeeklyDeaths) else weigh_claims
        ours |= again(known.ours(), p, result.side).facts()
        theirs |= result.facts()
        used += result.used
    told = [f"Yours are in {known.own_files()}.", known.unused(used)]
    rows = tuple(r for result in filter(None, found) for r in result.rows)
    return Remark(
        words=" ".join(filter(None, told)), frame=beside(ours, theirs), rows=rows, caption=BESIDE
    )


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class AssumptionsChanged:
    """The result under other assumptions and without each root.

    `moved` has columns changed, to, low, central, high.
    """

    caption = "The result under other assumptions"

    side: str
    by: pd.Timestamp
    moved: pd.DataFrame
    priors_name: str = PROJECT_PRIORS
    rows: tuple[str, ...] = ()

    def sentence(self) -> str:
        """How far the middle moves."""
        ends = self.moved["central"].argmin(), self.moved["central"].argmax()
        low, high = (middle_of(self.moved.iloc[i]) for i in ends)
        people = SIDES[self.side]
        moved = f"moves the middle from {low} to {high}"
        return f"One assumption or one source changed {moved} {people} dead."

    def table(self) -> pd.DataFrame:
        """One row a change: what, middle and interval."""
        moved = self.moved.itertuples()
        rows = [(f"{r.changed} {r.to}".strip(), middle_of(r), range_of(r)) for r in moved]
        columns = ["changed", f"{SIDES[self.side]} dead, middle", "interval"]
        return pd.DataFrame(rows, columns=columns)


def change_assumptions(
    known: Evidence, p: Parameters, side: str
) -> AssumptionsChanged | NothingKnown:
    """The weighing again with each assumption low and high, and without each root of claims.

    Parameters
    ----------
    known, p, side
        As in `weigh_claims`.

    Examples
    --------
    >>> from analysis import evidence, parameters
    >>> own = {"ratio_low": 2.5, "ratio_high": 4.5, "draws": 2000, "seed": 1}
    >>> p = parameters.check(as_of="2022-10-11", hindsight=True, level=0.95, **own)
    >>> change_assumptions(evidence.known_by(p.day), p, "UA").moved["changed"].iloc[0]
    'as stated'
    """
    claims = told(known)
    if not (claims["side"] == side).any():
        return nothing(known, f"No claim of {SIDES[side]} losses had been published")
    if pd.Timestamp(p.day) > HORIZON:
        return _beyond()
    limits = {"ratio": ratio_of(p), "floor": floor_of(known, side), "level": p.level}
    moved = sensitivity(claims, side, p.day, priors(known), **limits)
    return AssumptionsChanged(
        side=side,
        by=pd.Timestamp(p.day),
        moved=moved,
        priors_name=known.priors_name,
        rows=tuple(claims.loc[claims["side"] == side, "key"]),
    )
