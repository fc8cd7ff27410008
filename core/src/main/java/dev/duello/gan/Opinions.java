package dev.duello.gan;

import dev.duello.torch.Tensor;

/** What a discriminator thinks of reals and of as many fakes: logits {@code [N]} each. */
record Opinions(Tensor reals, Tensor fakes) {}
