package dev.duello.data.catalog;

import java.net.URI;

/**
 * One file of a named data set.
 *
 * @param name the name it must have in the folder of the data set
 * @param uri where its publisher keeps it
 * @param sha256 64 lower-case hex digits
 * @param bytes its length
 */
public record CatalogFile(String name, URI uri, String sha256, long bytes) {}
