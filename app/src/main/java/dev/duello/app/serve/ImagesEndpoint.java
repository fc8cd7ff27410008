package dev.duello.app.serve;

import dev.duello.data.SampleFormat;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Npy;
import dev.duello.data.source.SampleArray;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** {@code POST /v1/images}: samples as a picture, as files or as an array. */
final class ImagesEndpoint implements Endpoint {
    /** Of pixels or sounds in one answer. */
    static final int MOST_BYTES = 64 << 20;

    private final Models models;

    ImagesEndpoint(Models models) {
        this.models = models;
    }

    @Override
    public Answer answer(Call call) {
        ImagesRequest request = ImagesRequest.of(call);
        return models.use(request.model(), model -> {
            model.facts().requireLatents();
            SampleFormat format = model.facts().format();
            long each = request.format() == ImagesRequest.Format.NPY
                    ? SampleArray.of(format).sampleBytes()
                    : format.bytes();
            if (request.n() * each > MOST_BYTES) {
                throw new ServiceException(
                        413,
                        String.format(
                                "%,d %s of %s are more than one answer holds: ask several times, each with another seed.",
                                request.n(), format.medium().plural(), format));
            }
            byte[] samples =
                    model.compute(new Operation.Stored(), request.n(), request.alone(), request.latents(model.facts()));
            return encoded(request, format, samples)
                    .with("Duello-Seed", String.valueOf(request.seed()))
                    .with("Duello-Kimg", String.valueOf(model.facts().kimg()))
                    .of(model.name(), request.n());
        });
    }

    private static Answer encoded(ImagesRequest request, SampleFormat format, byte[] samples) {
        return switch (request.format()) {
            case PNG -> Answer.of("image/png", picture(format, request.n(), samples));
            case ZIP ->
                Answer.of(
                        "application/zip",
                        SampleFiles.archive(
                                SampleFiles.extension(format),
                                request.n(),
                                i -> SampleFiles.encode(
                                        format,
                                        Arrays.copyOfRange(samples, i * format.bytes(), (i + 1) * format.bytes()))));
            case NPY -> Answer.of("application/octet-stream", Npy.encode(SampleArray.of(format), samples));
        };
    }

    private static byte[] picture(SampleFormat format, int n, byte[] samples) {
        return n == 1 && format instanceof ImageFormat
                ? SampleFiles.encode(format, samples)
                : format.picture(MemorySegment.ofArray(samples), format.usualColumns(n));
    }
}
