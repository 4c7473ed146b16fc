package io.logaggregator.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Raw HTTP bytes, for requests that no client library sends. */
final class RawHttp {

    private static final int STATUS_BEGIN = "HTTP/1.1 ".length();
    private static final int PATIENCE_MILLIS = 120_000;

    private RawHttp() {}

    /** Sends a request, each character a byte, and reads until the server closes. */
    static Answer send(int port, String request) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return Answer.of(readAll(socket));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All bytes until the server closes the connection, normally or not. */
    static String readAll(Socket socket) throws IOException {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            for (int bytes; (bytes = socket.getInputStream().read(buffer)) >= 0; ) {
                received.write(buffer, 0, bytes);
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            return received.toString(StandardCharsets.UTF_8);
        }
        return received.toString(StandardCharsets.UTF_8);
    }

    /** A head of these lines, and a body. */
    static String request(String body, String... head) {
        return String.join("\r\n", head) + "\r\n\r\n" + body;
    }

    /**
     * @param headers by their names, whatever the case
     * @param text all of the received text
     */
    record Answer(int status, Map<String, String> headers, String text) {

        private static Answer of(String text) {
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            List<String> head = text.split("\r\n\r\n", 2)[0].lines().toList();
            head.stream().skip(1).map(line -> line.split(": ?", 2)).forEach(line -> headers.put(line[0], line[1]));
            return new Answer(
                    Integer.parseInt(head.getFirst().substring(STATUS_BEGIN, STATUS_BEGIN + 3)), headers, text);
        }

        /** Where the body is one object. */
        String json() {
            return text.substring(text.indexOf("{"), text.lastIndexOf("}") + 1);
        }
    }
}
