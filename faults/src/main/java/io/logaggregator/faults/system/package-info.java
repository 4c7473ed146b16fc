/**
 * The system under test: broker, PostgreSQL and server instances in separate processes, with proxies and a disk that can
 * fail. {@link io.logaggregator.faults.system.Installation} starts all of it.
 */
@NullMarked
package io.logaggregator.faults.system;

import org.jspecify.annotations.NullMarked;
