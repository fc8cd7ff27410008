package dev.duello.spark;

import dev.duello.data.AtomicFiles;
import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.Split;
import dev.duello.data.image.Fit;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import dev.duello.metric.Evaluation;
import dev.duello.metric.FeatureNetworks;
import dev.duello.metric.FrechetDistance;
import dev.duello.metric.Metrics;
import dev.duello.metric.Moments;
import dev.duello.search.OptunaJournal;
import dev.duello.search.Study;
import dev.duello.search.StudyLimit;
import dev.duello.search.StudyResult;
import dev.duello.train.Experiment;
import dev.duello.train.ExperimentReader;
import dev.duello.train.TrainedModel;
import dev.duello.train.TrainingEvent.Stopped.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * Duello on the machines of a Spark cluster. Paths of runs and exported folders are paths of the driver, from where models are
 * sent to the executors; paths of data and of results are Hadoop's, such as {@code hdfs://...}, {@code s3a://...} or a folder that
 * all machines see.
 *
 * <p>Executors need the native libraries of Duello, Java 25, and memory outside the heap: see {@code docs/guide/spark.md}.
 */
public final class DuelloSpark {
    private final SparkSession spark;
    private final JavaSparkContext context;

    /** @param spark stays open as long */
    public DuelloSpark(SparkSession spark) {
        this.spark = spark;
        context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    }

    /**
     * Decodes image files on the executors, brings them to one format, and writes them into one file, which opens at once wherever data is
     * named: {@code duello train --data photos.samples}. It has the images, classes and fingerprint that the folder itself would
     * have; what cannot be read is left out, counted and named.
     *
     * @param folder on any file system that Hadoop knows, searched with all folders in it; where at least two folders at the top
     *     hold all images, they are classes
     * @param fit what to do with images of other proportions
     * @param file to write on the driver, replaced where it is there
     * @throws DataException when there are no images, none can be read, or the file cannot be written
     */
    public Prepared prepare(String folder, ImageFormat format, Fit fit, Path file) {
        return ImagePreparation.write(
                context,
                new ImageDecoding(
                        folder,
                        format.channels(),
                        format.height(),
                        format.width(),
                        fit,
                        new SerializableConfiguration(context.hadoopConfiguration())),
                file);
    }

    /**
     * Writes samples as Parquet files with the columns {@code index}, {@code class}, {@code shape} and {@code data}: see the guide.
     * Each file has the same rows, to the byte, on any number of executors of one kind of processor and one number of processors a
     * task ({@code spark.task.cpus}).
     *
     * @param model a run or an exported folder
     * @param output a folder that does not exist yet
     * @throws dev.duello.train.TrainingException when there is no such model, or it makes no samples of noise
     * @throws IllegalArgumentException when it knows no such class
     * @throws DataException when the folder exists
     */
    public void generateParquet(Path model, Generation generation, String output) {
        check(model, generation, false);
        refuseExisting(output);
        Broadcast<ShippedModel> shipped = context.broadcast(ShippedModel.of(model));
        JavaRDD<Row> rows = files(generation).flatMap(file -> ParquetSamples.rows(shipped.value(), generation, file));
        spark.createDataFrame(rows, ParquetSamples.SCHEMA)
                .write()
                .mode(SaveMode.Append)
                .parquet(output);
        shipped.destroy();
    }

    /**
     * Writes images as PNG files {@code 000000/000000000000.png}, ..., {@link Generation#perFile} in a folder; the
     * same files under the same conditions.
     *
     * @param model a run or an exported folder
     * @param output a folder that does not exist yet
     * @throws dev.duello.train.TrainingException when there is no such model, or it makes no samples of noise
     * @throws IllegalArgumentException when it knows no such class
     * @throws DataException when the folder exists, or the samples are no images
     */
    public void generatePng(Path model, Generation generation, String output) {
        check(model, generation, true);
        refuseExisting(output);
        Broadcast<ShippedModel> shipped = context.broadcast(ShippedModel.of(model));
        SerializableConfiguration hadoop = new SerializableConfiguration(context.hadoopConfiguration());
        files(generation).foreach(file -> PngSamples.write(shipped.value(), generation, file, output, hadoop.value()));
        shipped.destroy();
    }

    /**
     * Measures the Fréchet distance between real images and those of a model as {@code duello evaluate -n COUNT} does, whose number it
     * is to rounding in float64, where there are more images than numbers in a feature. Features are computed on the executors,
     * which send nothing but their moments.
     *
     * @param model a run or an exported folder
     * @param seed of the fakes
     * @param count of fakes, and of real images at most; at least 2
     * @param data name or path of the real images, which all machines see, such as a file that {@link #prepare} wrote
     * @param split which part of them
     * @param features a feature network by its name, one of {@link FeatureNetworks#NAMES}
     * @throws dev.duello.train.TrainingException when there is no such model, or it makes no samples of noise
     * @throws DataException when there are no such images or no such feature network
     */
    public Evaluation evaluate(Path model, long seed, int count, String data, Split split, String features) {
        return evaluate(model, seed, count, data, split, features, EvaluationPart.IMAGES);
    }

    /** @param perPart images of a part, a multiple of {@link EvaluationPart#BATCH} */
    Evaluation evaluate(Path model, long seed, int count, String data, Split split, String features, int perPart) {
        try (TrainedModel opened = TrainedModel.open(model);
                Dataset reals = EvaluationTask.open(data, split, opened.format())) {
            opened.latentShape();
            ShippedFeatures network = ShippedFeatures.of(features, reals);
            Broadcast<EvaluationTask> task = context.broadcast(
                    new EvaluationTask(ShippedModel.of(model), seed, network, data, split, reals.fingerprint()));
            int taken = Math.min(count, reals.size());
            List<EvaluationPart> parts = new ArrayList<>(EvaluationPart.of(true, taken, perPart));
            parts.addAll(EvaluationPart.of(false, count, perPart));
            JavaPairRDD<EvaluationGroup, ShippedMoments> measured = context.parallelize(parts, parts.size())
                    .mapToPair(part ->
                            new Tuple2<>(EvaluationGroup.of(part), task.value().moments(part)));
            // Merged in groups first, since the driver could not hold the moments of thousands of parts.
            List<Tuple2<EvaluationGroup, ShippedMoments>> groups = measured.groupByKey()
                    .mapToPair(group -> new Tuple2<>(group._1, group._1.merged(group._2)))
                    .collect();
            task.destroy();
            try (Moments realMoments = EvaluationGroup.merged(true, groups);
                    Moments fakeMoments = EvaluationGroup.merged(false, groups)) {
                double distance = FrechetDistance.between(realMoments, fakeMoments);
                return new Evaluation(
                        Map.of(Metrics.FID, distance),
                        network.network(),
                        taken,
                        count,
                        reals.name(),
                        split == Split.TRAIN ? "train" : "test");
            }
        }
    }

    /**
     * Trains one model in several tasks of a barrier stage, which Spark starts all at once or not at all; see {@code
     * docs/guide/scale.md} for how they share the work. Where the folder holds a run with a checkpoint, they go on with it, as they do
     * when Spark starts them again after a failure.
     *
     * @param experiment whose data all machines see under the same name. Where it sets no threads, a task has {@code spark.task.cpus}
     * @param run the folder of the run, on a file system that all machines see
     * @param processes tasks, at least 2: as many must have room in the cluster, best one on each executor
     * @return why it stopped
     * @throws IllegalArgumentException when there are too few
     * @throws org.apache.spark.SparkException (unchecked) when tasks failed as often as Spark starts them again
     */
    public Reason train(Experiment experiment, Path run, int processes) {
        if (processes < 2) {
            throw new IllegalArgumentException("To train together takes at least 2 processes, not " + processes
                    + ": train on a single machine with duello train.");
        }
        String path = run.toAbsolutePath().toString();
        return BarrierTraining.run(context, new TrainingRank(ExperimentReader.write(experiment), path), processes);
    }

    /**
     * Works on a study as {@code duello search} does, with trials that are trained on the executors, several at a time, until the limit is
     * reached. A trial that fails, or whose executor is lost as often as Spark starts a task again, counts as failed, and the study goes
     * on. A study that was begun, here or by {@code duello search}, is gone on with. The winner is written to {@code best.yaml} in the
     * study's folder.
     *
     * @param study whose folder, and the data of whose experiment, all machines see under the same paths. Where the experiment sets no
     *     threads, a trial has {@code spark.task.cpus}
     * @param jobs trials side by side, at least 1: as many should have room in the cluster
     * @return what was found
     * @throws dev.duello.learn.SettingException when the study's experiment is not to be searched for, see {@link
     *     Study#refuseUnsuited}
     * @throws DataException when there is no such data
     * @throws dev.duello.train.TrainingException when a machine does not see the folder or the same data, or all trials fail
     */
    public StudyResult search(Study study, StudyLimit limit, int jobs) throws InterruptedException {
        Experiment base = ExperimentReader.read(study.base(), Map.of());
        Study.refuseUnsuited(base);
        try (Dataset images = Datasets.open(base.data().source(), base.data().loadOptions(Split.TRAIN))) {
            study.work(new SparkTrainer(context, study, images), limit, jobs, (_, _) -> {});
            StudyResult result = StudyResult.of(study, study.state());
            AtomicFiles.writeText(study.path().resolve("optuna.jsonl"), OptunaJournal.of(study, result.state()));
            result.writeBest(images);
            return result;
        }
    }

    /** One partition for each file, so that what lies in a file does not depend on the cluster. */
    private JavaRDD<Integer> files(Generation generation) {
        List<Integer> files = IntStream.range(0, generation.files()).boxed().toList();
        return context.parallelize(files, files.size());
    }

    /** Refuses here what would otherwise fail on every machine. */
    private static void check(Path folder, Generation generation, boolean images) {
        try (TrainedModel model = TrainedModel.open(folder)) {
            model.latentShape();
            if (generation.className() != null) {
                model.label(generation.className());
            }
            if (images) {
                ImageFormat.of(model.format());
            }
        }
    }

    private void refuseExisting(String output) {
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(output);
        try {
            FileSystem files = path.getFileSystem(context.hadoopConfiguration());
            if (files.exists(path)) {
                throw new DataException(output + " exists already. Choose a new folder, so that nothing is mixed.");
            }
        } catch (IOException e) {
            throw new DataException(output + " cannot be used: " + e.getMessage() + ".", e);
        }
    }
}
