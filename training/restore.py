"""Makes a checkpoint from a shipped model (models/english), to go on training from: int8 weights become float again.

    restore.py --model ../models/english --out shipped.pt
"""

import argparse
import re
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from model import FAMILIES, Dateline


def module_of(node_name):
    """"/model/arcs/row/row.0/MatMul_quant" is the module arcs.row.0."""
    path = []
    for part in node_name.split("/")[2:-1]:
        if path and part.startswith(path[-1] + "."):
            path[-1] = part
        else:
            path.append(part)
    return ".".join(path)


def weights(graph):
    """The parameters by the names of model.py, without the mixes."""
    tensors = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    state = {
        name.removeprefix("model."): value
        for name, value in tensors.items()
        if name.startswith("model.") and name.endswith((".weight", ".bias")) and value.dtype == np.float32
    }
    state["piece_embedding.weight"] = tensors["model.piece_embedding.rows"] * tensors["model.piece_embedding.scale"]
    for node in graph.node:
        if node.op_type == "MatMulInteger" and node.input[1].endswith("_quantized"):
            name = node.input[1].removesuffix("_quantized")
            whole = tensors[node.input[1]].astype(np.float32) - tensors[name + "_zero_point"].astype(np.float32)
            state[module_of(node.name) + ".weight"] = (whole * tensors[name + "_scale"]).T
        elif node.op_type == "MatMul" and "/loud_" in node.name:
            state[module_of(node.name) + ".weight"] = tensors[node.input[1]].T
    state = {name: torch.tensor(np.ascontiguousarray(value)) for name, value in state.items()}
    return put_back_loud(state)


def put_back_loud(state):
    """Puts the units that export.py set apart back in their places, which it left at zero."""
    for layer in {name.rpartition(".loud_up")[0] for name in state if ".loud_up." in name}:
        up, bias = state[f"{layer}.up.weight"], state[f"{layer}.up.bias"]
        units = ((up == 0).all(1) & (bias == 0)).nonzero().flatten()
        up[units], bias[units] = state.pop(f"{layer}.loud_up.weight"), state.pop(f"{layer}.loud_up.bias")
        state[f"{layer}.down.weight"][:, units] = state.pop(f"{layer}.loud_down.weight")
    return state


def mixes(graph, states):
    """What each family of heads weighs the layers with: constants of the graph, in the order of their use."""
    tensors = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    found = {}
    for name, value in tensors.items():
        match = re.fullmatch(r"/model/Squeeze_(\d+)_output_0", name)
        if match and value.dtype == np.float32 and value.ndim == 0:
            found[int(match[1])] = float(value)
    values = [found[number] for number in sorted(found)]
    if len(values) != len(FAMILIES) * states:
        raise SystemExit(f"expected {len(FAMILIES) * states} layer weights in the graph, found {len(values)}")
    rows = torch.tensor(values).reshape(len(FAMILIES), states)
    if not torch.allclose(rows.sum(1), torch.ones(len(FAMILIES)), atol=1e-3):
        raise SystemExit("the layer weights of a family do not add up to one")
    return rows.log()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True, help="folder of the shipped model")
    parser.add_argument("--out", required=True, help="checkpoint to write")
    options = parser.parse_args()
    graph = onnx.load(Path(options.model) / "model.onnx").graph
    state = weights(graph)
    layers = 1 + max(int(name.split(".")[1]) for name in state if name.startswith("layers."))
    piece_layers = layers_over_pieces(graph, layers)
    state["mixes"] = mixes(graph, layers - piece_layers + 1)
    model = Dateline(len(state["piece_embedding.weight"]), layers, piece_layers, len(state["layers.0.up.bias"]))
    model.load_state_dict(state)
    torch.save(state, options.out)


def layers_over_pieces(graph, layers):
    """The layers before the words' first pieces are gathered."""
    order = {node.name: number for number, node in enumerate(graph.node)}
    gathered = next(number for name, number in order.items() if name.startswith("/model/GatherElements"))
    first = [min(number for name, number in order.items() if name.startswith(f"/model/layers.{layer}/")) for layer in range(layers)]
    return sum(number < gathered for number in first)


if __name__ == "__main__":
    main()
