package dev.duello.train;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duello.Messages;
import dev.duello.data.Dataset;
import dev.duello.learn.LearnerKind;
import dev.duello.learn.ObjectMappers;
import dev.duello.learn.SettingException;
import dev.duello.nn.Annealing;
import dev.duello.nn.Schedule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds an experiment from layers: a preset's complete defaults, then a YAML file, then single settings. Each may only name
 * keys that exist; what is wrong is told with key, place and the nearest valid name.
 */
public final class ExperimentReader {
    /** The presets, the default first. */
    public static final List<String> PRESETS = Presets.NAMES;

    private static final Logger log = LoggerFactory.getLogger(ExperimentReader.class);
    /** Each is said once, however often a file is read. */
    private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

    /** The keys that are the same for all learners. */
    private static final List<String> COMMON =
            List.of("preset", "learner", "data", "training", "evaluation", "machine");

    private static final SecureRandom SECRET = new SecureRandom();

    private final ObjectNode tree;
    private final Map<String, String> origins = new LinkedHashMap<>();
    private boolean hasLooked;

    private ExperimentReader(ObjectNode tree) {
        this.tree = tree;
    }

    /** A preset as it is. */
    public static Experiment preset(String name) {
        return read(null, Map.of("preset", name));
    }

    /**
     * @param file settings that override the preset's, or null
     * @param settings dotted keys such as {@code generator.width} with YAML scalars, which override both
     * @throws SettingException when anything in them is not a setting
     */
    public static Experiment read(@Nullable Path file, Map<String, String> settings) {
        return read(file, settings, null);
    }

    /**
     * The same for known images, at which the preset {@code auto} looks before file and settings override what it chose.
     *
     * @throws SettingException when anything in them is not a setting, or labels are asked for and there are none
     */
    public static Experiment readFor(Dataset images, @Nullable Path file, Map<String, String> settings) {
        Experiment experiment = read(file, settings, images);
        experiment.evaluation().refuseUnreachable();
        Dataset samples = experiment.samples(images);
        try {
            return experiment.forImages(samples);
        } finally {
            if (samples != images) {
                samples.close();
            }
        }
    }

    private static Experiment read(@Nullable Path file, Map<String, String> settings, @Nullable Dataset images) {
        ObjectNode fromFile = file == null ? null : parseFile(file);
        if (file != null && fromFile != null) {
            warnOfEarlierNames(file, EarlierSettings.rename(fromFile));
        }
        String preset = settings.get("preset");
        if (preset == null && fromFile != null && fromFile.hasNonNull("preset")) {
            preset = fromFile.get("preset").asText();
        }
        String asked = preset == null ? PRESETS.getFirst() : preset;
        String taken = images == null ? asked : Presets.taken(asked, images);
        ExperimentReader reader = new ExperimentReader(Presets.read(taken));
        if (images != null) {
            reader.choose(images);
        }
        if (file != null && fromFile != null) {
            reader.merge("", reader.tree, fromFile, lines(file), name(file), (key, origin) -> {
                throw reader.unknown(key, origin);
            });
        }
        settings.forEach(reader::set);
        reader.tree.put("preset", taken);
        reader.refusePrivateLook();
        reader.stretchSchedules();
        reader.keepSeedSecret();
        Experiment experiment = reader.build();
        experiment.evaluation().requireKnownMetrics();
        return experiment;
    }

    /**
     * Reads a run's {@code experiment.yaml}, which holds every setting that there was when it was written. A setting that was
     * added since gets the value that it had before it could be chosen; one that this version does not know is named in a
     * warning and has no effect.
     *
     * @throws SettingException when a setting is missing that every run has, or one has no possible value
     */
    static Experiment readRun(Path file) {
        ObjectNode settings = parseFile(file);
        EarlierSettings.rename(settings);
        ExperimentReader reader = new ExperimentReader(Presets.sameKind(settings));
        List<String> unknown = new ArrayList<>();
        reader.merge("", reader.tree, settings, lines(file), name(file), (key, _) -> unknown.add(key));
        if (!unknown.isEmpty() && WARNED.add(file + " " + unknown)) {
            log.warn(
                    "{} has settings that this version of Duello does not know, so that they have no effect: {}."
                            + " Was it written by a newer one?",
                    file,
                    String.join(", ", unknown));
        }
        reader.completeWithDefaultsThen(file.toString());
        return reader.build();
    }

    /** The same for settings that were stored elsewhere; what this version does not know is passed over. */
    static Experiment ofRun(ObjectNode settings, String where) {
        EarlierSettings.rename(settings);
        ExperimentReader reader = new ExperimentReader(Presets.sameKind(settings));
        reader.merge("", reader.tree, settings, Map.of(), where, (_, _) -> {});
        reader.completeWithDefaultsThen(where);
        return reader.build();
    }

    private static void warnOfEarlierNames(Path file, Map<String, String> renamed) {
        if (!renamed.isEmpty() && WARNED.add(file + " " + renamed)) {
            log.warn(
                    "{} has settings by names of an earlier version, which are still understood: {}.",
                    file,
                    renamed.entrySet().stream()
                            .map(each -> "'" + each.getKey() + "' is '" + each.getValue() + "' now")
                            .collect(Collectors.joining(", ")));
        }
    }

    /** As YAML, every setting spelled out. */
    public static String write(Experiment experiment) {
        try {
            return ObjectMappers.YAML.writeValueAsString(experiment);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode parseFile(Path file) {
        try {
            JsonNode node = ObjectMappers.YAML.readTree(Files.readString(file));
            if (node instanceof ObjectNode object) {
                return object;
            }
            if (node == null || node.isMissingNode() || node.isNull()) {
                return ObjectMappers.YAML.createObjectNode();
            }
            throw new SettingException(file + " holds no settings: write lines such as 'preset: dcgan'.");
        } catch (JsonProcessingException e) {
            JsonLocation where = e.getLocation();
            throw new SettingException(
                    file + (where == null ? "" : ", line " + where.getLineNr()) + ": not valid YAML ("
                            + e.getOriginalMessage().lines().findFirst().orElse("") + ").");
        } catch (IOException e) {
            throw new SettingException(file + " cannot be read: " + Messages.reason(e) + ".");
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    /** @param unknown told each key that does not exist, and where it stands */
    private void merge(
            String prefix,
            ObjectNode into,
            ObjectNode from,
            Map<String, Integer> lines,
            String where,
            BiConsumer<String, String> unknown) {
        for (Map.Entry<String, JsonNode> entry : from.properties()) {
            String key = prefix + entry.getKey();
            String origin = lines.containsKey(key) ? where + ", line " + lines.get(key) : where;
            JsonNode known = into.get(entry.getKey());
            if (known == null) {
                unknown.accept(key, origin);
                continue;
            }
            origins.put(key, origin);
            // An empty group is a table whose keys come from elsewhere, such as the names of classes.
            if (known instanceof ObjectNode inner && !inner.isEmpty()) {
                if (!(entry.getValue() instanceof ObjectNode given)) {
                    throw new SettingException(
                            key + " (" + origin + ") is a group of settings: " + String.join(", ", names(inner)) + ".");
                }
                merge(key + ".", inner, given, lines, where, unknown);
            } else {
                into.set(entry.getKey(), entry.getValue());
            }
        }
    }

    /** Puts what a run's settings lack to what it was before it could be chosen. */
    private void completeWithDefaultsThen(String where) {
        List<String> missing = new ArrayList<>();
        complete("", Presets.sameKind(tree), tree, EarlierDefaults.experiment(), missing);
        if (!missing.isEmpty()) {
            throw new SettingException(where + " lacks " + String.join(", ", missing)
                    + ", which every run has. Restore the values with which the training began.");
        }
    }

    private void complete(String prefix, ObjectNode all, ObjectNode group, JsonNode then, List<String> missing) {
        for (Map.Entry<String, JsonNode> entry : all.properties()) {
            String key = prefix + entry.getKey();
            JsonNode before = then.path(entry.getKey());
            if (entry.getValue() instanceof ObjectNode inner && !inner.isEmpty()) {
                complete(key + ".", inner, (ObjectNode) group.get(entry.getKey()), before, missing);
            } else if (!origins.containsKey(key)) {
                if (before.isMissingNode()) {
                    missing.add(key);
                } else {
                    group.set(entry.getKey(), before);
                }
            }
        }
    }

    /** What the preset chooses by a look at the samples. */
    private void choose(Dataset images) {
        Presets.mediumChoices(tree, images.format()).forEach(this::set);
        Map<String, String> chosen = Presets.choices(tree, images);
        hasLooked = !chosen.isEmpty();
        chosen.forEach(this::set);
    }

    /** What was chosen by a look at private images says something of them. */
    private void refusePrivateLook() {
        if (hasLooked && isPrivate()) {
            throw new SettingException("preset: " + tree.get("preset").asText()
                    + " chooses by a look at the images, which no promise of privacy covers: with privacy.epsilon use the"
                    + " preset private.");
        }
    }

    private boolean isPrivate() {
        return tree.at("/privacy/epsilon").asDouble() > 0;
    }

    private void set(String key, String value) {
        String origin = "given as a setting";
        origins.put(key, origin);
        String[] path = key.split("\\.", -1);
        ObjectNode group = tree;
        for (int i = 0; i < path.length - 1; i++) {
            if (!(group.get(path[i]) instanceof ObjectNode inner)) {
                throw unknown(key, origin);
            }
            group = inner;
        }
        JsonNode known = group.get(path[path.length - 1]);
        if (known == null) {
            throw unknown(key, origin);
        }
        if (known instanceof ObjectNode inner) {
            throw new SettingException(key + " is a group of settings: " + String.join(", ", names(inner)) + ".");
        }
        EarlierSettings.value(key, value).ifPresent(today -> {
            throw new SettingException(key + ": '" + value + "' is called '" + today + "' now.");
        });
        try {
            // A text stays text even if it looks like a number: paths and sizes may be called 7.
            group.set(
                    path[path.length - 1],
                    known.isTextual()
                            ? ObjectMappers.YAML.getNodeFactory().textNode(value)
                            : ObjectMappers.YAML.readTree(value));
        } catch (JsonProcessingException e) {
            throw new SettingException(key + ": '" + value + "' is not a value.");
        }
    }

    /** Who knows the seed of a private training can take its noise away: it is drawn where nobody names one. */
    private void keepSeedSecret() {
        if (isPrivate() && !origins.containsKey("training.seed")) {
            ((ObjectNode) tree.get("training")).put("seed", SECRET.nextLong() >>> 1);
        }
    }

    /** Whoever asks for another length means the schedules as well, unless they say how long these are. */
    private void stretchSchedules() {
        if (origins.containsKey("training.kimg") && !origins.containsKey("training.anneal-kimg")) {
            ObjectNode training = (ObjectNode) tree.get("training");
            training.set("anneal-kimg", training.get("kimg"));
        }
    }

    private SettingException unknown(String key, String origin) {
        Optional<String> today = EarlierSettings.key(key);
        if (today.isPresent()) {
            return new SettingException("'" + key + "' (" + origin + ") is called '" + today.get() + "' now.");
        }
        List<String> all = new ArrayList<>();
        collect("", tree, all);
        return new SettingException("There is no setting '" + key + "' (" + origin + ")" + Messages.suggestion(key, all)
                + " `duello train --dry-run` shows all settings.");
    }

    private static void collect(String prefix, ObjectNode group, List<String> keys) {
        for (Map.Entry<String, JsonNode> entry : group.properties()) {
            keys.add(prefix + entry.getKey());
            if (entry.getValue() instanceof ObjectNode inner) {
                collect(prefix + entry.getKey() + ".", inner, keys);
            }
        }
    }

    private static List<String> names(ObjectNode group) {
        List<String> names = new ArrayList<>();
        group.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private Experiment build() {
        // Sizes and channels are texts; a file may well write `size: 32`.
        textual("data", "size");
        textual("data", "channels");
        textual("data", "length");
        textual("data", "rate");
        textual("data", "alphabet");
        textual("data", "frames");
        textual("data", "source");
        LearnerKind kind = Presets.kindOf(tree);
        ObjectNode own = tree.deepCopy().remove(COMMON);
        try {
            return new Experiment(
                    text("preset"),
                    kind.name(),
                    value("", own, kind.settingsType()),
                    group("data", DataSettings.class),
                    group("training", Experiment.Training.class),
                    group("evaluation", Experiment.Evaluation.class),
                    group("machine", Experiment.Machine.class));
        } catch (SettingException rule) {
            String key =
                    rule.getMessage().substring(0, Math.max(0, rule.getMessage().indexOf(':')));
            throw origins.containsKey(key)
                    ? new SettingException(key + " (" + origins.get(key) + ")"
                            + rule.getMessage().substring(key.length()))
                    : rule;
        }
    }

    private String text(String key) {
        return value(key, tree.get(key), String.class);
    }

    private <T> T group(String key, Class<T> type) {
        return value(key, tree.get(key), type);
    }

    private <T> T value(String prefix, JsonNode node, Class<T> type) {
        try {
            return ObjectMappers.YAML.treeToValue(node, type);
        } catch (JsonMappingException e) {
            throw e.getCause() instanceof SettingException rule ? rule : illTyped(prefix, e);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void textual(String group, String key) {
        ObjectNode node = (ObjectNode) tree.get(group);
        if (node.get(key).isNumber()) {
            node.put(key, node.get(key).asText());
        }
    }

    private SettingException illTyped(String prefix, JsonMappingException e) {
        String key = Stream.concat(
                        Stream.of(prefix).filter(part -> !part.isEmpty()),
                        e.getPath().stream().map(JsonMappingException.Reference::getFieldName))
                .collect(Collectors.joining("."));
        Class<?> wanted = switch (e) {
            case MismatchedInputException mismatch -> mismatch.getTargetType();
            case ValueInstantiationException refused -> refused.getType().getRawClass();
            default -> null;
        };
        JsonNode value = tree.at("/" + key.replace('.', '/'));
        String given =
                e instanceof InvalidFormatException format ? String.valueOf(format.getValue()) : value.toString();
        String place = key + " (" + origins.getOrDefault(key, "preset") + "): ";
        if (e.getCause() instanceof InputCoercionException) {
            return new SettingException(place + value + " is too large a number.");
        }
        String told = given.replace("\"", "");
        return new SettingException(place
                + (value.isNull() ? "nothing" : "'" + told + "'") + " is not " + describe(wanted)
                + (wanted != null && wanted.isEnum() ? Messages.suggestion(told, names(wanted)) : "."));
    }

    /** The constants of an enum, as settings write them. */
    private static List<String> names(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> ObjectMappers.JSON.convertValue(constant, String.class))
                .toList();
    }

    private static String describe(@Nullable Class<?> type) {
        if (type == int.class || type == long.class) {
            return "a whole number";
        }
        if (type == boolean.class) {
            return "true or false";
        }
        if (type == double.class) {
            return "a number";
        }
        if (type == Schedule.class) {
            return "a number, or two as in 2e-4 -> 5e-5";
        }
        if (type == Annealing.class) {
            return "a number of kimg, or several as in hold until 3.2, 95.1";
        }
        if (type != null && type.isEnum()) {
            return "one of " + String.join(", ", names(type));
        }
        return "a text";
    }

    /** The line of every key of a YAML file. */
    private static Map<String, Integer> lines(Path file) {
        Map<String, Integer> lines = new LinkedHashMap<>();
        try (JsonParser parser = ObjectMappers.YAML.createParser(Files.readString(file))) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    String key = parser.getParsingContext()
                            .pathAsPointer()
                            .toString()
                            .substring(1)
                            .replace('/', '.');
                    lines.put(
                            EarlierSettings.key(key).orElse(key),
                            parser.currentTokenLocation().getLineNr());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }
}
