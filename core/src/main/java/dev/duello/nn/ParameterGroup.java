package dev.duello.nn;

import dev.duello.torch.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The parameters of one layer by name, and those of the layers inside it by prefix. */
final class ParameterGroup {
    private final String path;
    private final Map<String, Tensor> byName;
    private final Map<String, ParameterGroup> inside = new HashMap<>();

    /** @param path what comes before the names in the network, such as {@code 3.conv} */
    ParameterGroup(String path, Map<String, Tensor> byName) {
        this.path = path;
        this.byName = byName;
    }

    String path() {
        return path;
    }

    Map<String, Tensor> byName() {
        return byName;
    }

    /** The parameters whose names begin with {@code prefix} and a dot, without it; looked for once. */
    ParameterGroup inside(String prefix) {
        return inside.computeIfAbsent(prefix, this::select);
    }

    private ParameterGroup select(String prefix) {
        Map<String, Tensor> own = new LinkedHashMap<>();
        byName.forEach((name, tensor) -> {
            if (name.startsWith(prefix + ".")) {
                own.put(name.substring(prefix.length() + 1), tensor);
            }
        });
        return new ParameterGroup(path + "." + prefix, own);
    }

    /** The same with another tensor in the place of one. */
    ParameterGroup with(String name, Tensor tensor) {
        Map<String, Tensor> changed = new HashMap<>(byName);
        changed.put(name, tensor);
        return new ParameterGroup(path, changed);
    }
}
