/** OTLP over HTTP. Start with {@link io.logaggregator.gateways.otlp.OtlpGateway}. */
@NullMarked
package io.logaggregator.gateways.otlp;

import org.jspecify.annotations.NullMarked;
