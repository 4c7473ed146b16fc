/**
 * GELF over HTTP, TCP and UDP. Start with {@link io.logaggregator.gateways.gelf.GelfGateway} and {@link
 * io.logaggregator.gateways.gelf.GelfProtocol}.
 */
@NullMarked
package io.logaggregator.gateways.gelf;

import org.jspecify.annotations.NullMarked;
