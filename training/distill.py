"""Trains a pupil of one or several trained models, taught by their scores (and by the vectors of a single one of its width).

Without --start the pupil begins with some of the first teacher's layers, their most used inner units, and its heads. It needs no labels:
`--texts` adds plain news. What a teacher makes of a sentence is kept in memory (half precision, some 2.3 KB a word, of the large one 4.6),
so it reads each sentence once."""

import argparse
import math
from pathlib import Path

import torch
from torch.nn import functional as F

from data import load_all, load_events, marked, read_marked, read_plain
from large import Large
from model import FAMILIES, Dateline
from subwords import Pieces
from train import (
    CONTEXTS_WEIGHT, MODES_WEIGHT, ROLES_WEIGHT, add_options, batches, begin, development, fit_and_keep, losses, predict_trees, prepare,
    same, tensors, vocabulary
)


def pupil_of(teacher, layers, piece_layers, inner):
    """A model of the teacher's given `layers`, each with its `inner` units that weigh most."""
    pupil = Dateline(len(teacher.piece_embedding.weight), len(layers), piece_layers, inner)
    state = teacher.state_dict()
    own = pupil.state_dict()
    for name in own:
        if not name.startswith("layers.") and name != "mixes" and own[name].shape == state[name].shape:
            own[name] = state[name].clone()
    for number, source in enumerate(layers):
        layer = teacher.layers[source]
        weight = layer.up.weight.norm(dim=1) * layer.down.weight.norm(dim=0)
        kept = weight.topk(inner).indices.sort().values
        for name, value in layer.state_dict().items():
            value = value[kept] if name.startswith("up.") else value[:, kept] if name == "down.weight" else value
            own[f"layers.{number}.{name}"] = value.clone()
    pupil.load_state_dict(own)
    return pupil


def soft(scores, wanted):
    """How far the pupil's distribution is from the wanted one (logarithms), over the last axis, for chosen rows."""
    return F.kl_div(F.log_softmax(scores.float(), -1), wanted, log_target=True, reduction="batchmean")


def of_kinds(each):
    """The mean of several teachers' distributions, as logarithms."""
    return torch.stack([scores.float().log_softmax(-1) for scores in each]).logsumexp(0) - math.log(len(each))


def of_flags(each):
    """The mean of several teachers' chances."""
    return torch.stack([torch.sigmoid(scores.float()) for scores in each]).mean(0)


@torch.no_grad()
def taught(teacher, group, known):
    """A teacher's vectors for a batch, by family; it reads only the sentences that are not `known` yet."""
    if fresh := [row for row in group if id(row) not in known]:
        found = torch.stack(teacher.encode(*tensors(fresh)))
        known |= {id(row): found[:, b, : len(row[3])].half() for b, row in enumerate(fresh)}
    out = torch.zeros(len(FAMILIES), len(group), max(len(row[3]) for row in group), known[id(group[0])].shape[-1])
    for b, row in enumerate(group):
        out[:, b, : len(row[3])] = known[id(row)].float()
    return list(out)


def lessons(pupil, teachers, word_mask, labelled, found, wanted):
    """The loss against what the teachers say on the mean: the scores of every head; where the pupil learns from a single teacher of
    its width and from no labels, also the vectors. Where acts are labelled, the labels alone speak of them (`labelled`: for each sentence,
    or `None` where no labels are learnt).
    `found` and `wanted` (one for each teacher) are the vectors for each family of heads."""
    there = word_mask.bool().clone()
    there[:, 0] = False
    with torch.no_grad():
        pairs = list(zip(teachers, wanted))
        arcs = of_kinds([teacher.arc_scores(tree, word_mask) for teacher, (tree, _, _) in pairs])
        best = arcs.argmax(-1)
        upos = of_kinds([teacher.upos(tree) for teacher, (tree, _, _) in pairs])
        relations = of_kinds([teacher.relations(tree, best) for teacher, (tree, _, _) in pairs])
        named = of_kinds([teacher.names(names) for teacher, (_, names, _) in pairs])
        event = [teacher.event(events) for teacher, (_, _, events) in pairs]
        triggers = of_kinds([teacher.triggers(e) for teacher, e in zip(teachers, event)])
        status = of_kinds([teacher.status(e) for teacher, e in zip(teachers, event)])
        modes = of_flags([teacher.modes(e) for teacher, e in zip(teachers, event)])
        contexts = of_flags([teacher.contexts(e) for teacher, e in zip(teachers, event)])
        roles = of_flags([teacher.roles(events) for teacher, (_, _, events) in pairs])
    tree, names, events = found
    total = 0.0
    if len(wanted) == 1 and tree.shape == wanted[0][0].shape and labelled is None:
        total = sum(F.mse_loss(mine[there], its[there]) for mine, its in zip(found, wanted[0]))
    total = total + soft(pupil.upos(tree)[there], upos[there])
    total = total + soft(pupil.arc_scores(tree, word_mask)[there], arcs[there])
    total = total + soft(pupil.relations(tree, best)[there], relations[there])
    total = total + soft(pupil.names(names)[there], named[there])
    mine = pupil.event(events)
    free = there if labelled is None else there & ~labelled[:, None]
    if free.any():
        total = total + soft(pupil.triggers(mine)[free], triggers[free])
    told = free & (triggers[..., 0].exp() < 0.9)
    if told.any():
        total = total + 0.5 * soft(pupil.status(mine)[told], status[told])
        total = total + MODES_WEIGHT * same(pupil.modes(mine)[told], modes[told])
        total = total + CONTEXTS_WEIGHT * same(pupil.contexts(mine)[told], contexts[told])
        # The scores of pairs that are told of: an axis of triggers, an axis of words.
        pairs = told[:, :, None] & there[:, None, :]
        total = total + ROLES_WEIGHT * same(pupil.roles(events).permute(0, 1, 3, 2)[pairs], roles.permute(0, 1, 3, 2)[pairs])
    return total


def lessons_of_marked(pupil, teacher, marks, events, wanted):
    """The loss against what a teacher says of marked participants."""
    one = pupil.relation_of_marked(events, marks)
    other = teacher.relation_of_marked(wanted, marks)
    total = soft(pupil.relate_type(one), of_kinds([teacher.relate_type(other)]))
    total = total + MODES_WEIGHT * same(pupil.relate_modes(one), of_flags([teacher.relate_modes(other)]))
    return total + 0.5 * soft(pupil.relate_status(one), of_kinds([teacher.relate_status(other)]))


def loss_of(pupil, teachers, group, known, gold):
    """What the teachers say of a batch, and (`gold` times) what its labels say. `known`: for each teacher, what it has read."""
    inputs = tensors(group)
    word_mask, marks = inputs[4], inputs[5]
    found = pupil.encode(*inputs)
    total = gold * losses(pupil, group, inputs, found) if gold else 0.0
    bare = [b for b, row in enumerate(group) if row[0].marks is None]
    if bare:
        rows = [group[b] for b in bare]
        wanted = [taught(teacher, rows, read) for teacher, read in zip(teachers, known)]
        size = wanted[0][0].shape[1]
        labelled = torch.tensor([row[4] is not None for row in rows]) if gold else None
        total = total + lessons(pupil, teachers, word_mask[bare, :size], labelled, [part[bare, :size] for part in found], wanted)
    marked_rows = [b for b, row in enumerate(group) if row[0].marks is not None]
    for teacher, read in zip(teachers, known):
        # The large teacher knows nothing of marks.
        if marked_rows and not isinstance(teacher, Large):
            wanted = taught(teacher, [group[b] for b in marked_rows], read)[2]
            size = wanted.shape[1]
            total = total + lessons_of_marked(pupil, teacher, marks[marked_rows, :size], found[2][marked_rows, :size], wanted)
    return total


def load(path):
    """The teacher of a checkpoint, whichever it is."""
    return (Large if "lower.0.up.bias" in torch.load(path) else Dateline).restore(path).eval()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    add_options(parser)
    parser.add_argument("--teacher", nargs="+", required=True, help="checkpoints of the models to learn from; of several, what they say on the mean")
    parser.add_argument("--below", help="what the large teacher's lower half made of the sentences (train.py leaves it beside the checkpoint)")
    parser.add_argument("--start", help="checkpoint of a pupil to go on from")
    parser.add_argument("--frozen", type=int, default=0, help="lowest layers, those that read pieces, that are left as they are")
    parser.add_argument("--gold", type=float, default=0.0, help="weight of the labels beside the teacher")
    parser.add_argument("--layers", type=int, nargs="+", default=[0, 3, 5], help="the teacher's layers that the pupil begins with")
    parser.add_argument("--piece-layers", type=int, default=1)
    parser.add_argument("--inner", type=int, default=768)
    parser.add_argument("--texts", nargs="*", default=[], help="JSONL files whose `text` holds a sentence a line, without labels")
    parser.add_argument("--text-share", type=float, default=1.0, help="part of the texts' sentences that is used")
    parser.add_argument("--tree-share", type=float, default=1.0, help="part of the trees, names and texts seen a pass")
    parser.add_argument("--relation-share", type=float, default=0.15, help="part of the marked sentences seen a pass")
    parser.add_argument("--steps", type=int, default=9000)
    parser.add_argument("--rate", type=float, default=4e-4)
    parser.add_argument("--head-rate", type=float, default=8e-4)
    options = parser.parse_args()
    rng, out = begin(options)

    kept, _ = vocabulary()
    pieces = Pieces({piece: number for number, piece in enumerate(kept)})
    teachers = [load(path) for path in options.teacher]
    for teacher in teachers:
        if options.below and isinstance(teacher, Large):
            teacher.kept = torch.load(options.below)
    if options.start:
        pupil = Dateline.restore(options.start)
    else:
        pupil = pupil_of(teachers[0], options.layers, options.piece_layers, options.inner)
    pupil.piece_embedding.weight.requires_grad = False
    if options.frozen:
        pupil.freeze_lower(options.frozen)

    data = Path(options.data)
    trees, names = load_all(data, options.names, options.own_trees)
    events = prepare(load_events(data, options.own_events, options.news_events, options.news_share), pieces)
    plv = prepare(list(read_marked(data / "events/plv-train.tsv", lambda number: number % 8)), pieces)
    dev = development(data, pieces)
    dev["events"] = predict_trees(pupil, dev["events"], {})
    if options.gold:
        events = predict_trees(pupil, events, {})
    plain = [example for path in options.texts for example in read_plain(path)]
    plain = rng.sample(plain, int(options.text_share * len(plain)))
    parsed = prepare(trees + names + plain, pieces)
    marks = prepare([part for row in events for part in marked(row[0])], pieces)

    known = [{} for _ in teachers]

    def passes():
        while True:
            some = rng.sample(parsed, int(options.tree_share * len(parsed)))
            some += rng.sample(marks, int(options.relation_share * len(marks)))
            yield from batches(some + plv + events, options.budget, rng)

    fit_and_keep(
        pupil, passes(), options.steps, lambda group: loss_of(pupil, teachers, group, known, options.gold), dev, options, out
    )


if __name__ == "__main__":
    main()
