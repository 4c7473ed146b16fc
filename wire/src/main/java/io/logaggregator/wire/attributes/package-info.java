/**
 * Reads attributes of log events from their JSON with the results of PostgreSQL's {@code jsonb}. Start at {@link
 * io.logaggregator.wire.attributes.JsonAttributes}.
 */
@NullMarked
package io.logaggregator.wire.attributes;

import org.jspecify.annotations.NullMarked;
