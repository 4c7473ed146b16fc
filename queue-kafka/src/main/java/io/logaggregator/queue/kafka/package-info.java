/**
 * The queue on Kafka. A {@link io.logaggregator.queue.kafka.KafkaQueue} needs nothing but a broker: positions live in
 * the store, so the offsets that Kafka keeps for the group are written for its own tools and never read. Kafka's clients
 * do not show outside of this package.
 */
@NullMarked
package io.logaggregator.queue.kafka;

import org.jspecify.annotations.NullMarked;
