/**
 * Streaming JSON for all formats: values within broken text, scalars, and the result of a message. Start at {@link
 * io.logaggregator.wire.json.DecodeResultBuilder}.
 */
@NullMarked
package io.logaggregator.wire.json;

import org.jspecify.annotations.NullMarked;
