/** Duello: generative adversarial networks on the JVM. Each package below has one task. */
@NullMarked
package dev.duello;

import org.jspecify.annotations.NullMarked;
