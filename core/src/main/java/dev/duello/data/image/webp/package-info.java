/** Lossy WebP (VP8, RFC 6386), bit for bit as libwebp decodes it. Not part of the API. */
@NullMarked
package dev.duello.data.image.webp;

import org.jspecify.annotations.NullMarked;
