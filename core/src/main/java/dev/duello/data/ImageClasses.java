package dev.duello.data;

import java.util.List;

/** Which class an image file belongs to. */
interface ImageClasses {

    /** No classes at all. */
    ImageClasses NONE = new ImageClasses() {
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

    /** @param name one of the names of the images; -1 without classes */
    int label(String name);
}
