import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Makes spoken-digits.zip and factors.csv with the speech synthesis flite: see make.sh. */
public final class SpokenDigits {
    private static final List<String> DIGITS =
            List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");

    /** @param pitches mean frequencies in Hz; 0 where the voice follows its recordings only */
    private record Voice(String name, List<Integer> pitches, int speeds) {}

    private static final List<Voice> VOICES = List.of(
            new Voice("kal16", List.of(80, 90, 100, 110, 120, 135, 150), 9),
            new Voice("awb", List.of(80, 90, 100, 110, 120, 135, 150), 9),
            new Voice("slt", List.of(130, 145, 160, 175, 195, 215, 240), 9),
            new Voice("rms", List.of(0), 33));

    private SpokenDigits() {}

    /** @param arguments the command flite, and the folder to write into */
    public static void main(String[] arguments) throws Exception {
        Path out = Path.of(arguments[1]);
        Path wav = Files.createTempFile("digit", ".wav");
        Clips clips = new Clips("digit,voice,stretch,pitch");
        Set<String> known = new HashSet<>();
        int copies = 0;
        List<String> tooLong = new ArrayList<>();
        for (int digit = 0; digit < DIGITS.size(); digit++) {
            for (Voice voice : VOICES) {
                for (int speed = 0; speed < voice.speeds; speed++) {
                    double stretch = 0.6 + 0.32 * speed / (voice.speeds - 1);
                    for (int pitch : voice.pitches) {
                        String name = String.format(
                                Locale.ROOT, "%d-%s/%s-%02.0f-%03d", digit, DIGITS.get(digit), voice.name, stretch * 100, pitch);
                        short[] word = Clips.word(speak(arguments[0], voice.name, stretch, pitch, DIGITS.get(digit), wav));
                        if (word.length > Clips.LENGTH) {
                            tooLong.add(name);
                        } else if (!known.add(Arrays.toString(word))) {
                            copies++;
                        } else {
                            clips.add(
                                    name,
                                    String.format(Locale.ROOT, "%d,%s,%.2f,%s", digit, voice.name, stretch, pitch == 0 ? "" : pitch),
                                    word);
                        }
                    }
                }
            }
        }
        Files.delete(wav);
        clips.write(out, "spoken-digits");
        System.out.println(clips.size() + " digits, " + copies + " copies and " + tooLong.size() + " too long left out: " + tooLong);
    }

    private static byte[] speak(String flite, String voice, double stretch, int pitch, String word, Path wav)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                flite, "-voice", voice, "--setf", String.format(Locale.ROOT, "duration_stretch=%.3f", stretch)));
        if (pitch > 0) {
            command.addAll(List.of("--setf", "int_f0_target_mean=" + pitch));
        }
        command.addAll(List.of("-t", word, "-o", wav.toString()));
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException("flite failed: " + command);
        }
        return Files.readAllBytes(wav);
    }
}
