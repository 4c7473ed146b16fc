/**
 * The language in which people ask for logs: Lucene's syntax over the fields of a log event. Lucene's own parser reads it,
 * nothing of Lucene is searched: the tree becomes a {@link io.logaggregator.core.logs.LogCondition}. What has no meaning here
 * (regular expressions, fuzziness, boosts) is refused with its position instead of being ignored.
 */
@NullMarked
package io.logaggregator.server.query;

import org.jspecify.annotations.NullMarked;
