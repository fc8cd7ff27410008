"""Full steps of translators in plain PyTorch: pix2pix with noise, and with classes as well, CycleGAN and CUT, on 8x8 images.

    python bench/reference/translate_step.py

Written from the papers and PyTorch's documentation, not from Duello's code. Parameters have Duello's names: position and kind of
layer, and inside of branches the branch's name.
"""

import re
import sys

import torch
from torch.nn import functional as F

import golden

BATCH, STEPS = 4, 2


class Net:
    """Layers as functions over named tensors."""

    def __init__(self):
        self.trained, self.statistics = {}, {}
        # Layers that come before those that are named here.
        self.shift = 0

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
        return {re.sub(r"^\d+", lambda number: str(int(number[0]) + self.shift), name): golden.tensor(t)
                for name, t in {**self.trained, **self.statistics}.items()}


class UNet(Net):
    """Three halvings, width 2, one gray channel, two of noise and those of classes to three channels."""

    def __init__(self, classes=0):
        super().__init__()
        outer, inner = "2.concat.deep.", "2.concat.deep.3.concat.deep."
        self.shift = int(classes > 0)
        self.conv("1.conv", 3 + classes, 2, 4, True)
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
        x = torch.cat([source, everywhere(z, source)], 1)
        a = self.run_conv("1.conv", x, 2, 1)
        b = self.run_norm(outer + "2.batch-norm", self.run_conv(outer + "1.conv", F.leaky_relu(a, 0.2), 2, 1))
        c = self.run_conv(inner + "1.conv", F.leaky_relu(b, 0.2), 2, 1)
        c = self.run_norm(inner + "4.batch-norm", self.run_upsample(inner + "3.upsample-conv", F.relu(c)))
        b = torch.cat([b, c], 1)
        b = self.run_norm(outer + "6.batch-norm", self.run_upsample(outer + "5.upsample-conv", F.relu(b)))
        return torch.tanh(self.run_upsample("4.upsample-conv", F.relu(torch.cat([a, b], 1))))


class Patches(Net):
    """One halving, width 2; logits of patches."""

    def __init__(self, channels, classes=0):
        super().__init__()
        self.shift = int(classes > 0)
        self.conv("0.conv", channels + classes, 2, 4, True)
        self.conv("2.conv", 2, 4, 4, False)
        self.norm("3.batch-norm", 4)
        self.conv("5.conv", 4, 1, 4, True)

    def __call__(self, x):
        x = F.leaky_relu(self.run_conv("0.conv", x, 2, 1), 0.2)
        x = F.leaky_relu(self.run_norm("3.batch-norm", self.run_conv("2.conv", x, 1, 1)), 0.2)
        return self.run_conv("5.conv", x, 1, 1)


class ResNet(Net):
    """Width 2, one residual block; instance normalization without factors; borders that mirror."""

    def __init__(self):
        super().__init__()
        self.conv("1.conv", 3, 2, 7, False)
        self.conv("4.conv", 2, 4, 3, False)
        self.conv("7.conv", 4, 8, 3, False)
        self.conv("10.residual.branch.1.conv", 8, 8, 3, False)
        self.conv("10.residual.branch.5.conv", 8, 8, 3, False)
        self.conv("11.upsample-conv", 8, 4, 3, False)
        self.conv("14.upsample-conv", 4, 2, 3, False)
        self.conv("18.conv", 2, 3, 7, True)

    def __call__(self, x):
        def padded(name, x, margin):
            return self.run_conv(name, F.pad(x, [margin] * 4, mode="reflect"), 1, 0)

        x = F.relu(F.instance_norm(padded("1.conv", x, 3)))
        x = F.relu(F.instance_norm(self.run_conv("4.conv", x, 2, 1)))
        x = F.relu(F.instance_norm(self.run_conv("7.conv", x, 2, 1)))
        y = F.relu(F.instance_norm(padded("10.residual.branch.1.conv", x, 1)))
        x = x + F.instance_norm(padded("10.residual.branch.5.conv", y, 1))
        x = F.relu(F.instance_norm(self.run_upsample("11.upsample-conv", x)))
        x = F.relu(F.instance_norm(self.run_upsample("14.upsample-conv", x)))
        return torch.tanh(padded("18.conv", x, 3))


def adam(*nets):
    return torch.optim.Adam([p for net in nets for p in net.trained.values()], lr=2e-4, betas=(0.5, 0.999), eps=1e-8)


def logistic(logits, real):
    return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, float(real)))


def step(optimizer, loss):
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


def everywhere(numbers, image):
    """Channels that are the same at every place."""
    return numbers[:, :, None, None].expand(-1, -1, *image.shape[2:])


def pix2pix(dtype, classes=0):
    torch.manual_seed(20261127)
    generator, discriminator = UNet(classes), Patches(4, classes)
    sources = torch.rand(STEPS, BATCH, 1, 8, 8) * 2 - 1
    targets = torch.rand(STEPS, BATCH, 3, 8, 8) * 2 - 1
    noises = torch.randn(STEPS, 2, BATCH, 2)
    labels = torch.randint(classes, (STEPS, BATCH)) if classes else None
    content = {
        "sources": [golden.tensor(x) for x in sources], "targets": [golden.tensor(x) for x in targets],
        **({"labels": labels.tolist()} if classes else {}),
        "noise": [golden.tensor(z[0]) for z in noises], "other-noise": [golden.tensor(z[1]) for z in noises],
        "before": {"generator": generator.all(), "discriminator": discriminator.all()},
    }
    generator.to(dtype), discriminator.to(dtype)
    optimize_g, optimize_d = adam(generator), adam(discriminator)
    steps = []
    for i, (source, target, (z, other)) in enumerate(zip(sources.to(dtype), targets.to(dtype), noises.to(dtype))):
        own = F.one_hot(labels[i], classes).to(dtype) if classes else z[:, :0]

        def made(noise):
            return generator(source, torch.cat([noise, own], 1))

        def judged(image):
            return discriminator(torch.cat([source, image, everywhere(own, image)], 1))

        fake = made(z)
        loss_d = 0.5 * (logistic(judged(target), 1) + logistic(judged(fake.detach()), 0))
        step(optimize_d, loss_d)
        distance = (fake - target).abs().mean()
        wanted = logistic(judged(fake), 1)
        changed = (fake - made(other)).abs().mean((1, 2, 3)) / (z - other).abs().mean(1)
        step(optimize_g, 100 * distance + wanted + 0.5 * (1 / (changed + 1e-5)).mean())
        steps.append({"discriminator-loss": loss_d.item(), "generator-loss": wanted.item(), "l1-loss": distance.item()})
    content["steps"] = steps
    content["after"] = {"generator": generator.all(), "discriminator": discriminator.all()}
    return content


def cyclegan(dtype):
    torch.manual_seed(20261128)
    there, back, of_targets, of_sources = ResNet(), ResNet(), Patches(3), Patches(3)
    nets = {"generator": there, "generator-back": back, "discriminator": of_targets, "discriminator-back": of_sources}
    sources = torch.rand(STEPS, BATCH, 3, 8, 8) * 2 - 1
    targets = torch.rand(STEPS, BATCH, 3, 8, 8) * 2 - 1
    content = {
        "sources": [golden.tensor(x) for x in sources], "targets": [golden.tensor(x) for x in targets],
        "before": {name: net.all() for name, net in nets.items()},
    }
    for net in nets.values():
        net.to(dtype)
    optimize_g, optimize_b, optimize_a = adam(there, back), adam(of_targets), adam(of_sources)

    def squares(logits, real):
        return ((logits - real) ** 2).mean()

    steps = []
    for a, b in zip(sources.to(dtype), targets.to(dtype)):
        fake_b, fake_a = there(a), back(b)
        wanted = squares(of_targets(fake_b), 1) + squares(of_sources(fake_a), 1)
        cycle = (back(fake_b) - a).abs().mean() + (there(fake_a) - b).abs().mean()
        identity = (there(b) - b).abs().mean() + (back(a) - a).abs().mean()
        step(optimize_g, wanted + 10 * cycle + 5 * identity)
        # The buffers are not full yet, so that they give back what they are given.
        losses = []
        for optimizer, judge, real, fake in ((optimize_b, of_targets, b, fake_b), (optimize_a, of_sources, a, fake_a)):
            loss = 0.5 * (squares(judge(real), 1) + squares(judge(fake.detach()), 0))
            step(optimizer, loss)
            losses.append(loss.item())
        steps.append({"discriminator-loss": sum(losses) / 2, "generator-loss": wanted.item(), "cycle-loss": cycle.item()})
    content["steps"] = steps
    content["after"] = {name: net.all() for name, net in nets.items()}
    return content


class Head(Net):
    def __init__(self, channels):
        super().__init__()
        for name, inputs in (("0.linear", channels), ("2.linear", 256)):
            self.trained[name + ".weight"] = torch.randn(256, inputs) * 0.1
            self.trained[name + ".bias"] = torch.randn(256) * 0.1

    def __call__(self, x):
        x = F.relu(F.linear(x, self.trained["0.linear.weight"], self.trained["0.linear.bias"]))
        x = F.linear(x, self.trained["2.linear.weight"], self.trained["2.linear.bias"])
        return x / (x.pow(2).sum(-1, keepdim=True).sqrt() + 1e-7)


def cut(dtype):
    torch.manual_seed(20261129)
    generator, discriminator = ResNet(), Patches(3)
    heads = [Head(channels) for channels in (3, 4, 8, 8)]
    nets = {"generator": generator, "discriminator": discriminator, **{f"head-{i}": h for i, h in enumerate(heads)}}
    sources = torch.rand(STEPS, BATCH, 3, 8, 8) * 2 - 1
    targets = torch.rand(STEPS, BATCH, 3, 8, 8) * 2 - 1
    places = [[torch.randperm(n)[:4] for n in (196, 16, 4, 4)] for _ in range(STEPS)]
    content = {
        "sources": [golden.tensor(x) for x in sources], "targets": [golden.tensor(x) for x in targets],
        "patches": [[ids.tolist() for ids in each] for each in places],
    }
    for net in nets.values():
        net.to(dtype)
    # The heads are as they were made by the same numbers everywhere, so that they need not be written down.
    for i, head in enumerate(heads):
        for name, p in head.trained.items():
            with torch.no_grad():
                p.copy_(torch.sin(torch.arange(p.numel(), dtype=torch.float64) * (i + 1)).reshape(p.shape).to(torch.float32) * 0.1)
    content["before"] = {name: net.all() for name, net in nets.items() if not name.startswith("head")}
    optimize_g, optimize_d = adam(generator, *heads), adam(discriminator)

    def squares(logits, real):
        return ((logits - real) ** 2).mean()

    def seen(x):
        """Padded image, both halvings, the residual block."""
        a = F.pad(x, [3] * 4, mode="reflect")
        b = generator.run_conv("4.conv", F.relu(F.instance_norm(generator.run_conv("1.conv", a, 1, 0))), 2, 1)
        c = generator.run_conv("7.conv", F.relu(F.instance_norm(b)), 2, 1)
        d = F.relu(F.instance_norm(c))
        y = F.relu(F.instance_norm(generator.run_conv("10.residual.branch.1.conv", F.pad(d, [1] * 4, mode="reflect"), 1, 0)))
        d = d + F.instance_norm(generator.run_conv("10.residual.branch.5.conv", F.pad(y, [1] * 4, mode="reflect"), 1, 0))
        return a, b, c, d

    def contrast(source, image, ids):
        with torch.no_grad():
            keys = [h(f.permute(0, 2, 3, 1).flatten(1, 2)[:, at]) for h, f, at in zip(heads, seen(source), ids)]
        queries = [h(f.permute(0, 2, 3, 1).flatten(1, 2)[:, at]) for h, f, at in zip(heads, seen(image), ids)]
        losses = []
        for q, k in zip(queries, keys):
            positive = (q * k).sum(-1, keepdim=True)
            negative = q @ k.transpose(1, 2)
            negative = negative.masked_fill(torch.eye(q.shape[1], dtype=torch.bool), -1e9)
            logits = torch.cat([positive, negative], 2).flatten(0, 1) / 0.07
            losses.append(F.cross_entropy(logits, torch.zeros(len(logits), dtype=torch.long)))
        return sum(losses) / len(losses)

    steps = []
    for a, b, ids in zip(sources.to(dtype), targets.to(dtype), places):
        fake = generator(a)
        loss_d = 0.5 * (squares(discriminator(b), 1) + squares(discriminator(fake.detach()), 0))
        step(optimize_d, loss_d)
        wanted = squares(discriminator(fake), 1)
        nce = 0.5 * (contrast(a, fake, ids) + contrast(b, generator(b), ids))
        step(optimize_g, wanted + nce)
        steps.append({"discriminator-loss": loss_d.item(), "generator-loss": wanted.item(), "contrastive-loss": nce.item()})
    content["steps"] = steps
    content["after"] = {name: net.all() for name, net in nets.items() if not name.startswith("head")}
    content["after"]["head-0"] = {"2.linear.bias": golden.tensor(heads[0].trained["2.linear.bias"])}
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
    write("pix2pix-class-step", lambda dtype: pix2pix(dtype, classes=3))
    write("cyclegan-step", cyclegan)
    write("cut-step", cut)
