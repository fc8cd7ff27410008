package dev.duello.data.source;

import dev.duello.data.SampleFormat;
import dev.duello.data.UnreadableFileException;
import dev.duello.data.image.Fit;
import dev.duello.data.image.Half;
import dev.duello.data.image.ImageDecoder;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.sound.SoundDecoder;
import dev.duello.data.sound.SoundFormat;
import dev.duello.data.video.ClipLayout;
import dev.duello.data.video.VideoDecoder;
import dev.duello.data.video.VideoFormat;
import dev.duello.data.voxel.VoxelDecoder;
import dev.duello.data.voxel.VoxelFormat;
import java.util.function.Consumer;

/** Makes samples of one format of files. May be used by several threads. */
interface SampleDecoder {

    /**
     * @param stored one sample in its stored form, or several, one behind the other
     * @param tell adds what the file tells besides
     */
    record Decoded(byte[] stored, Consumer<ReportBuilder> tell) {}

    SampleFormat format();

    Decoded decode(byte[] file) throws UnreadableFileException;

    static SampleDecoder of(ImageFormat format, Fit fit, Half half) {
        return new SampleDecoder() {
            @Override
            public SampleFormat format() {
                return format;
            }

            @Override
            public Decoded decode(byte[] file) throws UnreadableFileException {
                ImageDecoder.Decoded image = ImageDecoder.read(file, format, fit, half);
                return new Decoded(image.pixels(), report -> report.add(image.facts()));
            }
        };
    }

    /** Of longer videos several samples, one behind the other. */
    static SampleDecoder of(VideoFormat format, Fit fit, ClipLayout layout) {
        return new SampleDecoder() {
            @Override
            public SampleFormat format() {
                return format;
            }

            @Override
            public Decoded decode(byte[] file) throws UnreadableFileException {
                VideoDecoder.Decoded video = VideoDecoder.read(file, format, fit, layout);
                return new Decoded(video.stored(), report -> report.add(video.facts()));
            }
        };
    }

    static SampleDecoder of(SoundFormat format) {
        return new SampleDecoder() {
            @Override
            public SampleFormat format() {
                return format;
            }

            @Override
            public Decoded decode(byte[] file) throws UnreadableFileException {
                SoundDecoder.Decoded sound = SoundDecoder.read(file, format);
                return new Decoded(sound.stored(), report -> report.add(sound.facts(), format));
            }
        };
    }

    static SampleDecoder of(VoxelFormat format) {
        return new SampleDecoder() {
            @Override
            public SampleFormat format() {
                return format;
            }

            @Override
            public Decoded decode(byte[] file) throws UnreadableFileException {
                VoxelDecoder.Decoded shape = VoxelDecoder.read(file, format);
                return new Decoded(shape.stored(), report -> report.add(shape.facts()));
            }
        };
    }
}
