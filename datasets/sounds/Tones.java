import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Makes tones.zip and factors.csv of recorded syllables: see make.sh. */
public final class Tones {
    private static final List<String> TONES = List.of("level", "rising", "low", "falling");

    private Tones() {}

    /** @param arguments the command oggdec, the folder whose folders are syllables in bopomofo and their tone, and the folder to write into */
    public static void main(String[] arguments) throws Exception {
        List<Path> syllables;
        try (Stream<Path> folders = Files.list(Path.of(arguments[1]))) {
            syllables = folders.filter(folder -> Files.exists(folder.resolve("5.ogg"))).sorted().toList();
        }
        Path wav = Files.createTempFile("syllable", ".wav");
        Clips clips = new Clips("tone,syllable");
        int neutral = 0;
        List<String> tooLong = new ArrayList<>();
        for (Path folder : syllables) {
            String name = folder.getFileName().toString();
            int last = name.charAt(name.length() - 1) - '0';
            if (last == 1) {
                neutral++;
                continue;
            }
            // The first tone is not written.
            int tone = last > 1 && last <= TONES.size() ? last : 1;
            String syllable = tone == 1 ? name : name.substring(0, name.length() - 1);
            short[] word = Clips.word(decoded(arguments[0], folder.resolve("5.ogg"), wav));
            if (word.length > Clips.LENGTH) {
                tooLong.add(name);
                continue;
            }
            clips.add(
                    String.format(Locale.ROOT, "%d-%s/%04d", tone, TONES.get(tone - 1), clips.size()), tone + "," + syllable, word);
        }
        Files.delete(wav);
        clips.write(Path.of(arguments[2]), "tones");
        System.out.println(clips.size() + " syllables; " + neutral + " without a tone and " + tooLong.size() + " too long left out: " + tooLong);
    }

    private static byte[] decoded(String oggdec, Path file, Path wav) throws IOException, InterruptedException {
        List<String> command = List.of(oggdec, "--quiet", "-o", wav.toString(), file.toString());
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException("oggdec failed: " + command);
        }
        return Files.readAllBytes(wav);
    }
}
