package dev.duello.data.task;

import dev.duello.data.image.ImageFormat;

/**
 * A simple answer to a task, to compare a model with.
 *
 * @param name for tables, such as {@code bicubic}
 * @param method how it makes images of sources
 */
public record Baseline(String name, Method method) {
    /** How images are made of sources. */
    public interface Method {
        /**
         * Makes one image.
         *
         * @param source uint8 {@code [H, W, C]}
         * @param from the format of the source
         * @param to the format of the image
         */
        byte[] apply(byte[] source, ImageFormat from, ImageFormat to);
    }

    /** The source itself, brought to the format of the image: gray in each channel, transparency left out, bicubic in size. */
    public static final Baseline SOURCE = new Baseline("source", Pixels::converted);
}
