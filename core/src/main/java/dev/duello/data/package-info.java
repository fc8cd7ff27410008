/**
 * Images from folders, archives, IDX and CIFAR files, decoded once into a flat uint8 cache file that is
 * mapped into memory.
 *
 * <p>{@link dev.duello.data.Datasets#open} is the door. Everything in this package works on bytes and knows no tensors.
 */
@NullMarked
package dev.duello.data;

import org.jspecify.annotations.NullMarked;
