/** JMH benchmarks of single ingest steps, without servers. */
@NullMarked
package io.logaggregator.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
