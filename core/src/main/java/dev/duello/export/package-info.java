/** Trained networks as files that other programs read: ONNX, safetensors, a page for browsers. It sees models, never how they learn. */
@NullMarked
package dev.duello.export;

import org.jspecify.annotations.NullMarked;
