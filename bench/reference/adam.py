"""Golden values of Adam: PyTorch's own optimizer on given gradients.

    python bench/reference/adam.py
"""

import torch

import golden


def case(name, rate, beta1, beta2, epsilon):
    start = torch.randn(8)
    gradients = torch.randn(5, 8) * torch.tensor([1, 1e-3, 1e3, 1e-7, 1, 1, 1, 1.0])
    gradients[:, 4] = 0  # never moves
    gradients[2:, 5] = 0  # coasts
    x = start.clone().requires_grad_(True)
    optimizer = torch.optim.Adam([x], lr=rate, betas=(beta1, beta2), eps=epsilon)
    after = []
    for gradient in gradients:
        x.grad = gradient.clone()
        optimizer.step()
        after.append(golden.tensor(x))
    return {
        "name": name, "rate": rate, "beta1": beta1, "beta2": beta2, "epsilon": epsilon,
        "start": golden.tensor(start), "gradients": [golden.tensor(g) for g in gradients], "after": after,
        "mean": golden.tensor(optimizer.state[x]["exp_avg"]), "mean-square": golden.tensor(optimizer.state[x]["exp_avg_sq"]),
    }


def main():
    torch.manual_seed(20261123)
    golden.write("nn", "adam", {"cases": [
        case("as for GANs", 2e-4, 0.5, 0.999, 1e-8),
        case("PyTorch's defaults", 1e-3, 0.9, 0.999, 1e-8),
        case("no momentum", 1e-2, 0.0, 0.99, 1e-8),
        case("a large epsilon", 0.1, 0.9, 0.99, 1e-2),
    ]})


if __name__ == "__main__":
    main()
