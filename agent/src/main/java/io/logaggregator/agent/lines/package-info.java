/**
 * Lines and events of log files: splits bytes into lines, unwraps the formats of containers, and joins the lines of one event.
 * Start with {@link io.logaggregator.agent.lines.LineAssembler}.
 */
@NullMarked
package io.logaggregator.agent.lines;

import org.jspecify.annotations.NullMarked;
