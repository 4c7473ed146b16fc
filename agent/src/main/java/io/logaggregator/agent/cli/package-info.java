/**
 * The agent as a program of its own, on Kafka. Each setting is an option, an environment variable and a key of a YAML
 * file under one name: {@code --bootstrap-servers}, {@code AGENT_BOOTSTRAP_SERVERS}, {@code bootstrap-servers:}; the
 * first of these that is there counts.
 */
@NullMarked
package io.logaggregator.agent.cli;

import org.jspecify.annotations.NullMarked;
