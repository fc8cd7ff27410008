/** GANs over points in the plane, trained live: the real mathematics on networks so small that a page can show all of it. */
@NullMarked
package dev.duello.app.studio.toy;

import org.jspecify.annotations.NullMarked;
