/**
 * Fault injection with a verification of all stored data, alerts and notifications. {@link
 * io.logaggregator.faults.FaultRun} is one run.
 */
@NullMarked
package io.logaggregator.faults;

import org.jspecify.annotations.NullMarked;
