/**
 * The agent as a standalone program. Each setting has one name as an option, an environment variable and a key of a YAML
 * file: {@code --bootstrap-servers}, {@code AGENT_BOOTSTRAP_SERVERS}, {@code bootstrap-servers:}, in this precedence. Start
 * reading in {@link io.logaggregator.agent.cli.Main}.
 */
@NullMarked
package io.logaggregator.agent.cli;

import org.jspecify.annotations.NullMarked;
