package dev.duello.app.serve;

import dev.duello.Messages;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Classes as clients name them. */
final class Labels {
    private Labels() {}

    /**
     * The label of the class of what is made of an image.
     *
     * @param wanted its name, or its number from 0, or null
     * @return null for a model without classes
     * @throws ServiceException when there is no such class, or none is named
     */
    static @Nullable Integer ofResult(List<String> classes, @Nullable String wanted) {
        if (wanted == null && !classes.isEmpty()) {
            throw ServiceException.malformed(
                    "class: the model makes images by class, so that one must be named. The classes are "
                            + String.join(", ", classes) + ", or their numbers from 0.");
        }
        return wanted == null ? null : Integer.valueOf(of(classes, wanted));
    }

    /**
     * The label of a class.
     *
     * @param wanted its name, or its number from 0
     * @throws ServiceException when there is no such class
     */
    static int of(List<String> classes, String wanted) {
        if (classes.isEmpty()) {
            throw ServiceException.malformed("class: the model was trained without classes.");
        }
        int label = classes.indexOf(wanted);
        if (label < 0 && wanted.matches("\\d{1,6}")) {
            label = Integer.parseInt(wanted);
        }
        if (label < 0 || label >= classes.size()) {
            String said = JsonFields.shortened(wanted);
            throw ServiceException.malformed("class: there is no '" + said + "'" + Messages.suggestion(said, classes)
                    + " The classes are " + String.join(", ", classes) + ", or their numbers from 0.");
        }
        return label;
    }
}
