package dev.duello.data.files;

import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Classes from folders: when at least two folders hold files at the top, each is a class, in the order of their names. A
 * single folder that wraps all files is looked through. With files beside the folders nothing is a class, as those
 * files would have none.
 */
public final class FolderClasses implements FileClasses {

    private static final Logger LOG = LoggerFactory.getLogger(FolderClasses.class);

    private final String wrapper;
    private final List<String> classes;

    private FolderClasses(String wrapper, List<String> classes) {
        this.wrapper = wrapper;
        this.classes = classes;
    }

    public static FolderClasses of(List<String> names) {
        String wrapper = wrapper(names);
        TreeSet<String> folders = new TreeSet<>();
        String stray = null;
        for (String name : names) {
            int slash = name.indexOf('/', wrapper.length());
            if (slash < 0) {
                stray = stray == null ? name : stray;
            } else {
                folders.add(name.substring(wrapper.length(), slash));
            }
        }
        if (folders.size() >= 2 && stray != null) {
            LOG.warn(
                    "The {} folders are not used as classes, because there are other files beside them, such as {}",
                    folders.size(),
                    stray);
        }
        return new FolderClasses(wrapper, folders.size() >= 2 && stray == null ? List.copyOf(folders) : List.of());
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public int label(String name) {
        if (classes.isEmpty()) {
            return -1;
        }
        String folder = name.substring(wrapper.length(), name.indexOf('/', wrapper.length()));
        return Collections.binarySearch(classes, folder);
    }

    /** The longest folder, with its slash, that all names begin with. */
    private static String wrapper(List<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        String first = names.get(0);
        String wrapper = first.substring(0, first.lastIndexOf('/') + 1);
        for (String name : names) {
            while (!name.startsWith(wrapper)) {
                wrapper = wrapper.substring(0, wrapper.lastIndexOf('/', wrapper.length() - 2) + 1);
            }
        }
        return wrapper;
    }
}
