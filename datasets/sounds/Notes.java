import dev.duello.data.sound.SoundDecoder;
import dev.duello.data.sound.SoundFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.sound.midi.MidiEvent;
import javax.sound.midi.MidiSystem;
import javax.sound.midi.Sequence;
import javax.sound.midi.ShortMessage;
import javax.sound.midi.Track;

/** Makes notes.zip and factors.csv with the synthesizer fluidsynth and the instruments of FluidR3: see make.sh. */
public final class Notes {
    /** Programs of General MIDI, counted from 0. */
    private static final Map<String, Integer> INSTRUMENTS = new LinkedHashMap<>();

    static {
        INSTRUMENTS.put("piano", 0);
        INSTRUMENTS.put("vibraphone", 11);
        INSTRUMENTS.put("organ", 19);
        INSTRUMENTS.put("guitar", 24);
        INSTRUMENTS.put("violin", 40);
        INSTRUMENTS.put("trumpet", 56);
        INSTRUMENTS.put("clarinet", 71);
        INSTRUMENTS.put("flute", 73);
    }

    /** From C3, 131 Hz, to B5, 988 Hz. */
    private static final int LOWEST = 48;

    private static final int PITCHES = 36;

    private static final int[] VELOCITIES = {64, 80, 96, 112, 127};

    /** A higher rate than that of the clips, because the synthesizer does not filter what is above half of its rate. */
    private static final int RENDERED = 32_000;

    /** Of one note and the silence after it. */
    private static final int SECONDS = 3;

    /** Of a second, at 120 beats a minute. */
    private static final int TICKS = 960;

    /** Of the loudest note of each instrument. */
    private static final double PEAK = 0.9;

    private Notes() {}

    /** @param arguments the command fluidsynth, the sound font, and the folder to write into */
    public static void main(String[] arguments) throws Exception {
        Map<String, short[]> notes = new LinkedHashMap<>();
        Map<String, String> factors = new LinkedHashMap<>();
        Map<String, Integer> loudest = new LinkedHashMap<>();
        for (Map.Entry<String, Integer> instrument : INSTRUMENTS.entrySet()) {
            for (int velocity : VELOCITIES) {
                ShortBuffer all = render(arguments[0], arguments[1], instrument.getValue(), velocity);
                for (int note = 0; note < PITCHES; note++) {
                    int pitch = LOWEST + note;
                    short[] samples = new short[Clips.LENGTH];
                    all.get(note * SECONDS * Clips.RATE, samples);
                    for (short sample : samples) {
                        loudest.merge(instrument.getKey(), Math.abs((int) sample), Math::max);
                    }
                    String name = String.format(Locale.ROOT, "%s/%02d-%03d", instrument.getKey(), pitch, velocity);
                    notes.put(name, samples);
                    factors.put(
                            name,
                            String.format(
                                    Locale.ROOT,
                                    "%s,%d,%.2f,%d",
                                    instrument.getKey(),
                                    pitch,
                                    440 * Math.pow(2, (pitch - 69) / 12.0),
                                    velocity));
                }
            }
        }
        Clips clips = new Clips("instrument,pitch,hertz,velocity");
        for (Map.Entry<String, short[]> note : notes.entrySet()) {
            short[] samples = note.getValue();
            double scale = PEAK * Short.MAX_VALUE / loudest.get(note.getKey().replaceFirst("/.*", ""));
            for (int i = 0; i < samples.length; i++) {
                samples[i] = (short) Math.round(samples[i] * scale * fade(i));
            }
            clips.add(note.getKey(), factors.get(note.getKey()), samples);
        }
        clips.write(Path.of(arguments[2]), "notes");
        System.out.println(clips.size() + " notes");
    }

    /** The last tenth of a clip fades out, so that it does not end with a click. */
    private static double fade(int sample) {
        double left = (double) (Clips.LENGTH - sample) / (Clips.LENGTH / 10);
        return Math.min(1, left);
    }

    /** The notes of an instrument at one velocity, one after the other, at the rate of the clips. */
    private static ShortBuffer render(String fluidsynth, String font, int program, int velocity) throws Exception {
        Sequence sequence = new Sequence(Sequence.PPQ, TICKS / 2);
        Track track = sequence.createTrack();
        track.add(new MidiEvent(new ShortMessage(ShortMessage.PROGRAM_CHANGE, 0, program, 0), 0));
        for (int note = 0; note < PITCHES; note++) {
            long start = (long) note * SECONDS * TICKS;
            track.add(new MidiEvent(new ShortMessage(ShortMessage.NOTE_ON, 0, LOWEST + note, velocity), start));
            track.add(new MidiEvent(new ShortMessage(ShortMessage.NOTE_OFF, 0, LOWEST + note, 0), start + TICKS / 2));
        }
        Path midi = Files.createTempFile("notes", ".mid");
        Path wav = Files.createTempFile("notes", ".wav");
        MidiSystem.write(sequence, 0, midi.toFile());
        // Neither reverberation nor chorus.
        List<String> command = List.of(
                fluidsynth, "-niq", "-R", "0", "-C", "0", "-g", "0.5", "-r", String.valueOf(RENDERED), "-F", wav.toString(),
                font, midi.toString());
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException("fluidsynth failed: " + command);
        }
        byte[] file = Files.readAllBytes(wav);
        Files.delete(midi);
        Files.delete(wav);
        SoundFormat whole = new SoundFormat(PITCHES * SECONDS * Clips.RATE, Clips.RATE);
        return ByteBuffer.wrap(SoundDecoder.read(file, whole).stored())
                .order(ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer();
    }
}
