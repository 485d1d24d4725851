"""Fits which country it is, of several that an article names (crates/dateline/src/odds.rs): data/surroundings.json, whose
a party is that says no country, and data/left_out.json, of whom a side is that a sentence leaves out.

    cargo xtask eval passages --parties > parties.jsonl
    countries.py parties.jsonl --out ../data/surroundings.json
    cargo xtask eval passages --left-out > left-out.jsonl
    countries.py left-out.jsonl --inner 32 --out ../data/left_out.json

Each country has signs that speak for it. Its odds are a small network of them and of the kind of question; "no country" has
odds of its own for each kind. Prints the share of right guesses in five folds over whole articles, for our passages,
for those that the language model has not learnt, and for the labelled news (whose records put several stories together).
"""

import argparse
import collections
import json

import torch
from torch import nn
from torch.nn import functional as F

FOLDS, PASSES, DECAY = 5, 30, 0.5
FRESH = "news-fresh.txt"  # the file of passages that the language model has not learnt


class Odds(nn.Module):
    def __init__(self, inputs, kinds, inner):
        super().__init__()
        self.straight = nn.Linear(inputs, 1, bias=False)
        self.inner = nn.Linear(inputs, inner)
        self.outer = nn.Linear(inner, 1, bias=False)
        self.nobody = nn.Parameter(torch.zeros(kinds))
        nn.init.zeros_(self.outer.weight)

    def forward(self, x, kinds):
        countries = (self.straight(x) + self.outer(F.relu(self.inner(x)))).squeeze(-1)
        return torch.cat([countries, self.nobody[kinds].unsqueeze(1)], 1)


def tensors(rows):
    """Signs with the kind, the kinds, what hides places without a country, and the right places ("no country" is last)."""
    width = max(len(row["outlook"]) for row in rows)
    signs = len(next(row["outlook"][0][1] for row in rows if row["outlook"]))
    kinds = torch.tensor([row["kind"] for row in rows])
    x = torch.zeros(len(rows), width, signs + int(kinds.max()) + 1)
    hidden, right = torch.full((len(rows), width + 1), -1e9), torch.zeros(len(rows), width + 1, dtype=torch.bool)
    hidden[:, width] = 0
    for i, row in enumerate(rows):
        names = [name for name, _ in row["outlook"]]
        x[i, :, signs + row["kind"]] = 1
        hidden[i, : len(names)] = 0
        if names:
            x[i, : len(names), :signs] = torch.tensor([values for _, values in row["outlook"]])
        for place, name in enumerate(names):
            right[i, place] = name in row["countries"]
        right[i, width] = not row["countries"]
    return x, kinds, hidden, right


def fit(data, chosen, inner):
    """Learns from the chosen rows, as far as a right country is among those that the article names."""
    x, kinds, hidden, right = (part[chosen & data[3].any(1)] for part in data)
    torch.manual_seed(1)
    model = Odds(x.shape[2], int(data[1].max()) + 1, inner)
    optimiser = torch.optim.AdamW(model.parameters(), lr=0.01, weight_decay=DECAY)
    for number in range(PASSES):
        optimiser.param_groups[0]["lr"] = 0.01 * (1 - number / PASSES)
        for some in torch.randperm(len(x)).split(256):
            optimiser.zero_grad()
            chances = F.log_softmax(model(x[some], kinds[some]) + hidden[some], 1)
            (-torch.logsumexp(chances.masked_fill(~right[some], -1e9), 1).mean()).backward()
            optimiser.step()
    return model.eval()


def source(row):
    """What a figure is printed for."""
    if row["article"].startswith("gmb-"):
        return "labelled news"
    return "passages not learnt" if row.get("file") == FRESH else "passages"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows")
    parser.add_argument("--inner", type=int, default=16)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    with open(options.rows, encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    data = tensors(rows)
    articles = sorted({row["article"] for row in rows})
    number = {article: number % FOLDS for number, article in enumerate(articles)}
    folds = torch.tensor([number[row["article"]] for row in rows])
    right, nobody, total = collections.Counter(), collections.Counter(), collections.Counter()
    for fold in range(FOLDS):
        model, out = fit(data, folds != fold, options.inner), folds == fold
        with torch.no_grad():
            best = (model(data[0][out], data[1][out]) + data[2][out]).argmax(1)
        # A country that the article does not name has no place, so it is never guessed right.
        of_fold = (row for row in rows if number[row["article"]] == fold)
        for row, guess, is_right in zip(of_fold, best, data[3][out]):
            total[source(row)] += 1
            right[source(row)] += bool(is_right[guess])
            nobody[source(row)] += not row["countries"]
    for name in total:
        print(
            f"{name}: {right[name] / total[name]:.3f} of {total[name]} right in {FOLDS} folds; "
            f"{nobody[name] / total[name]:.3f} are of no country"
        )
    model = fit(data, folds >= 0, options.inner)
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
