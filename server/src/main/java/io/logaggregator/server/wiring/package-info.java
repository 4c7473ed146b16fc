/**
 * Builds the adapters of queue, store and notification channels from the settings, and checks a configuration without
 * starting the server. Only this package depends on adapters. Start with {@code Adapters}.
 */
@NullMarked
package io.logaggregator.server.wiring;

import org.jspecify.annotations.NullMarked;
