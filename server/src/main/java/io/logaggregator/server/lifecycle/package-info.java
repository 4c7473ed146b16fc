/**
 * Start and stop of background work: periodic tasks, startup tasks, and the lifecycle shared by everything that runs while
 * the server does. Start with {@link io.logaggregator.server.lifecycle.PeriodicTask}.
 */
@NullMarked
package io.logaggregator.server.lifecycle;

import org.jspecify.annotations.NullMarked;
