package dev.duello.torch;

import java.util.List;

/** Why the native libraries did not load, as a sentence that says what to do. */
final class LoadingProblem {
    private static final String ELSEWHERE =
            " DUELLO_JAVA_OPTS=-Dorg.bytedeco.javacpp.cachedir=FOLDER names another folder for them.";

    private static final List<String> PLATFORMS =
            List.of("linux-x86_64", "macosx-arm64", "macosx-x86_64", "windows-x86_64");

    private LoadingProblem() {}

    /**
     * @param problem what the loader threw, and what lies behind it
     * @param folder where they are unpacked, as far as known
     */
    static String sentence(Throwable problem, String platform, String folder) {
        StringBuilder all = new StringBuilder();
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            all.append(cause.getMessage()).append('\n');
        }
        String text = all.toString();
        if (text.contains("failed to map segment") || text.contains("Operation not permitted")) {
            return "The native libraries cannot be run from " + folder
                    + ": its file system forbids that (it is mounted with noexec)." + ELSEWHERE;
        }
        if (text.contains("No space left") || text.contains("quota exceeded")) {
            return "The native libraries cannot be unpacked to " + folder + ": the disk is full, and they need 400 MB."
                    + ELSEWHERE;
        }
        if (text.contains("Could not create the cache")) {
            return "The native libraries cannot be unpacked: neither ~/.javacpp/cache nor the folder for temporary"
                    + " files can be written." + ELSEWHERE;
        }
        if (!PLATFORMS.contains(platform)) {
            return "There are no native libraries for " + platform
                    + ". Duello runs on linux-x86_64; macosx-arm64, macosx-x86_64 and windows-x86_64 are built but"
                    + " untested.";
        }
        if (text.contains("Could not find jni")) {
            return "The native libraries for " + platform + " are not on the class path: add the dependency"
                    + " dev.duello:duello-cpu, or dev.duello:duello-cuda for an"
                    + " NVIDIA GPU on Linux. Outside Maven, add the jars of"
                    + " org.bytedeco:pytorch, openblas and javacpp with the"
                    + " classifier " + platform + ".";
        }
        return "The native libraries for " + platform + " could not be loaded (" + problem.getMessage() + ").";
    }
}
