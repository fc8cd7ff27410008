"""Times one full VAE step in PyTorch, the networks of VaeStep.java, written as PyTorch's own example does.

    python bench/peers/vae_step.py example|best SIDE CHANNELS THREADS STEPS

`example` is eager float32; `best` is bfloat16 autocast with channels last. Prints the median wall-clock and the least processor
time of a step of the calling thread. Unlike Duello's, the step keeps no moving average.
"""

import math
import statistics
import sys
import time

import torch
from torch import nn

SETTING, SIDE, CHANNELS, THREADS, STEPS = sys.argv[1], *map(int, sys.argv[2:6])
BATCH, LATENT, WIDTH = 64, 32, 64


def halvings():
    side, count = SIDE, 0
    while side % 2 == 0 and side > 4:
        side, count = side // 2, count + 1
    return side, count


def networks():
    base, count = halvings()
    widths = [WIDTH * min(2**i, 8) for i in range(count)]
    encoder, inputs = [], CHANNELS
    for i, outputs in enumerate(widths):
        encoder += [nn.Conv2d(inputs, outputs, 4, 2, 1, bias=i == 0)]
        encoder += [nn.BatchNorm2d(outputs)] if i else []
        encoder += [nn.LeakyReLU(0.2, inplace=True)]
        inputs = outputs
    encoder += [nn.Flatten(), nn.Linear(inputs * base * base, 2 * LATENT)]
    decoder = [
        nn.Linear(LATENT, inputs * base * base, bias=False), nn.Unflatten(1, (inputs, base, base)), nn.BatchNorm2d(inputs), nn.ReLU(True),
    ]
    for outputs in reversed(widths[:-1]):
        decoder += [nn.ConvTranspose2d(inputs, outputs, 4, 2, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(True)]
        inputs = outputs
    decoder += [nn.ConvTranspose2d(inputs, CHANNELS, 4, 2, 1), nn.Tanh()]
    return nn.Sequential(*encoder), nn.Sequential(*decoder)


def main():
    torch.manual_seed(0)
    torch.set_num_threads(THREADS)
    encoder, decoder = networks()
    low = SETTING == "best"
    images = torch.rand(BATCH, CHANNELS, SIDE, SIDE) * 2 - 1
    if low:
        encoder, decoder = encoder.to(memory_format=torch.channels_last), decoder.to(memory_format=torch.channels_last)
        images = images.contiguous(memory_format=torch.channels_last)
    parameters = [*encoder.parameters(), *decoder.parameters()]
    # The fastest that there is.
    optimizer = torch.optim.Adam(parameters, lr=2e-4, betas=(0.5, 0.999), fused=low)

    def step():
        optimizer.zero_grad()
        with torch.autocast("cpu", torch.bfloat16, enabled=low):
            mean, log_variance = encoder(images).float().chunk(2, 1)
            z = mean + (log_variance / 2).exp() * torch.randn_like(mean)
            outputs = decoder(z)
        errors = (outputs.float() - images).square()
        variance = errors.detach().mean()
        nats = errors.sum((1, 2, 3)) / (2 * variance) + images[0].numel() / 2 * torch.log(2 * math.pi * variance)
        divergence = (mean.square() + log_variance.exp() - 1 - log_variance).sum(1) / 2
        loss = (nats + divergence).mean()
        loss.backward()
        optimizer.step()
        return loss.item()

    for _ in range(5):
        step()
    wall, thread = [], []
    for _ in range(STEPS):
        a, b = time.perf_counter(), time.thread_time()
        step()
        wall.append(time.perf_counter() - a)
        thread.append(time.thread_time() - b)
    print(f"{statistics.median(wall) * 1e3:.1f} ms, this thread alone at best {min(thread) * 1e3:.1f} ms")


main()
