"""The mean of several checkpoints of one run, which often scores better than each.

    average.py h/checkpoint.pt i/checkpoint.pt --out hi.pt
"""

import argparse

import torch


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoints", nargs="+")
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    states = [torch.load(path) for path in options.checkpoints]
    torch.save({name: sum(state[name] for state in states) / len(states) for name in states[0]}, options.out)


if __name__ == "__main__":
    main()
