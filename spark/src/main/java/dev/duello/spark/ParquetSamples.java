package dev.duello.spark;

import dev.duello.data.SampleFormat;
import dev.duello.data.image.ImageFormat;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/** Samples as rows of a table. */
final class ParquetSamples {
    /**
     * {@code index}; the name of the {@code class}, null for models that know none; the {@code shape} of the data; the {@code
     * data}, uint8 {@code [height, width, channels]} of images.
     */
    static final StructType SCHEMA = new StructType()
            .add("index", DataTypes.LongType, false)
            .add("class", DataTypes.StringType, true)
            .add("shape", DataTypes.createArrayType(DataTypes.IntegerType, false), false)
            .add("data", DataTypes.BinaryType, false);

    private ParquetSamples() {}

    /** The rows of one file, made as they are asked for; the model is closed when the task ends. */
    static Iterator<Row> rows(ShippedModel shipped, Generation generation, int file) {
        LocalModel local = LocalModel.open(shipped);
        TaskContext.get().addTaskCompletionListener((TaskCompletionListener) _ -> local.close());
        List<String> classes = local.model().classes();
        int[] shape = storedShape(local.model().format());
        SampleBlocks blocks = SampleBlocks.ofFile(local.model(), generation, file);
        return new Iterator<>() {
            private Iterator<Row> rows = List.<Row>of().iterator();

            @Override
            public boolean hasNext() {
                return rows.hasNext() || blocks.hasNext();
            }

            @Override
            public Row next() {
                if (!rows.hasNext()) {
                    rows = rows(blocks.next(), classes, shape).iterator();
                }
                return rows.next();
            }
        };
    }

    private static List<Row> rows(SampleBlock block, List<String> classes, int[] shape) {
        long @Nullable [] labels = block.labels();
        List<Row> rows = new ArrayList<>(block.samples().size());
        for (int i = 0; i < block.samples().size(); i++) {
            String name = labels == null ? null : classes.get((int) labels[i]);
            rows.add(RowFactory.create(
                    block.first() + i, name, shape, block.samples().get(i)));
        }
        return rows;
    }

    private static int[] storedShape(SampleFormat format) {
        return format instanceof ImageFormat image
                ? new int[] {image.height(), image.width(), image.channels()}
                : format.shape().stream().mapToInt(Integer::intValue).toArray();
    }
}
