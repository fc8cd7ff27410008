"""Two full steps of an autoencoder, of variational autoencoders and of a VAE-GAN in plain PyTorch, 16x16 gray images, latent 8.

    python bench/reference/vae_step.py

Written from the papers and PyTorch's documentation, not from Duello's code. Kingma and Welling (2014) for the loss, Rybkin et al.
(2021) for the fitted variance, Kingma et al. (2016) for free bits, Burgess et al. (2018) for the capacity, Larsen et al. (2016) for
the VAE-GAN. torch.distributions gives the divergence and the likelihoods where it has them.
"""

import sys

import torch
from torch import nn
from torch.distributions import Bernoulli, Normal, kl_divergence
from torch.nn import functional as F

import golden

BATCH, STEPS, LATENT = 8, 2, 8
SETTINGS = dict(lr=2e-4, betas=(0.5, 0.999), eps=1e-4)


class Reshape(nn.Module):
    def forward(self, x):
        return x.reshape(-1, 8, 4, 4)


# The keys of a module's state are its position and the tensor's name; Duello adds the kind of layer between them.
DECODER = {"0": "linear", "2": "batch-norm", "4": "conv-transpose", "5": "batch-norm", "7": "conv-transpose"}
ENCODER = {"0": "conv", "2": "conv", "3": "batch-norm", "5": "linear"}
DISCRIMINATOR = {"0": "conv", "2": "conv", "4": "linear"}


class Flat(nn.Sequential):
    pass


def decoder():
    return nn.Sequential(
        nn.Linear(LATENT, 128, bias=False), Reshape(), nn.BatchNorm2d(8), nn.ReLU(),
        nn.ConvTranspose2d(8, 4, 4, 2, 1, bias=False), nn.BatchNorm2d(4), nn.ReLU(),
        nn.ConvTranspose2d(4, 1, 4, 2, 1), nn.Tanh(),
    )


def encoder(outputs):
    return nn.Sequential(
        nn.Conv2d(1, 4, 4, 2, 1), nn.LeakyReLU(0.2),
        nn.Conv2d(4, 8, 4, 2, 1, bias=False), nn.BatchNorm2d(8), nn.LeakyReLU(0.2),
        Flat(nn.Flatten(), nn.Linear(128, outputs)),
    )


def discriminator():
    return nn.Sequential(
        nn.Conv2d(1, 4, 4, 2, 1), nn.LeakyReLU(0.2),
        nn.Conv2d(4, 8, 4, 2, 1), nn.LeakyReLU(0.2),
        Flat(nn.Flatten(), nn.Linear(128, 1)),
    )


def named(module, kinds):
    found = {}
    for key, value in module.state_dict().items():
        if not key.endswith("num_batches_tracked"):
            position, name = key.split(".")[0], key.split(".")[-1]
            found[f"{position}.{kinds[position]}.{name}"] = golden.tensor(value)
    return found


def widened(module, dtype):
    # Wider than usual, so that no gradient is so near zero that Adam turns rounding into a step.
    with torch.no_grad():
        for p in module.parameters():
            p.copy_(torch.randn(p.shape) * 0.1 + (1 if p.dim() == 1 and p.numel() in (4, 8) else 0))
    return module.to(dtype)


def pixels(x):
    return x.flatten(1).sum(1)


def reconstruction(kind, x, y):
    if kind == "bernoulli":
        return -pixels(Bernoulli((y + 1) / 2, validate_args=False).log_prob((x + 1) / 2))
    if kind == "gaussian":
        variance = ((x - y) ** 2).mean().detach()
        return -pixels(Normal(y, variance.sqrt()).log_prob(x))
    return pixels((x - y).abs() if kind == "l1" else (x - y) ** 2)


def divergence_term(kl, beta, free, capacity):
    total = kl.mean(0).clamp(min=free).sum() if free > 0 else kl.sum(1).mean()
    return beta * ((total - capacity).abs() if capacity > 0 else total)


CASES = {
    "gaussian": dict(reconstruction="gaussian", beta=1.5, free=0, capacity=0),
    "bernoulli": dict(reconstruction="bernoulli", beta=1, free=0.4, capacity=0),
    "l1": dict(reconstruction="l1", beta=4, free=0, capacity=0),
    "squared-error": dict(reconstruction="squared-error", beta=10, free=0, capacity=25),
}


def vae(dtype, case):
    torch.manual_seed(20261127)
    enc, dec = widened(encoder(2 * LATENT), dtype), widened(decoder(), dtype)
    samples = torch.rand(STEPS, BATCH, 1, 16, 16) * 2 - 1
    noise = torch.randn(STEPS, BATCH, LATENT)
    content = {
        "samples": [golden.tensor(x) for x in samples], "noise": [golden.tensor(e) for e in noise],
        "before": {"encoder": named(enc, ENCODER), "decoder": named(dec, DECODER)},
    }
    optimizer = torch.optim.Adam([*enc.parameters(), *dec.parameters()], **SETTINGS)
    steps = []
    for x, e in zip(samples.to(dtype), noise.to(dtype)):
        mean, log_variance = enc(x).chunk(2, 1)
        posterior = Normal(mean, (log_variance / 2).exp())
        y = dec(mean + posterior.stddev * e)
        nats = reconstruction(case["reconstruction"], x, y)
        kl = kl_divergence(posterior, Normal(torch.zeros_like(mean), torch.ones_like(mean)))
        loss = nats.mean() + divergence_term(kl, case["beta"], case["free"], case["capacity"])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        steps.append({
            "total-loss": loss.item(), "reconstruction-nats": nats.mean().item(), "divergence-nats": kl.sum(1).mean().item(),
        })
    content["steps"] = steps
    content["after"] = {"encoder": named(enc, ENCODER), "decoder": named(dec, DECODER)}
    return content


def autoencoder(dtype, _):
    torch.manual_seed(20261127)
    enc, dec = widened(encoder(LATENT), dtype), widened(decoder(), dtype)
    samples = torch.rand(STEPS, BATCH, 1, 16, 16) * 2 - 1
    content = {
        "samples": [golden.tensor(x) for x in samples],
        "before": {"encoder": named(enc, ENCODER), "decoder": named(dec, DECODER)},
    }
    optimizer = torch.optim.Adam([*enc.parameters(), *dec.parameters()], **SETTINGS)
    steps = []
    for x in samples.to(dtype):
        loss = F.mse_loss(dec(enc(x)), x)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        steps.append({"reconstruction-loss": loss.item()})
    content["steps"] = steps
    content["after"] = {"encoder": named(enc, ENCODER), "decoder": named(dec, DECODER)}
    return content


def vae_gan(dtype, gamma):
    torch.manual_seed(20261127)
    enc, dec, dis = widened(encoder(2 * LATENT), dtype), widened(decoder(), dtype), widened(discriminator(), dtype)
    samples = torch.rand(STEPS, BATCH, 1, 16, 16) * 2 - 1
    noise, prior = torch.randn(STEPS, BATCH, LATENT), torch.randn(STEPS, BATCH, LATENT)
    content = {
        "samples": [golden.tensor(x) for x in samples],
        "noise": [golden.tensor(e) for e in noise], "prior": [golden.tensor(z) for z in prior],
        "before": {"encoder": named(enc, ENCODER), "decoder": named(dec, DECODER), "discriminator": named(dis, DISCRIMINATOR)},
    }
    for_coder = torch.optim.Adam([*enc.parameters(), *dec.parameters()], **SETTINGS)
    for_dis = torch.optim.Adam(dis.parameters(), **SETTINGS)
    steps = []
    for x, e, z in zip(samples.to(dtype), noise.to(dtype), prior.to(dtype)):
        fakes = dec(z)
        loss_d = (F.softplus(-dis(x)) + F.softplus(dis(fakes.detach()))).mean()
        for_dis.zero_grad()
        loss_d.backward()
        for_dis.step()

        # The decoder's turn begins anew, as in a second program.
        fakes = dec(z)
        mean, log_variance = enc(x).chunk(2, 1)
        y = dec(mean + (log_variance / 2).exp() * e)
        real, again = dis[:-1](x), dis[:-1](y)
        variance = ((real - again) ** 2).mean().detach()
        features = -pixels(Normal(again, variance.sqrt()).log_prob(real.detach())).mean()
        kl = kl_divergence(
            Normal(mean, (log_variance / 2).exp()), Normal(torch.zeros_like(mean), torch.ones_like(mean))).sum(1).mean()
        fool = F.softplus(-dis(fakes)).mean()
        # Each network has a gradient of its own (algorithm 1): the encoder's knows no discriminator's verdict.
        of_encoder = torch.autograd.grad(kl + features, list(enc.parameters()), retain_graph=True)
        of_decoder = torch.autograd.grad(gamma * features + fool, list(dec.parameters()))
        for p, g in zip([*enc.parameters(), *dec.parameters()], [*of_encoder, *of_decoder]):
            p.grad = g
        for_coder.step()
        steps.append({
            "vae-discriminator-loss": loss_d.item(), "feature-nats": features.item(), "divergence-nats": kl.item(),
            "adversarial-loss": fool.item(),
        })
    content["steps"] = steps
    content["after"] = {"encoder": named(enc, ENCODER), "decoder": named(dec, DECODER), "discriminator": named(dis, DISCRIMINATOR)}
    return content


def checked(name, run, case):
    single, double = run(torch.float32, case), run(torch.float64, case)
    worst = max(
        abs(a - b)
        for network in single["after"]
        for key in single["after"][network]
        for a, b in zip(single["after"][network][key]["values"], double["after"][network][key]["values"])
    )
    print(f"{name}: float32 against float64: {worst:.1e}")
    if worst > 5e-6:
        sys.exit("these numbers amplify rounding too much to compare to 1e-5: choose another seed")
    return single


def main():
    golden.write("autoencoder", "autoencoder-step", checked("autoencoder", autoencoder, None))
    found = {name: checked(name, vae, case) for name, case in CASES.items()}
    # All begin alike.
    start = {key: found["gaussian"][key] for key in ("samples", "noise", "before")}
    cases = {name: {"settings": CASES[name], "steps": run["steps"], "after": run["after"]} for name, run in found.items()}
    golden.write("autoencoder", "vae-step", {**start, "cases": cases})
    golden.write("autoencoder", "vae-gan-step", checked("vae-gan", vae_gan, 0.1))


if __name__ == "__main__":
    main()
