"""Fits how a party's country is guessed from its surroundings: data/surroundings.json, read by
crates/dateline/src/coding/discourse/country.rs.

    cargo xtask eval passages --parties > parties.jsonl
    surroundings.py parties.jsonl --out ../data/surroundings.json

Each country that the article names has signs that speak for it. Its odds are a small network of them and of the kind of
words; "no country" has odds of its own for each kind. Prints the share of right guesses in five folds over whole
articles, for our passages and for the labelled news (whose records put several stories together).
"""

import argparse
import collections
import json

import torch
from torch import nn
from torch.nn import functional as F

KINDS = 4
FOLDS, PASSES, INNER, DECAY = 5, 30, 16, 0.5


class Odds(nn.Module):
    def __init__(self, signs):
        super().__init__()
        self.straight = nn.Linear(signs + KINDS, 1, bias=False)
        self.inner = nn.Linear(signs + KINDS, INNER)
        self.outer = nn.Linear(INNER, 1, bias=False)
        self.nobody = nn.Parameter(torch.zeros(KINDS))
        nn.init.zeros_(self.outer.weight)

    def forward(self, x, kinds):
        countries = (self.straight(x) + self.outer(F.relu(self.inner(x)))).squeeze(-1)
        return torch.cat([countries, self.nobody[kinds].unsqueeze(1)], 1)


def tensors(rows):
    """Signs with the kind, the kinds, what hides places without a country, and the right place ("no country" is last)."""
    width = max(len(row["outlook"]) for row in rows)
    signs = len(next(row["outlook"][0][1] for row in rows if row["outlook"]))
    x = torch.zeros(len(rows), width, signs + KINDS)
    kinds = torch.tensor([row["kind"] for row in rows])
    hidden, target = torch.full((len(rows), width + 1), -1e9), torch.full((len(rows),), -1)
    hidden[:, width] = 0
    for i, row in enumerate(rows):
        names = [name for name, _ in row["outlook"]]
        x[i, :, signs + row["kind"]] = 1
        hidden[i, : len(names)] = 0
        if names:
            x[i, : len(names), :signs] = torch.tensor([values for _, values in row["outlook"]])
        if row["country"] is None:
            target[i] = width
        elif row["country"] in names:
            target[i] = names.index(row["country"])
    return x, kinds, hidden, target


def fit(data, chosen):
    """Learns from the chosen rows, as far as the right country is among those that the article names."""
    x, kinds, hidden, target = (part[chosen & (data[3] >= 0)] for part in data)
    torch.manual_seed(1)
    model = Odds(x.shape[2] - KINDS)
    optimiser = torch.optim.AdamW(model.parameters(), lr=0.01, weight_decay=DECAY)
    for number in range(PASSES):
        optimiser.param_groups[0]["lr"] = 0.01 * (1 - number / PASSES)
        for some in torch.randperm(len(x)).split(256):
            optimiser.zero_grad()
            F.cross_entropy(model(x[some], kinds[some]) + hidden[some], target[some]).backward()
            optimiser.step()
    return model.eval()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parties")
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    with open(options.parties, encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    data = tensors(rows)
    articles = sorted({row["article"] for row in rows})
    number = {article: number % FOLDS for number, article in enumerate(articles)}
    folds = torch.tensor([number[row["article"]] for row in rows])
    right, total = collections.Counter(), collections.Counter()
    for fold in range(FOLDS):
        model, out = fit(data, folds != fold), folds == fold
        with torch.no_grad():
            best = (model(data[0][out], data[1][out]) + data[2][out]).argmax(1)
        # A country that the article does not name has no place, so it is never guessed right.
        for row, guess, target in zip((row for row in rows if number[row["article"]] == fold), best, data[3][out]):
            source = "labelled news" if row["article"].startswith("gmb-") else "passages"
            total[source] += 1
            right[source] += bool(guess == target)
    for source in total:
        print(f"{source}: {right[source] / total[source]:.3f} of {total[source]} right in {FOLDS} folds")
    model = fit(data, folds >= 0)
    numbers = {
        "straight": model.straight.weight[0],
        "inner": model.inner.weight,
        "inner_bias": model.inner.bias,
        "outer": model.outer.weight[0],
        "nobody": model.nobody,
    }
    with open(options.out, "w", encoding="utf-8") as file:
        lines = [f'"{name}": {json.dumps([round_all(row) for row in values.tolist()])}' for name, values in numbers.items()]
        file.write("{" + ",\n ".join(lines) + "}\n")


def round_all(value):
    return [round(number, 4) for number in value] if isinstance(value, list) else round(value, 4)


if __name__ == "__main__":
    main()
