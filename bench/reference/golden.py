"""Writes tensors as JSON that a test can read: float32 in its shortest exact decimal form."""

import json
import pathlib

import numpy as np
import torch

RESOURCES = pathlib.Path(__file__).parents[2] / "core/src/test/resources/dev/duello"


def tensor(value):
    """A tensor as its shape and its row-major numbers."""
    array = value.detach().numpy().astype(np.float32)
    return {"shape": list(array.shape), "values": [float(str(x)) for x in array.ravel()]}


def write(room, name, content):
    """Writes one resource of a room, such as nn/conv.json."""
    path = RESOURCES / room / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    note = f"Made by bench/reference with PyTorch {torch.__version__}; do not edit."
    path.write_text(json.dumps({"note": note, **content}, separators=(",", ":")) + "\n")
    print(f"{path.name}: {path.stat().st_size} bytes")
