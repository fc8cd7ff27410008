package dev.duello.data;

/**
 * Which part of a data set to open. Sources without a test part (folders, archives, single files) have only
 * {@link #TRAIN}, which is all of them.
 */
public enum Split {
    TRAIN,
    TEST
}
