package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duello.data.Dataset;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import dev.duello.train.Experiment;
import dev.duello.train.ExperimentReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WarningsTest {
    private static String said(int threads, double load) {
        StringWriter text = new StringWriter();
        Warnings.busyMachine(threads, load, 2, new PrintWriter(text));
        return text.toString();
    }

    private static String saidOfGroups(int[] labels, List<String> classes) {
        byte[] pixels = new byte[200 * 256];
        new Random(1).nextBytes(pixels);
        StringWriter text = new StringWriter();
        try (Dataset images = Datasets.of("noise", new ImageFormat(1, 16, 16), pixels, labels, classes)) {
            Experiment experiment = ExperimentReader.readFor(images, null, Map.of());
            Warnings.groups(experiment.data(), images, new PrintWriter(text));
        }
        return text.toString();
    }

    @Test
    void groups_that_stand_in_for_classes_are_told() {
        assertThat(saidOfGroups(null, List.of())).contains("noise has no classes", "2 groups", "data.labels=ignore");
        int[] labels = new int[200];
        labels[0] = 1;
        assertThat(saidOfGroups(labels, List.of("one", "other"))).isEmpty();
    }

    @Test
    void several_threads_on_a_busy_machine_are_advised_against() {
        assertThat(said(2, 7.25)).contains("load 7.3 on 2 processors", "--threads 1");
    }

    @Test
    void a_quiet_machine_a_single_thread_or_an_unknown_load_are_passed_over() {
        assertThat(said(2, 1.5)).isEmpty();
        assertThat(said(1, 9)).isEmpty();
        assertThat(said(2, -1)).isEmpty();
    }

    @Test
    void more_threads_than_processors_are_advised_against() {
        assertThat(said(999, 0.1)).contains("999 threads on 2 processors", "slower");
    }
}
