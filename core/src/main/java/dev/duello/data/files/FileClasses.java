package dev.duello.data.files;

import java.util.List;

/** Which class a file belongs to. */
public interface FileClasses {

    /** No classes at all. */
    FileClasses NONE = new FileClasses() {
        @Override
        public List<String> classes() {
            return List.of();
        }

        @Override
        public int label(String name) {
            return -1;
        }
    };

    /** The names of the classes by label; empty when there are none. */
    List<String> classes();

    /** @param name one of the names of the files; -1 without classes */
    int label(String name);
}
