package dev.duello.app;

import dev.duello.data.DataException;
import dev.duello.data.SampleFormat;
import dev.duello.data.UnreadableFileException;
import dev.duello.data.image.Fit;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.PngFiles;
import dev.duello.data.sound.SoundFormat;
import dev.duello.data.sound.WavFiles;
import dev.duello.data.text.TextFormat;
import dev.duello.data.text.TextLines;
import dev.duello.data.video.MovingPictures;
import dev.duello.data.video.VideoFormat;
import dev.duello.data.voxel.VoxelDecoder;
import dev.duello.data.voxel.VoxelFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One sample of any medium in a file of its own. */
final class SampleFile {
    private SampleFile() {}

    /**
     * Reads one and brings it to a format.
     *
     * @param fit how images and frames of other shapes are brought to that of the format
     * @return the sample in its stored form
     * @throws DataException when the file cannot be read as a sample of that medium
     */
    static byte[] read(Path file, SampleFormat format, Fit fit) {
        return switch (format) {
            case ImageFormat image -> PngFiles.read(file, image, fit);
            case SoundFormat sound -> WavFiles.read(file, sound);
            case VoxelFormat shape -> VoxelDecoder.read(file, shape);
            case VideoFormat video -> MovingPictures.read(file, video, fit);
            case TextFormat texts -> line(file, texts);
            default -> throw new IllegalArgumentException("no file is of " + format);
        };
    }

    /** A text file of one line. */
    private static byte[] line(Path file, TextFormat format) {
        List<String> lines = new ArrayList<>();
        try {
            TextLines.read(PngFiles.bytes(file), lines::add);
        } catch (UnreadableFileException e) {
            throw new DataException(file + ": " + e.getMessage() + ".", e);
        }
        if (lines.size() != 1) {
            throw new DataException(file + " holds " + lines.size()
                    + " texts, and one of each file is taken: write each into a file of its own.");
        }
        return format.stored(lines);
    }
}
