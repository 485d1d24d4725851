"""Event labels that stand off from their text: how data/events/news is read, and made from a labeller's file.

A labeller's file has a line with the sentence's id and beneath it indented event lines of the form of data/events, words copied from the
sentence. In data/events/news the words are offsets, so that no text is kept:

    gmb-00747 385-529
      ASSAULT | happened | 67-73 | C repression | A 48-63 | R 83-104 | P 136-141

`record start-end` are characters of the record's text in the files named below; those of an event line are characters of the sentence.

    standoff.py --data DATA --sentences TODO... --labels DONE... > data/events/news/part.txt
"""

import argparse
import gzip
import json
import sys
from pathlib import Path

from own_events import CONTEXT, SLOTS, read_event


# JSONL files, each with what it calls a record's identity and its text.
TEXTS = {
    "news/news.jsonl.gz": ("id", "text"),
    "places/tr-news.jsonl": ("id", "text"),
    "places/lgl.jsonl": ("id", "text"),
    "stories/ecbplus-dev.jsonl.gz": ("doc", "text"),
}
PAGES = "pages/ground-truth.json"
TREES = "treebank/ewt-train.conllu.gz"  # a record a sentence


def read_records(folder):
    """The texts that the labels stand on, by their ids."""
    records = {}
    for name, (identity, text) in TEXTS.items():
        path = Path(folder) / name
        with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as file:
            records |= {record[identity]: record[text] for record in map(json.loads, file)}
    pages = json.loads((Path(folder) / PAGES).read_text(encoding="utf-8"))
    records |= {identity[:12]: page["articleBody"] for identity, page in pages.items()}
    with gzip.open(Path(folder) / TREES, "rt", encoding="utf-8") as file:
        said = [line.rstrip("\n").partition(" = ") for line in file if line.startswith(("# sent_id = ", "# text = "))]
    records |= {identity: text for (_, _, identity), (_, _, text) in zip(said[::2], said[1::2])}
    return records


def blocks(path):
    """The lines of a file of labels: (where, the line of a sentence, [(where, event line)])."""
    found = []
    for number, line in enumerate(Path(path).read_text(encoding="utf-8").split("\n"), 1):
        where = f"{path}:{number}"
        if not line.strip() or line.startswith("#"):
            continue
        if not line[0].isspace():
            found.append((where, line, []))
        elif found:
            found[-1][2].append((where, line.strip()))
        else:
            raise ValueError(f"{where}: expected a sentence before an event line")
    return found


def read_standoff(path, records):
    """Rows of the same form as the labelled news: {id, text, events}."""
    rows = []
    for where, line, events in blocks(path):
        record, _, place = line.rpartition(" ")
        start, _, end = place.partition("-")
        if record not in records or not (start.isdigit() and end.isdigit()):
            raise ValueError(f"{where}: expected `record start-end` of a known record, found {line!r}")
        text = records[record][int(start) : int(end)]
        told = [read_event(text, event, where, at_offsets) for where, event in events]
        rows.append({"id": f"{record}-{start}", "text": text, "events": told})
    return rows


def at_offsets(sentence, offsets, where):
    start, _, end = offsets.partition("-")
    if not (start.isdigit() and end.isdigit() and int(start) < int(end) <= len(sentence)):
        raise ValueError(f"{where}: expected start-end within {len(sentence)} characters, found {offsets!r}")
    return {"text": sentence[int(start) : int(end)], "start": int(start), "end": int(end)}


def sentence_spans(paths, records):
    """Where the sentences of the labellers' lists (`id<TAB>sentence`) stand: {id: (record, start, end)}."""
    spans, after = {}, {}
    for path in paths:
        for line in Path(path).read_text(encoding="utf-8").split("\n"):
            identity, _, text = line.partition("\t")
            if not text:
                continue
            record = identity.rpartition(":")[0] if ":" in identity else identity.rpartition("-")[0]
            record = record if record in records else identity
            start = records[record].index(text, after.get(record, 0))
            spans[identity] = (record, start, start + len(text))
            after[record] = start + len(text)
    return spans


def event_line(event):
    def place(item):
        return f"{item['start']}-{item['end']}"

    cells = [" ".join([event["type"], *event["modes"]]), event["status"], place(event["trigger"])]
    if event.get("contexts"):
        cells.append(" ".join([CONTEXT, *event["contexts"]]))
    for letter, slot in SLOTS.items():
        filled = event[slot] if isinstance(event[slot], list) else [event[slot]] if event[slot] else []
        cells += [f"{letter} {place(item)}" for item in filled]
    return "  " + " | ".join(cells)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True, help="the folder of the texts")
    parser.add_argument("--sentences", nargs="+", required=True)
    parser.add_argument("--labels", nargs="+", required=True)
    options = parser.parse_args()
    records = read_records(options.data)
    spans = sentence_spans(options.sentences, records)
    for path in options.labels:
        for where, line, events in blocks(path):
            identity = line.partition("\t")[0].strip()
            if identity not in spans:
                raise ValueError(f"{where}: expected a sentence of the lists, found {identity!r}")
            record, start, end = spans[identity]
            print(f"{record} {start}-{end}")
            for where, event in events:
                print(event_line(read_event(records[record][start:end], event, where)))


if __name__ == "__main__":
    try:
        main()
    except ValueError as error:
        sys.exit(str(error))
