"""Figures as agencies print them, and what they must be read as.

Addresses say where such figures were met.
"""

import itertools
import math

import numpy as np
import pytest

from analysis import quantities
from analysis.quantities import QuantityError, parse
from analysis.quantities.vocabulary import WORDS

INF = math.inf
QUANTULUM = "https://github.com/marcolagi/quantulum/issues/1"
QUANTULUM3 = "https://github.com/nielstron/quantulum3/issues/8"
LIGA = "https://news.liga.net/politics/news/vtorjenie-rf-sdelalo-bejentsami-10-mln-chelovek-esche-13-mln-ostayutsya-pod-ugrozoy-oon"
VL = "https://www.vl.no/nyheter/2022/12/02/opptil-13000-ukrainske-soldater-drept/"
RP = "http://www.rp-online.de/politik/fast-eine-halbe-million-tote-im-syrischen-krieg-aid-1.5762543"

# text, unit, low, central, high, where such a figure was met
SHARED_SCALE = [
    ("5-10 million", "persons", 5e6, 7.5e6, 10e6, QUANTULUM),
    ("2-3 млн", "persons", 2e6, 2.5e6, 3e6, QUANTULUM3),
    ("around 1.1-1.4 million", "persons", 1_050_000, 1_250_000, 1_450_000, QUANTULUM3),
    ("up to 5-6 million", "persons", 0, 5.5e6, 6e6, QUANTULUM),
    ("more than 3-4 million", "persons", 3e6, 3.5e6, INF, QUANTULUM),
    ("1,5-2 млн", "persons", 1.5e6, 1.75e6, 2e6, QUANTULUM),
    ("до 5-6 млн", "persons", 0, 5.5e6, 6e6, ""),
    ("de 5 a 6 millones", "persons", 5e6, 5.5e6, 6e6, ""),
    ("5 bis 6 Millionen", "persons", 5e6, 5.5e6, 6e6, ""),
    ("entre 5 et 6 millions", "persons", 5e6, 5.5e6, 6e6, ""),
    ("1.2 million (0.9-1.5)", "persons", 0.9e6, 1.2e6, 1.5e6, ""),
    ("900,000-1.2 million", "persons", 900_000, 1_050_000, 1.2e6, ""),  # the first is in full
    ("900 000-1,2 млн", "persons", 900_000, 1_050_000, 1.2e6, ""),
]
COMMA_BEFORE_SCALE = [
    ("4,019 млн", "persons", 4_019_000, 4_019_000, 4_019_000, LIGA),
    ("2,336 млн", "persons", 2_336_000, 2_336_000, 2_336_000, LIGA),
    (
        "12,500 тыс.",
        "persons",
        12_500,
        12_500,
        12_500,
        "https://github.com/ledger/ledger/pull/2743",
    ),
    ("1,155 Millionen", "persons", 1_155_000, 1_155_000, 1_155_000, ""),
]
POINT_IN_A_COUNT = [
    (
        "63.000",
        "persons",
        63_000,
        63_000,
        63_000,
        "https://diarioresponsable.com/actualidad/organizacion-internacional-para-las-migraciones-oim",
    ),
    (
        "more than 60.000",
        "deaths",
        60_000,
        60_000,
        INF,
        "https://radioeme.com/2022/11/mas-de-50-000-personas-murieron-en-rutas-migratorias-de-todo-el-mundo-desde-2014",
    ),
    ("5.937", "deaths", 5_937, 5_937, 5_937, VL),
    ("~470.000", "deaths", 465_000, 470_000, 475_000, RP),
    (
        "7.250",
        "votes",
        7_250,
        7_250,
        7_250,
        "https://github.com/scrapinghub/price-parser/issues/46",
    ),
    (
        "1.511.415",
        "persons",
        1_511_415,
        1_511_415,
        1_511_415,
        "https://lespetitspapiersdenadezda.blogspot.com/2011/10/11-novembre.html",
    ),
    ("1.511,5", "persons", 1_511.5, 1_511.5, 1_511.5, ""),
    ("63.000", "%", 63, 63, 63, ""),  # a share has decimals
    ("88.339", "%", 88.339, 88.339, 88.339, ""),
]
LOW_ENDS = [
    ("0.02-30%", "%", 0.02, 15.01, 30, ""),
    ("0.01-12 %", "%", 0.01, 6.005, 12, ""),
    ("0.05-60", "%", 0.05, 30.025, 60, ""),
    ("8-9,000", "persons", 8_000, 8_500, 9_000, ""),
    ("5.0 to 7,500", "votes", 5, 3_752.5, 7_500, ""),
    ("1-1,000", "persons", 1, 500.5, 1_000, ""),
    ("-16.1--5.2", "% change", -16.1, -10.65, -5.2, ""),
    ("5 thousand-6000", "persons", 5_000, 5_500, 6_000, ""),
]
NEVER_BELOW_ZERO = [
    ("about 0", "persons", 0, 0, 0.5, ""),
    ("about 0", "% change", -0.5, 0, 0.5, ""),  # a change has two sides
    ("about -5", "% change", -5.5, -5, -4.5, ""),
    ("less than -5", "% change", -INF, -5, -5, ""),
]
NOW_READ = [
    ("98.42 per cent", "%", 98.42, 98.42, 98.42, ""),
    ("45 Prozent", "%", 45, 45, 45, "https://www.watson.ch/international/syrien/217128957-fuenf-bedrueckende-zahlen-zum-krieg-in-syrien"),
    ("22,5 тысячи", "persons", 22_500, 22_500, 22_500, "https://ru.sputnik.kz/amp/20221001/skolko-rossiyan-vekhalo-v-kazakhstan-ozvuchili-v-mvd-28107386.html"),
    ("703 тысячи", "persons", 703_000, 703_000, 703_000, "https://reform.news/311394-bolee-5-6-mln-bezhencev-pokinuli-ukrainu-oon/amp"),
    ("1,2 млрд", "persons", 1.2e9, 1.2e9, 1.2e9, ""),
    ("9,7 millions", "deaths", 9.7e6, 9.7e6, 9.7e6, "http://www.pressreader.com/france/le-figaro-magazine/20181109/282226601743337"),
    ("476 тис.", "persons", 476_000, 476_000, 476_000, "https://amp.hvylya.net/uk/news/265603-viyna-rf-proti-ukrajini-sprichinila-naybilshu-migraciynu-krizu-z-chasiv-drugoji-svitovoji-oon"),
    ("близько 23 млн", "persons", 22.5e6, 23e6, 23.5e6, "https://ria24.today/news/polovina-ukrajinciv-pokinuli-ridni-domivki/13210950"),
    ("примерно 6,5 млн", "persons", 6.45e6, 6.5e6, 6.55e6, LIGA),
    ("не менее 5937", "deaths", 5_937, 5_937, INF, VL),
    ("no fewer than 1,500", "persons", 1_500, 1_500, INF, ""),
    ("between 70,000 and 80,000", "casualties", 70_000, 75_000, 80_000, "https://pledgetimes.com/ukraine-pentagon-70000-80000-russians-dead-or-wounded/"),
    ("от 60 до 100 тысяч", "persons", 60_000, 80_000, 100_000, ""),
    ("10–15 тыс. в сутки", "crossings per day", 10_000, 12_500, 15_000, ""),
    ("an estimated 17,000", "deaths", 16_500, 17_000, 17_500, ""),
    ("200,000 or more", "persons", 200_000, 200_000, INF, ""),
    ("more than 10,000 but fewer than 20,000", "persons", 10_000, 15_000, 20_000, ""),
    ("95 ± 3", "%", 92, 95, 98, ""),
    ("95 +- 3", "%", 92, 95, 98, ""),
    ("99 ± 3", "%", 96, 99, 100, ""),
    ("1.5 ± 0.2 million", "persons", 1.3e6, 1.5e6, 1.7e6, ""),
    ("half a million", "persons", 500_000, 500_000, 500_000, RP),
    ("fast eine halbe Million", "deaths", 450_000, 500_000, 500_000, RP),
    ("up to a million", "persons", 0, 1e6, 1e6, ""),
    ("hundreds of", "deaths", 200, 200, INF, "https://en.lb.ua/news/2023/02/03/19123_russian_military_casualties.html"),
    ("several thousand", "persons", 3_000, 3_000, INF, ""),
    ("более половины", "%", 50, 50, 100, LIGA),
    ("one in ten", "%", 9.5, 10, 10.5, ""),
    ("10\u221215", "persons", 10, 12.5, 15, ""),
    ("\u22121,400", "crossings", -1_400, -1_400, -1_400, ""),
    ("200к", "persons", 200_000, 200_000, 200_000, ""),
    ("+28.1%", "% change", 28.1, 28.1, 28.1, ""),
    ("más de 50.000", "deaths", 50_000, 50_000, INF, ""),
    ("понад 50 тис.", "persons", 50_000, 50_000, INF, ""),
    ("a little more than 400,000", "crossings", 400_000, 400_000, INF, ""),
    ("9007199254740992", "votes", 2**53, 2**53, 2**53, ""),
]  # fmt: skip
READ = [
    *SHARED_SCALE,
    *COMMA_BEFORE_SCALE,
    *POINT_IN_A_COUNT,
    *LOW_ENDS,
    *NEVER_BELOW_ZERO,
    *NOW_READ,
]


@pytest.mark.parametrize(("text", "unit", "low", "central", "high", "met"), READ)
def test_a_figure_as_agencies_print_it_is_read_in_full(text, unit, low, central, high, met):
    read = parse(text, unit)
    assert (read.low, read.central, read.high) == pytest.approx((low, central, high))


# text, unit, words of the message: the part that is at fault and what to write instead
REFUSED = [
    ("2,336 million", "persons", r"'2,336' may be 2,336 or 2.336; write '2336', or '2.3360'"),
    ("2.336 Millionen", "persons", r"'2.336' may be 2,336 or 2.336"),
    ("2.500", "km2", r"may be 2,500 or 2.5"),
    ("1,234", "%", r"may be 1,234 or 1.234"),
    ("1,250 %", "% change", r"may be 1,250 or 1.25"),
    ("5 to 7,500", "votes", r"'5' may stand for itself .* write both numbers in full, or '5.0'"),
    ("500-2 million", "persons", r"'500' may stand for itself"),
    ("half", "deaths", r"is a share, and the unit is 'deaths'; write it with the unit '%'"),
    ("two thirds", "ballots", r"is a share, and the unit is 'ballots'"),
    ("one in ten", "persons", r"is a share"),
    ("several", "%", r"says no number"),
    ("repeatedly", "persons", r"says no number"),
    ("97 %", "persons", r"'%' makes it a share, and the unit is 'persons'"),
    ("8,000 a day", "crossings", r"'a day' makes it a rate"),
    ("8,000 a week", "crossings per day", r"'a week' makes it a rate"),
    ("n/a", "persons", r"wanted a number or 'not published'"),
    ("", "persons", r"wanted a number or 'not published'"),
    ("200\u200b000", "persons", r"invisible character, U\+200B \(zero width space\); delete it"),
    ("\ufeff200", "persons", r"invisible character, U\+FEFF"),
    ("200,000 souls", "persons", r"'souls' could not be read; write a number, for example"),
    ("10,000-", "persons", r"'-' could not be read"),
    ("5-million", "persons", r"'- million' could not be read"),
    ("less than more than 5", "persons", r"contradict each other"),
    ("9007199254740993", "votes", r"not kept exactly"),
    ("9" * 400, "votes", r"not kept exactly"),
    ("inf", "persons", r"'inf' could not be read"),
    ("nan", "persons", r"wanted a number or 'not published'"),
    ("100-60", "persons", r"not ordered; write the smaller number first"),
    ("31.02.2022", "", r"a date in a date column"),
    ("5", "people", r"unknown unit 'people'"),
    (None, "persons", r"wanted text, found None"),
    (5, "persons", r"wanted text, found 5"),
]


@pytest.mark.parametrize(("text", "unit", "words"), REFUSED)
def test_a_refusal_names_the_part_and_what_to_write_instead(text, unit, words):
    with pytest.raises(QuantityError, match=words):
        parse(text, unit)


def test_what_a_refusal_offers_is_read():
    assert parse("2.3360 million", "persons").central == 2_336_000
    assert parse("2336 million", "persons").central == 2_336_000_000
    assert parse("2.5000", "km2").central == 2.5


def test_decimals_keep_their_zeros_when_thousands_are_parted():
    assert quantities.separated("0.0001") == "0.0001"
    assert quantities.separated("12345.67890 of 1000000") == "12,345.67890 of 1,000,000"


@pytest.mark.parametrize(
    ("text", "coarse", "fine"),
    [
        ("a little more than 400,000", 100_000, 10_000),
        ("320000", 10_000, 1_000),
        ("1,155,807", 1, 1),
        ("4.0 million", 1_000_000, 100_000),
        ("600 тыс.", 100_000, 10_000),
        ("7", 1, 1),
    ],
)
def test_the_grain_of_a_figure_is_told_in_both_readings(text, coarse, fine):
    assert quantities.grain(text) == (coarse, fine)


@pytest.mark.parametrize("text", ["half a million", "60-100", "several"])
def test_a_text_without_one_number_in_digits_has_no_grain(text):
    with pytest.raises(QuantityError, match="wanted one"):
        quantities.grain(text)


FORMATS = [
    str,
    "{:,}".format,
    lambda n: f"{n:,}".replace(",", " "),
    lambda n: f"{n:,}".replace(",", "."),
    lambda n: f"{n:,}".replace(",", "\u202f"),
    lambda n: f"{n / 1000:.3f}0 thousand",
    lambda n: f"{n / 1000:.3f}".replace(".", ",") + " тыс.",
    lambda n: f"{n / 10**6:.6f} million",
]


@pytest.mark.parametrize("printed", FORMATS)
def test_what_is_printed_of_a_whole_number_reads_as_that_number(printed):
    numbers = np.random.default_rng(7).integers(0, 10 ** np.arange(1, 12).repeat(20))
    assert [parse(printed(int(n)), "persons").central for n in numbers] == numbers.tolist()


def test_what_is_printed_of_a_share_reads_as_that_share():
    for share in np.random.default_rng(8).uniform(0, 100, 200).round(3):
        for text in (f"{share:.3f}", f"{share:.3f} %", f"{share:.3f}".replace(".", ",") + " %"):
            assert parse(text, "%").central == share


BEFORE = ["", "more than ", "до ", "almost ", "about ", "~", "at least ", "fast "]
MIDDLE = ["{a}", "{a}-{b}", "{a} to {b}", "from {a} to {b}", "between {a} and {b}", "{a} ± {b}"]
AFTER = ["", " million", " тыс.", " or more", "+"]


def test_low_central_and_high_are_always_in_order_and_no_zero_is_negative():
    rng, read = np.random.default_rng(9), 0
    for before, middle, after, unit in itertools.product(BEFORE, MIDDLE, AFTER, ["persons", "%"]):
        for a, b in rng.integers(0, 10 ** rng.integers(1, 6, size=(10, 1)), size=(10, 2)):
            text = before + middle.format(a=a, b=b) + after
            try:
                found = parse(text, unit)
            except QuantityError:
                continue
            read += 1
            assert found.low <= found.central <= found.high, text
            signs = [math.copysign(1, v) for v in (found.low, found.central) if v == 0]
            assert all(s == 1 for s in signs), text
            assert found.low >= 0, text
    assert read > 1_000


@pytest.mark.parametrize("text", ["0", "-0", "about 0", "-0.0", "up to 0"])
def test_zero_has_no_sign(text):
    found = parse(text, "persons")
    assert [math.copysign(1, v) for v in (found.low, found.central)] == [1, 1]


def test_every_word_of_the_tables_is_cut_out_whole():
    alone = {phrase for phrase, word in WORDS.items() if word.role in "mlab"}
    assert [p for p in sorted(alone) if parse(f"{p} 5,000", "persons").central != 5_000] == []
