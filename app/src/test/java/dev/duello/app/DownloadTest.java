package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class DownloadTest {
    private final StringWriter out = new StringWriter();
    private int fetched;

    private void run(boolean isHere, boolean json) {
        CommandLine commandLine = new CommandLine(CommandSpec.create());
        commandLine.setOut(new PrintWriter(out));
        OutputOptions options = new OutputOptions();
        options.quiet = true;
        options.json = json;
        Download download = new Download("weights", "file", Path.of("there"), isHere, 100, (_, progress) -> {
            fetched++;
            progress.update("a", 40, 60);
            progress.update("b", 40, 40);
        });
        assertThat(download.run(options, commandLine.getCommandSpec())).isZero();
    }

    @Test
    void what_is_missing_is_brought() {
        run(false, false);

        assertThat(fetched).isEqualTo(1);
        assertThat(out.toString().strip()).isEqualTo("weights is now in there");
    }

    @Test
    void what_is_here_is_not_brought_again() {
        run(true, false);

        assertThat(fetched).isZero();
        assertThat(out.toString().strip()).isEqualTo("weights is already in there");
    }

    @Test
    void both_are_told_as_json() {
        run(false, true);

        assertThat(out.toString().strip()).isEqualTo("{\"name\":\"weights\",\"downloaded\":true,\"file\":\"there\"}");
    }
}
