"""Five-fold cross-validation of the relation heads on the PLV training rows (macro F1 of roots and of quads).

Start from a checkpoint that has seen no PLV row; it is first taught our own and the news' marked events, then, for each
fold apart, the other four folds:

    relate_folds.py --data DATA --start checkpoint.pt --own-events ../data/events ../data/passages/seen
"""

import argparse
import random
from pathlib import Path

import torch

from data import load_events, marked, read_marked
from labels import TYPES
from model import Dateline
from subwords import Pieces
from train import batches, fit, predict_trees, prepare, relation_loss, tensors, vocabulary

QUAD = dict(zip(TYPES, (1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4)))
YIELD = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
FOLDS = 5


def learn(model, rows, passes, rate, head_rate, rng):
    groups = [group for _ in range(passes) for group in batches(rows, 900, rng)]

    def loss_of(group):
        inputs = tensors(group)
        vectors = model.relation_of_marked(model.encode(*inputs)[2], inputs[5])
        return relation_loss(model, vectors, [row[0].relation for row in group])

    fit(model, groups, len(groups), loss_of, rate=rate, head_rate=head_rate, decay=0.995)


def scores(model, rows):
    """The types' probabilities, YIELD's parts added up."""
    model.eval()
    out = []
    with torch.no_grad():
        for start in range(0, len(rows), 32):
            group = rows[start : start + 32]
            inputs = tensors(group)
            vectors = model.relation_of_marked(model.encode(*inputs)[2], inputs[5])
            for values in torch.softmax(model.relate_type(vectors), -1).tolist():
                merged = {}
                for kind, value in zip(TYPES, values):
                    merged[YIELD.get(kind, kind)] = merged.get(YIELD.get(kind, kind), 0) + value
                out.append(merged)
    return out


def macro_f1(pairs):
    labels = sorted({label for pair in pairs for label in pair})
    total = 0.0
    for label in labels:
        right = sum(guess == gold == label for guess, gold in pairs)
        total += 2 * right / max(1, sum((guess == label) + (gold == label) for guess, gold in pairs))
    return total / len(labels)


def quad_of(root):
    return QUAD.get(root, 2)  # YIELD is material cooperation in PLV


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--start", required=True)
    parser.add_argument("--own-events", nargs="*", default=[])
    parser.add_argument("--base-passes", type=int, default=3)
    parser.add_argument("--passes", type=int, default=8)
    parser.add_argument("--replay", type=float, default=0.3, help="share of the other marked events seen beside each fold")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)
    kept, _ = vocabulary()
    pieces = Pieces({piece: number for number, piece in enumerate(kept)})
    model = Dateline(len(kept))
    model.load_state_dict(torch.load(options.start), strict=False)
    model.piece_embedding.weight.requires_grad = False
    events = predict_trees(model, prepare(load_events(options.data, options.own_events), pieces), {})
    own = prepare([part for row in events for part in marked(row[0])], pieces)
    plv = prepare(list(read_marked(Path(options.data) / "events/plv-train.tsv")), pieces)
    print(f"{len(own)} marked events, {len(plv)} PLV rows", flush=True)
    if options.base_passes:
        learn(model, own, options.base_passes, 1e-4, 1e-3, rng)
    base = {name: value.clone() for name, value in model.state_dict().items()}
    order = list(range(len(plv)))
    random.Random(7).shuffle(order)
    pairs = []
    for fold in range(FOLDS):
        held = [plv[i] for i in order[fold::FOLDS]]
        rest = [plv[i] for k, i in enumerate(order) if k % FOLDS != fold]
        model.load_state_dict(base)
        learn(model, rest + rng.sample(own, int(len(own) * options.replay)), options.passes, 6e-5, 6e-4, rng)
        found = []
        for row, values in zip(held, scores(model, held)):
            gold = TYPES[row[0].relation[0][0]]
            found.append((max(values, key=values.get), YIELD.get(gold, gold)))
        pairs += found
        report(f"fold {fold + 1}", found)
    report("all folds", pairs)


def report(name, pairs):
    quads = [(quad_of(guess), quad_of(gold)) for guess, gold in pairs]
    right = sum(guess == gold for guess, gold in pairs) / len(pairs)
    print(f"{name}: root macro F1 {macro_f1(pairs):.3f}, quad macro F1 {macro_f1(quads):.3f}, accuracy {right:.3f}", flush=True)


if __name__ == "__main__":
    main()
