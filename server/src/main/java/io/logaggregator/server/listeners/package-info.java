/**
 * Listeners for protocols over TCP, TLS and UDP: connections, limits, backpressure and appending to the queue are the same for
 * all. Start with {@link io.logaggregator.server.listeners.Listeners}.
 */
@NullMarked
package io.logaggregator.server.listeners;

import org.jspecify.annotations.NullMarked;
