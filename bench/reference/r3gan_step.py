"""Three full steps of a small R3GAN in plain PyTorch, 16x16 gray images, latent 8, width 1.

    python bench/reference/r3gan_step.py

Written from the paper (Huang et al., 2024) and PyTorch's documentation, not from Duello's code: relativistic pairing, R1 and R2
in every step, and rate, second decay and penalty weight that follow half a cosine. The same fakes serve both phases, and the
generator is compared with the logits that the reals just had.
"""

import math
import sys

import torch
from torch import nn
from torch.nn import functional as F

import golden

BATCH, STEPS, LATENT, WIDTH = 4, 3, 8, 1
ANNEAL = 12  # images over which schedules change
RATE, BETA2, GAMMA = (1e-3, 2e-4), (0.9, 0.99), (2.0, 0.5)
TAPS = torch.tensor([1.0, 3.0, 3.0, 1.0]) / 8


def filtered(x, pad):
    """Each channel for itself through the outer product of the taps."""
    channels = x.shape[1]
    kernel = torch.outer(TAPS, TAPS).to(x.dtype).expand(channels, 1, 4, 4)
    return F.conv2d(F.pad(x, pad), kernel, groups=channels)


class Up(nn.Module):
    def forward(self, x):
        n, c, h, w = x.shape
        spread = x.new_zeros(n, c, h, 2, w, 2)
        spread[:, :, :, 0, :, 0] = x
        return 4 * filtered(spread.reshape(n, c, 2 * h, 2 * w), (2, 1, 2, 1))


class Down(nn.Module):
    def forward(self, x):
        return filtered(x, (1, 1, 1, 1))[:, :, ::2, ::2]


class Begin(nn.Module):
    """A learned image whose channels the latent weighs."""

    def __init__(self, channels):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(channels, LATENT))
        self.basis = nn.Parameter(torch.empty(channels, 4, 4))

    def forward(self, z):
        return (z @ self.weight.T)[:, :, None, None] * self.basis


class End(nn.Module):
    """A sum over places, each with its weight."""

    def __init__(self, channels):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(channels, 4, 4))

    def forward(self, x):
        return F.conv2d(x, self.weight[:, None], groups=x.shape[1]).flatten(1)


class Block(nn.Module):
    def __init__(self, channels):
        super().__init__()
        wide = 2 * channels
        self.branch = nn.Sequential(
            nn.Conv2d(channels, wide, 1), nn.LeakyReLU(0.2),
            nn.Conv2d(wide, wide, 3, padding=1, groups=max(1, wide // 16)), nn.LeakyReLU(0.2),
            nn.Conv2d(wide, channels, 1, bias=False),
        )

    def forward(self, x):
        return x + self.branch(x)


def point(channels, out):
    return nn.Conv2d(channels, out, 1, bias=False)


def networks():
    small, middle, large = WIDTH, 2 * WIDTH, 4 * WIDTH
    generator = nn.Sequential(
        Begin(large), Block(large), point(large, middle), Up(), Block(middle), point(middle, small), Up(), Block(small),
        point(small, 1),
    )
    discriminator = nn.Sequential(
        point(1, small), Block(small), Down(), point(small, middle), Block(middle), Down(), point(middle, large), Block(large),
        End(large), nn.Linear(large, 1, bias=False),
    )
    return generator, discriminator


KINDS = {nn.Conv2d: "conv", nn.Linear: "linear", Block: "residual", Begin: "learned-constant", End: "sum-pool"}


def named(module):
    """Positions and kinds, as Duello names them."""
    found = {}
    for key, value in module.state_dict().items():
        parts = key.split(".")
        parts[0] += "." + KINDS[type(module[int(parts[0])])]
        if "branch" in parts:
            parts[2] += ".conv"
        found[".".join(parts)] = golden.tensor(value)
    return found


def scheduled(ends, progress):
    return ends[1] + (ends[0] - ends[1]) * (1 + math.cos(math.pi * min(1, progress))) / 2


def steepness(logits, images):
    (slope,) = torch.autograd.grad(logits.sum(), images, create_graph=True)
    return slope.square().sum((1, 2, 3)).mean()


def run(dtype):
    torch.manual_seed(20261124)
    generator, discriminator = networks()
    with torch.no_grad():
        # Larger than their own start of partly zero, so that every tensor gets a gradient.
        for p in [*generator.parameters(), *discriminator.parameters()]:
            p.copy_(torch.randn(p.shape) * (0.5 if p.dim() > 1 else 0.3))
    reals = torch.rand(STEPS, BATCH, 1, 16, 16) * 2 - 1
    latents = torch.randn(STEPS, BATCH, LATENT)
    generator, discriminator = generator.to(dtype), discriminator.to(dtype)
    content = {
        "reals": [golden.tensor(x) for x in reals],
        "latents": [golden.tensor(z) for z in latents],
        "before": {"generator": named(generator), "discriminator": named(discriminator)},
    }
    optimizers = [torch.optim.Adam(network.parameters(), eps=1e-8) for network in (generator, discriminator)]
    steps = []
    for i, (real, z) in enumerate(zip(reals.to(dtype), latents.to(dtype))):
        progress = i * BATCH / ANNEAL
        for optimizer in optimizers:
            optimizer.param_groups[0].update(lr=scheduled(RATE, progress), betas=(0.0, scheduled(BETA2, progress)))
        gamma = scheduled(GAMMA, progress)
        fake = generator(z)

        real_seen, fake_seen = real.requires_grad_(True), fake.detach().requires_grad_(True)
        real_logits, fake_logits = discriminator(real_seen), discriminator(fake_seen)
        loss_d = F.softplus(fake_logits - real_logits).mean()
        penalty = gamma / 2 * steepness(real_logits, real_seen) + gamma / 2 * steepness(fake_logits, fake_seen)
        optimizers[1].zero_grad()
        (loss_d + penalty).backward()
        optimizers[1].step()

        loss_g = F.softplus(real_logits.detach() - discriminator(fake)).mean()
        optimizers[0].zero_grad()
        loss_g.backward()
        optimizers[0].step()
        steps.append({
            "discriminator-loss": loss_d.item(), "penalty": penalty.item(), "generator-loss": loss_g.item(),
            "logit-real": real_logits.mean().item(), "logit-fake": fake_logits.mean().item(),
        })
    content["steps"] = steps
    content["after"] = {"generator": named(generator), "discriminator": named(discriminator)}
    return content


def main():
    single, double = run(torch.float32), run(torch.float64)
    worst = max(
        abs(a - b)
        for network in single["after"]
        for name in single["after"][network]
        for a, b in zip(single["after"][network][name]["values"], double["after"][network][name]["values"])
    )
    print(f"float32 against float64: {worst:.1e}")
    if worst > 5e-6:
        sys.exit("these numbers amplify rounding too much to compare to 1e-5: choose another seed")
    golden.write("gan", "r3gan-step", double)


if __name__ == "__main__":
    main()
