package dev.duello.data.files;

import dev.duello.data.LoadReport;
import dev.duello.data.Medium;
import dev.duello.data.Sha256;
import dev.duello.data.SkippedFile;
import dev.duello.data.image.PngFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One file that holds many samples, such as lines of text. */
public record SingleFile(Path file, Medium medium) implements SampleFiles {
    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public void identify(Sha256 key) throws IOException {
        new ByteSource.OfFile(file).identify(key);
    }

    @Override
    public List<String> names() {
        return List.of(String.valueOf(file.getFileName()));
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
        visitor.visit(names().getFirst(), () -> PngFiles.bytes(file));
    }
}
