package io.logaggregator.gateways.http;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * The head of a request.
 *
 * @param path decoded
 * @param query as sent, without the question mark; empty if there is none
 * @param coding the content coding that the protocol itself removes, such as {@code snappy}; empty if there is none
 * @param maxBytes limit of the decompressed body
 * @param headers by name, case-insensitive
 * @param environment of data that name none, from the header {@code X-Scope-OrgID}; empty if there is none
 */
public record GatewayRequest(
        String method,
        String path,
        String query,
        String coding,
        int maxBytes,
        Function<String, Optional<String>> headers,
        String environment) {

    /** The media type of the body in lower case, without parameters; empty if there is none. */
    public String mediaType() {
        String type = header("Content-Type");
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /** A header; empty if there is none. */
    public String header(String name) {
        return headers.apply(name).orElse("");
    }

    /** A parameter of the query, without decoding; empty if there is none. */
    public String parameter(String name) {
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals >= 0 && pair.substring(0, equals).equals(name)) {
                return pair.substring(equals + 1);
            }
        }
        return "";
    }
}
