"""Which figures stand in the explainers?

One each, out of facts and of rows of evidence; the words around them are in `docs/site/pages`.
"""

from collections.abc import Mapping

from analysis import claims
from analysis.evidence import Evidence
from analysis.quantities import parse
from analysis.site import supposed
from analysis.site.ladders import Ladder, Rung, ladder, rung
from analysis.site.slips import Slips, slips
from analysis.site.sourced import READ, Sourced, sourced

MOST = 12  # publications named under an explainer
BEHIND = {
    "crossings": ("named_parts_sum_crossings", "left_and_stayed_persons"),
    "dead": (
        "official_deaths",
        "names_before_official",
        "general_staff_claim_on_as_of",
        "deaths_russia",
    ),
    "maps": ("isw_area_change_pct", "liveuamap_area_change_pct"),
}  # facts whose publications an explainer names
TALLY = {"votes": "RT25", "ballots": "RT26", "share": "RT27"}  # rows of Zaporizhzhia's announcement


def zaporizhzhia() -> Slips:
    """Zaporizhzhia's printed votes, ballots and share."""
    table = Evidence(None).table("referendum_tallies").set_index("key")["central"]
    return slips(
        int(table[TALLY["votes"]]), int(table[TALLY["ballots"]]), float(table[TALLY["share"]])
    )


def figures(found: Mapping[str, Mapping]) -> dict[str, Ladder]:
    """The explainers' figures by name, out of facts by key."""
    return {
        "votes": _votes(zaporizhzhia()),
        "crossings": _crossings(found),
        "account": supposed.account(),
        "dead": _dead(found),
        "maps": _maps(found),
    }


def publications(found: Mapping[str, Mapping]) -> dict[str, tuple[Sourced, ...]]:
    """Publications behind each explainer, one a publisher, by its name."""
    keys = {name: [k for f in held for k in found[f]["rows"]] for name, held in BEHIND.items()}
    keys["votes"] = list(TALLY.values())
    return {name: _one_each(sourced(tuple(rows))) for name, rows in keys.items()}


def _one_each(rows: tuple[Sourced, ...]) -> tuple[Sourced, ...]:
    """Rows with an address, one a publisher; the text itself is no source of its own claims."""
    others = [r for r in rows if r.url and r.read != READ["article"]]
    return tuple({r.publisher: r for r in reversed(others)}.values())[::-1][:MOST]


def _votes(tally: Slips) -> Ladder:
    told = (
        ("Announced", tally.announced, True),
        ("Printed votes over printed ballots", tally.share, False),
        ("Nearest by changing one digit", tally.nearest_share, False),
    )
    rungs = [Rung(name=n, value=v, told=f"{v:.2f} %", claim=c) for n, v, c in told]
    return ladder("No changed digit reaches the announced share", rungs)


def _crossings(found: Mapping[str, Mapping]) -> Ladder:
    text = parse(claims.claim("C55").value).central
    rungs = (
        Rung(name="The text: fled", value=text, told=f"{text:,.0f}", claim=True),
        rung("Named in the text: crossings", found["named_parts_sum_crossings"]),
        rung("Still abroad: persons", found["left_and_stayed_persons"]),
    )
    return ladder("From crossings to people", rungs)


def _dead(found: Mapping[str, Mapping]) -> Ladder:
    rungs = (
        rung("Russian ministry: killed", found["official_deaths"]),
        rung("Known by name that week", found["names_before_official"]),
        rung("Names, with those still to come", found["nowcast_named_deaths_to_as_of"]),
        rung("All sources: residents of Russia", found["deaths_russia"]),
        rung("All sources: all on its side", found["deaths_russia_all_forces"]),
        rung("General Staff: “losses”", found["general_staff_claim_on_as_of"]),
    )
    return ladder("Six numbers for Russia’s dead by October 2022", rungs, log=True)


def _maps(found: Mapping[str, Mapping]) -> Ladder:
    rungs = (
        rung("ISW: land held since week one", found["isw_area_change_pct"], " %", change=True),
        rung("Liveuamap: the same", found["liveuamap_area_change_pct"], " %", change=True),
    )
    return ladder("Two maps, two directions", rungs)
