package dev.duello.spark;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A cluster on this machine: a master, two workers, and two executors in processes of their own with the class path of the tests. It
 * is started once for all tests, and stopped after them.
 */
final class LocalCluster implements BeforeAllCallback {
    /** What a JVM needs to hold libtorch, as in the guide; what silences Spark on Java 25; and what starts quickly. */
    private static final String OPTIONS =
            "--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Dorg.bytedeco.javacpp.maxPhysicalBytes=0"
                    + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dduello.cache=" + System.getProperty("duello.cache");

    private static @Nullable SparkSession running;

    @Override
    public void beforeAll(ExtensionContext test) {
        test.getRoot()
                .getStore(ExtensionContext.Namespace.create(LocalCluster.class))
                .computeIfAbsent("stop", _ -> (AutoCloseable) LocalCluster::stop);
    }

    /** Two executors of one processor and 1 GiB each. */
    static SparkSession shared() throws IOException {
        SparkSession there = running;
        if (there == null) {
            linkJars(Files.createDirectories(Path.of(System.getProperty("spark.home"), "jars")));
            there = start("local-cluster[2,1,1024]");
            running = there;
        }
        return there;
    }

    /** Does something without a cluster, on one thread of this process, before the cluster is started or after it was stopped. */
    static void onOneThread(Consumer<SparkSession> work) {
        stop();
        SparkSession alone = start("local[1]");
        work.accept(alone);
        alone.stop();
    }

    private static void stop() {
        if (running != null) {
            running.stop();
            running = null;
        }
    }

    private static SparkSession start(String master) {
        return SparkSession.builder()
                .master(master)
                .appName("duello-test")
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.executor.memory", "1g")
                .config("spark.executor.extraClassPath", classPath())
                .config("spark.executor.extraJavaOptions", OPTIONS)
                .config("spark.executorEnv.JAVA_HOME", System.getProperty("java.home"))
                .config("spark.executorEnv.OMP_WAIT_POLICY", "PASSIVE")
                .config("spark.sql.shuffle.partitions", 2)
                .config("spark.sql.warehouse.dir", System.getProperty("spark.home") + "/warehouse")
                .getOrCreate();
    }

    /** Executors run in folders of their own, where relative paths lead nowhere. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(path -> Path.of(path).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Whoever starts a process of Spark wants to see a folder with Spark's libraries. */
    private static void linkJars(Path folder) throws IOException {
        for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path jar = Path.of(path).toAbsolutePath();
            if (jar.toString().endsWith(".jar")) {
                try {
                    Files.createSymbolicLink(folder.resolve(jar.getFileName()), jar);
                } catch (FileAlreadyExistsException e) {
                    // From the last time.
                }
            }
        }
    }
}
