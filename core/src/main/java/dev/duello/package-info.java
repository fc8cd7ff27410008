/** Duello: generative adversarial networks on the JVM. The rooms are the packages below. */
@NullMarked
package dev.duello;

import org.jspecify.annotations.NullMarked;
