package dev.duello.app;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Bytes to a server and back, with nothing between that would mend them. */
record RawHttp(int port) {
    /** @param status 0 when the server answered nothing that has one */
    record Answer(int status, String head, String body) {}

    Answer send(byte[] request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            try {
                out.write(request);
                out.flush();
                socket.shutdownOutput();
            } catch (IOException e) {
                // The server had enough of it; what it answered counts.
            }
            return parse(read(socket));
        }
    }

    private static String read(Socket socket) {
        try {
            return new String(socket.getInputStream().readNBytes(1 << 20), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private static Answer parse(String text) {
        int end = text.indexOf("\r\n\r\n");
        String head = end < 0 ? text : text.substring(0, end);
        boolean known = head.matches("(?s)HTTP/1\\.1 \\d{3}.*");
        return new Answer(
                known ? Integer.parseInt(head.substring(9, 12)) : 0, head, end < 0 ? "" : text.substring(end + 4));
    }

    Answer get(String path, String... headers) throws IOException {
        return send(request("GET", path, "", headers));
    }

    Answer post(String path, String body, String... headers) throws IOException {
        return send(request("POST", path, body, headers));
    }

    /** A request from this machine; a header that is given replaces the usual one. */
    byte[] request(String method, String path, String body, String... headers) {
        StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        boolean host = false;
        for (String header : headers) {
            host |= header.startsWith("Host:");
            text.append(header).append("\r\n");
        }
        if (!host) {
            text.append("Host: 127.0.0.1:").append(port).append("\r\n");
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0) {
            text.append("Content-Length: ").append(bytes.length).append("\r\n");
        }
        return (text + "Connection: close\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8);
    }
}
