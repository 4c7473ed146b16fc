/**
 * The agent: this host's metrics, processes and log files, into a queue. {@link io.logaggregator.agent.Agent} is the way
 * in for a program that carries an agent inside; {@code io.logaggregator.agent.cli} is the program of its own. Three
 * threads work side by side: one collects, one follows files, one sends; between them stands a bounded outbox.
 */
@NullMarked
package io.logaggregator.agent;

import org.jspecify.annotations.NullMarked;
