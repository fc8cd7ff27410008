package dev.duello.data;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The part of a cache file that is for people: names, and what was left out. */
record CacheRemarks(String name, List<String> classes, List<Skipped> skipped, int skippedCount) {

    byte[] encode() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        put(out, name);
        out.writeInt(classes.size());
        for (String one : classes) {
            put(out, one);
        }
        out.writeInt(skippedCount);
        out.writeInt(skipped.size());
        for (Skipped one : skipped) {
            put(out, one.file());
            put(out, one.reason());
        }
        return bytes.toByteArray();
    }

    static CacheRemarks decode(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        String name = get(in);
        List<String> classes = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            classes.add(get(in));
        }
        int skippedCount = in.readInt();
        List<Skipped> skipped = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            skipped.add(new Skipped(get(in), get(in)));
        }
        return new CacheRemarks(name, List.copyOf(classes), List.copyOf(skipped), skippedCount);
    }

    private static void put(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String get(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }
}
