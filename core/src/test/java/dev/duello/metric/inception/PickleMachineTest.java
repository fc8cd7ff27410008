package dev.duello.metric.inception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.DataException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Pickles by hand, one character a byte. */
@Timeout(20)
class PickleMachineTest {
    private static final String FLOATS = "(X\7\0\0\0storagectorch\nFloatStorage\nX\1\0\0\0" + "0X\3\0\0\0cpuK\4tQ";
    private static final String REBUILD = "ctorch._utils\n_rebuild_tensor_v2\n";

    @TempDir
    Path folder;

    @Test
    void plain_values_are_read() {
        assertThat(run("(K\7M\0\1J\377\377\377\377G?\370\0\0\0\0\0\0\210\211U\2okt."))
                .isEqualTo(List.of(7L, 256L, -1L, 1.5, true, false, "ok"));
        assertThat(run("\200\2}q\0(X\1\0\0\0aK\1X\1\0\0\0bh\0u.")).isInstanceOf(Map.class);
        assertThat(run("\212\1\377.")).isEqualTo(-1L);
        assertThat(run("\212\0.")).isEqualTo(0L);
        assertThat(run("\212\11\0\0\0\0\0\0\0\0\1.")).isEqualTo(BigInteger.ONE.shiftLeft(64));
        assertThat(run("ccollections\nOrderedDict\n)R.")).isEqualTo(Map.of());
        assertThat(run("ccollections\nOrderedDict\n]]X\1\0\0\0aaK\1aa\205R.")).isEqualTo(Map.of("a", 1L));
    }

    static List<Arguments> refusals() {
        return List.of(
                Arguments.of("cos\nsystem\n(X\4rm -tR.", "it asks for 'os.system', which is no plain weight"),
                Arguments.of("cposix\nsystem\nU\2ls\205R.", "it asks for 'posix.system', which is no plain weight"),
                Arguments.of("c__builtin__\neval\n.", "it asks for '__builtin__.eval', which is no plain weight"),
                Arguments.of("cbuiltins\ngetattr\n.", "it asks for 'builtins.getattr', which is no plain weight"),
                Arguments.of("ctorch\nload\n.", "it asks for 'torch.load', which is no plain weight"),
                Arguments.of(
                        "ctorch.hub\nFloatStorage\n.",
                        "it asks for 'torch.hub.FloatStorage', which is no plain weight"),
                Arguments.of(
                        "ctorch\nFloatStorage.x\n.", "it asks for 'torch.FloatStorage.x', which is no plain weight"),
                Arguments.of("U\2osU\6system\223.", "it asks for 'os.system', which is no plain weight"),
                Arguments.of("c\33[31mred\nx\n.", "it asks for '?[31mred.x', which is no plain weight"),
                Arguments.of(
                        "(ios\nsystem\n.", "it uses the pickle operation 0x69, which files of weights do not need"),
                Arguments.of("(cos\nsystem\no.", "it asks for 'os.system', which is no plain weight"),
                Arguments.of("\202\1.", "it uses the pickle operation 0x82, which files of weights do not need"),
                Arguments.of(")\201.", "it uses the pickle operation 0x81, which files of weights do not need"),
                Arguments.of("P0\n.", "it uses the pickle operation 0x50, which files of weights do not need"),
                Arguments.of("K\1)R.", "it calls what cannot be called"),
                Arguments.of("ctorch\nFloatStorage\n)R.", "it calls what cannot be called"),
                Arguments.of("U\7storage\205Q.", "it refers to something else than a storage"),
                Arguments.of("})K\1s.", "it has a dictionary with keys that are neither text nor numbers"),
                Arguments.of(")K\1a.", "it appends to a tuple"),
                Arguments.of("X\377\377\377\377a.", "it is cut short or damaged"),
                Arguments.of("\200\11.", "it is written in pickle protocol 9"),
                Arguments.of("a.", "it is damaged"),
                Arguments.of(".", "it is damaged"),
                Arguments.of("t.", "it is damaged"),
                Arguments.of("h\0.", "it is damaged"),
                Arguments.of("(K\1(s.", "it is damaged"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whatever_is_no_plain_value_is_refused(String pickle, String reason) {
        assertThatThrownBy(() -> run(pickle))
                .isInstanceOf(PickleException.class)
                .hasMessage(reason);
    }

    @Test
    void tensors_stay_inside_their_storage() {
        assertThat(run(REBUILD + "(" + FLOATS + "K\0K\2K\2\206K\2K\1\206\211}tR."))
                .isInstanceOf(PickledObject.View.class);
        for (String outside : List.of("K\1K\4\205K\1\205", "K\0K\3\205K\2\205", "K\5K\0\205K\1\205")) {
            assertThatThrownBy(() -> run(REBUILD + "(" + FLOATS + outside + "\211}tR."))
                    .hasMessage("a tensor does not fit its storage");
        }
        assertThatThrownBy(() -> run(REBUILD + "(" + FLOATS + "K\0J\0\0\0\177\205K\0\205\211}tR."))
                .as("one element repeated two billion times")
                .hasMessage("a tensor does not fit its storage");
        String huge = "\212\10\0\0\0\0\0\0\0\177";
        assertThatThrownBy(() -> run(REBUILD + "(" + FLOATS + "K\0" + huge + huge + "\206K\1K\1\206\211}tR."))
                .hasMessage("a tensor has a shape that cannot be");
        assertThatThrownBy(() -> run(REBUILD + "(" + FLOATS + "K\0J\377\377\377\377\205K\1\205\211}tR."))
                .hasMessage("a tensor has a negative size or stride");
        assertThatThrownBy(() -> run("(" + FLOATS + FLOATS.replace("K\4", "K\5") + "t."))
                .hasMessage("the storage '0' contradicts itself");
    }

    @Test
    void bombs_do_not_go_off() throws IOException {
        refused("(".repeat(2_000_000) + ".", "it is more complicated than any file of weights");
        refused("}".repeat(2_000_000) + ".", "it is more complicated than any file of weights");
        refused("]q\0h\0a.", "it is nested more deeply than any file of weights");
        refused(")" + "\205".repeat(100_000) + ".", "it is nested more deeply than any file of weights");
        refused("]" + "q\0h\0h\0\206".repeat(30) + ".", "it is nested more deeply than any file of weights");
        refused("}" + "q\0}(K\0h\0K\1h\0u".repeat(28) + ".", "it is nested more deeply than any file of weights");
        refused(
                "}(X\0\1\0\0" + "k".repeat(256) + "}(X\0\1\0\0" + "k".repeat(256) + "Nuu.",
                "it has a name of more than 300 characters");
        refused(
                REBUILD + "(" + FLOATS.replace("K\4", "\212\10\0\0\0\0\0\0\0\177") + "K\0))\211}tR.",
                "it is cut short: its tensors are longer than the file");
        refused(
                REBUILD + "(" + FLOATS.replace("K\4", "J\0\0\0\100") + "K\0))\211}tR.",
                "it is cut short: its tensors are longer than the file");
        refused(REBUILD + "(" + FLOATS + "K\0))\211}tR.", "a part of it is missing");
        refused("X\377\377\377\177.", "it is cut short or damaged");
        assertThat(Runtime.getRuntime().totalMemory()).isLessThan(2L << 30);
    }

    private void refused(String pickle, String reason) throws IOException {
        Path file = folder.resolve("bomb.pth");
        byte[] bytes = pickle.getBytes(StandardCharsets.ISO_8859_1);
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            ZipEntry entry = new ZipEntry("archive/data.pkl");
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(bytes.length);
            CRC32 crc = new CRC32();
            crc.update(bytes);
            entry.setCrc(crc.getValue());
            zip.putNextEntry(entry);
            zip.write(bytes);
        }
        long start = System.nanoTime();
        assertThatThrownBy(() -> TorchPickle.read(file))
                .isInstanceOf(DataException.class)
                .hasMessage(file + " cannot be used: " + reason + ".");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void compressed_archives_are_refused() throws IOException {
        Path file = folder.resolve("compressed.pth");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("archive/data.pkl"));
            zip.write(new byte[1 << 20]);
        }
        assertThatThrownBy(() -> TorchPickle.read(file))
                .isInstanceOf(DataException.class)
                .hasMessageEndingWith("its part 'archive/data.pkl' is compressed or too long.");
    }

    private static Object run(String pickle) {
        byte[] bytes = pickle.getBytes(StandardCharsets.ISO_8859_1);
        return new PickleMachine(new PickleBytes(MemorySegment.ofArray(bytes)), new HashMap<>()).run();
    }
}
