package io.logaggregator.server.lifecycle;

import io.logaggregator.core.common.StoreUnavailableException;

/**
 * What is done once when the store has its schema, before the ingest begins. It may throw {@link
 * StoreUnavailableException} and is then done again from its beginning; other instances may be doing the same.
 */
@FunctionalInterface
public interface StartupTask {

    void run();
}
