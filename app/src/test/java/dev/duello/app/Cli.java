package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** Runs commands in this JVM and keeps what they say. */
record Cli(int exitCode, String out, String err) {
    static Cli run(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        String[] texts = new String[arguments.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = String.valueOf(arguments[i]);
        }
        int exitCode = commandLine.execute(texts);
        return new Cli(exitCode, out.toString(), err.toString());
    }

    /** What a command that succeeds prints as JSON. */
    static JsonNode json(Object... arguments) throws IOException {
        Cli cli = run(arguments);
        assertThat(cli.exitCode).as(cli.err).isZero();
        return new ObjectMapper().readTree(cli.out);
    }
}
