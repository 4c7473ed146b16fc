/**
 * Evaluates log conditions on events in memory with the results that the store's SQL has. Start at {@link
 * io.logaggregator.core.logs.match.LogMatcher}.
 */
@NullMarked
package io.logaggregator.core.logs.match;

import org.jspecify.annotations.NullMarked;
