package dev.duello.app.studio;

import dev.duello.app.studio.http.HttpException;
import dev.duello.app.studio.runs.Run;
import dev.duello.data.image.AnimatedGif;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** The sample grids of a run as an animated GIF: the same latents as the training goes on. */
final class TrainingGif {
    private static final int MOST_FRAMES = 120;
    private static final int WIDTH = 640;
    private static final int HUNDREDTHS = 20;
    /** The last picture is what it was all for. */
    private static final int LAST_FRAMES = 8;

    private TrainingGif() {}

    /** @throws HttpException when there are no grids */
    static byte[] of(Run run) throws IOException {
        Path folder = run.path().resolve("samples");
        List<Path> grids = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> String.valueOf(file.getFileName()).matches("\\d{6}\\.\\d{3}k\\.png"))
                        .sorted()
                        .map(file -> inside(run, file))
                        .flatMap(Optional::stream)
                        .forEach(grids::add);
            }
        }
        if (grids.isEmpty()) {
            throw HttpException.notFound("This run has no sample grids yet.");
        }
        int count = Math.min(MOST_FRAMES, grids.size());
        List<Path> shown = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            shown.add(grids.get(count == 1 ? 0 : (int) ((long) i * (grids.size() - 1) / (count - 1))));
        }
        for (int i = 1; i < LAST_FRAMES; i++) {
            shown.add(shown.getLast());
        }
        Iterator<BufferedImage> frames = shown.stream().map(TrainingGif::read).iterator();
        return AnimatedGif.encode(frames, HUNDREDTHS);
    }

    /** Nothing that a link leads out to. */
    private static Optional<Path> inside(Run run, Path file) {
        return run.file("samples/" + file.getFileName());
    }

    private static BufferedImage read(Path file) {
        try {
            BufferedImage image = ImageIO.read(file.toFile());
            if (image == null) {
                throw new HttpException(422, file.getFileName() + " cannot be read.");
            }
            return AnimatedGif.scaled(image, WIDTH);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
