/**
 * The forward protocol of Fluentd and Fluent Bit, version 1, with acknowledgements. Start with {@link
 * io.logaggregator.gateways.forward.ForwardStream}.
 */
@NullMarked
package io.logaggregator.gateways.forward;

import org.jspecify.annotations.NullMarked;
