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
    void aResultThatIsLostIsRemembered() {
        assertThat(failing("No space left on device").problem()).hasMessage("No space left on device");
    }

    @Test
    void aReaderThatWantsNoMoreIsNoProblem() {
        assertThat(failing("Broken pipe").problem()).isNull();
    }

    @Test
    void whatIsWrittenArrives() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ResultStream results = new ResultStream(bytes);
        PrintStream out = new PrintStream(results, true);
        out.print("result");
        out.write('s');
        assertThat(bytes).hasToString("results");
        assertThat(results.problem()).isNull();
    }
}
