package dev.duello.data.files;

import dev.duello.Messages;
import dev.duello.data.DataException;
import dev.duello.data.LoadReport;
import dev.duello.data.Medium;
import dev.duello.data.Sha256;
import dev.duello.data.SkippedFile;
import dev.duello.data.UnreadableFileException;
import dev.duello.data.image.PngFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The images that one column of a table of pairs names, in the order of its lines. A sample is called after its line, so that those of both
 * columns that belong together have one name. Paths are relative to the folder of the table.
 */
public final class TableFiles implements SampleFiles {
    /** Which side of the pairs. */
    public enum Column {
        SOURCE,
        TARGET
    }

    private static final int MOST_BYTES = 256 << 20;

    private record Row(int line, String file) {}

    private final Path table;
    private final Column column;
    private final List<Row> rows = new ArrayList<>();

    /**
     * Reads the table: comma-separated, in UTF-8. A first line that names the columns {@code source} and {@code target} says which they
     * are; without it they are the first two.
     *
     * @throws DataException when a line does not name two files
     */
    public TableFiles(Path table, Column column) throws IOException {
        this.table = table;
        this.column = column;
        if (Files.size(table) > MOST_BYTES) {
            throw new DataException(table + " is larger than a table of pairs can be.");
        }
        int at = column.ordinal();
        int least = 2;
        List<CsvLine> lines = CsvLine.parse(Files.readString(table).replaceFirst("^\uFEFF", ""));
        for (int i = 0; i < lines.size(); i++) {
            List<String> fields = lines.get(i).fields();
            if (i == 0) {
                List<String> lower = fields.stream()
                        .map(field -> field.strip().toLowerCase(Locale.ROOT))
                        .toList();
                int source = lower.indexOf("source");
                int target = lower.indexOf("target");
                if (source >= 0 && target >= 0) {
                    at = column == Column.SOURCE ? source : target;
                    least = Math.max(source, target) + 1;
                    continue;
                }
            }
            if (fields.size() < least || fields.get(at).isBlank()) {
                throw new DataException("Line " + lines.get(i).number() + " of " + table
                        + " does not name two files: each line is the path of a source and that of its target, with a comma"
                        + " between them.");
            }
            rows.add(new Row(lines.get(i).number(), fields.get(at).strip()));
        }
        if (rows.isEmpty()) {
            throw new DataException(table + " names no pairs: each line is the path of a source and that of its target,"
                    + " with a comma between them.");
        }
    }

    @Override
    public String name() {
        return table.toString();
    }

    @Override
    public void identify(Sha256 key) throws IOException {
        new ByteSource.OfFile(table).identify(key);
        key.add(column.name());
        for (Row row : rows) {
            try {
                Path file = path(row);
                key.add(Files.size(file)).add(Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS));
            } catch (IOException | UnreadableFileException e) {
                key.add("missing");
            }
        }
    }

    private Path path(Row row) throws UnreadableFileException {
        try {
            return table.toAbsolutePath().resolveSibling(row.file);
        } catch (InvalidPathException e) {
            throw new UnreadableFileException("it is no path", e);
        }
    }

    @Override
    public Medium medium() {
        return Medium.IMAGE;
    }

    @Override
    public List<String> names() {
        return rows.stream().map(TableFiles::name).toList();
    }

    private static String name(Row row) {
        return "line " + row.line;
    }

    @Override
    public List<SkippedFile> passedOver() {
        return List.of();
    }

    @Override
    public LoadReport.LeftOut leftOut() {
        return LoadReport.LeftOut.NOTHING;
    }

    @Override
    public @Nullable LabelBytes labels() {
        return null;
    }

    @Override
    public void visit(Visitor visitor) {
        for (Row row : rows) {
            if (!visitor.visit(name(row), () -> read(row))) {
                return;
            }
        }
    }

    private byte[] read(Row row) throws UnreadableFileException {
        try {
            Path file = path(row);
            if (!Files.isRegularFile(file)) {
                throw new UnreadableFileException("there is no such file");
            }
            return PngFiles.bytes(file);
        } catch (UnreadableFileException e) {
            throw new UnreadableFileException(row.file + ": " + Messages.reason(new IOException(e.getMessage())), e);
        }
    }
}
