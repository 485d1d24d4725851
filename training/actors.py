#!/usr/bin/env python3
"""Makes data/actors/*.tsv: the facts gathered from open sources, merged with the files written by hand.

    python3 training/actors.py --data GATHERED [--own data/actors/own] [--out data/actors]

GATHERED holds leaders.tsv, organisations.tsv, outlets.tsv, roles.tsv, countries.tsv and sources.tsv as described in
data/actors/README.md. Only rows with a source of class Open, or with an extract of Wikidata (key `eps`), are taken.
A row of data/actors/own wins over a gathered row on the same subject; its aliases are added to those gathered.
The output depends on the input alone: no clock, no network, no randomness.
"""

import argparse
import re
import unicodedata
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path

COLUMNS = {
    "countries": "iso3 iso2 cow name official_name aliases demonyms adjectives capital government_metonyms source",
    "persons": "person aliases country office title sector start end source",
    "organisations": "name aliases kind country sector start end source",
    "outlets": "name aliases domain country kind state_media language timezone source",
    "roles": "role plural sector source",
    "bodies": "body plural sector source",
}
SECTORS = set("COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC".split())
# CAMEO's sectors in the organisation list, where MED was the media and INS and SEP kinds of rebels.
CAMEO = {"MED": "JRN", "HLH": "MED", "INS": "REB", "SEP": "REB", "BUD": "REL", "MOS": "REL", "CHR": "REL", "HRI": "SOC",
         "DEV": "SOC", "ENV": "SOC"}
OFFICES = {"head of state", "head of government", "foreign minister", "defence minister", "interior minister", "spokesperson"}
HEADS = {"head of state", "head of government"}
# The first day that counts as "now" for the sources that list all heads in office.
FRESH = "2026"
OLDEST = "2000"

# One-word names that are common words or names of something else: never matched by themselves.
WEAK = set("""
action alliance alternative angel army ask aid alpha apple arab arc art asia atlas ban base bloc block blue bread bridge call
care center centre change citizens club coalition common concern congress course crescent dawn democracy democrats development
die direction east equality eta euro europe fair faith family fire first flag force forum forward freedom front future gap
green greens group hand hope host human idea ideal independence initiative islam jihad join just justice koran labor labour
land law league left let liberal liberals liberty life light link lion live majority map march mass middle movement must nation
national network new north now oak odd one open order pact pan pap par party path patriots peace people peoples plan plus
podium power pro progress prosperity radical rally rap real reason red reform republic republicans resistance rev revolution
right rise road root sad sail save see shield solidarity son south spa spark star state step sun sword syria temple the together
tomorrow torch tree trust truth union unite united unity us van victory voice vote war water wave way west who will win workers
world yes yesterday young youth
""".split())
COMPANY_MARKS = set("""airlines airways bank motors oil petroleum gas energy industries corporation corp holdings insurance telecom
communications steel pharmaceuticals electric automotive aerospace shipping mining
""".split())
# Particles of surnames that lists in capitals raise: "Ursula Von Der Leyen".
PARTICLES = {"Von", "Van", "Der", "Den", "De", "Da", "Do", "Dos", "Del", "Di", "Bin", "Bint", "Al", "El"}
SURNAME_FIRST = {"CHN", "PRK", "KOR", "TWN", "VNM", "SGP", "JPN", "HUN", "KHM"}


def read(path):
    """The rows of a table, as dictionaries; nothing if the file is not there."""
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").split("\n")
    columns = lines[0].split("\t")
    rows = []
    for number, line in enumerate(lines[1:], 2):
        if not line:
            continue
        cells = line.split("\t")
        if len(cells) > len(columns):
            raise SystemExit(f"{path}, line {number}: {len(cells)} fields, expected {len(columns)}: {line}")
        rows.append(dict(zip(columns, cells + [""] * (len(columns) - len(cells)))))
    return rows


def write(folder, table, rows):
    columns = COLUMNS[table].split()
    lines = ["\t".join(columns)] + ["\t".join(row.get(column, "") for column in columns) for row in rows]
    (folder / f"{table}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{table}: {len(rows)} rows")


def split(values):
    return [value.strip() for value in values.split("|") if value.strip()]


def fold(name):
    """Lower case without accents, hyphens and points: the form in which names are compared."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    plain = plain.replace("ł", "l").replace("Ł", "L").replace("ø", "o").replace("đ", "d").replace("ı", "i").replace("ə", "a")
    return " ".join(re.sub(r"[^\w]+", " ", plain.replace("'", "").replace("’", "")).lower().split())


def united(first, *others):
    """The values of all lists, the first spelling of each kept."""
    seen, out = set(), []
    for value in first + [v for values in others for v in values]:
        if value and value not in seen:
            seen.add(value)
            out.append(value)
    return out


def sectors(codes, renamed):
    parts = [codes[at:at + 3] for codes in split(codes) for at in range(0, len(codes), 3)]
    return "|".join(united([code for code in (renamed.get(part, part) for part in parts) if code in SECTORS]))


# ---------------------------------------------------------------------------------------------------------- persons

def person_name(name):
    """Mends the capitals of a surname that was printed in capitals: "O'brien", "Von Der Leyen", "AL-Assad"."""
    name = re.sub(r"\s*\([^)]*\)", "", name).strip()
    words = []
    for at, word in enumerate(name.split()):
        if len(word) > 3 and word.isupper() and "." not in word:
            word = word.title()
        if at and word in PARTICLES and at + 1 < len(name.split()):
            word = word.lower()
        word = re.sub(r"^(Mc|O'|O’|D'|D’)([a-z])", lambda m: m[1] + m[2].upper(), word)
        word = re.sub(r"^(Al|El|AL|EL|Ad|An|Ar|As|Ash|Az)-([A-Za-z])(?=.{2})", lambda m: m[1].lower() + "-" + m[2].upper(), word)
        words.append(word)
    return " ".join(words)


def span(row):
    return row["start"] or "0000", (row["end"] or "9999") + "~"


def overlap(a, b):
    (a0, a1), (b0, b1) = span(a), span(b)
    return a0 <= b1 and b0 <= a1


def years(text, open_value):
    if not text:
        return open_value
    parts = [int(part) for part in text.split("-")] + [1, 1]
    return date(parts[0], parts[1], min(parts[2], 28)).toordinal() / 365.25


def shared_part(a, b):
    """How much of the shorter of two terms lies within the other, 0 to 1."""
    a0, a1, b0, b1 = years(a["start"], 1900), years(a["end"], 2030), years(b["start"], 1900), years(b["end"], 2030)
    shorter = max(min(a1 - a0, b1 - b0), 0.05)
    return (min(a1, b1) - max(a0, b0)) / shorter


def near(a, b, country, strict):
    """Whether two names may be two spellings of one. Without `strict` one shared surname is enough."""
    a, b = fold(a), fold(b)
    if a == b or a.replace(" ", "") == b.replace(" ", ""):
        return True
    x, y = a.split(), b.split()
    if len(x) > 1 and len(y) > 1 and (set(x) <= set(y) or set(y) <= set(x) or sorted(x) == sorted(y)):
        return True
    if SequenceMatcher(None, a, b).ratio() >= (0.84 if strict else 0.76):
        return True
    if strict:
        return False
    surname = 0 if country in SURNAME_FIRST else -1
    return len(x[surname]) > 3 and x[surname] == y[surname]


def names_of(row):
    return [row["person"]] + split(row["aliases"])


def same(a, b, strict):
    return any(near(x, y, a["country"], strict) for x in names_of(a)[:4] for y in names_of(b)[:4])


def joined(first, second):
    """One term from two: names and dates of the first, the second's spellings as aliases."""
    aliases = [name for name in united(names_of(first), names_of(second)) if name != first["person"]]
    return dict(first, aliases="|".join(aliases), start=first["start"] or second["start"],
                source="|".join(united(split(first["source"]), split(second["source"]))))


def trust(row):
    """Rank of a gathered row: labels of Wikidata are the spelling known in the news; the Factbook's are not."""
    keys = split(row["source"])
    return (not any(key.startswith("eps") for key in keys), not row["closed"], -len(row["start"]), row["start"], row["person"])


def term_end(row):
    """The end of a term, and whether it is known: an open end counts only for heads listed in the present year."""
    if row["end"]:
        return row["end"], True
    following = re.search(r"next listed holder of this post starts (\d{4}[-\d]*)", row["note"])
    if following and following[1] >= row["start"]:
        return following[1], True
    seen = row["seen_in_office"]
    current = {"factbook", "oda"} & set(split(row["source"]))
    if row["office"] in HEADS and current and seen >= FRESH:
        return "", True
    return (seen or row["start"]), False


def persons(data, own, allowed):
    offices = {}
    for row in read(data / "leaders.tsv"):
        keys = [key for key in split(row["source"]) if key in allowed]
        if row["office"] not in OFFICES or not keys:
            continue
        end, closed = term_end(row)
        if end and end < OLDEST:
            continue
        name = person_name(row["person"])
        aliases = [alias for alias in map(person_name, split(row["aliases"])) if alias != name and len(alias.split()) > 1]
        if len(name.split()) < 2 and row["office"] not in HEADS:
            continue
        offices.setdefault((row["iso3"], row["office"]), []).append(dict(
            person=name, aliases="|".join(united(aliases)), country=row["iso3"], office=row["office"], title=row["title"],
            sector="GOV", start=row["start"], end=end, closed=closed, source="|".join(keys)))
    own_rows = {}
    for row in own:
        own_rows.setdefault((row["country"], row["office"]), []).append(row)
    out = []
    for key in sorted(offices.keys() | own_rows.keys()):
        out.extend(one_office(offices.get(key, []), own_rows.get(key, [])))
    return sorted(out, key=lambda row: (row["country"], row["office"], row["start"], row["person"]))


def one_office(gathered, own):
    """The terms of one office of one state: spellings of one holder made one, rows written by hand first."""
    kept = []
    for row in sorted(gathered, key=trust):
        for at, other in enumerate(kept):
            if shared_part(row, other) > 0.5 and same(row, other, strict=False) or overlap(row, other) and same(row, other, True):
                kept[at] = joined(other, row)
                kept[at]["closed"] = other["closed"] or row["closed"]
                if not other["closed"] and (row["closed"] or row["end"] > other["end"]):
                    kept[at]["end"] = row["end"]
                break
        else:
            kept.append(row)
    held = list(own)
    for row in kept:
        twin = next((at for at, mine in enumerate(held) if within(row, mine) and same(row, mine, strict=False)), None)
        if twin is not None:
            held[twin] = joined(held[twin], row)
            if not row["closed"] or not row["start"] or row["start"] >= held[twin]["start"][:4]:
                continue
            # An earlier term of the same holder: it stays, up to the one written by hand.
            row = dict(row, end=min(row["end"] or "9999", held[twin]["start"]))
        later = sorted(mine["start"] for mine in own if mine["start"] > row["start"])
        if later and (not row["end"] or not row["closed"] and row["end"] > later[0]):
            row = dict(row, end=later[0])
        if row["end"] and row["end"] < row["start"][:len(row["end"])]:
            row = dict(row, end=row["start"])
        held.append(row)
    return held


def within(row, mine):
    """Whether a gathered term may be the one written by hand: it overlaps it or ends up to three years before it."""
    end = years(row["end"], 2030)
    if not row["closed"]:
        end += 3
    return years(row["start"], 1900) <= years(mine["end"], 2030) + 0.5 and years(mine["start"], 1900) <= end


# ---------------------------------------------------------------------------------------------------- organisations

def organisation_name(name):
    """Gives capitals back to acronyms of lists that lost them: "Bhp", "Tnt Group"; keeps all else."""
    words = []
    for word in name.split():
        if len(word) in (2, 3, 4) and word[:1].isupper() and word[1:].islower() and not re.search("[aeiouy]", word.lower()):
            word = word.upper() if word not in ("Mr", "Dr", "St", "Mrs", "Ltd") else word
        words.append(word)
    return " ".join(words)


def initials(name):
    return "".join(word[0] for word in name.split() if word[0].isupper())


def strong(name, kind, full):
    """Whether a name may be matched without the words around it."""
    key = fold(name)
    if " " in key:
        return len(key) > 5 and not all(word in WEAK or len(word) < 3 for word in key.split())
    if key in WEAK or len(key) < 3:
        return False
    if name.isupper() and len(name) <= 6:
        return kind != "company" and (len(name) > 3 or name == initials(full))
    return kind not in ("company", "ngo", "party") and len(key) > 5


def organisations(data, own, allowed):
    taken = {}
    out = []
    for row in own:
        taken.setdefault((fold(row["name"]), row["country"]), row)
        for alias in split(row["aliases"]):
            taken.setdefault((fold(alias), row["country"]), row)
        out.append(row)
    for row in read(data / "organisations.tsv"):
        keys = [key for key in split(row["source"]) if key in allowed]
        phoenix = any(key.startswith("phoenix") for key in keys)
        name = organisation_name(row["name"]) if phoenix else row["name"]
        words = fold(name).split()
        if not keys or not row["code"]:
            continue
        if row["kind"] == "company" and (len(words) < 2 or not COMPANY_MARKS & set(words[1:])):
            continue
        aliases = split(row["aliases"])
        if phoenix:
            aliases = [alias.upper() if fold(alias) == initials(name).lower() else organisation_name(alias) for alias in aliases]
        aliases = united([alias for alias in aliases if alias != name and ("own" in keys or strong(alias, row["kind"], name))])
        if "own" not in keys and not strong(name, row["kind"], name):
            continue
        mine = taken.get((fold(name), row["code"]))
        if mine is not None:
            if not mine["start"] and not mine["end"]:
                mine["start"], mine["end"] = row["start"], row["end"]
            continue
        aliases = [alias for alias in aliases if (fold(alias), row["code"]) not in taken]
        out.append(dict(name=name, aliases="|".join(aliases), kind=row["kind"], country=row["code"],
                        sector=sectors(row["sector"], CAMEO), start=row["start"], end=row["end"], source="|".join(keys)))
    unique = {}
    for row in out:
        unique.setdefault((fold(row["name"]), row["country"], row["start"], row["sector"]), row)
    return sorted(unique.values(), key=lambda row: (row["country"], row["kind"], row["name"], row["start"]))


# ---------------------------------------------------------------------------------------------------------- outlets

def outlets(data, own, allowed):
    by_domain = {row["domain"]: row for row in own if row["domain"]}
    by_name = {(fold(row["name"]), row["country"]): row for row in own}
    out = list(own)
    for row in read(data / "outlets.tsv"):
        keys = [key for key in split(row["source"]) if key.split(":")[0] in allowed]
        if not keys:
            continue
        mine = by_domain.get(row["domain"]) or by_name.get((fold(row["name"]), row["iso3"]))
        state = row["state_controlled"] if row["state_controlled"] in ("yes", "no") else ""
        aliases = [alias for alias in split(row["aliases"]) if fold(alias) not in WEAK and len(fold(alias)) > 1]
        if mine is not None:
            mine["aliases"] = "|".join(alias for alias in united(split(mine["aliases"]), aliases) if alias != mine["name"])
            for column, value in (("domain", row["domain"]), ("state_media", state), ("language", row["language"]),
                                  ("timezone", row["timezone"])):
                mine[column] = mine.get(column) or value
            mine["source"] = "|".join(united(split(mine["source"]), keys))
            continue
        out.append(dict(name=row["name"], aliases="|".join(aliases), domain=row["domain"], country=row["iso3"],
                        kind=row["kind"], state_media=state, language=row["language"], timezone=row["timezone"],
                        source="|".join(keys)))
    return sorted(out, key=lambda row: (row["country"], row["name"]))


# --------------------------------------------------------------------------------------------------- roles and bodies

BODY_HEADS = set("""ministry department court parliament commission committee council office bureau agency authority government
administration police army navy senate assembly congress embassy consulate directorate tribunal service cabinet
""".split())
ROLE_STOP = re.compile(r"\d|\.|/|^(the|a|an|in|at|for|of|former|ex)\b| (in|at|of|for|to|the)$|\b(and mps|saint|monastary|brigaider|traffiker)\b")


def head_of(phrase):
    """The noun that a phrase is about: "chief of staff" is about a chief."""
    return re.split(r" (?:of|for|to|in|at|on|from|without) |-in-", phrase)[0].split()[-1]


def commons(data, own_roles, own_bodies, allowed):
    """Roles and bodies: those written by hand, and gathered ones whose head noun is one of them or of the list above."""
    plural_heads = {plural for row in own_roles for plural in split(row["plural"])}
    role_heads = {row["role"].split()[-1] for row in own_roles} | {row["role"] for row in own_roles if "-" in row["role"]}
    roles = {row["role"]: row for row in own_roles}
    bodies = {row["body"]: row for row in own_bodies}
    for row in read(data / "roles.tsv"):
        keys = [key for key in split(row["source"]) if key in allowed]
        phrase, codes = row["role"], sectors(row["sector"], {})
        if not keys or not codes or ROLE_STOP.search(phrase) or phrase in roles or phrase in bodies or phrase in plural_heads:
            continue
        head = head_of(phrase)
        if head in BODY_HEADS and phrase != head:
            bodies[phrase] = dict(body=phrase, plural=row["plural"], sector=codes, source="|".join(keys))
        elif head in role_heads and (head == phrase or len(phrase.split()) <= 6):
            roles[phrase] = dict(role=phrase, plural=row["plural"], sector=codes, source="|".join(keys))
    return [roles[key] for key in sorted(roles)], [bodies[key] for key in sorted(bodies)]


# ------------------------------------------------------------------------------------------------------------- main

def allowed_keys(sources):
    """The source keys that may be used: class Open, the Wikidata extracts, and `own`."""
    keys = {"own"}
    for row in sources:
        if row["class"].startswith("Open") or row["keys"].startswith("eps"):
            keys.update(re.findall(r"[\w-]+", row["keys"]))
    return keys


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the gathered facts")
    parser.add_argument("--own", type=Path, default=Path("data/actors/own"), help="folder of the rows written by hand")
    parser.add_argument("--out", type=Path, default=Path("data/actors"))
    given = parser.parse_args()
    sources = read(given.data / "sources.tsv")
    allowed = allowed_keys(sources)
    own = {}
    for table, columns in COLUMNS.items():
        own[table] = [{**dict.fromkeys(columns.split(), ""), **row, "source": "own"} for row in read(given.own / f"{table}.tsv")]
    for row in own["persons"]:
        if not row["sector"]:
            row["sector"] = "GOV"
    countries = {row["iso3"]: dict(row, name=row["short_name"], source="country-codes|rigour|own") for row in read(given.data / "countries.tsv")}
    for row in own["countries"]:
        for column in ("aliases", "demonyms", "adjectives", "government_metonyms"):
            known = countries[row["iso3"]]
            known[column] = "|".join(united(split(known[column]), split(row[column])))
    write(given.out, "countries", [countries[key] for key in sorted(countries)])
    write(given.out, "persons", persons(given.data, own["persons"], allowed))
    write(given.out, "organisations", organisations(given.data, own["organisations"], allowed))
    write(given.out, "outlets", outlets(given.data, own["outlets"], allowed))
    roles, bodies = commons(given.data, own["roles"], own["bodies"], allowed)
    write(given.out, "roles", roles)
    write(given.out, "bodies", bodies)
    used = [row for row in sources if row["class"].startswith("Open") or row["keys"].startswith("eps")]
    columns = "keys repository commit commit_date licence class".split()
    lines = ["\t".join(columns)] + ["\t".join(row[column] for column in columns) for row in used]
    lines.append("own\t\t\t\tMIT OR Apache-2.0\twritten for this project from general knowledge")
    (given.out / "sources.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
