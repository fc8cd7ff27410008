package dev.duello.metric.inception;

import static dev.duello.metric.inception.PickleMachine.as;

import dev.duello.metric.inception.PickledObject.Storage;
import dev.duello.metric.inception.PickledObject.View;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The only names that a pickle may use, and what is done in their place. */
enum PickleNames {
    /** {@code collections.OrderedDict}: an empty one, or one of pairs. */
    ORDERED_DICT,
    /** {@code torch._utils._rebuild_tensor_v2(storage, offset, shape, strides, requires gradient, hooks, ...)}. */
    TENSOR,
    /** {@code torch._utils._rebuild_parameter(tensor, requires gradient, hooks)}. */
    PARAMETER,
    /** {@code torch.Size(lengths)}. */
    SIZE;

    /** @throws PickleException for every other name than those above and {@code torch.*Storage} */
    static Object resolve(String module, String name) {
        return switch (module + "." + name) {
            case "collections.OrderedDict" -> ORDERED_DICT;
            case "torch._utils._rebuild_tensor_v2" -> TENSOR;
            case "torch._utils._rebuild_parameter" -> PARAMETER;
            case "torch.Size" -> SIZE;
            case String other -> {
                if (module.equals("torch") && StorageType.of(name).isPresent()) {
                    yield StorageType.of(name).get();
                }
                throw new PickleException("it asks for " + PickleException.quote(other) + ", which is no plain weight");
            }
        };
    }

    static Object call(Object function, List<Object> arguments) {
        if (!(function instanceof PickleNames name)) {
            throw new PickleException("it calls what cannot be called");
        }
        return switch (name) {
            case ORDERED_DICT -> ordered(arguments);
            case TENSOR -> {
                if (arguments.size() < 4) {
                    throw new PickleException("it is damaged");
                }
                yield new View(
                        as(Storage.class, arguments.get(0)),
                        as(Long.class, arguments.get(1)),
                        longs(arguments.get(2)),
                        longs(arguments.get(3)));
            }
            case PARAMETER -> as(View.class, only(arguments, 3));
            case SIZE -> as(List.class, only(arguments, 1));
        };
    }

    /** Keys that can be compared without walking through them. */
    static Object key(Object key) {
        if (key instanceof String || key instanceof Long || key instanceof Boolean || key instanceof Double) {
            return key;
        }
        throw new PickleException("it has a dictionary with keys that are neither text nor numbers");
    }

    private static Map<Object, Object> ordered(List<Object> arguments) {
        Map<Object, Object> map = new LinkedHashMap<>();
        if (!arguments.isEmpty()) {
            List<Object> pairs = as(List.class, only(arguments, 1));
            for (Object pair : pairs) {
                List<Object> both = as(List.class, pair);
                if (both.size() != 2) {
                    throw new PickleException("it is damaged");
                }
                map.put(key(both.get(0)), both.get(1));
            }
        }
        return map;
    }

    private static Object only(List<Object> arguments, int count) {
        if (arguments.size() != count) {
            throw new PickleException("it is damaged");
        }
        return arguments.get(0);
    }

    private static long[] longs(Object tuple) {
        List<Object> values = as(List.class, tuple);
        return values.stream().mapToLong(value -> as(Long.class, value)).toArray();
    }
}
