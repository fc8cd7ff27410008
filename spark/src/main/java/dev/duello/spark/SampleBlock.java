package dev.duello.spark;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some samples one after the other.
 *
 * @param first index of the first
 * @param samples each in its stored form
 * @param labels a label each; null for models that know no classes
 */
record SampleBlock(long first, List<byte[]> samples, long @Nullable [] labels) {}
