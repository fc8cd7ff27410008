package dev.duello.app;

import dev.duello.Messages;
import dev.duello.app.serve.Service;
import dev.duello.data.DataException;
import dev.duello.torch.Torch;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "serve",
        description = "Serves the models of runs over HTTP, to programs.",
        footer = {
            "",
            "  curl -d '{\"n\": 16, \"seed\": 7}' http://127.0.0.1:8080/v1/images -o clothes.png",
            "",
            "The addresses are described at /openapi.json, and in the guide. Without --host the service can be asked from",
            "this machine only; from elsewhere it should need a token and encrypt. SIGTERM and Ctrl-C end it once all that",
            "was accepted is answered."
        },
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private static final int LARGEST_PORT = 65_535;
    private static final String LOCAL = "127.0.0.1";
    private static final int SHORTEST_TOKEN = 16;

    @Parameters(
            paramLabel = "RUN",
            arity = "1..*",
            description = "Run directories. A model has the name of its folder; NAME=RUN gives it another.")
    private List<String> runs = List.of();

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8080",
            description = "The port, ${DEFAULT-VALUE} by default; 0 for any that is free.")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = LOCAL,
            description = "The address of the interface to serve on, 0.0.0.0 for all; ${DEFAULT-VALUE} by default.")
    private String host = LOCAL;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file with a secret that every request must hold, as Authorization: Bearer SECRET.")
    private @Nullable Path tokenFile;

    @Option(names = "--tls-cert", paramLabel = "FILE", description = "Encrypt, with this chain of certificates (PEM).")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "The key of the certificate (PEM, PKCS#8).")
    private @Nullable Path key;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "64",
            description = "At most so many samples of several requests are made together; ${DEFAULT-VALUE} by default.")
    private int batch;

    @Option(
            names = "--batch-wait",
            paramLabel = "MS",
            defaultValue = "2",
            description = "How many milliseconds a request waits for others; ${DEFAULT-VALUE} by default.")
    private int wait;

    @Option(
            names = "--queue",
            paramLabel = "N",
            defaultValue = "4096",
            description = "How many samples may wait to be made, of each model; ${DEFAULT-VALUE} by default. More are"
                    + " refused with status 429.")
    private int queue;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = DurationConverter.class,
            description = "How long a request may take, ${DEFAULT-VALUE} by default.")
    private Duration timeout = Duration.ZERO;

    @Option(names = "--quiet", description = "No line for each request on stdout.")
    private boolean quiet;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        check();
        Torch.loadAside();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        CountDownLatch end = new CountDownLatch(1);
        try (Service service = Service.open(settings(), quiet ? null : out)) {
            Interruption.stopBy(end::countDown, "Answering what was accepted; then the service ends.");
            service.problems().forEach(err::println);
            if (tokenFile == null && !host.equals(LOCAL)) {
                err.println("Whoever reaches this address can use the service: --token-file keeps others out.");
            }
            err.println("The service is at " + service.address() + "; Ctrl-C ends it.");
            err.flush();
            end.await();
        }
        return 0;
    }

    private void check() {
        require(port >= 0 && port <= LARGEST_PORT, "--port must be from 0 to " + LARGEST_PORT + ", not " + port + ".");
        require(batch >= 1, "--batch must be at least 1, not " + batch + ".");
        require(wait >= 0 && wait <= 1000, "--batch-wait must be from 0 to 1000, not " + wait + ".");
        require(queue >= 1, "--queue must be at least 1, not " + queue + ".");
        require(
                (certificate == null) == (key == null),
                "--tls-cert and --tls-key belong together: encryption needs a certificate and its key.");
    }

    private void require(boolean holds, String sentence) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), sentence);
        }
    }

    private Service.Settings settings() {
        Map<String, Path> named = new LinkedHashMap<>();
        for (String run : runs) {
            // A folder whose name holds the sign is meant as it stands.
            int sign = Files.exists(Path.of(run)) ? -1 : run.indexOf('=');
            Path path = Path.of(run.substring(sign + 1));
            String name = sign > 0
                    ? run.substring(0, sign)
                    : String.valueOf(path.toAbsolutePath().normalize().getFileName());
            require(
                    name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}"),
                    "'" + name
                            + "' is no name of a model: take letters, digits, dots, dashes and underscores, as NAME=RUN.");
            require(
                    named.put(name, path) == null,
                    "Two models have the name " + name + ". Give one of them another: NAME=RUN.");
        }
        return new Service.Settings(
                named, host, port, token(), certificate, key, batch, Duration.ofMillis(wait), queue, timeout);
    }

    private @Nullable String token() {
        if (tokenFile == null) {
            return null;
        }
        try {
            String token = Files.readString(tokenFile).strip();
            if (!token.matches("[!-~]{" + SHORTEST_TOKEN + ",}")) {
                throw new DataException(tokenFile + " must hold one word of at least " + SHORTEST_TOKEN
                        + " letters, digits and signs, such as that of: openssl rand -hex 16");
            }
            return token;
        } catch (IOException e) {
            throw new DataException("Cannot read " + tokenFile + ": " + Messages.reason(e) + ".", e);
        }
    }
}
