"""Organisations: what is safe of the gathered facts, and the rows written by hand.

A row of the facts is safe if its name can hardly mean anything else: companies of one word, short words, acronyms
that two bodies share, and names of persons in the old lists of armed groups are left out.
"""

import re

from actors_table import fold, join, read, split

SINCE = "2000"
KINDS = {"igo", "ngo", "armed group", "party", "company", "agency", "military body", "movement", "religious"}
# Funds and small banks that no news text names as actors, and words that tell of a listed share, not a firm.
IDLE = re.compile(r"\b(fund|funds|bancorp|bancshares|trust|income|bankshares|acquisition|reit|l\.?p|holdings?)\b", re.I)
LEGAL = re.compile(r",?\s+(inc|incorporated|corp|corporation|co|company|ltd|limited|plc|s\.?a|n\.?v|ag|llc|l\.p|se)\.?$", re.I)
# Acronyms whose capitals the old dictionaries lost.
ACRONYMS = """AAR ABM AGL AIG AMD AT&T BAE BBVA BHP BMW BNP BP BT CACI CNOOC CSX DHL DSM EADS EMC ENI EOG FMC GE GM HP
HSBC IBM ICICI ING KBR KPMG LG LKQ MGM NEC NTT PPG PNC RBS RWE SAP SK SNC TD TNT UBS UPS USA UN US EU NATO AIDS HIV UK
YMCA YWCA ASEAN SOS CARE""".split()
# "al-Qassam Brigades" fits "Al-Qassam Brigades" too, not the other way round.
ARTICLE = re.compile(r"^Al-(?=[A-Z])")
SMALL = {"of", "and", "the", "for", "in", "on", "to", "de", "la", "des", "du", "del", "y", "et", "against", "with", "at"}


def name_cased(name):
    """A name of the old dictionaries with the capitals of its acronyms put back."""
    words = []
    for at, word in enumerate(name.split()):
        bare = word.strip(",.")
        if bare.upper() in ACRONYMS and (len(bare) > 2 or bare.istitle()):
            word = word.upper()
        elif at and bare.lower() in SMALL:
            word = word.lower()
        words.append(word)
    return " ".join(words)


def latin(name):
    """Whether a name is written in Latin letters."""
    return all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x2070 for c in name)


def is_acronym(name):
    return bool(re.fullmatch(r"[A-Z][A-Za-z&]*[A-Z0-9][A-Za-z0-9&]*", name)) and " " not in name


def alias_safe(alias, kind):
    """Whether another name of a body is worth having by itself."""
    words = alias.split()
    if not latin(alias) or "/" in alias or alias.isdigit() or len(fold(alias)) < 3:
        return False
    if len(words) == 1:
        return is_acronym(alias) and 3 <= len(alias) <= 7
    return not (alias.isupper() and kind == "armed group")


def row_safe(row):
    """Whether a row of the facts is taken at all."""
    name, kind, words = row["name"], row["kind"], fold(row["name"]).split()
    if kind not in KINDS or not latin(name) or "/" in name or len(words) < 2 or (row["end"] and row["end"] < SINCE):
        return False
    if kind == "company":
        stem = LEGAL.sub("", name)
        return len(fold(stem).split()) >= 3 and not IDLE.search(name) and not re.search(r"\d|^([A-Z] )+", name)
    if kind == "armed group":
        return len(words) >= 3 and bool(row["code"]) and "REL" not in row["sector"]
    if kind in ("ngo", "igo"):
        return len(words) >= 3
    return True


def taken(folder, sectors_of):
    """The safe rows of the facts."""
    rows = []
    for row in read(folder / "organisations.tsv"):
        keys = ["gathered" if key == "own" else key for key in split(row["source"])]
        row["name"] = re.sub(r"\s*\([^)]*\)$", "", row["name"])
        if not row_safe(row):
            continue
        codes = [row["sector"][at:at + 3] for at in range(0, len(row["sector"]), 3)]
        sectors = [sector for code in codes for sector in sectors_of(code) or []]
        if row["kind"] == "company" and "BUS" not in sectors:
            sectors.insert(0, "BUS")
        aliases = split(row["aliases"])
        if len(aliases) > 8:
            aliases = []  # several bodies run together
        name = row["name"]
        if any(key.startswith("phoenix") for key in keys):
            name = name_cased(name)
        if row["kind"] == "company":
            aliases.append(LEGAL.sub("", name))
        rows.append({"name": name, "aliases": [a for a in aliases if alias_safe(a, row["kind"])], "kind": row["kind"],
                     "country": row["code"], "sector": join(sectors), "start": row["start"], "end": row["end"],
                     "source": join(keys)})
    return rows


def agree(first, second):
    """Whether two rows of one name may be of one time: their dates are the same or one has none."""
    return all(not first[column] or not second[column] or first[column][:4] == second[column][:4] for column in ("start", "end"))


def written(own):
    """The rows written by hand: one body told by two tables is one row, one that changed sides a row for each side."""
    rows, by_name = [], {}
    for path in sorted(own.glob("organisations*.tsv")):
        for row in read(path):
            row = {**row, "name": ARTICLE.sub("al-", row["name"]), "source": "own"}
            alike = by_name.setdefault((fold(row["name"]), row["country"]), [])
            same = next((other for other in alike if agree(other, row)), None)
            if same is None:
                alike.append(row)
                rows.append(row)
                continue
            same["aliases"] = join(split(same["aliases"]) + split(row["aliases"]))
            for column in ("start", "end"):
                same[column] = max(same[column], row[column], key=len)
    sides = {}
    for side in read(own / "sides.tsv"):
        sides.setdefault((fold(side["name"]), side["country"]), []).append(side)
    result = []
    for row in rows:
        row["aliases"] = join(ARTICLE.sub("al-", name) for name in split(row["aliases"]) if fold(name) != fold(row["name"]))
        terms = sides.pop((fold(row["name"]), row["country"]), None)
        if terms is None:
            result.append(row)
            continue
        for term in terms:
            result.append({**row, "sector": term["sector"], "start": term["start"], "end": term["end"]})
    if sides:
        raise SystemExit(f"actors: sides.tsv names bodies that no table has: {sorted(sides)}")
    return result


def organisations(facts, own, sectors_of):
    """The table of organisations: columns and rows, those written by hand first, since they count where names are shared."""
    ours = written(own)
    known = {fold(name) for row in ours for name in [row["name"], *split(row["aliases"])]}
    rest = [row for row in taken(facts, sectors_of) if fold(row["name"]) not in known]
    holders = {}
    for row in rest:
        for name in {fold(name) for name in [row["name"], *row["aliases"]]}:
            holders.setdefault(name, set()).add((row["country"], row["name"]))
    kept = []
    for row in rest:
        if len({country for country, _ in holders[fold(row["name"])]}) > 1:
            continue
        alone = [a for a in row["aliases"] if len(holders[fold(a)]) == 1 and fold(a) not in known and fold(a) != fold(row["name"])]
        kept.append({**row, "aliases": join(alone)})
    unique = {}
    for row in kept:
        unique.setdefault((fold(row["name"]), row["country"]), row)
    rows = ours + sorted(unique.values(), key=lambda row: (row["country"], row["kind"], fold(row["name"]), row["start"]))
    return "name aliases kind country sector start end source".split(), rows
