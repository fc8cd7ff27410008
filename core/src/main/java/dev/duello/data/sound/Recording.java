package dev.duello.data.sound;

/**
 * What a file holds, or its beginning.
 *
 * @param format for people, such as {@code "WAV (16 bit)"}
 * @param rate samples in a second
 * @param channels that the file has
 * @param frames length of the whole file, in samples of each channel; 0 when it does not say
 * @param samples the mean of all channels, in [-1, 1] but for floating-point files, which may go beyond; empty when only the header
 *     was read
 */
record Recording(String format, int rate, int channels, long frames, float[] samples) {}
