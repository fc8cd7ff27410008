package dev.duello.app;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** The standard output, which remembers what went wrong: a print stream forgets that. */
final class ResultStream extends FilterOutputStream {
    private @Nullable IOException problem;

    ResultStream(OutputStream out) {
        super(out);
    }

    /** Puts one in the place of the standard output. */
    static ResultStream install() {
        ResultStream results =
                new ResultStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 8192));
        System.setOut(new PrintStream(results, true, System.out.charset()));
        return results;
    }

    /** What could not be written, or null. Whoever closed a pipe wanted no more, such as {@code head}. */
    @Nullable
    IOException problem() {
        return problem == null || String.valueOf(problem.getMessage()).contains("Broken pipe") ? null : problem;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw remembered(e);
        }
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void flush() throws IOException {
        try {
            out.flush();
        } catch (IOException e) {
            throw remembered(e);
        }
    }

    private IOException remembered(IOException e) {
        problem = problem == null ? e : problem;
        return e;
    }
}
