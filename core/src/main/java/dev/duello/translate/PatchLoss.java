package dev.duello.translate;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;

/** What discriminator and generator want of the logits of patches {@code [N, 1, h, w]}: losses to minimize, one a sample. */
public enum PatchLoss {
    /** Cross-entropy: {@code softplus(-l)} of reals and {@code softplus(l)} of fakes; the generator wants fakes to be reals. */
    @JsonProperty("logistic")
    LOGISTIC {
        @Override
        Tensor ofReals(Tensor logits) {
            return Functions.softplus(logits.negate());
        }

        @Override
        Tensor ofFakes(Tensor logits) {
            return Functions.softplus(logits);
        }

        @Override
        Tensor ofGenerator(Tensor logits) {
            return ofReals(logits);
        }
    },

    /** Reals should score 1 and fakes 0 (Mao et al., 2017). */
    @JsonProperty("least-squares")
    LEAST_SQUARES {
        @Override
        Tensor ofReals(Tensor logits) {
            return logits.add(-1).square();
        }

        @Override
        Tensor ofFakes(Tensor logits) {
            return logits.square();
        }

        @Override
        Tensor ofGenerator(Tensor logits) {
            return ofReals(logits);
        }
    },

    /** Reals should score above 1 and fakes below -1 (Lim and Ye, 2017). */
    @JsonProperty("hinge")
    HINGE {
        @Override
        Tensor ofReals(Tensor logits) {
            return Functions.relu(logits.negate().add(1));
        }

        @Override
        Tensor ofFakes(Tensor logits) {
            return Functions.relu(logits.add(1));
        }

        @Override
        Tensor ofGenerator(Tensor logits) {
            return logits.negate();
        }
    };

    /** Of each logit of reals that the discriminator sees. */
    abstract Tensor ofReals(Tensor logits);

    /** Of each logit of fakes that the discriminator sees. */
    abstract Tensor ofFakes(Tensor logits);

    /** Of each logit of the generator's fakes. */
    abstract Tensor ofGenerator(Tensor logits);

    /** The discriminator's losses {@code [N]}: the mean over patches, half of it from each side. */
    Tensor discriminatorLosses(Tensor reals, Tensor fakes) {
        return perSample(ofReals(reals)).add(perSample(ofFakes(fakes))).multiply(0.5);
    }

    /** The generator's losses {@code [N]}: the mean over patches. */
    Tensor generatorLosses(Tensor fakes) {
        return perSample(ofGenerator(fakes));
    }

    /** The mean of all numbers of each sample, {@code [N]}. */
    static Tensor perSample(Tensor values) {
        return values.reshape(values.size(0), -1).mean(1);
    }
}
