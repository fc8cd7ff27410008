package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class WarningsTest {
    private static String said(int threads, double load) {
        StringWriter text = new StringWriter();
        Warnings.busyMachine(threads, load, 2, new PrintWriter(text));
        return text.toString();
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
}
