/** The push API of Loki. Start with {@link io.logaggregator.gateways.loki.LokiGateway}. */
@NullMarked
package io.logaggregator.gateways.loki;

import org.jspecify.annotations.NullMarked;
