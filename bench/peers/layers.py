"""What kernel 4, stride 2 costs in each of its three directions, and the gradient of the weights as one matrix product.

    python bench/peers/layers.py THREADS

bfloat16, channels last, the same libtorch and oneDNN that Duello computes with. Prints the least milliseconds of 15 tries: forward,
gradient of the input, gradient of the weights, the latter as a product of all windows, and the gathering of the windows alone.
"""

import sys
import time

import torch
from torch.nn import functional as F

torch.set_num_threads(int(sys.argv[1]))
LAST = torch.channels_last


def least(work, times=15):
    work()
    took = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return min(took) * 1e3


def windows(x):
    n, c, h, w = x.shape
    padded = F.pad(x.permute(0, 2, 3, 1), (0, 0, 1, 1, 1, 1))
    row, image = (w + 2) * c, (h + 2) * (w + 2) * c
    return padded.as_strided((n, h // 2, w // 2, 4, 4 * c), (image, 2 * row, 2 * c, row, 1)).reshape(-1, 16 * c)


def backward(dy, x, w, wanted):
    return torch.ops.aten.convolution_backward(dy, x, w, [0], [2, 2], [1, 1], [1, 1], False, [0, 0], 1, wanted)


for batch, inputs, outputs, side in [(64, 256, 512, 8), (64, 128, 256, 16), (64, 64, 128, 32), (64, 64, 128, 14), (32, 64, 128, 14)]:
    x = torch.randn(batch, inputs, side, side).bfloat16().contiguous(memory_format=LAST)
    w = torch.randn(outputs, inputs, 4, 4).bfloat16().contiguous(memory_format=LAST)
    y = F.conv2d(x, w, stride=2, padding=1)
    dy = torch.randn_like(y)
    forward = least(lambda: F.conv2d(x, w, stride=2, padding=1))
    of_input = least(lambda: backward(dy, x, w, [True, False, False]))
    of_weights = least(lambda: backward(dy, x, w, [False, True, False]))
    product = least(lambda: dy.permute(0, 2, 3, 1).reshape(-1, outputs).t() @ windows(x))
    gather = least(lambda: windows(x))
    print(f"{batch} x {inputs} -> {outputs} at {side}: forward {forward:.2f}, input {of_input:.2f}, weights {of_weights:.2f}, "
          f"as a product {product:.2f}, of which windows {gather:.2f}")
a = torch.randn(2048, 2048).bfloat16()
print(f"a product of side 2,048: {2 * 2048**3 / least(lambda: a @ a) / 1e6:.0f} GFLOP/s")
