"""Reading and writing of the tables of data/actors, and small helpers on names."""

import re
import unicodedata

# Controlling states of territories that are no states of their own (PLOVER folds them in).
SOVEREIGN = {
    "AUS": "CCK CXR HMD NFK",
    "CHN": "MAC",
    "DNK": "FRO GRL",
    "FIN": "ALA",
    "FRA": "ATF BLM GLP GUF MAF MTQ MYT NCL PYF REU SPM WLF",
    "GBR": "AIA BMU CYM FLK GGY GIB IMN IOT JEY MSR PCN SGS SHN TCA VGB",
    "NLD": "ABW BES CUW SXM",
    "NOR": "BVT SJM",
    "NZL": "COK NIU TKL",
    "USA": "ASM GUM MNP PRI UMI VIR",
    "MAR": "ESH",
}
PARENT = {code: state for state, codes in SOVEREIGN.items() for code in codes.split()}


def read(path):
    """The rows of a table as dictionaries. A table that is not there has no rows."""
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").split("\n")
    columns = lines[0].split("\t")
    rows = []
    for number, line in enumerate(lines[1:], 2):
        if not line or line.startswith("# "):
            continue
        fields = [field.strip() for field in line.split("\t")]
        if len(fields) > len(columns):
            raise SystemExit(f"actors: {path.name}, line {number}: expected {len(columns)} fields, found {len(fields)}")
        rows.append(dict(zip(columns, fields + [""] * (len(columns) - len(fields)))))
    return rows


def write(path, columns, rows):
    """Writes a table: UTF-8, LF, a header line, tabs."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("\t".join(columns) + "\n")
        for row in rows:
            file.write("\t".join(" ".join(row.get(column, "").split()) for column in columns) + "\n")


def split(field):
    """The several values of a field."""
    return [value.strip() for value in field.split("|") if value.strip()]


def join(values):
    """Several values as one field, each once."""
    return "|".join(dict.fromkeys(value for value in values if value))


def fold(name):
    """A name in lower case without accents and marks, for comparison."""
    name = name.translate(str.maketrans({"ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ı": "i", "ß": "ss"}))
    name = unicodedata.normalize("NFD", name)
    name = "".join(c for c in name if not unicodedata.combining(c))
    name = re.sub(r"[.'’‘ʼʻ`´ʿʾ]", "", name).lower()
    return " ".join(re.sub(r"[^\w&]+", " ", name).split())


PLURAL_ALREADY = ("s", "ese", "ish", "police", "people", "media", "staff", "personnel", "men", "women", "children",
                  "clergy", "troops", "elite", "leadership", "french", "dutch", "swiss", "irish", "mafia", "gendarmerie",
                  "carabinieri", "youth", "public", "electorate", "crew", "jury", "infantry", "artillery", "law enforcement",
                  "crime", "police", "faculty", "intelligentsia", "kyrgyz", "malagasy", "burkinabe", "burkinabè", "sahrawi")


def plural_of(noun):
    """The regular English plural; empty for nouns that have none or are plural already."""
    for link in (" of ", " for ", " to ", " in ", "-in-"):
        if link in noun:
            head, rest = noun.split(link, 1)
            head = plural_of(head)
            return f"{head}{link}{rest}" if head else ""
    lower = noun.lower()
    if lower.endswith("ss") or lower.endswith(("actress", "boss", "coach", "witness")):
        return "" if lower in ("swiss",) else noun + "es"
    if lower.endswith(PLURAL_ALREADY):
        return ""
    if lower.endswith(("ch", "sh", "x", "z")):
        return noun + "es"
    if lower.endswith("man") and not lower.endswith(("german", "roman", "shaman", "human", "oman", "caiman", "ottoman")):
        return noun[:-3] + "men"
    if lower.endswith("y") and not lower.endswith(("ay", "ey", "oy", "uy")):
        return noun[:-1] + "ies"
    return noun + "s"
