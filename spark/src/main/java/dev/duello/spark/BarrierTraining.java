package dev.duello.spark;

import dev.duello.train.TrainingEvent.Stopped.Reason;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;

/** Trains in the tasks of a barrier stage, which Spark starts all at once or not at all. There is no such stage in its Java classes. */
final class BarrierTraining extends AbstractFunction1<Iterator<Integer>, Iterator<Reason>> implements Serializable {
    private static final long serialVersionUID = 1L;

    private final TrainingRank rank;

    private BarrierTraining(TrainingRank rank) {
        this.rank = rank;
    }

    @Override
    public Iterator<Reason> apply(Iterator<Integer> ranks) {
        return CollectionConverters.asScala(
                List.of(rank.train(BarrierTaskContext.get())).iterator());
    }

    /** @return why it stopped */
    static Reason run(JavaSparkContext context, TrainingRank rank, int ranks) {
        List<Integer> numbers = IntStream.range(0, ranks).boxed().toList();
        return context.parallelize(numbers, ranks)
                .rdd()
                .barrier()
                .mapPartitions(new BarrierTraining(rank), false, ClassTag$.MODULE$.apply(Reason.class))
                .toJavaRDD()
                .collect()
                .getFirst();
    }
}
