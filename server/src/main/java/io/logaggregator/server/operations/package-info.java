/**
 * Health indicators and log levels of this instance. Dependencies are checked by one thread each, so that a health request
 * never waits and changes are logged. Start with {@code HealthConfiguration}.
 */
@NullMarked
package io.logaggregator.server.operations;

import org.jspecify.annotations.NullMarked;
