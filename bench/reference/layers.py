"""Golden values of every layer: what PyTorch's own modules compute, forward and backward.

    python bench/reference/layers.py

For each case the scalar sum(output * direction) is differentiated, so that every element of the output has a weight of its own.
"""

import torch
from torch import nn

import golden


def numbers(*shape, scale=1.0):
    return torch.randn(*shape) * scale


def backward(module, x, mode="train"):
    """Output and gradients of one pass."""
    x = x.clone().requires_grad_(True)
    module.zero_grad()
    y = module(x)
    direction = numbers(*y.shape)
    (y * direction).sum().backward()
    return {
        "mode": mode,
        "input": golden.tensor(x),
        "output": golden.tensor(y),
        "direction": golden.tensor(direction),
        "input-gradient": golden.tensor(x.grad),
        "gradients": {name: golden.tensor(p.grad) for name, p in module.named_parameters()},
    }


def state(module):
    return {name: golden.tensor(t) for name, t in module.state_dict().items() if name != "num_batches_tracked"}


def case(name, layer, module, x):
    """One layer, one pass. `layer` is Duello's JSON for what `module` is in PyTorch."""
    return {"name": name, "layer": layer, "parameters": state(module), "passes": [backward(module, x)]}


def conv(name, dims, channels, out, size, kernel, stride, padding, bias=True, groups=1):
    module = (nn.Conv1d, nn.Conv2d, nn.Conv3d)[dims - 1](channels, out, kernel, stride, padding, groups=groups, bias=bias)
    layer = {"layer": "conv", "channels": out, "kernel": kernel, "stride": stride, "padding": padding, "bias": bias}
    if groups > 1:
        layer["groups"] = groups
    return case(name, layer, module, numbers(2, channels, *size))


def transpose(name, dims, channels, out, size, kernel, stride, padding, output_padding, bias=True):
    kind = (nn.ConvTranspose1d, nn.ConvTranspose2d, nn.ConvTranspose3d)[dims - 1]
    module = kind(channels, out, kernel, stride, padding, output_padding, bias=bias)
    layer = {"layer": "conv-transpose", "channels": out, "kernel": kernel, "stride": stride, "padding": padding,
             "outputPadding": output_padding, "bias": bias}
    return case(name, layer, module, numbers(2, channels, *size))


class Function(nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, x):
        return self.function(x)


def activation(function, slope, module):
    x = torch.cat([numbers(40, scale=2), torch.tensor([0.0, 1e-6, -1e-6, 12.0, -12.0, 60.0, -60.0, 0.5])]).reshape(2, 3, 8)
    return case(function, {"layer": "activation", "function": function, "slope": slope}, module, x)


def sample_norm(name, layer, module, shape):
    """With learned factors that are not those of the start."""
    with torch.no_grad():
        for p in module.parameters():
            p.add_(numbers(*p.shape, scale=0.3))
    return case(name, layer, module, numbers(*shape, scale=1.5) + 0.5)


def batch_norm(name, module, shape, momentum, epsilon):
    """Three training batches, then the statistics, then a pass that uses them."""
    with torch.no_grad():
        module.weight.copy_(1 + numbers(*module.weight.shape, scale=0.3))
        module.bias.copy_(numbers(*module.bias.shape, scale=0.3))
    before = state(module)
    passes = []
    for batch in range(3):
        passes.append(backward(module, numbers(*shape, scale=1.5) + batch - 0.5))
        passes[-1]["statistics"] = {n: golden.tensor(t) for n, t in module.named_buffers() if n != "num_batches_tracked"}
    module.eval()
    passes.append(backward(module, numbers(*shape), "evaluate"))
    passes[-1]["statistics"] = passes[-2]["statistics"]
    layer = {"layer": "batch-norm", "momentum": momentum, "epsilon": epsilon}
    return {"name": name, "layer": layer, "parameters": before, "passes": passes}


def main():
    torch.manual_seed(20261123)
    torch.use_deterministic_algorithms(True)

    golden.write("nn", "linear", {"cases": [
        case("with bias", {"layer": "linear", "outputs": 5, "bias": True}, nn.Linear(7, 5), numbers(3, 7)),
        case("without bias", {"layer": "linear", "outputs": 4, "bias": False}, nn.Linear(6, 4, bias=False), numbers(2, 6)),
    ]})
    golden.write("nn", "conv", {"cases": [
        conv("halving", 2, 3, 4, (8, 6), 4, 2, 1),
        conv("same size, no bias", 2, 2, 3, (5, 7), 3, 1, 1, bias=False),
        conv("stride that leaves a remainder", 2, 2, 3, (11, 13), 5, 3, 0),
        conv("pointwise", 2, 5, 3, (4, 3), 1, 1, 0),
        conv("one channel", 2, 1, 4, (9, 8), 4, 2, 1),
        conv("wide padding", 2, 2, 2, (4, 5), 3, 2, 2),
        conv("sound", 1, 3, 4, (17,), 7, 3, 2),
        conv("halving sound", 1, 2, 3, (10,), 4, 2, 1, bias=False),
        conv("voxels", 3, 2, 3, (5, 6, 4), 3, 2, 1),
    ]})
    golden.write("nn", "conv-transpose", {"cases": [
        transpose("doubling", 2, 3, 4, (4, 3), 4, 2, 1, 0),
        transpose("doubling to one channel", 2, 4, 1, (5, 4), 4, 2, 1, 0),
        transpose("odd sizes, no bias", 2, 3, 2, (5, 7), 3, 2, 1, 0, bias=False),
        transpose("output padding", 2, 2, 3, (3, 5), 3, 2, 1, 1),
        transpose("stride 3, output padding 2", 2, 2, 3, (3, 2), 5, 3, 2, 2),
        transpose("from one point", 2, 6, 3, (1, 1), 4, 1, 0, 0),
        transpose("kernel smaller than stride", 2, 2, 2, (3, 4), 2, 3, 0, 1),
        transpose("sound", 1, 3, 2, (7,), 5, 2, 1, 1),
        transpose("voxels", 3, 2, 2, (3, 2, 4), 3, 2, 1, 1),
    ]})
    golden.write("nn", "activation", {"cases": [
        activation("relu", 0, nn.ReLU()),
        activation("leaky-relu", 0.2, nn.LeakyReLU(0.2)),
        activation("tanh", 0, nn.Tanh()),
        activation("sigmoid", 0, nn.Sigmoid()),
    ]})
    golden.write("nn", "rearranging", {"cases": [
        case("max-pool", {"layer": "max-pool", "kernel": 2}, nn.MaxPool2d(2), numbers(2, 3, 6, 8)),
        case("max-pool that leaves a remainder", {"layer": "max-pool", "kernel": 3}, nn.MaxPool2d(3), numbers(2, 2, 7, 11)),
        case("reshape", {"layer": "reshape", "shape": [2, 3, 4]}, nn.Unflatten(1, (2, 3, 4)), numbers(3, 24)),
        case("flatten", {"layer": "reshape", "shape": [24]}, nn.Flatten(), numbers(3, 2, 3, 4)),
        case("rescale", {"layer": "rescale", "scale": 2, "shift": -1}, Function(lambda x: 2 * x - 1), numbers(2, 3, 4, 4)),
        # A linear layer flattens what comes in, in the order of nn.Flatten.
        case("linear on images", {"layer": "linear", "outputs": 4, "bias": False}, FlatLinear(), numbers(2, 2, 3, 4)),
    ]})
    golden.write("nn", "batch-norm", {"cases": [
        batch_norm("vectors", nn.BatchNorm1d(5), (6, 5), 0.1, 1e-5),
        batch_norm("sound", nn.BatchNorm1d(3), (4, 3, 5), 0.1, 1e-5),
        batch_norm("images", nn.BatchNorm2d(4), (3, 4, 5, 4), 0.1, 1e-5),
        batch_norm("images, other settings", nn.BatchNorm2d(2, eps=1e-2, momentum=0.4), (3, 2, 3, 5), 0.4, 1e-2),
        batch_norm("voxels", nn.BatchNorm3d(2), (2, 2, 3, 2, 4), 0.1, 1e-5),
    ]})
    golden.write("nn", "conv-grouped", {"cases": [
        conv("two groups", 2, 4, 6, (5, 4), 3, 1, 1, groups=2),
        conv("one channel a group, no bias", 2, 3, 3, (6, 5), 4, 2, 1, bias=False, groups=3),
        conv("a group makes more than it sees", 2, 3, 6, (4, 3), 3, 1, 1, groups=3),
        conv("grouped sound", 1, 4, 2, (9,), 5, 2, 2, groups=2),
        conv("grouped voxels", 3, 4, 4, (3, 4, 2), 3, 1, 1, groups=4),
    ]})

    golden.write("nn", "per-axis", {"cases": [
        case("a row", {"layer": "conv", "channels": 3, "kernel": [1, 5], "stride": [1, 2], "padding": [0, 2], "bias": True},
             nn.Conv2d(2, 3, (1, 5), (1, 2), (0, 2)), numbers(2, 2, 4, 7)),
        case("dilation", {"layer": "conv", "channels": 2, "kernel": 3, "stride": 1, "padding": 2, "dilation": 2, "bias": False},
             nn.Conv2d(2, 2, 3, 1, 2, dilation=2, bias=False), numbers(2, 2, 6, 5)),
        case("dilated sound", {"layer": "conv", "channels": 3, "kernel": 3, "stride": 2, "padding": 4, "dilation": 4, "bias": True},
             nn.Conv1d(2, 3, 3, 2, 4, dilation=4), numbers(2, 2, 15)),
        case("frames kept", {"layer": "conv", "channels": 2, "kernel": [3, 4, 4], "stride": [1, 2, 2], "padding": 1, "bias": True},
             nn.Conv3d(2, 2, (3, 4, 4), (1, 2, 2), 1), numbers(2, 2, 3, 4, 6)),
        case("time kept", {"layer": "conv-transpose", "channels": 2, "kernel": [3, 4], "stride": [1, 2], "padding": 1,
                           "outputPadding": [0, 1], "bias": True},
             nn.ConvTranspose2d(3, 2, (3, 4), (1, 2), 1, (0, 1)), numbers(2, 3, 4, 3)),
    ]})
    golden.write("nn", "pooling", {"cases": [
        case("overlapping", {"layer": "max-pool", "kernel": 3, "stride": 2, "padding": 1}, nn.MaxPool2d(3, 2, 1), numbers(2, 2, 7, 6)),
        case("sound", {"layer": "max-pool", "kernel": 4, "stride": 2, "padding": 1}, nn.MaxPool1d(4, 2, 1), numbers(2, 3, 11)),
        case("voxels", {"layer": "max-pool", "kernel": [1, 2, 2], "stride": [1, 2, 2], "padding": 0},
             nn.MaxPool3d((1, 2, 2)), numbers(2, 2, 3, 4, 4)),
        case("mean", {"layer": "average-pool", "kernel": 2, "stride": 2, "padding": 0}, nn.AvgPool2d(2), numbers(2, 2, 6, 5)),
        case("mean without padding", {"layer": "average-pool", "kernel": 3, "stride": 1, "padding": 1},
             nn.AvgPool2d(3, 1, 1, count_include_pad=False), numbers(2, 2, 5, 4)),
        case("mean of sound", {"layer": "average-pool", "kernel": 4, "stride": 3, "padding": 2},
             nn.AvgPool1d(4, 3, 2, count_include_pad=False), numbers(2, 2, 10)),
        case("mean of voxels", {"layer": "average-pool", "kernel": 2, "stride": 2, "padding": 0},
             nn.AvgPool3d(2), numbers(2, 2, 4, 2, 4)),
    ]})
    golden.write("nn", "pixel-shuffle", {"cases": [
        case("twofold", {"layer": "pixel-shuffle", "factor": 2}, nn.PixelShuffle(2), numbers(2, 8, 3, 2)),
        case("threefold", {"layer": "pixel-shuffle", "factor": 3}, nn.PixelShuffle(3), numbers(1, 9, 2, 3)),
    ]})
    golden.write("nn", "reflection-pad", {"cases": [
        case("sound", {"layer": "reflection-pad", "margin": 3}, nn.ReflectionPad1d(3), numbers(2, 2, 5)),
        case("images", {"layer": "reflection-pad", "margin": [1, 2]}, nn.ReflectionPad2d((2, 2, 1, 1)), numbers(2, 2, 3, 4)),
        case("voxels", {"layer": "reflection-pad", "margin": 1}, nn.ReflectionPad3d(1), numbers(1, 2, 2, 3, 2)),
    ]})
    golden.write("nn", "sample-norms", {"cases": [
        sample_norm("group norm", {"layer": "group-norm", "groups": 2, "epsilon": 1e-5}, nn.GroupNorm(2, 4), (2, 4, 3, 2)),
        sample_norm("group norm of vectors", {"layer": "group-norm", "groups": 3, "epsilon": 1e-3}, nn.GroupNorm(3, 6, 1e-3), (3, 6)),
        sample_norm("group norm of sound", {"layer": "group-norm", "groups": 1, "epsilon": 1e-5}, nn.GroupNorm(1, 3), (2, 3, 7)),
        sample_norm("instance norm", {"layer": "instance-norm", "affine": True, "epsilon": 1e-5},
                    nn.InstanceNorm2d(3, affine=True), (2, 3, 4, 3)),
        case("instance norm, plain", {"layer": "instance-norm", "affine": False, "epsilon": 1e-5}, nn.InstanceNorm2d(2), numbers(2, 2, 3, 4)),
        sample_norm("instance norm of voxels", {"layer": "instance-norm", "affine": True, "epsilon": 1e-5},
                    nn.InstanceNorm3d(2, affine=True), (2, 2, 2, 3, 2)),
        sample_norm("layer norm", {"layer": "layer-norm", "epsilon": 1e-5}, nn.LayerNorm((2, 3, 2)), (3, 2, 3, 2)),
        sample_norm("layer norm of vectors", {"layer": "layer-norm", "epsilon": 1e-5}, nn.LayerNorm(6), (3, 6)),
    ]})
    golden.write("nn", "rectifiers", {"cases": [
        activation("silu", 0, nn.SiLU()),
        sample_norm("prelu", {"layer": "prelu"}, nn.PReLU(3), (2, 3, 4)),
        sample_norm("prelu on images", {"layer": "prelu"}, nn.PReLU(2), (2, 2, 3, 3)),
    ]})


class FlatLinear(nn.Linear):
    def __init__(self):
        super().__init__(24, 4, bias=False)

    def forward(self, x):
        return super().forward(x.flatten(1))


if __name__ == "__main__":
    main()
