package io.logaggregator.gateways.http;

import java.util.List;

/**
 * A protocol over HTTP: its routes, and its form of errors. The server authenticates, limits and decompresses before a route
 * is called, and appends to the queue. Stateless and thread-safe.
 */
public interface HttpGateway {

    /** The name in metrics and logs. */
    String name();

    List<Route> routes();

    /** Prefix of the paths that are also served without it on an own port of this protocol; empty if there is none. */
    default String prefix() {
        return "";
    }

    /** Whether another part of the server answers the other methods of its paths. */
    default boolean sharesPaths() {
        return false;
    }

    /** Whether the requests are calls of gRPC, which are served on an own port only, over HTTP/2. */
    default boolean isGrpc() {
        return false;
    }

    /** The response to a request that fails, in the form of the protocol. */
    HttpReply failure(GatewayRequest request, Failure failure);
}
