/**
 * Background work: its start and stop, periodic tasks, and gauges that a task updates. Start with {@link io.logaggregator.server.lifecycle.PeriodicTask}.
 */
@NullMarked
package io.logaggregator.server.lifecycle;

import org.jspecify.annotations.NullMarked;
