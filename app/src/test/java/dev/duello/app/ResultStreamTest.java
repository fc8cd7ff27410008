package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ResultStreamTest {
    private static ResultStream failing(String message) {
        ResultStream results = new ResultStream(new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException(message);
            }
        });
        new PrintStream(results, true).println("result");
        return results;
    }

    @Test
    void a_result_that_is_lost_is_remembered() {
        assertThat(failing("No space left on device").problem()).hasMessage("No space left on device");
    }

    @Test
    void a_reader_that_wants_no_more_is_no_problem() {
        assertThat(failing("Broken pipe").problem()).isNull();
    }

    @Test
    void what_is_written_arrives() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ResultStream results = new ResultStream(bytes);
        PrintStream out = new PrintStream(results, true);
        out.print("result");
        out.write('s');
        assertThat(bytes).hasToString("results");
        assertThat(results.problem()).isNull();
    }
}
