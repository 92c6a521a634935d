"""Which command lists the claims with their verdicts?"""

import json
from typing import Annotated

import typer

from analysis.cli.chosen import Case, use
from analysis.cli.endings import Format, stop, told_errors


def claims(
    as_of: Annotated[
        str,
        typer.Option(help="Use evidence published by this day, YYYY-MM-DD; the case's own day."),
    ] = "",
    output: Annotated[Format, typer.Option("--format", help="table or json.")] = Format.table,
    case: Case = None,
) -> None:
    """List every claim with its verdict as known on a day and as known now."""
    from analysis import evidence
    from analysis.case import current
    from analysis.claims import judge_all, margin

    use(case)
    with told_errors():
        try:
            as_of = as_of or current().as_of.isoformat()
            then, now = judge_all(as_of), judge_all(None)
        except evidence.EvidenceError as error:
            raise stop(str(error), 2) from None
    records = [_record(t, n) for t, n in zip(then, now, strict=True)]
    if output is Format.json:
        known = evidence.known_by(as_of)
        for record, t in zip(records, then, strict=True):
            record["margin"] = margin(t.claim, known).sentence()
        typer.echo(json.dumps(records, indent=1, ensure_ascii=False))
        return
    for r in records:
        later = "" if r["verdict_now"] == r["verdict"] else f"  (now: {r['verdict_now']})"
        typer.echo(f"{r['claim']}  {r['verdict']:<22}{r['paraphrase']}{later}\n     {r['reason']}")
        if r["beside"]:
            typer.echo(f"     {r['beside']}")


def _record(then, now) -> dict:
    """One claim for JSON.

    Verdicts, rule, reasons, deciding figures, evidence with day and address.
    """
    c = then.claim
    return {
        "claim": c.id,
        "paragraph": c.paragraph,
        "speaker": c.speaker,
        "paraphrase": c.paraphrase,
        "kind": c.kind,
        "value": c.value,
        "unit": c.unit,
        "notebook": c.notebook,
        "rule": c.rule,
        "checkable": then.checkable,
        "as_of": then.as_of.isoformat() if then.as_of else None,
        "verdict": then.finding.verdict,
        "reason": then.finding.reason,
        "beside": then.finding.beside,
        **_grounds(then, ""),
        "verdict_now": now.finding.verdict,
        "reason_now": now.finding.reason,
        **_grounds(now, "_now"),
    }


def _grounds(verdict, suffix: str) -> dict:
    """Deciding figures and evidence rows of one verdict."""
    from analysis import claims, evidence, facts

    rows = evidence.describe(verdict.finding.rows)
    return {
        f"publishers{suffix}": list(claims.publishers(verdict.finding)),
        f"figures{suffix}": [facts.of(f).as_json() for f in verdict.finding.figures],
        f"evidence{suffix}": (
            rows[["key", "table", "source", "publisher", "standing", "known", "how_read", "url"]]
            .fillna("")
            .to_dict("records")
        ),
    }
