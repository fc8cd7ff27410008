package dev.duello.metric.inception;

import dev.duello.metric.inception.PickledObject.Storage;
import dev.duello.torch.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The two containers of {@code torch.save}.
 *
 * @param root what was saved
 * @param storages each as a tensor of one axis, by key
 */
record TorchFile(Object root, Map<String, Tensor> storages) {
    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final long LEGACY_PROTOCOL = 1001;
    private static final int LONGEST_PICKLE = 16 << 20;
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 64;
    private static final String PICKLE = "data.pkl";

    /**
     * Since version 1.6: an uncompressed zip of {@code NAME/data.pkl} and, for each storage, {@code NAME/data/KEY}.
     *
     * @param size of the file; all storages together are not longer
     */
    static TorchFile readZip(Path file, long size) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            String prefix = zip.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith("/" + PICKLE) && name.indexOf('/') == name.lastIndexOf('/'))
                    .map(name -> name.substring(0, name.length() - PICKLE.length()))
                    .findFirst()
                    .orElseThrow(() -> new PickleException("it is a zip archive, but PyTorch did not save it"));
            ZipEntry order = zip.getEntry(prefix + "byteorder");
            if (order != null && !new String(bytes(zip, order, 100), StandardCharsets.US_ASCII).equals("little")) {
                throw new PickleException("its numbers are big-endian");
            }
            byte[] pickle = bytes(zip, zip.getEntry(prefix + PICKLE), LONGEST_PICKLE);
            Map<String, Storage> named = new HashMap<>();
            Object root = new PickleMachine(new PickleBytes(MemorySegment.ofArray(pickle)), named).run();
            checkTotal(named, size);
            Map<String, Tensor> storages = new HashMap<>();
            for (Storage storage : named.values()) {
                byte[] bytes = bytes(zip, zip.getEntry(prefix + "data/" + storage.key()), storage.bytes());
                storages.put(storage.key(), load(storage, MemorySegment.ofArray(bytes)));
            }
            return new TorchFile(root, storages);
        }
    }

    private static byte[] bytes(ZipFile zip, @Nullable ZipEntry entry, long most) throws IOException {
        if (entry == null) {
            throw new PickleException("a part of it is missing");
        }
        if (entry.getMethod() != ZipEntry.STORED || entry.getSize() > Math.min(most, LONGEST_ARRAY)) {
            throw new PickleException(
                    "its part " + PickleException.quote(entry.getName()) + " is compressed or too long");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return in.readNBytes((int) entry.getSize());
        }
    }

    /**
     * Before version 1.6: a magic number, a version, remarks on the machine, what was saved, and the keys of the storages, all
     * pickled; then the storages, each preceded by its number of elements.
     */
    static TorchFile readLegacy(MemorySegment all) {
        PickleBytes in = new PickleBytes(all);
        Map<String, Storage> named = new HashMap<>();
        if (in.remaining() < 2 || !MAGIC.equals(new PickleMachine(in, named).run())) {
            throw new PickleException("it does not begin like a file of PyTorch");
        }
        if (!Long.valueOf(LEGACY_PROTOCOL).equals(new PickleMachine(in, named).run())) {
            throw new PickleException("it is of a version that is not known");
        }
        if (!(new PickleMachine(in, named).run() instanceof Map<?, ?> machine)
                || !Boolean.TRUE.equals(machine.get("little_endian"))) {
            throw new PickleException("its numbers are big-endian");
        }
        Object root = new PickleMachine(in, named).run();
        if (!(new PickleMachine(in, named).run() instanceof List<?> keys)) {
            throw new PickleException("it is damaged");
        }
        checkTotal(named, all.byteSize());
        Map<String, Tensor> storages = new HashMap<>();
        for (Object key : keys) {
            Storage storage = key instanceof String ? named.get(key) : null;
            if (storage == null || storages.containsKey(storage.key()) || in.int64() != storage.elements()) {
                throw new PickleException("its storages are not the ones that it speaks of");
            }
            storages.put(storage.key(), load(storage, in.take(storage.bytes())));
        }
        if (storages.size() < named.size()) {
            throw new PickleException("a storage is missing");
        }
        return new TorchFile(root, storages);
    }

    /** Before anything is allocated. */
    private static void checkTotal(Map<String, Storage> named, long size) {
        long total = 0;
        try {
            for (Storage storage : named.values()) {
                total = Math.addExact(total, storage.bytes());
            }
        } catch (ArithmeticException e) {
            total = Long.MAX_VALUE;
        }
        if (total > size) {
            throw new PickleException("it is cut short: its tensors are longer than the file");
        }
    }

    private static Tensor load(Storage storage, MemorySegment bytes) {
        if (bytes.byteSize() != storage.bytes()) {
            throw new PickleException("the storage " + PickleException.quote(storage.key()) + " is cut short");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment aligned = arena.allocate(Math.max(1, bytes.byteSize()), Long.BYTES);
            MemorySegment.copy(bytes, 0, aligned, 0, bytes.byteSize());
            return storage.type().load(aligned, storage.elements());
        }
    }
}
