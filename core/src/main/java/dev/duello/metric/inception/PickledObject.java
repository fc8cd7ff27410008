package dev.duello.metric.inception;

/** What a pickle can say of tensors. */
sealed interface PickledObject {
    /** Python's {@code None}. */
    enum None implements PickledObject {
        NONE
    }

    /**
     * A run of numbers that is kept elsewhere in the file.
     *
     * @param key its name there
     */
    record Storage(StorageType type, String key, long elements) implements PickledObject {
        /** @throws ArithmeticException when no file can be that long */
        long bytes() {
            return Math.multiplyExact(elements, type.bytes());
        }
    }

    /** A view of a storage that stays inside and, without repeating elements, is not larger than it. */
    record View(Storage storage, long offset, long[] shape, long[] strides) implements PickledObject {
        private static final int MOST_AXES = 16;

        public View {
            if (shape.length != strides.length || shape.length > MOST_AXES || offset < 0) {
                throw new PickleException("a tensor has a shape that cannot be");
            }
            long elements = 1;
            long last = offset;
            try {
                for (int i = 0; i < shape.length; i++) {
                    if (shape[i] < 0 || strides[i] < 0) {
                        throw new PickleException("a tensor has a negative size or stride");
                    }
                    elements = Math.multiplyExact(elements, shape[i]);
                    last = Math.addExact(last, Math.multiplyExact(Math.max(0, shape[i] - 1), strides[i]));
                }
            } catch (ArithmeticException e) {
                throw new PickleException("a tensor has a shape that cannot be");
            }
            if (elements > storage.elements()
                    || offset > storage.elements()
                    || elements > 0 && last >= storage.elements()) {
                throw new PickleException("a tensor does not fit its storage");
            }
        }
    }
}
