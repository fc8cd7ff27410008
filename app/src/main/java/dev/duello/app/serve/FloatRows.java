package dev.duello.app.serve;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Results of {@link Batcher#compute} that are float32. */
final class FloatRows {
    private FloatRows() {}

    /** @param bytes in the order of this machine */
    static List<float[]> of(byte[] bytes, int rows) {
        float[] all = all(bytes);
        List<float[]> each = new ArrayList<>();
        int length = all.length / rows;
        for (int i = 0; i < rows; i++) {
            float[] row = new float[length];
            System.arraycopy(all, i * length, row, 0, length);
            each.add(row);
        }
        return each;
    }

    /** One row behind the other. */
    static float[] all(byte[] bytes) {
        float[] floats = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).asFloatBuffer().get(floats);
        return floats;
    }
}
