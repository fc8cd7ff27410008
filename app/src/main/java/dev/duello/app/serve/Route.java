package dev.duello.app.serve;

/**
 * An address and what is done there.
 *
 * @param path in which {@code {name}} stands for one part of any content
 * @param open whether it is answered without the token
 */
record Route(String method, String path, boolean open, Endpoint endpoint) {
    static Route get(String path, Endpoint endpoint) {
        return new Route("GET", path, false, endpoint);
    }

    static Route post(String path, Endpoint endpoint) {
        return new Route("POST", path, false, endpoint);
    }

    /** The same for everybody, such as who asks whether the service is well. */
    Route forAll() {
        return new Route(method, path, true, endpoint);
    }
}
