/**
 * Tensors, devices, random streams and scopes: the only package that knows libtorch's own bindings.
 *
 * <p>Those bindings carry raw-pointer constructors that compile with the wrong argument and abort the JVM, and in-place
 * operations whose results dangle. Everything outside this package sees {@link dev.duello.torch.Tensor} instead.
 */
@NullMarked
package dev.duello.torch;

import org.jspecify.annotations.NullMarked;
