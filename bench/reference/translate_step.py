"""Full steps of translators in plain PyTorch: pix2pix with noise, CycleGAN and CUT, on 8x8 or 16x16 images.

    python bench/reference/translate_step.py

Written from the papers and PyTorch's documentation, not from Duello's code. Parameters have Duello's names: position and kind of
layer, and inside of branches the branch's name.
"""

import sys

import torch
from torch.nn import functional as F

import golden

BATCH, STEPS = 4, 2


class Net:
    """Layers as functions over named tensors."""

    def __init__(self):
        self.trained, self.statistics = {}, {}

    def to(self, dtype):
        self.trained = {name: p.to(dtype).requires_grad_(True) for name, p in self.trained.items()}
        self.statistics = {name: s.to(dtype) for name, s in self.statistics.items()}
        return self

    def conv(self, name, i, o, k, bias):
        # Wider than usual, so that no gradient is so near zero that Adam turns rounding into a step.
        self.trained[name + ".weight"] = torch.randn(o, i, k, k) * 0.3
        if bias:
            self.trained[name + ".bias"] = torch.randn(o) * 0.3

    def norm(self, name, channels):
        self.trained[name + ".weight"] = 1 + torch.randn(channels) * 0.3
        self.trained[name + ".bias"] = torch.randn(channels) * 0.3
        self.statistics[name + ".running_mean"] = torch.zeros(channels)
        self.statistics[name + ".running_var"] = torch.ones(channels)

    def run_conv(self, name, x, stride, padding):
        return F.conv2d(x, self.trained[name + ".weight"], self.trained.get(name + ".bias"), stride, padding)

    def run_upsample(self, name, x):
        return self.run_conv(name, F.interpolate(x, scale_factor=2, mode="nearest"), 1, 1)

    def run_norm(self, name, x):
        return F.batch_norm(x, self.statistics[name + ".running_mean"], self.statistics[name + ".running_var"],
                            self.trained[name + ".weight"], self.trained[name + ".bias"], training=True)

    def all(self):
        return {name: golden.tensor(t) for name, t in {**self.trained, **self.statistics}.items()}


class UNet(Net):
    """Three halvings, width 2, one gray channel and two of noise to three channels."""

    def __init__(self):
        super().__init__()
        outer, inner = "2.concat.deep.", "2.concat.deep.3.concat.deep."
        self.conv("1.conv", 3, 2, 4, True)
        self.conv(outer + "1.conv", 2, 4, 4, False)
        self.norm(outer + "2.batch-norm", 4)
        self.conv(inner + "1.conv", 4, 8, 4, True)
        self.conv(inner + "3.upsample-conv", 8, 4, 3, False)
        self.norm(inner + "4.batch-norm", 4)
        self.conv(outer + "5.upsample-conv", 8, 2, 3, False)
        self.norm(outer + "6.batch-norm", 2)
        self.conv("4.upsample-conv", 4, 3, 3, True)

    def __call__(self, source, z):
        outer, inner = "2.concat.deep.", "2.concat.deep.3.concat.deep."
        x = torch.cat([source, z[:, :, None, None].expand(-1, -1, *source.shape[2:])], 1)
        a = self.run_conv("1.conv", x, 2, 1)
        b = self.run_norm(outer + "2.batch-norm", self.run_conv(outer + "1.conv", F.leaky_relu(a, 0.2), 2, 1))
        c = self.run_conv(inner + "1.conv", F.leaky_relu(b, 0.2), 2, 1)
        c = self.run_norm(inner + "4.batch-norm", self.run_upsample(inner + "3.upsample-conv", F.relu(c)))
        b = torch.cat([b, c], 1)
        b = self.run_norm(outer + "6.batch-norm", self.run_upsample(outer + "5.upsample-conv", F.relu(b)))
        return torch.tanh(self.run_upsample("4.upsample-conv", F.relu(torch.cat([a, b], 1))))


class Patches(Net):
    """One halving, width 2; logits of patches."""

    def __init__(self, channels):
        super().__init__()
        self.conv("0.conv", channels, 2, 4, True)
        self.conv("2.conv", 2, 4, 4, False)
        self.norm("3.batch-norm", 4)
        self.conv("5.conv", 4, 1, 4, True)

    def __call__(self, x):
        x = F.leaky_relu(self.run_conv("0.conv", x, 2, 1), 0.2)
        x = F.leaky_relu(self.run_norm("3.batch-norm", self.run_conv("2.conv", x, 1, 1)), 0.2)
        return self.run_conv("5.conv", x, 1, 1)


def adam(*nets):
    return torch.optim.Adam([p for net in nets for p in net.trained.values()], lr=2e-4, betas=(0.5, 0.999), eps=1e-8)


def logistic(logits, real):
    return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, float(real)))


def step(optimizer, loss):
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


def pix2pix(dtype):
    torch.manual_seed(20261127)
    generator, discriminator = UNet(), Patches(4)
    sources = torch.rand(STEPS, BATCH, 1, 8, 8) * 2 - 1
    targets = torch.rand(STEPS, BATCH, 3, 8, 8) * 2 - 1
    noises = torch.randn(STEPS, 2, BATCH, 2)
    content = {
        "sources": [golden.tensor(x) for x in sources], "targets": [golden.tensor(x) for x in targets],
        "noise": [golden.tensor(z[0]) for z in noises], "other-noise": [golden.tensor(z[1]) for z in noises],
        "before": {"generator": generator.all(), "discriminator": discriminator.all()},
    }
    generator.to(dtype), discriminator.to(dtype)
    optimize_g, optimize_d = adam(generator), adam(discriminator)
    steps = []
    for source, target, (z, other) in zip(sources.to(dtype), targets.to(dtype), noises.to(dtype)):
        fake = generator(source, z)
        loss_d = 0.5 * (logistic(discriminator(torch.cat([source, target], 1)), 1)
                        + logistic(discriminator(torch.cat([source, fake.detach()], 1)), 0))
        step(optimize_d, loss_d)
        distance = (fake - target).abs().mean()
        wanted = logistic(discriminator(torch.cat([source, fake], 1)), 1)
        changed = (fake - generator(source, other)).abs().mean((1, 2, 3)) / (z - other).abs().mean(1)
        step(optimize_g, 100 * distance + wanted + 0.5 * (1 / (changed + 1e-5)).mean())
        steps.append({"discriminator-loss": loss_d.item(), "generator-loss": wanted.item(), "l1-loss": distance.item()})
    content["steps"] = steps
    content["after"] = {"generator": generator.all(), "discriminator": discriminator.all()}
    return content


def write(name, run):
    single, double = run(torch.float32), run(torch.float64)
    worst = max(
        abs(a - b)
        for network in single["after"]
        for tensor in single["after"][network]
        for a, b in zip(single["after"][network][tensor]["values"], double["after"][network][tensor]["values"])
    )
    print(f"{name}: float32 against float64: {worst:.1e}")
    if worst > 5e-6:
        sys.exit("these numbers amplify rounding too much to compare to 1e-5: choose another seed")
    golden.write("translate", name, single)


if __name__ == "__main__":
    write("pix2pix-step", pix2pix)
