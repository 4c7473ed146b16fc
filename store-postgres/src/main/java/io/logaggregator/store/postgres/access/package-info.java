/**
 * API keys, browser sessions and the audit log. Start at {@link
 * io.logaggregator.store.postgres.access.PostgresApiKeys}.
 */
@NullMarked
package io.logaggregator.store.postgres.access;

import org.jspecify.annotations.NullMarked;
