package io.logaggregator.server.ingest;

import io.logaggregator.core.ingest.CanarySignature;
import io.logaggregator.core.store.Store;
import io.logaggregator.server.ingest.IngestLifecycle.StartupTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The signature of canary events with the secret of the store, which is read before ingest starts. Thread-safe. */
public final class CanarySigning implements StartupTask, Supplier<CanarySignature> {

    private final Store store;
    private volatile @Nullable CanarySignature signature;

    CanarySigning(Store store) {
        this.store = store;
    }

    @Override
    public void run() {
        signature = new CanarySignature(store.secret());
    }

    /** @throws IllegalStateException before ingest has started */
    @Override
    public CanarySignature get() {
        CanarySignature read = signature;
        if (read == null) {
            throw new IllegalStateException("canary signature: none (expected: ingest has started)");
        }
        return read;
    }
}
