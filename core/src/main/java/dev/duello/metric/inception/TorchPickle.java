package dev.duello.metric.inception;

import dev.duello.Messages;
import dev.duello.data.DataException;
import dev.duello.metric.inception.PickledObject.Storage;
import dev.duello.metric.inception.PickledObject.View;
import dev.duello.torch.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the tensors in a file of PyTorch's {@code torch.save}, in the zip format and in the one before version 1.6. Nothing in
 * the file is executed, so that a file from a stranger can be opened; memory is bounded by the length of the file.
 */
public final class TorchPickle {
    private static final int MOST_VALUES = 100_000;
    private static final int DEEPEST = 32;
    private static final int LONGEST_NAME = 300;

    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final Map<String, Tensor> storages;
    private int values;

    private TorchPickle(Map<String, Tensor> storages) {
        this.storages = storages;
    }

    /**
     * Reads all tensors onto the CPU; they belong to the open scope, and views of one storage share it. Types that Duello does
     * not have are widened: half to float32, small integers to INT64. Values that are no tensors are passed over.
     *
     * @return by name; the keys of nested dictionaries and the positions in lists are joined by dots
     * @throws DataException when the file cannot be read, is damaged, or asks for anything but tensors and plain values
     */
    public static Map<String, Tensor> read(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                Arena arena = Arena.ofConfined()) {
            MemorySegment all = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            boolean zip = all.byteSize() > 1
                    && all.get(ValueLayout.JAVA_BYTE, 0) == 'P'
                    && all.get(ValueLayout.JAVA_BYTE, 1) == 'K';
            TorchFile opened = zip ? TorchFile.readZip(file, all.byteSize()) : TorchFile.readLegacy(all);
            TorchPickle reader = new TorchPickle(opened.storages());
            reader.collect("", opened.root(), 0);
            return reader.tensors;
        } catch (IOException | IllegalArgumentException e) {
            throw new DataException("Cannot read " + file + ": " + Messages.reason(e) + ".", e);
        } catch (PickleException e) {
            throw new DataException(file + " cannot be used: " + e.getMessage() + ".", e);
        }
    }

    /** Objects can share parts and even contain themselves: both the depth and the number of visits are limited. */
    private void collect(String name, Object value, int depth) {
        if (depth > DEEPEST || ++values > MOST_VALUES) {
            throw new PickleException("it is nested more deeply than any file of weights");
        }
        if (name.length() > LONGEST_NAME) {
            throw new PickleException("it has a name of more than " + LONGEST_NAME + " characters");
        }
        switch (value) {
            case Map<?, ?> map -> map.forEach((key, inner) -> collect(join(name, key.toString()), inner, depth + 1));
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    collect(join(name, Integer.toString(i)), list.get(i), depth + 1);
                }
            }
            case View view -> {
                if (tensors.put(name, view(view)) != null) {
                    throw new PickleException("it holds two tensors called " + PickleException.quote(name));
                }
            }
            default -> {} // a number of steps, a learning rate, ...
        }
    }

    private Tensor view(View view) {
        Storage storage = view.storage();
        return storages.get(storage.key()).strided(view.shape(), view.strides(), view.offset());
    }

    private static String join(String name, String key) {
        return name.isEmpty() ? key : name + "." + key;
    }
}
