package dev.duello.app;

import dev.duello.Messages;
import dev.duello.app.studio.Studio;
import dev.duello.data.DataException;
import dev.duello.search.Study;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        name = "studio",
        description = "Serves a local web page to watch trainings, explore what was learned and compare runs.",
        footer = {
            "",
            "The page can be opened on this machine only, unless --host is given; then every request needs the token",
            "in the address, and the network between should be one that you trust: there is no encryption."
        },
        mixinStandardHelpOptions = true)
final class StudioCommand implements Callable<Integer> {
    static final int PORT = 4747;

    private static final int LARGEST_PORT = 65_535;

    @Parameters(
            paramLabel = "RUNS_DIR",
            arity = "0..1",
            defaultValue = "runs",
            description = "The folder of runs, one run, or a study of duello search (default: ${DEFAULT-VALUE}).")
    private Path folder;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "The port; 4747 by default, or another if that is in use.")
    private @Nullable Integer port;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "The address of the interface to serve on.")
    private @Nullable String host;

    @Option(names = "--until-parent-ends", hidden = true)
    private boolean untilParentEnds;

    @Spec
    private CommandSpec spec;

    /** Serves the runs beside one that is trained, in a process of its own that ends with this one. */
    static void serveBeside(Path run) {
        Path parent = run.toAbsolutePath().normalize().getParent();
        List<String> command = new ArrayList<>(RelaunchCommand.words());
        command.addAll(List.of("studio", "--until-parent-ends", String.valueOf(parent)));
        try {
            new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new DataException("The studio cannot be started: " + Messages.reason(e) + ".", e);
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        // The stdout of a training is for its result.
        PrintWriter out = untilParentEnds
                ? spec.commandLine().getErr()
                : spec.commandLine().getOut();
        try (Studio studio = open()) {
            out.println("The studio is at " + studio.address());
            if (!untilParentEnds) {
                out.println("Ctrl-C closes it; trainings continue.");
            }
            out.flush();
            Browser.show(studio.address());
            CountDownLatch end = new CountDownLatch(1);
            if (untilParentEnds) {
                ProcessHandle.current()
                        .parent()
                        .ifPresent(parent -> parent.onExit().thenRun(end::countDown));
            }
            end.await();
        }
        return 0;
    }

    private Studio open() {
        if (port != null && (port < 1 || port > LARGEST_PORT)) {
            throw new ParameterException(
                    spec.commandLine(), "--port must be from 1 to " + LARGEST_PORT + ", not " + port + ".");
        }
        Path path = folder.toAbsolutePath().normalize();
        // The default need not exist: the studio starts the first training in it.
        if (spec.commandLine().getParseResult().hasMatchedPositional(0) && !Files.exists(path)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "There is no folder " + folder + ". Name the folder of your runs, or a run; for a new one: mkdir "
                            + ShellQuoting.quote(folder));
        }
        boolean isRun = Files.isRegularFile(path.resolve("experiment.yaml")) && !Study.isStudy(path);
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new DataException(folder + " is a file; name the folder of your runs.");
        }
        // Of a study, those beside it are shown as well.
        Path root = (isRun || Study.isStudy(path)) && path.getParent() != null ? path.getParent() : path;
        String only = isRun ? String.valueOf(path.getFileName()) : null;
        try {
            return open(root, only, port == null ? PORT : port);
        } catch (BindException e) {
            if (port != null || host != null) {
                throw cannotServe(e);
            }
        } catch (IOException e) {
            throw cannotServe(e);
        }
        try {
            return open(root, only, 0);
        } catch (IOException e) {
            throw cannotServe(e);
        }
    }

    private Studio open(Path root, @Nullable String only, int atPort) throws IOException {
        return Studio.open(new Studio.Settings(
                root, only, host, atPort, RelaunchCommand.words(), ReportPage::of, SearchPage::body));
    }

    private DataException cannotServe(IOException e) {
        String where = host == null ? "127.0.0.1" : host;
        int wanted = port == null ? PORT : port;
        // The JDK tells a port that is taken and an address of another machine apart by words only.
        boolean taken = String.valueOf(e.getMessage()).contains("in use");
        return new DataException(
                taken
                        ? String.format(
                                "Port %d of %s is in use by another program. Choose another with --port, or close that program.",
                                wanted, where)
                        : String.format(
                                "The studio cannot be served on %s, port %d: %s.", where, wanted, Messages.reason(e)),
                e);
    }
}
