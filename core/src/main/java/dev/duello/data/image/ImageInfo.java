package dev.duello.data.image;

/**
 * What a file tells besides its picture.
 *
 * @param format for people, such as {@code "WebP (lossy)"}
 * @param height rows, once upright
 * @param width columns, once upright
 * @param largestSample the largest sample that was seen, as if all had sixteen bits; 0 unless they have more than eight
 * @param deep whether samples have more than eight bits
 * @param hasFurtherFrames whether there are pages or frames besides the first
 */
public record ImageInfo(
        String format, int height, int width, boolean deep, int largestSample, boolean hasFurtherFrames) {}
