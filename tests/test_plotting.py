"""Figures: titles, sources, alternative texts, tables of what is drawn, files beside a run."""

import base64
import io
import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from analysis import claims, comparison, evidence, plotting, referendum, results
from analysis.plotting import FigureError


@pytest.fixture
def audits():
    return referendum.audit_all(evidence.known_by("2022-10-11"))


TEXTS = {"title": "a finding", "source": "a commission", "alt": "four regions"}


def published(**texts):
    """A line on its own axes, published with texts."""
    from matplotlib.figure import Figure

    ax = Figure().subplots()
    ax.plot([1, 2], [3, 4])
    return plotting.publish(ax, "a_line", pd.DataFrame({"x": [1, 2]}), **texts)


def test_a_figure_has_its_title_and_source_line():
    ax = published(**TEXTS)
    assert [t.get_text() for t in ax.figure.texts] == ["a finding", "Source: a commission"]


@pytest.mark.parametrize("text", ["title", "source", "alt"])
def test_a_figure_without_one_of_its_texts_is_refused(text):
    with pytest.raises(FigureError, match=text):
        published(**(TEXTS | {text: " "}))


def test_empty_axes_are_refused():
    from matplotlib.figure import Figure

    with pytest.raises(FigureError, match="nothing is drawn"):
        plotting.drawn(Figure().subplots())


def moved(audits, by: float):
    """What is drawn, kept and found, when one point of one line is moved by a part of itself."""
    ax = plotting.tally_audit(audits)
    kept = plotting.drawn(ax).astype(str)
    line = next(line for line in ax.lines if len(line.get_xdata()) and line.get_xdata()[0] > 1)
    line.set_xdata([line.get_xdata()[0] * (1 + by), *line.get_xdata()[1:]])
    return kept, plotting.drawn(ax).astype(str)


def test_a_point_moved_by_a_ten_thousandth_is_told_and_one_by_a_billionth_is_not(audits):
    (told,) = comparison.differences(*moved(audits, 1e-4), "tally_audit")
    assert told.column == "x"
    assert "(line " in told.row
    assert comparison.differences(*moved(audits, 1e-9), "tally_audit") == []


def test_a_figure_of_fewer_rows_and_a_changed_label_are_told(audits):
    three = referendum.Audits(regions=audits.regions[:3])
    kept, fewer = (plotting.drawn(plotting.tally_audit(a)).astype(str) for a in (audits, three))
    assert comparison.differences(kept, fewer, "tally_audit")
    other = kept.assign(words=kept["words"].str.replace("Kherson", "Herson"))
    assert [d.column for d in comparison.differences(kept, other, "tally_audit")] == ["words"]


def test_every_kind_of_mark_counts_as_drawn():
    import numpy as np
    from matplotlib.figure import Figure

    ax = Figure().subplots()
    ax.plot([1, 2], [3, 4])
    ax.fill_between([1, 2], [0, 0], [5, 6])
    ax.scatter([1, 2, 3], [4, 5, 6], c=[7, 8, 9])
    ax.pcolormesh(np.arange(3), np.arange(3), np.ma.masked_equal([[1, 2], [3, 4]], 4))
    ax.bar([1], [2])
    marks = plotting.drawn(ax).set_index("mark")
    assert marks.loc["line 0", ["points", "x", "y"]].tolist() == ["2", "1 2", "3 4"]
    assert "6" in marks.loc["collection 0", "y"].split()
    assert marks.loc["collection 1", ["x", "value"]].tolist() == ["1 2 3", "7 8 9"]
    assert marks.loc["collection 2", "value"] == "1 2 3 nan"
    assert marks.loc["patch 0", "points"] == "5"


def test_a_run_gets_png_svg_and_table_with_the_same_bytes_each_time(audits, tmp_path, monkeypatch):
    written = []
    for run in ("one", "two"):
        monkeypatch.setenv("DAY229_OUTPUT", str(tmp_path / run))
        plotting.tally_audit(audits)
        written.append(
            {p.name: p.read_bytes() for p in sorted((tmp_path / run / "figures").iterdir())}
        )
    kinds = ("png", "svg", "narrow.svg", "csv", "drawn.csv")
    assert set(written[0]) == {f"tally_audit.{kind}" for kind in kinds}
    assert written[0] == written[1]


def test_the_table_beside_a_figure_holds_the_numbers_drawn(audits, tmp_path, monkeypatch):
    monkeypatch.setenv("DAY229_OUTPUT", str(tmp_path))
    plotting.tally_audit(audits)
    table = pd.read_csv(tmp_path / "figures" / "tally_audit.csv").set_index("region")
    assert table.loc["Zaporizhzhia", "from_counts_pct"] == pytest.approx(79.518, abs=0.001)


def test_a_figure_is_not_empty_and_not_cut(audits, tmp_path, monkeypatch):
    monkeypatch.setenv("DAY229_OUTPUT", str(tmp_path))
    plotting.tally_audit(audits)
    image = Image.open(tmp_path / "figures" / "tally_audit.png").convert("L")
    edge = [image.getpixel((x, y)) for x in range(image.width) for y in (0, image.height - 1)]
    assert min(edge) == 255
    assert sum(1 for level in image.resize((100, 60)).tobytes() if level < 250) > 200


def test_every_text_of_every_figure_lies_inside_its_canvas():
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    verdicts = claims.verdicts(evidence.known_by("2022-10-11"), evidence.known_by(None))
    drawn = (
        plotting.verdict_tiles(verdicts),
        plotting.verdicts_by_kind(verdicts),
        plotting.verdict_shift(claims.changed_since(verdicts)),
    )
    for figure in (ax.figure for ax in drawn):
        renderer = FigureCanvasAgg(figure).get_renderer()
        width, height = figure.bbox.width, figure.bbox.height
        for text in [
            t for ax in figure.axes for t in (*ax.get_xticklabels(), *ax.get_yticklabels())
        ] + figure.texts:
            box = text.get_window_extent(renderer)
            assert box.x0 >= -1
            assert box.x1 <= width + 1
            assert box.y1 <= height + 1


def test_a_small_mark_keeps_its_colour_among_fewer_colours():
    from matplotlib.figure import Figure

    from analysis.plotting.canvas import VERDICT_COLOURS
    from analysis.plotting.publishing import _bytes

    figure = Figure(figsize=(6.8, 2))
    ax = figure.subplots()
    ax.set_title("a title whose letters have many shades of grey", fontweight="bold")
    for x, colour in enumerate(VERDICT_COLOURS.values()):
        ax.plot(x, 0, "o", ms=8, color=colour)
    held = {
        c
        for _, c in Image.open(io.BytesIO(_bytes(figure, "png"))).convert("RGB").getcolors(1 << 16)
    }
    for colour in VERDICT_COLOURS.values():
        wanted = [int(colour[k : k + 2], 16) for k in (1, 3, 5)]
        assert min(max(abs(a - b) for a, b in zip(c, wanted, strict=True)) for c in held) <= 6, (
            colour
        )


def test_colours_of_neighbouring_verdicts_differ_in_grey():
    from matplotlib.colors import to_rgb

    from analysis.plotting.canvas import VERDICT_COLOURS

    grey = {
        v: 0.299 * r + 0.587 * g + 0.114 * b
        for v, (r, g, b) in ((v, to_rgb(c)) for v, c in VERDICT_COLOURS.items())
    }
    assert abs(grey["supported"] - grey["supported with caveat"]) > 0.15
    assert abs(grey["not supported"] - grey["contradicted"]) > 0.15


def luminance(colour: str) -> float:
    """Relative luminance of a colour as WCAG 2 has it, from 0 to 1."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def lightness(colour: str) -> float:
    """L* of CIE 1976 of a colour, from 0 to 100."""
    y = luminance(colour)
    return 116 * y ** (1 / 3) - 16 if y > 216 / 24389 else y * 24389 / 27


def test_lightness_and_contrast_are_those_of_the_standards():
    assert lightness("#777777") == pytest.approx(50.03, abs=0.01)  # published for sRGB 119
    assert 1.05 / (luminance("#767676") + 0.05) == pytest.approx(4.54, abs=0.01)  # of WCAG 2
    assert (lightness("#000000"), lightness("#ffffff")) == pytest.approx((0, 100))


def test_each_two_verdicts_differ_in_grey_and_in_symbol():
    from itertools import combinations

    from analysis.plotting.canvas import VERDICT_COLOURS

    assert list(VERDICT_COLOURS) == list(claims.VERDICTS)
    apart = {
        (a, b): abs(lightness(VERDICT_COLOURS[a]) - lightness(VERDICT_COLOURS[b]))
        for a, b in combinations(VERDICT_COLOURS, 2)
    }
    assert {pair: step for pair, step in apart.items() if step < 7} == {}
    assert len(set(claims.SYMBOLS.values())) == len(claims.VERDICTS) == 6


def test_every_colour_that_bears_a_meaning_stands_out_from_white():
    from analysis.plotting import canvas

    bearing = [canvas.CLAIM, canvas.ESTIMATE, canvas.REST, canvas.RUSSIA, canvas.UKRAINE]
    colours = {*canvas.VERDICT_COLOURS.values(), *bearing}
    assert len(colours) == 11  # one meaning a colour
    assert {c for c in colours if 1.05 / (luminance(c) + 0.05) < 3} == set()
    assert 1.05 / (luminance("#cfcfcf") + 0.05) < 3  # what cannot be checked, as it was


def test_the_smallest_letters_of_a_narrow_picture_are_twelve_pixels_high():
    import figures
    from analysis.plotting import canvas

    px = canvas.SMALLEST_PT * figures.PHONE_PX / (72 * canvas.NARROW_IN)
    assert px >= figures.LEAST_PX
    small = '<svg viewBox="0 0 490 200">' + '<text style="font-size: 8px">a</text>' * 4
    assert figures.type_px(small) < 6  # as it was: one picture for every width


def test_a_word_beyond_the_edge_of_a_picture_is_caught():
    import figures

    ax = published(**TEXTS)
    assert figures.cut_off(ax.figure) == []
    ax.annotate("far to the right of everything", (2, 4), annotation_clip=False)
    assert figures.cut_off(ax.figure) == ["far to the right of everything"]


def test_a_name_of_a_region_in_a_figure_is_english_and_in_its_table_as_reported(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("DAY229_OUTPUT", str(tmp_path))

    @plotting.figure
    def named(result, ax=None):
        ax = plotting.canvas.canvas(3, ax)
        ax.plot([1, 2], [3, 4])
        words = {"title": f"Too many in {result}", "source": "returns", "alt": f"Of {result}."}
        return plotting.Drawing(ax=ax, name="n", table=pd.DataFrame({"r": [result]}), **words)

    ax = named("Республика Крым")
    assert ax.figure.texts[0].get_text() == "Too many in Crimea"
    assert "Республика Крым" in (tmp_path / "figures" / "n.csv").read_text(encoding="utf-8")


def test_minus_signs_square_kilometres_and_per_cent_are_set_as_a_printer_would():
    ax = published(title="It fell by -5 % of 3 km2", source="maps of 2022-10-11", alt="a")
    told = [t.get_text() for t in ax.figure.texts]
    assert told[0] == "It fell by \N{MINUS SIGN}5\N{NARROW NO-BREAK SPACE}% of 3 km²"
    assert told[1] == "Source: maps of 2022-10-11"


def test_letters_of_a_saved_figure_are_letters_in_faces_found_everywhere(
    audits, tmp_path, monkeypatch
):
    monkeypatch.setenv("DAY229_OUTPUT", str(tmp_path))
    plotting.tally_audit(audits)
    for name in ("tally_audit.svg", "tally_audit.narrow.svg"):
        svg = (tmp_path / "figures" / name).read_text(encoding="utf-8")
        assert ">Zaporizhzhia</text>" in svg
        assert "'Arial'" in svg
        assert "<dc:date>" not in svg


def shown_on_a_page(audits, folder, monkeypatch, **page) -> str:
    """A saved figure as a page shows it."""
    from analysis.plotting import on_page

    monkeypatch.setenv("DAY229_OUTPUT", str(folder))
    plotting.tally_audit(audits)
    told = {"image/png": {"alt": 'of "four" regions', "figure": "tally_audit"}}
    return on_page.shown({"data": {"image/png": ""}, "metadata": told}, folder / "figures", **page)


def test_a_page_has_a_figure_in_two_widths_and_its_table_folded(audits, tmp_path, monkeypatch):
    page = shown_on_a_page(audits, tmp_path, monkeypatch, address="../figures")
    assert (
        'media="(max-width: 759px)" type="image/svg+xml" srcset="../figures/tally_audit.narrow'
        in page
    )
    assert 'srcset="../figures/tally_audit.svg"' in page
    assert '<img src="../figures/tally_audit.png" alt="of &quot;four&quot; regions">' in page
    assert "<td>79.518" in page
    assert page.count("<details>") == 1


def test_a_page_of_the_site_shows_a_saved_figure_and_no_other(audits, tmp_path, monkeypatch):
    import nbformat

    from analysis.site import notebook_pages

    monkeypatch.setenv("DAY229_OUTPUT", str(tmp_path))
    plotting.tally_audit(audits)
    cells = []
    for name in ("tally_audit", "elsewhere"):
        told = {"image/png": {"alt": "regions", "figure": name}}
        shown = nbformat.v4.new_output("display_data", {"image/png": "iVBO"}, metadata=told)
        cells.append(nbformat.v4.new_code_cell("draw()", outputs=[shown], execution_count=1))
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "01-some.ipynb")
    read = notebook_pages.readable(tmp_path / "01-some.ipynb")
    saved, other = (c.outputs[0]["data"] for c in read.cells if c.cell_type == "code")
    assert list(saved) == ["text/html"]
    assert '<div class="scroll" tabindex="0"' in saved["text/html"]
    assert list(other) == ["image/png"]


def test_a_page_that_stands_alone_holds_its_pictures(audits, tmp_path, monkeypatch):
    page = shown_on_a_page(audits, tmp_path, monkeypatch)
    assert page.count("base64,") == 2
    assert "../" not in page


@pytest.mark.parametrize("name", ["../facts", "other", ""])
def test_a_figure_that_no_folder_holds_is_left_as_it_is(name, tmp_path):
    from analysis.plotting import on_page

    told = {"image/png": {"alt": "a", "figure": name}}
    output = {"data": {"image/png": ""}, "metadata": told}
    assert on_page.shown(output, tmp_path / "figures") == ""


def test_a_figure_shown_in_a_notebook_carries_its_alternative_text():
    notebook = json.loads(
        (evidence.paths.notebooks() / "01-referendums.ipynb").read_text(encoding="utf-8")
    )
    shown = [
        o
        for c in notebook["cells"]
        for o in c.get("outputs", [])
        if "image/png" in o.get("data", {})
    ]
    assert len(shown) >= 3
    assert all(len(o["metadata"]["image/png"]["alt"]) > 30 for o in shown)


def pictures():
    """Every figure stored in a notebook, by notebook and number."""
    for path in sorted(evidence.paths.notebooks().glob("*.ipynb")):
        outputs = [
            o
            for c in json.loads(path.read_text(encoding="utf-8"))["cells"]
            for o in c.get("outputs", [])
        ]
        for n, o in enumerate(o for o in outputs if "image/png" in o.get("data", {})):
            yield pytest.param(o, id=f"{path.stem}-{n}")


@pytest.mark.parametrize("output", list(pictures()))
def test_every_figure_of_every_notebook_is_drawn_and_nothing_touches_its_edge(output):
    image = Image.open(io.BytesIO(base64.b64decode("".join(output["data"]["image/png"])))).convert(
        "L"
    )
    top, side = (
        [image.getpixel((x, y)) for x in range(image.width) for y in (0, image.height - 1)],
        [image.getpixel((x, y)) for y in range(image.height) for x in (0, image.width - 1)],
    )
    assert min(top + side) > 250
    assert sum(1 for level in image.resize((100, 60)).tobytes() if level < 245) > 100


def test_a_figure_of_another_vote_says_of_what_its_shares_are(audits):
    from matplotlib.figure import Figure

    def words(of):
        ax = plotting.tally_audit(of, ax=Figure().subplots())
        legends = [t.get_text() for t in ax.get_legend().get_texts()]
        return ax.get_xlabel(), legends[1]

    ours = ("% of ballots for joining Russia", "printed votes over printed ballots")
    assert words(audits) == ours
    other = [replace(a, region=f"Canton {n}", over="valid ballots") for n, a in enumerate(audits)]
    told = ("% of valid ballots in favour", "printed votes over printed valid ballots")
    assert words(replace(audits, regions=tuple(other))) == told


def test_a_readers_own_title_source_and_alternative_text_replace_those_of_the_figure(audits):
    ax = plotting.tally_audit(audits, title="Mine", source="me")
    assert [t.get_text() for t in ax.figure.texts][:2] == ["Mine", "Source: me"]
    from matplotlib.figure import Figure

    own = Figure().subplots()
    plotting.tally_audit(audits, ax=own, title="Mine")
    assert (own.get_title(loc="left"), own.get_title()).count("Mine") == 1
    assert own.figure.texts == []


def test_two_figures_that_lie_upon_each_other_are_caught(audits):
    import figures

    def sprawls(result, ax):
        plotting.tally_audit(result, ax=ax)
        note = ax.text(0.5, -0.9, "over the next one", transform=ax.transAxes)
        note.set_in_layout(True)
        ax.set_position([0.1, 0.4, 0.8, 0.5])

    assert figures.overprinted(sprawls, audits)
    assert figures.overprinted(plotting.tally_audit, audits) == []


EVERY_FIGURE = sorted(n for n in plotting.__all__ if hasattr(getattr(plotting, n), "__wrapped__"))


@pytest.mark.parametrize("name", EVERY_FIGURE)
def test_a_figure_of_the_wrong_kind_of_object_is_refused_with_what_is_wanted(name):
    show = getattr(plotting, name)
    frames = (pd.DataFrame(), pd.DataFrame({"a": [1]}))
    for given in (None, *frames, np.zeros(3), np.zeros(1), [], "", "x", 3, {}):
        found = type(given).__name__
        told = rf"plotting\.{name}: wanted an? [A-Z]\w+, found {found}; next: give it the result"
        with pytest.raises(TypeError, match=told):
            show(given)
        with pytest.raises(TypeError, match=told):
            plotting.picture(show, given)
    assert show(results.NothingKnown(words="Nothing was known.")) is None


def test_a_result_of_another_figure_is_refused_by_its_name():
    audits = referendum.audit_all(evidence.known_by("2022-10-11"))
    with pytest.raises(TypeError, match="account: wanted a StillAbroad, found Audits"):
        plotting.account(audits)
