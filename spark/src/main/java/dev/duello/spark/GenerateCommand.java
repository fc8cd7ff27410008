package dev.duello.spark;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "generate",
        description = "Writes samples of a run or an exported folder as Parquet or PNG files.",
        mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {
    private enum Form {
        PARQUET,
        PNG
    }

    @Parameters(index = "0", paramLabel = "RUN", description = "A run or an exported folder, on the driver.")
    private Path model = Path.of("");

    @Parameters(index = "1", paramLabel = "OUTPUT", description = "A new folder, on any file system that Hadoop knows.")
    private String output = "";

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            required = true,
            description = "How many samples.")
    private long count;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the samples; 0 by default.")
    private long seed;

    @Option(names = "--class", paramLabel = "NAME", description = "Samples of one class only.")
    private @Nullable String className;

    @Option(
            names = "--form",
            paramLabel = "parquet|png",
            defaultValue = "parquet",
            description = "Rows of a table, or a file each (default: ${DEFAULT-VALUE}).")
    private Form form = Form.PARQUET;

    @Option(
            names = "--per-file",
            paramLabel = "N",
            defaultValue = "" + Generation.DEFAULT_PER_FILE,
            description = "Samples in a Parquet file or a folder of PNG files, which one task makes (default:"
                    + " ${DEFAULT-VALUE}).")
    private int perFile;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Generation generation = new Generation(count, seed, className, perFile);
        switch (form) {
            case PARQUET -> Main.duello().generateParquet(model, generation, output);
            case PNG -> Main.duello().generatePng(model, generation, output);
        }
        spec.commandLine().getOut().printf("%,d samples in %s%n", count, output);
        return 0;
    }
}
