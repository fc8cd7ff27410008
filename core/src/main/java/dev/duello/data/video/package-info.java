/**
 * Video: {@link dev.duello.data.video.VideoFormat} is its format. Animated GIF, PNG and WebP files, folders of frames and sheets of
 * frames are read, cut into clips of one number of frames, and brought to one size; GIF files are written.
 */
@NullMarked
package dev.duello.data.video;

import org.jspecify.annotations.NullMarked;
