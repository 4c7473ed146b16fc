/**
 * Limits of the memory and the processor time that clients use, and their metrics; beyond a limit, requests are rejected with
 * 503. Start with {@link io.logaggregator.server.overload.MemoryBudget}.
 */
@NullMarked
package io.logaggregator.server.overload;

import org.jspecify.annotations.NullMarked;
