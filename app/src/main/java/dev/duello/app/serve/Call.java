package dev.duello.app.serve;

import java.util.Map;

/**
 * A request as an endpoint sees it.
 *
 * @param path what stands in the places of the names in the route
 * @param query the first value of each parameter of the address
 * @param contentType without parameters, in lower case; empty when there is none
 */
record Call(Map<String, String> path, Map<String, String> query, String contentType, byte[] body) {
    /** The body as a JSON object of which only some fields are known. @throws ServiceException when it is none */
    JsonFields json(String... known) {
        return JsonFields.of(body, known);
    }
}
