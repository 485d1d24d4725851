"""Reads our labelled sentences (data/events) and passages (data/passages; formats in their READMEs); run as a program it checks and counts them."""

import collections
import re
import sys

from labels import CONTEXTS, STATUS, TYPES

SLOTS = {"A": "actors", "R": "recipients", "S": "attribution", "D": "date", "P": "place", "Q": "quantities"}
CONTEXT = "C"  # codes without words


def locate(sentence, words, where):
    words, _, count = words.partition("#")
    words, position = words.strip(), -1
    for _ in range(int(count or 1)):
        position = sentence.find(words, position + 1)
    if position < 0 or not words:
        raise ValueError(f"{where}: expected words of the sentence, found {words!r}")
    return {"text": words, "start": position, "end": position + len(words)}


def read_own_events(path):
    """Rows of the same form as the labelled news: {id, text, events}."""
    rows, row = [], None
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            where = f"{path}:{number}"
            if line.startswith(("#", "===", "Published:", "Outlet:", "Url:")) or line.strip().startswith("NOT "):
                continue
            line = line.removeprefix("Title: ")
            if not line.strip():
                row = None
            elif not line[0].isspace():
                row = {"id": f"own-{number:05}-{path}", "text": line.strip(), "events": []}
                rows.append(row)
            elif row is None:
                raise ValueError(f"{where}: expected a sentence before an event line")
            else:
                row["events"].append(read_event(row["text"], line.strip(), where))
    return [part for row in rows for part in sentences(row)]


SENTENCE_END = re.compile(r"""(?<=[a-z0-9)%][.!?])["”’']?\s+(?=["“‘']?[A-Z])""")


def sentences(row):
    """The sentences of a paragraph, each with the events whose trigger it holds and the slots that lie in it."""
    starts = [0, *(match.end() for match in SENTENCE_END.finditer(row["text"]))]
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(row["text"])])):
        text = row["text"][start:end].rstrip()

        def inside(item):
            return item is not None and start <= item["start"] and item["end"] <= start + len(text)

        def moved(item):
            return item | {"start": item["start"] - start, "end": item["end"] - start}

        events = []
        for event in row["events"]:
            if inside(event["trigger"]):
                event = dict(event)
                for slot, value in event.items():
                    if isinstance(value, list) and value and isinstance(value[0], dict):
                        event[slot] = [moved(item) for item in value if inside(item)]
                    elif isinstance(value, dict):
                        event[slot] = moved(value) if inside(value) else None
                events.append(event)
        yield {"id": f"{row['id']}-{number}", "text": text, "events": events}


def read_event(sentence, line, where, locate=locate):
    """One event line; `locate` finds the words of a slot in the sentence."""
    cells = [cell.strip() for cell in line.split("|")]
    if len(cells) < 3:
        raise ValueError(f"{where}: expected TYPE modes | status | trigger | slots, found {line!r}")
    kind, *modes = [word for word in cells[0].split() if word[0] != "@"]
    if kind not in TYPES or cells[1] not in STATUS:
        raise ValueError(f"{where}: expected a type and a status, found {cells[0]!r} and {cells[1]!r}")
    event = {"type": kind, "modes": modes, "status": cells[1], "trigger": locate(sentence, cells[2], where)}
    event |= {"actors": [], "recipients": [], "attribution": [], "date": None, "place": None, "quantities": []}
    for cell in cells[3:]:
        letter, _, rest = cell.partition(" ")
        if letter == CONTEXT:
            if unknown := set(rest.split()) - set(CONTEXTS):
                raise ValueError(f"{where}: expected contexts, found {' '.join(sorted(unknown))!r}")
            event["contexts"] = rest.split()
            continue
        if letter not in SLOTS:
            raise ValueError(f"{where}: expected a slot of {' '.join(SLOTS)}, found {cell!r}")
        words, _, codes = rest.partition(" = ")
        if words.strip() == "-":  # a party that the text leaves out
            continue
        filled = locate(sentence, words, where)
        if codes:
            filled |= dict(zip(("country", "sector"), codes.split()))
        if letter in "DP":
            event[SLOTS[letter]] = filled
        else:
            event[SLOTS[letter]].append(filled)
    return event


def main():
    types, statuses, sentences, empty = collections.Counter(), collections.Counter(), 0, 0
    for path in sys.argv[1:]:
        for row in read_own_events(path):
            sentences += 1
            empty += not row["events"]
            for event in row["events"]:
                types[" ".join([event["type"], *event["modes"]])] += 1
                statuses[event["status"]] += 1
    print(f"{sentences} sentences, {empty} without an event, {sum(types.values())} events")
    for counter in (types, statuses):
        print("  " + ", ".join(f"{name} {count}" for name, count in counter.most_common()))


if __name__ == "__main__":
    main()
