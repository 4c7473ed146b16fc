/**
 * The port to a message queue and its values: topics, partitions, offsets and messages. Start at {@link
 * io.logaggregator.core.queue.MessageQueue}.
 */
@NullMarked
package io.logaggregator.core.queue;

import org.jspecify.annotations.NullMarked;
