"""Reads the training data into one form: words with whatever labels the source gives (`None` where it gives none)."""

import gzip
import json
import random
import re
from dataclasses import dataclass
from pathlib import Path

from labels import CONTEXTS, MODES, NAMES, RELATIONS, ROLES, STATUS, TRIGGERS, TYPES, UPOS
from own_events import read_own_events
from standoff import read_records, read_standoff

OPEN_GUM = {"news", "interview", "bio", "voyage", "academic", "court", "textbook", "vlog", "conversation", "speech"}


@dataclass
class Example:
    words: list
    upos: list | None = None
    heads: list | None = None  # 0 is the root, words count from 1
    relations: list | None = None
    names: list | None = None  # indices into NAMES, -100 where unknown
    events: list | None = None  # [{trigger: [word...], type, modes, status, contexts, roles: {role: [(first, end)...]}}]
    relation: tuple | None = None  # of marked participants: (types it may be, modes or None, status or None)
    marks: list | None = None  # 1 on the words of the source, 2 on those of the target
    in_article: bool = False  # whether it is read as a sentence of an article, where every telling of an act is coded
    identity: str = ""


def read_text(path):
    opener = gzip.open if str(path).endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as file:
        return file.read()


def read_conllu(path, keep=lambda identity: True):
    examples = []
    for block in read_text(path).split("\n\n"):
        words, upos, heads, relations, identity = [], [], [], [], ""
        for line in block.split("\n"):
            if line.startswith("# sent_id = "):
                identity = line[12:]
            cells = line.split("\t")
            if len(cells) == 10 and cells[0].isdigit():
                words.append(cells[1])
                upos.append(UPOS.index(cells[3]))
                heads.append(int(cells[6]))
                relations.append(RELATIONS.index(cells[7]))
        if words and keep(identity):
            examples.append(Example(words, upos, heads, relations, identity=identity))
    return examples


def is_open_gum(identity):
    return identity.split("_")[1] in OPEN_GUM


def read_names(path, split_hyphens=False):
    """CoNLL BIO. Nationalities and other MISC become O, as in UNER."""
    examples = []
    for block in read_text(path).split("\n\n"):
        words, names, identity = [], [], ""
        for line in block.split("\n"):
            if line.startswith("# id = "):
                identity = line[7:]
            if "\t" not in line:
                continue
            word, label = line.split("\t")[:2]
            pieces = hyphen_pieces(word) if split_hyphens else [word]
            for number, piece in enumerate(pieces):
                if label.endswith("MISC") or label == "O":
                    index = 0
                else:
                    index = NAMES.index(label if number == 0 else "I" + label[1:])
                words.append(piece)
                names.append(index)
        if words:
            examples.append(Example(words, names=names, identity=identity))
    return examples


def hyphen_pieces(word):
    """EWT makes three words of "Al-Zaman"."""
    if re.fullmatch(r"\w[\w.']*(-\w[\w.']*)+", word) and re.search(r"[^\W\d]", word):
        return [piece for piece in re.split(r"(-)", word) if piece]
    return [word]


# A close cousin of crates/dateline-nlp/src/words.rs, enough for labelled news sentences in plain text.
WORD = re.compile(
    r"""(?:[A-Za-z]\.){2,}|(?:Mr|Mrs|Ms|Dr|St|Gen|Col|Lt|Sgt|Maj|Sen|Rep|Gov|Jr|Sr|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|vs|No)\.
    |[A-Z]\.(?=\s)|\d+(?:[.,:]\d+)*|[^\W\d_]+(?=n['’]t\b)|n['’]t\b|['’](?:s|re|ve|ll|d|m)\b|[^\W_]+|\.\.\.|[^\w\s]|_""",
    re.X | re.I,
)


def words_with_offsets(text):
    return [(m.start(), m.end(), m.group()) for m in WORD.finditer(text)]


def read_plain(path):
    """Sentences without labels, one a line of each record's text."""
    for record in map(json.loads, read_text(path).splitlines()):
        for line in record["text"].splitlines():
            if words := [word for _, _, word in words_with_offsets(line)]:
                yield Example(words)


def read_events(path, keep=lambda identity: True):
    rows = map(json.loads, read_text(path).splitlines())
    return event_examples(row for row in rows if keep(row["id"]))


def event_examples(rows):
    """Labelled sentences in plain text ({id, text, events}) as examples over words."""
    examples = []
    for row in rows:
        words = words_with_offsets(row["text"])

        def span(item):
            inside = [i for i, (start, end, _) in enumerate(words) if start < item["end"] and end > item["start"]]
            return (inside[0], inside[-1] + 1) if inside else None

        events = []
        for event in row["events"]:
            trigger = span(event["trigger"])
            if trigger is None:
                continue
            parts = {
                "actor": event["actors"],
                "recipient": event["recipients"],
                "attribution": event["attribution"],
                "date": [event["date"]] if event["date"] else [],
                "place": [event["place"]] if event["place"] else [],
                "quantity": event["quantities"],
            }
            modes = [f"{event['type']}-{mode}" for mode in event["modes"]]
            events.append(
                {
                    "trigger": trigger,
                    "type": event["type"],
                    "modes": [MODES.index(mode) for mode in modes if mode in MODES],
                    "status": STATUS.index(event["status"]),
                    "contexts": [CONTEXTS.index(name) for name in event["contexts"]] if "contexts" in event else None,
                    "roles": {role: [s for s in map(span, items) if s] for role, items in parts.items()},
                }
            )
        examples.append(Example([word for _, _, word in words], events=events, identity=row["id"]))
    return examples


def marked(example):
    """One example for each labelled event with an actor: its participants marked, what they do to be told."""
    for event in example.events:
        marks = [0] * len(example.words)
        for role, mark in (("recipient", 2), ("actor", 1)):
            for first, end in event["roles"][role]:
                marks[first:end] = [mark] * (end - first)
        if 1 in marks:
            relation = ([TYPES.index(event["type"])], event["modes"], event["status"])
            yield Example(example.words, marks=marks, relation=relation, identity=example.identity)


YIELD = ("CONCEDE", "RETREAT")  # one label in PLV


def read_marked(path, keep=lambda number: True):
    """PLV: sentences with <s>source</s> and <t>target</t>, and their PLOVER root."""
    lines = read_text(path).rstrip("\n").split("\n")
    header = lines[0].split("\t")
    for number, line in enumerate(lines[1:]):
        row = dict(zip(header, line.split("\t")))
        if keep(number):
            words, marks = marked_words(row["marked_sentence"])
            kinds = YIELD if row["root"] == "YIELD" else (row["root"],)
            relation = ([TYPES.index(kind) for kind in kinds], None, None)
            yield Example(words, marks=marks, relation=relation, identity=f"plv-{number}")


def marked_words(text):
    """Words and marks of a sentence with tags."""
    words, marks, mark = [], [], 0
    for part in re.split(r"(</?[st]>)", text):
        if re.fullmatch(r"</?[st]>", part):
            mark = {"<s>": 1, "<t>": 2}.get(part, 0)
        else:
            found = [word for _, _, word in words_with_offsets(part)]
            words += found
            marks += [mark] * len(found)
    return words, marks


def is_event_dev(identity):
    """Every eighth record of the labelled news is kept for development, whole records at a time."""
    return int(identity.split("-")[1]) % 8 == 0


def span_head(span, heads):
    """The word of a span whose head lies outside it (the last such before a relative clause: the first found)."""
    first, end = span
    for i in range(first, end):
        head = heads[i] - 1
        if head < first or head >= end:
            return i
    return end - 1


def guessed_head(span, words):
    """Without a tree: the last word before the first preposition, comma or relative pronoun."""
    first, end = span
    stops = {"of", "in", "on", "from", "at", "for", "to", "with", "who", "that", "which", ",", "(", "near", "by"}
    for i in range(first + 1, end):
        if words[i].lower() in stops:
            return i - 1
    return end - 1


def event_targets(example):
    """Word-level targets of one example: triggers, status, modes, (trigger, argument, role) triples, anchors, contexts. Each word of
    a trigger is taught whose the act is: the one that speaks for the trigger is found only when it is read."""
    size = len(example.words)
    triggers, status = [0] * size, [-100] * size
    modes, roles, anchors, contexts = {}, set(), set(), {}
    for event in example.events:
        first, end = event["trigger"]
        for i in range(first, end):
            if triggers[i] == 0:
                triggers[i] = TRIGGERS.index(event["type"])
                status[i] = event["status"]
                modes.setdefault(i, set()).update(event["modes"])
                if event["contexts"] is not None:
                    contexts.setdefault(i, set()).update(event["contexts"])
        anchors.update(range(first, end))
        for role, spans in event["roles"].items():
            for span in spans:
                if example.heads is not None:
                    head = span_head(span, example.heads)
                else:
                    head = guessed_head(span, example.words)
                roles.update((word, head, ROLES.index(role)) for word in range(first, end))
    return triggers, status, modes, roles, anchors, contexts


def join_names(trees, named):
    """Gives the name labels to the trees of the same sentences; returns the examples that match none."""
    by_identity = {example.identity: example for example in trees}
    rest = []
    for example in named:
        tree = by_identity.get(example.identity)
        if tree is not None and tree.words == example.words:
            tree.names = tree.names or example.names
        else:
            rest.append(example)
    return rest


LABELLED_NEWS = 3  # times the labelled news stands in a pass: what we label ourselves is many times as much, and denser
OWN_TREES = 3  # times our own news trees stand in a pass: they are few
ARTICLES = {"world", "local", "stories", "web", "pages"}  # files of data/events/news that were coded as densely as our own articles


def is_of_articles(path):
    """Whether the labels of a file code articles, every telling of an act, or single sentences, as sparsely as the labelled news."""
    return path.stem in ARTICLES if path.parent.name == "news" else path.parent.parent.name == "passages"


def load_all(folder, extra_names=(), own_trees=()):
    """Trees and names of the shipped model's training set: only sources whose licence allows it (see training/README.md)."""
    treebank, ner = Path(folder) / "treebank", Path(folder) / "ner"
    trees = read_conllu(treebank / "ewt-train.conllu.gz")
    trees += read_conllu(treebank / "gum-train.conllu.gz", is_open_gum)
    for path in own_trees:
        trees += OWN_TREES * read_conllu(path)
    names = read_names(ner / "wikigold.conll.gz", split_hyphens=True)
    extra = [e for path in extra_names for e in read_names(path)]
    names += 2 * join_names(trees, extra)
    join_names(trees, read_names(ner / "gum-train.conll.gz"))
    # Trees and names are the same wherever a sentence stands.
    for example in (trees + names)[::2]:
        example.in_article = True
    return trees, names


def load_events(folder, own=(), news=(), news_share=1.0):
    """The labelled news without its development part, our own sentences and passages (folders of text files), our labels on real news
    (a fixed part of them)."""
    labelled = LABELLED_NEWS * read_events(Path(folder) / "events/news-labelled.jsonl", lambda identity: not is_event_dev(identity))
    records = read_records(folder) if news else {}
    sources = ((own, read_own_events, 1.0), (news, lambda path: read_standoff(path, records), news_share))
    for places, read, share in sources:
        for path in (path for place in places for path in sorted(Path(place).glob("*.txt"))):
            try:
                found = event_examples(read(path))
                for example in found:
                    example.in_article = is_of_articles(path)
                labelled += random.Random(1).sample(found, int(share * len(found)))
            except ValueError as error:
                print(f"left out: {error}", flush=True)
    return labelled
