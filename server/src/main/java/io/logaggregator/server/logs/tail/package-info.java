/**
 * Live tail: one poll of the store serves all clients of this instance, and each client has its own stream and buffer. A
 * slow client skips events without affecting others. Start with {@link io.logaggregator.server.logs.tail.LogFeed}.
 */
@NullMarked
package io.logaggregator.server.logs.tail;

import org.jspecify.annotations.NullMarked;
