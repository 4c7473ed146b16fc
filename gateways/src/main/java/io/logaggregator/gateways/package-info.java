/**
 * The registry of the protocols of other products. Start with {@link io.logaggregator.gateways.Gateways}; the mechanism is in
 * {@link io.logaggregator.gateways.http}.
 */
@NullMarked
package io.logaggregator.gateways;

import org.jspecify.annotations.NullMarked;
