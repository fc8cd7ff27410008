"""What generator.py of an exported folder makes of Duello's latents, against Duello's own samples.

python exported.py FOLDER NUMBERS     # an exported folder, and what Exported.java wrote
"""
import importlib.util
import pathlib
import sys

import numpy
import torch

folder, numbers = map(pathlib.Path, sys.argv[1:])
spec = importlib.util.spec_from_file_location("generator", folder / "generator.py")
generator = importlib.util.module_from_spec(spec)
spec.loader.exec_module(generator)


def read(name, *shape):
    file = numbers / (name + ".f32")
    return torch.from_numpy(numpy.fromfile(file, "<f4").reshape(*shape)) if file.exists() else None


made = generator.generate(generator.load(), read("z", -1, generator.LATENT), read("classes", -1, generator.CLASSES))
expected = read("samples", *made.shape)
print(f"{tuple(made.shape)}: the largest difference is {(made - expected).abs().max().item():.1e}, torch {torch.__version__}")
