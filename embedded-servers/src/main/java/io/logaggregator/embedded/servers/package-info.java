/**
 * A real PostgreSQL and a real Kafka broker inside this process tree, for trying out and for tests. Each lives in a
 * directory of its own, listens on the loopback address only, survives {@code kill -9}, and can be stopped and started
 * again on the same directory and port. Not for production: one node, no passwords, small buffers.
 */
@NullMarked
package io.logaggregator.embedded.servers;

import org.jspecify.annotations.NullMarked;
