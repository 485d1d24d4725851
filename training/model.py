"""The joint encoder: MiniLM (6 layers of 384) with a case-shape input and small heads on each word's first piece.

The first layers read pieces; the later ones go on with one vector a word (that of its first piece), which is cheaper
and loses nothing that the heads need. Each family of heads weighs the layers for itself."""

import torch
from torch import nn
from torch.nn import functional as F

from labels import CONTEXTS, MODES, NAMES, RELATIONS, ROLES, STATUS, TRIGGERS, TYPES, UPOS

WIDTH, LAYERS, HEADS, INNER, SHAPES = 384, 6, 12, 1536, 8
PIECE_LAYERS = 2  # layers that read pieces, before the words go on alone
MARKS = 4  # unmarked, source, target; on the root: the sentence is one of an article
IN_ARTICLE = 3
FAMILIES = ("tree", "names", "events")


class Layer(nn.Module):
    def __init__(self, dropout, inner, width=WIDTH, eps=1e-12):
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=eps)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=eps)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, bias):
        batch, length, width = x.shape
        size = width // HEADS

        def split(y):
            return y.view(batch, length, HEADS, size).transpose(1, 2)

        q, k, v = split(self.query(x)), split(self.key(x)), split(self.value(x))
        weights = torch.softmax(q @ k.transpose(-1, -2) * size**-0.5 + bias, dim=-1)
        mixed = (weights @ v).transpose(1, 2).reshape(batch, length, width)
        x = self.norm1(x + self.dropout(self.out(mixed)))
        return self.norm2(x + self.dropout(self.feed_forward(x)))

    def feed_forward(self, x):
        return self.down(F.gelu(self.up(x)))


class Pair(nn.Module):
    """Scores every pair (row word, column word) with `labels` biaffine forms."""

    def __init__(self, width, size, labels, dropout):
        super().__init__()
        self.row = nn.Sequential(nn.Linear(width, size), nn.GELU(), nn.Dropout(dropout))
        self.column = nn.Sequential(nn.Linear(width, size), nn.GELU(), nn.Dropout(dropout))
        self.form = nn.Linear(size, size * labels, bias=False)
        self.column_bias = nn.Linear(size, labels)
        nn.init.normal_(self.form.weight, std=size**-0.75)
        self.size, self.labels = size, labels

    def forward(self, h):
        batch, n, _ = h.shape
        rows, columns = self.row(h), self.column(h)
        forms = self.form(rows).reshape(batch, n * self.labels, self.size)
        scores = (forms @ columns.transpose(1, 2)).reshape(batch, n, self.labels, n)
        return scores + self.column_bias(columns).transpose(1, 2).unsqueeze(1)  # [B, row, label, column]


class Relation(nn.Module):
    """Scores the relation labels of each word with one given head."""

    def __init__(self, width, size, labels, dropout):
        super().__init__()
        self.word = nn.Sequential(nn.Linear(width, size), nn.GELU(), nn.Dropout(dropout))
        self.head = nn.Sequential(nn.Linear(width, size), nn.GELU(), nn.Dropout(dropout))
        self.form = nn.Linear(size, size * labels, bias=False)
        self.linear = nn.Linear(2 * size, labels)
        nn.init.normal_(self.form.weight, std=size**-0.75)
        self.size, self.labels = size, labels

    def forward(self, h, heads):
        batch, n, _ = h.shape
        word, head = self.word(h), self.head(h)
        head = torch.gather(head, 1, heads.unsqueeze(-1).expand(batch, n, self.size))
        forms = self.form(word).view(batch, n, self.labels, self.size)
        scores = (forms @ head.unsqueeze(-1)).squeeze(-1)
        return scores + self.linear(torch.cat([word, head], -1))


class Heads(nn.Module):
    """What is read off the words' vectors, whichever encoder makes them (`encode`, in a subclass)."""

    def __init__(self, width, states, dropout=0.25):
        super().__init__()
        self.width = width
        self.kept = None  # what frozen lower layers made of the sentences
        self.word_dropout = nn.Dropout(dropout)
        mixes = torch.zeros(len(FAMILIES), states)
        mixes[:, -1] = 2.0
        self.mixes = nn.Parameter(mixes)
        self.upos = nn.Linear(width, len(UPOS))
        self.names = nn.Linear(width, len(NAMES))
        self.arcs = Pair(width, 256, 1, dropout)
        self.relations = Relation(width, 96, len(RELATIONS), dropout)
        self.event = nn.Sequential(nn.Linear(width, 256), nn.GELU(), nn.Dropout(dropout))
        self.triggers = nn.Linear(256, len(TRIGGERS))
        self.status = nn.Linear(256, len(STATUS))
        self.modes = nn.Linear(256, len(MODES))
        self.contexts = nn.Linear(256, len(CONTEXTS))
        self.roles = Pair(width, 96, len(ROLES), dropout)
        self.relate = nn.Sequential(nn.Linear(3 * width, 256), nn.GELU(), nn.Dropout(dropout))
        self.relate_type = nn.Linear(256, len(TYPES))
        self.relate_modes = nn.Linear(256, len(MODES))
        self.relate_status = nn.Linear(256, len(STATUS))

    def freeze(self, modules):
        """Leaves the parts that `read` uses as they are, so that a sentence need be read only once."""
        for module in modules:
            module.requires_grad_(False)
            for part in module.modules():
                if isinstance(part, nn.Dropout):
                    part.p = 0.0
        self.kept = {}

    def below(self, tokens, shapes, mask, words, word_mask):
        """What the lower layers make of each word: the vector of its first piece. Of frozen ones it is kept (half precision)."""
        if self.kept is None:
            return self.read(tokens, shapes, mask, words)
        keys = [(*row[:size].tolist(), *case[:size].tolist()) for row, case, size in zip(tokens, shapes, mask.sum(1).tolist())]
        if fresh := [b for b, key in enumerate(keys) if key not in self.kept]:
            with torch.no_grad():
                found = self.read(tokens[fresh], shapes[fresh], mask[fresh], words[fresh])
            self.kept |= {keys[b]: row[: int(word_mask[b].sum())].half() for b, row in zip(fresh, found)}
        out = torch.zeros(*words.shape, self.width)
        for row, key in zip(out, keys):
            row[: len(self.kept[key])] = self.kept[key].float()
        return out

    def mixed(self, states):
        """The layers' states as each family of heads weighs them."""
        weights = torch.softmax(self.mixes, -1)
        return [self.word_dropout(sum(w * state for w, state in zip(row, states))) for row in weights]

    def arc_scores(self, h, word_mask):
        scores = self.arcs(h).squeeze(2)
        return scores + (1.0 - word_mask[:, None, :].float()) * -10000.0

    def relation_of_marked(self, h, marks):
        """What the marked source does to the marked target: vectors for the relate heads."""
        parts = [h[:, 0]]
        for mark in (1, 2):
            weights = (marks == mark).float()
            weights = weights / weights.sum(1, keepdim=True).clamp(min=1.0)
            parts.append((weights.unsqueeze(1) @ h).squeeze(1))
        return self.relate(torch.cat(parts, -1))

    def forward(self, tokens, shapes, mask, words, word_mask, marks):
        """Every output, as exported: see training/README.md for shapes."""
        tree, names, events = self.encode(tokens, shapes, mask, words, word_mask, marks)
        arcs = self.arc_scores(tree, word_mask)
        event = self.event(events)
        relation = self.relation_of_marked(events, marks)
        return {
            "upos": self.upos(tree),
            "arcs": arcs,
            "relations": self.relations(tree, arcs.argmax(-1)),
            "names": self.names(names),
            "triggers": self.triggers(event),
            "status": self.status(event),
            "modes": self.modes(event),
            "contexts": self.contexts(event),
            "roles": self.roles(events).permute(0, 1, 3, 2),
            "relate_type": self.relate_type(relation),
            "relate_modes": self.relate_modes(relation),
            "relate_status": self.relate_status(relation),
        }


class Dateline(Heads):
    def __init__(self, pieces, layers=LAYERS, piece_layers=PIECE_LAYERS, inner=INNER, dropout=0.1):
        super().__init__(WIDTH, layers - piece_layers + 1)
        self.piece_layers = piece_layers
        self.piece_embedding = nn.Embedding(pieces, WIDTH)
        self.position_embedding = nn.Embedding(512, WIDTH)
        self.shape_embedding = nn.Embedding(SHAPES, WIDTH)
        nn.init.zeros_(self.shape_embedding.weight)
        self.mark_embedding = nn.Embedding(MARKS, WIDTH)
        nn.init.zeros_(self.mark_embedding.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout, inner) for _ in range(layers))

    @staticmethod
    def restore(path):
        """The model of a checkpoint, whatever its number of layers and their size."""
        state = torch.load(path)
        layers = 1 + max(int(name.split(".")[1]) for name in state if name.startswith("layers."))
        piece_layers = layers + 1 - state["mixes"].shape[1]
        model = Dateline(len(state["piece_embedding.weight"]), layers, piece_layers, len(state["layers.0.up.bias"]))
        model.load_state_dict(state)
        return model

    def load_minilm(self, tensors, kept):
        """Takes the published weights; `kept` lists the vocabulary rows to keep."""
        get = tensors.__getitem__
        self.piece_embedding.weight.data = get("embeddings.word_embeddings.weight")[kept].clone()
        positions = get("embeddings.position_embeddings.weight") + get("embeddings.token_type_embeddings.weight")[0]
        self.position_embedding.weight.data = positions.clone()
        parts = ["self.query", "self.key", "self.value", "output.dense", "output.LayerNorm"]
        take_published(get, self.norm, self.layers, parts)

    def freeze_lower(self, layers):
        """Leaves all that reads pieces as it is, and `layers` in all."""
        assert layers == self.piece_layers, f"layers {layers} cannot be left alone: {self.piece_layers} read pieces"
        self.freeze([self.piece_embedding, self.position_embedding, self.shape_embedding, self.norm, self.dropout, *self.layers[:layers]])

    def read(self, tokens, shapes, mask, words):
        x = self.piece_embedding(tokens) + self.shape_embedding(shapes)
        x = x + self.position_embedding.weight[: tokens.shape[1]]
        x = self.dropout(self.norm(x))
        for layer in self.layers[: self.piece_layers]:
            x = layer(x, hidden(mask))
        return torch.gather(x, 1, words.unsqueeze(-1).expand(-1, -1, WIDTH))

    def encode(self, tokens, shapes, mask, words, word_mask, marks):
        """The words' vectors for each family of heads; row 0 is the root."""
        x = self.below(tokens, shapes, mask, words, word_mask)
        states = [x]
        x = x + self.mark_embedding(marks)
        for layer in self.layers[self.piece_layers :]:
            x = layer(x, hidden(word_mask))
            states.append(x)
        return self.mixed(states)


def take_published(get, norm, layers, attention):
    """Copies published weights into the first norm and into layers; `attention` names the parts of attention: query, key, value, out, norm."""
    pairs = [(norm, "embeddings.LayerNorm")]
    for number, layer in enumerate(layers):
        base = f"encoder.layer.{number}."
        inside = (layer.query, layer.key, layer.value, layer.out, layer.norm1)
        pairs += [(module, f"{base}attention.{name}") for module, name in zip(inside, attention, strict=True)]
        pairs += [(layer.up, base + "intermediate.dense"), (layer.down, base + "output.dense"), (layer.norm2, base + "output.LayerNorm")]
    for module, name in pairs:
        module.weight.data = get(name + ".weight").clone()
        module.bias.data = get(name + ".bias").clone()


def hidden(mask):
    """What is added to attention scores so that padding is not seen."""
    return (1.0 - mask[:, None, None, :].float()) * -10000.0
