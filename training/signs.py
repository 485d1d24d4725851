"""Fits what signs weigh: a logistic regression, read by crates/dateline/src/signs.rs, with a number of its own for each type of act.

How likely two statements of an article tell one happening (events/retold.rs):

    cargo xtask eval passages --retold > retold.jsonl
    signs.py retold.jsonl --threshold 0.42 --out ../data/happenings.json

How sure a statement is (confidence.rs), of articles that the language model has not learnt from. The weights of today are of the
model before, which had seen none of web-envoys, -hearings, -pacific, -police, -regulators, -wars and news-* (16,140 statements; with
`--model`, a fourth row of marks added); the shift brings it between the passages, whose coders often leave a side open that an article makes clear, and the web pages, whose coders do not:

    cargo xtask eval passages --evidence > evidence.jsonl
    signs.py evidence.jsonl --files news-fresh.txt web-wars.txt ... --shift -0.27 --out ../data/confidence.json

Prints, in five folds over whole passages, the loss, how many are right at each tenth of the chance, and precision and recall at the threshold.
"""

import argparse
import json

import torch
from torch.nn import functional as F

FOLDS, STEPS, DECAY = 5, 3000, 2e-4


def tensors(rows, signs, types):
    x = torch.tensor([[row["signs"][name] for name in signs] + [float(row["type"] == kind) for kind in types] for row in rows])
    return x, torch.tensor([float(row["holds"]) for row in rows])


def fit(x, y, decay=DECAY):
    weights, base = torch.zeros(x.shape[1], requires_grad=True), torch.zeros(1, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights, base], max_iter=STEPS, line_search_fn="strong_wolfe")

    def loss():
        optimiser.zero_grad()
        total = F.binary_cross_entropy_with_logits(x @ weights + base, y) + decay * (weights**2).sum()
        total.backward()
        return total

    optimiser.step(loss)
    return weights.detach(), base.detach()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", help="what `cargo xtask eval passages` printed")
    parser.add_argument("--files", nargs="*", default=[], help="learn from these files of passages alone")
    parser.add_argument("--threshold", type=float, default=0.5)
    parser.add_argument("--decay", type=float, default=DECAY)
    parser.add_argument("--shift", type=float, default=0.0, help="added to the base, where the mean chance is known to be off")
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    with open(options.rows, encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    rows = [row for row in rows if not options.files or row["file"] in options.files]
    signs, types = list(rows[0]["signs"]), sorted({row["type"] for row in rows})
    x, y = tensors(rows, signs, types)
    fold = {name: number % FOLDS for number, name in enumerate(dict.fromkeys(row["passage"] for row in rows))}
    of_row = torch.tensor([fold[row["passage"]] for row in rows])
    chances = torch.zeros(len(rows))
    for number in range(FOLDS):
        weights, base = fit(x[of_row != number], y[of_row != number], options.decay)
        chances[of_row == number] = torch.sigmoid(x[of_row == number] @ weights + base)
    found = chances > options.threshold
    right = found & (y > 0)
    print(f"{len(rows)} rows, {int(y.sum())} hold; loss {F.binary_cross_entropy(chances, y):.4f}")
    print(f"at {options.threshold}: precision {right.sum() / found.sum():.3f}, recall {right.sum() / y.sum():.3f}")
    for tenth in range(10):
        here = (chances * 10).long().clamp(max=9) == tenth
        if here.any():
            print(f"{tenth / 10:.1f}: {int(here.sum())} rows, {y[here].mean():.3f} hold, {chances[here].mean():.3f} said")
    weights, base = fit(x, y, options.decay)
    numbers = [round(w, 3) for w in weights.tolist()]
    learnt = {"base": round(base.item() + options.shift, 3), "signs": dict(zip(signs, numbers)), "types": dict(zip(types, numbers[len(signs) :]))}
    with open(options.out, "w", encoding="utf-8") as file:
        file.write(json.dumps(learnt, indent=1) + "\n")


if __name__ == "__main__":
    main()
