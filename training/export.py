"""Writes a checkpoint as the shipped model: int8 ONNX, vocabulary and labels."""

import argparse
import json
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

from labels import CONTEXTS, MODES, NAMES, RELATIONS, ROLES, STATUS, TRIGGERS, UPOS
from model import Dateline
from train import vocabulary

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


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    out = Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    kept, _ = vocabulary()
    model = Dateline.restore(options.checkpoint)
    model.eval()
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
    quantize_dynamic(
        prepared, out / "model.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
        op_types_to_quantize=["MatMul"], extra_options={"MatMulConstBOnly": True},
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
