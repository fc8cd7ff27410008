package dev.duello.privacy.audit;

import dev.duello.data.Dataset;
import dev.duello.data.LoadReport;
import dev.duello.data.SampleFormat;
import dev.duello.data.Sha256;
import dev.duello.data.SkippedFile;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** A data set, and behind it some canaries. Closing it leaves both open. */
final class WithCanaries implements Dataset {
    private final Dataset data;
    private final Dataset canaries;

    WithCanaries(Dataset data, Dataset canaries) {
        this.data = data;
        this.canaries = canaries;
    }

    @Override
    public String name() {
        return data.name();
    }

    @Override
    public SampleFormat format() {
        return data.format();
    }

    @Override
    public int size() {
        return data.size() + canaries.size();
    }

    @Override
    public List<String> classes() {
        return data.classes();
    }

    @Override
    public int label(int index) {
        return index < data.size() ? data.label(index) : canaries.label(index - data.size());
    }

    @Override
    public void gather(int[] indices, MemorySegment target) {
        long bytes = format().bytes();
        for (int i = 0; i < indices.length; i++) {
            MemorySegment place = target.asSlice(i * bytes, bytes);
            if (indices[i] < data.size()) {
                data.gather(new int[] {indices[i]}, place);
            } else {
                canaries.gather(new int[] {indices[i] - data.size()}, place);
            }
        }
    }

    @Override
    public String fingerprint() {
        return "sha256:"
                + new Sha256()
                        .add(data.fingerprint())
                        .add(canaries.fingerprint())
                        .hex();
    }

    @Override
    public List<SkippedFile> skipped() {
        return data.skipped();
    }

    @Override
    public LoadReport report() {
        return data.report();
    }

    @Override
    public void close() {}
}
