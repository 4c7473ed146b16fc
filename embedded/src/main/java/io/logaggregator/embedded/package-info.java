/**
 * The whole system in one program: Kafka, PostgreSQL, the server, and an agent that monitors this machine. For evaluation
 * and small installations. Start reading in {@link io.logaggregator.embedded.EmbeddedAggregator}.
 */
@NullMarked
package io.logaggregator.embedded;

import org.jspecify.annotations.NullMarked;
