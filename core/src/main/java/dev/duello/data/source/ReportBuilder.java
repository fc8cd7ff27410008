package dev.duello.data.source;

import dev.duello.data.LoadReport;
import dev.duello.data.image.ImageInfo;
import dev.duello.data.sound.SoundFormat;
import dev.duello.data.sound.SoundInfo;
import dev.duello.data.video.VideoInfo;
import dev.duello.data.voxel.VoxelInfo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Adds up what the files of a set tell. */
final class ReportBuilder {

    private final Map<String, Integer> formats = new TreeMap<>();
    private final List<String> files = new ArrayList<>();
    private final SizeStatistics sizes = new SizeStatistics();
    private int deep;
    private int largestSample;
    private int furtherFrames;
    private double shortest = Double.POSITIVE_INFINITY;
    private double longest;
    private int cut;
    private int padded;
    private int resampled;
    private int mixed;
    private int silent;
    private int meshes;
    private int open;
    private int holes;
    private int scaled;
    private int empty;
    private int videos;
    private int fewestFrames = Integer.MAX_VALUE;
    private int mostFrames;
    private int cutVideos;
    private long leftFrames;

    /** A file that a sample is of; of what it tells, see the others. */
    void add(String file) {
        files.add(file);
    }

    void add(SoundInfo facts, SoundFormat format) {
        formats.merge(facts.format(), 1, Integer::sum);
        shortest = Math.min(shortest, facts.seconds());
        longest = Math.max(longest, facts.seconds());
        cut += facts.cut() ? 1 : 0;
        padded += facts.seconds() < format.seconds() ? 1 : 0;
        resampled += facts.resampled() ? 1 : 0;
        mixed += facts.channels() > 1 ? 1 : 0;
        silent += facts.silent() ? 1 : 0;
    }

    void add(VoxelInfo facts) {
        formats.merge(facts.format(), 1, Integer::sum);
        meshes += facts.mesh() ? 1 : 0;
        open += facts.holes() > 0 ? 1 : 0;
        holes += facts.holes();
        scaled += facts.scaled() ? 1 : 0;
        empty += facts.empty() ? 1 : 0;
        furtherFrames += facts.furtherModels() ? 1 : 0;
    }

    void add(VideoInfo facts) {
        sizes.count(facts.height(), facts.width());
        formats.merge(facts.format(), 1, Integer::sum);
        videos++;
        fewestFrames = Math.min(fewestFrames, facts.frames());
        mostFrames = Math.max(mostFrames, facts.frames());
        cutVideos += facts.clips() > 1 || facts.left() > 0 ? 1 : 0;
        leftFrames += facts.left();
    }

    void add(ImageInfo facts) {
        sizes.count(facts.height(), facts.width());
        formats.merge(facts.format(), 1, Integer::sum);
        if (facts.deep()) {
            deep++;
            largestSample = Math.max(largestSample, facts.largestSample());
        }
        if (facts.hasFurtherFrames()) {
            furtherFrames++;
        }
    }

    /** The file of a sample, by the index of the sample. */
    String file(int index) {
        return files.get(index);
    }

    LoadReport build(LoadReport.LeftOut leftOut) {
        return new LoadReport(
                Collections.unmodifiableMap(formats),
                sizes.sizes(),
                leftOut,
                deep,
                largestSample,
                furtherFrames,
                LoadReport.Copies.NONE,
                longest == 0
                        ? LoadReport.Sounds.NONE
                        : new LoadReport.Sounds(shortest, longest, cut, padded, resampled, mixed, silent),
                LoadReport.Texts.NONE,
                new LoadReport.Shapes(meshes, open, holes, scaled, empty),
                videos == 0
                        ? LoadReport.Videos.NONE
                        : new LoadReport.Videos(videos, fewestFrames, mostFrames, cutVideos, leftFrames));
    }
}
