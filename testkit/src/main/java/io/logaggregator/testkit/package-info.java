/**
 * Shared test infrastructure: one PostgreSQL and one Kafka per JVM, contracts of the ports as abstract tests, fakes of
 */
@NullMarked
package io.logaggregator.testkit;

import org.jspecify.annotations.NullMarked;
