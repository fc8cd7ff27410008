package dev.duello.network;

import java.util.stream.Stream;

/** The families whose networks take images, for tests of images. */
public final class ImageFamilies {

    private ImageFamilies() {}

    public static Stream<NetworkFamily> all() {
        return Stream.of(NetworkFamily.values()).filter(family -> family.axes() == 0 || family.axes() == 2);
    }
}
