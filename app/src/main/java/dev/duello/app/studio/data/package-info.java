/** What the page that starts a training shows of images before: folders to choose from, and what is in the chosen one. */
@NullMarked
package dev.duello.app.studio.data;

import org.jspecify.annotations.NullMarked;
