package io.logaggregator.gateways.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Map;

/**
 * A response.
 *
 * @param contentType empty for a response without a body
 * @param trailers fields after the body
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record HttpReply(
        int status, String contentType, Map<String, String> headers, byte[] body, Map<String, String> trailers) {

    public static final String JSON = "application/json";

    private static final byte[] NO_BYTES = {};

    public HttpReply {
        headers = Map.copyOf(headers);
        trailers = Map.copyOf(trailers);
    }

    /** A response without trailers. */
    public HttpReply(int status, String contentType, Map<String, String> headers, byte[] body) {
        this(status, contentType, headers, body, Map.of());
    }

    public static HttpReply empty(int status) {
        return new HttpReply(status, "", Map.of(), NO_BYTES);
    }

    public static HttpReply json(int status, String body) {
        return new HttpReply(status, JSON, Map.of(), body.getBytes(UTF_8));
    }

    public static HttpReply text(int status, String body) {
        return new HttpReply(status, "text/plain; charset=utf-8", Map.of(), body.getBytes(UTF_8));
    }

    public HttpReply withHeader(String name, String value) {
        Map<String, String> all = new HashMap<>(headers);
        all.put(name, value);
        return new HttpReply(status, contentType, all, body, trailers);
    }
}
