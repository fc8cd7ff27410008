package dev.duello.data.files;

import dev.duello.Messages;
import dev.duello.data.LoadReport;
import dev.duello.data.Medium;
import dev.duello.data.Sha256;
import dev.duello.data.SkippedFile;
import dev.duello.data.UnreadableFileException;
import dev.duello.data.image.ImageKind;
import dev.duello.data.image.PngFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The images or sounds under a folder, in the order of their names as Java compares strings, which is the same on every machine.
 * Links are followed; hidden files and folders are not entered.
 */
public final class FolderFiles implements SampleFiles {

    private static final int START = 1 << 19;

    private record Listed(String name, long length, long changed) {}

    private final Path folder;
    private final Medium medium;
    private final List<SkippedFile> passedOver;
    private final List<Listed> listed;
    private final LoadReport.LeftOut leftOut;
    private final @Nullable Listed labels;

    public FolderFiles(Path folder) throws IOException {
        this.folder = folder;
        Walk walk = new Walk();
        Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walk);
        medium = walk.names.medium();
        listed = walk.listed.stream()
                .filter(file -> walk.names.isSample(file.name))
                .sorted(Comparator.comparing(Listed::name))
                .toList();
        passedOver = walk.names.passedOver();
        leftOut = walk.names.leftOut();
        labels = walk.labels.get(walk.names.labelFile());
    }

    @Override
    public String name() {
        return folder.toString();
    }

    @Override
    public void identify(Sha256 key) throws IOException {
        key.add(folder.toRealPath().toString());
        for (Listed file : listed) {
            key.add(file.name).add(file.length).add(file.changed);
        }
        passedOver.forEach(one -> key.add(one.file()));
        if (labels != null) {
            key.add(labels.name).add(labels.length).add(labels.changed);
        }
    }

    @Override
    public Medium medium() {
        return medium;
    }

    @Override
    public List<String> names() {
        return listed.stream().map(Listed::name).toList();
    }

    @Override
    public List<SkippedFile> passedOver() {
        return passedOver;
    }

    @Override
    public LoadReport.LeftOut leftOut() {
        return leftOut;
    }

    @Override
    public @Nullable LabelBytes labels() throws IOException {
        return labels == null ? null : new LabelBytes(labels.name, Files.readAllBytes(folder.resolve(labels.name)));
    }

    @Override
    public void visit(Visitor visitor) {
        for (Listed file : listed) {
            Path path = folder.resolve(file.name);
            Content content = new Content() {
                @Override
                public byte[] read() throws UnreadableFileException {
                    return PngFiles.bytes(path);
                }

                @Override
                public byte[] readStart() throws UnreadableFileException {
                    // JPEG photographs and sounds are large, and tell their size at the start.
                    boolean tells = medium == Medium.SOUND
                            || medium == Medium.IMAGE
                                    && ImageKind.extension(file.name).startsWith("j");
                    if (file.length <= START || !tells) {
                        return read();
                    }
                    try (InputStream in = Files.newInputStream(path)) {
                        return in.readNBytes(START);
                    } catch (IOException e) {
                        throw new UnreadableFileException(Messages.reason(e), e);
                    }
                }
            };
            if (!visitor.visit(file.name, content)) {
                return;
            }
        }
    }

    private final class Walk extends SimpleFileVisitor<Path> {

        private final List<Listed> listed = new ArrayList<>();
        private final Map<String, Listed> labels = new HashMap<>();
        private final FileNames names = new FileNames();

        @Override
        public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
            boolean hidden = !path.equals(folder) && names.leaveOutFolder(relative(path));
            return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            String name = relative(path);
            if (attributes.isRegularFile()) {
                Listed file = new Listed(
                        name, attributes.size(), attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
                if (names.offer(name)) {
                    listed.add(file);
                } else if (name.endsWith(LabelFile.NAME)) {
                    labels.put(name, file);
                }
            }
            if (attributes.isSymbolicLink() && FileNames.isExpected(name)) {
                // Links that lead somewhere come with the attributes of what they lead to.
                names.passOver(name, "the link leads to nothing");
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path path, IOException problem) throws IOException {
            if (path.equals(folder)) {
                throw problem;
            }
            names.passOver(relative(path), Messages.reason(problem));
            return FileVisitResult.CONTINUE;
        }

        private String relative(Path path) {
            return folder.relativize(path).toString().replace('\\', '/');
        }
    }
}
