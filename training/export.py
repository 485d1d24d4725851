"""Writes a checkpoint as the shipped model: int8 ONNX, vocabulary and labels."""

import argparse
import json
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

from torch.nn import functional as F

from data import event_examples
from labels import CONTEXTS, MODES, NAMES, RELATIONS, ROLES, STATUS, TRIGGERS, UPOS
from model import WIDTH, Dateline, Layer
from own_events import read_own_events
from subwords import Pieces
from train import prepare, tensors, vocabulary

OUTPUTS = [
    "upos", "arcs", "relations", "names", "triggers", "status", "modes", "contexts", "roles",
    "relate_type", "relate_modes", "relate_status",
]


class Exported(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, *inputs):
        found = self.model(*inputs)
        return tuple(found[name] for name in OUTPUTS)


class RowTable(torch.nn.Module):
    """A table of int8 rows, each with a scale of its own: one scale for all rows would lose the small ones."""

    def __init__(self, weight):
        super().__init__()
        scale = weight.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("rows", (weight / scale).round().to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, numbers):
        return self.rows[numbers].float() * self.scale[numbers]


LOUD = 32  # inner units of a layer that are set apart


class LoudApart(Layer):
    """A layer whose loudest inner units are reckoned in float, beside the int8 product over the others.

    One unit of each lower layer speaks three times as loud as all others (20 against 6), and the one scale of the whole product then has
    too few steps left for them. Set apart, 0.24 of LAS on EWT dev and 0.6 of names come back (8 units: 0.09; all 1,536: 0.29)."""

    def set_apart(self, units):
        self.loud_up, self.loud_down = torch.nn.Linear(WIDTH, len(units)), torch.nn.Linear(len(units), WIDTH, bias=False)
        self.loud_up.weight.data, self.loud_up.bias.data = self.up.weight.data[units].clone(), self.up.bias.data[units].clone()
        self.loud_down.weight.data = self.down.weight.data[:, units].clone()
        self.up.weight.data[units], self.up.bias.data[units] = 0.0, 0.0

    def feed_forward(self, x):
        return super().feed_forward(x) + self.loud_down(F.gelu(self.loud_up(x)))


def loudest(model, rows):
    """The inner units of each layer that say most in the layer's output over some sentences, in their order."""
    peaks = [torch.zeros(len(layer.up.bias)) for layer in model.layers]

    def listen(peak):
        return lambda module, inputs: torch.maximum(peak, inputs[0].amax((0, 1)), out=peak)

    hooks = [layer.down.register_forward_pre_hook(listen(peak)) for layer, peak in zip(model.layers, peaks)]
    with torch.no_grad():
        for start in range(0, len(rows), 32):
            model.encode(*tensors(rows[start : start + 32]))
    for hook in hooks:
        hook.remove()
    said = [peak * layer.down.weight.abs().amax(0) for peak, layer in zip(peaks, model.layers)]
    return [most.topk(LOUD).indices.sort().values for most in said]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--sentences", default="../data/events", help="folder of our own sentences, to find the loudest units with")
    options = parser.parse_args()
    out = Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    kept, _ = vocabulary()
    model = Dateline.restore(options.checkpoint)
    model.eval()
    pieces = Pieces({piece: number for number, piece in enumerate(kept)})
    own = [row for path in sorted(Path(options.sentences).glob("*.txt")) for row in read_own_events(path)]
    for layer, units in zip(model.layers, loudest(model, prepare(event_examples(own[::4]), pieces))):
        layer.__class__ = LoudApart
        layer.set_apart(units)
    model.piece_embedding = RowTable(model.piece_embedding.weight.data)
    tokens = torch.randint(0, len(kept), (2, 12))
    words = torch.arange(10).expand(2, 10)
    inputs = (tokens, torch.ones_like(tokens), torch.ones_like(tokens), words, torch.ones_like(words), words % 3)
    names = ["tokens", "shapes", "mask", "words", "word_mask", "marks"]
    axes = {name: {0: "batch", 1: "pieces"} for name in names[:3]}
    axes |= {name: {0: "batch", 1: "n"} for name in [*names[3:], *OUTPUTS]}
    axes |= {name: {0: "batch"} for name in OUTPUTS if name.startswith("relate_")}
    axes["arcs"][2] = axes["roles"][2] = "n"
    full = out / "full.onnx"
    torch.onnx.export(
        Exported(model), inputs, full, input_names=names, output_names=OUTPUTS, dynamic_axes=axes, opset_version=17, dynamo=False
    )
    prepared = out / "prepared.onnx"
    quant_pre_process(full, prepared, skip_symbolic_shape=True)
    in_float = [node.name for node in onnx.load(prepared).graph.node if node.op_type == "MatMul" and "/loud_" in node.name]
    quantize_dynamic(
        prepared, out / "model.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
        op_types_to_quantize=["MatMul"], nodes_to_exclude=in_float, extra_options={"MatMulConstBOnly": True},
    )
    graph = onnx.load(out / "model.onnx")
    print(sorted({node.op_type for node in graph.graph.node}))
    full.unlink()
    prepared.unlink()
    (out / "vocab.txt").write_text("\n".join(kept) + "\n", encoding="utf-8")
    labels = {
        "upos": UPOS, "relations": RELATIONS, "names": NAMES, "triggers": TRIGGERS,
        "status": STATUS, "modes": MODES, "contexts": CONTEXTS, "roles": ROLES,
    }
    (out / "labels.json").write_text(json.dumps(labels, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
