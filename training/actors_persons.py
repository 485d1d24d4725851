"""Persons with terms of office: the gathered facts cleaned, and joined with the rows written by hand."""

import datetime
import difflib
import re

from actors_check import day
from actors_organisations import latin
from actors_table import PARENT, fold, join, read, split

OFFICES = {"head of state", "head of government", "foreign minister", "defence minister", "interior minister", "spokesperson"}
HEADS = {"head of state", "head of government"}
# Offices of which one person may hold several at a time: rows are joined only where the titles agree.
MANY_POSTS = {"other", "leader", "envoy", "head of organisation"}
SINCE = "2000"

# Posts below or beside the office that the facts count under it.
LESSER = re.compile(
    r"\b(head of the minister|cabinet of|associate|deputy|vice|junior|equipment|mat[eé]riel|procurement|production|veterans|"
    r"science|industry|industries|liberation war|home front|state secretary|secretary of state to|in charge of|spokes?person|"
    r"spokeperson|kingdom relations and|gendarmerie|island council|episcopal|co-prince|shadow|aragon|buenos aires|free state|"
    r"national security and defense council)", re.I)
# A given name that slid from the name into the title.
STRAYED = re.compile(r"^(.*\b(?:Presidency|Council of Ministers|Cabinet of Ministers)) ((?:Lyonpo )?[A-Z]\w+)$")
# The monarch of the realms is coded under the United Kingdom; each realm keeps its governor-general.
REALM_MONARCHS = {"charles iii", "elizabeth ii", "queen elizabeth ii", "king charles iii",
                  "willem alexander", "beatrix", "beatrix wilhelmina armgard"}
# Names that the facts hold but that are no persons of that office.
WRONG = {("FRA", "interior minister", "natan sharansky"), ("SGP", "head of government", "mentor lee kuan yew"),
         ("MDA", "head of state", "nicolae nasoc"), ("IRN", "head of government", "ali akbar hashemi rafsanjani"),
         ("VAT", "head of government", "cardinal giuseppe bertello")}
# Persons whom the facts list under a second country too, or in an office that was not theirs.
ABROAD = set("""CAN pedro pires;COD anatole collinet makosso;MDG donald gelling;KNA perlette louisy;KNA pearlette louisy
SRB fatmir sejdiu;NZL dalton tagelagi;NZL henry puna;NZL terepai maoate;NZL jim marurai;NZL robert woonton;NZL sani lakatani
NZL toke talagi;NZL young vivian;CAN carlos alberto wahnon de carvalho veiga;CAN jose maria pereira neves;JAM michaelle jean
SRB agim ceku;SGP heng chee how;SGP shunmugam jayakumar;SVN natasa pirc musar head of government;TWN su tseng chang
MNG gombojavis zandanshatar;LUX raymond kirsch;GRC konstantinos karamanlis head of state""".replace("\n", ";").split(";"))
# Spellings too far apart for the rule, each with the one that it belongs to.
SAME = [tuple(line.split("=")) for line in """
ARE muhammad bin zayid al nuhayan=mohamed bin zayed
ARE zayid bin sultan al nuhayyan=zayed bin sultan al nahyan
BEL philippe i of belgium=philippe
BGD hasina wajed=sheikh hasina
BHR hamad ii of bahrain=hamad bin isa al khalifa
BTN lyonpo jigme y thinley=jigme thinley
FJI voreqe bainimarama=frank bainimarama
GNQ obiang nguema mbasogo=teodoro obiang
IRQ saddam husayn=saddam hussein
IRQ ghazi al ujayl al yawr=ghazi mashal ajil al yawer
KAZ ruslan jaqsylyqov=ruslan zhaksylykov
LBY ali zaydan=ali zeidan
LBY muammar abu minyar al qadhafi=muammar gaddafi
OMN sayyid badr bin hamad bin hamood albusaidi=badr al busaidi
SAU salman bin abd al aziz al saud=king salman
SLE ahmad tejan kabbah=ahmed tejan kabbah
SOM abdirahman duale bayle=abdirahman beileh
TJK ogil oqilov=oqil oqilov
TWN li teng hui=lee teng hui
UZB islom karimov=islam karimov
IRN hasan fereidun ruhani=hassan rouhani
IRN mahmud ahmadi nejad=mahmoud ahmadinejad
BLR raman halowchenka=roman golovchenko
EGY abdelfattah said elsisi=abdel fattah al sisi
GNB koumba yalla=kumba iala
JOR abdallah bin al hussein=abdullah ii
LBY abdul hamid dubaybah=abdulhamid dbeibah
LBY abd al rahim al keeb=abdurrahim el keib
THA wachiralongkon bodinthrathepphayawarangkun=king vajiralongkorn
TON siaosi sovaleni=huakavameiliku
USA joseph r biden jr=joe biden
USA william jefferson clinton=bill clinton""".split("\n") if line]
# Where surnames stand first, one shared word says little.
SURNAME_FIRST = {"CHN", "KOR", "PRK", "TWN", "VNM", "MMR", "KHM", "LAO", "HKG", "SGP"}
# Where one family holds many offices, a shared last name says nothing.
DYNASTIC = {"ARE", "BHR", "BRN", "BTN", "JOR", "KWT", "LKA", "MRT", "OMN", "QAT", "SAU", "SWZ", "TCD", "TON"}
PARTICLES = set("""al el ul ibn ould bint von van der de da do dos das del di la le of the king queen prince crown sheikh
sultan emir sir lord abu haji datuk seri tun dr""".split())
ROMAN = re.compile(r"^[IVX]+\.?$")


def tidy_name(name):
    """A name without peerage, with surnames in capitals brought to title case."""
    name = name.split(",")[0].replace("`", "'").strip()
    name = re.sub(r"\s*\([^)]*\)", "", name)
    name = re.sub(r"^(?:Field Marshall?|Dr\.|Gen\.|General|Sheikh Dr\.) ", "", name)
    return "".join(lowered(part) for part in re.split(r"([\s-])", name))


def lowered(part):
    """A part of a name that stands in capitals, in title case: "KHAMENEI", "DeJONGH". Numbers of monarchs stay."""
    match = re.fullmatch(r"(['’ʻ‘]?(?:Mc|Mac|De|Di|Al|El)?)([A-Z][A-Z'’]{2,})(.*)", part)
    if not match or ROMAN.match(part):
        return part
    return match[1] + match[2][0] + match[2][1:].lower() + match[3]


def tidy_title(title):
    """A title in its usual form, without the country."""
    title = title.replace("di_pertuan", "di-Pertuan")
    title = re.sub(r"\s*\((?:Prime Minister|Monarch|King|Myanmar|[A-Z]\w+ Arab Democratic Republic)\)$", "", title)
    place = r"(?:the )?(?:[A-Z][\w'é.ãí]+)(?: (?:and|of|the|[A-Z][\w'é.ãí]+))*"
    title = re.sub(rf"^((?:Acting |Interim )?(?:[Pp]resident|Prime Minister|monarch|Monarch|King|Sultan|Foreign Minister)) of {place}$",
                   r"\1", title)
    return title[:1].upper() + title[1:]


def facts_of(folder):
    """The rows of the facts that are taken, tidied."""
    rows = []
    for row in read(folder / "leaders.tsv"):
        office, country = row["office"], row["iso3"]
        if office not in OFFICES or (row["end"] and row["end"] < SINCE):
            continue
        title = row["title"]
        strayed = STRAYED.match(title)
        person = tidy_name(row["person"])
        if strayed:
            title, person = strayed[1], f"{strayed[2]} {person}"
        lesser = LESSER.search(title) and not (office == "spokesperson" and "Deputy" not in title)
        if lesser or (country, office, fold(person)) in WRONG or f"{country} {fold(person)}" in ABROAD \
                or f"{country} {fold(person)} {office}" in ABROAD:
            continue
        if fold(person) in REALM_MONARCHS and country not in ("GBR", "NLD"):
            continue
        if office == "head of state" and (country in PARENT or country == "AND") and "overnor" not in title:
            continue  # the head of the controlling state, who is listed there
        keys = split(row["source"])
        if keys == ["oda"] and row["start"] < "2026":
            continue  # the share-alike list alone is used only for what nobody else tells yet
        if not latin(person) or (country, fold(person)) == ("YEM", "al arada"):
            continue
        if not fold(person) or (not row["start"] and not row["end"]):
            continue
        # "eps end X": the next term of the same holder was joined to this one, its end is the real one.
        later = [end for end in re.findall(r"eps end (\d{4}(?:-\d\d){0,2})", row["note"]) if row["end"] and end > row["end"]
                 and country not in DYNASTIC]
        following = re.search(r"next listed holder of this post starts (\d{4}(?:-\d\d){0,2})", row["note"])
        rows.append({
            "person": person,
            "aliases": [tidy_name(name) for name in split(row["aliases"]) if latin(name) and alias_fits(person, tidy_name(name), country)],
            "country": country,
            "office": office,
            "title": tidy_title(title),
            "sector": "GOV",
            "start": row["start"],
            "end": max(later) if later else row["end"],
            "seen": row["seen_in_office"],
            "next": following[1] if following and not row["end"] else "",
            "note": "",
            "inferred": "end is the start of the next holder" in row["note"] and not later,
            "source": [key.replace("eps-2021", "eps").replace("eps-world", "eps") for key in keys if key != "oda" or len(keys) == 1],
        })
    return rows


def core(name):
    """The words of a folded name that tell persons apart, without titles and particles."""
    return [word for word in fold(name).split() if word not in PARTICLES]


def alias_fits(person, alias, country):
    """Whether an alias may be the person: the facts joined a few different persons under one name."""
    one, two = core(person), core(alias)
    if country in DYNASTIC:
        return bool(one and two) and word_alike(one[0], two[0]) and alike(person, alias)
    return alike(person, alias) or bool(one and two) and one[-1] == two[-1] and one[0][0] == two[0][0] and len(one[-1]) > 3


def alike(first, second):
    """Whether two names may be two spellings of one: each word of the shorter has its like in the longer."""
    one, two = sorted((core(first), core(second)), key=len)
    if not one or not two:
        return fold(first) == fold(second)
    if "bin" in fold(first + " " + second).split() and not word_alike(one[0], two[0]):
        return False
    if len(one) == 1:
        return one == two
    return all(any(word_alike(word, other) for other in two) for word in one) or \
        difflib.SequenceMatcher(None, " ".join(one), " ".join(two)).ratio() >= 0.85


def word_alike(one, two):
    """Whether two words of names may be one: spelt alike, or one the initial of the other."""
    if min(len(one), len(two)) == 1:
        return one[0] == two[0]
    return difflib.SequenceMatcher(None, one, two).ratio() >= 0.7


def days_apart(first, second):
    """Days between the beginnings of two dates that may be partial; 0 where one is a part of the other."""
    if not first or not second:
        return 10_000
    if first.startswith(second) or second.startswith(first):
        return 0
    return abs((day(first, False) - day(second, False)).days)


def one_person(first, second):
    """Whether two rows of one country are of one person under two spellings. Only of an office that one person holds at a time two holders
    at once are one; many persons are senators from the same day on."""
    if first["office"] not in OFFICES or second["office"] not in OFFICES:
        return False
    same_office = first["office"] == second["office"]
    if not same_office and {first["office"], second["office"]} != HEADS:
        return False
    one, two = core(first["person"]), core(second["person"])
    if not one or not two:
        return False
    apart = days_apart(first["start"], second["start"])
    if alike(first["person"], second["person"]):
        if first["country"] in SURNAME_FIRST | DYNASTIC and not word_alike(one[0], two[0]):
            return False
        return apart <= 120
    # "Liz Truss", "Mary Elizabeth Truss": one surname, one office, one time.
    ends = not first["end"] or not second["end"] or days_apart(first["end"], second["end"]) <= 120
    surname = one[0] == two[0] and len(set(one) & set(two)) > 1 if first["country"] in SURNAME_FIRST else one[-1] == two[-1]
    return same_office and surname and first["country"] not in DYNASTIC and apart <= 60 and ends


class Names:
    """Which spellings are one person, country by country (a union-find on folded names)."""

    def __init__(self):
        self.parent = {}

    def find(self, key):
        self.parent.setdefault(key, key)
        while self.parent[key] != key:
            self.parent[key] = self.parent[self.parent[key]]
            key = self.parent[key]
        return key

    def join(self, first, second):
        one, two = sorted((self.find(first), self.find(second)))
        self.parent[two] = one


def same_names(rows):
    """Joins the spellings: the same name or alias, or like names in one office at one time."""
    names = Names()
    by_country = {}
    for row in rows:
        by_country.setdefault(row["country"], []).append(row)
    for country, group in by_country.items():
        for at, row in enumerate(group):
            for name in [row["person"], *row["aliases"]]:
                if " " in fold(name) or fold(name) == fold(row["person"]):
                    names.join((country, fold(row["person"])), (country, fold(name)))
            for other in group[:at]:
                if one_person(row, other):
                    names.join((country, fold(row["person"])), (country, fold(other["person"])))
    for first, second in SAME:
        names.join((first[:3], first[4:]), (first[:3], second))
    return names


def preferred(rows):
    """The name that a person is listed under: ours, else Wikidata's, else the shortest."""
    def rank(row):
        return ("own" not in row["source"], "eps" not in row["source"], len(row["person"]), row["person"])
    return min(rows, key=rank)["person"]


def better(first, second, largest):
    """Of two dates for one thing the fuller one, else the outer one; an open one (empty) gives way."""
    if not first or not second:
        return first or second
    if first.startswith(second) or second.startswith(first):
        return max(first, second, key=len)
    return max(first, second) if largest else min(first, second)


def follows_on(first, second):
    """Whether two terms of one holder, the first the earlier, overlap or touch."""
    if not first["end"]:
        return True
    return day(second["start"] or "1900", False) <= day(first["end"], True) + datetime.timedelta(days=31)


def merge_terms(rows):
    """One row a term out of the rows of one person in one office. Rows written by hand give the dates."""
    own = sorted((row for row in rows if "own" in row["source"]), key=lambda row: (row["start"], row["end"] or "9"))
    rest = sorted((row for row in rows if "own" not in row["source"]), key=lambda row: (row["start"], row["end"] or "9"))
    terms = []
    for row in own:
        match = next((term for term in terms if one_term(term, row)), None)
        if match is None:
            terms.append(dict(row))
            continue
        match["start"] = better(match["start"], row["start"], False)
        match["end"] = better(match["end"], row["end"], True)
        match["title"] = max(match["title"], row["title"], key=lambda title: (len(title) > len("spokesperson"), title[:1].isupper()))
        match["sector"] = join(split(match["sector"]) + split(row["sector"]))
    for row in rest:
        match = next((term for term in terms if overlap(term, row)), None)
        if match is not None and "own" in match["source"]:
            match["start"] = row["start"] if row["start"].startswith(match["start"]) else match["start"]
            match["end"] = row["end"] if row["end"].startswith(match["end"]) else match["end"]
            match["source"] = match["source"] + row["source"]
        elif match is not None:
            match["start"] = better(match["start"], row["start"], False)
            end = better(match["end"], row["end"], True)
            match["inferred"] = match["inferred"] if end == match["end"] else row["inferred"]
            match["end"] = end
            match["seen"] = max(match["seen"], row["seen"])
            match["next"] = match["next"] or row["next"]
            match["source"] = match["source"] + row["source"]
        else:
            terms.append(dict(row))
    return terms


def one_term(first, second):
    """Whether two rows written by hand tell of one term: they share most of it, or more than a change of office takes."""
    spans = [(day(row["start"] or "1900", False), day(row["end"] or "9998", True)) for row in (first, second)]
    shared = (min(end for _, end in spans) - max(start for start, _ in spans)).days
    shorter = min((end - start).days for start, end in spans)
    return shared > 20 or 2 * shared > shorter


def overlap(term, row):
    """Whether two rows of one person in one office are one term."""
    first, second = (term, row) if term["start"] <= row["start"] else (row, term)
    return follows_on(first, second)


def track(row):
    """Presidents who lead the government and prime ministers beside them are two lines of holders."""
    presidential = re.search(r"president|king|sultan|emir|amir|leader|chairman$", row["title"], re.I)
    return row["office"], bool(presidential) and row["office"] == "head of government"


def close_open_ends(rows):
    """Gives each open term that is not known to go on an end: the next holder's start, or a cautious guess."""
    lines = {}
    for row in rows:
        lines.setdefault((row["country"], *track(row)), []).append(row)
    for line in lines.values():
        line.sort(key=lambda row: row["start"])
        for row in line:
            if row["end"] and row["inferred"] and "own" not in row["source"] and row["country"] != "PRK":
                # The Factbook's ends are those of one edition a year: a holder whom a dated list tells comes before them.
                sooner = [other["start"] for other in line if other["person"] != row["person"] and len(other["start"]) > 4
                          and row["start"] < other["start"] < row["end"] and set(other["source"]) & {"eps", "own"}
                          and "cting" not in other["title"]]
                if sooner and days_apart(min(sooner), row["end"]) > 60:
                    row["end"], row["note"] = min(sooner), "end is the start of the next holder"
            if row["end"]:
                continue
            ours = "own" in row["source"]
            after = [other["start"] for other in line
                     if other["person"] != row["person"] and other["start"] > row["start"] and len(other["start"]) >= 4]
            after += [row["next"]] if row["next"] > row["start"] else []
            if after and (min(after) > "2026" or not ours and row["seen"] < "2026"):
                row["end"], row["note"] = min(after), "end is the start of the next holder"
            elif not ours and row["seen"] < "2025-06":
                seen = row["seen"] or row["start"]
                row["end"] = str(int(seen[:4]) + 1)
                row["note"] = f"end not known: last seen in office {seen}"


def persons(facts, own):
    """The table of persons: columns and rows."""
    rows = facts_of(facts)
    for path in sorted(own.glob("persons*.tsv")):
        for row in read(path):
            rows.append({**row, "aliases": split(row["aliases"]), "seen": "", "next": "", "inferred": False,
                         "note": row.get("note", ""), "source": ["own"]})
    names = same_names(rows)
    groups = {}
    for row in rows:
        groups.setdefault(names.find((row["country"], fold(row["person"]))), []).append(row)
    terms = []
    for group in groups.values():
        person = preferred(group)
        spellings = [name for row in group for name in [row["person"], *row["aliases"]]]
        spellings = [name for name in spellings if name != person and (" " in fold(name) or "own" in sources_of(group, name))]
        offices = {}
        for row in group:
            key = (row["office"], fold(row["title"]) if row["office"] in MANY_POSTS else "")
            offices.setdefault(key, []).append({**row, "person": person})
        for same in offices.values():
            for term in merge_terms(same):
                terms.append({**term, "aliases": join(spellings)})
    close_open_ends(terms)
    terms = [term for term in terms if not term["end"] or term["end"] >= SINCE]
    for term in terms:
        if term["start"] and term["end"] and day(term["start"], False) > day(term["end"], True):
            term["end"] = term["start"]
        term["source"] = join(sorted(set(term["source"])))
    told = {}
    for term in terms:
        office = "" if term["office"] in MANY_POSTS else term["office"]
        told.setdefault((term["person"], term["country"], office, fold(term["title"]), term["start"], term["end"]), term)
    terms = list(told.values())
    terms.sort(key=lambda t: (t["country"], fold(t["person"]), t["person"], t["start"], t["office"], t["title"]))
    return "person aliases country office title sector start end note source".split(), terms


def sources_of(group, name):
    """The sources of the rows that give this spelling."""
    return {key for row in group if name == row["person"] or name in row["aliases"] for key in row["source"]}
