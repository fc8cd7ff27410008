package dev.duello.data.source;

import dev.duello.data.LoadReport;
import dev.duello.data.image.ImageFacts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Adds up what the files of a set tell. */
final class ReportBuilder {

    private final Map<String, Integer> formats = new TreeMap<>();
    private final List<String> files = new ArrayList<>();
    private final SizeCensus sizes = new SizeCensus();
    private int deep;
    private int largestSample;
    private int furtherFrames;

    void add(String file, ImageFacts facts) {
        files.add(file);
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

    /** The file of an image, by the index of the image. */
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
                LoadReport.Copies.NONE);
    }
}
