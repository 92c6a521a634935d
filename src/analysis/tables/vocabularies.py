"""Which words may stand in a column that rules and functions select on, whatever the text?

A word that is neither here nor among those of the case in use is refused by the contracts, with the
nearest that is: a row that nobody selects would be missing without a sound. Reads and draws
nothing.
"""


def words(text: str) -> frozenset[str]:
    """Vocabulary out of one text, words parted by |.

    Examples
    --------
    >>> sorted(words("yes|no"))
    ['no', 'yes']
    """
    return frozenset(text.split("|"))


HOW_READ = {"excerpt", "dataset", "derived", "article", "unverified"}
BASES = {"stated", "address", "month only", "earliest possible"}
PARTIES = {"Russia", "Ukraine", "third", "academic", "press"}
KINDS = {
    "news agency",
    "newspaper or site",
    "broadcaster",
    "official",
    "dataset",
    "academic",
    "encyclopaedia",
    "blog or forum",
    "mirror",
}
CLAIM_KINDS = {
    "count",
    "share",
    "date",
    "duration",
    "comparison",
    "probability word",
    "attribution",
    "forecast",
    "judgement",
    "opinion",
}
STANCES = {"supports", "in part", "refutes", "silent"}  # of a source towards what the text says
MEANINGS = {"kept", "in part", "changed"}  # of words put between quotation marks
STANDINGS = {
    "official": {"official"},
    "news agency": {"news agency"},
    "newspaper or site": {"press", "other"},  # known by an address only: other
    "broadcaster": {"press", "other"},
    "academic": {"research"},
    "dataset": {"research"},
    "encyclopaedia": {"reference"},
    "blog or forum": {"other"},
    "mirror": {"other"},
}  # kind of publication -> standing it may have
FLOW_KINDS = {"window", "single day", "part of a border", "usual", "running total", "departures"}
WITNESSES = {"witness", "part of the forces", "weighing of others"}
FORCES = {"regular", "residents", "all", "Donetsk"}  # of Ukraine: all
MAP_MAKERS = {"ISW", "Liveuamap", "NZZ (drawn from Liveuamap)", "War Mapper"}
STAGES = {
    "turnout",
    "turnout day 1",
    "turnout 2 days",
    "turnout 3 days",
    "turnout 4 days",
    "in region",
    "stations in Russia",
    "reported by URA.ru",
    "all",
}
MOBILISATION = {"target", "mobilised", "in the zone", "in combat units"}
MEASURES = {
    "killed",
    "killed, verified minimum",
    "killed and wounded",
    "killed, wounded and others",
    "irrecoverable",
    "undefined",
}
DIRECTIONS = {"entry", "exit", "net"}
GROUP_KINDS = {"mobilised, by name", "mobilised, other count", "yardstick", "others"}
TRUST = {"high", "medium", "low"}
YES_NO = {"yes", "no"}
TALLIED = words(
    "against_and_invalid|against_votes|ballots_cast|ballots_cast_sum|ballots_issued|"
    "ballots_printed|for_votes|for_votes_in_Russia|gap_unexplained|in_Russia_against|"
    "in_Russia_for|in_Russia_voted|in_Russia_voted_4_days|in_region_ballots_implied|"
    "in_region_voted|in_region_voted_4_days|in_region_voted_as_reported|"
    "in_region_voted_implied|invalid_votes|list_pre_vote|registered_implied|share_for|"
    "share_for_in_Russia|turnout|turnout_in_Russia|turnout_in_region"
)  # what a figure of an announced tally counts
REPORTED_THEN = words(
    "list implied|share against|share counted|share for|turnout|voted in Russia|"
    "voted in Russia that day|voted in region"
)  # what an announcement on the way told
OF_DISTRICTS = words(
    "share for|turnout after 2 days|turnout after 3 days|turnout after 4 days|"
    "turnout start of day 3"
)  # what was told of a district
OF_ELECTORATES = words(
    "IDPs|ballots_2020|list_2024|population|population_held|population_present|"
    "registered_voters|registered_voters_implied|remaining_newly_occupied|remaining_occupied|"
    "share_left|share_residents_remaining_occupied|votes_2024_president_for_Putin"
)  # what a figure on residents and voters counts
OF_1940 = words(
    "ballots|electors|invalid|premature_publication|premature_publication_source|registered|"
    "share_for|turnout|voter_activity_index|votes_against|votes_for|votes_for_bloc"
)  # what a figure of July 1940 counts
OF_CONTROLS = words("largest|others|second|total")  # what the announcement tells
OBLAST_AREAS = words("area held|share held|share not held")  # of an oblast
POLITIES = words(
    "Algeria|Armenia|Australia|Austria|Azerbaijan|Belarus|Belgium|Bosnia and Herzegovina|"
    "Bulgaria|Burma/Myanmar|Canada|Chile|Colombia|Comoros|Croatia|Cuba|Cyprus|Denmark|Egypt|"
    "Equatorial Guinea|Eritrea|Estonia|Ethiopia|Finland|France|Georgia|"
    "German Democratic Republic|Germany|Greece|Guinea|Iceland|India|Iran|Iraq|Ireland|Italy|"
    "Ivory Coast|Jamaica|Kazakhstan|Kyrgyzstan|Latvia|Lithuania|Mali|Malta|Moldova|Mongolia|"
    "Montenegro|Morocco|New Zealand|Niger|North Macedonia|Norway|Pakistan|Papua New Guinea|"
    "Philippines|Poland|Portugal|Romania|Russia|Rwanda|Serbia|Singapore|Slovenia|Somaliland|"
    "South Africa|South Korea|Spain|Syria|Tajikistan|Tunisia|Turkmenistan|Türkiye|Ukraine|"
    "United Kingdom|United States of America|Uzbekistan|Zimbabwe"
)  # countries as V-Dem names them
LANGUAGES = words(
    "ar|az|be|bg|ca|de|el|en|es|fi|hr|hu|is|it|ka|mk|nl|no|pl|ro|ru|sk|sl|sq|sr|tl|tr|uk"
)  # ISO 639-1
UPSTREAM = words(
    "economist-area-assessed-as-controlled-by-russia.csv|economist-loss-estimates.csv|"
    "economist-meduza-2024.csv|economist-meduza-2025-weekly.csv|"
    "economist-meduza-2026-schema.txt|economist-meduza-2026-weekly.csv|"
    "economist-uk-mod-monthly.csv|foreign/canada-2011-spikes.rda|"
    "foreign/delaware-2016-general.csv|foreign/georgia-2024-parliament.xlsx|"
    "liveuamap-territory.csv|nzz-area-occupied.json|radford-2023-loss-reports.csv|"
    "rosbris-population-2015-2022.txt|russia-deaths-by-age-sex-region-1990-2023.csv.gz|"
    "russia-deaths-external-2000-2023.xlsx|russia-deaths-hiv-2006-2022.xlsx|"
    "russia-deaths-hiv-2006-2023.xlsx|russia-elections-2018.csv.zip|"
    "russia-elections-2020.csv.zip|russia-elections-2021.csv.zip|"
    "russia-elections-2024-electronic-voting.csv|russia-elections-2024.csv.zip|"
    "sudd-direct-democracy.rds|ukraine-general-staff-personnel.json|vdem-polyarchy.rda"
)  # files that code reads by name
ELECTIONS = words("2018|2020|2021|2024")  # years of Russian votes
LOOKED_UP = words("Ukrainian General Staff|residual")  # names within an open `claimant`
QUANTITIES_OF_VOTES = words(
    "list|ballots|valid|invalid|blank|votes|share|turnout|counted"
)  # of any vote
SPEAKERS = words("author")  # who says it, by the text
SUBJECTS = words("RU|UA")  # of claims that no table names
CLAIMED_WORDS = words("quoted")  # values of claims whose unit is text
ASPECTS = words("date|doubt|expected|occasion|scope")  # of an event
BULLETINS = words("final")  # announcements of one vote
PARTS_OF_VOTES = words("abroad|whole")  # of an electorate
OPTIONS = words(
    "against|blank|cancelled|for|invalid|no|others|void|yes"
)  # for which one could vote, and kinds of invalid ballots
