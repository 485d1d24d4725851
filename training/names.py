"""Applies the stand-off name labels of data/names to the texts they stand on, and writes CoNLL BIO.

The labels are ours; the texts are not shipped and are read from where they lie:

    names.py ewt --text ewt-train.conllu.gz --labels data/names/ewt-train-names.tsv --out ewt-train.conll
    names.py gum --text gum-train.conllu.gz --labels data/names/gum-open-names.tsv --out gum-open.conll
    names.py news --text news.jsonl.gz --labels data/names/news-names.tsv --out news.conll

Output: a word and its label per line with a tab between, `# id = ...` before and an empty line after each sentence.
"""

import argparse
import csv
import gzip
import json
import re
import sys

WORD = re.compile(
    r"(?:[A-Za-z]\.){2,}|(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Capt|Sgt|Gov|Sen|Rep|St|Jr|Sr|Inc|Corp|Ltd|Co)\."
    r"|\d+(?:[.,:]\d+)*|'(?:s|re|ve|ll|d|m)\b|’(?:s|re|ve|ll|d|m)\b|\w+(?:&\w+)+|\w+?(?=n['’]t\b)|n['’]t\b|\w+|\.{2,}|[^\w\s]"
)


def opened(path):
    return gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")


def labels_by_sentence(path):
    """The rows of a label file by sentence: lists of (first, last, type); a row with no name stands for a sentence without any."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)
        found = {}
        for sentence, first, last, name in rows:
            found.setdefault(sentence, []).append((int(first), int(last), name) if name else None)
    return {sentence: [span for span in spans if span] for sentence, spans in found.items()}


def treebank_sentences(path):
    identity, words = None, []
    for line in opened(path):
        line = line.rstrip("\n")
        if line.startswith("# sent_id = "):
            identity = line[12:]
        elif not line:
            if words:
                yield identity, words
            words = []
        else:
            cells = line.split("\t")
            if len(cells) == 10 and cells[0].isdigit():
                words.append(cells[1])
    if words:
        yield identity, words


def bio(count, spans):
    """`spans` hold the first and last word, counted from 1."""
    labels = ["O"] * count
    for first, last, name in spans:
        if not 1 <= first <= last <= count:
            raise ValueError(f"span {first}-{last} outside a sentence of {count} words")
        labels[first - 1 : last] = [f"B-{name}"] + [f"I-{name}"] * (last - first)
    return labels


def write_sentence(out, identity, words, labels):
    out.write(f"# id = {identity}\n")
    out.writelines(f"{word}\t{label}\n" for word, label in zip(words, labels))
    out.write("\n")


def treebank(options):
    """Of EWT every sentence is labelled; of GUM only the ones listed, for the rest is not open."""
    labels = labels_by_sentence(options.labels)
    with open(options.out, "w", encoding="utf-8") as out:
        for identity, words in treebank_sentences(options.text):
            if options.kind == "gum" and identity not in labels:
                continue
            write_sentence(out, identity, words, bio(len(words), labels.pop(identity, [])))
    if labels:
        sys.exit(f"{len(labels)} sentences of {options.labels} are not in {options.text}, the first is {next(iter(labels))}")


def news(options):
    """Sentences are named `record:start-end`, in characters of the record's text; words are those of `WORD`."""
    with opened(options.text) as file:
        texts = {record["id"]: record["text"] for record in map(json.loads, file)}
    with open(options.out, "w", encoding="utf-8") as out:
        for identity, spans in labels_by_sentence(options.labels).items():
            record, _, place = identity.rpartition(":")
            start, end = map(int, place.split("-"))
            words = WORD.findall(texts[record][start:end])
            write_sentence(out, identity, words, bio(len(words), spans))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=["ewt", "gum", "news"])
    parser.add_argument("--text", required=True)
    parser.add_argument("--labels", required=True)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    (news if options.kind == "news" else treebank)(options)


if __name__ == "__main__":
    main()
