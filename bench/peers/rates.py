"""Images a second of the generator.py that `export --safetensors` wrote, in eager PyTorch, float32, from latents to bytes, after a warm-up.

    python bench/peers/rates.py FOLDER IMAGES BATCH     # two threads
"""
import importlib.util
import pathlib
import sys
import time

import torch

folder, images, batch = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
torch.set_num_threads(2)
spec = importlib.util.spec_from_file_location("generator", folder / "generator.py")
generator = importlib.util.module_from_spec(spec)
spec.loader.exec_module(generator)
weights = generator.load()


def make(count):
    made = 0
    with torch.inference_mode():
        while made < count:
            # Any mixture of classes, where it knows some.
            classes = torch.randn(batch, generator.CLASSES) if generator.CLASSES else None
            samples = generator.generate(weights, torch.randn(batch, generator.LATENT), classes)
            samples.add(1).mul(127.5).round().clamp(0, 255).byte().permute(0, 2, 3, 1).contiguous()
            made += batch
    return made


make(4 * batch)
start = time.perf_counter()
made = make(images)
print(f"{made / (time.perf_counter() - start):.0f} images/s")
