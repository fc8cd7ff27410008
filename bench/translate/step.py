"""One training step of pix2pix in plain PyTorch: the networks of Duello's preset pix2pix, eager, in the forms that this processor has.

    python bench/translate/step.py [threads]

Prints seconds of processor time for each step, of 64x64 images, gray to color, in batches of 8.
"""

import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

WIDTH, DEPTH, BATCH, STEPS = 32, 5, 8, 20


class Level(nn.Module):
    def __init__(self, depth, channels):
        super().__init__()
        inner = WIDTH << min(depth, 3)
        last = depth == DEPTH - 1
        layers = [nn.LeakyReLU(0.2), nn.Conv2d(channels, inner, 4, 2, 1, bias=last)]
        if not last:
            layers += [nn.BatchNorm2d(inner), Level(depth + 1, inner)]
        layers += [nn.ReLU(), nn.Upsample(scale_factor=2), nn.Conv2d(inner if last else 2 * inner, channels, 3, 1, 1, bias=False),
                   nn.BatchNorm2d(channels)]
        self.deep = nn.Sequential(*layers)

    def forward(self, x):
        return torch.cat([x, self.deep(x)], 1)


def networks():
    generator = nn.Sequential(nn.Conv2d(1, WIDTH, 4, 2, 1), Level(1, WIDTH), nn.ReLU(), nn.Upsample(scale_factor=2),
                              nn.Conv2d(2 * WIDTH, 3, 3, 1, 1), nn.Tanh())
    discriminator = nn.Sequential(
        nn.Conv2d(4, WIDTH, 4, 2, 1), nn.LeakyReLU(0.2),
        nn.Conv2d(WIDTH, 2 * WIDTH, 4, 2, 1, bias=False), nn.BatchNorm2d(2 * WIDTH), nn.LeakyReLU(0.2),
        nn.Conv2d(2 * WIDTH, 4 * WIDTH, 4, 1, 1, bias=False), nn.BatchNorm2d(4 * WIDTH), nn.LeakyReLU(0.2),
        nn.Conv2d(4 * WIDTH, 1, 4, 1, 1))
    return generator, discriminator


def measure(channels_last, bf16):
    torch.manual_seed(0)
    form = torch.channels_last if channels_last else torch.contiguous_format
    generator, discriminator = (net.to(memory_format=form) for net in networks())
    optimizers = [torch.optim.Adam(net.parameters(), 2e-4, (0.5, 0.999), fused=True) for net in (generator, discriminator)]
    source = (torch.rand(BATCH, 1, 64, 64) * 2 - 1).to(memory_format=form)
    target = (torch.rand(BATCH, 3, 64, 64) * 2 - 1).to(memory_format=form)

    def bce(logits, real):
        return F.binary_cross_entropy_with_logits(logits.float(), torch.full_like(logits, real, dtype=torch.float32))

    def step():
        with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
            fake = generator(source)
            loss = 0.5 * (bce(discriminator(torch.cat([source, target], 1)), 1.0)
                          + bce(discriminator(torch.cat([source, fake.detach()], 1)), 0.0))
        optimizers[1].zero_grad()
        loss.backward()
        optimizers[1].step()
        with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
            loss = 100 * (fake.float() - target).abs().mean() + bce(discriminator(torch.cat([source, fake], 1)), 1.0)
        optimizers[0].zero_grad()
        loss.backward()
        optimizers[0].step()

    for _ in range(3):
        step()
    times = []
    for _ in range(STEPS):
        start = time.process_time()
        step()
        times.append(time.process_time() - start)
    return sorted(times)[STEPS // 2]


if __name__ == "__main__":
    torch.set_num_threads(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
    for channels_last in (False, True):
        for bf16 in (False, True):
            seconds = measure(channels_last, bf16)
            print(f"{'channels last' if channels_last else 'contiguous'}, {'bf16' if bf16 else 'fp32'}: {1000 * seconds:.0f} ms", flush=True)
