package dev.duello.spark;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * One file after decoding.
 *
 * @param name relative to the folder
 * @param pixels in the stored form; null when it could not be read
 * @param reason why it could not be read
 */
record DecodedFile(String name, byte @Nullable [] pixels, String reason) implements Serializable {}
