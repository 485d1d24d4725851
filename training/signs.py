"""Fits how likely two statements of an article tell one happening: data/happenings.json, read by crates/dateline/src/events/retold.rs.

    cargo xtask eval passages --retold > retold.jsonl
    happenings.py retold.jsonl --out ../data/happenings.json

A logistic regression on the signs that retold.rs gives, with a number of its own for each type of act. Prints precision and recall of
pairs in five folds over whole passages, at the threshold of merge.rs.
"""

import argparse
import json

import torch
from torch.nn import functional as F

FOLDS, STEPS, DECAY, LIKELY = 5, 3000, 2e-4, 0.42


def tensors(rows, signs, types):
    x = torch.tensor([[row["signs"][name] for name in signs] + [float(row["type"] == kind) for kind in types] for row in rows])
    return x, torch.tensor([float(row["same"]) for row in rows])


def fit(x, y):
    weights, base = torch.zeros(x.shape[1], requires_grad=True), torch.zeros(1, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights, base], max_iter=STEPS, line_search_fn="strong_wolfe")

    def loss():
        optimiser.zero_grad()
        total = F.binary_cross_entropy_with_logits(x @ weights + base, y) + DECAY * (weights**2).sum()
        total.backward()
        return total

    optimiser.step(loss)
    return weights.detach(), base.detach()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", help="what `cargo xtask eval passages --retold` printed")
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    with open(options.pairs, encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    signs, types = list(rows[0]["signs"]), sorted({row["type"] for row in rows})
    x, y = tensors(rows, signs, types)
    fold = {name: number % FOLDS for number, name in enumerate(dict.fromkeys(row["passage"] for row in rows))}
    of_row = torch.tensor([fold[row["passage"]] for row in rows])
    chances = torch.zeros(len(rows))
    for number in range(FOLDS):
        weights, base = fit(x[of_row != number], y[of_row != number])
        chances[of_row == number] = torch.sigmoid(x[of_row == number] @ weights + base)
    found, right = chances > LIKELY, (chances > LIKELY) & (y > 0)
    print(f"{len(rows)} pairs, {int(y.sum())} of one happening; precision {right.sum() / found.sum():.3f}, recall {right.sum() / y.sum():.3f}")
    weights, base = fit(x, y)
    numbers = [round(w, 3) for w in weights.tolist()]
    learnt = {"base": round(base.item(), 3), "signs": dict(zip(signs, numbers)), "types": dict(zip(types, numbers[len(signs) :]))}
    with open(options.out, "w", encoding="utf-8") as file:
        file.write(json.dumps(learnt, indent=1) + "\n")


if __name__ == "__main__":
    main()
