/**
 * The message queue on Kafka. Positions are kept in the store; the offsets committed to Kafka serve its tools and are
 */
@NullMarked
package io.logaggregator.queue.kafka;

import org.jspecify.annotations.NullMarked;
