/**
 * API keys, browser sessions and the audit log. Start at {@link io.logaggregator.core.access.ApiKeys}.
 */
@NullMarked
package io.logaggregator.core.access;

import org.jspecify.annotations.NullMarked;
