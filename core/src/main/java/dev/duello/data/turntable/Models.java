package dev.duello.data.turntable;

import dev.duello.data.DataException;
import dev.duello.data.Split;
import dev.duello.data.UnreadableFileException;
import dev.duello.data.files.ByteSource;
import dev.duello.data.files.EmbeddedDatasets;
import dev.duello.data.voxel.VoxelDecoder;
import dev.duello.data.voxel.VoxelFormat;
import dev.duello.data.voxel.VoxelGrid;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The shapes of the data set {@code furniture}, in the order of their names, each in the folder of its class. */
final class Models {
    static final String SET = "furniture";

    private static final VoxelFormat FORMAT = new VoxelFormat(32, 1);

    /** So many models make one of the test part: clips of one model are all in the same part. */
    private static final int ONE_OF = 5;

    private final List<String> classes;
    private final Map<Split, List<Model>> parts;

    /**
     * One shape.
     *
     * @param name of its file, without its ending
     * @param label an index into the classes
     * @param bits as {@link VoxelFormat} stores a shape without colors
     */
    record Model(String name, int label, byte[] bits) {
        /** The shape with every cell in one color. @param color {@code 0xRRGGBB} */
        VoxelGrid colored(int color) {
            VoxelGrid plain = VoxelGrid.of(FORMAT, MemorySegment.ofArray(bits));
            VoxelGrid colored = new VoxelGrid(FORMAT.side(), FORMAT.side(), FORMAT.side());
            for (int up = 0; up < FORMAT.side(); up++) {
                for (int back = 0; back < FORMAT.side(); back++) {
                    for (int right = 0; right < FORMAT.side(); right++) {
                        if (plain.isFull(up, back, right)) {
                            colored.fill(up, back, right, color);
                        }
                    }
                }
            }
            return colored;
        }
    }

    private Models(List<String> classes, List<Model> all) {
        this.classes = classes;
        List<Model> train = new ArrayList<>();
        List<Model> test = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            (i % ONE_OF == ONE_OF - 1 ? test : train).add(all.get(i));
        }
        parts = Map.of(Split.TRAIN, List.copyOf(train), Split.TEST, List.copyOf(test));
    }

    /** @throws DataException when the data is not on the class path */
    static Models load() {
        try {
            ByteSource.OfResource file = EmbeddedDatasets.find(SET, SET + ".zip");
            if (file == null) {
                throw new DataException("The shapes of the data set '" + SET
                        + "' come with Duello, but are not on the class path: add the artifact duello-datasets.");
            }
            Map<String, byte[]> shapes = new TreeMap<>();
            try (InputStream in = file.raw();
                    ZipInputStream zip = new ZipInputStream(in)) {
                for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    if (entry.getName().endsWith(".binvox")) {
                        shapes.put(
                                entry.getName(),
                                VoxelDecoder.read(zip.readAllBytes(), FORMAT).stored());
                    }
                }
            }
            List<String> classes =
                    shapes.keySet().stream().map(Models::folder).distinct().toList();
            List<Model> all = new ArrayList<>();
            shapes.forEach((path, bits) -> all.add(new Model(
                    path.substring(path.indexOf('/') + 1, path.lastIndexOf('.')),
                    classes.indexOf(folder(path)),
                    bits)));
            return new Models(classes, all);
        } catch (IOException | UnreadableFileException e) {
            throw new DataException("Cannot read the shapes of the data set '" + SET + "': " + e.getMessage() + ".", e);
        }
    }

    private static String folder(String path) {
        return path.substring(0, path.indexOf('/'));
    }

    List<String> classes() {
        return classes;
    }

    List<Model> of(Split split) {
        return parts.get(split);
    }
}
