package dev.duello.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duello.data.CacheExtension;
import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.Mutations;
import dev.duello.data.Samples;
import dev.duello.data.UnreadableFileException;
import dev.duello.data.files.ByteSource;
import dev.duello.data.files.FolderClasses;
import dev.duello.data.files.SampleFiles;
import dev.duello.data.files.TarFiles;
import dev.duello.data.files.ZipFiles;
import dev.duello.data.image.AnimationTest;
import dev.duello.data.image.Fit;
import dev.duello.data.image.FormatsTest;
import dev.duello.data.image.ImageDecoder;
import dev.duello.data.image.ImageDecoderTest;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.sound.SoundDecoder;
import dev.duello.data.sound.SoundFormat;
import dev.duello.data.sound.Sounds;
import dev.duello.data.text.Alphabet;
import dev.duello.data.text.TextEncoder;
import dev.duello.data.text.TextFormat;
import dev.duello.data.text.TextLines;
import dev.duello.data.video.ClipGrid;
import dev.duello.data.video.ClipLayout;
import dev.duello.data.video.FramePack;
import dev.duello.data.video.VideoDecoder;
import dev.duello.data.video.VideoFormat;
import dev.duello.data.voxel.Solids;
import dev.duello.data.voxel.VoxelDecoder;
import dev.duello.data.voxel.VoxelFiles;
import dev.duello.data.voxel.VoxelFormat;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten thousand damaged inputs for each reader: each is read, or refused with a sentence, in time and in little memory. */
@ExtendWith(CacheExtension.class)
@Tag("slow")
class HostileInputTest {

    private static final int INPUTS = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final ImageFormat SMALL = new ImageFormat(3, 8, 8);

    @TempDir
    Path folder;

    private interface Reader {
        /** @return whether something was read; otherwise it was refused in the proper way */
        boolean read(byte[] bytes) throws Exception;
    }

    static Stream<String> images() {
        return Stream.of(
                "png",
                "palette.png",
                "jpg",
                "exif.jpg",
                "cmyk.jpg",
                "gif",
                "bmp",
                "lossless.webp",
                "lossy.webp",
                "alpha-best.webp",
                "offset.gif",
                "rgb-lzw.tif",
                "gray16-tiled-big.tif",
                "rgb-jpeg.tif",
                "bilevel-fax.tif");
    }

    @ParameterizedTest
    @MethodSource("images")
    void images(String name) throws Exception {
        attack(imageOf(name), bytes -> {
            try {
                ImageDecoder.header(bytes);
                return ImageDecoder.decode(bytes, SMALL, Fit.CROP).length == SMALL.bytes();
            } catch (UnreadableFileException e) {
                assertThat(e.getMessage()).isNotBlank();
                return false;
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"Zoë\nŽižek 𝄞\r\nмир\n", "e\u0301a b\rc\n\n \u00A0d", "no line break at all"})
    void texts(String good) throws Exception {
        TextEncoder encoder = new TextEncoder(new TextFormat(8, new Alphabet("abcno\uFFFD")));
        // Strange bytes and long lines besides what mutations make of the text itself.
        attack((good + "x".repeat(300)).getBytes(StandardCharsets.UTF_8), bytes -> {
            try {
                TextLines.read(bytes, line -> {
                    assertThat(line).isNotEmpty().doesNotContain("\n", "\r", "\0");
                    assertThat(encoder.encode(line)).hasSize(16);
                });
                return true;
            } catch (UnreadableFileException e) {
                assertThat(e.getMessage()).isNotBlank();
                return false;
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"mono-16.flac", "stereo-24.flac", "noise-8.flac", "wav", "stereo.wav"})
    void sounds(String name) throws Exception {
        byte[] good = switch (name) {
            case "wav" -> Sounds.wav(8000, Sounds.tone(440, 8000, 500));
            case "stereo.wav" -> Sounds.wav(44_100, 24, new int[300], new int[300]);
            default -> Sounds.resource(name);
        };
        SoundFormat format = new SoundFormat(2048, 8000);
        attack(good, bytes -> {
            try {
                SoundDecoder.header(bytes);
                return SoundDecoder.read(bytes, format).stored().length == format.bytes();
            } catch (UnreadableFileException e) {
                assertThat(e.getMessage()).isNotBlank();
                return false;
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"previous.gif", "half.png", "palette.png", "lossless.webp", "lossy.webp"})
    void animations(String name) throws Exception {
        attack(AnimationTest.file(name), bytes -> readsClips(bytes, new ClipLayout.Animations()));
    }

    @Test
    void folders_of_frames() throws Exception {
        byte[] pack = FramePack.of(List.of(Samples.png(4, 4, Color.RED), Samples.png(4, 4, Color.BLUE)));
        attack(pack, bytes -> readsClips(bytes, new ClipLayout.Folders()));
    }

    @Test
    void sheets_of_frames() throws Exception {
        attack(Samples.png(8, 4, Color.RED), bytes -> readsClips(bytes, new ClipLayout.Sheets(new ClipGrid(2, 1))));
    }

    private static boolean readsClips(byte[] bytes, ClipLayout layout) {
        VideoFormat format = new VideoFormat(3, 2, 8, 8);
        try {
            VideoDecoder.header(bytes, layout);
            return VideoDecoder.read(bytes, format, Fit.CROP, layout).stored().length % format.bytes() == 0;
        } catch (UnreadableFileException e) {
            assertThat(e.getMessage()).isNotBlank();
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vox", "binvox", "npy", "obj", "stl", "text.stl", "gltf", "glb"})
    void shapes(String name) throws Exception {
        byte[] good = switch (name) {
            case "vox" -> VoxelFiles.vox(Solids.noise(5, 6, 7, 1));
            case "binvox" -> VoxelFiles.binvox(Solids.noise(6, 6, 6, 1));
            case "npy" -> Solids.npy("|u1", new int[] {4, 5, 6}, Samples.noise(120));
            case "obj" -> Solids.obj(3, 2, 1, 0, 12);
            case "stl" -> Solids.stl(3, 2, 1);
            case "text.stl" -> Solids.stlText(3, 2, 1);
            case "gltf" -> Solids.gltf(3, 2, 1);
            default -> Solids.glb(3, 2, 1);
        };
        VoxelFormat format = new VoxelFormat(8, 1);
        attack(good, bytes -> {
            try {
                VoxelDecoder.header(bytes);
                return VoxelDecoder.read(bytes, format).stored().length == format.bytes();
            } catch (UnreadableFileException e) {
                assertThat(e.getMessage()).isNotBlank();
                return false;
            }
        });
    }

    @Test
    void idx() throws Exception {
        byte[] good = Samples.idx(new int[] {3, 8, 8}, Samples.noise(192));
        attack(good, bytes -> reads(new IdxOpener(file(bytes), null, List.of())));
        attack(good, bytes -> opens(bytes, "data"), INPUTS / 100);
    }

    @Test
    void zipped_idx() throws Exception {
        byte[] good = Samples.gzip(Samples.idx(new int[] {3, 8, 8}, Samples.noise(192)));
        attack(good, bytes -> reads(new IdxOpener(file(bytes), null, List.of())));
        attack(good, bytes -> opens(bytes, "data.gz"), INPUTS / 100);
    }

    @Test
    void cifar() throws Exception {
        attack(RecordsTest.cifar(1), bytes -> reads(new CifarOpener(List.of(file(bytes)))));
        attack(RecordsTest.cifar(1), bytes -> opens(bytes, "data.bin"), INPUTS / 100);
    }

    @Test
    void zip() throws Exception {
        byte[] good = ArchiveTest.zip(twoImages());
        attack(good, bytes -> reads(new ZipFiles(file(bytes).file())));
        attack(good, bytes -> opens(bytes, "data.zip"), INPUTS / 100);
    }

    @Test
    void tar() throws Exception {
        byte[] good = ArchiveTest.tar(twoImages());
        attack(good, bytes -> reads(new TarFiles(file(bytes).file())));
        attack(good, bytes -> opens(bytes, "data.tar"), INPUTS / 100);
    }

    @Test
    void zipped_tar() throws Exception {
        byte[] good = Samples.gzip(ArchiveTest.tar(twoImages()));
        attack(good, bytes -> reads(new TarFiles(file(bytes).file())));
        attack(good, bytes -> opens(bytes, "data.tgz"), INPUTS / 100);
    }

    @Test
    void npy() throws Exception {
        Path file = folder.resolve("a.npy");
        Npy.writeBytes(file, new int[] {4, 4}, MemorySegment.ofArray(new byte[16]));
        attack(Files.readAllBytes(file), bytes -> {
            try {
                Files.write(file, bytes);
                Npy.Bytes read = Npy.readBytes(file);
                return read.data().length == Arrays.stream(read.shape()).reduce(1, (a, b) -> a * b);
            } catch (DataException e) {
                assertThat(e.getMessage()).contains("a.npy");
                return false;
            }
        });
    }

    private ByteSource.OfFile file(byte[] bytes) throws IOException {
        return new ByteSource.OfFile(Files.write(folder.resolve("input"), bytes));
    }

    private static boolean reads(RecordSource.Opener opener) {
        try (RecordStream records = opener.open()) {
            int count = 0;
            RecordStream.Chunk chunk;
            while ((chunk = records.next()) != null) {
                count += chunk.count();
            }
            return count > 0;
        } catch (DataException | IOException e) {
            return false;
        }
    }

    private static boolean reads(SampleFiles files) {
        try (files) {
            AtomicLong count = new AtomicLong();
            FolderClasses classes = FolderClasses.of(files.names());
            files.visit((name, content) -> {
                try {
                    ImageDecoder.decode(content.read(), SMALL, Fit.CROP);
                    classes.label(name);
                    count.incrementAndGet();
                } catch (UnreadableFileException e) {
                    assertThat(e.getMessage()).isNotBlank();
                }
                return true;
            });
            return count.get() == 2;
        } catch (DataException | IOException e) {
            return false;
        }
    }

    /** All the way, with survey and cache, which is slower. */
    private boolean opens(byte[] bytes, String name) throws IOException {
        Path file = Files.write(folder.resolve(name), bytes);
        try (Dataset set = Datasets.open(file.toString(), LoadOptions.DEFAULT)) {
            return set.size() > 0 && set.skippedCount() == 0;
        } catch (DataException e) {
            assertThat(e.getMessage()).endsWith(".");
            return false;
        }
    }

    /** Feeds damaged inputs to a reader on a thread that is watched from this one. */
    private static void attack(byte[] good, Reader reader) throws Exception {
        attack(good, reader, INPUTS);
    }

    private static void attack(byte[] good, Reader reader, int inputs) throws Exception {
        assertThat(reader.read(good)).isTrue();
        AtomicLong current = new AtomicLong();
        AtomicLong refused = new AtomicLong();
        Callable<Void> work = () -> {
            for (long seed = 0; seed < inputs; seed++) {
                current.set(seed);
                try {
                    if (!reader.read(new Mutations(seed).damage(good))) {
                        refused.incrementAndGet();
                    }
                } catch (Throwable e) {
                    throw new AssertionError("Input " + seed + " was not refused properly", e);
                }
            }
            return null;
        };
        ExecutorService worker = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("hostile").factory());
        try {
            Future<Void> done = worker.submit(work);
            for (long last = -1; !done.isDone(); last = current.get()) {
                try {
                    done.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    assertThat(current.get())
                            .as("the input that takes too long")
                            .isNotEqualTo(last);
                }
            }
            done.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof AssertionError error ? error : new AssertionError(e);
        } finally {
            worker.shutdownNow();
        }
        assertThat(refused.get()).isBetween(inputs / 200L, (long) inputs);
    }

    private static byte[] imageOf(String name) {
        BufferedImage colorful =
                Samples.image(BufferedImage.TYPE_INT_RGB, 6, 7, (y, x) -> 0xff000000 | y * 40 << 16 | x * 30);
        return switch (name) {
            case "palette.png" ->
                Samples.encode(Samples.image(BufferedImage.TYPE_BYTE_INDEXED, 6, 7, (y, x) -> y * x * 5000), "png");
            case "exif.jpg" -> ImageDecoderTest.withJpegExif(Samples.encode(colorful, "jpg"), ImageDecoderTest.exif(6));
            case "alpha-best.webp",
                    "offset.gif",
                    "rgb-lzw.tif",
                    "gray16-tiled-big.tif",
                    "rgb-jpeg.tif",
                    "bilevel-fax.tif" -> FormatsTest.file(name);
            case "cmyk.jpg", "lossless.webp", "lossy.webp" -> Samples.resource(name);
            default -> Samples.encode(colorful, name);
        };
    }

    private static Map<String, byte[]> twoImages() {
        return new TreeMap<>(Map.of("a/1.png", Samples.png(4, 4, Color.RED), "b/2.png", Samples.png(4, 4, Color.BLUE)));
    }
}
