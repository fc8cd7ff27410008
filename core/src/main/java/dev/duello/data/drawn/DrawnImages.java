package dev.duello.data.drawn;

import dev.duello.data.image.ImageFormat;

/** A data set of images that a program draws. */
public interface DrawnImages extends DrawnSet {
    @Override
    ImageFormat format();
}
