package dev.duello.learn;

import dev.duello.nn.Shape;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import org.jspecify.annotations.Nullable;

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

    /** How many classes it knows, of one of which each result is; 0 for none. */
    int classes();

    /**
     * Makes an image of each source.
     *
     * @param sources {@code [N, C, h, w]} in [-1, 1], whose sides are a {@link #multiple} and no shorter than in training; others than
     *     in training are possible
     * @param labels INT64 {@code [N]} on the device of the sources, the class of each result, 0 to less than {@link #classes}; a
     *     translator without classes does not look at them, and takes null
     * @param noise where noise is drawn from, as much for each source
     * @return {@code [N, C, factor h, factor w]}, float32; may lie somewhat outside of [-1, 1]
     * @throws IllegalArgumentException when it knows classes and there are no labels
     */
    Tensor translate(Tensor sources, @Nullable Tensor labels, RandomStream noise, Weights weights);
}
