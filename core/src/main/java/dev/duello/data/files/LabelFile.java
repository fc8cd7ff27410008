package dev.duello.data.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.Messages;
import dev.duello.data.DataException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code dataset.json} beside images, as the tools of StyleGAN2-ADA and its successors write it:
 * {@code {"labels": [["00000/img00000000.png", 3], ...]}}, or {@code {"labels": null}} for images without classes, whose
 * folders then mean nothing. Classes are named by their numbers; only those that occur are kept.
 */
public final class LabelFile implements FileClasses {

    static final String NAME = "dataset.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> classes;
    private final Map<String, Integer> labels;

    private LabelFile(List<String> classes, Map<String, Integer> labels) {
        this.classes = classes;
        this.labels = labels;
    }

    /**
     * Understands the file.
     *
     * @param name where it is, relative to what was opened
     * @param images the names of all images
     * @return null when it is a file of another kind, which says nothing of labels
     * @throws DataException when it has labels that cannot be used
     */
    public static @Nullable FileClasses read(String name, byte[] bytes, List<String> images) {
        JsonNode labels;
        try {
            JsonNode root = JSON.readTree(bytes);
            if (root == null || !root.has("labels")) {
                return null;
            }
            labels = root.get("labels");
        } catch (JsonProcessingException e) {
            throw unusable(
                    name, "is not valid JSON (" + Messages.reason(new IOException(e.getOriginalMessage())) + ")");
        } catch (IOException e) {
            throw unusable(name, "cannot be read (" + Messages.reason(e) + ")");
        }
        return labels.isNull() ? NONE : of(name, labels, images);
    }

    private static FileClasses of(String name, JsonNode labels, List<String> images) {
        String folder = name.substring(0, name.length() - NAME.length());
        Map<String, Integer> numbers = new HashMap<>();
        for (JsonNode entry : labels) {
            JsonNode number = entry.get(1);
            if (entry.size() != 2 || !entry.get(0).isTextual() || !number.isInt() || number.intValue() < 0) {
                throw unusable(
                        name, "has the label " + shortened(entry) + ", which is not [file, number of the class]");
            }
            numbers.put(folder + entry.get(0).textValue().replace('\\', '/'), number.intValue());
        }
        List<String> without =
                images.stream().filter(image -> !numbers.containsKey(image)).toList();
        if (!without.isEmpty()) {
            throw unusable(
                    name,
                    "has no label for " + without.size() + " of the " + images.size() + " images, such as "
                            + without.get(0));
        }
        List<Integer> occurring =
                List.copyOf(new TreeSet<>(images.stream().map(numbers::get).toList()));
        Map<Integer, Integer> index = new HashMap<>();
        for (Integer number : occurring) {
            index.put(number, index.size());
        }
        numbers.keySet().retainAll(images);
        numbers.replaceAll((image, number) -> index.get(number));
        return new LabelFile(occurring.stream().map(String::valueOf).toList(), numbers);
    }

    private static String shortened(JsonNode entry) {
        String text = entry.toString();
        return text.length() <= 60 ? text : text.substring(0, 57) + "...";
    }

    private static DataException unusable(String name, String problem) {
        return new DataException("The labels in " + name + " cannot be used: it " + problem
                + ". Mend it, or give it another name to do without.");
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public int label(String name) {
        return labels.get(name);
    }
}
