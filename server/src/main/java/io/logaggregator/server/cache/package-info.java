/**
 * Caches query results of the store, so that many dashboards cost one query. Start with {@code QueryCache}.
 */
@NullMarked
package io.logaggregator.server.cache;

import org.jspecify.annotations.NullMarked;
