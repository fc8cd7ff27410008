package dev.duello.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
    private static final RunLock.Locking WITHOUT_LOCKS = channel -> {
        throw new IOException("No locks available");
    };

    @TempDir
    private Path run;

    @Test
    void it_is_held_until_it_is_closed_and_names_its_process() throws IOException {
        try (FileChannel lock = RunLock.take(run)) {
            assertThat(lock.isOpen()).isTrue();
            assertThat(run.resolve(".lock"))
                    .content()
                    .startsWith(ProcessHandle.current().pid() + " ");
            assertThatThrownBy(() -> RunLock.take(run))
                    .isInstanceOf(TrainingException.class)
                    .hasMessage(run + " is being trained by another process.");
        }
        RunLock.take(run).close();
    }

    @Test
    void a_file_system_without_locks_is_trained_on_all_the_same() throws IOException {
        try (FileChannel lock = RunLock.take(run, WITHOUT_LOCKS)) {
            assertThat(lock.isOpen()).isTrue();
            // The process that the file names is this one, and it lives.
            assertThatThrownBy(() -> RunLock.take(run, WITHOUT_LOCKS))
                    .isInstanceOf(TrainingException.class)
                    .hasMessage(run + " is being trained by another process.");
        }
    }

    @Test
    void without_locks_a_process_that_died_holds_nothing() throws IOException {
        long pid = ProcessHandle.current().pid();
        // Never this process's start: the number was given to another process since.
        for (String left : new String[] {pid + " 12345", "", "nonsense", "999999999999 0"}) {
            Files.writeString(run.resolve(".lock"), left);
            RunLock.take(run, WITHOUT_LOCKS).close();
            assertThat(run.resolve(".lock")).content().startsWith(pid + " ").isNotEqualTo(left);
        }
    }
}
