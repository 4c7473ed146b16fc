/**
 * The agent sends the metrics, processes and log files of this host to a queue. {@link io.logaggregator.agent.Agent} embeds it
 * into a program; {@code io.logaggregator.agent.cli} is the standalone program. One thread collects, one follows files, one
 * sends; a bounded outbox connects them. {@code io.logaggregator.agent.lines} reads lines and events.
 */
@NullMarked
package io.logaggregator.agent;

import org.jspecify.annotations.NullMarked;
