package dev.duello.app.serve;

import dev.duello.data.image.Picture;
import dev.duello.data.image.PngFiles;
import dev.duello.data.source.Npy;
import java.util.List;

/** {@code POST /v1/translate}: what a translator makes of an image of any size. */
final class TranslateEndpoint implements Endpoint {
    private final Models models;

    TranslateEndpoint(Models models) {
        this.models = models;
    }

    @Override
    public Answer answer(Call call) {
        TranslateRequest request = TranslateRequest.of(call);
        return models.use(request.model(), model -> {
            ServedModel.Translation translation = model.facts().translation();
            if (translation == null) {
                throw new ServiceException(
                        422,
                        "The model makes images of noise, not of other images: a run with a task or with pairs does.");
            }
            if (request.variants() > 1 && !translation.random()) {
                throw new ServiceException(
                        422, "variants: the model draws no noise, so that each image has one result.");
            }
            Integer label = Labels.ofResult(model.facts().classes(), request.className());
            request.check(translation.factor());
            List<Picture> made = model.translate(
                    () -> request.picture(translation.factor()), label, request.variants(), request.seed());
            return encoded(request.format(), made)
                    .with("Duello-Seed", String.valueOf(request.seed()))
                    .with("Duello-Kimg", String.valueOf(model.facts().kimg()))
                    .of(model.name(), made.size());
        });
    }

    private static Answer encoded(ImagesRequest.Format format, List<Picture> made) {
        return switch (format) {
            case PNG ->
                Answer.of("image/png", png(made.stream().reduce(Picture::beside).orElseThrow()));
            case ZIP -> Answer.of("application/zip", SampleFiles.archive(".png", made.size(), i -> png(made.get(i))));
            case NPY -> Answer.of("application/octet-stream", npy(made));
        };
    }

    private static byte[] png(Picture picture) {
        return PngFiles.encode(picture.image());
    }

    /** Results of one image are alike in size and channels. */
    private static byte[] npy(List<Picture> made) {
        Picture first = made.getFirst();
        byte[] all = new byte[made.size() * first.pixels().length];
        for (int i = 0; i < made.size(); i++) {
            System.arraycopy(made.get(i).pixels(), 0, all, i * first.pixels().length, first.pixels().length);
        }
        return Npy.encode(new int[] {made.size(), first.height(), first.width(), first.channels()}, all);
    }
}
