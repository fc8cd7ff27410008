package dev.duello.data.video;

/** How clips are kept in files. */
public sealed interface ClipLayout {
    /** Each file is an animation. */
    record Animations() implements ClipLayout {}

    /** Each folder holds frames, packed by {@link FramePack}. */
    record Folders() implements ClipLayout {}

    /** Each file is an image in which frames lie in rows and columns. */
    record Sheets(ClipGrid grid) implements ClipLayout {}
}
