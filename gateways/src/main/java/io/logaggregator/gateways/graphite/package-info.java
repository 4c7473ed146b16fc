/** Graphite's plaintext protocol over TCP and UDP. Start with {@link io.logaggregator.gateways.graphite.GraphiteProtocol}. */
@NullMarked
package io.logaggregator.gateways.graphite;

import org.jspecify.annotations.NullMarked;
