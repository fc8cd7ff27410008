/** The little of HTTP that the studio needs on top of the JDK's server: routes, replies, event streams, and a guard at the door. */
@NullMarked
package dev.duello.app.studio.http;

import org.jspecify.annotations.NullMarked;
