"""Findings of notebook 05 speak: facts kept, empty evidence, early days, regions, figures."""

import json
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

import figures
from analysis import evidence, parameters, paths, plotting, regions, returns, session, stations
from analysis.evidence import Evidence
from analysis.parameters import ParameterError
from analysis.stations import StationError
from figures import overprinted

GIVEN = {"as_of": "2022-10-11", "hindsight": True, "level": 0.95, "draws": 100, "seed": 20220923}
GIVEN |= {"election": 2020, "region": "all"}
BROKEN = re.compile(r"\bnan\b|\bNone\b|\b0 of 0\b|\binf\b|_|\bTrue\b|\bFalse\b|\(\)|  ")
NOTHING = Evidence(None, "Nothing is admitted here.")
OF_VOTE = (
    returns.cloud,
    returns.peaks,
    returns.whole_percentages,
    returns.ranking,
    returns.anomalous_votes,
    returns.digits,
    returns.baselines,
)  # all but the fitted model, which takes long
FIGURES = {
    "Cloud": plotting.fingerprint,
    "Peaks": plotting.peaks,
    "WholePercentages": plotting.whole_percentages,
    "Ranking": plotting.regions,
    "Anomalous": plotting.zone_curve,
    "Stuffing": plotting.likelihood_ridge,
    "Telling": plotting.telling_apart,
}


def of_a_page(**given) -> list:
    """Every result of the notebook but the fitted model, which takes long."""
    p, known, later = session.begin(GIVEN | given)
    vote = returns.vote(p, known, later)
    return [vote, *(f(vote) for f in OF_VOTE), returns.telling_apart(known, p)]


@pytest.fixture(scope="module")
def page():
    """Results of the page as it is committed, by class name."""
    found = of_a_page()
    return {type(r).__name__: r for r in [*found, returns.stuffing(found[0])]}


def texts(result) -> str:
    table = result.table()
    cells = [str(v) for v in [*table.columns, *table.to_numpy().ravel()]]
    return "\n".join([result.sentence(), repr(result), *cells])


def words(result) -> list[str]:
    """Title, subtitle, source line and alternative text of a result's figure."""
    drawing = FIGURES[type(result).__name__].__wrapped__(result)
    return [drawing.title, drawing.subtitle, drawing.source, drawing.alt]


def test_the_facts_are_those_kept_and_each_is_given_once(page):
    file = paths.notebooks() / "facts" / "05-stations.json"
    kept = json.loads(file.read_text(encoding="utf-8"))
    given = [r.facts() for r in page.values() if hasattr(r, "facts")]
    assert sum(map(len, given)) == len(kept)
    assert {k: f.as_json() for facts in given for k, f in facts.items()} == kept


def test_every_result_speaks_in_plain_words(page):
    for result in page.values():
        assert result, type(result)
        assert not BROKEN.search(texts(result)), texts(result)
        assert evidence.describe(result.rows).shape[0] == len(result.rows)
        assert "<table" in result._repr_html_()


def test_every_figure_says_its_finding_in_a_short_title(page):
    for result in (page[n] for n in FIGURES):
        title, *others = words(result)
        assert len(title.split()) <= 18
        assert all(others)
        assert not any(BROKEN.search(text) for text in (title, *others))


def test_empty_evidence_speaks_is_falsy_and_draws_nothing():
    p = parameters.check(**GIVEN)
    vote = returns.vote(p, NOTHING, NOTHING)
    of_vote = [f(vote) for f in (*OF_VOTE, returns.stuffing)]
    for result in (vote, *of_vote, returns.telling_apart(NOTHING, p)):
        assert not result
        assert result.sentence() == "Nothing is admitted here."
        assert result.table().empty
        assert not (hasattr(result, "facts") and result.facts())
        draw = FIGURES.get(type(result).__name__)
        assert draw is None or draw(result, ax=Figure().subplots()) is None


@pytest.mark.parametrize("as_of", ["2022-04-01", "2022-09-21", "2022-09-26", "2022-10-11"])
@pytest.mark.parametrize("hindsight", [True, False])
def test_every_result_and_figure_works_on_an_early_day(as_of, hindsight):
    for result in of_a_page(as_of=as_of, hindsight=hindsight):
        assert not BROKEN.search(texts(result))
        if result and type(result).__name__ in FIGURES:
            assert not BROKEN.search("\n".join(words(result)))


def test_before_the_announcements_there_is_nothing_to_simulate():
    *_, telling = of_a_page(as_of="2022-09-26")
    assert not telling
    told = "No region had announced votes, ballots and turnout by 26 September 2022."
    assert telling.sentence() == told


def test_without_hindsight_later_votes_and_later_totals_are_left_out():
    vote, *others = of_a_page(as_of="2022-09-26", hindsight=False)
    assert vote.years == [2018, 2020, 2021]
    assert "2024" not in vote.sentence()
    assert set(vote.table().iloc[2, 1:]) == {"not held"}
    assert not [k for r in others if hasattr(r, "facts") for k in r.facts() if "2024" in k]


def test_a_vote_after_the_knowledge_date_is_told(page):
    assert page["Vote"].sentence().endswith("The vote of 2024 came after 11 October 2022.")


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_worded_and_can_be_read_on_a_phone(page, name, tmp_path, monkeypatch):
    figures.worded(FIGURES[name].__wrapped__(page[name]))
    figures.read_on_a_phone(FIGURES[name], page[name], tmp_path, monkeypatch)


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_touches_nothing_but_the_axes_it_is_given(page, name):
    figure = Figure()
    left, right = figure.subplots(1, 2)
    figure.suptitle("mine")
    before = right.get_position().bounds
    assert FIGURES[name](page[name], ax=left) is left
    assert overprinted(FIGURES[name], page[name]) == []
    assert figure.get_suptitle() == "mine"
    assert figure.axes == [left, right]
    assert (right.get_position().bounds, left.get_title(loc="left")) == (before, "")
    assert left.get_title() == ""
    assert not figure.texts[1:]
    FIGURES[name](page[name], ax=right, titled=True)
    assert right.get_title() == words(page[name])[0]


@pytest.mark.parametrize(
    ("year", "region"), [(2018, "Байконур"), (2020, "Севастополь"), (2021, "город Москва")]
)
def test_the_page_of_a_single_region_speaks_of_it(year, region):
    vote, *others = of_a_page(as_of="2022-09-26", election=year, region=region)
    assert region in vote.sentence()
    for result in (vote, *others[:-1]):
        assert not BROKEN.search(texts(result))
    assert not returns.stuffing(vote)
    assert "too coarse" in returns.stuffing(vote).sentence()


def test_few_votes_of_a_region_stand_on_an_axis_of_votes():
    found = returns.anomalous_votes(returns.look_up(2018, "Байконур"))
    ax = plotting.zone_curve(found, ax=Figure().subplots())
    low, high = ax.get_ylim()
    assert ax.get_ylabel() == "anomalous votes"
    assert -300 < low < -144 < 251 < high < 400
    assert words(found)[0].startswith("-144 to 251 anomalous votes")


def test_a_number_from_the_number_in_front_of_a_region_is_not_read_out():
    assert returns.look_up(2018, "Байконур").place.startswith("Город Байконур")


def test_where_most_stations_are_left_out_the_page_says_that_the_test_is_blind():
    vote = returns.look_up(2024, "Чеченская Республика")
    told = returns.whole_percentages(vote).sentence()
    assert "298 of 521 stations lie above 99 % and are left out" in told
    assert "the test is nearly blind here" in told
    assert "nearly blind" in returns.ranking(vote).sentence()
    assert "has no place worth telling" in returns.ranking(vote).sentence()
    country = returns.look_up(2024)
    told = returns.whole_percentages(country).sentence()
    assert "3,185 of 91,946 stations lie above 99 % and are left out." in told
    assert "blind" not in told
    assert "In 3 regions a quarter of the stations or more" in returns.ranking(country).sentence()


def test_two_zones_make_no_curve():
    found = returns.anomalous_votes(returns.look_up(2024, "Чеченская Республика"))
    assert not found
    assert "too few zones" in found.sentence()


def test_a_region_that_does_not_exist_in_that_vote_is_refused_with_the_allowed_names():
    named = r"'Байконур' in 2021.*allowed: all, Алтайский край, .*город Севастополь$"
    with pytest.raises(StationError, match=named):
        returns.look_up(2021, "Байконур")
    with pytest.raises(StationError, match=r"nearest: .*Республика Адыгея"):
        returns.look_up(2020, "Республика")


@pytest.mark.parametrize("region", ["Kherson", "Donetsk"])
def test_an_occupied_region_without_returns_is_refused_before_anything_runs(region):
    told = "never published the returns of its stations; wanted 'all' or"
    with pytest.raises(ParameterError, match=told):
        parameters.check_known({"election": 2020, "region": region})
    assert parameters.check_known({"region": region}) is None


@pytest.mark.parametrize(
    ("region", "named"),
    [("Crimea", "Республика Крым"), ("Moscow", "город Москва"), ("chechnya", "Чеченская")],
)
def test_an_english_name_is_read_as_the_returns_spell_it(region, named):
    parameters.check(**GIVEN | {"region": region})
    assert named in returns.look_up(2020, region).region


@pytest.mark.parametrize("region", ["Narnia", "Байконур", "область", "Kharkiv"])
def test_a_region_that_could_not_work_is_refused_before_anything_runs(region):
    told = rf"region='{region}' in 2021: .*allowed: all, Алтайский край.*город Севастополь$"
    with pytest.raises(ParameterError, match=told):
        parameters.check_known({"election": 2021, "hindsight": True, "region": region})


def test_every_region_of_every_vote_is_allowed():
    for year in (2018, 2020, 2021, 2024):
        for region in regions.held(year):
            parameters.check_known({"election": year, "region": region})


def test_a_region_of_which_the_test_sees_little_is_told_as_blind_and_not_as_clean():
    vote = returns.look_up(2024, "Chechnya")
    whole, ranking = returns.whole_percentages(vote), returns.ranking(vote)
    told = "the test is nearly blind here, because 298 of 521 stations lie above 99 %"
    assert told in whole.sentence()
    assert "chance" not in whole.sentence()
    assert "blind" in whole.finding()
    assert (ranking.table().iloc[-1, 1:] == "blind").all()
    seen = returns.whole_percentages(returns.look_up(2024, "Crimea"))
    assert "blind" not in seen.sentence() + seen.finding()


def of_another_vote(tmp_path):
    """Parameters of a page about returns that a reader brings."""
    made = stations.town_and_country(((1.0, 0.6, 0.55),), rng=np.random.default_rng(1))
    made.iloc[:400].to_csv(tmp_path / "made.csv", index=False)
    columns = "\n".join(f'{c} = "{c}"' for c in stations.COLUMNS)
    (tmp_path / "made.toml").write_text(f'name = "A made vote"\n[columns]\n{columns}\n')
    files = {n: str(tmp_path / f"made.{e}") for n, e in FILES.items()}
    return session.begin(GIVEN | files)


FILES = {"returns_file": "csv", "columns_file": "toml"}


def test_a_page_about_other_returns_reports_them_and_leaves_the_russian_votes_out_in_words(
    tmp_path,
):
    p, known, later = of_another_vote(tmp_path)
    assert "A made vote: of 7 tests" in returns.brought(p).sentence()
    vote = returns.vote(p, known, later)
    assert not vote
    parts = (returns.cloud, returns.peaks, returns.whole_percentages, returns.ranking)
    more = (returns.anomalous_votes, returns.stuffing, returns.digits, returns.baselines)
    for part in (*parts, *more):
        found = part(vote)
        assert not found
        assert found.sentence().startswith("Left out: this needs the derived tables of the Russian")
        assert len(found.table()) == 0
        assert not hasattr(found, "facts") or found.facts() == {}


def test_without_other_returns_the_page_is_about_the_russian_votes():
    p, known, later = session.begin(GIVEN | dict.fromkeys(FILES, ""))
    assert not returns.brought(p)
    assert returns.vote(p, known, later)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"returns_file": "nowhere.csv", "columns_file": "delaware-2016"}, "that is there"),
        ({"returns_file": __file__}, "columns_file='': wanted together with returns_file"),
        ({"columns_file": "delaware-2016"}, "returns_file='': wanted together with columns_file"),
        ({"returns_file": __file__, "columns_file": "nowhere"}, "no such mapping"),
        ({"returns_file": __file__, "columns_file": __file__}, "not readable as TOML"),
        (
            {"returns_file": __file__, "columns_file": "delaware-2016", "region": "Крым"},
            "wanted 'all' with a returns_file",
        ),
    ],
)
def test_files_of_other_returns_are_refused_before_anything_runs(given, told):
    with pytest.raises(ParameterError, match=told):
        parameters.check_known({"election": 2020} | given)


def test_published_values_are_told_as_printed():
    told = returns.anomalous_votes(returns.look_up(2024)).sentence()
    assert told.endswith("Published: at least 22,000,000 votes (Golos, after Shpilkin).")
    none = returns.anomalous_votes(returns.look_up(2020)).sentence()
    assert none.endswith("No published value is held for this vote.")


def test_a_naive_choice_may_be_the_automatic_one():
    found = returns.anomalous_votes(returns.look_up(2020))
    unnamed = found.zones["zone"].replace("naive", None)
    other = replace(found, zones=found.zones.assign(zone=unnamed))
    assert other.chosen("naive").equals(other.chosen("automatic"))
    assert found.chosen("naive")["votes"].sum() < found.chosen("automatic")["votes"].sum()


@pytest.mark.parametrize(
    ("year", "told"),
    [
        (2020, "none of them electronic"),
        (2021, "electronic ones among them"),
        (2024, "electronic ones beside them"),
    ],
)
def test_electronic_voters_are_told_as_they_were_published(year, told):
    assert told in returns.look_up(year).sentence()


def test_stations_needed_and_false_alarms_are_told(page):
    telling = page["Telling"]
    told = "50 published stations would have shown whole percentages in all 4 regions"
    assert telling.finding() == told
    unknown = dict.fromkeys(stations.TESTS, float("nan"))
    none = replace(telling, enough=telling.enough.assign(**unknown))
    assert none.finding() == "Not even 400 stations would have shown whole percentages"
    some = replace(telling, enough=telling.enough[telling.enough["region"] == "Kherson"])
    assert some.finding().endswith("in 1 of 1 region")
    silent = dict.fromkeys(stations.TESTS, 0.0)
    quiet = replace(telling, flagged=telling.flagged.assign(**silent))
    assert "flagged too often in no region" in quiet.sentence()
    loud = replace(telling, flagged=telling.flagged.assign(turnout=0.5))
    assert "too often in Donetsk (turnout 50 %" in loud.sentence()


def test_an_excess_is_told_with_the_digits_its_interval_bears():
    assert stations.more_or_fewer(3604.9, 3376.0, 3834.0) == "3,600 more stations than expected"
    assert stations.more_or_fewer(-857.13, -1033.0, -681.5) == "860 fewer stations than expected"


def test_a_mark_stands_before_the_region_of_the_page():
    vote = returns.look_up(2020, "Чеченская Республика")
    table = plotting.regions.__wrapped__(returns.ranking(vote)).table
    assert table["label"].iloc[-1] == "▶ Chechnya"
    assert table["region"].iloc[-1] == "Чеченская Республика"
    assert isinstance(table, pd.DataFrame)


@pytest.mark.parametrize("year", stations.YEARS)
def test_anomalous_votes_of_a_country_are_not_identified_and_give_no_fact(year):
    found = returns.anomalous_votes(returns.look_up(year))
    assert not found.identified
    assert not hasattr(found, "facts")
    assert found.sentence().startswith("How many votes are anomalous is not identified: ")
    assert words(found)[0].startswith("Anomalous votes cannot be told: ")


def test_the_page_sets_its_vote_beside_honest_ones(page):
    found = page["Baselines"]
    assert set(found.honest["vote"]) == {
        "one electorate",
        "town and country",
        "a gradient from town to country",
    }
    assert found.honest["z_either"].abs().max() < 2
    assert found.honest["anomalous_pct"].max() > 10  # what nobody stuffed
    assert (found.found["stuffed_doubts"] != "").sum() == found.found["stuffed_pct"].notna().sum()
    assert "none of these 13 votes bears such a number" in found.sentence()
    table = found.table().set_index("vote")
    assert table.loc["Delaware 2016", "anomalous votes, %"] == "not tested"
    assert table.loc["Georgia 2024", "what it is"] == "abroad, disputed"


def test_votes_after_the_knowledge_date_are_not_set_beside():
    *_, found, _ = of_a_page(as_of="2022-09-26", hindsight=False)
    assert not found.found["key"].str.contains("SB-2024").any()
