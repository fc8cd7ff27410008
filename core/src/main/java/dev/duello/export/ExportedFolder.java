package dev.duello.export;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.duello.data.AtomicFiles;
import dev.duello.data.DataException;
import dev.duello.data.Medium;
import dev.duello.data.SampleFormat;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.sound.SoundFormat;
import dev.duello.data.text.Alphabet;
import dev.duello.data.text.TextFormat;
import dev.duello.data.video.VideoFormat;
import dev.duello.data.voxel.VoxelFormat;
import dev.duello.learn.ModelPart;
import dev.duello.nn.Architecture;
import dev.duello.nn.Folding;
import dev.duello.nn.Network;
import dev.duello.torch.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder with a generator to give away: {@code model.safetensors}, {@code config.json}, a model card as {@code README.md}, and
 * {@code generator.py}, which makes samples with PyTorch; where it is wanted, {@code discriminator.safetensors} and {@code
 * encoder.safetensors} as well. The files hold no code but that program, and weights lie in them as {@link Folding} leaves them.
 *
 * @param facts all that is told
 * @param files the networks that are there
 */
public record ExportedFolder(ModelFacts facts, Map<ModelPart, Path> files) {
    private static final int FORMAT = 1;
    private static final String CONFIG = "config.json";

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** What {@code config.json} holds besides. */
    private record Config(
            @JsonProperty("duello-format") int duelloFormat,
            String version,
            String run,
            String learner,
            String medium,
            List<Integer> shape,
            int rate,
            @Nullable String alphabet,
            Map<String, Double> classes,
            long samplesSeen,
            String data,
            String dataFingerprint,
            Map<String, Double> metrics,
            String protocol,
            List<String> privacy,
            String license,
            Object generator) {
        ModelFacts facts() {
            SampleFormat format = switch (shape.size()) {
                case 3 -> new ImageFormat(shape.get(0), shape.get(1), shape.get(2));
                case 4 ->
                    medium.equals(Medium.VIDEO.singular())
                            ? new VideoFormat(shape.get(0), shape.get(1), shape.get(2), shape.get(3))
                            : new VoxelFormat(shape.getLast(), shape.getFirst());
                default ->
                    alphabet != null
                            ? new TextFormat(shape.getLast(), new Alphabet(alphabet))
                            : new SoundFormat(shape.getLast(), rate);
            };
            return new ModelFacts(
                    run,
                    version,
                    learner,
                    format,
                    classes,
                    samplesSeen,
                    data,
                    dataFingerprint,
                    metrics,
                    protocol,
                    privacy,
                    license);
        }
    }

    private static String file(ModelPart part) {
        return switch (part) {
            case GENERATOR -> "model.safetensors";
            case DISCRIMINATOR -> "discriminator.safetensors";
            case ENCODER -> "encoder.safetensors";
            case CLASSIFIER -> "classifier.safetensors";
        };
    }

    /**
     * Writes one.
     *
     * @param networks by what they are, as {@link dev.duello.learn.Model#part} gives them, a generator among them
     * @param replace whether files that are there already may be replaced; others in the folder always stay
     * @throws ExportException when something is in the way
     */
    public static void write(Path folder, Map<ModelPart, Network> networks, ModelFacts facts, boolean replace) {
        requireFree(folder, replace);
        for (Map.Entry<ModelPart, Network> each : networks.entrySet()) {
            try (Network folded = Folding.folded(each.getValue())) {
                Map<String, String> metadata =
                        new LinkedHashMap<>(folded.architecture().metadata());
                metadata.put("format", "pt");
                AtomicFiles.write(
                        folder.resolve(file(each.getKey())),
                        beside -> Safetensors.write(beside, folded.parameters().byName(), metadata));
                if (each.getKey() == ModelPart.GENERATOR) {
                    Architecture generator = folded.architecture();
                    AtomicFiles.writeText(folder.resolve("generator.py"), PythonGenerator.of(generator, facts));
                    AtomicFiles.writeText(folder.resolve("README.md"), ModelCard.of(generator, facts));
                    AtomicFiles.writeText(folder.resolve(CONFIG), config(generator, facts));
                }
            }
        }
    }

    /** @throws ExportException when there is a file, or a folder that is not empty and {@code replace} is not set */
    public static void requireFree(Path folder, boolean replace) {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw new ExportException(folder + " is a file, not a folder. Choose another name.");
        }
        try (Stream<Path> entries = Files.list(folder)) {
            if (!replace && entries.findAny().isPresent()) {
                throw new ExportException(
                        folder + " is not empty. Choose a new folder, or --force to replace files in it.");
            }
        } catch (IOException e) {
            throw new ExportException(folder + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static String config(Architecture generator, ModelFacts facts) {
        SampleFormat format = facts.format();
        try {
            return JSON.writeValueAsString(new Config(
                            FORMAT,
                            facts.version(),
                            facts.name(),
                            facts.learner(),
                            format.medium().singular(),
                            format.shape(),
                            format instanceof SoundFormat sound ? sound.rate() : 0,
                            format instanceof TextFormat text ? text.alphabet().characters() : null,
                            facts.classes(),
                            facts.samplesSeen(),
                            facts.data(),
                            facts.dataFingerprint(),
                            facts.metrics(),
                            facts.protocol(),
                            facts.privacy(),
                            facts.license(),
                            JSON.readTree(generator.json())))
                    + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether a folder looks like one. */
    public static boolean isOne(Path folder) {
        return Files.isRegularFile(folder.resolve(CONFIG))
                && Files.isRegularFile(folder.resolve(file(ModelPart.GENERATOR)));
    }

    /**
     * Opens one.
     *
     * @throws ExportException when it is damaged, or a later version wrote it
     */
    public static ExportedFolder open(Path folder) {
        Path file = folder.resolve(CONFIG);
        try {
            Config config = JSON.readValue(Files.readAllBytes(file), Config.class);
            if (config.duelloFormat() < 1) {
                throw new ExportException(file + " is not one that Duello wrote.");
            }
            if (config.duelloFormat() > FORMAT) {
                throw new ExportException(file + " was written by a newer Duello, version " + config.version()
                        + ". Open it with that version or a later one.");
            }
            Map<ModelPart, Path> files = new EnumMap<>(ModelPart.class);
            for (ModelPart part : ModelPart.values()) {
                if (Files.isRegularFile(folder.resolve(file(part)))) {
                    files.put(part, folder.resolve(file(part)));
                }
            }
            return new ExportedFolder(config.facts(), files);
        } catch (JsonProcessingException | DataException | NullPointerException | NoSuchElementException e) {
            throw new ExportException(file + " is damaged.", e);
        } catch (IOException e) {
            throw new ExportException(file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }
}
