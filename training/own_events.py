"""Reads the labelled sentences of data/events (format in its README); run as a program it checks and counts them."""

import collections
import sys

from labels import STATUS, TYPES

SLOTS = {"A": "actors", "R": "recipients", "S": "attribution", "D": "date", "P": "place", "Q": "quantities"}


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
            if line.startswith("#"):
                continue
            if not line.strip():
                row = None
            elif not line[0].isspace():
                row = {"id": f"own-{number:05}-{path}", "text": line.strip(), "events": []}
                rows.append(row)
            elif row is None:
                raise ValueError(f"{where}: expected a sentence before an event line")
            else:
                row["events"].append(read_event(row["text"], line.strip(), where))
    return rows


def read_event(sentence, line, where):
    cells = [cell.strip() for cell in line.split("|")]
    if len(cells) < 3:
        raise ValueError(f"{where}: expected TYPE modes | status | trigger | slots, found {line!r}")
    kind, *modes = cells[0].split()
    if kind not in TYPES or cells[1] not in STATUS:
        raise ValueError(f"{where}: expected a type and a status, found {cells[0]!r} and {cells[1]!r}")
    event = {"type": kind, "modes": modes, "status": cells[1], "trigger": locate(sentence, cells[2], where)}
    event |= {"actors": [], "recipients": [], "attribution": [], "date": None, "place": None, "quantities": []}
    for cell in cells[3:]:
        letter, _, rest = cell.partition(" ")
        if letter not in SLOTS:
            raise ValueError(f"{where}: expected a slot of {' '.join(SLOTS)}, found {cell!r}")
        words, _, codes = rest.partition(" = ")
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
