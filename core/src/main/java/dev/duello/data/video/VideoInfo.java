package dev.duello.data.video;

/**
 * What a file or a folder of frames tells besides its clips.
 *
 * @param format for people, such as {@code "GIF"}
 * @param height rows of each frame
 * @param width columns of each frame
 * @param frames of all of it
 * @param clips that were made of these
 * @param left frames behind the last clip, which are left out
 */
public record VideoInfo(String format, int height, int width, int frames, int clips, int left) {}
