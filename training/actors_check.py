"""Checks of data/actors: dates, codes, columns, duplicate rows, source keys."""

import datetime
import re

from actors_table import fold, read, split

SECTORS = set("""COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL
SOC""".split())
NON_STATES = {"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"}
OFFICES = {"head of state", "head of government", "foreign minister", "defence minister", "interior minister",
           "other minister", "spokesperson", "head of organisation", "leader", "chief of intelligence", "army chief", "envoy",
           "other"}


def day(date, last):
    """The first or last day of a date that may be partial; None if it is none."""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", date)
    if not match:
        return None
    year, month, of_month = (int(part) if part else 0 for part in match.groups())
    try:
        if of_month:
            return datetime.date(year, month, of_month)
        month = month or (12 if last else 1)
        first = datetime.date(year, month, 1)
    except ValueError:
        return None
    following = datetime.date(year + month // 12, month % 12 + 1, 1)
    return following - datetime.timedelta(days=1) if last else first


def span(row):
    """First and last day of a row, open ends as the ends of time; None if a date is bad or they are the wrong way round."""
    start = day(row["start"], False) if row["start"] else datetime.date.min
    end = day(row["end"], True) if row["end"] else datetime.date.max
    return (start, end) if start and end and start <= end else None


def check(folder):
    """Prints what is wrong with the tables and the number of their rows; 1 if something is."""
    problems = []
    codes = {row["iso3"] for row in read(folder / "countries.tsv")}
    keys = {row["key"] for row in read(folder / "sources.tsv")}
    names = {"countries.tsv": "name", "persons.tsv": "person", "organisations.tsv": "name", "outlets.tsv": "name",
             "roles.tsv": "role", "bodies.tsv": "body"}
    for file, column in names.items():
        seen = set()
        rows = read(folder / file)
        for number, row in enumerate(rows, 2):
            say = lambda problem: problems.append(f"{file}, line {number}: {problem}: {row[column]}")
            if not fold(row[column]):
                say("no name")
            if any("\t" in value or "\n" in value for value in row.values()):
                say("a tab or line end in a field")
            same = tuple(row.get(name, "") for name in (column, "country", "office", "title", "start", "end", "domain", "iso3"))
            if same in seen:
                say("row twice")
            seen.add(same)
            if "country" in row and row["country"] not in codes | NON_STATES | {""}:
                say(f"unknown country {row['country']}")
            if not set(split(row.get("sector", ""))) <= SECTORS:
                say(f"unknown sector {row['sector']}")
            if "office" in row and row["office"] not in OFFICES:
                say(f"unknown office {row['office']}")
            if "start" in row and not span(row):
                say(f"dates {row['start']} to {row['end']}")
            if not split(row["source"]) or any(key.split(":")[0] not in keys for key in split(row["source"])):
                say(f"source {row['source']!r}")
        print(f"{file}: {len(rows)} rows")
    for problem in problems[:50]:
        print(problem)
    print(f"{len(problems)} problems")
    return 1 if problems else 0
