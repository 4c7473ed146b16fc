/**
 * Bloom filters of the n-grams of messages, by which a search reads only the time ranges that may contain a text. Start at
 * {@link io.logaggregator.store.postgres.filters.MessageFilter}.
 */
@NullMarked
package io.logaggregator.store.postgres.filters;

import org.jspecify.annotations.NullMarked;
