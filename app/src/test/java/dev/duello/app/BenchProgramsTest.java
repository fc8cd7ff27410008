package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs that measured what is published compile against the library as it is, so that they can be run again. */
@Tag("slow")
class BenchProgramsTest {
    private static final Path BENCH = Path.of("../bench");

    /** Of other libraries for Java, which nothing else here needs. */
    private static final Path PEERS = BENCH.resolve("peers/jvm");

    private static final Path BUILT = BENCH.resolve("jmh/target");

    @TempDir
    private Path folder;

    @Test
    void every_program_compiles() throws Exception {
        Map<Path, List<Path>> programs = programs();
        assertThat(programs).hasSizeGreaterThan(10);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options =
                List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none", "-nowarn");
        StringWriter remarks = new StringWriter();
        // One for all, so that it looks into the libraries once.
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            for (List<Path> neighbors : programs.values()) {
                boolean compiled = compiler.getTask(
                                remarks, files, null, options, null, files.getJavaFileObjectsFromPaths(neighbors))
                        .call();
                assertThat(compiled).as(remarks.toString()).isTrue();
            }
        }
    }

    /** By folder, because the classes of one may have the names of another's. */
    private static Map<Path, List<Path>> programs() throws IOException {
        try (Stream<Path> files = Files.walk(BENCH)) {
            return files.filter(file ->
                            file.toString().endsWith(".java") && !file.startsWith(PEERS) && !file.startsWith(BUILT))
                    .collect(Collectors.groupingBy(Path::getParent));
        }
    }
}
