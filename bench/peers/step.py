"""Times one full DCGAN step in PyTorch, the networks of Step.java at 64x64x3, written as PyTorch's own example does.

    python bench/peers/step.py example|best|compiled THREADS STEPS [DEVICE [BATCH]]

`example` is eager float32; `best` is channels last with fused Adam, and autocast to bfloat16 where the processor multiplies it
(`precision.py`); `compiled` is torch.compile of that. Prints the
median wall-clock and the least processor time of a step of the calling thread, and the time from the start to the 100th step
where STEPS reaches it.
"""

import resource
import statistics
import sys
import time

START = time.perf_counter()

import torch
from torch import nn

from precision import takes_bfloat16

SETTING, THREADS, STEPS = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
DEVICE = sys.argv[4] if len(sys.argv) > 4 else "cpu"
BATCH = int(sys.argv[5]) if len(sys.argv) > 5 else 64
LATENT, WIDTH = 100, 64


def generator():
    def up(inputs, outputs):
        return [nn.ConvTranspose2d(inputs, outputs, 4, 2, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(True)]

    return nn.Sequential(
        nn.ConvTranspose2d(LATENT, 8 * WIDTH, 4, 1, 0, bias=False), nn.BatchNorm2d(8 * WIDTH), nn.ReLU(True),
        *up(8 * WIDTH, 4 * WIDTH), *up(4 * WIDTH, 2 * WIDTH), *up(2 * WIDTH, WIDTH),
        nn.ConvTranspose2d(WIDTH, 3, 4, 2, 1, bias=False), nn.Tanh(),
    )


def discriminator():
    def down(inputs, outputs):
        return [nn.Conv2d(inputs, outputs, 4, 2, 1, bias=False), nn.BatchNorm2d(outputs), nn.LeakyReLU(0.2, inplace=True)]

    return nn.Sequential(
        nn.Conv2d(3, WIDTH, 4, 2, 1, bias=False), nn.LeakyReLU(0.2, inplace=True),
        *down(WIDTH, 2 * WIDTH), *down(2 * WIDTH, 4 * WIDTH), *down(4 * WIDTH, 8 * WIDTH),
        nn.Conv2d(8 * WIDTH, 1, 4, 1, 0, bias=False),
    )


def main():
    torch.manual_seed(0)
    torch.set_num_threads(THREADS)
    torch.backends.cudnn.benchmark = True
    g, d = generator().to(DEVICE), discriminator().to(DEVICE)
    best = SETTING != "example"
    low = best and takes_bfloat16(DEVICE)
    real = torch.rand(BATCH, 3, 64, 64, device=DEVICE) * 2 - 1
    if best:
        g, d = g.to(memory_format=torch.channels_last), d.to(memory_format=torch.channels_last)
        real = real.contiguous(memory_format=torch.channels_last)
    run_g, run_d = (torch.compile(g), torch.compile(d)) if SETTING == "compiled" else (g, d)
    loss = nn.BCEWithLogitsLoss()
    optimize_g = torch.optim.Adam(g.parameters(), lr=2e-4, betas=(0.5, 0.999), fused=best)
    optimize_d = torch.optim.Adam(d.parameters(), lr=2e-4, betas=(0.5, 0.999), fused=best)
    one, zero = torch.ones(BATCH, device=DEVICE), torch.zeros(BATCH, device=DEVICE)

    def logits(images):
        with torch.autocast(DEVICE, torch.bfloat16, enabled=low):
            return run_d(images).view(-1).float()

    def step():
        optimize_d.zero_grad()
        loss_real = loss(logits(real), one)
        loss_real.backward()
        with torch.autocast(DEVICE, torch.bfloat16, enabled=low):
            fake = run_g(torch.randn(BATCH, LATENT, 1, 1, device=DEVICE))
        loss_fake = loss(logits(fake.detach()), zero)
        loss_fake.backward()
        optimize_d.step()
        optimize_g.zero_grad()
        loss_g = loss(logits(fake), one)
        loss_g.backward()
        optimize_g.step()
        return loss_real.item() + loss_fake.item(), loss_g.item()

    for _ in range(5):
        step()
    wall, thread = [], []
    for _ in range(STEPS):
        a, b = time.perf_counter(), time.thread_time()
        step()
        wall.append(time.perf_counter() - a)
        thread.append(time.thread_time() - b)
        if len(wall) == 95:
            print(f"100 steps after {time.perf_counter() - START:.1f} s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{statistics.median(wall) * 1e3:.1f} ms, this thread alone at best {min(thread) * 1e3:.1f} ms, peak memory {peak} MB")


main()
