"""Which words of six languages can stand in a reported figure, and what does each do?

Tables only. A word has a role, one letter in the forms of `reported`, and what it carries: a factor
for scale words, a least count for vague ones, a share for fractions. English, Russian, Ukrainian,
German, Spanish and French as agencies print them, in small letters and with their inflections.
"""

from typing import NamedTuple


class Word(NamedTuple):
    """Role of a word (a letter), the number it carries, and what else is to be known of it."""

    role: str
    value: float = 0.0
    more: str = ""


QUALIFIERS = {
    "m": (  # more than
        "more than|over|above|>|>=|≥|at least|no fewer than|no less than|not less than|not fewer"
        " than|upwards of|in excess of|exceeding|surpassed|well over|just over|slightly over|a"
        " little over|a little more than|little more than|slightly more than|just more than|well"
        " more than|"
        "свыше|более|более чем|больше|больше чем|не менее|не менее чем|не меньше|как минимум|"
        "минимум|чуть более|чуть больше|немногим более|"
        "понад|більше|більше ніж|більш як|більш ніж|не менше|не менше ніж|не менш як|щонайменше|"
        "принаймні|"
        "mehr als|über|mindestens|wenigstens|nicht weniger als|"
        "más de|mas de|al menos|por lo menos|como mínimo|no menos de|"
        "plus de|au moins|au minimum|pas moins de"
    ),
    "l": (  # less than
        "less than|under|below|<|<=|≤|up to|fewer than|no more than|not more than|at most|a maximum"
        " of|maximum of|slightly under|just under|a little under|a little less than|slightly less"
        " than|"
        "менее|менее чем|меньше|меньше чем|не более|не более чем|не больше|максимум|чуть менее|чуть"
        " меньше|"
        "менше|менше ніж|менш як|менш ніж|не більше|не більше ніж|не більш як|щонайбільше|"
        "weniger als|unter|bis zu|höchstens|maximal|nicht mehr als|"
        "menos de|hasta|como máximo|no más de|a lo sumo|"
        "moins de|jusqu'à|au plus|au maximum|pas plus de"
    ),
    "a": (  # almost
        "almost|nearly|approaching|почти|без малого|майже|fast|beinahe|knapp|casi|presque|près de"
    ),
    "b": (  # about
        "about|around|roughly|approximately|approx|some|~|≈|∼|circa|ca|c|close to|an estimated|"
        "estimated|in the region of|"
        "около|примерно|приблизительно|порядка|ориентировочно|"
        "близько|приблизно|орієнтовно|"
        "etwa|rund|ungefähr|zirka|schätzungsweise|"
        "unos|unas|alrededor de|cerca de|aproximadamente|"
        "environ|autour de|quelque|approximativement"
    ),
}
JOINTS = {
    "-": "-|..|...|…",
    "t": "to|bis|à",
    "d": "до",  # "to" between two numbers, "up to" before one
    "f": "from|от|від|von|de",
    "w": "between|между|між|zwischen|entre",
    "&": "and|и|і|та|й|und|y|e|et",
    "u": "but|но|але|aber|pero|mais",
    "x": "a|an|eine|ein|einer|un|une|una",  # an article; in Spanish also "to"
    "i": "in|из|із|з|von je",
    "±": "±|+-|+/-|plus or minus",
    "(": "(",
    ")": ")",
    "%": (
        "%|per cent|percent|pct|процент|процента|процентов|відсоток|відсотка|відсотків|prozent|"
        "por ciento|pour cent"
    ),
    "+": "+|or more|and more|or over|and over|и более|и больше|и выше|і більше|та більше|"
    "oder mehr|und mehr|o más|y más|ou plus|et plus",
    "_": "or less|or fewer|or under|и менее|и меньше|і менше|oder weniger|o menos|ou moins",
    "r": "a day|per day|daily|/day|each day|в сутки|в день|за сутки|на день|на добу|за добу|"
    "am tag|pro tag|täglich|al día|por día|par jour",
    "k": "a week|per week|a month|per month|a year|per year|/week|/month|/year|в неделю|в месяц|"
    "в год|на тиждень|на місяць|на рік",
    "o": "of",
}
# factor: words in which a comma marks decimals; in English a comma with three digits may not
SCALES_POINT = {
    100: "hundred",
    1_000: "thousand|k",
    1_000_000: "million|mln|m",
    1_000_000_000: "billion|bn",
}
SCALES_COMMA = {
    1_000: "к|тыс|тысяч|тысяча|тысячи|тысячу|тысячам|тысячами|тысячах|тис|тисяч|тисяча|тисячі|"
    "тисячу|тисячам|tausend|tsd|mil|mille|milliers",
    1_000_000: "млн|миллион|миллиона|миллионов|миллиону|мільйон|мільйона|мільйонів|мільйони|"
    "mio|millionen|millones|millón|millon",
    1_000_000_000: "млрд|миллиард|миллиарда|миллиардов|мільярд|мільярда|мільярдів|mrd|milliarde|"
    "milliarden|milliard|milliards|mil millones",
}
PLURALS = {
    100: "hundreds|сотни|сотен|hunderte|cientos|centaines",
    1_000: "thousands|тысячи|тисячі|tausende|miles",
    1_000_000: "millions|миллионы|мільйони|millionen|millones",
}  # alone, at least two of them; after a number, a scale word like the others
POINT_PLURALS = "hundreds|thousands|millions"
VAGUE = {
    3: "several|a few|repeatedly|несколько|кілька|декілька|mehrere|einige|varios|varias|plusieurs",
    24: "dozens|dozens of|десятки|десятков|dutzende|decenas|dizaines",
    20_000: "tens of thousands|десятки тысяч|десятки тисяч|zehntausende|decenas de miles|"
    "dizaines de milliers",
    200_000: "hundreds of thousands|сотни тысяч|сотні тисяч|hunderttausende|cientos de miles|"
    "centaines de milliers",
    20_000_000: "tens of millions|десятки миллионов|десятки мільйонів",
    200_000_000: "hundreds of millions|сотни миллионов|сотні мільйонів",
}  # least count the word allows
FRACTIONS = {
    1 / 2: "half|a half|one half|половина|половины|половину|пол|половини|hälfte|die hälfte|halbe|"
    "halb|eine halbe|la mitad|mitad|medio|la moitié|moitié|demi",
    1 / 3: "a third|one third|one-third|треть|трети|третина|третини|ein drittel|drittel|un tercio|"
    "un tiers|le tiers",
    2 / 3: "two-thirds|two thirds|две трети|двух третей|дві третини|двох третин|zwei drittel|"
    "dos tercios|deux tiers",
    1 / 4: "a quarter|one quarter|quarter|четверть|четверти|чверть|чверті|ein viertel|un cuarto|"
    "un quart",
    3 / 4: "three-quarters|three quarters|три четверти|трёх четвертей|трех четвертей|"
    "три чверті|drei viertel|tres cuartos|trois quarts",
}
NUMBERS = {
    1: "one|один|одного|одна|одну|eins|einem|uno",
    2: "two|два|две|двух|дві|двох|zwei|dos|deux",
    3: "three|три|трех|трьох|drei|tres|trois",
    4: "four|четыре|четырех|чотири|чотирьох|vier|cuatro|quatre",
    5: "five|пять|пяти|п'ять|п'яти|fünf|cinco|cinq",
    6: "six|шесть|шести|шість|шести|sechs|seis",
    7: "seven|семь|семи|сім|sieben|siete|sept",
    8: "eight|восемь|восьми|вісім|acht|ocho|huit",
    9: "nine|девять|девяти|дев'ять|neun|nueve|neuf",
    10: "ten|десять|десяти|zehn|diez|dix",
    20: "twenty|двадцать|двадцати|двадцять|zwanzig|veinte|vingt",
}
MISSING = {"not published", "not found", "unknown"}
MISSING_ELSEWHERE = {"n/a", "na", "nan", "none", "null", "-", "?", "нет данных", "немає даних"}


def _words() -> dict[str, Word]:
    """Every word and phrase with its role; what is listed first stands."""
    told: dict[str, Word] = {}

    def add(phrases: str, word: Word) -> None:
        for phrase in phrases.split("|"):
            told.setdefault(phrase, word)

    for role, phrases in {**QUALIFIERS, **JOINTS}.items():
        add(phrases, Word(role))
    for value, phrases in PLURALS.items():
        for phrase in phrases.split("|"):
            mark = "point" if phrase in POINT_PLURALS.split("|") else "comma"
            add(phrase, Word("P", value, mark))
    for scales, mark in ((SCALES_POINT, "point"), (SCALES_COMMA, "comma")):
        for value, phrases in scales.items():
            add(phrases, Word("S", value, mark))
    for table, role in ((VAGUE, "V"), (FRACTIONS, "F"), (NUMBERS, "N")):
        for value, phrases in table.items():
            add(phrases, Word(role, value))
    return told


WORDS = _words()
LONGEST = max(len(phrase.split()) for phrase in WORDS)  # words in the longest phrase
EVERY_TIME = {"repeatedly"}  # a word for occasions only
