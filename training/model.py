"""The joint encoder: MiniLM (6 layers of 384) with a case-shape input and small heads on each word's first piece."""

import torch
from torch import nn
from torch.nn import functional as F

from labels import MODES, NAMES, RELATIONS, ROLES, STATUS, TRIGGERS, UPOS

WIDTH, LAYERS, HEADS, INNER, SHAPES = 384, 6, 12, 1536, 8


class Layer(nn.Module):
    def __init__(self, dropout):
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, bias):
        batch, length, _ = x.shape
        size = WIDTH // HEADS

        def split(y):
            return y.view(batch, length, HEADS, size).transpose(1, 2)

        q, k, v = split(self.query(x)), split(self.key(x)), split(self.value(x))
        weights = torch.softmax(q @ k.transpose(-1, -2) * size**-0.5 + bias, dim=-1)
        mixed = (weights @ v).transpose(1, 2).reshape(batch, length, WIDTH)
        x = self.norm1(x + self.dropout(self.out(mixed)))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Pair(nn.Module):
    """Scores every pair (row word, column word) with `labels` biaffine forms."""

    def __init__(self, size, labels, dropout):
        super().__init__()
        self.row = nn.Sequential(nn.Linear(WIDTH, size), nn.GELU(), nn.Dropout(dropout))
        self.column = nn.Sequential(nn.Linear(WIDTH, size), nn.GELU(), nn.Dropout(dropout))
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

    def __init__(self, size, labels, dropout):
        super().__init__()
        self.word = nn.Sequential(nn.Linear(WIDTH, size), nn.GELU(), nn.Dropout(dropout))
        self.head = nn.Sequential(nn.Linear(WIDTH, size), nn.GELU(), nn.Dropout(dropout))
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


class Dateline(nn.Module):
    def __init__(self, pieces, dropout=0.1, head_dropout=0.25):
        super().__init__()
        self.piece_embedding = nn.Embedding(pieces, WIDTH)
        self.position_embedding = nn.Embedding(512, WIDTH)
        self.shape_embedding = nn.Embedding(SHAPES, WIDTH)
        nn.init.zeros_(self.shape_embedding.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.word_dropout = nn.Dropout(head_dropout)
        self.upos = nn.Linear(WIDTH, len(UPOS))
        self.names = nn.Linear(WIDTH, len(NAMES))
        self.arcs = Pair(256, 1, head_dropout)
        self.relations = Relation(96, len(RELATIONS), head_dropout)
        self.event = nn.Sequential(nn.Linear(WIDTH, 256), nn.GELU(), nn.Dropout(head_dropout))
        self.triggers = nn.Linear(256, len(TRIGGERS))
        self.status = nn.Linear(256, len(STATUS))
        self.modes = nn.Linear(256, len(MODES))
        self.roles = Pair(96, len(ROLES), head_dropout)

    def load_minilm(self, tensors, kept):
        """Takes the published weights; `kept` lists the vocabulary rows to keep."""
        get = tensors.__getitem__
        self.piece_embedding.weight.data = get("embeddings.word_embeddings.weight")[kept].clone()
        positions = get("embeddings.position_embeddings.weight") + get("embeddings.token_type_embeddings.weight")[0]
        self.position_embedding.weight.data = positions.clone()
        pairs = [(self.norm, "embeddings.LayerNorm")]
        for number, layer in enumerate(self.layers):
            base = f"encoder.layer.{number}."
            pairs += [
                (layer.query, base + "attention.self.query"),
                (layer.key, base + "attention.self.key"),
                (layer.value, base + "attention.self.value"),
                (layer.out, base + "attention.output.dense"),
                (layer.norm1, base + "attention.output.LayerNorm"),
                (layer.up, base + "intermediate.dense"),
                (layer.down, base + "output.dense"),
                (layer.norm2, base + "output.LayerNorm"),
            ]
        for module, name in pairs:
            module.weight.data = get(name + ".weight").clone()
            module.bias.data = get(name + ".bias").clone()

    def encode(self, tokens, shapes, mask, words):
        length = tokens.shape[1]
        x = self.piece_embedding(tokens) + self.shape_embedding(shapes)
        x = x + self.position_embedding.weight[:length]
        x = self.dropout(self.norm(x))
        bias = (1.0 - mask[:, None, None, :].float()) * -10000.0
        for layer in self.layers:
            x = layer(x, bias)
        x = torch.gather(x, 1, words.unsqueeze(-1).expand(-1, -1, WIDTH))
        return self.word_dropout(x)

    def arc_scores(self, h, word_mask):
        scores = self.arcs(h).squeeze(2)
        return scores + (1.0 - word_mask[:, None, :].float()) * -10000.0

    def forward(self, tokens, shapes, mask, words, word_mask):
        """Every output, as exported: see training/README.md for shapes."""
        h = self.encode(tokens, shapes, mask, words)
        arcs = self.arc_scores(h, word_mask)
        event = self.event(h)
        return {
            "upos": self.upos(h),
            "arcs": arcs,
            "relations": self.relations(h, arcs.argmax(-1)),
            "names": self.names(h),
            "triggers": self.triggers(event),
            "status": self.status(event),
            "modes": self.modes(event),
            "roles": self.roles(h).permute(0, 1, 3, 2),
        }
