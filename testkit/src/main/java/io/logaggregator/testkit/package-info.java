/**
 * Shared test infrastructure: one PostgreSQL and one Kafka per JVM, contracts and fakes of the
 * ports, and random observations. Start with {@code TestServers}.
 */
@NullMarked
package io.logaggregator.testkit;

import org.jspecify.annotations.NullMarked;
