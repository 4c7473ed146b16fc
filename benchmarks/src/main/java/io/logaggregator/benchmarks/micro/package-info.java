/** The parts of ingest alone, without servers: time and memory for each message. */
@NullMarked
package io.logaggregator.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
