package dev.duello.app;

import dev.duello.Messages;
import dev.duello.data.AtomicFiles;
import dev.duello.data.DataException;
import dev.duello.data.image.AnimatedGif;
import dev.duello.data.image.GifFrames;
import dev.duello.data.image.ImageKind;
import dev.duello.data.image.Picture;
import dev.duello.data.source.NpyWriter;
import dev.duello.learn.Translator;
import dev.duello.learn.Weights;
import dev.duello.torch.Torch;
import dev.duello.train.TrainedModel;
import dev.duello.translate.ImageTranslation;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "translate",
        description = "Makes images of images with a run that was trained with a task or with pairs.",
        footer = {
            "",
            "Images may have any size: large ones are translated in overlapping tiles. Each becomes a PNG of the same name, a GIF with"
                    + " several frames a GIF. What is there already is left as it is, so that a command that was stopped goes on where it"
                    + " was."
        },
        mixinStandardHelpOptions = true)
final class TranslateCommand implements Callable<Integer> {
    /** Files that are named where some cannot be read. */
    private static final int NAMED = 5;

    @Parameters(index = "0", paramLabel = "RUN", description = "The run directory.")
    private Path run;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "FILE|FOLDER",
            description = "Images, and folders of them with their sub-folders.")
    private List<Path> inputs;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the images are written.")
    private Path out;

    @Option(
            names = "--class",
            paramLabel = "NAME",
            description =
                    "Class of the results, by its name or number, of a run with classes; by default the folder that an image"
                            + " lies in.")
    private @Nullable String className;

    @Option(
            names = "--variants",
            paramLabel = "N",
            defaultValue = "1",
            description = "Results of each image, of a run with noise (default: ${DEFAULT-VALUE}).")
    private int variants;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the noise; 0 by default.")
    private long seed;

    @Option(names = "--compare", description = "Show each image beside what is made of it.")
    private boolean compare;

    @Option(
            names = "--npy",
            description = "Write one array translated.npy, uint8 [N, H, W, C], in the place of images.")
    private boolean npy;

    @Option(names = "--force", description = "Make anew what is there already.")
    private boolean force;

    @Option(names = "--raw", description = "Use the network's current weights instead of their moving average.")
    private boolean raw;

    @Mixin
    private CheckpointOption checkpoint = new CheckpointOption();

    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    @Spec
    private CommandSpec spec;

    /**
     * @param name of what is written, without its ending, relative to the folder
     * @param folders names of those that the file lies in, from the file on, up to the one that was given
     * @param label of the class of the result, or null
     */
    private record Job(
            Path file,
            String name,
            List<String> folders,
            @Nullable Integer label) {}

    private final List<String> unread = new ArrayList<>();
    private int made;
    private int present;

    @Override
    public Integer call() {
        require(variants >= 1 && variants <= 1000, "--variants is 1 to 1000, not " + variants + ".");
        require(!npy || variants == 1 && !compare, "--npy takes neither --variants nor --compare.");
        List<Job> jobs = jobs();
        DiskSpace.requireWritable(out.resolve("x"), "Name another folder with --out.");
        Torch.setThreads(Runtime.getRuntime().availableProcessors());
        try (TrainedModel model = checkpoint.open(run)) {
            Translator translator = model.translator();
            require(
                    variants == 1 || translator.isRandom(),
                    "--variants: " + run
                            + " draws no noise, so that each image has one result: train one with --set noise=8"
                            + " --set loss.diversity=1.");
            jobs.replaceAll(job -> new Job(job.file, job.name, job.folders, label(job, model)));
            ImageTranslation translation =
                    new ImageTranslation(translator, model.model().device(), raw ? Weights.RAW : Weights.AVERAGE);
            try (ProgressLine line =
                    ProgressLine.on(spec.commandLine().getErr(), ProgressLine.Unit.IMAGES, outputOptions.quiet)) {
                if (npy) {
                    array(jobs, translation, line);
                } else {
                    files(jobs, translation, line);
                }
            }
        }
        report(jobs.size());
        return unread.isEmpty() ? 0 : 1;
    }

    private void require(boolean holds, String sentence) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), sentence);
        }
    }

    private @Nullable Integer label(Job job, TrainedModel model) {
        if (className != null) {
            try {
                return model.label(className);
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), "--class: " + run + ": " + e.getMessage(), e);
            }
        }
        List<String> classes = model.classes();
        Optional<Integer> found = job.folders.stream()
                .map(classes::indexOf)
                .filter(label -> label >= 0)
                .findFirst();
        require(
                classes.isEmpty() || found.isPresent(),
                "--class: " + run + " makes images by class, and " + job.file
                        + " lies in no folder with the name of one: name it. The classes are "
                        + String.join(", ", classes) + ", or their numbers from 0.");
        return found.orElse(null);
    }

    private List<Job> jobs() {
        List<Job> jobs = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (Path input : inputs) {
            if (!Files.exists(input)) {
                throw new DataException("There is no file or folder " + input + ".");
            }
            if (!Files.isDirectory(input)) {
                jobs.add(job(input, input.toAbsolutePath().getParent(), taken));
                continue;
            }
            try (Stream<Path> all = Files.walk(input, FileVisitOption.FOLLOW_LINKS)) {
                all.filter(Files::isRegularFile)
                        .filter(file ->
                                ImageKind.isExpectedIn(file.getFileName().toString()))
                        .filter(file ->
                                !isHidden(input, file) && !file.toAbsolutePath().startsWith(out.toAbsolutePath()))
                        .sorted()
                        .forEach(file -> jobs.add(job(file, input, taken)));
            } catch (IOException e) {
                throw new DataException("Cannot read " + input + ": " + Messages.reason(e) + ".", e);
            }
        }
        if (jobs.isEmpty()) {
            throw new DataException("There are no images in " + inputs.getFirst()
                    + ": files named .png, .jpg, .gif, .bmp, .webp or .tif are read.");
        }
        return jobs;
    }

    private static boolean isHidden(Path folder, Path file) {
        for (Path part : folder.relativize(file)) {
            if (part.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    /** Two files that differ in their endings only become images that keep them. */
    private static Job job(Path file, Path folder, Set<String> taken) {
        String relative =
                folder.toAbsolutePath().relativize(file.toAbsolutePath()).toString();
        String name = relative.replaceFirst("\\.[^./\\\\]*$", "");
        if (!taken.add(name)) {
            name = relative;
            for (int copy = 2; !taken.add(name); copy++) {
                name = relative + "-" + copy;
            }
        }
        return new Job(file, name, folders(file, folder), null);
    }

    private static List<String> folders(Path file, Path top) {
        List<String> folders = new ArrayList<>();
        Path end = top.toAbsolutePath().normalize();
        for (Path at = file.toAbsolutePath().normalize().getParent();
                at != null && at.startsWith(end);
                at = at.getParent()) {
            folders.add(String.valueOf(at.getFileName()));
        }
        return folders;
    }

    private void files(List<Job> jobs, ImageTranslation translation, ProgressLine line) {
        for (int i = 0; i < jobs.size(); i++) {
            Job job = jobs.get(i);
            line.update(i, jobs.size(), () -> "  " + job.name);
            try {
                translate(job, translation);
            } catch (DataException e) {
                unread.add(e.getMessage());
            }
        }
        line.update(jobs.size(), jobs.size(), () -> "");
    }

    private void translate(Job job, ImageTranslation translation) {
        boolean isAnimated = GifFrames.areSeveral(job.file);
        List<Path> targets = new ArrayList<>();
        for (int variant = 0; variant < variants; variant++) {
            targets.add(out.resolve(
                    job.name + (variants == 1 ? "" : "-" + (variant + 1)) + (isAnimated ? ".gif" : ".png")));
        }
        if (!force && targets.stream().allMatch(Files::exists)) {
            present++;
            return;
        }
        @Nullable GifFrames animated = isAnimated ? GifFrames.read(job.file) : null;
        Picture source =
                animated == null ? Picture.read(job.file) : animated.frames().getFirst();
        for (int variant = 0; variant < variants; variant++) {
            Path target = targets.get(variant);
            createFolder(target.getParent());
            if (animated == null) {
                one(source, translation, job.label, seed + variant).write(target);
            } else {
                long own = seed + variant;
                writeGif(
                        target,
                        animated.frames().stream()
                                .map(frame -> one(frame, translation, job.label, own))
                                .toList(),
                        animated.hundredths());
            }
        }
        made++;
    }

    private Picture one(Picture source, ImageTranslation translation, @Nullable Integer label, long noise) {
        Picture result = translation.translate(source, label, noise);
        return compare ? source.repeated(translation.translator().factor()).beside(result) : result;
    }

    private static void writeGif(Path target, List<Picture> frames, int hundredths) {
        byte[] gif = AnimatedGif.encode(frames.stream().map(Picture::image).iterator(), hundredths);
        AtomicFiles.write(target, beside -> Files.write(beside, gif));
    }

    private static void createFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new DataException(folder + " cannot be created: " + Messages.reason(e) + ".", e);
        }
    }

    private void array(List<Job> jobs, ImageTranslation translation, ProgressLine line) {
        Path target = out.resolve("translated.npy");
        if (!force && Files.exists(target)) {
            throw new DataException(target + " is there already: --force makes it anew.");
        }
        createFolder(out);
        Picture first = translation.translate(Picture.read(jobs.getFirst().file), jobs.getFirst().label, seed);
        int[] shape = {jobs.size(), first.height(), first.width(), first.channels()};
        try (NpyWriter writer = new NpyWriter(target, shape)) {
            for (int i = 0; i < jobs.size(); i++) {
                Job job = jobs.get(i);
                line.update(i, jobs.size(), () -> "  " + job.name);
                Picture result = i == 0 ? first : translation.translate(Picture.read(job.file), job.label, seed);
                if (result.pixels().length != first.pixels().length || result.width() != first.width()) {
                    throw new DataException("One array holds images of one size, and " + job.file + " becomes "
                            + result.height() + "x" + result.width() + "x" + result.channels() + ", the first "
                            + first.height() + "x" + first.width() + "x" + first.channels() + ": leave out --npy.");
                }
                writer.add(MemorySegment.ofArray(result.pixels()));
                made++;
            }
            writer.finish();
        }
        line.update(jobs.size(), jobs.size(), () -> "");
    }

    private void report(int all) {
        PrintWriter stdout = spec.commandLine().getOut();
        if (outputOptions.json) {
            Json.object()
                    .put("run", run.toString())
                    .put("images", all)
                    .put("made", made)
                    .put("present", present)
                    .put("failed", unread.size())
                    .put("output", out.toString())
                    .print(stdout);
        } else {
            stdout.printf("Translated %,d of %,d %s into %s%n", made, all, all == 1 ? "image" : "images", out);
            if (present > 0) {
                stdout.printf("%,d were there already (--force makes them anew)%n", present);
            }
        }
        stdout.flush();
        PrintWriter err = spec.commandLine().getErr();
        unread.stream().limit(NAMED).forEach(err::println);
        if (unread.size() > NAMED) {
            err.printf("... and %,d more%n", unread.size() - NAMED);
        }
        err.flush();
    }
}
