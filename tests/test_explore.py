"""A reader moves a day, an assumption or a region, and what is shown moves with it."""

import json
import re
import subprocess
import sys
from time import process_time

import nbformat
import numpy as np
import pytest

from analysis import claims, evidence, explore, migration, paths, plotting, referendum
from analysis.explore import Control, ExploreError, view_of
from analysis.results import Remark

START = paths.examples() / "00-start.ipynb"
VIEWS = (explore.verdicts, explore.emigration, explore.tallies)
ENOUGH = 3.0  # s of CPU, ten times what a redraw takes: a view that computes all again fails


@pytest.fixture
def widgets():
    return pytest.importorskip("ipywidgets", reason="ipywidgets is not installed: extra 'lab'")


def movers(box) -> dict[str, object]:
    return {child.description: child for child in box.children[:-1]}


def image(page: str) -> str:
    found = re.search(r'src="data:image/png;base64,([^"]+)"', page)
    return found[1] if found else ""


def test_an_earlier_day_takes_the_verdict_away_and_says_in_words_what_was_missing():
    view = explore.verdicts(paragraph=3)
    then = view.at(day="2022-09-22")
    row = then.to_frame().set_index("Claim, in our words").filter(like="C17 ·", axis=0).iloc[0]
    assert row["Verdict"] == "cannot be checked"
    assert row["Reason"].startswith("No evidence published by 22 September 2022 bears on this")
    assert "22 September 2022" in then.sentence()
    assert "supported with caveat" in view.sentence()


def test_verdicts_of_a_paragraph_are_those_of_the_whole_ledger():
    none = evidence.Evidence(None, "left out")
    whole = claims.verdicts(evidence.known_by("2022-10-05"), none).ledger
    for paragraph in whole["paragraph"].unique():
        part = explore.verdicts(paragraph=paragraph, as_of="2022-10-05").result.ledger
        assert part.equals(whole[whole["paragraph"] == paragraph])


def test_a_share_as_assumed_gives_the_account_of_the_page():
    kept = json.loads((paths.notebooks() / "facts" / "02-emigration.json").read_text("utf-8"))
    found = explore.emigration().result.facts()["left_and_stayed_persons"]
    assert found.value == pytest.approx(kept["left_and_stayed_persons"]["value"])


def test_a_share_held_still_scales_those_counted_and_is_named_as_the_source():
    account = explore.emigration()
    none, half = (account.at(share=s).result for s in (0, 50))
    assert np.allclose(half.abroad.samples, 2 * none.abroad.samples)
    assert none.abroad.steps["not counted"] == 0
    assert "50 % share straight to countries without a count" in half.priors_name


def test_an_account_without_evidence_says_so_at_every_share():
    account = explore.emigration(as_of="2022-09-20")
    for share in (explore.ASSUMED, 0, 60):
        told = account.at(share=share)
        assert "had not begun" in told.sentence()
        assert "<img" not in told._repr_html_()
        assert told.to_frame().empty


def test_a_region_shows_its_own_tally_alone():
    view = explore.tallies(region="Kherson")
    assert view.to_frame()["region"].tolist() == ["Kherson"]
    assert sorted(view.at(region="all").to_frame()["region"]) == sorted(referendum.REGIONS)
    assert "had been announced by 20 September 2022" in view.at(day="2022-09-20").sentence()


@pytest.mark.parametrize(
    ("make", "moved", "told"),
    [
        (explore.tallies, {"region": "Kharkiv"}, r"region='Kharkiv': wanted one of all, Donetsk"),
        (explore.tallies, {"region": "Khersn"}, "did you mean Kherson"),
        (explore.verdicts, {"day": "2031-01-01"}, "wanted one of 2022-09-01 to 2022-12-31"),
        (explore.verdicts, {"paragraph": 99}, r"paragraph=99: wanted one of 1, 2"),
        (explore.emigration, {"share": 100}, r"share=100: wanted one of as assumed to 60"),
        (explore.emigration, {"shares": 10}, "shares: nothing to move; wanted share"),
    ],
)
def test_a_setting_that_a_view_does_not_have_is_refused(make, moved, told):
    with pytest.raises(ExploreError, match=told):
        make().at(**moved)


def test_a_first_day_that_no_slider_holds_is_refused():
    with pytest.raises(ExploreError, match="day='2022-10-11': wanted one of"):
        explore.verdicts(first="2023-01-01", last="2023-02-01")
    with pytest.raises(ExploreError, match="wanted the first day before the last"):
        explore.verdicts(first="2023-02-01", last="2023-01-01")
    with pytest.raises(claims.ClaimError, match="paragraph=99: no claim stands there"):
        claims.verdicts(evidence.known_by("2022-10-11"), evidence.Evidence(None), paragraph=99)


def test_the_day_slider_moves_verdicts_and_the_list_moves_the_paragraph(widgets):
    box = explore.verdicts(paragraph=3).widget()
    day, paragraph = movers(box).values()
    before = box.children[-1].value
    day.value = "2022-09-22"
    moved = box.children[-1].value
    assert "No evidence published by 22 September 2022 bears on this" in moved
    assert "No evidence published by 22 September 2022 bears on this" not in before
    paragraph.value = 8
    assert "C49 ·" in box.children[-1].value
    day.value, paragraph.value = "2022-10-11", 3
    assert box.children[-1].value == before


def test_the_share_slider_draws_another_figure(widgets):
    box = explore.emigration().widget()
    (share,) = movers(box).values()
    pages = []
    for value in (explore.ASSUMED, 0, 60):
        share.value = value
        pages.append(box.children[-1].value)
    assert len({image(page) for page in pages}) == 3
    assert all(image(page) for page in pages)
    assert 'alt="' in pages[0]


def test_the_list_of_regions_draws_another_figure(widgets):
    box = explore.tallies().widget()
    region, day = movers(box).values()
    before = image(box.children[-1].value)
    region.value = "Luhansk"
    assert image(box.children[-1].value) not in ("", before)
    day.value = "2022-09-20"
    assert image(box.children[-1].value) == ""
    assert "No result of Luhansk had been announced" in box.children[-1].value


def test_without_ipywidgets_the_error_names_the_extra_and_the_view_still_speaks(monkeypatch):
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    view = explore.tallies()
    with pytest.raises(ExploreError, match=r"pip install 'day229\[lab\]'"):
        view.widget()
    assert "Zaporizhzhia" in view._repr_html_()


def loaded(code: str) -> str:
    command = [
        sys.executable,
        "-c",
        f"import sys; {code}; print(bool(sys.modules.get('ipywidgets')))",
    ]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_importing_the_library_loads_no_widgets_and_its_lab_needs_none():
    assert loaded("import analysis") == "False"
    without = "sys.modules['ipywidgets'] = None"  # seaborn asks for them too, where they are
    assert loaded(f"{without}; from analysis import explore; explore.tallies().widget") == "False"


@pytest.mark.parametrize("make", VIEWS)
def test_a_setting_seen_before_is_drawn_from_what_was_kept(make):
    view = make()
    view._repr_html_()
    begun = process_time()
    for _ in range(20):
        view._repr_html_()
    assert process_time() - begun < 0.1


@pytest.mark.parametrize("make", VIEWS)
def test_a_setting_not_seen_before_takes_a_moment(make):
    view = make()
    view._repr_html_()
    for control in view.controls:
        other = next(c for c in control.choices if c != view.settings[control.name])
        begun = process_time()
        view.at(**{control.name: other})._repr_html_()
        assert process_time() - begun < ENOUGH


def test_texts_of_the_data_are_shown_and_not_obeyed():
    hostile = Remark(words="<script>alert(1)</script>")
    control = Control(name="one", label="<b>one</b>", choices={1: "<i>1</i>"})
    page = view_of((control,), lambda one: hostile, one=1)._repr_html_()
    assert "<script" not in page
    assert "<b>" not in page
    assert "&lt;i&gt;" in page


def test_a_picture_is_a_file_with_words_and_saves_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("DAY229_OUTPUT", str(tmp_path))
    drawn = plotting.picture(plotting.account, explore.emigration().result)
    assert drawn.png.startswith(b"\x89PNG")
    assert "still abroad" in drawn.alt
    assert list(tmp_path.iterdir()) == []
    assert plotting.picture(plotting.account, migration.StillAbroad(why="Nothing.")) is None


def html_of(cell) -> list[str]:
    return [o["data"]["text/html"] for o in cell.outputs if "text/html" in o.get("data", {})]


def test_the_page_shows_what_its_views_say_now_and_nothing_that_needs_a_kernel():
    codes = [c for c in nbformat.read(START, as_version=4).cells if c.cell_type == "code"]
    for cell, make in zip(codes, VIEWS, strict=False):
        assert f"explore.{make.__name__}()" in cell.source
        for told in make().sentence().splitlines():
            assert told.replace("'", "&#x27;") in html_of(cell)[0]
        if make().show:
            assert any("image/png" in o.get("data", {}) for o in cell.outputs)
    kinds = {kind for c in codes for o in c.outputs for kind in o.get("data", {})}
    assert kinds == {"image/png", "text/html", "text/plain"}
    assert len(codes) == 4


def test_every_link_of_the_page_leads_to_a_file():
    words = "\n".join(c.source for c in nbformat.read(START, as_version=4).cells)
    links = re.findall(r"\]\(([^)]+)\)", words)
    assert len(links) > 8
    assert [to for to in links if not (START.parent / to).is_file()] == []


def test_make_lab_opens_the_page_with_the_whole_project_beside_it():
    makefile = (paths.root() / "Makefile").read_text(encoding="utf-8")
    assert "--ServerApp.root_dir=$(CURDIR)" in makefile
    assert f"/lab/tree/{START.relative_to(paths.root()).as_posix()}" in makefile
