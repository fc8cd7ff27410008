"""Golden values for dev.duello.metric.inception: the FID Inception network, its two resizers, and files of torch.save.

    python bench/reference/inception.py

Needs torch, numpy and pillow. The network is written from its description: Inception v3 with convolutions without bias, batch
normalization with epsilon 1e-3, averages that leave the padding out, and a maximum in the pooling branch of the last block.
Its weights and images are made by a formula, which the test repeats, so that no weights need to be kept.
"""

import collections
import hashlib
import math
import pathlib

import numpy as np
import torch
from PIL import Image
from torch import nn
from torch.nn import functional as F

import golden

FOLDER = golden.RESOURCES / "metric" / "inception"
SIDE = 299


# Numbers by formula


def uniform(name, count):
    """SplitMix64 over a seed that is the FNV-1a hash of the name: float64 in [0, 1), multiples of 2^-24."""
    seed = 0xCBF29CE484222325
    for byte in name.encode():
        seed = ((seed ^ byte) * 0x100000001B3) % 2**64
    with np.errstate(over="ignore"):
        z = np.uint64(seed) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(40)).astype(np.float64) / 2**24


def weights(name, shape):
    u = uniform(name, math.prod(shape))
    if name == "fc.weight":
        value = 0.1 * (2 * u - 1)
    elif name.endswith("conv.weight"):
        value = math.sqrt(6 / math.prod(shape[1:])) * (2 * u - 1)
    elif name.endswith("bn.weight"):
        value = 0.8 + 0.4 * u
    elif name.endswith("bn.running_var"):
        value = 0.5 + u
    else:
        value = 0.4 * u - 0.2
    return torch.from_numpy(value.astype(np.float32).reshape(shape))


def image(h, w, c):
    y, x, k = np.indices((h, w, c))
    return ((3 * x * x // (k + 2) + 5 * y * x + 7 * y * (k + 1)) // 4 % 256).astype(np.uint8)


# The network


class Unit(nn.Module):
    def __init__(self, inputs, outputs, kernel, stride=1, padding=0):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, padding, bias=False)
        self.bn = nn.BatchNorm2d(outputs, eps=1e-3)

    def forward(self, x):
        return F.relu(self.bn(self.conv(x)))


def average(x):
    return F.avg_pool2d(x, 3, 1, 1, count_include_pad=False)


WIDE = {"kernel": (1, 7), "padding": (0, 3)}
TALL = {"kernel": (7, 1), "padding": (3, 0)}


class BlockA(nn.Module):
    def __init__(self, inputs, pooled):
        super().__init__()
        self.branch1x1 = Unit(inputs, 64, 1)
        self.branch5x5_1 = Unit(inputs, 48, 1)
        self.branch5x5_2 = Unit(48, 64, 5, padding=2)
        self.branch3x3dbl_1 = Unit(inputs, 64, 1)
        self.branch3x3dbl_2 = Unit(64, 96, 3, padding=1)
        self.branch3x3dbl_3 = Unit(96, 96, 3, padding=1)
        self.branch_pool = Unit(inputs, pooled, 1)

    def forward(self, x):
        five = self.branch5x5_2(self.branch5x5_1(x))
        double = self.branch3x3dbl_3(self.branch3x3dbl_2(self.branch3x3dbl_1(x)))
        return torch.cat([self.branch1x1(x), five, double, self.branch_pool(average(x))], 1)


class BlockB(nn.Module):
    def __init__(self, inputs):
        super().__init__()
        self.branch3x3 = Unit(inputs, 384, 3, stride=2)
        self.branch3x3dbl_1 = Unit(inputs, 64, 1)
        self.branch3x3dbl_2 = Unit(64, 96, 3, padding=1)
        self.branch3x3dbl_3 = Unit(96, 96, 3, stride=2)

    def forward(self, x):
        double = self.branch3x3dbl_3(self.branch3x3dbl_2(self.branch3x3dbl_1(x)))
        return torch.cat([self.branch3x3(x), double, F.max_pool2d(x, 3, 2)], 1)


class BlockC(nn.Module):
    def __init__(self, inputs, n):
        super().__init__()
        self.branch1x1 = Unit(inputs, 192, 1)
        self.branch7x7_1 = Unit(inputs, n, 1)
        self.branch7x7_2 = Unit(n, n, **WIDE)
        self.branch7x7_3 = Unit(n, 192, **TALL)
        self.branch7x7dbl_1 = Unit(inputs, n, 1)
        self.branch7x7dbl_2 = Unit(n, n, **TALL)
        self.branch7x7dbl_3 = Unit(n, n, **WIDE)
        self.branch7x7dbl_4 = Unit(n, n, **TALL)
        self.branch7x7dbl_5 = Unit(n, 192, **WIDE)
        self.branch_pool = Unit(inputs, 192, 1)

    def forward(self, x):
        single = self.branch7x7_3(self.branch7x7_2(self.branch7x7_1(x)))
        double = self.branch7x7dbl_3(self.branch7x7dbl_2(self.branch7x7dbl_1(x)))
        double = self.branch7x7dbl_5(self.branch7x7dbl_4(double))
        return torch.cat([self.branch1x1(x), single, double, self.branch_pool(average(x))], 1)


class BlockD(nn.Module):
    def __init__(self, inputs):
        super().__init__()
        self.branch3x3_1 = Unit(inputs, 192, 1)
        self.branch3x3_2 = Unit(192, 320, 3, stride=2)
        self.branch7x7x3_1 = Unit(inputs, 192, 1)
        self.branch7x7x3_2 = Unit(192, 192, **WIDE)
        self.branch7x7x3_3 = Unit(192, 192, **TALL)
        self.branch7x7x3_4 = Unit(192, 192, 3, stride=2)

    def forward(self, x):
        seven = self.branch7x7x3_4(self.branch7x7x3_3(self.branch7x7x3_2(self.branch7x7x3_1(x))))
        return torch.cat([self.branch3x3_2(self.branch3x3_1(x)), seven, F.max_pool2d(x, 3, 2)], 1)


class BlockE(nn.Module):
    def __init__(self, inputs, pool):
        super().__init__()
        self.pool = pool
        self.branch1x1 = Unit(inputs, 320, 1)
        self.branch3x3_1 = Unit(inputs, 384, 1)
        self.branch3x3_2a = Unit(384, 384, (1, 3), padding=(0, 1))
        self.branch3x3_2b = Unit(384, 384, (3, 1), padding=(1, 0))
        self.branch3x3dbl_1 = Unit(inputs, 448, 1)
        self.branch3x3dbl_2 = Unit(448, 384, 3, padding=1)
        self.branch3x3dbl_3a = Unit(384, 384, (1, 3), padding=(0, 1))
        self.branch3x3dbl_3b = Unit(384, 384, (3, 1), padding=(1, 0))
        self.branch_pool = Unit(inputs, 192, 1)

    def forward(self, x):
        single = self.branch3x3_1(x)
        double = self.branch3x3dbl_2(self.branch3x3dbl_1(x))
        return torch.cat(
            [
                self.branch1x1(x),
                self.branch3x3_2a(single),
                self.branch3x3_2b(single),
                self.branch3x3dbl_3a(double),
                self.branch3x3dbl_3b(double),
                self.branch_pool(self.pool(x)),
            ],
            1,
        )


class Inception(nn.Module):
    def __init__(self):
        super().__init__()
        self.Conv2d_1a_3x3 = Unit(3, 32, 3, stride=2)
        self.Conv2d_2a_3x3 = Unit(32, 32, 3)
        self.Conv2d_2b_3x3 = Unit(32, 64, 3, padding=1)
        self.Conv2d_3b_1x1 = Unit(64, 80, 1)
        self.Conv2d_4a_3x3 = Unit(80, 192, 3)
        self.Mixed_5b = BlockA(192, 32)
        self.Mixed_5c = BlockA(256, 64)
        self.Mixed_5d = BlockA(288, 64)
        self.Mixed_6a = BlockB(288)
        self.Mixed_6b = BlockC(768, 128)
        self.Mixed_6c = BlockC(768, 160)
        self.Mixed_6d = BlockC(768, 160)
        self.Mixed_6e = BlockC(768, 192)
        self.Mixed_7a = BlockD(768)
        self.Mixed_7b = BlockE(1280, average)
        self.Mixed_7c = BlockE(2048, lambda x: F.max_pool2d(x, 3, 1, 1))
        self.fc = nn.Linear(2048, 1008)

    def forward(self, x):
        x = self.Conv2d_2b_3x3(self.Conv2d_2a_3x3(self.Conv2d_1a_3x3(x)))
        x = self.Conv2d_4a_3x3(self.Conv2d_3b_1x1(F.max_pool2d(x, 3, 2)))
        x = F.max_pool2d(x, 3, 2)
        for name in "5b 5c 5d 6a 6b 6c 6d 6e 7a 7b 7c".split():
            x = getattr(self, "Mixed_" + name)(x)
        features = x.mean((2, 3))
        return features, features @ self.fc.weight.T


# The resizers, on one image [h, w, c] to [299, 299, c]


def legacy(pixels):
    """TensorFlow 1's ResizeBilinear with align_corners and half_pixel_centers off, number by number in float32."""

    def positions(size):
        scale = np.float32(size) / np.float32(SIDE)
        source = np.arange(SIDE).astype(np.float32) * scale
        low = np.floor(source).astype(np.int64)
        return low, np.minimum(low + 1, size - 1), source - low.astype(np.float32)

    data = pixels.astype(np.float32)
    top, bottom, down = positions(data.shape[0])
    left, right, across = positions(data.shape[1])
    across = across[None, :, None]
    above = data[top][:, left] + (data[top][:, right] - data[top][:, left]) * across
    below = data[bottom][:, left] + (data[bottom][:, right] - data[bottom][:, left]) * across
    result = above + (below - above) * down[:, None, None]
    assert result.dtype == np.float32
    return result


def clean(pixels):
    planes = [
        np.asarray(Image.fromarray(plane, mode="F").resize((SIDE, SIDE), Image.Resampling.BICUBIC))
        for plane in np.moveaxis(pixels.astype(np.float32), -1, 0)
    ]
    return np.stack(planes, -1).clip(0, 255)


def prepare(resize, pixels):
    if pixels.shape[-1] % 2 == 0:
        pixels = pixels[..., :-1].astype(np.float32) * (pixels[..., -1:].astype(np.float32) * np.float32(1 / 255))
    small = resize(pixels)
    rgb = np.broadcast_to(small, (SIDE, SIDE, 3))
    return np.ascontiguousarray((rgb - np.float32(128)) / np.float32(128))


SIZES = [(32, 32, 3), (28, 28, 1), (350, 410, 3), (299, 299, 3), (21, 17, 4), (1, 1, 1)]


def resizers():
    cases = []
    for size in SIZES:
        for resize in (legacy, clean):
            whole = prepare(resize, image(*size))
            case = {"size": list(size), "resize": resize.__name__, "every": 1999}
            case["values"] = [float(str(v)) for v in whole.ravel()[::1999]]
            case["sum"] = float(whole.astype(np.float64).sum())
            if resize is legacy:
                case["sha256"] = hashlib.sha256(whole.astype("<f4").tobytes()).hexdigest()
            cases.append(case)
    golden.write("metric/inception", "resize", {"cases": cases})


def network():
    model = Inception().eval()
    state = {name: t for name, t in model.state_dict().items() if not name.endswith("num_batches_tracked")}
    listing = "".join(f"{name} {list(t.shape)}\n" for name, t in sorted(state.items()))
    model.load_state_dict({name: weights(name, t.shape) for name, t in state.items()}, strict=False)
    cases = []
    with torch.no_grad():
        for size, resize in [((32, 32, 3), legacy), ((32, 32, 3), clean), ((28, 28, 1), legacy), ((350, 410, 3), clean)]:
            x = torch.from_numpy(prepare(resize, image(*size))).permute(2, 0, 1)[None]
            features, logits = model.double()(x.double())
            print(f"features: mean {features.mean():.3f}, deviation {features.std():.3f}, largest {features.max():.3f}")
            case = {"size": list(size), "resize": resize.__name__, "every": 7}
            case["features"] = golden.tensor(features[0, ::7])
            case["logits"] = golden.tensor(logits[0, ::7])
            case["mean"] = float(features.mean())
            case["square"] = float(features.square().mean())
            cases.append(case)
    golden.write(
        "metric/inception",
        "network",
        {"parameters": hashlib.sha256(listing.encode()).hexdigest(), "count": len(state), "cases": cases},
    )


def files():
    """Files of torch.save, and what is in them."""
    base = torch.arange(24, dtype=torch.float32) / 8 - 1
    dtypes = "float32 float64 bfloat16 float16 int64 int32 int16 int8 uint8 bool".split()
    module = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2))
    content = {
        "model": module.state_dict(),
        "types": collections.OrderedDict((d, torch.tensor([[0, 1, 1], [1, 0, 100 if "b" not in d else 1]]).to(getattr(torch, d))) for d in dtypes),
        "views": {
            "whole": base,
            "transposed": base.view(4, 6).T,
            "part": base.view(2, 3, 4)[1, :, 1:3],
            "every second": base[1::2],
            "scalar": base[5],
            "empty": base[:0],
        },
        "parameter": nn.Parameter(torch.tensor([1.5, -2.5])),
        "list": [torch.tensor([7]), (torch.tensor([8.0]), "text")],
        0: torch.tensor(2.0),
        "epoch": 3,
        "big": 2**40,
        "negative": -5,
        "rate": 1e-3,
        "none": None,
        "flag": True,
        "größe": torch.Size([1, 2]),
    }
    FOLDER.mkdir(parents=True, exist_ok=True)
    torch.save(content, FOLDER / "zip.pth")
    torch.save(content, FOLDER / "zip-protocol4.pth", pickle_protocol=4)
    torch.save(content, FOLDER / "legacy.pth", _use_new_zipfile_serialization=False)
    torch.save(nn.Linear(1, 1), FOLDER / "module.pth")
    tensors = {}

    def collect(name, value):
        if isinstance(value, torch.Tensor):
            tensors[name] = golden.tensor(value.float())
        elif isinstance(value, (dict, list, tuple)):
            items = value.items() if isinstance(value, dict) else enumerate(value)
            for key, inner in items:
                collect(f"{name}.{key}" if name else str(key), inner)

    collect("", content)
    golden.write("metric/inception", "files", {"tensors": tensors})
    for file in sorted(FOLDER.glob("*.pth")):
        print(f"{file.name}: {file.stat().st_size} bytes")


if __name__ == "__main__":
    torch.manual_seed(1)
    files()
    resizers()
    network()
