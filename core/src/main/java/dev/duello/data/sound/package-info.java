/**
 * Sound: {@link dev.duello.data.sound.SoundFormat} is its format. WAV and FLAC files are read, resampled to one rate and cut
 * or padded to one length; WAV files are written.
 */
@NullMarked
package dev.duello.data.sound;

import org.jspecify.annotations.NullMarked;
