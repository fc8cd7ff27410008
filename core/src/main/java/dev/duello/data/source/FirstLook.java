package dev.duello.data.source;

import dev.duello.data.DataException;
import dev.duello.data.Medium;
import dev.duello.data.SkippedFile;
import dev.duello.data.UnreadableFileException;
import dev.duello.data.files.SampleFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Looks into the files of a set on all processors, to derive what the options leave open. */
final class FirstLook {
    private final List<SkippedFile> unreadable = new ArrayList<>();
    private int unreadableCount;
    private int readCount;

    private FirstLook() {}

    /** What is looked at in one file. */
    interface Reader<H> {
        H read(SampleFiles.Content content) throws UnreadableFileException;
    }

    private record Finding<H>(String file, @Nullable H header, String reason) {}

    /**
     * @param found hears of each file that can be read, in the order of the files
     * @param goesOn asked after each file whether another one is wanted
     * @throws DataException when none of the files can be read
     */
    static <H> void at(
            SampleFiles files, String name, Medium medium, Reader<H> reader, Consumer<H> found, BooleanSupplier goesOn)
            throws IOException {
        FirstLook look = new FirstLook();
        try (OrderedPipeline<Finding<H>> pipeline = new OrderedPipeline<>(finding -> look.note(finding, found))) {
            files.visit((file, content) -> {
                pipeline.submit(content.weight(), () -> inspect(file, content, reader));
                return goesOn.getAsBoolean();
            });
            pipeline.drain();
        }
        if (look.readCount == 0) {
            throw FilesSource.nothingLeft(medium, name, look.unreadableCount, look.unreadable);
        }
    }

    /** What is found in all files that can be read, in their order. @throws DataException when there is none */
    static <H> List<H> at(SampleFiles files, String name, Medium medium, Reader<H> reader) throws IOException {
        List<H> headers = new ArrayList<>();
        at(files, name, medium, reader, headers::add, () -> true);
        return headers;
    }

    private <H> void note(Finding<H> finding, Consumer<H> found) {
        H header = finding.header;
        if (header != null) {
            readCount++;
            found.accept(header);
        } else if (unreadableCount++ == 0) {
            unreadable.add(new SkippedFile(finding.file, finding.reason));
        }
    }

    private static <H> Finding<H> inspect(String file, SampleFiles.Content content, Reader<H> reader) {
        try {
            return new Finding<>(file, reader.read(content), "");
        } catch (UnreadableFileException e) {
            return new Finding<>(file, null, String.valueOf(e.getMessage()));
        }
    }
}
