"""Makes images with an untrained DCGAN generator in PyTorch's eval mode, as fast as eager PyTorch goes.

    python bench/peers/sample.py THREADS IMAGES [BATCH]

Channels last, inference mode, weights in bfloat16 where the processor multiplies it (`precision.py`). Prints images a second from latents to bytes, after a warm-up.
"""

import sys
import time

import torch
from torch import nn

from precision import takes_bfloat16

THREADS, IMAGES = int(sys.argv[1]), int(sys.argv[2])
BATCH = int(sys.argv[3]) if len(sys.argv) > 3 else 256
LATENT, WIDTH = 100, 64
TYPE = torch.bfloat16 if takes_bfloat16() else torch.float32


def up(inputs, outputs):
    return [nn.ConvTranspose2d(inputs, outputs, 4, 2, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(True)]


torch.manual_seed(0)
torch.set_num_threads(THREADS)
generator = nn.Sequential(
    nn.ConvTranspose2d(LATENT, 8 * WIDTH, 4, 1, 0, bias=False), nn.BatchNorm2d(8 * WIDTH), nn.ReLU(True),
    *up(8 * WIDTH, 4 * WIDTH), *up(4 * WIDTH, 2 * WIDTH), *up(2 * WIDTH, WIDTH),
    nn.ConvTranspose2d(WIDTH, 3, 4, 2, 1, bias=False), nn.Tanh(),
).eval().to(TYPE).to(memory_format=torch.channels_last)


def make(count):
    made = 0
    with torch.inference_mode():
        while made < count:
            images = generator(torch.randn(BATCH, LATENT, 1, 1).to(TYPE))
            images.float().add(1).mul(127.5).clamp(0, 255).byte().permute(0, 2, 3, 1).contiguous()
            made += BATCH
    return made


make(4 * BATCH)
start = time.perf_counter()
made = make(IMAGES)
print(f"{made / (time.perf_counter() - start):.0f} images/s")
