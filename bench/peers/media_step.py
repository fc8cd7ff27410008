"""Times full steps of Duello's presets for sounds, clips, shapes and texts in plain PyTorch, on random samples, as MediaStep.java does.

    python bench/peers/media_step.py specgan|video|voxel|dcgan3d|text fp32|fp32-last|bf16|bf16-last THREADS WINDOWS

Eager, with fused Adam; `bf16` is autocast, `-last` has channels innermost where maps have two or three axes. Prints the trained numbers
of each network, then the median over windows of eight steps of the processor time and the wall-clock of a step.
"""

import statistics
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

MEDIUM, SETTING, THREADS, WINDOWS = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
LOW, LAST = SETTING.startswith("bf16"), SETTING.endswith("-last")
CLASSES = {"specgan": 10, "video": 12, "voxel": 17, "dcgan3d": 17, "text": 3}[MEDIUM]
BATCH = {"specgan": 16, "video": 8, "voxel": 32, "dcgan3d": 16, "text": 64}[MEDIUM]
LATENT, EMBEDDED, FRAMES = 128 if MEDIUM == "text" else 100, 32, 16


def channels_last(x):
    """Maps with channels innermost, if that is wanted and they are of two or three axes."""
    forms = {4: torch.channels_last, 5: torch.channels_last_3d}
    return x.contiguous(memory_format=forms[x.dim()]) if LAST and x.dim() in forms else x


class ClassBatchNorm(nn.Module):
    """Batch normalization whose scale and shift are those of a class; each sample may be several maps, such as its frames."""

    def __init__(self, channels, norm=nn.BatchNorm2d):
        super().__init__()
        self.norm = norm(channels, affine=False)
        self.scale, self.shift = nn.Linear(CLASSES, channels), nn.Linear(CLASSES, channels)
        nn.init.ones_(self.scale.bias)

    def forward(self, x, classes):
        scale, shift = self.scale(classes), self.shift(classes)
        if len(x) > len(classes):
            scale, shift = (each.repeat_interleave(len(x) // len(classes), 0) for each in (scale, shift))
        each = (*scale.shape, *[1] * (x.dim() - 2))
        return torch.addcmul(shift.view(each).to(x.dtype), self.norm(x), scale.view(each).to(x.dtype))


class Head(nn.Module):
    """The logit of the class of each sample."""

    def __init__(self, features):
        super().__init__()
        self.common, self.own = nn.Linear(features, 1, bias=False), nn.Linear(features, CLASSES, bias=False)

    def forward(self, x, classes):
        x = x.flatten(1)
        return ((self.common(x) + self.own(x)).float() * classes).sum(1)


class Layers(nn.Module):
    """Layers in a row, of which normalizations and heads are given the classes."""

    def __init__(self, *layers):
        super().__init__()
        self.layers = nn.ModuleList(layers)

    def forward(self, x, classes):
        for layer in self.layers:
            x = layer(x, classes) if isinstance(layer, (ClassBatchNorm, Head)) else layer(x)
        return x


class FromLatent(nn.Module):
    """Noise and the embedded class to the first maps."""

    def __init__(self, shape, bias=False):
        super().__init__()
        self.shape = shape
        self.embedding = nn.Linear(CLASSES, EMBEDDED, bias=False)
        self.base = nn.Linear(LATENT + EMBEDDED, torch.Size(shape).numel(), bias=bias)

    def forward(self, noise, classes):
        return channels_last(self.base(torch.cat([noise, self.embedding(classes)], 1)).view(-1, *self.shape))


class Generator(nn.Module):
    def __init__(self, start, *layers):
        super().__init__()
        self.start, self.rest = start, Layers(*layers)

    def forward(self, noise, classes):
        return self.rest(self.start(noise, classes), classes)


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.first, self.second = nn.Conv1d(width, width, 5, 1, 2), nn.Conv1d(width, width, 5, 1, 2)

    def forward(self, x):
        return x + 0.3 * self.second(F.relu(self.first(F.relu(x)), inplace=True))


class Codes(nn.Module):
    """The codes of all frames: content, which is the same for all, and motion, which convolutions make smooth."""

    def __init__(self, width=32):
        super().__init__()
        self.embedding = nn.Linear(CLASSES, EMBEDDED, bias=False)
        self.content = nn.Linear(LATENT + EMBEDDED, 2 * width)
        self.motion = nn.Linear(LATENT + EMBEDDED, 4 * width)
        self.smooth = nn.Sequential(
            nn.ReLU(), nn.Upsample(scale_factor=2), nn.Conv1d(width, width, 3, 1, 1),
            nn.ReLU(), nn.Upsample(scale_factor=2), nn.Conv1d(width, width, 3, 1, 1))
        self.width = width

    def forward(self, noise, classes):
        x = torch.cat([noise, self.embedding(classes)], 1)
        content = self.content(x).unsqueeze(2).expand(-1, -1, FRAMES)
        motion = self.smooth(self.motion(x).view(-1, self.width, FRAMES // 4))
        codes = F.relu(torch.cat([content, motion], 1))
        return channels_last(codes.transpose(1, 2).reshape(len(x) * FRAMES, 3 * self.width, 1, 1))


class Clips(nn.Module):
    """Frames, which are made one by one, to clips."""

    def forward(self, x):
        return x.view(-1, FRAMES, *x.shape[1:]).transpose(1, 2)


class ClipDiscriminator(nn.Module):
    """Every fourth frame by itself, and the clip as an image whose channels are its frames."""

    def __init__(self, width=32):
        super().__init__()
        self.frames = nn.Sequential(*down(nn.Conv2d, 3, width, 2 * width, 4 * width))
        self.clip = nn.Sequential(*down(nn.Conv2d, 3 * FRAMES, 2 * width, 4 * width, 8 * width))
        self.of_frames, self.of_clip = Head(4 * width * 16), Head(8 * width * 16)

    def forward(self, x, classes):
        some = x[:, :, ::4].transpose(1, 2)
        features = self.frames(channels_last(some.flatten(0, 1)))
        features = features.view(len(x), -1, *features.shape[1:]).mean(1)
        whole = self.clip(channels_last(x.flatten(1, 2)))
        return self.of_frames(features, classes) + self.of_clip(whole, classes)


class Slices(Layers):
    """Shapes as images whose channels are their layers."""

    def forward(self, x, classes):
        return super().forward(channels_last(x.flatten(1, 2)), classes)


def up(inputs, outputs):
    return [nn.Upsample(scale_factor=2), nn.Conv2d(inputs, outputs, 3, 1, 1, bias=False), ClassBatchNorm(outputs), nn.ReLU(True)]


def up3d(inputs, outputs):
    return [nn.ConvTranspose3d(inputs, outputs, 4, 2, 1, bias=False), ClassBatchNorm(outputs, nn.BatchNorm3d), nn.ReLU(True)]


def down(conv, *sizes):
    return [layer for a, b in zip(sizes, sizes[1:]) for layer in (conv(a, b, 4, 2, 1), nn.LeakyReLU(0.2, True))]


def networks():
    """The generator, a function that makes another, and the discriminator."""
    if MEDIUM == "specgan":
        def generator():
            return Generator(
                FromLatent((64, 8, 4)), ClassBatchNorm(64), nn.ReLU(True), *up(64, 64), *up(64, 64), *up(64, 32), *up(32, 8),
                nn.Conv2d(8, 1, 3, 1, 1), nn.Tanh())
        return generator, Layers(*down(nn.Conv2d, 1, 32, 64, 64, 64), Head(64 * 32))
    if MEDIUM == "voxel":
        def generator():
            return Generator(
                FromLatent((128, 4, 4)), ClassBatchNorm(128), nn.ReLU(True), *up(128, 128), *up(128, 64), *up(64, 64),
                nn.Conv2d(64, 32, 3, 1, 1), nn.Tanh(), nn.Unflatten(1, (1, 32)))
        return generator, Slices(*down(nn.Conv2d, 32, 64, 128, 128), Head(128 * 16))
    if MEDIUM == "dcgan3d":
        def generator():
            return Generator(
                FromLatent((128, 4, 4, 4)), ClassBatchNorm(128, nn.BatchNorm3d), nn.ReLU(True), *up3d(128, 64), *up3d(64, 32),
                nn.ConvTranspose3d(32, 1, 4, 2, 1), nn.Tanh())
        return generator, Layers(*down(nn.Conv3d, 1, 32, 64, 128), Head(128 * 64))
    if MEDIUM == "video":
        def generator():
            return Generator(
                Codes(), nn.ConvTranspose2d(96, 64, 4, bias=False), ClassBatchNorm(64), nn.ReLU(True), *up(64, 64), *up(64, 32),
                nn.Upsample(scale_factor=2), nn.Conv2d(32, 3, 3, 1, 1), nn.Tanh(), Clips())
        return generator, ClipDiscriminator()

    def generator():
        return Generator(FromLatent((64, 12), bias=True), *[Block(64) for _ in range(3)], nn.Conv1d(64, 171, 1), nn.Softmax(1))
    return generator, Layers(nn.Conv1d(171, 64, 1), *[Block(64) for _ in range(3)], Head(64 * 12))


WINDOW = torch.hann_window(256)


def spectrogram(sounds):
    """As Duello's discriminator sees sounds: the logarithm of the power, 1 for a sine of amplitude 1, -1 for 80 dB less."""
    power = torch.stft(F.pad(sounds.squeeze(1), (96, 96)), 256, 64, window=WINDOW, center=False, return_complex=True)
    power = torch.view_as_real(power[:, :128] * (4 / 256)).square().sum(-1)
    return ((power + 1e-8).log() * (2 / (8 * torch.tensor(10.0).log())) + 1).unsqueeze(1)


def samples():
    if MEDIUM == "text":
        return F.one_hot(torch.randint(171, (BATCH, 12)), 171).float().transpose(1, 2).contiguous()
    shape = {"specgan": (1, 4096), "video": (3, 16, 32, 32)}.get(MEDIUM, (1, 32, 32, 32))
    uniform = torch.rand(BATCH, *shape) * 2 - 1
    return uniform.sign() if MEDIUM in ("voxel", "dcgan3d") else uniform


def main():
    torch.manual_seed(0)
    torch.set_num_threads(THREADS)
    make, d = networks()
    g, average = make(), make()
    average.load_state_dict(g.state_dict())
    for network in (g, d, average):
        for parameter in network.parameters():
            parameter.data = channels_last(parameter.data)
    for name, network in (("generator", g), ("discriminator", d)):
        print(f"{name}: {sum(parameter.numel() for parameter in network.parameters())} numbers")
    wgan = MEDIUM == "text"
    betas = {"specgan": (0.5, 0.99), "text": (0.5, 0.9)}.get(MEDIUM, (0.0, 0.99))
    rates = {"specgan": (1e-3, 2e-4), "video": (1e-3, 1e-3), "text": (1e-3, 1e-3)}.get(MEDIUM, (5e-4, 5e-4))
    r1 = {"specgan": 4, "text": 0}.get(MEDIUM, 10)
    optimize_g, optimize_d = (
        torch.optim.Adam(network.parameters(), lr=rate, betas=betas, fused=True) for network, rate in zip((g, d), rates))
    real = samples()
    if MEDIUM != "specgan":
        real = channels_last(real)
    classes = F.one_hot(torch.arange(BATCH) % CLASSES, CLASSES).float()
    twice = torch.cat([classes, classes])
    low = lambda: torch.autocast("cpu", torch.bfloat16, enabled=LOW)

    def follow(seen, images):
        keep = 0.5 ** (images / min(10_000, max(seen * 0.05, 1e-8)))
        with torch.no_grad():
            torch._foreach_lerp_(list(average.parameters()), list(g.parameters()), 1 - keep)
            buffers = [(a, b) for a, b in zip(average.buffers(), g.buffers()) if a.is_floating_point()]
            if buffers:
                torch._foreach_lerp_([a for a, _ in buffers], [b for _, b in buffers], 1 - keep)

    def generate():
        with low():
            return g(torch.randn(BATCH, LATENT), classes)

    def step_of_gan(number):
        seen = channels_last(spectrogram(real)) if MEDIUM == "specgan" else real
        fake = generate().float()
        steep = number % 8 == 0
        if steep:
            seen = seen.detach().requires_grad_(True)
            with low():
                logits_real, logits_fake = d(seen, classes), d(fake.detach(), classes)
        else:
            with low():
                logits_real, logits_fake = d(channels_last(torch.cat([seen, fake.detach()])), twice).split(BATCH)
        loss_d = F.softplus(-logits_real).mean() + F.softplus(logits_fake).mean()
        loss = loss_d
        if steep:
            slope, = torch.autograd.grad(logits_real.sum(), seen, create_graph=True)
            loss = loss + slope.square().flatten(1).sum(1).mean() * (r1 / 2 * 8)
        optimize_d.zero_grad()
        loss.backward()
        optimize_d.step()
        with low():
            loss_g = F.softplus(-d(fake, classes)).mean()
        optimize_g.zero_grad()
        loss_g.backward()
        optimize_g.step()
        follow((number + 1) * BATCH, BATCH)
        return loss_d.item(), loss_g.item()

    def step_of_wgan(number):
        moves = number % 2 == 1
        if moves:
            fake = generate().float()
        else:
            with torch.no_grad():
                fake = generate().float()
        apart = fake.detach()
        between = (apart + (real - apart) * torch.rand(BATCH, 1, 1)).requires_grad_(True)
        with low():
            logits_real, logits_fake, logits_between = d(real, classes), d(apart, classes), d(between, classes)
        slope, = torch.autograd.grad(logits_between.sum(), between, create_graph=True)
        penalty = ((slope.square().sum((1, 2)) + 1e-12).sqrt() - 1).square().mean() * 10
        loss_d = (logits_fake - logits_real).mean()
        optimize_d.zero_grad()
        (loss_d + penalty).backward()
        optimize_d.step()
        if not moves:
            return loss_d.item(), 0
        with low():
            loss_g = -d(fake, classes).mean()
        optimize_g.zero_grad()
        loss_g.backward()
        optimize_g.step()
        follow((number + 1) * BATCH, 2 * BATCH)
        return loss_d.item(), loss_g.item()

    step = step_of_wgan if wgan else step_of_gan
    processor, wall = [], []
    for window in range(-2, WINDOWS):
        start, start_processor = time.perf_counter(), time.process_time()
        for i in range(8):
            step((window + 2) * 8 + i)
        if window >= 0:
            wall.append((time.perf_counter() - start) / 8 * 1e3)
            processor.append((time.process_time() - start_processor) / 8 * 1e3)
    print(f"processor {statistics.median(processor):.1f} ms, wall-clock {statistics.median(wall):.1f} ms, batch {BATCH}, {SETTING}")


main()
