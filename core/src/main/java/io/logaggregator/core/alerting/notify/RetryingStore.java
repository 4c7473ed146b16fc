package io.logaggregator.core.alerting.notify;

import io.logaggregator.core.common.Backoff;
import io.logaggregator.core.common.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Retries store calls while the store is unavailable. Thread-safe. */
final class RetryingStore {

    private final Backoff backoff;
    private final CountDownLatch stopping;
    private final InstantSource clock;

    /** @param stopping ends the retries */
    RetryingStore(Backoff backoff, CountDownLatch stopping, InstantSource clock) {
        this.backoff = backoff;
        this.stopping = stopping;
        this.clock = clock;
    }

    /**
     * Calls the store at least once, until it succeeds or time is up.
     *
     * @return empty if it did not succeed before {@code until} or the stop
     */
    <T> Optional<T> retry(Instant until, Supplier<T> call) {
        for (int failures = 1; ; failures++) {
            try {
                return Optional.of(call.get());
            } catch (StoreUnavailableException e) {
                Duration pause = backoff.delay(failures);
                if (clock.instant().plus(pause).isAfter(until) || isStoppedWithin(pause)) {
                    return Optional.empty();
                }
            }
        }
    }

    private boolean isStoppedWithin(Duration pause) {
        try {
            return stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
