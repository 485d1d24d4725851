#!/usr/bin/env python3
"""Opens each file that `dateline export` writes with the tools that analysts use, and checks what they see.

    read_back.py FOLDER

FOLDER holds events.<format> for every format, written from events.jsonl beside this script. Needs duckdb, pandas,
pyarrow and networkx.
"""

import csv
import json
import pathlib
import sys

import duckdb
import networkx
import pandas

folder = pathlib.Path(sys.argv[1])
original = [json.loads(line) for line in open(pathlib.Path(__file__).with_name("events.jsonl"), encoding="utf-8")]
took_place = [event for event in original if event["status"] in ("happened", "promised")]


def path(name):
    return str(folder / f"events.{name}")


def sql(query, **values):
    return duckdb.execute(query, values).fetchall()


def jsonl():
    frame = pandas.read_json(path("jsonl"), lines=True, dtype={"cameo": str, "id": str})
    assert list(frame["id"]) == [event["id"] for event in original]
    rows = sql("select type, len(statements) from read_json($p) order by id", p=path("jsonl"))
    assert rows == sorted_by_id(lambda event: (event["type"], len(event["statements"])))


def sorted_by_id(row, events=original):
    return [row(event) for event in sorted(events, key=lambda event: event["id"])]


def flat_csv():
    frame = pandas.read_csv(path("csv"), dtype={"id": str, "cameo": str}, parse_dates=["date_from"])
    assert list(frame["id"]) == [event["id"] for event in original]
    assert frame["cameo"][0] == "042"
    assert frame["title"][1] == original[1]["statements"][0]["article"]["title"]
    assert str(frame["date_from"][0].date()) == "2025-03-17"
    rows = sql("select id, title, date_from, dead, dead_high from read_csv($p) order by id", p=path("csv"))
    assert [row[0] for row in rows] == sorted_by_id(lambda event: event["id"])
    attack = next(row for row in rows if row[0] == original[1]["id"])
    assert attack[1] == original[1]["statements"][0]["article"]["title"]
    assert (str(attack[2]), attack[3], attack[4]) == ("2025-02-26", 5, 9)


def excel():
    raw = (folder / "events.excel").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    with open(path("excel"), encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(original)
    assert rows[0]["date_from"] == "'2025-03-17"
    for value in (value for row in rows for value in row.values()):
        assert not value.startswith(("=", "+", "@", "\t", "\r")), value


def parquet():
    rows = sql(
        "select id, modes, date_from, latitude, [a.name for a in actors],"
        " statements[1].text, statements[1].actors[1].start, statements[1].published_utc"
        " from read_parquet($p) order by id",
        p=path("parquet"),
    )

    def expected(event):
        statement = event["statements"][0]
        date = event["date"] and event["date"]["from"]
        latitude = event["place"] and event["place"]["latitude"]
        names = [party["name"] for party in event["actors"]]
        return (event["id"], event["modes"], date, latitude, names, statement["text"], statement["actors"][0]["start"])

    seen = [(*row[:2], row[2] and str(row[2]), *row[3:7]) for row in rows]
    assert seen == sorted_by_id(expected), seen
    assert str(next(row[7] for row in rows if row[0] == original[0]["id"]).astimezone(None).timestamp()) == "1742374500.0"
    types = dict(sql("select column_name, column_type from (describe select * from read_parquet($p))", p=path("parquet")) and
                 [row[:2] for row in sql("describe select * from read_parquet($p)", p=path("parquet"))])
    assert types["date_from"] == "DATE" and types["modes"] == "VARCHAR[]" and types["quad"] == "TINYINT", types
    frame = pandas.read_parquet(path("parquet"))
    assert list(frame["id"]) == [event["id"] for event in original]
    for row, event in zip(frame.to_dict("records"), original):
        assert [party["name"] for party in row["actors"]] == [party["name"] for party in event["actors"]]
        assert [q["value"] for q in row["quantities"]] == [q["value"] for q in event["quantities"]]
        for seen, told in zip(row["statements"], event["statements"], strict=True):
            assert seen["text"] == told["text"]
            assert list(seen["coded_by"]) == told["coded_by"]
            assert [s["name"] for s in seen["attribution"]] == [s["name"] for s in told["attribution"]]
            assert [(p["text"], p["end"]) for p in seen["recipients"]] == [(p["text"], p["end"]) for p in told["recipients"]]


def gdelt():
    frame = pandas.read_csv(path("gdelt"), sep="\t", header=None, quoting=csv.QUOTE_NONE, dtype={26: str, 27: str, 28: str})
    assert frame.shape == (len(took_place), 61), frame.shape
    assert frame[0].is_unique and list(frame[26]) == [event["cameo"] for event in took_place]
    mentions = pandas.read_csv(path("gdelt-mentions"), sep="\t", header=None, quoting=csv.QUOTE_NONE)
    assert mentions.shape == (sum(len(event["statements"]) for event in took_place), 16), mentions.shape
    assert set(mentions[0]) == set(frame[0])
    counted = sql(
        "select count(*) from read_csv($p, delim='\t', header=false, quote='', columns=" + str({f"c{i}": "VARCHAR" for i in range(61)}) + ")",
        p=path("gdelt"),
    )
    assert counted == [(len(took_place),)]


def polecat():
    frame = pandas.read_csv(path("polecat"), sep="\t", quoting=csv.QUOTE_NONE, keep_default_na=False, na_values=["None"])
    assert frame.shape == (len(took_place), 40), frame.shape
    assert frame["Event ID"].is_unique and list(frame["Event Type"]) == [event["type"] for event in took_place]
    assert list(frame["Intensity"]) == [event["intensity"] for event in took_place]


def icews():
    frame = pandas.read_csv(path("icews"), sep="\t", quoting=csv.QUOTE_NONE, dtype={"CAMEO Code": str})
    assert frame.shape == (len(took_place), 20), frame.shape
    assert frame["Event ID"].is_unique and list(frame["CAMEO Code"]) == [event["cameo"] for event in took_place]


def geojson():
    try:
        import geojson as reader
    except ImportError:
        reader = json
    collection = reader.load(open(path("geojson"), encoding="utf-8"))
    assert getattr(collection, "is_valid", True)
    features = collection["features"]
    assert [feature["id"] for feature in features] == [event["id"] for event in original]
    for feature, event in zip(features, original):
        place = event["place"]
        point = feature["geometry"] and list(feature["geometry"]["coordinates"])
        assert point == (place and [place["longitude"], place["latitude"]]), feature
        assert feature["properties"]["type"] == event["type"]


def gexf():
    graph = networkx.read_gexf(path("gexf"))
    labels = networkx.get_node_attributes(graph, "label")
    numbers = {label: number for number, label in labels.items()}
    edge = graph.get_edge_data(numbers["Ghana"], numbers["Togo"])
    edge = edge if "weight" in edge else edge[min(edge)]
    assert edge["weight"] == 1 and edge["verbal_cooperation"] == 1, edge
    spells = graph.nodes[numbers["Ghana"]]["spells"]
    assert spells == [("2025-03-01", "2025-03-31")], spells


for check in (jsonl, flat_csv, excel, parquet, gdelt, polecat, icews, geojson, gexf):
    check()
    print(f"{check.__name__}: read back")
