"""Builds data/actors/*.tsv from the gathered facts and from the tables written by hand in data/actors/own/.

    python3 training/actors.py --facts ../shared/data/actors        rebuild and check
    python3 training/actors.py --check                              only check the files as they lie

Standard library only; the same inputs always give the same bytes. What is taken from where, and why, is told in
data/actors/README.md. Facts under a non-commercial licence (leaders-nc.tsv) are never read.
"""

import argparse
import re
import sys
from pathlib import Path

import actors_check
import actors_organisations
import actors_persons
from actors_organisations import latin
from actors_table import PARENT, join, plural_of, read, split, write

DATA = Path(__file__).resolve().parent.parent / "data" / "actors"

# Sectors of the older CAMEO dictionaries that PLOVER named anew or folded together.
CAMEO = {"MED": "JRN", "HLH": "MED", "INS": "REB", "SEP": "REB", "RAD": "REB"}

# Words that mark weapons, buildings and adjectives in the older list of roles.
NO_ROLES = """aircraft apache artillery barracks b-52 boat bomber carrier craft drone f-16 falcon gunship helicopter
hornet jet missile plane planes post raptor ship station system tank uav vehicle vessel weapons building in for at of
retired semi-official state-owned rebellion revolt uprising progress""".split()

# What the list of state media writes before a name, and names of outlets that are common words or countries: such an
# outlet is known by its domain only.
PREFIXED = re.compile(r"^(?:News agency|News portals|Online|Print media|Print|Radio|Television): ")
COMMON = set("""azerbaijan ukraina iran english gold horizons metro nature people star today trend quds hayat informer mir
liter lokal domingo eurostar turkiye turkmenistan qazaqstan svoboda dalka inquirer punch dawn wired vogue stern posta kicker
noticias prvi prva vesti strana oneworld golem barricada javan air bbs aa cp tt i express focus citizen vanguard observer
standard herald nation province independent mirror times post suria ria iraqi anis clarion trigta today24 gunes aksam
oʻzbekiston french saba sabah watan safa respublika erina geled""".split())


def countries(facts):
    """Names written by hand; codes, COW numbers and official names from the facts."""
    given = {row["iso3"]: row for row in read(facts / "countries.tsv")}
    rows = []
    for row in read(DATA / "own" / "countries.tsv"):
        known = given[row["iso3"]]
        metonyms = split(row["government_metonyms"])
        if row["capital"] and row["iso3"] not in PARENT:
            metonyms.append(row["capital"])
        people = split(row["demonyms"])
        rows.append({
            **row,
            "iso2": known["iso2"],
            "cow": "" if row["iso3"] in ("ATA", "MAC") else known["cow"],
            "official_name": known["official_name"],
            "demonyms": join(people + [plural_of(name) for name in people]),
            "government_metonyms": join(metonyms),
            "sovereign": PARENT.get(row["iso3"], ""),
            "source": "countries|own",
        })
    holders = {}
    for row in rows:
        for adjective in split(row["adjectives"]):
            holders.setdefault(adjective, []).append(row["iso3"])
    for row in rows:
        shared = [a for a in split(row["adjectives"]) if len(holders[a]) > 1]
        row["note"] = "; ".join(f"{a} is shared by {', '.join(holders[a])}" for a in shared)
    # States before territories; of two states that share an adjective the one more in the news stands first.
    rows.sort(key=lambda row: (bool(row["sovereign"]), "DOM" if row["iso3"] == "DMA" else row["iso3"], row["name"]))
    rows.sort(key=lambda row: (bool(row["sovereign"]), row["iso3"] == "DMA"))
    columns = "iso3 iso2 cow name official_name aliases demonyms adjectives capital government_metonyms sovereign note source"
    return columns.split(), rows


def sectors_of(codes):
    """CAMEO codes run together ("GOVMED") to PLOVER's; None if one has no place in PLOVER."""
    found = []
    for at in range(0, len(codes), 3):
        code = CAMEO.get(codes[at:at + 3], codes[at:at + 3])
        if code not in actors_check.SECTORS:
            return None
        found.append(code)
    return list(dict.fromkeys(found))


def roles(facts):
    """The roles written by hand, and those of the older dictionary that end in the same nouns."""
    # The dictionary's role list is PLOVER's already (JRN, MED for health), so its codes are not mapped again.
    given = {row["role"]: row for row in read(facts / "roles.tsv")}
    rows, heads = {}, {}
    for row in read(DATA / "own" / "roles.tsv"):
        source = "phoenix-agents|plover-agents|own" if row["role"] in given else "own"
        plural = row["plural"] or plural_of(row["role"])
        rows[row["role"]] = {**row, "plural": plural, "source": source}
        heads.setdefault(row["role"].split()[-1], set()).add(row["sector"].split("|")[0])
    plurals = {row["plural"] for row in rows.values() if row["plural"]}
    for role, row in given.items():
        words = role.split()
        codes = row["sector"]
        parts = [codes[at:at + 3] for at in range(0, len(codes), 3)]
        odd = any(word in NO_ROLES for word in words) or any(c.isdigit() for c in role) or "." in role
        if role in rows or role in plurals or odd or len(words) < 2 or len(words) > 5:
            continue
        if any(part not in actors_check.SECTORS for part in parts) or "UNK" in parts or parts == ["CVL", "OPP"]:
            continue
        if parts[0] in heads.get(words[-1], ()):
            rows[role] = {"role": role, "plural": row["plural"] or plural_of(role), "sector": join(parts), "country": "",
                          "source": row["source"]}
    return "role plural sector country source".split(), sorted(rows.values(), key=lambda row: row["role"].lower())


def bodies(_facts):
    """State bodies that combine with the name, adjective or possessive of a country."""
    rows = read(DATA / "own" / "bodies.tsv")
    alike = {}
    for row in rows:
        alike.setdefault(row["of"], []).append(row["body"])
    for row in rows:
        row.update(plural=plural_of(row["body"]), source="own")
        row["aliases"] = join(name for name in alike[row["of"]] if name != row["body"]) if row["of"] == row["body"] else ""
    return "body plural of sector source".split(), rows


def outlet_names(row):
    """The name and other names of a gathered outlet, without the notes that its list wrote into them."""
    names = []
    for name in [row["name"], *split(row["aliases"])]:
        name = PREFIXED.sub("", name).strip(" *")
        base, _, note = name.partition("(")
        names += [base.strip(), note.strip(" )")] if note and len(note) < 8 and note.strip(" )").isupper() else [base.strip()]
    names = [name for name in dict.fromkeys(names) if name and latin(name)]
    return [name for name in names if name.lower() not in COMMON and (" " in name or len(name) > 2)]


def outlets(facts):
    """The facts' outlets, corrected and added to by hand; zones filled where a country has only one."""
    rows, domains = {}, {}
    for row in read(facts / "outlets.tsv"):
        source = join("gathered" if key == "own" else key for key in split(row["source"]))
        row.update(country=row["iso3"], state_media=row["state_controlled"] or "unknown", source=source)
        names = outlet_names(row) or [row["domain"]]
        if not names[0] or (row["name"] == "Reuters" and row["country"] == "USA"):
            continue
        row.update(name=names[0], aliases=join(names[1:]))
        rows.setdefault((row["name"].lower(), row["country"]), row)
        domains[row["domain"]] = row
    for row in (row for path in sorted((DATA / "own").glob("outlets*.tsv")) for row in read(path)):
        row = {**row, "source": "own"}
        old = rows.get((row["name"].lower(), row["country"])) or (domains.get(row["domain"]) if row["domain"] else None)
        if old:
            names = split(row["aliases"]) + [old["name"]] + split(old["aliases"])
            row["aliases"] = join(name for name in names if name.lower() != row["name"].lower())
            for column in ("domain", "language", "timezone"):
                row[column] = row[column] or old[column]
            row["source"] = join(split(old["source"]) + ["own"])
            rows.pop((old["name"].lower(), old["country"]), None)
        rows[row["name"].lower(), row["country"]] = row
    single = {row["country"]: row["timezone"] for row in read(DATA / "own" / "zones.tsv")}
    for row in rows.values():
        row["timezone"] = row["timezone"] or single.get(row["country"], "")
    columns = "name aliases domain country kind state_media language timezone source"
    return columns.split(), sorted(rows.values(), key=lambda row: (row["country"], row["name"].lower(), row["domain"]))


def sources(facts, tables):
    """The sources that the tables name, with licence: one row a repository."""
    used = {key.split(":")[0] for _, rows in tables.values() for row in rows for key in split(row["source"])}
    rows = list(read(DATA / "own" / "sources.tsv"))
    extracts = [row for row in read(facts / "sources.tsv") if row["keys"] == "eps"]
    for row in extracts:
        rows.append({"key": "eps", "repository": row["repository"], "commit": row["commit"], "date": row["commit_date"],
                     "licence": "CC0 1.0 (Wikidata); the repository states none", "what": "ministers and leaders"})
    unknown = used - {row["key"] for row in rows}
    if unknown:
        sys.exit(f"actors.py: no source is known for the keys {', '.join(sorted(unknown))}")
    rows = [row for row in rows if row["key"] in used]
    return "key repository commit date licence what".split(), sorted(rows, key=lambda row: (row["key"], row["repository"]))


def build(facts):
    """All tables, written to data/actors."""
    tables = {
        "countries.tsv": countries(facts),
        "roles.tsv": roles(facts),
        "bodies.tsv": bodies(facts),
        "persons.tsv": actors_persons.persons(facts, DATA / "own"),
        "organisations.tsv": actors_organisations.organisations(facts, DATA / "own", sectors_of),
        "outlets.tsv": outlets(facts),
    }
    tables["sources.tsv"] = sources(facts, tables)
    for name, (columns, rows) in tables.items():
        write(DATA / name, columns, rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--facts", "--data", type=Path, default=Path("../shared/data/actors"), help="folder of the gathered facts")
    parser.add_argument("--check", action="store_true", help="check the files only")
    arguments = parser.parse_args()
    if not arguments.check:
        build(arguments.facts)
    sys.exit(actors_check.check(DATA))


if __name__ == "__main__":
    main()
