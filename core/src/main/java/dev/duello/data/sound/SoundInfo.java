package dev.duello.data.sound;

/**
 * What a file tells besides its sound.
 *
 * @param format for people, such as {@code "WAV (16 bit)"}
 * @param rate samples in a second
 * @param channels that were mixed into one
 * @param seconds length of the whole file
 * @param cut whether it is longer than the format, so that its end is missing
 * @param resampled whether it had another rate
 * @param silent whether all samples are 0
 */
public record SoundInfo(
        String format, int rate, int channels, double seconds, boolean cut, boolean resampled, boolean silent) {}
