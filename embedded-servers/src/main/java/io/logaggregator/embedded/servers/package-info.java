/**
 * PostgreSQL and Kafka in this process tree, for evaluation and tests. Each has its own directory, listens on the loopback
 * address, survives {@code kill -9}, and can be restarted on the same directory and port. Not for production: one node, no
 * passwords, small buffers. Start reading in {@link io.logaggregator.embedded.servers.EmbeddedPostgresServer}.
 */
@NullMarked
package io.logaggregator.embedded.servers;

import org.jspecify.annotations.NullMarked;
