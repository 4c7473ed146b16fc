/**
 * The query language for logs: Lucene syntax over the fields of a log event. Lucene parses the text, and its syntax tree
 * becomes a {@link io.logaggregator.core.logs.LogCondition}; unsupported syntax (regular expressions, fuzzy search, boosts)
 * is rejected with its position. Start with {@link io.logaggregator.server.logs.query.LogQueryParser}.
 */
@NullMarked
package io.logaggregator.server.logs.query;

import org.jspecify.annotations.NullMarked;
