package dev.duello.search;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duello.Messages;
import dev.duello.data.Medium;
import dev.duello.learn.LearnerKind;
import dev.duello.learn.ObjectMappers;
import dev.duello.learn.SettingException;
import dev.duello.search.Parameter.Choices;
import dev.duello.search.Parameter.Condition;
import dev.duello.search.Parameter.Domain;
import dev.duello.search.Parameter.Numbers;
import dev.duello.train.Experiment;
import dev.duello.train.SettingsReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a space from YAML: a line for each setting, such as {@code penalty.r1: {log: [0.05, 20]}}. What is wrong is told with
 * key, line and the nearest valid name.
 */
public final class SpaceReader {
    private static final List<String> FORMS = List.of("log", "float", "int", "choice", "factor");
    private static final String WHEN = "when";
    /** What a search cannot choose: the data, what is measured and how long, and what it sets itself. */
    private static final Pattern FIXED = Pattern.compile(
            "(data|evaluation|machine|privacy)\\..*|preset|learner|training\\.(kimg|anneal-kimg|seed|(sample|checkpoint)-kimg|keep-checkpoints)");

    /** Settings of what is done to images only. */
    private static final String OF_IMAGES = "augmentation.";

    private final Map<String, String> base;
    private final boolean hasImages;
    private final String where;
    private final Map<String, Integer> lines;
    /** Whether what does not suit the experiment is left out, as in a default space for many presets. */
    private final boolean isLenient;

    private final Map<String, Parameter> found = new LinkedHashMap<>();

    private SpaceReader(Experiment base, String where, Map<String, Integer> lines, boolean isLenient) {
        this.base = SettingsReference.values(base);
        this.hasImages = hasImages(base);
        this.where = where;
        this.lines = lines;
        this.isLenient = isLenient;
    }

    /** Also where the format is still open. */
    private static boolean hasImages(Experiment base) {
        try {
            return base.format().medium() == Medium.IMAGE;
        } catch (SettingException e) {
            return true;
        }
    }

    /**
     * The space of a file.
     *
     * @param base whose values {@code factor} starts from
     * @throws SettingException when anything in it is no space of this experiment's settings
     */
    public static Space read(Path file, Experiment base) {
        try {
            return read(Files.readString(file), file.getFileName().toString(), base, false);
        } catch (IOException e) {
            throw new SettingException(file + " cannot be read: " + Messages.reason(e) + ".");
        }
    }

    /**
     * A key with the file and the line where it stands.
     *
     * @throws SettingException when the file cannot be read
     */
    public static String place(Path file, String key) {
        try {
            return place(
                    key,
                    file.getFileName().toString(),
                    lines(Files.readString(file)).get(key));
        } catch (IOException e) {
            throw new SettingException(file + " cannot be read: " + Messages.reason(e) + ".");
        }
    }

    private static String place(String key, String where, @Nullable Integer line) {
        return key + " (" + where + (line == null ? "" : ", line " + line) + ")";
    }

    /**
     * The default space of an experiment's learner, as far as it suits the experiment.
     *
     * @param isTimed whether time counts, so that the widths of networks are searched as well
     * @throws SettingException when the learner has none
     */
    public static Space defaults(Experiment base, boolean isTimed) {
        LearnerKind kind = base.kind();
        try (InputStream in = kind.getClass().getResourceAsStream("search.yaml")) {
            if (in == null) {
                throw new SettingException("There is no default space for a " + kind.name()
                        + ": write which settings to search, see docs/guide/search.md, and give it as --space.");
            }
            StringBuilder text = new StringBuilder(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            if (isTimed) {
                kind.widths().forEach(key -> text.append(key).append(": {factor: 1.5}\n"));
            }
            return read(text.toString(), "default space", base, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Space read(String yaml, String where, Experiment base, boolean isLenient) {
        ObjectNode tree;
        try {
            JsonNode node = ObjectMappers.YAML.readTree(yaml);
            if (!(node instanceof ObjectNode object) || object.isEmpty()) {
                throw new SettingException(
                        where + " holds no space: write lines such as 'penalty.r1: {log: [0.05, 20]}'.");
            }
            tree = object;
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw new SettingException(where + (at == null ? "" : ", line " + at.getLineNr()) + ": not valid YAML ("
                    + e.getOriginalMessage().lines().findFirst().orElse("") + ").");
        }
        SpaceReader reader = new SpaceReader(base, where, lines(yaml), isLenient);
        tree.properties().forEach(entry -> reader.add(entry.getKey(), entry.getValue()));
        if (reader.found.isEmpty()) {
            throw new SettingException(where + " has nothing that could be searched for this experiment.");
        }
        return new Space(List.copyOf(reader.found.values()));
    }

    private void add(String key, JsonNode line) {
        if (isLenient && !hasImages && key.startsWith(OF_IMAGES)) {
            return;
        }
        if (!base.containsKey(key)) {
            if (isLenient) {
                return;
            }
            throw problem(key, "there is no such setting" + Messages.suggestion(key, base.keySet()));
        }
        if (FIXED.matcher(key).matches()) {
            throw problem(key, "a search cannot choose this: it is the same for all trials.");
        }
        if (!(line instanceof ObjectNode form)) {
            throw problem(key, "write a form and its values, such as {log: [1e-4, 1e-2]} or {choice: [a, b]}.");
        }
        Set<String> words = new HashSet<>();
        form.fieldNames().forEachRemaining(words::add);
        words.remove(WHEN);
        for (String word : words) {
            if (!FORMS.contains(word)) {
                throw problem(
                        key,
                        "there is no form '" + word + "'"
                                + Messages.suggestion(word, List.of("log", "float", "int", "choice", "factor", WHEN))
                                + " The forms are " + String.join(", ", FORMS) + ".");
            }
        }
        if (words.size() != 1) {
            throw problem(key, "exactly one of " + String.join(", ", FORMS) + " tells its values.");
        }
        String word = words.iterator().next();
        Domain domain = domain(key, word, form.get(word));
        if (domain != null && (!form.has(WHEN) || !isLenient || isKnown(form.get(WHEN)))) {
            found.put(key, new Parameter(key, domain, form.has(WHEN) ? condition(key, form.get(WHEN)) : null));
        }
    }

    private boolean isKnown(JsonNode when) {
        List<String> keys = new ArrayList<>();
        when.fieldNames().forEachRemaining(keys::add);
        return found.keySet().containsAll(keys);
    }

    private @Nullable Domain domain(String key, String form, JsonNode values) {
        String present = base.getOrDefault(key, "");
        try {
            if (form.equals("choice")) {
                List<String> choices = new ArrayList<>();
                values.forEach(value -> choices.add(value.asText()));
                if (!values.isArray()) {
                    throw problem(key, "choice needs a list, such as [a, b].");
                }
                return isLenient && !hasValue(choices, present) ? null : new Choices(choices);
            }
            if (form.equals("factor")) {
                double factor = number(key, values);
                double middle = SearchedSettings.number(present);
                if (isLenient && !(middle > 0)) {
                    return null;
                }
                if (!(middle > 0) || !(factor > 1)) {
                    throw problem(
                            key,
                            "a factor is more than 1 and searches around a value above 0, here " + present
                                    + ": give a range as log or float.");
                }
                boolean isWhole = present.matches("\\d+") && isWholeSetting(key);
                return isWhole
                        ? new Numbers(Math.max(1, Math.rint(middle / factor)), Math.rint(middle * factor), true, true)
                        : new Numbers(rounded(middle / factor), rounded(middle * factor), true, false);
            }
            if (!values.isArray() || values.size() != 2) {
                throw problem(key, form + " needs two numbers, the lowest and the highest, such as [1, 4].");
            }
            return new Numbers(
                    number(key, values.get(0)), number(key, values.get(1)), form.equals("log"), form.equals("int"));
        } catch (SettingException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw problem(key, e.getMessage() + ".");
        }
    }

    private static double rounded(double value) {
        return Double.parseDouble(String.format(java.util.Locale.ROOT, "%.3g", value));
    }

    /** Widths and numbers of latents are whole; a half-life that happens to be 10 is not. */
    private static boolean isWholeSetting(String key) {
        return key.matches(".*(width|blocks|latent|steps|batch|interval)$");
    }

    private static boolean hasValue(List<String> choices, String present) {
        return choices.stream()
                .anyMatch(choice -> choice.equals(present)
                        || choice.matches("[-+.0-9eE]+")
                                && present.matches("[-+.0-9eE]+")
                                && Double.parseDouble(choice) == Double.parseDouble(present));
    }

    private double number(String key, JsonNode value) {
        try {
            // YAML reads 1e-4 as a text.
            return value.isNumber() ? value.doubleValue() : Double.parseDouble(value.asText());
        } catch (NumberFormatException e) {
            throw problem(key, "'" + value.asText(value.toString()) + "' is not a number.");
        }
    }

    private Condition condition(String key, JsonNode when) {
        if (!(when instanceof ObjectNode object) || object.size() != 1) {
            throw problem(key, "when names one setting and its values, such as {objective: [hinge, wasserstein]}.");
        }
        Map.Entry<String, JsonNode> entry = object.properties().iterator().next();
        String other = entry.getKey();
        if (!found.containsKey(other)) {
            throw problem(
                    key,
                    "when refers to '" + other + "', which is not searched in a line before this one"
                            + Messages.suggestion(other, found.keySet()));
        }
        if (!(found.get(other).domain() instanceof Choices choices)) {
            throw problem(key, "when refers to '" + other + "', which is not a choice.");
        }
        Set<String> values = new HashSet<>();
        if (entry.getValue().isArray()) {
            entry.getValue().forEach(value -> values.add(value.asText()));
        } else {
            values.add(entry.getValue().asText());
        }
        for (String value : values) {
            if (!choices.values().contains(value)) {
                throw problem(
                        key,
                        "when names '" + value + "', which " + other + " never is"
                                + Messages.suggestion(value, choices.values()));
            }
        }
        return new Condition(other, values);
    }

    private SettingException problem(String key, String sentence) {
        return new SettingException(place(key, where, lines.get(key)) + ": " + sentence);
    }

    /** The line of every key at the top. */
    private static Map<String, Integer> lines(String yaml) {
        Map<String, Integer> lines = new HashMap<>();
        try (JsonParser parser = ObjectMappers.YAML.createParser(yaml)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME
                        && parser.getParsingContext().getParent() != null
                        && parser.getParsingContext().getParent().inRoot()) {
                    lines.put(
                            parser.currentName(), parser.currentTokenLocation().getLineNr());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }
}
