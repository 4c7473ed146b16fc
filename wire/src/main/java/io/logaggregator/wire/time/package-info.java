/** Times in text and as numbers, in the notations of loggers. Start with {@link io.logaggregator.wire.time.Timestamps}. */
@NullMarked
package io.logaggregator.wire.time;

import org.jspecify.annotations.NullMarked;
