/**
 * What tests of all modules share: one PostgreSQL and one Kafka per JVM, started when first asked for and ended with
 * it; contracts of the ports as abstract tests, which adapters inherit; and observations made from a seed.
 */
@NullMarked
package io.logaggregator.testkit;

import org.jspecify.annotations.NullMarked;
