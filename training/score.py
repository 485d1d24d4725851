"""Development scores while training; the figures that count are those of `cargo xtask eval`."""

import torch

from labels import NAMES, RELATIONS, TRIGGERS


def bare(index):
    return RELATIONS[index].split(":")[0]


def name_spans(labels):
    spans, start, kind = set(), None, None
    for i, label in enumerate([*labels, 0]):
        text = NAMES[label] if label >= 0 else "O"
        if start is not None and (text[0] != "I" or text[2:] != kind):
            spans.add((start, i, kind))
            start = None
        if text[0] == "B" or (text[0] == "I" and start is None):
            start, kind = i, text[2:]
    return spans


def trigger_spans(labels):
    spans, start = set(), None
    for i, label in enumerate([*labels, 0]):
        if start is not None and label != labels[start]:
            spans.add((start, i, TRIGGERS[labels[start]]))
            start = None
        if label > 0 and start is None:
            start = i
    return spans


def f1(right, found, wanted):
    return round(200 * right / max(1, found + wanted), 2)


def score_all(model, dev, tensors):
    model.eval()
    out = {}
    with torch.no_grad():
        for part in ("ewt", "gum"):
            total = tags = arcs = labelled = 0
            for group, result in outputs(model, dev[part], tensors):
                for b, row in enumerate(group):
                    n = len(row[0].words)
                    upos = result["upos"][b, 1 : n + 1].argmax(-1).tolist()
                    heads = result["arcs"][b, 1 : n + 1].argmax(-1).tolist()
                    relations = result["relations"][b, 1 : n + 1].argmax(-1).tolist()
                    total += n
                    tags += sum(p == g for p, g in zip(upos, row[0].upos))
                    arcs += sum(p == g for p, g in zip(heads, row[0].heads))
                    labelled += sum(
                        p == g and bare(x) == bare(y)
                        for p, g, x, y in zip(heads, row[0].heads, relations, row[0].relations)
                    )
            for name, value in (("upos", tags), ("uas", arcs), ("las", labelled)):
                out[f"{part}_{name}"] = round(100 * value / total, 2)
        right = found = wanted = 0
        for group, result in outputs(model, dev["names"], tensors):
            for b, row in enumerate(group):
                guess = name_spans(result["names"][b, 1 : len(row[0].words) + 1].argmax(-1).tolist())
                gold = name_spans(row[0].names)
                right, found, wanted = right + len(guess & gold), found + len(guess), wanted + len(gold)
        out["names_f1"] = f1(right, found, wanted)
        # A trigger counts as found when it overlaps the labelled one.
        right = typed = found = wanted = statuses = role_right = role_found = role_wanted = 0
        for group, result in outputs(model, dev["events"], tensors):
            for b, row in enumerate(group):
                n = len(row[0].words)
                guess = trigger_spans(result["triggers"][b, 1 : n + 1].argmax(-1).tolist())
                gold = trigger_spans(row[4][0])
                found, wanted = found + len(guess), wanted + len(gold)
                for first, end, kind in gold:
                    hits = [g for g in guess if g[0] < end and g[1] > first]
                    right += bool(hits)
                    typed += any(g[2] == kind for g in hits)
                    if hits:
                        statuses += result["status"][b, first + 1].argmax().item() == row[4][1][first]
                anchors = row[4][4]
                for first in anchors:
                    scores = result["roles"][b, first + 1, 1 : n + 1]
                    guess_roles = {(first, i, k) for i, k in (scores > 0).nonzero().tolist() if k < 2}
                    gold_roles = {r for r in row[4][3] if r[0] == first and r[2] < 2}
                    role_right += len(guess_roles & gold_roles)
                    role_found += len(guess_roles)
                    role_wanted += len(gold_roles)
        out["trigger_f1"] = f1(right, found, wanted)
        out["event_f1"] = f1(typed, found, wanted)
        out["status"] = round(100 * statuses / max(1, right), 2)
        out["roles_f1"] = f1(role_right, role_found, role_wanted)
        right = sum(
            result["relate_type"][b].argmax().item() in row[0].relation[0]
            for group, result in outputs(model, dev["relations"], tensors)
            for b, row in enumerate(group)
        )
        out["relations"] = round(100 * right / len(dev["relations"]), 2)
    model.train()
    return out


def outputs(model, rows, tensors):
    ordered = sorted(rows, key=lambda row: len(row[1]))
    for start in range(0, len(ordered), 48):
        group = ordered[start : start + 48]
        yield group, model(*tensors(group))
