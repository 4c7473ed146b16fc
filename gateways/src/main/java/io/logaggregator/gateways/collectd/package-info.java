/** collectd over HTTP. Start with {@link io.logaggregator.gateways.collectd.CollectdGateway}. */
@NullMarked
package io.logaggregator.gateways.collectd;

import org.jspecify.annotations.NullMarked;
