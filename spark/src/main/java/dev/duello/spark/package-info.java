/**
 * Duello on Apache Spark: data are prepared, samples generated and measured, and networks trained on the machines of a cluster.
 * Everything that travels between machines is plain bytes and numbers; models are opened where they are used.
 */
@NullMarked
package dev.duello.spark;

import org.jspecify.annotations.NullMarked;
