package dev.duello.data.catalog;

/** Receives the progress of a download, on the thread that downloads. */
@FunctionalInterface
public interface DownloadProgress {

    /**
     * Called at the start, after every few hundred kilobytes, and at the end.
     *
     * @param file the name of the file
     * @param bytes how many bytes are here, those of an earlier attempt included
     * @param total how many there will be
     */
    void update(String file, long bytes, long total);
}
