"""Fits how a party's country is guessed from its surroundings (the weights in crates/dateline/src/coding/discourse/country.rs).

    cargo xtask eval passages --parties > parties.jsonl
    surroundings.py parties.jsonl

A conditional logit for each kind of words: each country that the article names has signs that speak for it, and "no
country" a constant. Prints the share of right guesses in five folds over whole passages, then the weights as Rust.
"""

import argparse
import collections
import json

import torch
from torch.nn import functional as F

KINDS = ("Role", "Noun", "Pronoun", "Person")
FOLDS = 5


def fit(rows, signs):
    """Weights of the signs, and the odds of "no country"."""
    rows = [row for row in rows if row["target"] is not None]
    width = max(len(row["outlook"]) for row in rows)
    x, hidden = torch.zeros(len(rows), width, signs), torch.full((len(rows), width + 1), -1e9)
    target = torch.zeros(len(rows), dtype=torch.long)
    for i, row in enumerate(rows):
        count = len(row["outlook"])
        if count:
            x[i, :count] = torch.tensor([values for _, values in row["outlook"]])
        hidden[i, :count] = hidden[i, width] = 0
        target[i] = width if row["target"] == count else row["target"]
    weights, nobody = torch.zeros(signs, requires_grad=True), torch.zeros(1, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights, nobody], max_iter=200, line_search_fn="strong_wolfe")

    def loss():
        optimiser.zero_grad()
        odds = torch.cat([x @ weights, nobody.expand(len(rows), 1)], 1) + hidden
        value = F.cross_entropy(odds, target) + 0.002 * (weights**2).sum()
        value.backward()
        return value

    optimiser.step(loss)
    return weights.detach(), nobody.detach()


def guess(row, weights, nobody):
    odds = [float(torch.tensor(values) @ weights) for _, values in row["outlook"]]
    best = max(range(len(odds)), key=odds.__getitem__, default=None)
    return row["outlook"][best][0] if best is not None and odds[best] > float(nobody) else None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parties")
    options = parser.parse_args()
    with open(options.parties, encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    for row in rows:
        names = [name for name, _ in row["outlook"]]
        found = names.index(row["country"]) if row["country"] in names else None
        row["target"] = len(names) if row["country"] is None else found
    signs = len(next(row["outlook"][0][1] for row in rows if row["outlook"]))
    articles = sorted({row["article"] for row in rows})
    fold = {article: number % FOLDS for number, article in enumerate(articles)}
    right, total = collections.Counter(), collections.Counter()
    for number in range(FOLDS):
        for kind in range(len(KINDS)):
            own = [row for row in rows if row["kind"] == kind]
            learnt = fit([row for row in own if fold[row["article"]] != number], signs)
            for row in own:
                if fold[row["article"]] == number:
                    total[kind] += 1
                    right[kind] += guess(row, *learnt) == row["country"]
    for kind, name in enumerate(KINDS):
        print(f"// {name}: {right[kind] / total[kind]:.3f} of {total[kind]} right in {FOLDS} folds")
    print(f"// all: {right.total() / total.total():.3f} of {total.total()}")
    for kind, name in enumerate(KINDS):
        weights, nobody = fit([row for row in rows if row["kind"] == kind], signs)
        print(f"    // {name}\n    ([{', '.join(f'{w:.2f}' for w in weights)}], {float(nobody):.2f}),")


if __name__ == "__main__":
    main()
