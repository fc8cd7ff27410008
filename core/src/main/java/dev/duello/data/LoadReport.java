package dev.duello.data;

import java.util.List;
import java.util.Map;

/**
 * What loading found besides the samples themselves, for people.
 *
 * @param formats how many of them came in which format, such as {@code "JPEG"}, {@code "WebP (lossy)"}; in
 *     alphabetical order; empty for raw arrays
 * @param sizes the sizes of the images before they were brought to the format
 * @param leftOut what was left out on purpose
 * @param deep how many images have more than eight bits a channel, which are scaled to eight
 * @param largestSample the largest sample of those, as if all had sixteen bits; 0 when there are none
 * @param furtherFrames how many files have more pages or frames than the first, which is the one that is read
 * @param copies what is there more than once
 * @param sounds of sounds: what they were before they were brought to the format
 * @param texts of texts: what was found in their lines
 * @param shapes of shapes: the same
 * @param videos of videos: what they were before they were cut into clips
 */
public record LoadReport(
        Map<String, Integer> formats,
        Sizes sizes,
        LeftOut leftOut,
        int deep,
        int largestSample,
        int furtherFrames,
        Copies copies,
        Sounds sounds,
        Texts texts,
        Shapes shapes,
        Videos videos) {

    public static final LoadReport EMPTY = new LoadReport(
            Map.of(),
            Sizes.UNKNOWN,
            LeftOut.NOTHING,
            0,
            0,
            0,
            Copies.NONE,
            Sounds.NONE,
            Texts.NONE,
            Shapes.NONE,
            Videos.NONE);

    private static final String LOSSY_WEBP = "WebP (lossy)";

    /** How many images have a size, in pixels, once upright. */
    public record SizeCount(int height, int width, int count) {}

    /**
     * Sizes and how common they are.
     *
     * @param commonest at most {@value #KEPT}, the most frequent first
     * @param distinct how many there are in all
     */
    public record Sizes(List<SizeCount> commonest, int distinct) {

        public static final int KEPT = 8;
        public static final Sizes UNKNOWN = new Sizes(List.of(), 0);
    }

    /**
     * What was left out on purpose, as it is no sample or was not meant to be seen.
     *
     * @param hiddenFiles files whose name starts with a dot
     * @param hiddenFolders folders whose name starts with a dot
     * @param resourceForks files named {@code ._*} and folders named {@code __MACOSX}, which macOS adds to archives
     * @param otherFiles files that are not named like images or sounds
     */
    public record LeftOut(int hiddenFiles, int hiddenFolders, int resourceForks, int otherFiles) {

        public static final LeftOut NOTHING = new LeftOut(0, 0, 0, 0);

        public boolean isNothing() {
            return equals(NOTHING);
        }
    }

    /**
     * Samples that are equal to an earlier one, number by number, after they were brought to the format of the set.
     *
     * @param count how many there are; the earlier ones are not counted
     * @param copy the first of them: its file, or where there are no files, its index
     * @param original what it is equal to
     */
    public record Copies(int count, String copy, String original) {

        public static final Copies NONE = new Copies(0, "", "");
    }

    /**
     * What sounds were before they were brought to the format of the set.
     *
     * @param shortest length of the shortest in seconds
     * @param longest length of the longest in seconds
     * @param cut how many are longer than the format, so that only their beginning is used
     * @param padded how many are shorter, so that silence follows
     * @param resampled how many had another rate
     * @param mixed how many had several channels
     * @param silent how many hold nothing but zeros
     */
    public record Sounds(double shortest, double longest, int cut, int padded, int resampled, int mixed, int silent) {

        public static final Sounds NONE = new Sounds(0, 0, 0, 0, 0, 0, 0);
    }

    /**
     * What was found in the lines of text files.
     *
     * @param alphabet how many characters the alphabet has
     * @param longest characters of the longest
     * @param cut how many are longer than the format, so that only their beginning is used
     * @param rareCharacters how many characters the alphabet does not have
     * @param rare the commonest of these, as people read them, and how often each is there
     * @param replaced how many texts have such a character, for which a replacement stands
     */
    public record Texts(int alphabet, int longest, long cut, int rareCharacters, Map<String, Long> rare, int replaced) {

        public static final Texts NONE = new Texts(0, 0, 0, 0, Map.of(), 0);
    }

    /**
     * What shapes were before they were brought to the format of the set.
     *
     * @param meshes how many were meshes, which were voxelized
     * @param open how many of these have holes in their surface
     * @param holes of all these
     * @param scaled how many were grids larger than the format, that were scaled down
     * @param empty how many have no full cell
     */
    public record Shapes(int meshes, int open, int holes, int scaled, int empty) {

        public static final Shapes NONE = new Shapes(0, 0, 0, 0, 0);
    }

    /**
     * What videos were before they were cut into clips of one number of frames.
     *
     * @param files how many were read: files, or folders of frames
     * @param shortest frames of the shortest
     * @param longest frames of the longest
     * @param cut how many have more frames than a clip, and were cut
     * @param left frames behind the last whole clip of each, all together, which are left out
     */
    public record Videos(int files, int shortest, int longest, int cut, long left) {

        public static final Videos NONE = new Videos(0, 0, 0, 0, 0);
    }

    /** Of raw arrays, which have nothing else to tell. */
    public static LoadReport ofRaw(int height, int width, int count, Copies copies) {
        Sizes sizes = new Sizes(List.of(new SizeCount(height, width, count)), 1);
        return new LoadReport(
                Map.of(), sizes, LeftOut.NOTHING, 0, 0, 0, copies, Sounds.NONE, Texts.NONE, Shapes.NONE, Videos.NONE);
    }

    public LoadReport with(Copies found) {
        return new LoadReport(
                formats, sizes, leftOut, deep, largestSample, furtherFrames, found, sounds, texts, shapes, videos);
    }

    public LoadReport with(LeftOut found) {
        return new LoadReport(
                formats, sizes, found, deep, largestSample, furtherFrames, copies, sounds, texts, shapes, videos);
    }

    public LoadReport with(Texts found) {
        return new LoadReport(
                formats, sizes, leftOut, deep, largestSample, furtherFrames, copies, sounds, found, shapes, videos);
    }

    /** The share of the images, 0 to 1, that was compressed with loss (JPEG and lossy WebP). */
    public double lossyShare() {
        int all = formats.values().stream().mapToInt(Integer::intValue).sum();
        int lossy = formats.getOrDefault("JPEG", 0) + formats.getOrDefault(LOSSY_WEBP, 0);
        return all == 0 ? 0 : (double) lossy / all;
    }
}
