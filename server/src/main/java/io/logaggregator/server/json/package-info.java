/**
 * Messages about JSON and YAML that cannot be read, for responses and for files of rules. Start at {@link
 * io.logaggregator.server.json.UnreadableBody}.
 */
@NullMarked
package io.logaggregator.server.json;

import org.jspecify.annotations.NullMarked;
