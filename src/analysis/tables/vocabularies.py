"""Which words may stand in a column that rules and functions select on?

A word that is not here is refused by the contracts, with the nearest that is: a row that nobody
selects would be missing without a sound. Reads and draws nothing.
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
PRIORS = {
    "open_end",
    "carried_rate",
    "carried_exit_ratio",
    "exit_ratio",
    "onward_share",
    "onward_listed_share",
    "later_return_share",
    "normal_net_share",
    "crossings_per_person",
    "uncounted_share",
    "bias_own",
    "bias_opponent",
    "bias_third",
    "chain_error",
    "claim_error",
    "growth",
    "growth_error",
    "undefined_wounded",
    "wounded_per_dead",
    "weekly_step",
    "names_error",
    "names_ever",
    "names_rate",
    "names_drift",
    "register_error",
    "ratio_drift",
    "missing_2022",
    "missing_drift",
    "volunteers_2022",
    "volunteers_later",
    "republics_2022",
    "republics_later",
    "donetsk_share",
}  # meanings: `migration.MEANING`, `casualties.MEANING`
FLOW_KINDS = {"window", "single day", "part of a border", "usual", "running total", "departures"}
ROOTS = {
    "Kyiv",
    "Moscow",
    "London",
    "Washington",
    "Oslo",
    "Paris",
    "The Hague",
    "Meduza",
    "BBC and Mediazona",
    "UALosses",
    "iStories",
    "Readovka",
    "Komsomolskaya Pravda",
    "lostarmour.info",
    "DPR ombudsman",
    "von der Leyen",
    "Kobak",
    "CSIS",
    "Radford",
    "The Economist",
}  # claims of one root share an error
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
CLAIMED_REGIONS = {"Donetsk", "Luhansk", "Zaporizhzhia", "Kherson"}
TRUST = {"high", "medium", "low"}
YES_NO = {"yes", "no"}
CLAIM_NOTEBOOKS = {"01-referendums", "02-emigration", "03-casualties", "04-chronology"}
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
CONTROLS = words("Venezuela, 28 July 2024")  # votes elsewhere
OBLAST_AREAS = words("area held|share held|share not held")  # of an oblast
MAP_SERIES = words(
    "Al Jazeera|BBC as cited by ru.wikipedia|CNN on ISW data|"
    'CNN on ISW data ("first five days")|Gov. Starukh|Guardian on ISW|Guardian/ISW|'
    "ISW assessed advances (separate layer from 2 Mar 2022)|"
    "ISW assessed control, Economist vintage 1|ISW assessed control, Economist vintage 2|"
    "ISW via AFP/Dawn|"
    "ISW, Economist vintage 3 (control; advances layer apparently added from 3 Mar 2022)|"
    "Liveuamap|NZZ (from Liveuamap data)|NZZ/Liveuamap polygons over oblast polygons|"
    "NZZ/Liveuamap polygons x oblast polygons|Statista on ISW|The Times on ISW maps|"
    "Ukrainian authorities via AFP|War Mapper|Washington Post on ISW|rg-rb.de|"
    "ru.wikipedia / press|sudd.ch"
)  # series of maps, or who spoke
SCOPES = words(
    '"secure or advance on"; one fifth of 603,500|17,000 sq miles held before the invasion|'
    '40,600 sq miles|derived: "roughly 3,000 km2 less than in the first five days"|'
    "incl. Crimea and pre-2022 Donbas|incl. Crimea and pre-2022 Donbas; pct of 603,550|"
    "incl. Crimea and pre-2022 Donbas; same polygons, areas ~3% lower than vintage 1|"
    "km2 LIBERATED of ~119,000 invaded (63%); >160,000 peak held|not held; vintage 2|"
    "not stated|peak 23-28 March|without Crimea; pct of 603,550"
)  # what an area includes
GEOGRAPHIES = words(
    "Abkhazia|Armenia|EU|EU (land borders)|Finland|Georgia|Israel|Kazakhstan|Kyrgyzstan|"
    "Mongolia|Montenegro|Neighbouring countries|Norway (Storskog)|Russia|"
    "Russia (excl. Crimea)|Russia (incl. Crimea)|Tajikistan|Total|Turkey|Uzbekistan"
)  # countries, borders, totals
CALLED_UP_BY = words("Putin|Shoigu|Shoigu to Putin / Putin")  # who spoke of the mobilised
LISTS = words("named|named, second list")  # lists of names
GROUPS = words(
    "Mobilised Russians, confirmed names|Mobilised Russians, scaled by 45-65% list coverage|"
    "Soviet personnel, Afghanistan|Wagner convicts at Bakhmut (worst-case group)|"
    "mobilised men, confirmed by name"
)  # groups of men
PLACES = words("Mariupol|Ukraine")  # of civilians
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
EVENTS = words(
    "analysts|annexation|annexed-land-defended|birthday|birthplace|call-to-resign|"
    "councillors|crowds|duma-vote|full-mobilisation|general-staff-day-count|hotline|"
    "improvised-dressings|invasion|kartapolov|kazakhstan-entrants|kherson-gains|"
    "kursk-governor|kyiv-plan|latvia-1940|mobilisation-order|mongolia-border|nuclear-threats|"
    "professional-army|putin-in-office|recruits-supplies|shoigu|spokesman-remark|submarine|"
    "surprise-at-results|talks|threat-of-21-september|train|votes-of-september"
)  # events of the text
ASPECTS = words(
    "Russian television|accusation|addressee|admission|age reached|announced by TASS|"
    "area regained|ballot with yes and no|called an attack on Russia|came|chamber|"
    "claim to have rebuilt|date|day number on 10 October 2022|deputies registered|"
    "destination|doubt|drone|expected|filmed by the men|food|genuineness|in the Far East|"
    "in the letter|kind of vote|left office|legality|medicines|mostly young professional men|"
    "no way out accepted|occasion|office|pads for boots, tampons for wounds|place|"
    "planned hours to Kyiv|posts by wives|rank and seat|regions|reported destination|"
    "requests|scope|set up by|settlements regained|treatment of those who voted no|uniforms|"
    "unit|video|votes against, all four treaties|votes for, largest|"
    "voting under the eyes of officials|warning to the West|weapons"
)  # properties of an event
QUOTATIONS = words(
    "bluff-words|kartapolov|kartapolov-people|kursk-governor|spokesman-remark|"
    "surprise-at-results|threat-of-21-september|treason"
)  # quotations of the text
QUOTED_SPEAKERS = words(
    "Andrei Kartapolov|Councillors of Smolninskoye|Governor of Kursk region|"
    "Russian defence ministry|Vladimir Putin"
)  # whose words are quoted
OCCASIONS = words(
    "Solovyov Live|address to the Duma|bulletin|meeting with teachers|own channel|televised address"
)  # of quoted words
SPEAKERS = words(
    "Andrei Kartapolov|Fontanka|Igor Konashenkov|Kazakhstan|Mongolia|Sergei Shoigu|"
    "Vladimir Putin|author|councillors in St Petersburg|cynics|defence analysts|"
    "governor of Kursk|reports|social media|wives"
)  # who says it, by the text
RULES_OF_CLAIMS = words(
    "announced_share|area_less|count_of|days_before|days_elapsed|deaths_followed|"
    "early_announcement|event_on_day|fact_as_described|forecast|forecast_followed|"
    "gain_reported|ground_lost|judgement|loss_magnitude|near_certain_death|occasions|"
    "official_count|opinion|persons_estimated|planned_duration|quoted_words|recorded_share|"
    "regions_controlled|regions_partly_held|reported_by|reported_entries|reported_window|"
    "same_day|sum_of_parts|unanimous_vote"
)  # rules of `claims`
LANGUAGES = words(
    "ar|az|be|bg|ca|de|el|en|es|fi|hr|hu|is|it|ka|mk|nl|no|pl|ro|ru|sk|sl|sq|sr|tl|tr|uk"
)  # ISO 639-1
REGIONS = words(
    "All four|Donbas|Donbas, government-held|Donbas, held since 2014|"
    "Donbas, occupied in 2022|Donetsk|Donetsk and Luhansk|Estonia|Kharkiv|Kherson|"
    "Kherson and Zaporizhzhia|Kherson, left bank|Latvia|Lithuania|Luhansk|"
    "Occupied territories|Sievierodonetsk|South-east, 8 oblasts|Ukraine|Zaporizhzhia"
)  # canonical names
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
OTHER_SUBJECTS = words(
    "RU|all four treaties|defeat|held|kharkiv|mobilised men|mongolia-statement|recent|rout|"
    "those-who-fled|week one|young"
)  # of claims whose rule looks up no event, quotation, region or country
SUBJECTS = EVENTS | ASPECTS | QUOTATIONS | REGIONS | GEOGRAPHIES | CALLED_UP_BY | OTHER_SUBJECTS
LOOKED_UP = words("Ukrainian General Staff|Fontanka|residual")  # names within an open `claimant`
CLAIMED_WORDS = words("quoted|Fontanka")  # values of claims whose unit is text
QUANTITIES_OF_VOTES = words(
    "list|ballots|valid|invalid|blank|votes|share|turnout|counted"
)  # of any vote
OTHER_VOTES = words(
    "Catalonia 2017|Crimea 2014|Kurdistan 2017|Kyrgyzstan 2016|South Sudan 2011|Venezuela 2024"
)  # votes whose numbers `other_votes` holds
BULLETINS = words(
    "21 January|23 January|all protocols, provisional|counting machines|final|"
    "first bulletin|half of the protocols|hand count, provisional|night of the vote|"
    "second bulletin|three quarters"
)  # announcements of one vote
PARTS_OF_VOTES = words("abroad|north|south|whole")  # of an electorate
OPTIONS = words(
    "Bertucci|Brito|Ceballos|Ecarri|Fermín|González|Maduro|Martínez|Márquez|Rausseo|"
    "against|blank|cancelled|constitution of 1992|for|invalid|join Russia|no|others|"
    "scratched|separation|unity|void|yes"
)  # for which one could vote, and kinds of invalid ballots
RUSSIAN_REGIONS = words(
    "Abroad|Adygea|Altai Krai|Altai Republic|Amur|Arkhangelsk|Astrakhan|Baikonur|"
    "Bashkortostan|Belgorod|Bryansk|Buryatia|Chechnya|Chelyabinsk|Chukotka|Chuvashia|"
    "Crimea|Dagestan|Ingushetia|Irkutsk|Ivanovo|Jewish Autonomous Oblast|"
    "Kabardino-Balkaria|Kaliningrad|Kalmykia|Kaluga|Kamchatka|Karachay-Cherkessia|Karelia|"
    "Kemerovo|Khabarovsk|Khakassia|Khanty-Mansi|Kirov|Komi|Kostroma|Krasnodar|Krasnoyarsk|"
    "Kurgan|Kursk|Leningrad|Lipetsk|Magadan|Mari El|Mordovia|Moscow|Moscow Oblast|"
    "Murmansk|Nenets|Nizhny Novgorod|North Ossetia|Novgorod|Novosibirsk|Omsk|Orenburg|"
    "Oryol|Penza|Perm|Primorye|Pskov|Rostov|Ryazan|Saint Petersburg|Sakhalin|Samara|"
    "Saratov|Sevastopol|Smolensk|Stavropol|Sverdlovsk|Tambov|Tatarstan|Tomsk|Tula|Tuva|"
    "Tver|Tyumen|Udmurtia|Ulyanovsk|Vladimir|Volgograd|Vologda|Voronezh|Yakutia|"
    "Yamalo-Nenets|Yaroslavl|Zabaykalsky Krai"
)  # as station returns name them, with Crimea, Sevastopol and Baikonur
