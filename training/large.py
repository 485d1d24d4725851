"""A large teacher: MPNet (12 layers of 768) under the heads of model.py. It is too big to ship; `distill.py` hands on what it knows.

The lower half is left as published, so what it makes of a sentence is kept (half precision, 1.5 KB a word) and reckoned once. The upper
half goes on with one vector a word, as the shipped model does, and learns."""

import math
from pathlib import Path

import torch
from torch import nn

from model import MARKS, SHAPES, Heads, Layer, hidden, take_published
from subwords import load_vocabulary

WIDTH, LOWER, UPPER, HEADS, INNER, BUCKETS = 768, 6, 6, 12, 3072, 32
SPECIAL = {"[CLS]": "<s>", "[SEP]": "</s>", "[PAD]": "<pad>", "[UNK]": "[UNK]"}


class Large(Heads):
    def __init__(self, pieces, dropout=0.1):
        super().__init__(WIDTH, UPPER + 1)
        self.piece_embedding = nn.Embedding(pieces, WIDTH)
        self.position_embedding = nn.Embedding(512, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-5)
        self.distance = nn.Embedding(BUCKETS, HEADS)
        self.lower = nn.ModuleList(Layer(0.0, INNER, WIDTH, 1e-5) for _ in range(LOWER))
        self.layers = nn.ModuleList(Layer(dropout, INNER, WIDTH, 1e-5) for _ in range(UPPER))
        self.shape_embedding = nn.Embedding(SHAPES, WIDTH)
        self.mark_embedding = nn.Embedding(MARKS, WIDTH)
        for added in (self.shape_embedding, self.mark_embedding):
            nn.init.zeros_(added.weight)
        self.freeze([self.piece_embedding, self.position_embedding, self.norm, self.distance, self.lower])

    @staticmethod
    def restore(path):
        state = torch.load(path)
        model = Large(len(state["piece_embedding.weight"]))
        model.load_state_dict(state)
        return model

    def load_mpnet(self, folder, kept):
        """Takes the published weights; `kept` lists our pieces in order."""
        from safetensors.torch import load_file

        get = load_file(Path(folder) / "model.safetensors").__getitem__
        rows = load_vocabulary(Path(folder) / "vocab.txt")
        rows = [rows[SPECIAL.get(piece, piece)] if SPECIAL.get(piece, piece) in rows else rows["[UNK]"] for piece in kept]
        self.piece_embedding.weight.data = get("embeddings.word_embeddings.weight")[rows].clone()
        self.position_embedding.weight.data = get("embeddings.position_embeddings.weight")[2:].clone()
        self.distance.weight.data = get("encoder.relative_attention_bias.weight").clone()
        parts = ["attn.q", "attn.k", "attn.v", "attn.o", "LayerNorm"]
        take_published(get, self.norm, [*self.lower, *self.layers], parts)

    def distances(self, places):
        """What attention adds for how far apart two places are, as T5 counts it: [B, heads, N, N]."""
        apart = places[:, None, :] - places[:, :, None]
        half, exact = BUCKETS // 2, BUCKETS // 4
        size = apart.abs()
        far = exact + (torch.log(size.clamp(min=1) / exact) / math.log(128 / exact) * (half - exact)).long()
        bucket = torch.where(size < exact, size, far.clamp(max=half - 1)) + half * (apart > 0)
        return self.distance(bucket).permute(0, 3, 1, 2)

    def read(self, tokens, shapes, mask, words):
        places = torch.arange(tokens.shape[1])
        x = self.norm(self.piece_embedding(tokens) + self.position_embedding(places))
        bias = hidden(mask) + self.distances(places[None])
        for layer in self.lower:
            x = layer(x, bias)
        return torch.gather(x, 1, words.unsqueeze(-1).expand(-1, -1, WIDTH))

    def encode(self, tokens, shapes, mask, words, word_mask, marks):
        """The words' vectors for each family of heads; row 0 is the root."""
        x = self.below(tokens, shapes, mask, words, word_mask)
        x = x + self.shape_embedding(torch.gather(shapes, 1, words)) + self.mark_embedding(marks)
        bias = hidden(word_mask) + self.distances(words)
        states = [x]
        for layer in self.layers:
            x = layer(x, bias)
            states.append(x)
        return self.mixed(states)
