/**
 * What all protocols over TCP, TLS and UDP share: cutting streams and datagrams into elements, and replies. Start with
 * {@link io.logaggregator.gateways.socket.SocketProtocol}.
 */
@NullMarked
package io.logaggregator.gateways.socket;

import org.jspecify.annotations.NullMarked;
