/**
 * Lines of text: what the front columns, and the frames of syslog and of containers, say about a record. Start with {@link
 * io.logaggregator.wire.line.LineHeader}.
 */
@NullMarked
package io.logaggregator.wire.line;

import org.jspecify.annotations.NullMarked;
