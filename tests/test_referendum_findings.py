"""Findings on the votes speak: by region, by day, without hindsight; figures draw on any axes."""

import json
import re

import pandas as pd
import pytest
from matplotlib.figure import Figure

import figures
from analysis import claims, comparison, evidence, parameters, paths, plotting, referendum, session
from analysis.results import said
from test_shown_numbers import too_exact

DAYS = ("2022-04-01", "2022-09-21", "2022-09-26", "2022-09-27", "2022-10-11")
EMPTY_WORDS = re.compile(r"\b0 of 0\b|\bof 0 \b|\bnan\b|\bNone\b(?! of)|\binf\b|from (\S+) to \1 %")
RAW_MARKS = re.compile(r"\bnan\b|\bNone\b|\bTrue\b|\bFalse\b")
FIGURES = {
    "audits": plotting.tally_audit,
    "path": plotting.counting_path,
    "people": plotting.people_present,
    "polls": plotting.polls_allow,
    "rarity": plotting.reference_bands,
    "latvia": plotting.recorded_shares,
}
OF_THE_VOTE = ("audits", "relations", "turnouts", "twice", "printed", "path")
OF_THE_VOTE += ("rest", "people", "polls", "registers", "odds")
NAMED = ("audits", "turnouts", "twice", "written", "polls", "rarity", "latvia")  # hold facts
KEPT = paths.notebooks() / "facts" / "01-referendums.json"


def opened(as_of="2022-10-11", region="all", hindsight=True, draws=2000):
    """Parameters and evidence as a notebook opens them."""
    given = {"as_of": as_of, "hindsight": hindsight, "region": region}
    return session.begin(given | {"level": 0.95, "draws": draws, "seed": 20220923})


def everything(p, known, later) -> dict:
    """Every result of notebook 01, by a short name."""
    of_region = {
        "audits": referendum.audit_all,
        "relations": referendum.printed_relations,
        "turnouts": referendum.turnouts_recomputed,
        "twice": referendum.votes_counted_twice,
        "printed": referendum.printed_twice,
        "path": referendum.path_of_count,
        "rest": referendum.rest_of_count,
        "people": referendum.people_and_votes,
        "polls": referendum.polls_and_share,
        "registers": referendum.support_by_register,
        "rarity": referendum.how_rare,
        "ratios": referendum.closed_over_open,
        "districts": referendum.districts_alike,
    }
    found = {name: make(known, p) for name, make in of_region.items()}
    found["written"] = referendum.percentages_first(known, later, p)
    found["free"] = referendum.free_but_lopsided(known)
    found["latvia"] = referendum.shares_recorded(known, claims.claim("C25"))
    found["odds"] = referendum.odds_needed(found["polls"])
    parts = (found[n] for n in ("relations", "people", "polls", "districts"))
    return found | {"summary": referendum.summary(*parts, p)}


@pytest.fixture(scope="module")
def found():
    return everything(*opened())


@pytest.fixture(scope="module", params=DAYS)
def of_the_day(request):
    return everything(*opened(request.param, hindsight=False, draws=200))


@pytest.fixture(scope="module", params=referendum.REGIONS)
def of_a_region(request):
    return request.param, everything(*opened(region=request.param, draws=200))


def sentences(results: dict) -> dict[str, str]:
    """What each result and each figure of it says."""
    told = {name: said(result) for name, result in results.items()}
    for name, figure in FIGURES.items():
        if results[name]:
            drawing = figure.__wrapped__(results[name], ax=Figure().subplots())
            told |= {f"{name} title": drawing.title, f"{name} alt": drawing.alt}
            told |= {f"{name} subtitle": drawing.subtitle}
    return told


def test_the_evidence_of_the_day_gives_the_facts_that_are_kept(found):
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    kept = {k: v for k, v in kept.items() if not k.startswith("answer_")}  # see test_answers
    given = [key for name in NAMED for key in found[name].facts()]
    assert sorted(given) == sorted(set(given)) == sorted(kept)
    for name in NAMED:
        for key, fact in found[name].facts().items():
            assert fact.as_json() == kept[key] | {"rows": fact.as_json()["rows"]}
            assert fact.rows == tuple(kept[key]["rows"])


def test_every_sentence_of_the_day_says_something_and_no_more_than_is_known(found):
    for name, text in sentences(found).items():
        assert text.strip(), name
        assert not EMPTY_WORDS.search(text), text
        assert too_exact(text) == [], name


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("audits", "Of 4 announced shares, 2 do not follow"),
        ("audits", "Donetsk (99.23 % announced, 99.28 % by the votes) and Zaporizhzhia (93.11 %"),
        ("relations", "Of 5 relations between printed numbers, 2 fail: Donetsk (off by 0.0471"),
        ("turnouts", "Luhansk, turnout in total: 94.15 % was announced, the parts give 94.15 %"),
        ("twice", "gap of 78,990 ballots is 2.000 (1.996 to 2.003) times the votes cast in"),
        ("printed", "turnout 97.51 and 97.15 (apart by a swap of two neighbouring digits)"),
        ("written", "No count comes from a round percentage in 8 tests of this vote."),
        ("written", "PR 2014: 1 of 1 count fits a share of one decimal, by chance 1 in"),
        ("path", "Kherson moved from 87.42 to 86.10 %"),
        ("rest", "Of 20 partial results with a final one for the same voters, 4 need a rest far"),
        ("people", "The votes exceed 2 of 3 estimates of all people there"),
        ("polls", "All 14 readings of polls not taken by Russian pollsters rule the announced"),
        ("registers", "62 to 91 % in Kherson (2020)"),
        ("rarity", "by 50 % of the votes on status in closed states and by 11 % of those in"),
        ("ratios", "528 of 2,499 votes have no index; 46 votes are joined"),
        ("free", "from Norway 1905 to Falklands 2013."),
        ("districts", "1 of 2,000 random sets of real commissions is as much alike (p = 0.001)."),
        ("latvia", "the nearest is 97.6 %; the recorded counts give 97.84 %."),
        ("summary", "districts of Zaporizhzhia more alike than real ones."),
    ],
)
def test_the_findings_of_the_day_are_told(found, name, told):
    assert told in said(found[name])


def test_a_rest_is_far_when_it_is_impossible_or_three_points_off(found):
    far = found["rest"].far
    assert {r.region for r in far} == {"Donetsk", "Zaporizhzhia"}
    assert [r.feasible for r in far if r.region == "Donetsk"] == [False] * 3
    assert len(found["rest"].table()) == 4


def test_only_shares_that_lie_apart_are_held_against_votes_in_russia(found):
    for region in ("Donetsk", "Luhansk", "Kherson"):
        p, known, _ = opened(region=region)
        assert not referendum.votes_counted_twice(known, p)
    assert found["twice"].audit.region == "Zaporizhzhia"


def test_every_row_named_by_a_result_is_evidence(found):
    for result in found.values():
        evidence.describe(tuple(getattr(result, "rows", ())))


def test_tables_have_titles_for_a_reader_and_no_raw_marks(found):
    for name, result in found.items():
        table = result.table() if hasattr(result, "table") else pd.DataFrame()
        assert not any("_" in title for title in table.columns), name
        assert not RAW_MARKS.search(table.astype(str).to_csv()), name


def test_early_days_and_no_hindsight_speak_without_counting_nothing(of_the_day):
    for text in sentences(of_the_day).values():
        assert text.strip()
        assert not EMPTY_WORDS.search(text), text


@pytest.mark.parametrize("day", DAYS[:3])
def test_before_any_result_everything_about_the_vote_is_falsy_and_says_until_when(day):
    p, known, later = opened(day, draws=200)
    results = everything(p, known, later)
    until = f"by {p.day.day} {p.day:%B %Y}."
    for name in OF_THE_VOTE:
        assert not results[name], name
        assert results[name].sentence().endswith(until)
        assert results[name].table().empty
    assert [results[n].facts() for n in ("audits", "turnouts", "twice", "polls")] == [{}] * 4
    assert results["written"].facts().keys() == {"venezuela_2024_percentage_first_p"}


def test_results_of_evidence_left_out_say_why():
    p, _, later = opened(hindsight=False, draws=200)
    for name, result in everything(p, later, later).items():
        if name != "summary":
            assert not result
            assert result.sentence() == later.without


def test_a_threshold_that_was_not_announced_yet_is_told():
    p, known, _ = opened("2022-09-26")
    assert "had not been announced by 26 September 2022" in referendum.how_rare(known, p).sentence()
    p, known, _ = opened()
    assert "announced" not in referendum.how_rare(known, p).sentence()


def test_without_hindsight_the_control_is_left_out_and_that_is_said():
    p, known, later = opened(hindsight=False)
    written = referendum.percentages_first(known, later, p)
    assert "hindsight is off" in written.sentence()
    assert not any("venezuela" in key for key in written.facts())


def test_one_region_is_told_alone(of_a_region):
    region, results = of_a_region
    others = set(referendum.REGIONS) - {region}
    told = {n: text for n, text in sentences(results).items() if n.split()[0] in OF_THE_VOTE}
    assert len(told) >= len(OF_THE_VOTE)
    assert [n for n, text in told.items() if any(other in text for other in others)] == []
    assert [n for n, text in told.items() if EMPTY_WORDS.search(text)] == []


def test_where_nobody_estimated_the_people_present_that_is_said():
    p, known, _ = opened(region="Donetsk")
    people = referendum.people_and_votes(known, p)
    assert people
    assert people.sentence().startswith("No estimate of the people present in Donetsk was known by")


def test_a_share_told_once_did_not_move():
    p, known, _ = opened("2022-09-27", "Luhansk")
    path = referendum.path_of_count(known, p)
    assert path.furthest == "Luhansk told a share once, 98.54 % with 91.2 % of protocols counted"


@pytest.mark.parametrize(
    ("shares", "told"),
    [
        ((90.0, 91.0, 92.5), "Crimea moved from 90.00 to 92.50 %"),
        ((90.0, 92.5, 91.0), "Crimea moved between 90.00 and 92.50 %"),
        ((90.0, 90.0), "Crimea stayed at 90.00 %"),
        ((90.001, 90.002), "Crimea stayed at 90.00 %"),
    ],
)
def test_the_path_of_a_count_is_told_as_it_went(shares, told):
    rows = [("Crimea", 10.0 * n, share) for n, share in enumerate(shares, 1)]
    table = pd.DataFrame(rows, columns=["region", "counted_pct", "for_pct"])
    path = referendum.CountPath(path=table)
    assert path.sentence() == f"{told}."
    ax = plotting.counting_path(path, ax=Figure().subplots())
    assert ax.get_legend_handles_labels()[1] == ["Crimea"]


@pytest.mark.parametrize(("region", "shown", "left_out"), [("all", 14, 0), ("Kherson", 11, 3)])
def test_verdicts_on_other_regions_are_left_out(region, shown, left_out):
    p, *_ = opened(region=region)
    verdicts = claims.verdict_table(p.as_of, notebook="01-referendums")
    judged = claims.listing(verdicts, p)
    assert (len(judged), judged.left_out) == (shown, left_out)
    assert judged.sentence().startswith(f"{shown} claims are judged: ")
    assert ("left out" in judged.sentence()) is (left_out > 0)
    assert len(judged.table()) == shown


def test_a_verdict_that_changed_is_shown_beside_the_old_one():
    row = {"paraphrase": "a", "verdict": "supported", "reason": "b"}
    row |= {"verdict_now": "contradicted", "reason_now": "c"}
    table = claims.Listing(verdicts=pd.DataFrame([row], index=["C1"]), left_out=0).table()
    assert table.iloc[0].tolist() == ["C1 · a", "supported", "b", "contradicted", "c"]


def test_the_summary_names_what_is_sure_and_what_is_not(found):
    sure, hint, unknown = found["summary"].sentence().splitlines()
    assert sure.startswith("Established by arithmetic: Donetsk (off by 0.0471 points, one slip")
    assert "2 of 3 estimates (Kherson and Zaporizhzhia)" in hint
    assert unknown == "Unknown: how anybody voted."


def test_a_poll_that_allows_the_share_is_not_counted_against_it(found):
    allowed = found["polls"].allowed.assign(most_high=100.0)
    polls = referendum.Polls(allowed=allowed, until="by then")
    assert polls.finding.startswith("None of the 14 readings of polls not taken by Russian")
    assert polls.finding.endswith("rules the announced share out")
    assert len(polls.short) == 0


def test_a_share_that_a_record_gives_is_said_to_be_recorded(found):
    told = found["latvia"].shares
    shares = referendum.RecordedShares(shares=told, claimed=97.6, place="Latvia", rows=())
    assert "gives the 97.6 %" in shares.sentence()


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_can_be_read_on_a_phone(found, name, tmp_path, monkeypatch):
    figures.read_on_a_phone(FIGURES[name], found[name], tmp_path, monkeypatch)


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_on_given_axes_touches_nothing_else(found, name):
    whole = Figure()
    ours, other = whole.subplots(1, 2)
    whole.suptitle("mine")
    other.set_title("also mine")
    assert FIGURES[name](found[name], ax=ours) is ours
    assert plotting.drawn(ours).shape[0] > 3
    assert [t.get_text() for t in whole.texts] == ["mine"]
    assert (ours.get_title(), other.get_title(), len(other.lines)) == ("", "also mine", 0)


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_has_a_short_title_a_subtitle_and_words_for_who_cannot_see_it(found, name):
    ax = FIGURES[name](found[name], ax=Figure().subplots(), titled=True)
    drawing = FIGURES[name].__wrapped__(found[name], ax=Figure().subplots())
    assert ax.get_title() == drawing.title
    figures.worded(drawing)
    assert len(drawing.title.split()) <= 18
    assert all((drawing.subtitle, drawing.source, drawing.alt))
    assert len(drawing.alt) < 320


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_and_its_table_come_out_as_kept(found, name, tmp_path, monkeypatch):
    monkeypatch.setenv("DAY229_OUTPUT", str(tmp_path))
    FIGURES[name](found[name])
    made = sorted((tmp_path / "figures").glob("*.csv"))
    folder = paths.notebooks() / "figures" / "01-referendums"
    assert [d for path in made for d in comparison.of_files(folder / path.name, path)] == []
    assert len(made) == 2


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_of_nothing_is_said_and_not_drawn(name):
    p, _, later = opened(hindsight=False, draws=200)
    ax = Figure().subplots()
    assert FIGURES[name](everything(p, later, later)[name], ax=ax) is None
    assert not ax.lines


def test_one_region_alone_fits_the_axes(found):
    one = referendum.Audits(regions=found["audits"].regions[1:2])
    ax = plotting.tally_audit(one, ax=Figure().subplots())
    low, high = ax.get_xlim()
    assert low < 98.42 < 100 < high
    assert len(ax.get_yticks()) == 1


def test_all_regions_are_told_where_no_parameters_are_given():
    known = evidence.known_by("2022-10-11")
    assert len(referendum.audit_all(known)) == 4


EARLY = {"hindsight": False, "level": 0.95, "draws": 200, "seed": 1}


def test_a_share_known_without_its_votes_is_told_on_every_part_of_the_page():
    p = parameters.check(as_of="2022-09-27", region="Donetsk", **EARLY)
    known = evidence.known_by(p.day)
    told = "No votes and ballots beside the announced share (99.23 % in Donetsk) had been announced"
    for made in (
        referendum.audit_all(known, p),
        referendum.people_and_votes(known, p),
        referendum.polls_and_share(known, p),
    ):
        assert made.sentence() == f"{told} by 27 September 2022."
    assert referendum.path_of_count(known, p)
    before = parameters.check(as_of="2022-09-26", region="Donetsk", **EARLY)
    found = referendum.audit_all(evidence.known_by(before.day), before)
    assert found.sentence() == "No result of Donetsk had been announced by 26 September 2022."


def test_a_share_told_in_the_count_is_known_in_the_tallies_on_the_same_day():
    known = evidence.known_by(None)
    tallies, count = known.table("referendum_tallies"), known.table("count_timeline")
    words = {"share_for": "share for", "turnout": "turnout"}
    read = tallies[tallies["quantity"].isin(words) & (tallies["how_read"] == "excerpt")]
    both = read.assign(told=read["quantity"].map(words)).merge(
        count, left_on=["region", "central", "told"], right_on=["region", "central", "quantity"]
    )
    assert len(both) >= 3
    late = both[both["published_x"] > both["published_y"]]
    assert late["key_x"].tolist() == []
