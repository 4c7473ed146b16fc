/**
 * Log messages: decoding of JSON and plain lines to log events, and encoding. Start at {@link
 * io.logaggregator.wire.log.LogFields}.
 */
@NullMarked
package io.logaggregator.wire.log;

import org.jspecify.annotations.NullMarked;
