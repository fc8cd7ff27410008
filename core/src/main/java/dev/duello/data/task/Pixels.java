package dev.duello.data.task;

import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.Resampler;

/** What tasks and baselines do to the pixels of single images, uint8 {@code [H, W, C]}. */
final class Pixels {
    private Pixels() {}

    static byte rounded(double value) {
        return (byte) Math.clamp(Math.round(value), 0, 255);
    }

    static float[] floats(byte[] image) {
        float[] floats = new float[image.length];
        for (int i = 0; i < image.length; i++) {
            floats[i] = image[i] & 255;
        }
        return floats;
    }

    static byte[] bytes(float[] values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = rounded(values[i]);
        }
        return bytes;
    }

    /** How bright each pixel is, by the weights of ITU-R BT.601; transparency does not count. */
    static float[] luminance(byte[] image, int channels) {
        float[] gray = new float[image.length / channels];
        for (int i = 0; i < gray.length; i++) {
            int at = i * channels;
            gray[i] = channels == 1
                    ? image[at] & 255
                    : 0.299f * (image[at] & 255) + 0.587f * (image[at + 1] & 255) + 0.114f * (image[at + 2] & 255);
        }
        return gray;
    }

    /** An antialiased bicubic filter in both directions. */
    static byte[] resized(byte[] image, ImageFormat from, int height, int width) {
        return from.height() == height && from.width() == width
                ? image.clone()
                : bytes(Resampler.resize(floats(image), from.height(), from.width(), from.channels(), height, width));
    }

    /** In another format. */
    static byte[] converted(byte[] image, ImageFormat from, ImageFormat to) {
        return channels(resized(image, from, to.height(), to.width()), from.channels(), to.channels());
    }

    /** With other channels: gray is repeated, color becomes gray by its brightness, and what is made transparent is opaque. */
    static byte[] channels(byte[] image, int from, int to) {
        if (from == to) {
            return image;
        }
        int pixels = image.length / from;
        byte[] result = new byte[pixels * to];
        float[] gray = to == 1 ? luminance(image, from) : new float[0];
        for (int i = 0; i < pixels; i++) {
            if (to == 1) {
                result[i] = rounded(gray[i]);
                continue;
            }
            for (int channel = 0; channel < 3; channel++) {
                result[i * to + channel] = image[i * from + (from == 1 ? 0 : channel)];
            }
            if (to == 4) {
                result[i * 4 + 3] = (byte) 255;
            }
        }
        return result;
    }
}
