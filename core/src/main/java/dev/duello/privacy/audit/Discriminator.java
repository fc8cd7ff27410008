package dev.duello.privacy.audit;

import java.lang.foreign.MemorySegment;

/** A network that scores how real images look: who has it can ask whether it knows an image. */
@FunctionalInterface
public interface Discriminator {
    /**
     * One logit an image; positive means real.
     *
     * @param pixels native memory, uint8 {@code [N, H, W, C]}
     */
    double[] logits(MemorySegment pixels, int count);
}
