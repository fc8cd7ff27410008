package dev.duello.gan;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;

/**
 * What the two networks want, as losses to minimize, one a sample, computed from the discriminator's logits {@code [N]}. With D(x) the
 * sigmoid of the logit l, {@code -log D = softplus(-l)} and {@code -log(1 - D) = softplus(l)}, which neither overflows nor
 * loses digits.
 */
public enum Objective {
    /**
     * The value function itself (Goodfellow et al., 2014, equation 1): {@code min_G max_D E[log D(x)] + E[log(1 - D(G(z)))]}.
     * The generator's gradient vanishes while the discriminator wins.
     */
    @JsonProperty("minimax")
    MINIMAX {
        @Override
        public Tensor discriminatorLosses(Tensor real, Tensor fake) {
            return realLosses(real).add(fakeLosses(fake));
        }

        @Override
        Tensor realLosses(Tensor real) {
            return Functions.softplus(real.negate());
        }

        @Override
        Tensor fakeLosses(Tensor fake) {
            return Functions.softplus(fake);
        }

        @Override
        public Tensor generatorLosses(Tensor real, Tensor fake) {
            return Functions.softplus(fake).negate();
        }
    },

    /** The generator maximizes {@code E[log D(G(z))]} instead (Goodfellow et al., 2014, section 3): the usual choice. */
    @JsonProperty("non-saturating")
    NON_SATURATING {
        @Override
        public Tensor discriminatorLosses(Tensor real, Tensor fake) {
            return realLosses(real).add(fakeLosses(fake));
        }

        @Override
        Tensor realLosses(Tensor real) {
            return Functions.softplus(real.negate());
        }

        @Override
        Tensor fakeLosses(Tensor fake) {
            return Functions.softplus(fake);
        }

        @Override
        public Tensor generatorLosses(Tensor real, Tensor fake) {
            return Functions.softplus(fake.negate());
        }
    },

    /** Reals should score 1 and fakes 0; the generator wants 1 (Mao et al., 2017, equation 9). */
    @JsonProperty("least-squares")
    LEAST_SQUARES {
        @Override
        public Tensor discriminatorLosses(Tensor real, Tensor fake) {
            return real.add(-1).square().add(fake.square()).multiply(0.5);
        }

        @Override
        Tensor realLosses(Tensor real) {
            return real.add(-1).square().multiply(0.5);
        }

        @Override
        Tensor fakeLosses(Tensor fake) {
            return fake.square().multiply(0.5);
        }

        @Override
        public Tensor generatorLosses(Tensor real, Tensor fake) {
            return fake.add(-1).square().multiply(0.5);
        }
    },

    /** Reals should score above 1 and fakes below -1, by how much does not matter (Lim and Ye, 2017; Miyato et al., 2018). */
    @JsonProperty("hinge")
    HINGE {
        @Override
        public Tensor discriminatorLosses(Tensor real, Tensor fake) {
            return realLosses(real).add(fakeLosses(fake));
        }

        @Override
        Tensor realLosses(Tensor real) {
            return Functions.relu(real.negate().add(1));
        }

        @Override
        Tensor fakeLosses(Tensor fake) {
            return Functions.relu(fake.add(1));
        }

        @Override
        public Tensor generatorLosses(Tensor real, Tensor fake) {
            return fake.negate();
        }
    },

    /** The critic's mean difference (Arjovsky et al., 2017); needs a penalty or spectral normalization to stay bounded. */
    @JsonProperty("wasserstein")
    WASSERSTEIN {
        @Override
        public Tensor discriminatorLosses(Tensor real, Tensor fake) {
            return fake.subtract(real);
        }

        @Override
        Tensor realLosses(Tensor real) {
            return real.negate();
        }

        @Override
        Tensor fakeLosses(Tensor fake) {
            return fake;
        }

        @Override
        public Tensor generatorLosses(Tensor real, Tensor fake) {
            return fake.negate();
        }
    },

    /**
     * Each real image is compared with one fake (Jolicoeur-Martineau, 2019; Huang et al., 2024, equation 2): the
     * discriminator wants it to look more real, the generator less.
     */
    @JsonProperty("relativistic")
    RELATIVISTIC {
        @Override
        public Tensor discriminatorLosses(Tensor real, Tensor fake) {
            return Functions.softplus(fake.subtract(real));
        }

        @Override
        public Tensor generatorLosses(Tensor real, Tensor fake) {
            return Functions.softplus(real.subtract(fake));
        }

        @Override
        boolean comparesWithReals() {
            return true;
        }
    };

    /**
     * The discriminator's losses, each of one real and one fake; the step minimizes their mean.
     *
     * @param real logits of reals, {@code [N]}
     * @param fake logits of as many fakes
     * @return {@code [N]}
     */
    public abstract Tensor discriminatorLosses(Tensor real, Tensor fake);

    /**
     * The generator's losses, each of one fake; the step minimizes their mean.
     *
     * @param real logits of as many reals, as the discriminator just gave them; they matter only to {@link #RELATIVISTIC}
     * @param fake logits of its fakes, {@code [N]}
     * @return {@code [N]}
     */
    public abstract Tensor generatorLosses(Tensor real, Tensor fake);

    /** Whether losses compare a real with a fake, so that they cannot be divided into one of each. */
    boolean comparesWithReals() {
        return false;
    }

    /** The part of {@link #discriminatorLosses} that each real has, {@code [N]}; not of {@link #RELATIVISTIC}. */
    Tensor realLosses(Tensor real) {
        throw new IllegalStateException(this + " compares reals with fakes");
    }

    /** The part of {@link #discriminatorLosses} that each fake has, {@code [N]}; not of {@link #RELATIVISTIC}. */
    Tensor fakeLosses(Tensor fake) {
        throw new IllegalStateException(this + " compares reals with fakes");
    }
}
