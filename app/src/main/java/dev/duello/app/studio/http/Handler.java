package dev.duello.app.studio.http;

import java.io.IOException;

/** Answers requests of one route, on a thread of its own. */
@FunctionalInterface
public interface Handler {
    /** @throws HttpException when the request cannot be served, with the reason */
    Reply handle(Request request) throws IOException;
}
