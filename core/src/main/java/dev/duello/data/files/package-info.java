/** Files in a folder or packed in a zip or tar archive, their names and their classes. Not part of the API. */
@NullMarked
package dev.duello.data.files;

import org.jspecify.annotations.NullMarked;
