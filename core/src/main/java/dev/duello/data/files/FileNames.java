package dev.duello.data.files;

import dev.duello.data.LoadReport;
import dev.duello.data.Medium;
import dev.duello.data.SkippedFile;
import dev.duello.data.image.ImageKind;
import dev.duello.data.sound.SoundKind;
import dev.duello.data.text.TextKind;
import dev.duello.data.video.VideoKind;
import dev.duello.data.voxel.VoxelKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sorts the names of files into samples, samples that are passed over for a reason, and what does not matter. A set has one
 * medium: where several lie together, that of most files counts, and the others are passed over; texts count where there is nothing
 * else.
 */
final class FileNames {

    private static final int TEXTURES = 5;

    private final List<String> images = new ArrayList<>();
    private final List<String> sounds = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final List<String> shapes = new ArrayList<>();
    private final List<SkippedFile> foreignImages = new ArrayList<>();
    private final List<SkippedFile> foreignSounds = new ArrayList<>();
    private final List<SkippedFile> foreignShapes = new ArrayList<>();
    private final List<SkippedFile> foreignVideos = new ArrayList<>();
    private final List<SkippedFile> passedOver = new ArrayList<>();
    private final List<String> labelFiles = new ArrayList<>();
    private final Set<String> hiddenFolders = new HashSet<>();
    private final Set<String> forkFolders = new HashSet<>();
    private int hiddenFiles;
    private int forkFiles;
    private int otherFiles;

    /**
     * @param name relative, {@code /} between folders
     * @return whether it is named like a sample that can be read
     */
    boolean offer(String name) {
        if (leaveOutHidden(name)) {
            return false;
        }
        if (ImageKind.isForeignImage(name)) {
            foreignImages.add(new SkippedFile(name, upper(name) + " images are not read, only " + ImageKind.NAMES));
            return false;
        }
        if (SoundKind.isForeignSound(name)) {
            foreignSounds.add(new SkippedFile(name, upper(name) + " sounds are not read, only " + SoundKind.NAMES));
            return false;
        }
        if (VoxelKind.isForeignShape(name)) {
            foreignShapes.add(new SkippedFile(name, upper(name) + " shapes are not read, only " + VoxelKind.NAMES));
            return false;
        }
        if (VideoKind.isForeignVideo(name)) {
            foreignVideos.add(new SkippedFile(
                    name,
                    upper(name)
                            + " videos are not read, only animated GIF, PNG and WebP files and folders of frames; `ffmpeg -i"
                            + " FILE FOLDER/%04d.png` makes such a folder"));
            return false;
        }
        if (SoundKind.isExpectedIn(name)) {
            sounds.add(name);
            return true;
        }
        if (TextKind.isExpectedIn(name)) {
            texts.add(name);
            return true;
        }
        if (VoxelKind.isExpectedIn(name)) {
            shapes.add(name);
            return true;
        }
        if (!ImageKind.isExpectedIn(name)) {
            if (name.endsWith(LabelFile.NAME)
                    && (name.length() == LabelFile.NAME.length() || name.endsWith("/" + LabelFile.NAME))) {
                labelFiles.add(name);
            } else {
                otherFiles++;
            }
            return false;
        }
        images.add(name);
        return true;
    }

    /** As {@link #offer}, for names that come from strangers. */
    boolean offerArchived(String name) {
        String reason = danger(name);
        if (reason == null) {
            return offer(name);
        }
        if (isExpected(name)) {
            passOver(name, reason);
        }
        return false;
    }

    private static String upper(String name) {
        return ImageKind.extension(name).toUpperCase(Locale.ROOT);
    }

    /** Whether a file of this name is expected to be an image or a sound that can be read, so that one misses it. */
    static boolean isExpected(String name) {
        return ImageKind.isExpectedIn(name) || SoundKind.isExpectedIn(name) || VoxelKind.isExpectedIn(name);
    }

    void passOver(String name, String reason) {
        passedOver.add(new SkippedFile(name, reason));
    }

    /**
     * That of most files, videos counted as the images that they are made of, and where a shape counts for as many as it may have textures; text where there is nothing else: notes and captions
     * lie beside everything.
     */
    Medium medium() {
        int ofImages = images.size() + foreignImages.size();
        int ofSounds = sounds.size() + foreignSounds.size();
        int ofShapes = TEXTURES * (shapes.size() + foreignShapes.size());
        if (ofImages + ofSounds + ofShapes + foreignVideos.size() == 0 && !texts.isEmpty()) {
            return Medium.TEXT;
        }
        if (ofShapes > Math.max(ofImages, ofSounds)) {
            return Medium.VOXELS;
        }
        return ofSounds > ofImages ? Medium.SOUND : Medium.IMAGE;
    }

    /** The files of the medium, in the order in which they were offered. */
    List<String> samples() {
        return named(medium());
    }

    private List<String> named(Medium medium) {
        return switch (medium) {
            case IMAGE -> images;
            case SOUND -> sounds;
            case TEXT -> texts;
            case VOXELS -> shapes;
            case VIDEO -> List.of();
        };
    }

    private List<SkippedFile> foreign(Medium medium) {
        return switch (medium) {
            case IMAGE -> foreignImages;
            case SOUND -> foreignSounds;
            case TEXT -> List.of();
            case VOXELS -> foreignShapes;
            case VIDEO -> foreignVideos;
        };
    }

    /** Whether a file is one of the medium. */
    boolean isSample(String name) {
        return switch (medium()) {
            case IMAGE, VIDEO -> ImageKind.isExpectedIn(name);
            case SOUND -> SoundKind.isExpectedIn(name);
            case TEXT -> TextKind.isExpectedIn(name);
            case VOXELS -> VoxelKind.isExpectedIn(name);
        };
    }

    /** By name. */
    List<SkippedFile> passedOver() {
        Medium medium = medium();
        List<SkippedFile> all = new ArrayList<>(passedOver);
        all.addAll(foreign(medium));
        if (samples().isEmpty()) {
            // Beside photographs a film is nothing to talk of.
            all.addAll(foreignVideos);
        }
        for (Medium other : Medium.values()) {
            // Images beside shapes are their textures, and texts lie beside everything.
            if (other != medium && other != Medium.TEXT && !(medium == Medium.VOXELS && other == Medium.IMAGE)) {
                String reason = "it is " + (other == Medium.IMAGE ? "an " : "a ") + other.singular()
                        + ", and most of the files are " + medium.plural();
                named(other).forEach(name -> all.add(new SkippedFile(name, reason)));
            }
        }
        all.sort(Comparator.comparing(SkippedFile::file));
        return all;
    }

    LoadReport.LeftOut leftOut() {
        Medium medium = medium();
        int others =
                otherFiles + (medium == Medium.VOXELS ? images.size() : 0) + (medium == Medium.TEXT ? 0 : texts.size());
        for (Medium other : Medium.values()) {
            others += other == medium ? 0 : foreign(other).size();
        }
        return new LoadReport.LeftOut(hiddenFiles, hiddenFolders.size(), forkFiles + forkFolders.size(), others);
    }

    /** The file of labels that is nearest to the top; null when there is none, or several are as near. */
    @Nullable
    String labelFile() {
        List<String> nearest = labelFiles.stream()
                .collect(Collectors.groupingBy(FileNames::depth, TreeMap::new, Collectors.toList()))
                .values()
                .stream()
                .findFirst()
                .orElse(List.of());
        return nearest.size() == 1 ? nearest.get(0) : null;
    }

    private static long depth(String name) {
        return name.chars().filter(c -> c == '/').count();
    }

    /** Whether a folder of this name, relative and without a slash at its end, is left out with all that is in it. */
    boolean leaveOutFolder(String name) {
        return leaveOutHidden(name + "/");
    }

    /** Counts what a name that starts with a dot belongs to: a folder once, whatever is in it. */
    private boolean leaveOutHidden(String name) {
        for (int start = 0; start < name.length(); ) {
            int end = name.indexOf('/', start);
            boolean isFile = end < 0;
            end = isFile ? name.length() : end;
            String part = name.substring(start, end);
            if (part.equals("__MACOSX")) {
                forkFolders.add(name.substring(0, end));
                return true;
            }
            if (part.startsWith(".") && !part.equals(".")) {
                if (!isFile) {
                    hiddenFolders.add(name.substring(0, end));
                } else if (part.startsWith("._")) {
                    forkFiles++;
                } else {
                    hiddenFiles++;
                }
                return true;
            }
            start = end + 1;
        }
        return false;
    }

    /** Nothing is ever written under these names, yet an archive that has them was not made by an honest hand. */
    private static @Nullable String danger(String name) {
        if (name.startsWith("/") || name.startsWith("\\") || name.matches("(?s)[A-Za-z]:.*")) {
            return "its name in the archive is an absolute path";
        }
        for (String part : name.split("[/\\\\]")) {
            if (part.equals("..")) {
                return "its name in the archive leads out of the archive";
            }
        }
        return name.indexOf('\0') >= 0 ? "its name in the archive contains a null character" : null;
    }
}
