"""The mean of several checkpoints of one run, which often scores better than each.

    average.py h/checkpoint.pt i/checkpoint.pt --out hi.pt
    average.py k/checkpoint.pt jhi.pt --shares 0.6 0.4 --out kjhi.pt
"""

import argparse

import torch


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoints", nargs="+")
    parser.add_argument("--shares", type=float, nargs="+", help="how much each counts, adding up to 1; all alike if not given")
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    states = [torch.load(path) for path in options.checkpoints]
    shares = options.shares or [1 / len(states)] * len(states)
    mean = {name: sum(share * state[name] for share, state in zip(shares, states, strict=True)) for name in states[0]}
    torch.save(mean, options.out)


if __name__ == "__main__":
    main()
