/**
 * The server: one Spring Boot application that binds the settings, builds the adapters, runs ingest, and serves the API. Start
 * with {@link io.logaggregator.server.AggregatorServer}.
 */
@NullMarked
package io.logaggregator.server;

import org.jspecify.annotations.NullMarked;
