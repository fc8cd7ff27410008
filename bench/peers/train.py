"""Trains the networks of Duello's auto preset on Fashion-MNIST in a plain PyTorch loop, end to end.

    python bench/peers/train.py example|best THREADS KIMG FOLDER_OF_IDX_FILES OUT

The recipe is that of core/src/main/resources/dev/duello/train/presets/auto.yaml: batch 32, Adam, R1 every eighth step, reals and
fakes judged as one batch, classes, a moving average. `example` is written as PyTorch's own DCGAN example is: eager float32, a
DataLoader with two workers that turns each image into a tensor. `best` is channels last with all images in memory, and autocast to
bfloat16 where the processor multiplies it (`precision.py`). Both log every 50 steps, write 64 samples every 10 kimg and a checkpoint every 25. Prints images a second after the first
1,024, and those of the fastest 1,024 in a row.
"""

import gzip
import pathlib
import sys
import time

import numpy
import torch
from PIL import Image
from torch import nn
from torch.nn import functional as F

from precision import takes_bfloat16

SETTING, THREADS, KIMG, DATA, OUT = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), sys.argv[4], pathlib.Path(sys.argv[5])
BATCH, LATENT, CLASSES, WIDTH = 32, 100, 10, 64
BEST = SETTING == "best"
LOW = BEST and takes_bfloat16()
# Steps whose time is taken together, as Duello's log does.
WINDOW = 32


class ClassBatchNorm(nn.Module):
    """Batch normalization whose scale and shift are those of a class."""

    def __init__(self, channels):
        super().__init__()
        self.norm = nn.BatchNorm2d(channels, affine=False)
        self.scale, self.shift = nn.Linear(CLASSES, channels), nn.Linear(CLASSES, channels)
        nn.init.ones_(self.scale.bias)

    def forward(self, x, classes):
        return self.norm(x) * self.scale(classes)[:, :, None, None] + self.shift(classes)[:, :, None, None]


class Generator(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Linear(CLASSES, 32, bias=False)
        self.base = nn.Linear(LATENT + 32, 2 * WIDTH * 49, bias=False)
        sizes = [2 * WIDTH, WIDTH, WIDTH // 4]
        self.norms = nn.ModuleList(ClassBatchNorm(size) for size in sizes)
        self.convs = nn.ModuleList(nn.Conv2d(a, b, 3, 1, 1, bias=False) for a, b in zip(sizes, sizes[1:]))
        self.image = nn.Conv2d(WIDTH // 4, 1, 3, 1, 1)

    def forward(self, noise, classes):
        x = self.base(torch.cat([noise, self.embedding(classes)], 1)).view(-1, 2 * WIDTH, 7, 7)
        if BEST:
            x = x.contiguous(memory_format=torch.channels_last)
        x = F.relu(self.norms[0](x, classes), inplace=True)
        for conv, norm in zip(self.convs, self.norms[1:]):
            x = F.relu(norm(conv(F.interpolate(x, scale_factor=2)), classes), inplace=True)
        return torch.tanh(self.image(x))


class Discriminator(nn.Module):
    def __init__(self):
        super().__init__()
        sizes = [1, WIDTH, 2 * WIDTH, 2 * WIDTH]
        self.convs = nn.ModuleList(nn.Conv2d(a, b, 4, 2, 1) for a, b in zip(sizes, sizes[1:]))
        self.common, self.own = nn.Linear(2 * WIDTH * 9, 1, bias=False), nn.Linear(2 * WIDTH * 9, CLASSES, bias=False)

    def forward(self, x, classes):
        for conv in self.convs:
            x = F.leaky_relu(conv(x), 0.2, inplace=True)
        x = x.flatten(1)
        return ((self.common(x) + self.own(x)).float() * classes).sum(1)


def idx(name):
    with gzip.open(pathlib.Path(DATA) / name) as file:
        raw = file.read()
    return numpy.frombuffer(raw, numpy.uint8, offset=16 if raw[3] == 3 else 8)


class Pictures(torch.utils.data.Dataset):
    """One image at a time, as torchvision's Fashion-MNIST with ToTensor and Normalize gives them."""

    def __init__(self, images, labels):
        self.images, self.labels = images, labels

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        picture = Image.fromarray(self.images[index])
        pixels = torch.from_numpy(numpy.array(picture, numpy.uint8, copy=True)).unsqueeze(0)
        return pixels.contiguous().to(torch.float32).div(255).sub_(0.5).div_(0.5), int(self.labels[index])


def batches(images, labels):
    if BEST:
        pixels, classes = torch.from_numpy(images.copy()), torch.from_numpy(labels.astype("int64"))
        while True:
            for rows in torch.randperm(len(pixels)).split(BATCH):
                if len(rows) == BATCH:
                    yield pixels[rows].unsqueeze(1).float().div_(127.5).sub_(1), classes[rows]
    loader = torch.utils.data.DataLoader(Pictures(images, labels), BATCH, shuffle=True, num_workers=2, drop_last=True)
    while True:
        yield from loader


def save_samples(average, noise, classes, file):
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16, enabled=LOW):
        made = average(noise, classes).float().add(1).mul(127.5).clamp(0, 255).byte().numpy()
    Image.fromarray(made.reshape(8, 8, 28, 28).transpose(0, 2, 1, 3).reshape(224, 224)).save(file)


def main():
    torch.manual_seed(0)
    torch.set_num_threads(THREADS)
    OUT.mkdir(parents=True, exist_ok=True)
    g, d, average = Generator(), Discriminator(), Generator()
    if BEST:
        for network in (g, d, average):
            network.to(memory_format=torch.channels_last)
    average.load_state_dict(g.state_dict())
    average.eval()
    optimize_g = torch.optim.Adam(g.parameters(), lr=2e-3, betas=(0.0, 0.99), fused=BEST)
    optimize_d = torch.optim.Adam(d.parameters(), lr=1.5e-3, betas=(0.0, 0.99), fused=BEST)
    fixed = torch.randn(64, LATENT), F.one_hot(torch.arange(64) % CLASSES, CLASSES).float()
    data = batches(idx("train-images-idx3-ubyte.gz").reshape(-1, 28, 28), idx("train-labels-idx1-ubyte.gz"))
    low = lambda: torch.autocast("cpu", torch.bfloat16, enabled=LOW)
    seen, steps, window = 0, 0, []
    while seen < KIMG * 1000:
        real, labels = next(data)
        if BEST:
            real = real.contiguous(memory_format=torch.channels_last)
        classes = F.one_hot(labels, CLASSES).float()
        steep = steps % 8 == 0
        with low():
            fake = g(torch.randn(BATCH, LATENT), classes)
        fake = fake.float()
        if steep:
            real.requires_grad_(True)
        with low():
            logits = d(torch.cat([real, fake.detach()]), torch.cat([classes, classes]))
        logits_real, logits_fake = logits.split(BATCH)
        loss_d = F.softplus(-logits_real).mean() + F.softplus(logits_fake).mean()
        loss = loss_d
        if steep:
            slope, = torch.autograd.grad(logits_real.sum(), real, create_graph=True)
            loss = loss + slope.square().sum((1, 2, 3)).mean() / 2 * 8
        optimize_d.zero_grad()
        loss.backward()
        optimize_d.step()
        with low():
            loss_g = F.softplus(-d(fake, classes)).mean()
        optimize_g.zero_grad()
        loss_g.backward()
        optimize_g.step()
        keep = 0.5 ** (BATCH / max(min(10_000, (seen + BATCH) * 0.05), 1e-8))
        with torch.no_grad():
            torch._foreach_lerp_(list(average.parameters()), list(g.parameters()), 1 - keep)
            buffers = [(a, b) for a, b in zip(average.buffers(), g.buffers()) if a.is_floating_point()]
            torch._foreach_lerp_([a for a, _ in buffers], [b for _, b in buffers], 1 - keep)
        before, seen, steps = seen, seen + BATCH, steps + 1
        if steps % 50 == 0:
            print(f"{seen} {loss_d.item():.4f} {loss_g.item():.4f}", file=sys.stderr)
        if seen // 10_000 != before // 10_000:
            save_samples(average, *fixed, OUT / f"{seen}.png")
        if seen // 25_000 != before // 25_000:
            torch.save([x.state_dict() for x in (g, d, average, optimize_g, optimize_d)], OUT / "checkpoint.pt")
        if steps % WINDOW == 0:
            window.append(time.perf_counter())
    fastest = WINDOW * BATCH / min(after - before for before, after in zip(window, window[1:]))
    print(f"{(seen - WINDOW * BATCH) / (time.perf_counter() - window[0]):.0f} {fastest:.0f}")


main()
