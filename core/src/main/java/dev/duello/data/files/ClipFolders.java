package dev.duello.data.files;

import dev.duello.data.LoadReport;
import dev.duello.data.Medium;
import dev.duello.data.Sha256;
import dev.duello.data.SkippedFile;
import dev.duello.data.UnreadableFileException;
import dev.duello.data.video.FramePack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Folders of images as one sample each: the frames of a video, in the order of the last number in their names, where names have none
 * in the order of the names. The name of a sample is the folder's; the content is a {@link FramePack}.
 */
public final class ClipFolders implements SampleFiles {
    /** Images that lie in no folder. */
    private static final String TOP = ".";

    private static final Pattern LAST_NUMBER = Pattern.compile("(\\d+)\\D*$");

    private final SampleFiles images;

    /** @param images of a folder or an archive; closed with this */
    public ClipFolders(SampleFiles images) {
        this.images = images;
    }

    @Override
    public String name() {
        return images.name();
    }

    @Override
    public void identify(Sha256 key) throws IOException {
        images.identify(key);
    }

    @Override
    public Medium medium() {
        return Medium.VIDEO;
    }

    @Override
    public List<String> names() throws IOException {
        TreeSet<String> folders = new TreeSet<>();
        images.names().forEach(name -> folders.add(folder(name)));
        return List.copyOf(folders);
    }

    @Override
    public List<SkippedFile> passedOver() {
        return images.passedOver();
    }

    @Override
    public LoadReport.LeftOut leftOut() {
        return images.leftOut();
    }

    @Override
    public @Nullable LabelBytes labels() throws IOException {
        return images.labels();
    }

    @Override
    public void visit(Visitor visitor) throws IOException {
        Map<String, Integer> missing = new HashMap<>();
        images.names().forEach(name -> missing.merge(folder(name), 1, Integer::sum));
        Map<String, Map<Frame, Content>> open = new HashMap<>();
        images.visit((name, content) -> {
            String folder = folder(name);
            Map<Frame, Content> frames = open.computeIfAbsent(folder, _ -> new TreeMap<>());
            frames.put(Frame.of(name), content);
            if (missing.merge(folder, -1, Integer::sum) > 0) {
                return true;
            }
            open.remove(folder);
            return visitor.visit(folder, pack(List.copyOf(frames.values())));
        });
    }

    private static Content pack(List<Content> frames) {
        return new Content() {
            @Override
            public byte[] read() throws UnreadableFileException {
                List<byte[]> files = new ArrayList<>();
                for (Content frame : frames) {
                    files.add(frame.read());
                }
                return FramePack.of(files);
            }

            @Override
            public long weight() {
                return frames.stream().mapToLong(Content::weight).sum();
            }
        };
    }

    private static String folder(String name) {
        int slash = name.lastIndexOf('/');
        return slash < 0 ? TOP : name.substring(0, slash);
    }

    /** The place of a frame among others: numbers of any length, without zeros before them. */
    private record Frame(String number, String name) implements Comparable<Frame> {
        static Frame of(String path) {
            String file = path.substring(path.lastIndexOf('/') + 1);
            int dot = file.lastIndexOf('.');
            Matcher number = LAST_NUMBER.matcher(dot < 0 ? file : file.substring(0, dot));
            return new Frame(number.find() ? number.group(1).replaceFirst("^0+(?=.)", "") : "", path);
        }

        @Override
        public int compareTo(Frame other) {
            int byLength = Integer.compare(number.length(), other.number.length());
            int byNumber = byLength != 0 ? byLength : number.compareTo(other.number);
            return byNumber != 0 ? byNumber : name.compareTo(other.name);
        }
    }
}
