package dev.duello.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The exceptions are those that the loader throws on file systems that are full, closed or mounted with noexec. */
class LoadingProblemTest {
    private static String sentence(String outer, Throwable cause) {
        Throwable problem = new UnsatisfiedLinkError(outer).initCause(cause);
        return LoadingProblem.sentence(problem, "linux-x86_64", "/home/me/.javacpp/cache");
    }

    @Test
    void a_file_system_that_runs_nothing_is_named() {
        assertThat(sentence(
                        "no jniopenblas_nolapack in java.library.path: /usr/lib",
                        new UnsatisfiedLinkError("/home/me/.javacpp/cache/libjniopenblas_nolapack.so:"
                                + " failed to map segment from shared object")))
                .startsWith("The native libraries cannot be run from /home/me/.javacpp/cache: ")
                .contains("noexec")
                .endsWith("DUELLO_JAVA_OPTS=-Dorg.bytedeco.javacpp.cachedir=FOLDER names another folder for them.");
    }

    @Test
    void a_full_disk_is_named() {
        String text = "No space left on device";
        assertThat(sentence("java.io.IOException: " + text, new IOException(text)))
                .startsWith("The native libraries cannot be unpacked to /home/me/.javacpp/cache: the disk is full");
    }

    @Test
    void folders_that_cannot_be_written_are_named() {
        String text = "Could not create the cache: Set the \"org.bytedeco.javacpp.cachedir\" system property.";
        assertThat(sentence("java.io.IOException: " + text, new IOException(text)))
                .contains("neither ~/.javacpp/cache nor the folder for temporary files can be written")
                .contains("cachedir=FOLDER");
    }

    @Test
    void a_missing_dependency_is_named() {
        assertThat(sentence(
                        "no jnitorch in java.library.path: /usr/lib",
                        new UnsatisfiedLinkError("Could not find jnitorch in class, module, and library paths.")))
                .startsWith("The native libraries for linux-x86_64 are not on the class path: ")
                .contains("dev.duello:duello-cpu", "dev.duello:duello-cuda", "the classifier linux-x86_64");
    }

    @Test
    void a_library_that_the_system_refuses_is_told_with_its_reason() {
        assertThat(sentence("/home/me/.javacpp/cache/libjnitorch.so: libfoo.so.1: cannot open", null))
                .isEqualTo("The native libraries for linux-x86_64 could not be loaded"
                        + " (/home/me/.javacpp/cache/libjnitorch.so: libfoo.so.1: cannot open).");
    }

    @Test
    void a_platform_without_libraries_is_told_which_have_some() {
        Throwable problem = new UnsatisfiedLinkError("no jnitorch in java.library.path")
                .initCause(new UnsatisfiedLinkError("Could not find jnitorch in class, module, and library paths."));
        assertThat(LoadingProblem.sentence(problem, "linux-arm64", "/home/me/.javacpp/cache"))
                .startsWith("There are no native libraries for linux-arm64.")
                .contains("Duello runs on linux-x86_64");
    }
}
