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

/** Asks a store that may be away, again and again. Thread-safe. */
final class RetryingStore {

    private final Backoff backoff;
    private final CountDownLatch stopping;
    private final InstantSource clock;

    /** @param stopping ends the waiting */
    RetryingStore(Backoff backoff, CountDownLatch stopping, InstantSource clock) {
        this.backoff = backoff;
        this.stopping = stopping;
        this.clock = clock;
    }

    /** What the store answers; empty if it did not until then, or before all ended. Asks once in any case. */
    <T> Optional<T> ask(Instant until, Supplier<T> question) {
        for (int failures = 1; ; failures++) {
            try {
                return Optional.of(question.get());
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
