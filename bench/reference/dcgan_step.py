"""Three full steps of a small DCGAN in plain PyTorch, 16x16 gray images, latent 8, width 4.

    python bench/reference/dcgan_step.py

Written from the paper and PyTorch's documentation, not from Duello's code: the same fakes serve both phases, the losses are
binary cross-entropy with logits, and batch normalization follows each of the discriminator's three passes.
"""

import sys

import torch
from torch import nn
from torch.nn import functional as F

import golden

BATCH, STEPS = 8, 3


class Reshape(nn.Module):
    def forward(self, x):
        return x.reshape(-1, 8, 4, 4)


# The keys of a module's state are its position and the tensor's name; Duello adds the kind of layer between them.
GENERATOR = {"0": "linear", "2": "batch-norm", "4": "conv-transpose", "5": "batch-norm", "7": "conv-transpose"}
DISCRIMINATOR = {"0": "conv", "2": "conv", "3": "batch-norm", "5": "linear"}


def networks():
    generator = nn.Sequential(
        nn.Linear(8, 128, bias=False), Reshape(), nn.BatchNorm2d(8), nn.ReLU(),
        nn.ConvTranspose2d(8, 4, 4, 2, 1, bias=False), nn.BatchNorm2d(4), nn.ReLU(),
        nn.ConvTranspose2d(4, 1, 4, 2, 1), nn.Tanh(),
    )
    flatten_then_judge = nn.Sequential(nn.Flatten(), nn.Linear(128, 1))
    discriminator = nn.Sequential(
        nn.Conv2d(1, 4, 4, 2, 1), nn.LeakyReLU(0.2),
        nn.Conv2d(4, 8, 4, 2, 1, bias=False), nn.BatchNorm2d(8), nn.LeakyReLU(0.2),
        flatten_then_judge,
    )
    return generator, discriminator


def named(module, kinds):
    found = {}
    for key, value in module.state_dict().items():
        if not key.endswith("num_batches_tracked"):
            position, name = key.split(".")[0], key.split(".")[-1]
            found[f"{position}.{kinds[position]}.{name}"] = golden.tensor(value)
    return found


def run(dtype):
    torch.manual_seed(20261123)
    generator, discriminator = networks()
    with torch.no_grad():
        # Wider than a DCGAN's own start, so that no gradient is so near zero that Adam turns rounding into a step.
        for p in [*generator.parameters(), *discriminator.parameters()]:
            p.copy_(torch.randn(p.shape) * 0.3 + (1 if p.dim() == 1 and p.numel() in (4, 8) else 0))
    reals = torch.rand(STEPS, BATCH, 1, 16, 16) * 2 - 1
    latents = torch.randn(STEPS, BATCH, 8)
    generator, discriminator = generator.to(dtype), discriminator.to(dtype)
    content = {
        "reals": [golden.tensor(x) for x in reals],
        "latents": [golden.tensor(z) for z in latents],
        "before": {"generator": named(generator, GENERATOR), "discriminator": named(discriminator, DISCRIMINATOR)},
    }
    settings = dict(lr=2e-4, betas=(0.5, 0.999), eps=1e-8)
    optimize_g = torch.optim.Adam(generator.parameters(), **settings)
    optimize_d = torch.optim.Adam(discriminator.parameters(), **settings)
    one, zero = torch.ones(BATCH, 1, dtype=dtype), torch.zeros(BATCH, 1, dtype=dtype)
    steps = []
    for real, z in zip(reals.to(dtype), latents.to(dtype)):
        fake = generator(z)
        real_logits, fake_logits = discriminator(real), discriminator(fake.detach())
        loss_d = F.binary_cross_entropy_with_logits(real_logits, one) + F.binary_cross_entropy_with_logits(fake_logits, zero)
        optimize_d.zero_grad()
        loss_d.backward()
        optimize_d.step()

        loss_g = F.binary_cross_entropy_with_logits(discriminator(fake), one)
        optimize_g.zero_grad()
        loss_g.backward()
        optimize_g.step()
        steps.append({
            "discriminator-loss": loss_d.item(), "generator-loss": loss_g.item(),
            "d-real": torch.sigmoid(real_logits).mean().item(), "d-fake": torch.sigmoid(fake_logits).mean().item(),
        })
    content["steps"] = steps
    content["after"] = {"generator": named(generator, GENERATOR), "discriminator": named(discriminator, DISCRIMINATOR)}
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
    golden.write("gan", "dcgan-step", single)


if __name__ == "__main__":
    main()
