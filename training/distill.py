"""Trains a small pupil of a trained model: fewer layers and inner units, taught by the model's vectors and scores.

The pupil begins with some of the teacher's layers, their most used inner units, and its heads. It needs no labels: `--texts` adds plain
news. What the teacher makes of a sentence is kept in memory (half precision, some 2.3 KB a word), so it reads each sentence once."""

import argparse
import json
import time
from pathlib import Path

import torch
from torch.nn import functional as F

from data import load_all, load_events, marked, read_marked, read_plain
from model import FAMILIES, WIDTH, Dateline
from score import score_all
from subwords import Pieces
from train import Average, add_options, batches, begin, development, optimiser_of, predict_trees, prepare, tensors, vocabulary


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
    """How far the pupil's distribution is from the teacher's, over the last axis, for chosen rows."""
    return F.kl_div(F.log_softmax(scores, -1), F.log_softmax(wanted, -1), log_target=True, reduction="batchmean")


def same(scores, wanted):
    """How far independent yes-or-no scores are from the teacher's."""
    return F.binary_cross_entropy_with_logits(scores, torch.sigmoid(wanted))


def taught(teacher, group, known):
    """The teacher's vectors for a batch, by family; it reads only the sentences that are not `known` yet."""
    if fresh := [row for row in group if id(row) not in known]:
        found = torch.stack(teacher.encode(*tensors(fresh)))
        known |= {id(row): found[:, b, : len(row[3])].half() for b, row in enumerate(fresh)}
    out = torch.zeros(len(FAMILIES), len(group), max(len(row[3]) for row in group), WIDTH)
    for b, row in enumerate(group):
        out[:, b, : len(row[3])] = known[id(row)].float()
    return list(out)


def lessons(pupil, teacher, group, known):
    """The loss against the teacher: its vectors for each family of heads, and the scores of every head."""
    inputs = tensors(group)
    word_mask, marks = inputs[4], inputs[5]
    there = word_mask.bool().clone()
    there[:, 0] = False
    with torch.no_grad():
        wanted = taught(teacher, group, known)
        arcs = teacher.arc_scores(wanted[0], word_mask)
        best = arcs.argmax(-1)
        relations = teacher.relations(wanted[0], best)
        event = teacher.event(wanted[2])
    found = pupil.encode(*inputs)
    total = sum(F.mse_loss(mine[there], its[there]) for mine, its in zip(found, wanted))
    tree, names, events = found
    total = total + soft(pupil.upos(tree)[there], teacher.upos(wanted[0])[there])
    total = total + soft(pupil.arc_scores(tree, word_mask)[there], arcs[there])
    total = total + soft(pupil.relations(tree, best)[there], relations[there])
    total = total + soft(pupil.names(names)[there], teacher.names(wanted[1])[there])
    mine = pupil.event(events)
    total = total + soft(pupil.triggers(mine)[there], teacher.triggers(event)[there])
    told = there & (teacher.triggers(event).softmax(-1)[..., 0] < 0.9)
    if told.any():
        total = total + 0.5 * soft(pupil.status(mine)[told], teacher.status(event)[told])
        total = total + 4 * same(pupil.modes(mine)[told], teacher.modes(event)[told])
        total = total + 4 * same(pupil.contexts(mine)[told], teacher.contexts(event)[told])
        # The scores of pairs that are told of: an axis of triggers, an axis of words.
        pairs = told[:, :, None] & there[:, None, :]
        roles = pupil.roles(events).permute(0, 1, 3, 2)[pairs]
        total = total + 8 * same(roles, teacher.roles(wanted[2]).permute(0, 1, 3, 2)[pairs])
    with_marks = marks.sum(1) > 0
    if with_marks.any():
        one = pupil.relation_of_marked(events[with_marks], marks[with_marks])
        other = teacher.relation_of_marked(wanted[2][with_marks], marks[with_marks])
        total = total + soft(pupil.relate_type(one), teacher.relate_type(other))
        total = total + 4 * same(pupil.relate_modes(one), teacher.relate_modes(other))
        total = total + 0.5 * soft(pupil.relate_status(one), teacher.relate_status(other))
    return total


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    add_options(parser)
    parser.add_argument("--teacher", required=True, help="checkpoint of the model to learn from")
    parser.add_argument("--start", help="checkpoint of a pupil to go on from")
    parser.add_argument("--layers", type=int, nargs="+", default=[0, 3, 5], help="the teacher's layers that the pupil begins with")
    parser.add_argument("--piece-layers", type=int, default=1)
    parser.add_argument("--inner", type=int, default=768)
    parser.add_argument("--texts", nargs="*", default=[], help="JSONL files whose `text` holds a sentence a line, without labels")
    parser.add_argument("--relation-share", type=float, default=0.15)
    parser.add_argument("--steps", type=int, default=9000)
    parser.add_argument("--rate", type=float, default=4e-4)
    parser.add_argument("--head-rate", type=float, default=8e-4)
    parser.add_argument("--average", type=float, default=0.998)
    parser.add_argument("--score-every", type=int, default=1500)
    options = parser.parse_args()
    rng, out = begin(options)

    kept, _ = vocabulary()
    pieces = Pieces({piece: number for number, piece in enumerate(kept)})
    teacher = Dateline.restore(options.teacher).eval()
    if options.start:
        pupil = Dateline.restore(options.start)
    else:
        pupil = pupil_of(teacher, options.layers, options.piece_layers, options.inner)
    pupil.piece_embedding.weight.requires_grad = False

    data = Path(options.data)
    trees, names = load_all(data, options.names, options.own_trees)
    events = prepare(load_events(data, options.own_events, options.news_events), pieces)
    plv = prepare(list(read_marked(data / "events/plv-train.tsv", lambda number: number % 8)), pieces)
    dev = development(data, pieces)
    dev["events"] = predict_trees(teacher, dev["events"], {})
    teacher.eval()
    plain = [example for path in options.texts for example in read_plain(path)]
    parsed = prepare(trees + names + plain, pieces)
    marks = prepare([part for row in events for part in marked(row[0])], pieces)

    learning, optimiser, schedule = optimiser_of(pupil, options, options.steps, max(1, options.steps // 20))
    average = Average(pupil, options.average)
    known, step, began, running = {}, 0, time.time(), 0.0
    while step < options.steps:
        pupil.train()
        some = rng.sample(marks, int(options.relation_share * len(marks)))
        for group in batches(parsed + plv + events + some, options.budget, rng):
            loss = lessons(pupil, teacher, group, known)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(learning, 2.0)
            optimiser.step()
            schedule.step()
            average.update(pupil)
            running += float(loss.detach())
            step += 1
            if step % 100 == 0:
                print(f"step {step}/{options.steps} loss {running / 100:.3f} {step / (time.time() - began):.2f} steps/s", flush=True)
                running = 0.0
            if step % options.score_every == 0 or step == options.steps:
                average.swap(pupil)
                scores = score_all(pupil, dev, tensors)
                print(json.dumps(scores), flush=True)
                torch.save(pupil.state_dict(), out / "checkpoint.pt")
                average.swap(pupil)
                pupil.train()
            if step == options.steps:
                break


if __name__ == "__main__":
    main()
