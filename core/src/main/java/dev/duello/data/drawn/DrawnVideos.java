package dev.duello.data.drawn;

import dev.duello.data.video.VideoFormat;

/** A data set of videos that a program draws. */
public interface DrawnVideos extends DrawnSet {
    @Override
    VideoFormat format();
}
