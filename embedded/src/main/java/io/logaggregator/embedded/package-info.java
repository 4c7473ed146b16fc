/**
 * The whole thing in one command: real Kafka and real PostgreSQL, the server, and an agent that watches this very
 * machine. For trying out and for small places; a production image has none of it.
 */
@NullMarked
package io.logaggregator.embedded;

import org.jspecify.annotations.NullMarked;
