"""Gradient penalties of a small convolutional discriminator: their values, and their gradients in its weights.

    python bench/reference/penalties.py

Written from the papers' formulas: Mescheder et al. (2018), equation 9, without its factor, and Gulrajani et al. (2017),
equation 3, without its weight.
"""

import torch
from torch import nn

import golden


def squared_lengths(discriminator, images):
    images = images.clone().requires_grad_(True)
    (slope,) = torch.autograd.grad(discriminator(images).sum(), images, create_graph=True)
    return slope.square().flatten(1).sum(1)


def main():
    torch.manual_seed(20261124)
    discriminator = nn.Sequential(
        nn.Conv2d(2, 4, 4, 2, 1), nn.LeakyReLU(0.2),
        nn.Conv2d(4, 6, 3, 1, 1, groups=2), nn.Tanh(),
        nn.Flatten(), nn.Linear(96, 1),
    ).double()
    names = {"0.weight": "0.conv.weight", "0.bias": "0.conv.bias", "2.weight": "2.conv.weight", "2.bias": "2.conv.bias",
             "5.weight": "4.linear.weight"}
    # The penalty does not depend on the last offset, which shifts the logit only.
    trained = {names[n]: p for n, p in discriminator.named_parameters() if n != "5.bias"}
    with torch.no_grad():
        for p in discriminator.parameters():
            p.copy_((torch.randn(p.shape) * 0.3).float().double())
    images = torch.randn(5, 2, 8, 8).double()
    lengths = squared_lengths(discriminator, images)
    cases = {"zero-centered": lengths.mean(), "one-centered": (lengths.sqrt() - 1).square().mean()}
    content = {
        "images": golden.tensor(images),
        "parameters": {name: golden.tensor(p) for name, p in trained.items()},
        "lengths": golden.tensor(lengths.sqrt()),
    }
    for name, value in cases.items():
        gradients = torch.autograd.grad(value, list(trained.values()), retain_graph=True)
        content[name] = {
            "value": value.item(),
            "gradients": {n: golden.tensor(g) for n, g in zip(trained, gradients)},
        }
        print(name, value.item(), {n: g.abs().max().item() for n, g in zip(trained, gradients)})
    golden.write("gan", "penalties", content)


if __name__ == "__main__":
    main()
