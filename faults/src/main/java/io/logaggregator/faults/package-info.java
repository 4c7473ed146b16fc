/**
 * How sure: a broker, a database and two aggregators in processes of their own, faults drawn from a seed, and a judge who
 * compares what was stored, alerted and told with what was issued.
 */
@NullMarked
package io.logaggregator.faults;

import org.jspecify.annotations.NullMarked;
