package dev.duello.data.source;

import dev.duello.data.DataException;
import dev.duello.data.LoadReport;
import dev.duello.data.Sha256;
import dev.duello.data.UnreadableFileException;
import dev.duello.data.cache.CacheWriter;
import dev.duello.data.files.FileClasses;
import dev.duello.data.files.FolderClasses;
import dev.duello.data.files.SampleFiles;
import dev.duello.data.text.Alphabet;
import dev.duello.data.text.TextEncoder;
import dev.duello.data.text.TextFormat;
import dev.duello.data.text.TextLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A source of text files, one sample a line. Files are read twice: once to know characters and lengths, once to write the samples.
 */
final class TextSource implements Source {
    /** Rare characters that are named one by one. */
    private static final int NAMED = 12;

    private final SampleFiles files;
    private final String name;

    TextSource(SampleFiles files, String name) {
        this.files = files;
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void identify(Sha256 key) throws IOException {
        files.identify(key);
    }

    @Override
    public void load(LoadOptions options, Path cacheFile) throws IOException {
        TextCensus census = new TextCensus();
        Set<String> unreadable = new HashSet<>();
        List<String> names = files.names();
        FileClasses classes = classes(names);
        Map<String, String> reasons = new LinkedHashMap<>();
        files.visit((file, content) -> {
            // Only what can be read to its end counts, so each file is counted on its own.
            TextCensus own = new TextCensus();
            try {
                TextLines.read(content.read(), own::add);
                census.add(own);
            } catch (UnreadableFileException e) {
                unreadable.add(file);
                reasons.put(file, String.valueOf(e.getMessage()));
            }
            return true;
        });
        if (census.lines() == 0) {
            throw new DataException(
                    reasons.isEmpty()
                            ? name + " holds no text: each line of its files that is not empty would be a sample."
                            : "None of the " + names.size() + " text files in " + name + " can be read; the first: "
                                    + reasons.entrySet().iterator().next().getKey() + ": "
                                    + reasons.values().iterator().next() + ".");
        }
        TextFormat format = census.format(options);
        TextEncoder encoder = new TextEncoder(format);
        try (CacheWriter writer =
                new CacheWriter(cacheFile, format, !classes.classes().isEmpty())) {
            files.passedOver().forEach(one -> writer.skip(one.file(), one.reason()));
            reasons.forEach(writer::skip);
            int[] replaced = new int[1];
            files.visit((file, content) -> {
                if (!unreadable.contains(file)) {
                    write(file, content, encoder, classes.label(file), writer, replaced);
                }
                return true;
            });
            if (writer.size() == 0) {
                throw new DataException("None of the " + census.lines() + " texts in " + name
                        + " is made of the alphabet alone; the first: "
                        + writer.skipped().getFirst().file() + ": "
                        + writer.skipped().getFirst().reason() + ".");
            }
            LoadReport report = LoadReport.EMPTY
                    .with(files.leftOut())
                    .with(texts(census, format, replaced[0]))
                    .with(writer.copies(index -> "text " + index));
            writer.finish(name, classes.classes(), report);
        }
    }

    private static void write(
            String file,
            SampleFiles.Content content,
            TextEncoder encoder,
            int label,
            CacheWriter writer,
            int[] replaced) {
        try {
            TextLines.read(content.read(), line -> {
                byte[] stored = encoder.encode(line);
                int unknown = encoder.unknownIn(line);
                if (stored == null) {
                    writer.skip(file, "a line has " + Alphabet.named(unknown) + ", which is not in the alphabet");
                    return;
                }
                replaced[0] += unknown < 0 ? 0 : 1;
                writer.add(stored, 0, label);
            });
        } catch (UnreadableFileException e) {
            writer.skip(file, "it changed while it was read");
        }
    }

    private static LoadReport.Texts texts(TextCensus census, TextFormat format, int replaced) {
        Map<Integer, Long> rare = census.without(format.alphabet());
        Map<String, Long> named = new LinkedHashMap<>();
        rare.entrySet().stream()
                .limit(NAMED)
                .forEach(each -> named.put(Alphabet.named(each.getKey()), each.getValue()));
        return new LoadReport.Texts(
                format.alphabet().size() - 1,
                census.longest(),
                census.longerThan(format.length()),
                rare.size(),
                named,
                replaced);
    }

    /** Sub-folders are classes; where there are none, files are, as long as they are few enough to be kinds and not chapters. */
    private static FileClasses classes(List<String> names) {
        FileClasses folders = FolderClasses.of(names);
        if (!folders.classes().isEmpty() || names.size() < 2 || names.size() > FilesAsClasses.MOST) {
            return folders;
        }
        return new FilesAsClasses(names);
    }

    /** Each file is a class, called as the file without folder and ending. */
    private record FilesAsClasses(List<String> names) implements FileClasses {
        private static final int MOST = 100;

        @Override
        public List<String> classes() {
            List<String> classes = new ArrayList<>();
            for (String file : names) {
                String last = file.substring(file.lastIndexOf('/') + 1);
                int dot = last.lastIndexOf('.');
                classes.add(dot <= 0 ? last : last.substring(0, dot));
            }
            return Set.copyOf(classes).size() == classes.size() ? classes : names;
        }

        @Override
        public int label(String name) {
            return names.indexOf(name);
        }
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
