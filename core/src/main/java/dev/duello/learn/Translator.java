package dev.duello.learn;

import dev.duello.nn.Shape;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;

/**
 * Makes images of images: colored ones of gray ones, large ones of small ones. What it makes is larger than its source by a whole
 * factor, of every side.
 */
public interface Translator {
    /** The shape of one source that it was trained with, {@code [C, H, W]}. */
    Shape sourceShape();

    /** By how much each side of what it makes is longer than that of its source. */
    int factor();

    /** The sides of any source must be a multiple of this. */
    int multiple();

    /** Whether sources are transparent where they have holes, of which the rest stays as it is. */
    boolean fillsHoles();

    /** Whether it draws from noise, so that one source gives several results. */
    boolean isRandom();

    /**
     * Makes an image of each source.
     *
     * @param sources {@code [N, C, h, w]} in [-1, 1], whose sides are a {@link #multiple} and no shorter than in training; others than
     *     in training are possible
     * @param noise where noise is drawn from, as much for each source
     * @return {@code [N, C, factor h, factor w]}, float32; may lie somewhat outside of [-1, 1]
     */
    Tensor translate(Tensor sources, RandomStream noise, Weights weights);
}
