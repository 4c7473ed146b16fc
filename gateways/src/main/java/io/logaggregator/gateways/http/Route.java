package io.logaggregator.gateways.http;

import io.logaggregator.gateways.message.Envelope;
import io.logaggregator.gateways.socket.StreamSession;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A route of a protocol.
 *
 * @param path segments; {@code *} matches one segment, and {@code **} at the end any number of them
 */
public record Route(Set<String> methods, String path, Action action) {

    public Route {
        methods = Set.copyOf(methods);
    }

    /** A route that appends its body to the queue. */
    public static Route ingest(String path, Ingest ingest) {
        return new Route(Set.of("POST"), path, ingest);
    }

    /** A route that clients call before they send. */
    public static Route probe(Set<String> methods, String path, Function<GatewayRequest, HttpReply> reply) {
        return new Route(methods, path, (Probe) reply::apply);
    }

    /** Whether a path, which begins with a slash, is of this route. */
    public boolean matches(String requested) {
        String[] wanted = path.split("/", -1);
        String[] segments = requested.split("/", -1);
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].equals("**")) {
                return segments.length >= i;
            }
            if (i >= segments.length || !matches(wanted[i], segments[i])) {
                return false;
            }
        }
        return segments.length == wanted.length;
    }

    private static boolean matches(String wanted, String segment) {
        return wanted.equals("*") ? !segment.isEmpty() : wanted.equals(segment);
    }

    /** What a route does. */
    public sealed interface Action {}

    /** Splits a body into elements. */
    @FunctionalInterface
    public non-sealed interface Ingest extends Action {

        /**
         * Splits a body; the elements are built while they are iterated. Must not block.
         *
         * @param body decompressed, except for codings of the protocol itself
         * @throws InvalidBodyException if the body cannot be split; an invalid element is no reason
         */
        Submission split(GatewayRequest request, byte[] body);
    }

    /** Responds without the body. */
    @FunctionalInterface
    public non-sealed interface Probe extends Action {

        HttpReply reply(GatewayRequest request);
    }

    /**
     * Appends the elements of a body of any length while it arrives.
     *
     * @param format of the messages
     * @param success the response at the end of the body
     */
    public record Stream(String format, Envelope envelope, Supplier<StreamSession> sessions, HttpReply success)
            implements Action {}
}
