package dev.duello.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@ExtendWith(LocalCluster.class)
class MainTest {
    @TempDir
    private Path folder;

    @Test
    void commands_work_on_the_session_that_there_is_and_tell_by_their_exit_codes_what_came_of_it() throws IOException {
        LocalCluster.shared();
        String images = TinyRun.writeImages(folder.resolve("images")).toString();
        Path run = folder.resolve("run");
        TinyRun.train(run);

        assertThat(Main.run("prepare", images, folder.resolve("x.samples").toString(), "--height", "16"))
                .isZero();
        assertThat(folder.resolve("x.samples")).isNotEmptyFile();
        String output = folder.resolve("png").toString();
        assertThat(Main.run("generate", run.toString(), output, "-n", "3", "--form", "png"))
                .isZero();
        assertThat(folder.resolve("png/000000/000000000002.png")).isNotEmptyFile();
        assertThat(Main.run("generate", run.toString(), output, "-n", "3")).isEqualTo(1);
        assertThat(Main.run("evaluate", run.toString(), "--against", images, "-n", "300", "--features", "random"))
                .isZero();
        assertThat(Main.run("generate", run.toString())).isEqualTo(2);
    }
}
