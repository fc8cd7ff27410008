/**
 * Where data sets come from: {@link dev.duello.data.source.Datasets#open} opens folders, archives, IDX and CIFAR files and
 * known names.
 */
@NullMarked
package dev.duello.data.source;

import org.jspecify.annotations.NullMarked;
