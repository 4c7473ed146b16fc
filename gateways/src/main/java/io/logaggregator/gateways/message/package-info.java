/**
 * Splits elements of any protocol into messages of one host each. Start with {@link io.logaggregator.gateways.message.MessageSplitter}.
 */
@NullMarked
package io.logaggregator.gateways.message;

import org.jspecify.annotations.NullMarked;
