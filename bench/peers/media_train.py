"""Published recipes for sounds, texts, shapes and clips in plain PyTorch, thinned to Duello's sizes, for so much processor time.

    python bench/peers/media_train.py wavegan|text|3dgan|mocogan STORED OUT [SECONDS [COUNT]]

STORED is a folder of Stored.java. One thread, eager, bfloat16 by autocast where the processor multiplies it (`precision.py`), fused Adam;
seed 0. SECONDS are of the processor and of the whole process (600). Then COUNT samples (1,000) are written to OUT, for `duello evaluate
OUT --against NAME`, each of a random real's class.

- `wavegan` (Donahue, McAuley and Puckette, 2019): WGAN-GP, Adam 1e-4 (0.5, 0.9), five steps of the discriminator, batch 64, kernels of
  25, phase shuffle 2. Width 16 instead of 64, 4,096 samples instead of 16,384.
- `text` (Gulrajani et al., 2017): the same rates and steps, residual blocks. Width 64 and three blocks instead of 512 and five.
- `3dgan` (Wu et al., 2016): cross-entropy, Adam 0.0025 and 1e-5 with beta1 0.5, the discriminator moves where it was right in at most 80 % of
  the last batch, 200 latents. 32^3 cells and width 32 instead of 64^3 and 64, batch 16 instead of 100.
- `mocogan` (Tulyakov et al., 2018): a GRU of motion codes, discriminators of images and of videos, cross-entropy, Adam 2e-4 (0.5, 0.999)
  with weight decay 1e-5, 50 + 10 codes. 32x32 and width 32 instead of 64x64 and 64, batches of 8 clips instead of 32, and 32 images.

All know classes in one way: a one at the class beside the noise, and a logit of the class added to the common one. None averages weights.
"""

import pathlib
import struct
import sys
import time
import wave
import zlib

import numpy
import torch
from torch import nn
from torch.nn import functional as F

from precision import takes_bfloat16

RECIPE, STORED, OUT = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
SECONDS = float(sys.argv[4]) if len(sys.argv) > 4 else 600
COUNT = int(sys.argv[5]) if len(sys.argv) > 5 else 1000
LOW = takes_bfloat16()
LABELS = torch.from_numpy(numpy.load(STORED / "labels.npy").astype("int64"))
CLASSES = int(LABELS.max()) + 1
FRAMES = 16


def low():
    return torch.autocast("cpu", torch.bfloat16, enabled=LOW)


def one_hot(labels):
    return F.one_hot(labels, CLASSES).float()


def real(stored):
    """Stored samples to what networks see."""
    if RECIPE == "wavegan":
        return torch.from_numpy(stored.view("<i2") / numpy.float32(32768)).unsqueeze(1)
    if RECIPE == "text":
        return F.one_hot(torch.from_numpy(stored.view("<i2").astype("int64")), CHARACTERS).float().transpose(1, 2).contiguous()
    if RECIPE == "3dgan":
        return torch.from_numpy(numpy.unpackbits(stored, axis=1, bitorder="little").astype("float32")).view(-1, 1, 32, 32, 32)
    pixels = torch.from_numpy(stored).view(-1, FRAMES, 32, 32, 3)
    return pixels.permute(0, 4, 1, 2, 3).float().div(127.5).sub(1)


def batches(samples, size):
    while True:
        for rows in torch.randperm(len(samples)).split(size):
            if len(rows) == size:
                yield real(samples[rows.numpy()]), one_hot(LABELS[rows])


class Head(nn.Module):
    """Logits at each place, the common one and that of the class."""

    def __init__(self, last):
        super().__init__()
        self.last = last

    def forward(self, features, classes):
        logits = self.last(features).float()
        each = classes.view(*classes.shape, *[1] * (logits.dim() - 2))
        return logits[:, 0] + (logits[:, 1:] * each).sum(1)


class Discriminator(nn.Module):
    def __init__(self, body, last):
        super().__init__()
        self.body, self.head = body, Head(last)

    def forward(self, x, classes):
        return self.head(self.body(x), classes)


class PhaseShuffle(nn.Module):
    def forward(self, x):
        shift = int(torch.randint(-2, 3, ()))
        if shift == 0:
            return x
        padded = F.pad(x, (max(shift, 0), max(-shift, 0)), "reflect")
        return padded[:, :, :x.shape[2]] if shift > 0 else padded[:, :, -shift:]


def wavegan(width=16):
    sizes = [8 * width, 4 * width, 2 * width, width]
    layers = [nn.Linear(100 + CLASSES, sizes[0] * 16), nn.Unflatten(1, (sizes[0], 16)), nn.ReLU(True)]
    for a, b in zip(sizes, [*sizes[1:], 1]):
        layers += [nn.ConvTranspose1d(a, b, 25, 4, 11, 1), nn.Tanh() if b == 1 else nn.ReLU(True)]
    body = []
    for a, b in zip([1, *sizes[:0:-1]], sizes[::-1]):
        body += [nn.Conv1d(a, b, 25, 4, 11), nn.LeakyReLU(0.2, True)] + ([PhaseShuffle()] if b != sizes[0] else [])
    return nn.Sequential(*layers), Discriminator(nn.Sequential(*body, nn.Flatten()), nn.Linear(sizes[0] * 16, 1 + CLASSES))


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.first, self.second = nn.Conv1d(width, width, 5, 1, 2), nn.Conv1d(width, width, 5, 1, 2)

    def forward(self, x):
        return x + 0.3 * self.second(F.relu(self.first(F.relu(x)), inplace=True))


def text(width=64):
    blocks = lambda: [Block(width) for _ in range(3)]
    g = nn.Sequential(
        nn.Linear(128 + CLASSES, width * 12), nn.Unflatten(1, (width, 12)), *blocks(), nn.Conv1d(width, CHARACTERS, 1), nn.Softmax(1))
    body = nn.Sequential(nn.Conv1d(CHARACTERS, width, 1), *blocks(), nn.Flatten())
    d = Discriminator(body, nn.Linear(width * 12, 1 + CLASSES))
    for module in [*g.modules(), *d.modules()]:
        if isinstance(module, nn.Conv1d):
            nn.init.kaiming_uniform_(module.weight, nonlinearity="relu")
            nn.init.zeros_(module.bias)
        elif isinstance(module, nn.Linear):
            nn.init.xavier_uniform_(module.weight)
            nn.init.zeros_(module.bias)
    return g, d


def wgan_gp(g, d, latent, samples, steps=5, batch=64):
    optimize_g, optimize_d = (torch.optim.Adam(net.parameters(), 1e-4, (0.5, 0.9), fused=True) for net in (g, d))
    data = batches(samples, batch)

    def fakes(classes):
        with low():
            return g(torch.cat([torch.randn(batch, latent), classes], 1)).float()

    def step():
        for _ in range(steps):
            reals, classes = next(data)
            with torch.no_grad():
                fake = fakes(classes)
            between = (fake + (reals - fake) * torch.rand(batch, 1, 1)).requires_grad_(True)
            with low():
                loss = (d(fake, classes) - d(reals, classes)).mean()
                judged = d(between, classes)
            slope, = torch.autograd.grad(judged.sum(), between, create_graph=True)
            penalty = ((slope.square().sum((1, 2)) + 1e-12).sqrt() - 1).square().mean() * 10
            optimize_d.zero_grad()
            (loss + penalty).backward()
            optimize_d.step()
        fake = fakes(classes)
        with low():
            loss_g = -d(fake, classes).mean()
        optimize_g.zero_grad()
        loss_g.backward()
        optimize_g.step()
        return loss.item(), loss_g.item(), steps * batch

    def make(classes):
        with torch.no_grad(), low():
            return g(torch.cat([torch.randn(len(classes), latent), classes], 1)).float()

    return step, make


def initialized(*networks):
    """N(0, 0.02), as DCGAN has it."""
    for network in networks:
        for module in network.modules():
            if isinstance(module, (nn.modules.conv._ConvNd, nn.Linear)):
                nn.init.normal_(module.weight, 0, 0.02)
            elif isinstance(module, nn.modules.batchnorm._BatchNorm):
                nn.init.normal_(module.weight, 1, 0.02)


def bce(logits, target):
    return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, target))


def gan_3d(samples, width=32, batch=16):
    up = lambda a, b: [nn.ConvTranspose3d(a, b, 4, 2, 1, bias=False), nn.BatchNorm3d(b), nn.ReLU(True)]
    down = lambda a, b: [nn.Conv3d(a, b, 4, 2, 1, bias=False), nn.BatchNorm3d(b), nn.LeakyReLU(0.2, True)]
    g = nn.Sequential(
        nn.Linear(200 + CLASSES, 4 * width * 64, bias=False), nn.Unflatten(1, (4 * width, 4, 4, 4)), nn.BatchNorm3d(4 * width),
        nn.ReLU(True), *up(4 * width, 2 * width), *up(2 * width, width), nn.ConvTranspose3d(width, 1, 4, 2, 1), nn.Sigmoid())
    body = nn.Sequential(
        nn.Conv3d(1, width, 4, 2, 1), nn.LeakyReLU(0.2, True), *down(width, 2 * width), *down(2 * width, 4 * width), nn.Flatten())
    d = Discriminator(body, nn.Linear(4 * width * 64, 1 + CLASSES))
    initialized(g, d)
    optimize_g, optimize_d = (torch.optim.Adam(net.parameters(), rate, (0.5, 0.999), fused=True) for net, rate in ((g, 2.5e-3), (d, 1e-5)))
    data = batches(samples, batch)

    def make(classes):
        with low():
            return g(torch.cat([torch.rand(len(classes), 200), classes], 1)).float()

    def step():
        reals, classes = next(data)
        fake = make(classes)
        with low():
            of_reals, of_fakes = d(reals, classes), d(fake.detach(), classes)
        loss = bce(of_reals, 1.0) + bce(of_fakes, 0.0)
        right = ((of_reals > 0).float().mean() + (of_fakes < 0).float().mean()).item() / 2
        if right <= 0.8:
            optimize_d.zero_grad()
            loss.backward()
            optimize_d.step()
        with low():
            loss_g = bce(d(fake, classes), 1.0)
        optimize_g.zero_grad()
        loss_g.backward()
        optimize_g.step()
        return loss.item(), loss_g.item(), batch

    return step, make


class Motion(nn.Module):
    """Codes of all frames, [N, T, 50 + CLASSES + 10]: content and class stay, motion goes on by a GRU."""

    def __init__(self):
        super().__init__()
        self.cell = nn.GRUCell(10, 10)

    def forward(self, classes):
        count = len(classes)
        still = torch.cat([torch.randn(count, 50), classes], 1)
        state, codes = torch.randn(count, 10), []
        for _ in range(FRAMES):
            state = self.cell(torch.randn(count, 10), state)
            codes.append(torch.cat([still, state.float()], 1))
        return torch.stack(codes, 1)


def mocogan(samples, width=32, clips=8, images=32):
    up = lambda a, b: [nn.ConvTranspose2d(a, b, 4, 2, 1, bias=False), nn.BatchNorm2d(b), nn.ReLU(True)]
    motion = Motion()
    frames = nn.Sequential(
        nn.ConvTranspose2d(60 + CLASSES, 4 * width, 4, bias=False), nn.BatchNorm2d(4 * width), nn.ReLU(True), *up(4 * width, 2 * width),
        *up(2 * width, width), nn.ConvTranspose2d(width, 3, 4, 2, 1, bias=False), nn.Tanh())

    def discriminator(conv, norm, stride, padding):
        down = lambda a, b: [conv(a, b, 4, stride, padding, bias=False), norm(b), nn.LeakyReLU(0.2, True)]
        body = nn.Sequential(
            conv(3, width, 4, stride, padding, bias=False), nn.LeakyReLU(0.2, True), *down(width, 2 * width), *down(2 * width, 4 * width))
        return Discriminator(body, conv(4 * width, 1 + CLASSES, 4, stride, padding, bias=False))

    of_images = discriminator(nn.Conv2d, nn.BatchNorm2d, 2, 1)
    of_clips = discriminator(nn.Conv3d, nn.BatchNorm3d, (1, 2, 2), (0, 1, 1))
    initialized(frames, of_images, of_clips)
    frames, of_images = (net.to(memory_format=torch.channels_last) for net in (frames, of_images))
    of_clips = of_clips.to(memory_format=torch.channels_last_3d)
    adam = lambda *networks: torch.optim.Adam(
        [parameter for net in networks for parameter in net.parameters()], 2e-4, (0.5, 0.999), weight_decay=1e-5, fused=True)
    optimize_g, optimize_i, optimize_v = adam(motion, frames), adam(of_images), adam(of_clips)
    data, more = batches(samples, clips), batches(samples, images)

    def make(classes):
        with low():
            codes = motion(classes)
            made = frames(codes.flatten(0, 1)[:, :, None, None]).float()
        return made.view(len(classes), FRAMES, 3, 32, 32).transpose(1, 2)

    def make_images(classes):
        """One frame of each of as many clips."""
        with low():
            codes = motion(classes)[torch.arange(len(classes)), torch.randint(FRAMES, (len(classes),))]
            return frames(codes[:, :, None, None]).float()

    def some_frames(videos):
        return videos[torch.arange(len(videos)), :, torch.randint(FRAMES, (len(videos),))]

    def step():
        reals, classes = next(data)
        still, classes_of_still = next(more)
        still = some_frames(still).contiguous(memory_format=torch.channels_last)
        reals = reals.contiguous(memory_format=torch.channels_last_3d)
        fake, fake_still = make(classes), make_images(classes_of_still)
        total = 0
        for d, optimizer, a, b, c in (
                (of_images, optimize_i, still, fake_still, classes_of_still), (of_clips, optimize_v, reals, fake, classes)):
            with low():
                loss = bce(d(a, c), 1.0) + bce(d(b.detach(), c), 0.0)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item()
        with low():
            loss_g = bce(of_images(fake_still, classes_of_still), 1.0) + bce(of_clips(fake, classes), 1.0)
        optimize_g.zero_grad()
        loss_g.backward()
        optimize_g.step()
        return total, loss_g.item(), clips

    return step, make


def png(pixels):
    """RGB, uint8 [H, W, 3]."""
    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    size = struct.pack(">IIBBBBB", pixels.shape[1], pixels.shape[0], 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def write(made):
    """Samples as files that Duello reads."""
    OUT.mkdir(parents=True, exist_ok=True)
    if RECIPE == "wavegan":
        for i, sound in enumerate(made.squeeze(1).mul(32768).round().clamp(-32768, 32767).numpy().astype("<i2")):
            with wave.open(str(OUT / f"{i:04}.wav"), "wb") as file:
                file.setnchannels(1)
                file.setsampwidth(2)
                file.setframerate(8000)
                file.writeframes(sound.tobytes())
    elif RECIPE == "text":
        alphabet = "\0" + (STORED / "alphabet.txt").read_text()
        lines = ["".join(alphabet[i] for i in row).split("\0")[0] for row in made.argmax(1).tolist()]
        (OUT / "texts.txt").write_text("\n".join(lines) + "\n")
    elif RECIPE == "3dgan":
        for i, shape in enumerate(made.squeeze(1).numpy()):
            numpy.save(OUT / f"{i:04}.npy", shape > 0.5)
    else:
        pixels = made.permute(0, 2, 3, 4, 1).add(1).mul(127.5).round().clamp(0, 255).byte().numpy()
        for i, clip in enumerate(pixels):
            (OUT / f"{i:04}").mkdir(exist_ok=True)
            for frame, picture in enumerate(clip):
                (OUT / f"{i:04}" / f"{frame:02}.png").write_bytes(png(picture))


def main():
    global CHARACTERS
    torch.manual_seed(0)
    torch.set_num_threads(1)
    samples = numpy.load(STORED / "samples.npy")
    if RECIPE == "text":
        CHARACTERS = 1 + len((STORED / "alphabet.txt").read_text())
    if RECIPE == "wavegan":
        step, make = wgan_gp(*wavegan(), 100, samples)
    elif RECIPE == "text":
        step, make = wgan_gp(*text(), 128, samples)
    else:
        step, make = (gan_3d if RECIPE == "3dgan" else mocogan)(samples)
    seen = steps = 0
    start = time.perf_counter()
    while time.process_time() < SECONDS:
        loss_d, loss_g, count = step()
        seen, steps = seen + count, steps + 1
        if steps % 50 == 0:
            print(f"{time.process_time():.0f} s, {seen} seen, {loss_d:.4f} {loss_g:.4f}", file=sys.stderr, flush=True)
    print(f"{RECIPE}: {steps} steps, {seen} seen, {time.process_time():.0f} s of the processor, {time.perf_counter() - start:.0f} s by the clock")
    wanted = one_hot(LABELS[torch.randint(len(LABELS), (COUNT,))])
    with torch.no_grad():
        write(torch.cat([make(part) for part in wanted.split(100)]))


main()
