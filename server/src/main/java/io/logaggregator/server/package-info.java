/**
 * The server: one Spring Boot application that binds the configuration, builds the adapters from it, runs the ingest, and
 * answers HTTP. Spring lives here and in {@code embedded}, nowhere else. Start it with {@link
 * io.logaggregator.server.AggregatorServer}.
 */
@NullMarked
package io.logaggregator.server;

import org.jspecify.annotations.NullMarked;
