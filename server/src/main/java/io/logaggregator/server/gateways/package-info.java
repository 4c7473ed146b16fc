/**
 * Serves the protocols of other products: authentication, limits and appending to the queue are the same for all. Start with
 * {@link io.logaggregator.server.gateways.GatewayFilter}.
 */
@NullMarked
package io.logaggregator.server.gateways;

import org.jspecify.annotations.NullMarked;
