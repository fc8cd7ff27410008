package dev.duello.metric.inception;

import dev.duello.metric.inception.PickledObject.None;
import dev.duello.metric.inception.PickledObject.Storage;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a pickle, Python's format of objects, without ever doing what a pickle can ask for: it knows plain values, and the few
 * names of {@link PickleNames}, and refuses all else by name. Time and memory are bounded by the length of the pickle and by
 * the number of operations.
 *
 * <p>Values are String, Long, BigInteger, Double, Boolean, {@link List} for lists and tuples, {@link Map}, and {@link PickledObject}.
 *
 * @see <a href="https://github.com/python/cpython/blob/main/Lib/pickletools.py">pickletools</a>, which describes the
 *     operations
 */
final class PickleMachine {
    private static final int MOST_OPERATIONS = 1_000_000;
    private static final int NEWEST_PROTOCOL = 5;

    private final PickleBytes in;
    private final Map<String, Storage> storages;
    private final List<Object> stack = new ArrayList<>();
    private final Deque<Integer> marks = new ArrayDeque<>();
    private final Map<Integer, Object> memo = new HashMap<>();

    /** @param storages takes the storages that the pickle speaks of, by key */
    PickleMachine(PickleBytes in, Map<String, Storage> storages) {
        this.in = in;
        this.storages = storages;
    }

    /**
     * Reads up to and including the end of one pickle.
     *
     * @throws PickleException when it is damaged, too large, or asks for what is not allowed
     */
    Object run() {
        for (int operations = 0; operations < MOST_OPERATIONS; operations++) {
            int operation = in.unsigned8();
            if (operation == '.') {
                return pop();
            }
            execute(operation);
        }
        throw new PickleException("it is more complicated than any file of weights");
    }

    private void execute(int operation) {
        switch (operation) {
            case 0x80 -> checkProtocol();
            case 0x95 -> in.take(Long.BYTES); // the length of a frame, which only helps readers of streams
            case '(' -> marks.push(stack.size());
            case 'N' -> push(None.NONE);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            // Numbers and text
            case 'J' -> push((long) in.int32());
            case 'K' -> push((long) in.unsigned8());
            case 'M' -> push((long) in.unsigned16());
            case 0x8a -> push(integer(in.unsigned8()));
            case 'G' -> push(in.float64());
            case 'X', 'T' -> push(in.text(in.int32() & 0xffff_ffffL));
            case 0x8c, 'U' -> push(in.text(in.unsigned8()));
            // Collections
            case ']' -> push(new ArrayList<>());
            case '}' -> push(new LinkedHashMap<>());
            case ')' -> push(List.of());
            case 't' -> push(List.copyOf(popToMark()));
            case 0x85 -> push(List.of(pop()));
            case 0x86 -> push(popMany(2));
            case 0x87 -> push(popMany(3));
            case 'a' -> append(popMany(1));
            case 'e' -> append(popToMark());
            case 's' -> set(popMany(2));
            case 'u' -> set(popToMark());
            // Objects that are used again
            case 'q' -> memo.put(in.unsigned8(), top());
            case 'r' -> memo.put(in.int32(), top());
            case 0x94 -> memo.put(memo.size(), top());
            case 'h' -> push(remembered(in.unsigned8()));
            case 'j' -> push(remembered(in.int32()));
            // Names and what is made by them
            case 'c' -> push(PickleNames.resolve(in.line(), in.line()));
            case 0x93 -> {
                List<Object> names = popMany(2);
                push(PickleNames.resolve(as(String.class, names.get(0)), as(String.class, names.get(1))));
            }
            case 'Q' -> push(storage(as(List.class, pop())));
            case 'R' -> {
                List<Object> call = popMany(2);
                push(PickleNames.call(call.get(0), as(List.class, call.get(1))));
            }
            case 'b' -> pop(); // attributes of an object; a state dict has remarks on versions there
            default ->
                throw new PickleException(String.format(
                        "it uses the pickle operation 0x%02x, which files of weights do not need", operation));
        }
    }

    private void checkProtocol() {
        int protocol = in.unsigned8();
        if (protocol > NEWEST_PROTOCOL) {
            throw new PickleException("it is written in pickle protocol " + protocol);
        }
    }

    private Object integer(int length) {
        MemorySegment little = in.take(length);
        byte[] big = new byte[length + 1];
        for (int i = 0; i < length; i++) {
            big[length - i] = little.get(ValueLayout.JAVA_BYTE, i);
        }
        big[0] = (byte) (length > 0 && big[1] < 0 ? -1 : 0); // the sign
        BigInteger value = new BigInteger(big);
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    private void append(List<Object> items) {
        List<Object> list = as(List.class, top());
        if (!(list instanceof ArrayList<Object>)) {
            throw new PickleException("it appends to a tuple");
        }
        list.addAll(items);
    }

    private void set(List<Object> items) {
        if (items.size() % 2 != 0) {
            throw new PickleException("it is damaged");
        }
        Map<Object, Object> map = as(Map.class, top());
        for (int i = 0; i < items.size(); i += 2) {
            map.put(PickleNames.key(items.get(i)), items.get(i + 1));
        }
    }

    /** {@code ('storage', type, key, place, elements[, None])}. */
    private Storage storage(List<Object> id) {
        if (id.size() < 5 || id.size() > 6 || !"storage".equals(id.get(0))) {
            throw new PickleException("it refers to something else than a storage");
        }
        if (id.size() == 6 && id.get(5) != None.NONE) {
            throw new PickleException(
                    "it shares storages in the way of the oldest versions; save it again with PyTorch");
        }
        Storage storage =
                new Storage(as(StorageType.class, id.get(1)), as(String.class, id.get(2)), as(Long.class, id.get(4)));
        Storage before = storages.putIfAbsent(storage.key(), storage);
        if (storage.elements() < 0 || before != null && !before.equals(storage)) {
            throw new PickleException("the storage " + PickleException.quote(storage.key()) + " contradicts itself");
        }
        return storage;
    }

    // The stack

    private void push(Object value) {
        stack.add(value);
    }

    private Object top() {
        if (stack.size() <= floor()) {
            throw new PickleException("it is damaged");
        }
        return stack.getLast();
    }

    private Object pop() {
        Object value = top();
        stack.removeLast();
        return value;
    }

    private List<Object> popMany(int count) {
        if (stack.size() - count < floor()) {
            throw new PickleException("it is damaged");
        }
        return popFrom(stack.size() - count);
    }

    private List<Object> popToMark() {
        if (marks.isEmpty()) {
            throw new PickleException("it is damaged");
        }
        return popFrom(marks.pop());
    }

    private List<Object> popFrom(int start) {
        List<Object> some = stack.subList(start, stack.size());
        List<Object> taken = List.copyOf(some);
        some.clear();
        return taken;
    }

    private int floor() {
        return marks.isEmpty() ? 0 : marks.peek();
    }

    private Object remembered(int index) {
        Object value = memo.get(index);
        if (value == null) {
            throw new PickleException("it is damaged");
        }
        return value;
    }

    /** A checked cast; what the elements of a collection are is checked where they are used. */
    @SuppressWarnings("unchecked")
    static <T, R extends T> R as(Class<T> type, Object value) {
        if (!type.isInstance(value)) {
            throw new PickleException("it has a value of another kind than belongs there");
        }
        return (R) value;
    }
}
