package dev.duello.app.serve;

import dev.duello.data.SampleFormat;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.PngFiles;
import dev.duello.data.sound.SoundFormat;
import dev.duello.data.sound.WavFiles;
import dev.duello.data.text.TextFormat;
import dev.duello.data.video.MovingPictures;
import dev.duello.data.video.VideoFormat;
import dev.duello.data.voxel.VoxelFiles;
import dev.duello.data.voxel.VoxelFormat;
import dev.duello.data.voxel.VoxelGrid;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Samples as single files: PNG of images, WAV of sounds, GIF of videos, MagicaVoxel and OBJ of shapes, lines of texts. */
public final class SampleFiles {
    private SampleFiles() {}

    /** With the point. */
    public static String extension(SampleFormat format) {
        return switch (format) {
            case SoundFormat _ -> ".wav";
            case VideoFormat _ -> ".gif";
            case TextFormat _ -> ".txt";
            case VoxelFormat _ -> ".vox";
            default -> ".png";
        };
    }

    /** Other forms of the same sample, that are written beside the first, by the ends of their names. */
    public static Map<String, byte[]> others(SampleFormat format, byte[] sample) {
        return format instanceof VoxelFormat shape ? Map.of(".obj", VoxelFiles.obj(grid(shape, sample))) : Map.of();
    }

    private static VoxelGrid grid(VoxelFormat format, byte[] sample) {
        return VoxelGrid.of(format, MemorySegment.ofArray(sample));
    }

    /** @param sample as it is stored */
    public static byte[] encode(SampleFormat format, byte[] sample) {
        return switch (format) {
            case ImageFormat image -> PngFiles.encode(image, sample);
            case SoundFormat sound -> WavFiles.encode(sound.rate(), sample);
            case VoxelFormat shape -> VoxelFiles.vox(grid(shape, sample));
            case VideoFormat video -> MovingPictures.gif(video, sample);
            case TextFormat text ->
                (text.lines(MemorySegment.ofArray(sample)).getFirst() + "\n").getBytes(StandardCharsets.UTF_8);
            default -> throw new IllegalStateException("no file is of " + format);
        };
    }

    /** An archive of numbered files, which are compressed already. The same files give the same bytes. */
    static byte[] archive(String extension, int count, IntFunction<byte[]> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(0);
            for (int i = 0; i < count; i++) {
                ZipEntry entry = new ZipEntry(String.format("%06d%s", i, extension));
                entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
                zip.putNextEntry(entry);
                zip.write(files.apply(i));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
