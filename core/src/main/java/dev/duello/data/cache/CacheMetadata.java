package dev.duello.data.cache;

import dev.duello.data.LoadReport;
import dev.duello.data.SkippedFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The part of a cache file that is for people: names, what was left out, and what else was found. */
record CacheMetadata(
        String name, List<String> classes, List<SkippedFile> skipped, int skippedCount, LoadReport report) {

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
        for (SkippedFile one : skipped) {
            put(out, one.file());
            put(out, one.reason());
        }
        put(out, report);
        return bytes.toByteArray();
    }

    private static void put(DataOutputStream out, LoadReport report) throws IOException {
        out.writeInt(report.formats().size());
        for (Map.Entry<String, Integer> format : report.formats().entrySet()) {
            put(out, format.getKey());
            out.writeInt(format.getValue());
        }
        out.writeInt(report.sizes().commonest().size());
        for (LoadReport.SizeCount size : report.sizes().commonest()) {
            out.writeInt(size.height());
            out.writeInt(size.width());
            out.writeInt(size.count());
        }
        out.writeInt(report.sizes().distinct());
        LoadReport.LeftOut leftOut = report.leftOut();
        out.writeInt(leftOut.hiddenFiles());
        out.writeInt(leftOut.hiddenFolders());
        out.writeInt(leftOut.resourceForks());
        out.writeInt(leftOut.otherFiles());
        out.writeInt(report.deep());
        out.writeInt(report.largestSample());
        out.writeInt(report.furtherFrames());
        out.writeInt(report.copies().count());
        put(out, report.copies().copy());
        put(out, report.copies().original());
        LoadReport.Sounds sounds = report.sounds();
        out.writeDouble(sounds.shortest());
        out.writeDouble(sounds.longest());
        out.writeInt(sounds.cut());
        out.writeInt(sounds.padded());
        out.writeInt(sounds.resampled());
        out.writeInt(sounds.mixed());
        out.writeInt(sounds.silent());
        LoadReport.Texts texts = report.texts();
        out.writeInt(texts.alphabet());
        out.writeInt(texts.longest());
        out.writeLong(texts.cut());
        out.writeInt(texts.rareCharacters());
        out.writeInt(texts.replaced());
        out.writeInt(texts.rare().size());
        for (Map.Entry<String, Long> rare : texts.rare().entrySet()) {
            put(out, rare.getKey());
            out.writeLong(rare.getValue());
        }
        LoadReport.Shapes shapes = report.shapes();
        out.writeInt(shapes.meshes());
        out.writeInt(shapes.open());
        out.writeInt(shapes.holes());
        out.writeInt(shapes.scaled());
        out.writeInt(shapes.empty());
        LoadReport.Videos videos = report.videos();
        out.writeInt(videos.files());
        out.writeInt(videos.shortest());
        out.writeInt(videos.longest());
        out.writeInt(videos.cut());
        out.writeLong(videos.left());
    }

    private static LoadReport report(DataInputStream in) throws IOException {
        Map<String, Integer> formats = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            formats.put(get(in), in.readInt());
        }
        List<LoadReport.SizeCount> sizes = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            sizes.add(new LoadReport.SizeCount(in.readInt(), in.readInt(), in.readInt()));
        }
        return new LoadReport(
                Collections.unmodifiableMap(formats),
                new LoadReport.Sizes(List.copyOf(sizes), in.readInt()),
                new LoadReport.LeftOut(in.readInt(), in.readInt(), in.readInt(), in.readInt()),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                new LoadReport.Copies(in.readInt(), get(in), get(in)),
                new LoadReport.Sounds(
                        in.readDouble(),
                        in.readDouble(),
                        in.readInt(),
                        in.readInt(),
                        in.readInt(),
                        in.readInt(),
                        in.readInt()),
                texts(in),
                new LoadReport.Shapes(in.readInt(), in.readInt(), in.readInt(), in.readInt(), in.readInt()),
                new LoadReport.Videos(in.readInt(), in.readInt(), in.readInt(), in.readInt(), in.readLong()));
    }

    private static LoadReport.Texts texts(DataInputStream in) throws IOException {
        int alphabet = in.readInt();
        int longest = in.readInt();
        long cut = in.readLong();
        int rareCharacters = in.readInt();
        int replaced = in.readInt();
        Map<String, Long> rare = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            rare.put(get(in), in.readLong());
        }
        return new LoadReport.Texts(
                alphabet, longest, cut, rareCharacters, Collections.unmodifiableMap(rare), replaced);
    }

    static CacheMetadata decode(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        String name = get(in);
        List<String> classes = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            classes.add(get(in));
        }
        int skippedCount = in.readInt();
        List<SkippedFile> skipped = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            skipped.add(new SkippedFile(get(in), get(in)));
        }
        return new CacheMetadata(name, List.copyOf(classes), List.copyOf(skipped), skippedCount, report(in));
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
