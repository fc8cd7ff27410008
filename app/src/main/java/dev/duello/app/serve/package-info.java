/**
 * The service that {@code duello serve} opens: models, requests gathered into batches, and what is asked of them over HTTP. Only
 * {@link dev.duello.app.serve.HttpServer} and its connections know the server library; endpoints are functions from a request to an answer.
 */
@NullMarked
package dev.duello.app.serve;

import org.jspecify.annotations.NullMarked;
