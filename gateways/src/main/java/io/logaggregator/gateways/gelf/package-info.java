/** GELF over HTTP. Start with {@link io.logaggregator.gateways.gelf.GelfGateway}. */
@NullMarked
package io.logaggregator.gateways.gelf;

import org.jspecify.annotations.NullMarked;
