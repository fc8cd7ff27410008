package dev.duello.data.image;

/** What to do with an image whose proportions are not those of the set. Nothing is ever stretched. */
public enum Fit {
    /** Scale until the image covers the target, then keep the center. */
    CROP,
    /** Scale until the image fits inside the target, then fill the rest with black (transparent for four channels). */
    PAD
}
