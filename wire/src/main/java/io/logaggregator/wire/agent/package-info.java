/**
 * Reports of host agents: decoding to metrics, processes and events, and encoding. Start at {@link
 * io.logaggregator.wire.agent.AgentReport}.
 */
@NullMarked
package io.logaggregator.wire.agent;

import org.jspecify.annotations.NullMarked;
