/** Remote write of Prometheus. Start with {@link io.logaggregator.gateways.prometheus.PrometheusGateway}. */
@NullMarked
package io.logaggregator.gateways.prometheus;

import org.jspecify.annotations.NullMarked;
